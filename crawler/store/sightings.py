"""Which source showed which article, and when: also of articles that were never fetched.

What coverage compares with what is stored, and what tells a source's new ground from the old.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

import orjson

from crawler.store.database import Database

LISTING_SOURCE: Final = "listing"
_FRONT = 12  # a page of a listing


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as a source shows it.

    Attributes:
        key: The article's, see `records.address_key`.
        url: Its canonical address.
        day: The day that the source gives it, in Vietnam's time; None where it gives none.
        section: Slug of the section for which the source names it; empty where it names none.
    """

    key: str
    url: str
    day: date | None = None
    section: str = ""


class Sightings:
    """The sightings of a data folder. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def front(self, section: str) -> frozenset[str]:
        """Give the keys of the newest stored articles that a section's listing has shown in its main list."""
        query = (
            "SELECT a.key FROM article AS a JOIN sighting AS s ON s.key = a.key AND s.source = ?"
            " AND s.section = ? ORDER BY a.month DESC, a.published_at DESC LIMIT ?"
        )
        return frozenset(key for (key,) in self._database.rows(query, (LISTING_SOURCE, section, _FRONT)))

    def note(self, source: str, seen: Iterable[Sighting], *, seen_at: str) -> None:
        """Note what one page of a source shows.

        Args:
            source: listing, feed, sitemap, rest, search, ids, file, or a web archive's name.
            seen: Its articles.
            seen_at: When it was fetched, ISO 8601.
        """
        query = (
            "INSERT INTO sighting (key, source, section, url, day, first_seen, last_seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key, source, section) DO UPDATE SET"
            " url = excluded.url, day = coalesce(excluded.day, day), last_seen = excluded.last_seen"
        )
        rows = [
            (s.key, source, s.section, s.url, s.day.isoformat() if s.day else None, seen_at, seen_at)
            for s in seen
        ]
        with self._database.transaction():
            self._database.executemany(query, rows)

    def seen_by(self, source: str, keys: Collection[str], moment: str) -> set[str]:
        """Give those of the articles that a source had shown by a moment (ISO 8601, +07:00)."""
        query = (
            "SELECT DISTINCT key FROM sighting WHERE source = ? AND first_seen <= ?"
            " AND key IN (SELECT value FROM json_each(?))"
        )
        rows = self._database.rows(query, (source, moment, orjson.dumps(list(keys)).decode()))
        return {row[0] for row in rows}

    def oldest(self, source: str) -> date | None:
        """The earliest day that a source gave any article so far."""
        day = self._database.value("SELECT min(day) FROM sighting WHERE source = ?", (source,))
        return date.fromisoformat(day) if day else None

    def newest(self, source: str) -> date | None:
        """The last day of publication of any article that a source showed so far.

        Where an article's page was read, by its page: a source may only tell the day of the last change.
        """
        query = (
            "SELECT max(substr(coalesce(article.published_at, address.published_at, day), 1, 10))"
            " FROM sighting LEFT JOIN article USING (key) LEFT JOIN address USING (key) WHERE source = ?"
        )
        day = self._database.value(query, (source,))
        return date.fromisoformat(day) if day else None

    def waiting_months(self, source: str) -> dict[str, int]:
        """How many of a source's articles wait to be asked for, by month (YYYY-MM; '': no day)."""
        query = (
            "SELECT coalesce(substr(day, 1, 7), ''), count(DISTINCT key) FROM sighting"
            " JOIN address USING (key) WHERE source = ? AND state IN ('pending', 'leased') GROUP BY 1"
        )
        return dict(self._database.rows(query, (source,)))


def section_of(start: str) -> str:
    """The section whose listing begins at an address.

    >>> section_of("https://baolangson.vn/chinh-tri/page/3/")
    'chinh-tri'
    """
    return urlsplit(start).path.partition("/page/")[0].strip("/")
