"""Hits as they are shown: title and passage with the words that answer, and the facts around them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.search.query import Query
from crawler.search.snippet import MOST_READ, Piece, highlight, snippet

_READ = MOST_READ + 1  # one more: the passage shows that the text goes on
_COLUMNS = (
    "key, id, title, section, published_at, view_count, authors, source, url, gone_at,"
    f" substr(lead, 1, {_READ}), substr(text, 1, {_READ})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found.

    Attributes:
        key: See `store.records.article_key`.
        title, passage: In pieces that answer the query and pieces that do not.
        authors: JSON list, as in the record.
        gone_at: When the paper did not have it any more, or None.
    """

    key: str
    id: str
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    section: str
    published_at: str
    view_count: int | None
    authors: str
    source: str | None
    url: str
    gone_at: str | None


def hits(index: sqlite3.Connection, query: Query, numbers: Sequence[int]) -> list[Hit]:
    """Give the hits of some articles' numbers in the index, in that order."""
    found = []
    for number in numbers:
        sql = (
            f"SELECT {_COLUMNS} FROM (SELECT *, articles.url AS url FROM articles JOIN texts USING (n)"
            " LEFT JOIN (SELECT key, gone_at FROM tombstones) USING (key) WHERE n = ?)"
        )
        row = index.execute(sql, (number,)).fetchone()
        if row is not None:
            found.append(_hit(query, *row))
    return found


def _hit(query: Query, key: str, number: str, title: str, section: str, *rest: Any) -> Hit:
    published_at, view_count, authors, source, url, gone_at, lead, text = rest
    return Hit(
        key=key,
        id=number,
        title=tuple(highlight(title, query)),
        passage=tuple(snippet("\n".join(part for part in (lead, text) if part), query)),
        section=section,
        published_at=published_at,
        view_count=view_count,
        authors=authors,
        source=source,
        url=url,
        gone_at=gone_at,
    )


def plain(pieces: Sequence[Piece]) -> str:
    """Join the pieces of a text."""
    return "".join(piece.text for piece in pieces)
