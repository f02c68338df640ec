"""The history of an article out of a data folder's state. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson

from crawler.discover.window import VIETNAM
from crawler.history.article import Address, History, Observation, Tombstone, Version
from crawler.sites.baolangson.urls import article_address
from crawler.store.database import Database
from crawler.store.state import State

_FORMS = {"era1": "old site", "era2": "new site"}


def load(state: State | Database, key: str) -> History | None:
    """Give an article's history; None where no article of that key is stored.

    Args:
        state: The state of a data folder, or its database; a crawl may be writing to it.
        key: See `store.records.article_key`; `identity.keys` gives it for a number or an address.
    """
    database = state.database if isinstance(state, State) else state
    query = "SELECT record, revision, first_seen, last_seen FROM article WHERE key = ?"
    row = database.execute(query, (key,)).fetchone()
    if row is None:
        return None
    record = orjson.loads(row[0])
    earlier = "SELECT record, revision FROM revision WHERE key = ? ORDER BY revision"
    versions = [_version(text, number) for text, number in database.rows(earlier, (key,))]
    return History(
        key=key,
        first_seen=row[2],
        last_seen=row[3],
        versions=(*versions, Version(row[1], record["crawl"]["fetched_at"], record)),
        addresses=_addresses(database, key, record),
        views=tuple(_views(database, key)),
        tombstone=_tombstone(database, key),
    )


def _version(text: str, number: int) -> Version:
    record = orjson.loads(text)
    return Version(number, record["crawl"]["fetched_at"], record)


def _views(database: Database, key: str) -> Iterator[Observation]:
    query = "SELECT seen_at, view_count FROM observation WHERE key = ? ORDER BY seen_at"
    return (Observation(*row) for row in database.rows(query, (key,)))


# --- addresses ----------------------------------------------------------------------------------


def _addresses(database: Database, key: str, record: dict[str, Any]) -> tuple[Address, ...]:
    """The canonical address, then the others by name."""
    sightings = _sightings(database, key)
    states = dict(database.rows("SELECT url, state FROM address WHERE key = ?", (key,)))
    renamed = [url for (url,) in database.rows("SELECT url FROM renamed WHERE key = ?", (key,))]
    others = sorted({*record["aliases"], *sightings, *states, *renamed} - {record["url"]})
    return tuple(_address(url, record["url"], sightings, states) for url in [record["url"], *others])


def _sightings(database: Database, key: str) -> dict[str, tuple[tuple[str, ...], str, str]]:
    query = (
        "SELECT url, group_concat(DISTINCT source), min(first_seen), max(last_seen) FROM sighting"
        " WHERE key = ? GROUP BY url"
    )
    return {
        url: (tuple(sorted(sources.split(","))), first, last)
        for url, sources, first, last in database.rows(query, (key,))
    }


def _address(
    url: str, own: str, sightings: dict[str, tuple[tuple[str, ...], str, str]], states: dict[str, str]
) -> Address:
    sources, first, last = sightings.get(url, ((), None, None))
    return Address(url, "canonical" if url == own else form_of(url), sources, first, last, states.get(url))


def form_of(url: str) -> str:
    """Give the form of an address, see `article.Address`.

    >>> form_of("https://baolangson.vn/?p=531453"), form_of("https://baolangson.vn/hoi-nghi-1531453.html")
    ('short', 'new site')
    """
    address = article_address(url, origin="/".join(url.split("/", 3)[:3]))
    if address is None:
        return "other"
    return "short" if "?p=" in url else _FORMS.get(address.layout, "other")


# --- gone ---------------------------------------------------------------------------------------


def _tombstone(database: Database, key: str) -> Tombstone | None:
    row = database.execute("SELECT url, gone_at FROM tombstone WHERE key = ?", (key,)).fetchone()
    if row is not None:
        return Tombstone(row[0], row[1], confirmed=True)
    query = "SELECT url, gone_at FROM address WHERE key = ? AND gone_at IS NOT NULL"
    row = database.execute(query, (key,)).fetchone()
    if row is None:
        return None
    moment = datetime.fromtimestamp(row[1], VIETNAM).isoformat(timespec="seconds")
    return Tombstone(row[0], moment, confirmed=False)
