"""When an address is asked again: often while the news is young, then rarely, then never."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crawler.discover.revisit import DAY, HOUR, next_try, next_visit

NOW = datetime.fromisoformat("2026-11-24T08:00:00+07:00")


@pytest.mark.parametrize(
    ("age", "after"),
    [
        (timedelta(hours=1), 6 * HOUR),
        (timedelta(days=1), 1 * DAY),
        (timedelta(days=6, hours=23), 1 * DAY),
        (timedelta(days=7), 7 * DAY),
        (timedelta(days=100), 90 * DAY),
        (timedelta(days=365), None),
        (timedelta(hours=-2), 6 * HOUR),  # the server's clock is ahead
    ],
)
def test_visits_thin_out(age: timedelta, after: float | None) -> None:
    """The older the article, the later its next visit."""
    due = next_visit((NOW - age).isoformat(), NOW.timestamp())

    assert due == (None if after is None else NOW.timestamp() + after)


def test_tries_thin_out_too() -> None:
    """What a run gave up the next one tries at once, later ones after longer and longer, and then none."""
    waits = [next_try(fails, 0.0) for fails in range(1, 8)]

    assert waits == [0.0, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, None]
