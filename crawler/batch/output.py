"""One file's output: its records as JSON lines, and beside them a summary of what they were made of.

The lines are put in place first, the summary last: where it stands and fits, the file is finished. Both are
written under a temporary name, flushed to the disk and renamed; whoever is killed leaves the old or nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from io import BufferedReader
from pathlib import Path
from typing import Any, Final

import orjson

from crawler.archive.writer import sync_folder
from crawler.batch.version import Version
from crawler.errors import StoreError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKED: Final = ".jsonl.zst"
PLAIN: Final = ".jsonl"
_SUMMARY = ".summary.json"
_FORMAT = 1
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Content:
    """A file's size and digest (BLAKE2b, hexadecimal)."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a file gave.

    Attributes:
        source: The WARC file's name.
        input: What it held.
        version: What read it.
        outcomes: What became of its pages -> how many: `article`, or fate and reason.
        passed_over: Why exchanges gave no page -> how many.
        damages: Damaged places, one line each.
        unresolved: Digests of bodies that stand in none of the files that were looked at.
        sought_in: A digest of the files that were looked at for them; empty where none were.
        output: What the lines' file holds.
        places: Where the page of each line begins in the WARC file.
        refused: The pages that gave no record: place, address, outcome, detail, the error as JSON.
    """

    source: str
    input: Content
    version: Version
    outcomes: dict[str, int] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)
    damages: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    sought_in: str = ""
    output: Content
    places: tuple[int, ...] = ()
    refused: tuple[tuple[int, str, str, str, str], ...] = ()

    @property
    def pages(self) -> int:
        """How many pages were read."""
        return sum(self.outcomes.values())

    def brief(self) -> Summary:
        """The same without what is kept page by page."""
        return replace(self, places=(), refused=())


def content(path: Path) -> Content:
    """Give a file's size and digest.

    Raises:
        OSError: It cannot be read.
    """
    digest, size = hashlib.blake2b(digest_size=32), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Content(size, digest.hexdigest())


class LineWriter:
    """Writes an output's lines under a temporary name of its own.

    Args:
        path: Where they belong; packed where its name says so.

    Raises:
        OSError: It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._size = path, 0
        self._digest = hashlib.blake2b(digest_size=32)
        self._packer = zstd.ZstdCompressor() if path.name.endswith(PACKED) else None
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        self._part, self._file = Path(name), os.fdopen(descriptor, "wb")

    def write(self, line: bytes) -> None:
        """Write one line, with its line end."""
        self._write(self._packer.compress(line) if self._packer else line)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._size += len(data)

    def finish(self) -> Content:
        """Put the file in its place, flushed to the disk."""
        if self._packer:
            self._write(self._packer.flush())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.chmod(0o644)  # mkstemp's are the owner's alone
        os.replace(self._part, self._path)
        sync_folder(self._path.parent)
        return Content(self._size, self._digest.hexdigest())

    def abandon(self) -> None:
        """Leave nothing behind, unless it is in its place."""
        self._file.close()
        self._part.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes) -> Content:
    """Write a whole file so that it is there whole or not at all."""
    writer = LineWriter(path)
    try:
        writer.write(data)
        return writer.finish()
    finally:
        writer.abandon()


def read_lines(path: Path) -> Iterator[bytes]:
    """Give the lines of an output, or of any JSON lines file, one at a time, with their line ends.

    Raises:
        StoreError: It cannot be read or unpacked.
    """
    try:
        with _unpacked(path) as file:
            yield from file
    except (OSError, EOFError, zstd.ZstdError) as error:
        raise StoreError(f"{path}: cannot be read ({error}); delete it and start again") from error


def _unpacked(path: Path) -> BufferedReader | zstd.ZstdFile:
    return zstd.ZstdFile(path) if path.name.endswith(".zst") else path.open("rb")


# --- the summary --------------------------------------------------------------------------------


def summary_path(output: Path) -> Path:
    """Where an output's summary lies.

    >>> summary_path(Path("a/pages-00002.jsonl.zst")).name
    'pages-00002.summary.json'
    """
    return output.with_name(output.name.removesuffix(".zst").removesuffix(PLAIN) + _SUMMARY)


def write_summary(output: Path, summary: Summary) -> None:
    """Write an output's summary: from now on it is finished."""
    data = orjson.dumps({"format": _FORMAT, **asdict(summary)}, option=orjson.OPT_APPEND_NEWLINE)
    write_atomically(summary_path(output), data)


def read_summary(output: Path) -> Summary | None:
    """Give an output's summary; None where it has none that can be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        values: dict[str, Any] = orjson.loads(summary_path(output).read_bytes())
        if values.pop("format") == _FORMAT:
            for name, kind in (("input", Content), ("output", Content), ("version", Version)):
                values[name] = kind(**values[name])
            for name in ("damages", "unresolved", "places"):
                values[name] = tuple(values[name])
            values["refused"] = tuple(tuple(page) for page in values["refused"])
            return Summary(**values)
    return None


def remove_parts(folder: Path) -> None:
    """Remove what killed jobs left in a folder of outputs."""
    for part in folder.rglob(".*.part"):
        part.unlink(missing_ok=True)
