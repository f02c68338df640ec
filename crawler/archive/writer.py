"""The growing archive of a run: each exchange whole or not at all.

A file is written unbuffered, so that what `append` returned from survives the process; with `durable`
the machine too. It is called `.open` until it is closed: who sees the final name sees a whole file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from crawler.archive.encode import encode
from crawler.archive.exchange import Position
from crawler.archive.file_records import OPEN, Closing, closing, file_name, warcinfo
from crawler.archive.record import warc_date
from crawler.archive.steps import reached
from crawler.errors import StoreError

__all__ = ["ArchiveWriter", "encode", "open_new", "sync_folder"]


def open_new(path: Path) -> BinaryIO:
    """Open a file that does not exist yet, without a buffer."""
    return path.open("x+b", buffering=0)


class ArchiveWriter:
    """Appends exchanges to `pages.warc.gz`, `pages-00002.warc.gz`… in a run's folder. For one thread.

    Args:
        folder: The run's own folder; made where it is missing. It holds no archive yet.
        run: The run's name, `isPartOf` of each file.
        info: What the run was (settings, robots policy, permission); JSON.
        now: The run's start.
        max_bytes: A file that would grow beyond is closed and the next one begun.
        durable: Whether each append reaches the disk (fsync) before it returns.
        open_file: How a new file is opened; tests give one that fails.

    Raises:
        StoreError: The folder holds an archive already, or cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        *,
        run: str,
        info: Mapping[str, Any],
        now: datetime,
        max_bytes: int = 1 << 30,
        durable: bool = False,
        open_file: Callable[[Path], BinaryIO] = open_new,
    ) -> None:
        self._folder, self._run, self._info, self._now = folder, run, info, now
        self._max_bytes, self._durable, self._open_file = max_bytes, durable, open_file
        self._number = 1
        self._closed = False
        self._file: BinaryIO | None = None
        self._begin_file()

    def append(self, members: bytes) -> Position:
        """Write what `encode` gave, whole.

        Returns:
            Where it lies, under the file's final name.

        Raises:
            StoreError: It could not be written (disk full, disk gone). Nothing of it is in the file; the
                next append may be tried once there is space.
        """
        if self._closed:
            raise StoreError(f"{self._path}: the archive is closed")
        if self._file is not None and self._exchanges and self._end + len(members) > self._max_bytes:
            self._finish_file()
        if self._file is None:
            self._begin_file()
        position = Position(self._path.name, self._end, len(members))
        self._write(members)
        self._exchanges += 1
        return position

    def close(self) -> None:
        """Close the file: counted, on the disk, under its final name. A second call does nothing.

        Raises:
            StoreError: It could not be closed; it stays `.open`, whole, for the next start to close.
        """
        if self._file is not None:
            self._finish_file()
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin_file(self) -> None:
        self._path = self._folder / file_name(self._number)
        self._part = self._path.with_name(self._path.name + OPEN)
        self._end = self._exchanges = 0
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        member = warcinfo(self._path.name, run=self._run, info=self._info, now=self._now)
        for path in (self._path, self._part):
            if path.exists():
                raise StoreError(f"{path}: there already; give each run a folder of its own")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._open_file(self._part)
            if self._durable:
                sync_folder(self._folder)
        except OSError as error:
            self._discard()
            raise self._failure(error) from error
        try:
            self._write(member)
        except StoreError:
            self._discard()
            raise
        reached("archive.begun")

    def _discard(self) -> None:
        """Take back a file whose first record could not be written."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
                self._part.unlink(missing_ok=True)
            self._file = None

    def _write(self, members: bytes) -> None:
        if self._file is None:
            raise StoreError(f"{self._part}: not open")
        try:
            _write_whole(self._file, members)
            reached("archive.written")
            if self._durable:
                os.fsync(self._file.fileno())
                reached("archive.flushed")
        except OSError as error:
            self._take_back()
            raise self._failure(error) from error
        self._end += len(members)
        self._sha1.update(members)

    def _take_back(self) -> None:
        """Cut what was written of a failed append. Where even that fails, this file takes no more."""
        if self._file is None:
            return
        try:
            self._file.truncate(self._end)
            self._file.seek(self._end)
        except OSError:
            with suppress(OSError):
                self._file.close()
            self._file = None
            self._number += 1

    def _finish_file(self) -> None:
        state = Closing(self._exchanges, self._end, self._sha1.hexdigest())
        end, sha1 = self._end, self._sha1.copy()
        reached("archive.closing")
        self._write(closing(self._path.name, warc_date(self._now), state))
        try:
            self._rename()
        except OSError as error:
            self._end, self._sha1 = end, sha1
            self._take_back()
            raise self._failure(error) from error
        self._number += 1
        try:
            sync_folder(self._folder)
        except OSError as error:
            raise self._failure(error) from error
        reached("archive.closed")

    def _rename(self) -> None:
        if self._file is not None:
            os.fsync(self._file.fileno())
            os.rename(self._part, self._path)
            reached("archive.renamed")
            with suppress(OSError):  # all of it is on the disk already
                self._file.close()
            self._file = None

    def _failure(self, error: OSError) -> StoreError:
        place, reason = error.filename or self._part, error.strerror or str(error)
        return StoreError(
            f"{place}: {reason}; free or mend the disk and start again, which goes on from here"
        )


def _write_whole(file: BinaryIO, data: bytes) -> None:
    """Write all of it: an unbuffered write may stop anywhere, as at the end of a full disk."""
    view = memoryview(data)
    while view:
        written = file.write(view)
        if not written:
            raise OSError(None, "the disk took no bytes")
        view = view[written:]


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries, so that a rename survives a power cut (POSIX only)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
