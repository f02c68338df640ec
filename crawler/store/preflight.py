"""What is looked at before a run asks for anything: a crawl that could not be kept is not begun."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from crawler.errors import StoreError
from crawler.store.database import FILE_NAME, Database
from crawler.store.publish import FOLDER, QUARANTINE_FOLDER, RUNS_FOLDER

# Less would not hold a day's news with its archive.
MIN_FREE = 100 * 2**20


def preflight(folder: Path, *, min_free: int = MIN_FREE) -> None:
    """Look at space, permissions, the state's integrity and version.

    Args:
        folder: The data folder; made where it is missing.
        min_free: Bytes that must be free on its disk.

    Raises:
        StoreError: Something stands against a run; the message says what to do.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error
    for part in (folder, *(folder / name for name in (FOLDER, RUNS_FOLDER, QUARANTINE_FOLDER))):
        _refuse_read_only(part)
    if free < min_free:
        needed = f"a run needs {min_free / 2**20:.0f} MB"
        raise StoreError(
            f"{folder}: only {free / 2**20:.1f} MB free, {needed}; make room or give another --data"
        )
    _refuse_lost_state(folder)
    existed = (folder / FILE_NAME).is_file()
    database = Database(folder, create=True)
    try:
        if existed:
            database.check()
            _refuse_older_state(folder, database)
    finally:
        database.close()


def _refuse_lost_state(folder: Path) -> None:
    """A state begun anew beside an older dataset would know nothing of it, and publish over it."""
    state = folder / FILE_NAME
    if state.exists() and state.stat().st_size:
        return
    left = next(folder.glob(f"{FOLDER}/*.jsonl"), None) or next(folder.glob(f"{RUNS_FOLDER}/*/pages*"), None)
    if left is not None:
        problem = "empty" if state.exists() else "missing"
        repair = "`langson rebuild` makes it anew from the archived pages"
        raise StoreError(f"{state}: is {problem}, but {left} is there; {repair}")


def _refuse_read_only(part: Path) -> None:
    """Try it: permission bits do not tell the whole story (root, mounts)."""
    if not part.exists():
        return
    if not part.is_dir():
        raise StoreError(f"{part}: is no folder; move it away")
    probe = part / ".probe"
    try:
        probe.write_bytes(b"")
        os.unlink(probe)
    except OSError as error:
        raise StoreError(f"{part}: cannot be written ({error.strerror or error})") from error


def _refuse_older_state(folder: Path, database: Database) -> None:
    """A state put back from an older copy would publish old texts over new ones."""
    known = {row[0] for row in database.rows("SELECT id FROM run")}
    archived = {path.parent.name for path in folder.glob(f"{RUNS_FOLDER}/*/pages*.warc.gz")}
    if unknown := sorted(archived - known):
        problem = f"knows nothing of the run {unknown[0]}, whose archive is in {folder / RUNS_FOLDER}"
        repair = "it is an older copy; `langson rebuild` makes it anew from the archived pages"
        raise StoreError(f"{database.path}: {problem}: {repair}")
