"""How many requests were sent on which day, where a budget a day was given. Days are Vietnam's."""

from __future__ import annotations

from datetime import datetime

from crawler.discover.window import VIETNAM
from crawler.store.database import Database


class Spending:
    """The requests that count against a data folder's budget."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, now: datetime) -> None:
        """Note one request."""
        query = "INSERT INTO spending VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET requests = requests + 1"
        with self._database.transaction():
            self._database.execute(query, (_day(now),))

    def today(self, now: datetime) -> int:
        """How many were sent today."""
        number = self._database.value("SELECT requests FROM spending WHERE day = ?", (_day(now),))
        return int(number or 0)


def _day(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).date().isoformat()
