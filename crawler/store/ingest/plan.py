"""What an ingest would do, without doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from crawler.discover.goal import Goal
from crawler.report.outcomes import Outcome
from crawler.store.database import FILE_NAME
from crawler.store.ingest.capture import Capture
from crawler.store.ingest.ledger import Captures
from crawler.store.ingest.note import is_step, kind_of
from crawler.store.state import State


class Plan:
    """Counts captures by what an ingest would do with them. Nothing is written, no page is read.

    Args:
        data: The data folder; it need not be there.
        goal: What is wanted.
    """

    def __init__(self, data: Path, goal: Goal) -> None:
        self._state = State(data) if (data / FILE_NAME).is_file() else None
        self._captures = Captures(self._state.database) if self._state else None
        self._goal = goal.to_json()
        self._counts: Counter[str] = Counter()
        self._keys: set[str] = set()
        self._days: list[str] = []

    def take(self, capture: Capture) -> None:
        """Count a capture."""
        kind = kind_of(capture)
        if isinstance(kind, Outcome):
            self._counts[f"passed over: {kind.reason}"] += 1
        elif is_step(capture):
            self._counts["passed over: redirect"] += 1
        elif self._captures is not None and self._captures.holds(
            capture.url, capture.captured_at, capture.digest, goal=self._goal
        ):
            self._counts["in already"] += 1
        else:
            self._counts[f"to be read: {kind.kind}"] += 1
            self._keys.update({kind.key} if kind.key else ())
            day = capture.seen_at[:10]
            self._days = [min([day, *self._days]), max([day, *self._days])]

    @property
    def usable(self) -> int:
        """How many captures are not passed over."""
        return sum(number for name, number in self._counts.items() if not name.startswith("passed over"))

    def lines(self) -> Iterator[str]:
        """What it came to, for people."""
        for name, number in sorted(self._counts.items()):
            yield f"{number:6}   {name}"
        if self._keys:
            first, last = self._days
            yield f"{len(self._keys)} articles by their addresses, captured {first} to {last}"

    def close(self) -> None:
        """Let go of the state."""
        if self._state is not None:
            self._state.close()
