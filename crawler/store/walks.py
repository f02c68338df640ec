"""How far each listing was read, and what is known without a hole: kept with the pages that say so."""

from __future__ import annotations

from crawler.store.database import Database


class Walks:
    """The walks and coverages of a data folder. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, start: str, goal: int) -> str | None:
        """Give the walk as it was saved last, or None."""
        query = "SELECT walk FROM walk WHERE start = ? AND goal = ?"
        walk = self._database.value(query, (start, goal))
        return None if walk is None else str(walk)

    def save(self, start: str, goal: int, walk: str) -> None:
        """Keep a walk that is not at its end."""
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO walk VALUES (?, ?, ?)", (start, goal, walk))

    def drop(self, start: str, goal: int) -> None:
        """Forget a walk that came to its end."""
        with self._database.transaction():
            self._database.execute("DELETE FROM walk WHERE start = ? AND goal = ?", (start, goal))

    def unfinished(self) -> list[tuple[str, str]]:
        """The walks that are not at their end, as (start, goal)."""
        query = "SELECT start, goal.text FROM walk JOIN goal ON goal.id = walk.goal ORDER BY 1, 2"
        return list(self._database.rows(query))

    def coverage(self, start: str) -> tuple[str, str] | None:
        """Give (low, high): between these times every article of the listing was met; low '' is its end."""
        row = self._database.execute("SELECT low, high FROM coverage WHERE start = ?", (start,)).fetchone()
        return None if row is None else (row[0], row[1])

    def cover(self, start: str, low: str, high: str) -> None:
        """Note that a walk begun at `high` read down to `low`; earlier coverage that it reaches is joined."""
        with self._database.transaction():
            earlier = self.coverage(start)
            if earlier is not None and low <= earlier[1]:  # it reached into what was covered
                low = min(low, earlier[0])
            self._database.execute("INSERT OR REPLACE INTO coverage VALUES (?, ?, ?)", (start, low, high))
