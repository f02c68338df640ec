"""How far each listing was read, and what is known without a hole: kept with the pages that say so."""

from __future__ import annotations

from crawler.archive.steps import reached
from crawler.discover.walk import Walk
from crawler.store.database import Database
from crawler.store.sightings import Sightings, section_of


class Walks:
    """The walks and coverages of a data folder. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_up(self, walk: Walk, goal: int, *, low: str, now: str) -> None:
        """Let a walk go on where an earlier run left it, or begin, and say where it may stop.

        Args:
            walk: A new walk.
            goal: Number of what the listing is read for.
            low: Down to which time, ISO 8601; empty for the listing's end.
            now: The present, ISO 8601.
        """
        walk.began = now
        covered = self.coverage(walk.start.url)
        walk.stop_at_known = walk.after is not None or (covered is not None and covered[0] <= low)
        if walk.after is None:
            walk.front = Sightings(self._database).front(section_of(walk.start.url))
        saved = self.kept(walk.start.url, goal)
        if saved is not None:
            walk.resume(saved)

    def put_down(self, walk: Walk, goal: int, *, low: str, first_pass: bool) -> None:
        """Forget where a walk was that has come to its end; what it read without a hole is covered now."""
        self.drop(walk, goal)
        if first_pass and walk.after is None and walk.stopped != "max-pages" and not walk.has_hole:
            self.cover(walk.start.url, low, walk.began)

    def save(self, walk: Walk, goal: int) -> None:
        """Keep a walk that is not at its end."""
        self.keep(walk.start.url, goal, walk.to_json())

    def keep(self, start: str, goal: int, text: str) -> None:
        """Keep a walk of whatever kind, by where it starts."""
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO walk VALUES (?, ?, ?)", (start, goal, text))
            reached("walk.saved")

    def kept(self, start: str, goal: int) -> str | None:
        """Give what `keep` was given, or None."""
        query = "SELECT walk FROM walk WHERE start = ? AND goal = ?"
        text: str | None = self._database.value(query, (start, goal))
        return text

    def drop(self, walk: Walk, goal: int) -> None:
        """Forget where a walk was."""
        self.discard(walk.start.url, goal)

    def discard(self, start: str, goal: int) -> None:
        """Forget where a walk was, by where it starts."""
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

    def covered_until(self, ending: str) -> str:
        """Until when any of the coverages reaches whose start ends so; empty where there is none."""
        query = "SELECT max(high) FROM coverage WHERE substr(start, -length(:end)) = :end"
        return str(self._database.value(query, {"end": ending}) or "")

    def cover(self, start: str, low: str, high: str) -> None:
        """Note that a walk begun at `high` read down to `low`; earlier coverage that it reaches is joined."""
        with self._database.transaction():
            earlier = self.coverage(start)
            if earlier is not None and low <= earlier[1]:  # it reached into what was covered
                low = min(low, earlier[0])
            self._database.execute("INSERT OR REPLACE INTO coverage VALUES (?, ?, ?)", (start, low, high))
