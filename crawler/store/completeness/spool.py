"""A file of SQLite's own that is gone at the end: holes and numbers wait there for their order.

So a folder with a million sightings, all of them holes, is judged in the memory of one.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

from crawler.report.completeness.hole import Hole
from crawler.report.completeness.item import Item
from crawler.report.completeness.numbers import ERA2

_TABLES = """
CREATE TABLE hole (section TEXT, day TEXT, key TEXT, hole BLOB);
CREATE TABLE undated (item BLOB);
CREATE TABLE number (number INTEGER PRIMARY KEY, day INTEGER) WITHOUT ROWID;
"""
Numbered = tuple[int, date]


class Spool:
    """Holes, items without a day, and the numbers of dated articles."""

    def __init__(self) -> None:
        # "": a temporary file, deleted when it is closed. What is pickled never leaves it.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(f"PRAGMA journal_mode = OFF; {_TABLES} BEGIN;")

    def put_hole(self, hole: Hole) -> None:
        """Keep a hole."""
        day = hole.day.isoformat() if hole.day else ""
        row = (hole.section, day, hole.key, pickle.dumps(hole))
        self._database.execute("INSERT INTO hole VALUES (?, ?, ?, ?)", row)

    def holes(self) -> Iterator[Hole]:
        """Give the holes in order of section and day."""
        query = "SELECT hole FROM hole ORDER BY section, day, key, rowid"
        return (pickle.loads(row[0]) for row in self._database.execute(query))

    def put_undated(self, item: Item) -> None:
        """Keep an article to which no source gives a day."""
        self._database.execute("INSERT INTO undated VALUES (?)", (pickle.dumps(item),))

    def undated(self) -> Iterator[Item]:
        """Give them as they came."""
        return (pickle.loads(row[0]) for row in self._database.execute("SELECT item FROM undated"))

    def put_number(self, number: int, day: date) -> None:
        """Keep the number and day of an article."""
        self._database.execute("INSERT OR IGNORE INTO number VALUES (?, ?)", (number, day.toordinal()))

    def numbers(self) -> Iterator[Numbered]:
        """Give number and day of the articles, by number."""
        rows = self._database.execute("SELECT number, day FROM number ORDER BY number")
        return ((number, date.fromordinal(day)) for number, day in rows)

    def below(self, number: int) -> Numbered | None:
        """Give the next known number below, of the same era."""
        query = "SELECT number, day FROM number WHERE number < ? AND number >= ? ORDER BY 1 DESC LIMIT 1"
        return self._one(query, (number, ERA2 if number >= ERA2 else 0))

    def above(self, number: int) -> Numbered | None:
        """Give the next known number above, of the same era."""
        query = "SELECT number, day FROM number WHERE number > ? AND (number < ? OR ?) ORDER BY 1 LIMIT 1"
        return self._one(query, (number, ERA2, number >= ERA2))

    def last_between(self, since: date, until: date) -> Numbered | None:
        """Give the highest number of some days, the last excluded."""
        query = "SELECT number, day FROM number WHERE day >= ? AND day < ? ORDER BY number DESC LIMIT 1"
        return self._one(query, (since.toordinal(), until.toordinal()))

    def first_between(self, since: date, until: date) -> Numbered | None:
        """Give the lowest number of some days, the last excluded."""
        query = "SELECT number, day FROM number WHERE day >= ? AND day < ? ORDER BY number LIMIT 1"
        return self._one(query, (since.toordinal(), until.toordinal()))

    def _one(self, query: str, values: tuple[Any, ...]) -> Numbered | None:
        row = self._database.execute(query, values).fetchone()
        return (row[0], date.fromordinal(row[1])) if row else None

    def close(self) -> None:
        """Let it go."""
        self._database.close()
