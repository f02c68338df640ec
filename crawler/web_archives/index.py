"""Questions to an index: asked once, kept on the disk, read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from crawler.discover.captures.capture import Capture
from crawler.discover.captures.cdx import CdxError, says_nothing_found
from crawler.discover.captures.content import RefusedCaptureError
from crawler.web_archives.client import Client, Wanted
from crawler.web_archives.index_cache import DAY, IndexCache

_T = TypeVar("_T")
_MAX_PAGE: Final = 64 * 2**20  # bytes, unpacked
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of an archive's index.

    Attributes:
        index: Its name.
        captures: What it lists, of every page of the paper.
        unreadable: Lines that are no captures.
        trouble: What could not be read, as a sentence; empty where all could.
    """

    index: str
    captures: Sequence[Capture] = ()
    unreadable: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class IndexReader:
    """Asks an index through the cache."""

    client: Client
    cache: IndexCache

    def now(self) -> datetime:
        """The present."""
        return self.cache.now()

    async def ask(
        self,
        url: str,
        parse: Callable[[bytes], _T],
        *,
        lasts: timedelta | None = DAY,
        none: bytes | None = None,
    ) -> _T:
        """Give what an index answers.

        Args:
            url: The question.
            parse: Reads the answer.
            lasts: See `IndexCache.page`.
            none: What an answer means that nothing was found; None: there must be something.

        Raises:
            RefusedCaptureError: It cannot be had, or is no such answer.
            ArchiveStoppedError: The archive is not to be asked any more.
            StoreError: It cannot be kept.
        """

        async def body() -> bytes:
            return await self._body(url, parse, none)

        return parse(await self.cache.page(url, body, lasts=lasts))

    async def _body(self, url: str, parse: Callable[[bytes], object], none: bytes | None) -> bytes:
        for left in reversed(range(_TRIES)):
            reply = await self.client.get(url, Wanted(limit=_MAX_PAGE, codings="gzip"))
            body = reply.decoded(_MAX_PAGE)
            if none is not None and says_nothing_found(reply.status, body):
                return none
            if reply.status != 200:
                raise RefusedCaptureError(
                    f"archive-http-{reply.status}", f"{url} answers HTTP {reply.status}", passing=True
                )
            try:
                parse(body)
            except CdxError as error:
                if not left:
                    raise RefusedCaptureError("no-index", f"{url}: {error}", passing=True) from error
            else:
                return body
        raise AssertionError("unreachable")
