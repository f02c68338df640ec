"""Publish the store as JSON Lines: one file a month of publication, only where something changed.

A file is written whole under a temporary name, flushed to the disk and renamed: whoever reads it sees
the old or the new one, never a torn one, and a killed run leaves a month marked for the next run.
"""

from __future__ import annotations

import os
from pathlib import Path

from crawler.errors import StoreError
from crawler.store.articles import ArticleStore

FOLDER = "articles"


def publish(store: ArticleStore) -> list[Path]:
    """Bring the files up to date with the store.

    Returns:
        The files that were written, in the order of the months; an empty list where nothing changed.

    Raises:
        StoreError: A file cannot be written (no space, no permission); its month stays marked.
    """
    folder = store.folder / FOLDER
    missing = {month for month in store.months() if not (folder / f"{month}.jsonl").is_file()}
    written = []
    try:
        for month in sorted(missing.union(store.dirty_months())):
            path = folder / f"{month}.jsonl"
            if _publish_month(store, month, path):
                written.append(path)
            store.mark_published(month)
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error
    return written


def _publish_month(store: ArticleStore, month: str, path: Path) -> bool:
    """Write one month's file. Returns whether the file differs from what stood there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    lines = 0
    with part.open("wb") as file:
        for line in store.lines(month):
            file.write(line + b"\n")
            lines += 1
        file.flush()
        os.fsync(file.fileno())
    if not lines:  # its articles moved to another month
        part.unlink()
        existed = path.exists()
        path.unlink(missing_ok=True)
        return existed
    os.replace(part, path)
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    """Flush the folder's entries, so that the rename survives a power cut (POSIX only)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
