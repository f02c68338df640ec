"""Close what a killed run left open: torn tails cut, nothing else lost."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.file_records import OPEN, Closing, closed_path, closing, is_archive_name
from crawler.archive.groups import Survey, survey
from crawler.archive.walk import mapped, walk
from crawler.archive.writer import sync_folder
from crawler.errors import StoreError

_EPOCH = "1970-01-01T00:00:00.000000Z"  # where no record says when the file was begun
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done with a file.

    Attributes:
        path: The file, under its final name.
        exchanges: Whole exchanges in it.
        cut: Bytes of a torn tail that were cut off.
        removed: Whether the file held no whole record and was removed.
        damaged: Damaged places before the tail; they are left as they are, `check` tells of them.
    """

    path: Path
    exchanges: int
    cut: int
    removed: bool = False
    damaged: int = 0


def close_open_files(folder: Path) -> list[Repair]:
    """Close the archive files below a folder that bear `.open`: no run may be writing there.

    A file is cut behind its last whole exchange, closed and renamed. One without any is kept for its first
    record, which says what the run found (the next run does not find it any more); one without even that
    is removed. Damage in the middle is no torn tail: nothing behind it is cut. No other file is touched.

    Returns:
        What was done, by path; nothing to do gives an empty list.

    Raises:
        StoreError: A file cannot be read, cut or renamed, or its final name is taken.
    """
    paths = [path for path in sorted(folder.rglob(f"*{OPEN}")) if is_archive_name(closed_path(path).name)]
    return [_close(path) for path in paths if path.is_file() and not path.is_symlink()]


def _close(path: Path) -> Repair:
    target = closed_path(path)
    if target.exists():
        raise StoreError(f"{path}: {target.name} is there as well; move one of the two away")
    with mapped(path) as buffer:
        size = len(buffer)
        found = survey(walk(buffer))
    try:
        if not found.good_end and found.torn_tail:
            path.unlink()
            sync_folder(path.parent)
            return Repair(target, 0, size, removed=True)
        _finish(path, found, size - found.good_end)
        os.rename(path, target)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{error.filename or path}: {error.strerror or error}; it is still open") from error
    damaged = sum(fault.offset < found.good_end for fault in found.faults)
    return Repair(target, found.exchanges, size - found.good_end, damaged=damaged)


def _finish(path: Path, found: Survey, cut: int) -> None:
    """Cut the tail and write the closing record. Killed in between, the next start does the rest."""
    with path.open("r+b") as file:
        file.truncate(found.good_end)
        if not found.closing:
            sha1 = hashlib.sha1(usedforsecurity=False)
            while block := file.read(_BLOCK):
                sha1.update(block)
            state = Closing(found.exchanges, found.good_end, sha1.hexdigest(), cut)
            file.write(closing(closed_path(path).name, found.date or _EPOCH, state))
        file.flush()
        os.fsync(file.fileno())
