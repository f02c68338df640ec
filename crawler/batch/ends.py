"""How the pages of addresses ended by the new readings, taken from a replayed state (attached as `reread`).

An address that waits to be asked keeps waiting; only what a reading says of it is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from crawler.store.database import Database
from crawler.store.state import State

_OF_ADDRESS = "published_at, section, etag, last_modified, digest, digest_at, gone_at"
_OF_READING = "published_at, section"
_OF_END = "state, reason, detail, due, fails, tries, not_before, checked_at"
_OF_VISIT = "fate, reason, detail"
# Addresses with an archived answer that ended otherwise, unless what became of them last was no answer
# (robots, a network's failure): of that only the state knows.
_OTHERWISE = (
    "WITH last AS (SELECT url, warc, max(run) FROM main.visit WHERE fate <> '' GROUP BY url),"
    " otherwise AS (SELECT ours.url FROM main.visit AS ours JOIN reread.visit AS theirs USING (run, url)"
    " JOIN last USING (url) WHERE ours.kind = 'article' AND ours.warc IS NOT NULL AND last.warc IS NOT NULL"
    " AND ours.fate <> '' AND theirs.fate <> ''"
    " AND (ours.fate <> theirs.fate OR ours.reason <> theirs.reason)) "
)
_ENDED = (
    "ours.state NOT IN ('pending', 'leased') AND theirs.state <> 'leased'"
    " AND (ours.state <> theirs.state OR ours.reason <> theirs.reason)"
    " AND ours.url IN (SELECT url FROM otherwise)"
)
_CAPTURES = (
    "SELECT theirs.url, theirs.seen_at, theirs.digest, theirs.fate, theirs.reason, theirs.detail"
    " FROM main.capture AS ours JOIN reread.capture AS theirs USING (url, seen_at, digest)"
    " WHERE ours.fate <> theirs.fate OR ours.reason <> theirs.reason"
)
_SET_CAPTURE = (
    "UPDATE main.capture SET fate = ?4, reason = ?5, detail = ?6"
    " WHERE url = ?1 AND seen_at = ?2 AND digest = ?3"
)


def take_ends(state: State, *, whole: bool, batch: int) -> int:
    """Take over what the readings say of addresses: when and where published, and how the page ended.

    Args:
        state: The data folder's.
        whole: Whether the archive holds all pages; else an address keeps what only the state knows of it.
        batch: Addresses a transaction.

    Returns:
        How many addresses ended otherwise.
    """
    database, columns = state.database, _OF_ADDRESS if whole else _OF_READING
    differ = " OR ".join(f"ours.{name} IS NOT theirs.{name}" for name in columns.split(", "))
    known = "TRUE" if whole else "theirs.published_at IS NOT NULL"
    rows = list(
        database.rows(
            f"{_OTHERWISE}SELECT ours.url, {_ENDED}"
            " FROM main.address AS ours JOIN reread.address AS theirs USING (url)"
            f" WHERE ours.kind = 'article' AND {known} AND ({differ} OR ({_ENDED})) ORDER BY 1"
        )
    )

    def take(row: tuple[str, int]) -> None:
        _copy(database, row[0], columns)
        if row[1]:
            _copy(database, row[0], _OF_END)
            _copy_visits(database, row[0])

    _in_batches(state, rows, take, batch)
    captures = list(database.rows(_CAPTURES))
    _in_batches(state, captures, lambda row: database.execute(_SET_CAPTURE, row), batch)
    return sum(ended for _, ended in rows)


def _in_batches(state: State, rows: Iterable[Any], take: Callable[[Any], object], size: int) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, size)):
        with state.transaction():
            for row in batch:
                take(row)


def _copy(database: Database, url: str, columns: str) -> None:
    query = (
        f"UPDATE main.address SET ({columns}) = (SELECT {columns} FROM reread.address WHERE url = :url)"
        " WHERE url = :url"
    )
    database.execute(query, {"url": url})


def _copy_visits(database: Database, url: str) -> None:
    same = "theirs.run = visit.run AND theirs.url = visit.url AND theirs.fate <> ''"
    query = (
        f"UPDATE main.visit SET ({_OF_VISIT}) ="
        f" (SELECT {_OF_VISIT} FROM reread.visit AS theirs WHERE {same})"
        " WHERE url = ? AND fate <> '' AND warc IS NOT NULL"
        f" AND EXISTS (SELECT 1 FROM reread.visit AS theirs WHERE {same})"
    )
    database.execute(query, (url,))
