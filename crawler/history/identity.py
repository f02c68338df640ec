"""Which article a number, a key or an address means."""

from __future__ import annotations

import re
from dataclasses import dataclass

import orjson

from crawler.sites.baolangson.urls import article_address
from crawler.store.database import Database
from crawler.store.records import ENGLISH_ERA1, MAIN_SERIES, address_key
from crawler.store.state import State

_MIGRATED = re.compile(r"1(\d{6})", re.ASCII)  # 1,000,000 + n of the new site is n, see `sites.baolangson`


@dataclass(frozen=True, slots=True)
class Named:
    """A stored article that a number or address means."""

    key: str
    title: str


def keys(state: State | Database, text: str) -> list[Named]:
    """Give the stored articles that a text means: none, one, or several where a number is not enough.

    Args:
        state: The state of a data folder, or its database.
        text: A number (`531453`, also as the new site counts it, `1531453`), a key (`en1/5314`), or any
            address of the article, also one of another slug.
    """
    database = state.database if isinstance(state, State) else state
    return [named for key in _candidates(database, text) if (named := _named(database, key))]


def why_not_stored(state: State | Database, text: str) -> str | None:
    """Say what became of the address of an article that is known and not stored; None: it is not known."""
    database = state.database if isinstance(state, State) else state
    query = "SELECT url, state, reason, detail FROM address WHERE key = ?"
    for key in _candidates(database, text):
        if row := database.execute(query, (key,)).fetchone():
            url, where, *why = row
            return f"{url} is {where}" + "".join(f": {part}" for part in why if part)
    return None


def _candidates(database: Database, text: str) -> list[str]:
    """The keys that a text may mean."""
    text = text.strip().encode(errors="replace").decode()  # SQLite knows no half letters
    if "." in text or ":" in text:
        return _of_address(database, text)
    return [text] if "/" in text else _of_number(database, text)


def _named(database: Database, key: str) -> Named | None:
    text = database.value("SELECT record FROM article WHERE key = ?", (key,))
    return Named(key, orjson.loads(text)["title"]) if text is not None else None


def _of_number(database: Database, number: str) -> list[str]:
    query = "SELECT 1 FROM article WHERE key = ?1 UNION ALL SELECT 1 FROM address WHERE key = ?1"
    both = [f"{series}/{number}" for series in (MAIN_SERIES, ENGLISH_ERA1)]
    found = [key for key in both if database.value(query, (key,))]
    if not found and (migrated := _MIGRATED.fullmatch(number)):
        return _of_number(database, str(int(migrated[1])))
    return found


def _of_address(database: Database, text: str) -> list[str]:
    url = text if "://" in text else f"https://{text.removeprefix('//')}"
    if (key := _known(database, url)) is not None:
        return [key]
    address = article_address(url, origin=_origin(database))
    return [address_key(address)] if address is not None else []


def _known(database: Database, url: str) -> str | None:
    """The article of an address that was met as it is: of another paper, it has no form that we know."""
    queries = (
        "SELECT key FROM address WHERE url = ? AND key IS NOT NULL",
        "SELECT key FROM alias WHERE url = ?",
        "SELECT key FROM article WHERE json_extract(record, '$.url') = ?",
    )
    return next((key for query in queries if (key := database.value(query, (url,)))), None)


def _origin(database: Database) -> str | None:
    """The copy of the paper that the folder's pages came from; None for the paper itself."""
    query = "SELECT json_extract(options, '$.origin') FROM run WHERE json_extract(options, '$.origin') <> ''"
    origin = database.value(f"{query} ORDER BY id DESC LIMIT 1")
    return str(origin) if origin is not None else None
