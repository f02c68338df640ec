"""The state against what the archive says it must be: two SQLite files, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from crawler.normalise.article import EXTRACTOR
from crawler.store.verify.state import UNREADABLE, open_raw

MOST = 100  # differences of a table that are named one by one


@dataclass(frozen=True, slots=True)
class Table:
    """What is compared of a table: its rows by their key."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    where: str = "TRUE"

    @property
    def query(self) -> str:
        """Rows in the order of their keys, compared as bytes."""
        names = ", ".join((*self.key, *self.columns))
        return f"SELECT {names} FROM {self.name} WHERE {self.where} ORDER BY {', '.join(self.key)}"


_OF_ADDRESS = tuple("key form published_at section etag last_modified digest digest_at gone_at".split())
_OF_ARTICLE = tuple("id month published_at content_hash revision first_seen last_seen record".split())
TABLES = (
    Table("article", ("key",), _OF_ARTICLE),
    Table("revision", ("key", "revision"), ("record",)),
    Table("observation", ("key", "seen_at"), ("view_count",)),
    Table("alias", ("key", "url"), ()),
    Table("overtaken", ("key", "seen_at"), ("record",)),
    Table("reading", ("key", "seen_at", "digest"), ("record",)),
    Table("capture", ("url", "seen_at", "digest"), ("address", "run", "warc", "fate", "reason", "goal")),
    Table("tombstone", ("key",), ("url", "gone_at")),
    Table("address", ("url",), _OF_ADDRESS, "kind = 'article'"),
    Table("change", ("run", "key"), ()),
    # A run that found nothing notes its goal too, and no page in the archive tells of it.
    Table("goal", ("text",), (), "id IN (SELECT goal FROM address WHERE kind = 'article')"),
)


def differences(state: Path, archived: Path) -> Iterator[tuple[str, str]]:
    """Compare a state with the one that the archive gives.

    Args:
        state: A copy of the data folder's.
        archived: What the replay made.

    Yields:
        (place, what is wrong).
    """
    with closing(open_raw(state)) as ours, closing(open_raw(archived)) as theirs:
        for table in TABLES:
            try:
                yield from _limited(table, ours, theirs)
            except UNREADABLE as error:
                yield f"table {table.name}", f"cannot be read ({error})"


def _limited(table: Table, ours: sqlite3.Connection, theirs: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    number = 0
    for number, (key, what) in enumerate(_compare(table, ours, theirs), start=1):
        if number <= MOST:
            yield f"{table.name} {' '.join(_text(part) for part in key)}", what
    if number > MOST:
        yield f"table {table.name}", f"{number - MOST} rows more differ from the archive"


def _compare(
    table: Table, ours: sqlite3.Connection, theirs: sqlite3.Connection
) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Merge both sequences of rows by their keys."""
    width = len(table.key)
    left, right = ours.execute(table.query), theirs.execute(table.query)
    row, expected = left.fetchone(), right.fetchone()
    while row is not None or expected is not None:
        if expected is None or (row is not None and _order(row[:width]) < _order(expected[:width])):
            yield row[:width], "no archived page gives it"
            row = left.fetchone()
        elif row is None or _order(expected[:width]) < _order(row[:width]):
            yield expected[:width], "is missing: the archive has its page"
            expected = right.fetchone()
        else:
            if row != expected and not _of_another_extractor(table, row):
                names = [
                    n for n, a, b in zip(table.columns, row[width:], expected[width:], strict=True) if a != b
                ]
                yield row[:width], f"{', '.join(names)}: not what the archive gives"
            row, expected = left.fetchone(), right.fetchone()


def _order(key: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    """SQLite's order: numbers before texts (https://www.sqlite.org/datatype3.html, 4.1)."""
    return tuple((isinstance(part, bytes), part if part is not None else -1) for part in key)


def _of_another_extractor(table: Table, row: tuple[Any, ...]) -> bool:
    """Whether a record was made by another version of this program, which read the page otherwise."""
    if "record" not in table.columns:
        return False
    try:
        return bool(orjson.loads(row[-1])["crawl"]["extractor"] != EXTRACTOR)
    except (ValueError, TypeError, KeyError):
        return False


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
