"""The index of a data folder: `browse.sqlite`, made when it is missing, refreshed when the state has changed.

A file is written beside it and renamed: whoever reads it sees the old or the new one, whole. Two commands at
once wait for one another. It may be deleted at any time.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from crawler.archive.writer import sync_folder
from crawler.search.cited import VERSION as CITED_VERSION
from crawler.search.export import VERSION, Told, make_tables, update
from crawler.search.state_file import fingerprint, reading, reported

if sys.platform != "win32":
    import fcntl

FILE_NAME = "browse.sqlite"
PART_NAME = ".browse.sqlite.new"
LOCK_NAME = ".browse.lock"
_LONGEST = "longest_row"  # kept in the file, since finding it reads all texts
# Bytes, with some for the columns around them.
_MEASURE = """
SELECT max(bytes) + 10000 FROM (
    SELECT length(CAST(record AS BLOB)) + length(CAST(text AS BLOB))
        + length(CAST(coalesce(lead, '') AS BLOB)) AS bytes FROM texts
    UNION ALL SELECT length(CAST(record AS BLOB)) FROM revisions
)
"""


def refreshed(folder: Path, told: Told | None = None) -> Path:
    """Give the file of a folder's index, up to date.

    Args:
        folder: The data folder; of its state nothing is written.
        told: See `export.update`.

    Raises:
        StoreError: There is no state, it is damaged, or the index cannot be written.
    """
    path = folder / FILE_NAME
    if is_fresh(folder):
        return path
    with reported(folder / FILE_NAME), _alone(folder):
        if not is_fresh(folder):  # another command may have done it meanwhile
            _refresh(folder, told)
    return path


def is_fresh(folder: Path) -> bool:
    """Whether the index is there and shows what the state holds.

    Raises:
        StoreError: There is no state.
    """
    return _about(folder / FILE_NAME).items() >= _wanted(folder).items()


def opened(path: Path) -> sqlite3.Connection:
    """Open an index for reading."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


def longest_row(index: sqlite3.Connection) -> int:
    """Give how many bytes the longest row of an index has, about; 0 of an index without articles."""
    sql = "SELECT value FROM about WHERE name = ?"
    kept = index.execute(sql, (_LONGEST,)).fetchone()
    return int(kept[0]) if kept else _measured(index)


def _measured(index: sqlite3.Connection) -> int:
    return index.execute(_MEASURE).fetchone()[0] or 0


def _refresh(folder: Path, told: Told | None) -> None:
    path, part = folder / FILE_NAME, folder / PART_NAME
    about = _wanted(folder)  # before the state is read: what is written meanwhile is for the next time
    part.unlink(missing_ok=True)
    if _is_ours(path):
        shutil.copyfile(path, part)
    try:
        _write(folder, part, about, told)
    except sqlite3.DatabaseError:
        if not path.exists():
            raise
        part.unlink(missing_ok=True)  # what was copied may be damaged: made anew, once
        _write(folder, part, about, told)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, path)
    sync_folder(folder)


def _write(folder: Path, part: Path, about: dict[str, str], told: Told | None) -> None:
    new = not part.exists()
    with reading(folder) as state, closing(sqlite3.connect(part, isolation_level=None)) as index:
        # A file that is not in place yet may be lost: no journal, no waiting for the disk.
        index.execute("PRAGMA journal_mode = OFF")
        index.execute("PRAGMA synchronous = OFF")
        if new:
            make_tables(index)
        index.execute("BEGIN")
        update(state, index, told)
        told_of = {**about, _LONGEST: str(_measured(index))}
        index.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", told_of.items())
        index.execute("COMMIT")


def _wanted(folder: Path) -> dict[str, str]:
    return {"version": f"{VERSION} {CITED_VERSION}", "state": fingerprint(folder)}


def _is_ours(path: Path) -> bool:
    return _about(path).get("version") == f"{VERSION} {CITED_VERSION}"


def _about(path: Path) -> dict[str, str]:
    """What a file says of itself; nothing where it is missing, damaged or of something else."""
    if not path.is_file():
        return {}
    try:
        with closing(opened(path)) as index:
            return dict(index.execute("SELECT name, value FROM about"))
    except sqlite3.Error:
        return {}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the index's lock; the kernel lets go of it however this process ends. Windows has none."""
    with (folder / LOCK_NAME).open("a") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
