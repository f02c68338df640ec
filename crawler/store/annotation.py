"""Whether a folder's published lines carry annotations, and the lines with them.

Annotations are derived when the files are written: `article.record` and its content hash never have them,
so that switching them on or off touches no article, only the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import orjson

from crawler.errors import StoreError
from crawler.store.database import Database
from crawler.store.state import State

SETTING = "annotations"


def annotation_version(database: Database) -> str | None:
    """The version of the annotations that the published lines carry; None where they carry none."""
    value = database.value("SELECT value FROM setting WHERE name = ?", (SETTING,))
    return str(value) if value is not None else None


def set_annotation(state: State, wanted: bool | None) -> None:
    """Switch annotations on or off: a change marks every month to be published anew.

    Args:
        state: The folder's.
        wanted: None leaves it as it is, but takes annotations of another version for out of date.
    """
    before = annotation_version(state.database)
    after = _current() if (before is not None if wanted is None else wanted) else None
    if after == before:
        return
    with state.transaction():
        state.database.execute("DELETE FROM setting WHERE name = ?", (SETTING,))
        if after is not None:
            state.database.execute("INSERT INTO setting VALUES (?, ?)", (SETTING, after))
        state.database.execute("INSERT OR IGNORE INTO dirty_month SELECT DISTINCT month FROM article")


def set_folder_annotation(data: Path, wanted: bool | None) -> None:
    """The same for a data folder, whose lock the caller holds; None does nothing, not even make it."""
    if wanted is not None:
        with closing(State(data, create=True)) as state:
            set_annotation(state, wanted)


def folder_is_annotated(data: Path) -> bool:
    """Whether a data folder is annotated: by its state, or by its files where that cannot be read."""
    try:
        with closing(State(data)) as state:
            return annotation_version(state.database) is not None
    except StoreError:
        return any(file_annotation(path) is not None for path in sorted(data.glob("articles/*.jsonl")))


def file_annotation(path: Path) -> str | None:
    """The version of the annotations in a published file's first line; None where it has none."""
    try:
        with path.open("rb") as file:
            return str(orjson.loads(file.readline())[SETTING]["version"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def published_lines(lines: Iterable[bytes], version: str | None) -> Iterator[bytes]:
    """Records as they are published: with annotations where a version of them is named."""
    if version is None:
        yield from lines
        return
    from crawler.annotate import annotated  # not needed in most folders

    for line in lines:
        yield orjson.dumps(annotated(orjson.loads(line)))


def _current() -> str:
    from crawler.annotate import VERSION

    return VERSION
