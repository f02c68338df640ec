"""Which sources of addresses an origin offers: found out once, remembered, asked again after some days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from crawler.store.database import Database

ANSWERS, EMPTY, SILENT, REFUSED = "answers", "empty", "silent", "refused"
ASKED_AGAIN: Final = timedelta(days=7)  # a source may come or go with the site's next version


class Sources:
    """What is remembered of an origin's sources.

    Args:
        database: The data folder's.
        origin: Base address: `Scope.base`.
    """

    def __init__(self, database: Database, origin: str) -> None:
        self._database = database
        self._origin = origin

    def remember(self, name: str, state: str, detail: str, *, at: datetime) -> None:
        """Note what came of asking a source.

        Args:
            name: listing, feed, sitemap, rest, search, ids or file.
            state: answers, empty, silent or refused.
            detail: One sentence.
            at: The present.
        """
        row = (self._origin, name, state, detail, at.isoformat())
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)", row)

    def recall(self, now: datetime) -> dict[str, str]:
        """Give the state of each source that was asked in the last days."""
        query = "SELECT name, state FROM source WHERE origin = ? AND checked_at > ?"
        since = (now - ASKED_AGAIN).isoformat()
        return dict(self._database.rows(query, (self._origin, since)))

    def was_silent(self, url: str, now: datetime) -> bool:
        """Whether nothing was found at one of a source's addresses in the last days."""
        query = "SELECT 1 FROM address WHERE url = ? AND state = 'filtered' AND checked_at > ?"
        return self._database.value(query, (url, (now - ASKED_AGAIN).isoformat())) is not None

    def robots_text(self) -> str | None:
        """The last robots.txt of the origin that was received, whose ``Sitemap:`` lines lead on."""
        query = "SELECT text FROM robots WHERE origin = ? AND status = 200 ORDER BY fetched_at DESC LIMIT 1"
        text: str | None = self._database.value(query, (self._origin,))
        return text
