"""Which captures are in: the tables `capture` and `capturing`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from crawler.discover.goal import OF_THE_GOAL
from crawler.discover.window import VIETNAM
from crawler.report.outcomes import FILTERED
from crawler.store.database import Database


class Captures:
    """The captures of a data folder. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holds(self, url: str, captured_at: datetime, digest: str | None = None, *, goal: str) -> bool:
        """Whether a capture has its end. One that was not wanted has none where the goal is another now.

        Args:
            digest: See `Capture.digest`; None: whatever came.
        """
        query = (
            "SELECT fate, reason, goal FROM capture"
            " WHERE url = ? AND seen_at = ? AND digest = coalesce(?, digest)"
        )
        seen_at = captured_at.astimezone(VIETNAM).isoformat()
        rows = self._database.execute(query, (url, seen_at, digest)).fetchall()
        return bool(rows) and all(
            judged == goal or fate != FILTERED or reason not in OF_THE_GOAL for fate, reason, judged in rows
        )

    def begin(self, run: str, addresses: Iterable[str]) -> None:
        """Note that captures of these addresses are archived next, and not acknowledged yet."""
        rows = [(run, address) for address in addresses]
        self._database.executemany("INSERT OR IGNORE INTO capturing VALUES (?, ?)", rows)

    def acknowledge(self, run: str) -> None:
        """Note that all that the run has archived has its end."""
        self._database.execute("DELETE FROM capturing WHERE run = ?", (run,))

    def forget_killed(self) -> None:
        """Forget what killed runs left behind, once it is written down in the next archive."""
        self._database.execute("DELETE FROM capturing")

    def fates(self, run: str) -> Counter[tuple[str, str]]:
        """How many captures of a run had which end: (fate, reason) -> number."""
        query = "SELECT fate, reason, count(*) FROM capture WHERE run = ? GROUP BY 1, 2"
        return Counter(
            {(fate, reason): number for fate, reason, number in self._database.rows(query, (run,))}
        )

    def of_run(self, run: str, *fates: str) -> Iterator[tuple[str, str, str, str, str]]:
        """The captures of a run with one of the fates, as (url, moment, fate, reason, detail)."""
        marks = ", ".join("?" * len(fates))
        query = (
            "SELECT url, seen_at, fate, reason, detail FROM capture"
            f" WHERE run = ? AND fate IN ({marks}) ORDER BY url, seen_at"
        )
        yield from self._database.rows(query, (run, *fates))
