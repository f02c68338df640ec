"""How many requests a run sent when, and how long it waited: a bounded series for the report. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

MOST = 120  # buckets
SENT, FAILED, PACED, PAUSED = "sent", "failed", "paced", "paused"


class Pace:
    """Requests and waits in buckets of equal width.

    The buckets begin with a second; whenever there would be more than `MOST`, two become one. So a run of a
    week takes no more room than one of a minute.

    Args:
        begun: The moment of the beginning, in seconds of any clock that only goes forward.
    """

    def __init__(self, begun: float) -> None:
        self._begun = begun
        self.seconds = 1.0
        self._series: dict[str, list[float]] = {name: [] for name in (SENT, FAILED, PACED, PAUSED)}

    @classmethod
    def of_answers(cls, started_at: str, moments: Iterable[str]) -> Self:
        """Give the series of a run that was killed: the moments (ISO 8601) of its answers are what is left.

        >>> Pace.of_answers("2026-11-24T01:00:00+07:00", ["2026-11-24T01:00:02+07:00"]).to_json()["sent"]
        [0, 0, 1]
        """
        pace = cls(datetime.fromisoformat(started_at).timestamp())
        for moment in sorted(moments):
            pace.sent(datetime.fromisoformat(moment).timestamp())
        return pace

    def sent(self, now: float) -> None:
        """A request leaves."""
        self._add(SENT, now, 1)

    def failed(self, now: float) -> None:
        """A request brought no usable answer: none at all, or one that says "not now"."""
        self._add(FAILED, now, 1)

    def waited(self, since: float, until: float, *, pause: float) -> None:
        """Nothing was sent between two moments, on purpose.

        Args:
            since: The first.
            until: The second.
            pause: So many seconds of it because the host had asked for a pause or had failed; the rest is
                the ordinary pause between two requests.
        """
        turn = since + min(max(pause, 0.0), max(until - since, 0.0))
        self._spread(PAUSED, since, turn)
        self._spread(PACED, turn, until)

    def to_json(self) -> dict[str, Any]:
        """Give it as a report keeps it: the width of a bucket in seconds, and a number a bucket."""
        longest = max(map(len, self._series.values()))
        rows = {name: row + [0.0] * (longest - len(row)) for name, row in self._series.items()}
        counts = {name: [int(value) for value in rows[name]] for name in (SENT, FAILED)}
        return {
            "seconds": self.seconds,
            **counts,
            **{name: [round(value, 2) for value in rows[name]] for name in (PACED, PAUSED)},
        }

    def _spread(self, name: str, since: float, until: float) -> None:
        self._bucket(until)  # widens first, where that is needed
        moment = max(since, self._begun)
        while moment < until:
            end = min(self._begun + (self._bucket(moment) + 1) * self.seconds, until)
            if end <= moment:  # too small a step for a float
                return
            self._add(name, moment, end - moment)
            moment = end

    def _add(self, name: str, now: float, value: float) -> None:
        place, row = self._bucket(now), self._series[name]
        row.extend([0.0] * (place + 1 - len(row)))
        row[place] += value

    def _bucket(self, now: float) -> int:
        while (place := int(max(now - self._begun, 0.0) / self.seconds)) >= MOST:
            self.seconds *= 2
            for name, row in self._series.items():
                self._series[name] = [sum(row[n : n + 2]) for n in range(0, len(row), 2)]
        return place
