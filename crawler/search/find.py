"""The hits of a query, in order. The connection is only read; hits are kept in a temporary table of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from crawler.search.filters import SORTS, Filters
from crawler.search.likeness import Likeness
from crawler.search.query import Query

# Of title, lead, body, names around it (keywords, people, papers), number and address.
_WEIGHTS = (10.0, 4.0, 1.0, 4.0, 10.0)
_SCORE = f"bm25(word_index, {', '.join(map(str, _WEIGHTS))})"  # the better, the lower
# So many of the best hits are compared with the query once more, see `likeness`.
_LOOKED_AT = 200
_MOST_READ = 60_000  # characters of a text that are compared
_MORE_THAN_ANY_SCORE = 10_000.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to.

    Attributes:
        total: How many articles.
        loose: No article has all the words: these have some of them.
    """

    total: int
    loose: bool = False


@contextmanager
def searched(index: sqlite3.Connection, query: Query, filters: Filters) -> Iterator[Found]:
    """Search; in the block the hits stand in the temporary table `hit (n, score, place)`.

    Args:
        index: See `folder.opened`.
        query: What is asked for. Nothing at all: every article; signs without a word: none.
        filters: What hits are narrowed down by.
    """
    index.execute("PRAGMA temp_store = MEMORY")
    index.execute("CREATE TEMP TABLE IF NOT EXISTS hit (n INTEGER PRIMARY KEY, score REAL, place REAL)")
    try:
        hopeless = bool(query.text.strip()) and not query.terms
        total, loose = 0 if hopeless else _collect(index, query, filters, loose=False), False
        if not total and len(query.terms) > 1:
            total, loose = _collect(index, query, filters, loose=True), True
        yield Found(total, loose)
    finally:
        index.execute("DROP TABLE temp.hit")


def _collect(index: sqlite3.Connection, query: Query, filters: Filters, *, loose: bool) -> int:
    conditions = list(filters.conditions())
    values = [value for _, values in conditions for value in values]
    narrowed = "".join(f" AND {condition}" for condition, _ in conditions)
    match = query.match(loose=loose)
    if match:
        matching = f"SELECT rowid AS n, {_SCORE} AS score FROM word_index WHERE word_index MATCH ?"
        sql = (
            f"SELECT n, score, score FROM ({matching}) WHERE n IN (SELECT n FROM articles WHERE 1{narrowed})"
        )
        values = [match, *values]
        if not conditions:
            sql = f"SELECT n, score, score FROM ({matching})"
    else:
        sql = f"SELECT n, 0, 0 FROM articles WHERE 1{narrowed}"
    index.execute("DELETE FROM temp.hit")
    index.execute(f"INSERT INTO temp.hit {sql}", values)
    if match:
        _put_likest_first(index, query)
    return int(index.execute("SELECT count(*) FROM temp.hit").fetchone()[0])


def _put_likest_first(index: sqlite3.Connection, query: Query) -> None:
    """Let those of the best hits come first that have the marks and the neighbours of the query."""
    likeness = Likeness(query)
    if not likeness:
        return
    sql = (
        "SELECT n, score, title, substr(lead, 1, ?), substr(text, 1, ?)"
        " FROM (SELECT * FROM temp.hit ORDER BY score, n LIMIT ?)"
        " JOIN articles USING (n) JOIN texts USING (n)"
    )
    for n, score, *texts in index.execute(sql, (_MOST_READ, _MOST_READ, _LOOKED_AT)).fetchall():
        place = score - _MORE_THAN_ANY_SCORE * likeness.share(*texts)
        index.execute("UPDATE temp.hit SET place = ? WHERE n = ?", (place, n))


def page(index: sqlite3.Connection, sort: str, first: int, limit: int) -> list[tuple[int, str]]:
    """Give (n, key) of the hits from one on, in an order of `filters.SORTS`. Only within `searched`."""
    return index.execute(SORTS[sort], (limit, first)).fetchall()
