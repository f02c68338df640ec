"""What the page of an article shows: the record, what was around it, and what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from crawler.browse.address import facet_link
from crawler.history import History, Observation, Tombstone, Version

_ROW = "SELECT record, documents, words FROM articles JOIN texts USING (n) WHERE key = ?"


def article_context(index: sqlite3.Connection, key: str) -> dict[str, Any] | None:
    """Give the values of the article's template; None where the index has no such article."""
    row = index.execute(_ROW, (key,)).fetchone()
    if row is None:
        return None
    record = orjson.loads(row[0])
    history = history_of(index, key, record)
    section = [name for name in (record["section"], record["subsection"]) if name]
    return {
        "key": key,
        "record": record,
        "crawl": record["crawl"],
        "sections": [("/".join(section[: n + 1]), name) for n, name in enumerate(section)],
        "documents": orjson.loads(row[1]),
        "words": row[2],
        "history": history,
        "facet_link": facet_link,
        "web": web_address,
        "conflicts": [name for name in record["evidence"] if name.startswith("conflict:")],
    }


def history_of(index: sqlite3.Connection, key: str, record: Mapping[str, Any]) -> History:
    """Give an article's history as far as the index has it: contents, views, tombstone."""
    earlier = index.execute("SELECT record, revision FROM revisions WHERE key = ? ORDER BY revision", (key,))
    versions = [_version(orjson.loads(line), number) for line, number in earlier]
    versions.append(_version(record, record["crawl"]["revision"]))
    views = index.execute(
        "SELECT seen_at, view_count FROM view_counts WHERE key = ? ORDER BY seen_at", (key,)
    )
    gone = index.execute("SELECT url, gone_at FROM tombstones WHERE key = ?", (key,)).fetchone()
    return History(
        key=key,
        first_seen=versions[0].read_at,
        last_seen=versions[-1].read_at,
        versions=tuple(versions),
        addresses=(),
        views=tuple(Observation(*row) for row in views),
        tombstone=Tombstone(gone[0], gone[1], confirmed=True) if gone else None,
    )


def _version(record: Mapping[str, Any], revision: int) -> Version:
    return Version(revision, record["crawl"]["fetched_at"], record)


def web_address(url: str) -> str | None:
    """Give an address that may be a link: of the web, whatever a page made the record say; else None.

    >>> web_address("javascript:alert(1)"), web_address("https://baolangson.vn/a.jpg")
    (None, 'https://baolangson.vn/a.jpg')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None
