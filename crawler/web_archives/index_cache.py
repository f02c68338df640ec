"""Pages of indexes on the disk: an archive is not asked twice for what it has just said."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from crawler.errors import StoreError

FOLDER = "indexes"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class IndexCache:
    """Keeps answers of an archive's index below a data folder.

    A page is written beside its place and renamed: it is there whole or not at all. A damaged one is asked
    for again. The whole folder may be deleted.

    Args:
        folder: Of one archive: `DIR/indexes/commoncrawl`.
        now: The present.
    """

    folder: Path
    now: Callable[[], datetime]

    async def page(
        self, url: str, ask: Callable[[], Awaitable[bytes]], *, lasts: timedelta | None = DAY
    ) -> bytes:
        """Give the answer to a question: the kept one, or a new one.

        Args:
            url: The question.
            ask: Asks it; what it gives has been read, so no damaged page is kept.
            lasts: How long a kept answer is used; None: for ever (an index that is closed).

        Raises:
            StoreError: It cannot be written.
            Whatever `ask` raises.
        """
        path = self.folder / f"{hashlib.sha256(url.encode()).hexdigest()[:24]}.gz"
        kept = self._read(path, url, lasts)
        if kept is not None:
            return kept
        body = await ask()
        self._write(path, url, body)
        return body

    def _read(self, path: Path, url: str, lasts: timedelta | None) -> bytes | None:
        try:
            head, _, body = gzip.decompress(path.read_bytes()).partition(b"\n")
            told = orjson.loads(head)
            age = self.now() - datetime.fromisoformat(told["asked_at"])
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):  # missing, torn, not ours
            return None
        fresh = lasts is None or timedelta(0) <= age < lasts
        return body if told.get("url") == url and fresh else None

    def _write(self, path: Path, url: str, body: bytes) -> None:
        head = orjson.dumps({"url": url, "asked_at": self.now().isoformat()})
        part = path.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(gzip.compress(head + b"\n" + body, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except OSError as error:
            raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
