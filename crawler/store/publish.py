"""Publish the state as JSON Lines: one file a month of publication, only where something changed.

A file is written whole under a temporary name, flushed to the disk and renamed: whoever reads it sees
the old or the new one, never a torn one, and a killed run leaves a month marked for the next run. A file
that differs from what was published (torn by a failing disk, edited by hand) is written anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.errors import StoreError
from crawler.store.database import Database
from crawler.store.state import State

FOLDER = "articles"
RUNS_FOLDER = "runs"
QUARANTINE_FOLDER = "quarantine"


def publish(state: State) -> list[Path]:
    """Bring the files up to date with the state.

    Returns:
        The files that were written or removed, in the order of the months; empty where nothing changed.

    Raises:
        StoreError: A file cannot be written (no space, no permission); its month stays marked.
    """
    assert state.folder is not None
    folder = state.folder / FOLDER
    months = set(state.articles.months())
    with _reported(folder):
        touched = {month for month in months if not is_as_published(state.database, folder, month)}
        written = []
        for month in sorted(touched.union(state.articles.dirty_months())):
            path = folder / f"{month}.jsonl"
            if month in months:
                _publish_month(state, month, path)
                written.append(path)
            elif path.exists():  # its articles moved to another month
                path.unlink()
                written.append(path)
            state.articles.mark_published(month)
        if written:
            _sync_folder(folder)
    return written


def publish_run(state: State) -> Path | None:
    """Write what the run added or changed to its own folder; None where that is nothing."""
    assert state.folder is not None
    folder = state.folder / RUNS_FOLDER / state.run
    with _reported(folder):
        lines = [line + b"\n" for line in state.runs.changed_lines(state.run)]
        if not lines:
            return None
        path = folder / "articles.jsonl"
        write_whole(path, lines)
        _sync_folder(folder)
    return path


def is_as_published(database: Database, folder: Path, month: str) -> bool:
    """Whether a month's file holds, byte for byte, what was published last."""
    row = database.execute("SELECT size, digest FROM published WHERE month = ?", (month,)).fetchone()
    path = folder / f"{month}.jsonl"
    if row is None or not path.is_file() or path.stat().st_size != row[0]:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest() == row[1]


def write_whole(path: Path, lines: Iterable[bytes]) -> tuple[int, str]:
    """Write a file so that it is there whole or not at all. Returns its size and digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    size, digest = 0, hashlib.blake2b()
    with part.open("wb") as file:
        for line in lines:
            file.write(line)
            digest.update(line)
            size += len(line)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    return size, digest.hexdigest()


def _publish_month(state: State, month: str, path: Path) -> None:
    size, digest = write_whole(path, (line + b"\n" for line in state.articles.lines(month)))
    row = (month, size, digest)
    with state.transaction():
        state.database.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?)", row)


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error


def _sync_folder(folder: Path) -> None:
    """Flush the folder's entries, so that the renames survive a power cut (POSIX only)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
