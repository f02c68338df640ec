"""Publish the state as JSON Lines: one file a month of publication, only where something changed.

A file is written whole under a temporary name, flushed to the disk and renamed: whoever reads it sees
the old or the new one, never a torn one, and a killed run leaves a month marked for the next run. A file
that differs from what was published (torn by a failing disk, edited by hand) is written anew.

Where the folder is annotated (`store.annotation`), the lines of the months carry annotations. A run's own
file never does: it shows what the run's pages gave.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.steps import reached
from crawler.archive.writer import sync_folder
from crawler.errors import StoreError
from crawler.store.annotation import annotation_version, published_lines, set_annotation
from crawler.store.database import Database
from crawler.store.state import State

FOLDER = "articles"
RUNS_FOLDER = "runs"
QUARANTINE_FOLDER = "quarantine"
_FLUSHES = 16  # at once


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
        for part in (*folder.glob(".*.part"), *state.folder.glob(f"{RUNS_FOLDER}/*/.*.part")):
            part.unlink()  # of a killed run
        reached("publish.begun")
        touched = {month for month in months if not is_as_published(state.database, folder, month)}
        folder.mkdir(exist_ok=True)
        set_annotation(state, None)  # of another version: made anew
        version = annotation_version(state.database)
        parts: dict[str, Part] = {}
        emptied = []
        for month in sorted(touched.union(state.articles.dirty_months())):
            path = folder / f"{month}.jsonl"
            if month in months:
                lines = published_lines(state.articles.lines(month), version)
                parts[month] = write_part(path, (line + b"\n" for line in lines))
            elif path.exists():  # its articles moved to another month
                emptied.append(path)
        put_in_place(list(parts.values()))
        for path in emptied:
            path.unlink()
        sync_folder(folder)
        reached("publish.folder-flushed")
        _mark_published(state, parts)
    return sorted([*emptied, *(part.path for part in parts.values())])


def publish_run(state: State, run: str = "") -> Path | None:
    """Write what a run (this one, unless another is named) added or changed to the run's own folder.

    Returns:
        The file; None where that is nothing.
    """
    assert state.folder is not None
    run = run or state.run
    folder = state.folder / RUNS_FOLDER / run
    with _reported(folder):
        lines = [line + b"\n" for line in state.runs.changed_lines(run)]
        if not lines:
            return None
        path = folder / "articles.jsonl"
        write_whole(path, lines)
        sync_folder(folder)
        reached("run.changes-written")
    return path


def is_as_published(database: Database, folder: Path, month: str) -> bool:
    """Whether a month's file holds, byte for byte, what was published last."""
    row = database.execute("SELECT size, digest FROM published WHERE month = ?", (month,)).fetchone()
    path = folder / f"{month}.jsonl"
    if row is None or not path.is_file() or path.stat().st_size != row[0]:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest() == str(row[1])


@dataclass(frozen=True, slots=True)
class Part:
    """A file written under a temporary name: where it belongs, its size and digest."""

    path: Path
    size: int = 0
    digest: str = ""

    @property
    def temporary(self) -> Path:
        """Where it lies until it is in place."""
        return self.path.with_name(f".{self.path.name}.part")


def write_part(path: Path, lines: Iterable[bytes]) -> Part:
    """Write a file under its temporary name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.blake2b()
    with Part(path).temporary.open("wb") as file:
        for line in lines:
            file.write(line)
            digest.update(line)
            size += len(line)
    reached("publish.part-written")
    return Part(path, size, digest.hexdigest())


def put_in_place(parts: Collection[Part]) -> None:
    """Flush files to the disk, then rename them: each is there whole or not at all.

    All are flushed at once: a journal takes many with one write, one by one it needs one for each.
    """
    with ThreadPoolExecutor(_FLUSHES) as pool:
        list(pool.map(_flush, parts))
    reached("publish.parts-flushed")
    for part in parts:
        os.replace(part.temporary, part.path)
        reached("publish.renamed")


def write_whole(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file so that it is there whole or not at all."""
    put_in_place([write_part(path, lines)])


def _flush(part: Part) -> None:
    with part.temporary.open("rb+") as file:
        os.fsync(file.fileno())


def _mark_published(state: State, parts: Mapping[str, Part]) -> None:
    """Note what the files hold; a kill before it makes the next run write them once more."""
    with state.transaction():
        for month in state.articles.dirty_months():
            state.articles.mark_published(month)
        for month, part in parts.items():
            row = (month, part.size, part.digest)
            state.database.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?)", row)
        reached("publish.marking")
    reached("publish.marked")


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename2 or error.filename or folder  # of a renaming, where it was to go
        message = f"{place}: {error.strerror or error}"
        raise StoreError(f"{message}; mend it and start again, which publishes all that is stored") from error
