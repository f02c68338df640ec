"""What somebody's own SQL may take of this machine's memory; its time is a setting of Datasette."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from crawler.search.folder import longest_row, opened

SPARE = 4 << 20  # bytes that a value may have above the longest row of the index
ANSWER = 64 << 20  # bytes of an answer, above that row
# Of SQLite's own limits (https://sqlite.org/limits.html) those that a query of a reader never comes near.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 64,  # all values of one row stand in memory at once
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
}
# SQLite counts a width of printf to its end, whatever the limits say, and nothing can interrupt it.
_REFUSED = ("printf", "format")
Factory = Callable[[sqlite3.Cursor, tuple[Any, ...]], sqlite3.Row]


def longest_of(path: Path) -> int:
    """Give the bytes of the longest row of an index."""
    with closing(opened(path)) as index:
        return longest_row(index)


def limit(connection: sqlite3.Connection, longest: int) -> None:
    """Let a connection refuse values, statements and answers that are too large.

    Args:
        connection: Its rows are `sqlite3.Row`.
        longest: Bytes of the longest row that it must be able to give.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest + SPARE)
    for category, value in _LIMITS.items():
        connection.setlimit(category, value)
    connection.set_authorizer(_authorized)
    connection.row_factory = _weighed(longest + ANSWER)


def _authorized(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    refused = action == sqlite3.SQLITE_FUNCTION and str(name).lower() in _REFUSED
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def _weighed(most: int) -> Factory:
    """Make a row factory that ends a cursor with an error once its rows are too large together."""
    taken: weakref.WeakKeyDictionary[sqlite3.Cursor, int] = weakref.WeakKeyDictionary()

    def row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        size = taken.get(cursor, 0) + sum(len(value) for value in values if isinstance(value, (str, bytes)))
        if size > most:
            raise sqlite3.OperationalError(f"the answer is too large (over {most >> 20} MB); ask for less")
        taken[cursor] = size
        return sqlite3.Row(cursor, values)

    return row


@contextmanager
def unweighed(connection: sqlite3.Connection) -> Iterator[None]:
    """Let a connection give our own pages, which read in parts, as many rows as they ask for."""
    before, connection.row_factory = connection.row_factory, sqlite3.Row
    try:
        yield
    finally:
        connection.row_factory = before
