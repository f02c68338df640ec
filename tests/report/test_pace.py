"""Requests and waits over time: nothing is lost, whatever the run's length, and the series stays short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.report.pace import MOST, Pace

MOMENTS = st.lists(st.floats(0, 1e6), max_size=40)


@given(MOMENTS, MOMENTS)
def test_each_request_is_counted_once(sent: list[float], failed: list[float]) -> None:
    """The sums are what was counted, in at most so many buckets, all series of one length."""
    pace = Pace(100.0)
    for moment in sent:
        pace.sent(100.0 + moment)
    for moment in failed:
        pace.failed(100.0 + moment)
    found = pace.to_json()

    assert (sum(found["sent"]), sum(found["failed"])) == (len(sent), len(failed))
    assert len({len(found[name]) for name in ("sent", "failed", "paced", "paused")}) == 1
    assert len(found["sent"]) <= MOST
    assert max([0.0, *sent, *failed]) < found["seconds"] * MOST


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500), st.floats(0, 900)), max_size=20))
def test_waits_are_spread_over_their_time(waits: list[tuple[float, float, float]]) -> None:
    """A wait is neither shortened nor counted twice; no bucket holds more of a single wait than its width."""
    pace, now = Pace(0.0), 0.0
    for gap, length, pause in waits:
        now += gap
        pace.waited(now, now + length, pause=pause)
        now += length
    found = pace.to_json()

    asked = sum(min(length, pause) for _, length, pause in waits)
    whole = sum(length for _, length, _ in waits)
    # Rounded to hundredths a bucket.
    assert sum(found["paused"]) == pytest.approx(asked, abs=0.01 * MOST)
    assert sum(found["paced"]) == pytest.approx(whole - asked, abs=0.01 * MOST)
    for paced, paused in zip(found["paced"], found["paused"], strict=True):
        assert paced + paused <= found["seconds"] + 0.02


def test_when_each_was_sent() -> None:
    """Buckets of a second at first; beyond two minutes two become one, and no request changes its place."""
    pace = Pace(0.0)
    for moment in (0.2, 0.9, 3.0, 119.0):
        pace.sent(moment)
    assert pace.to_json()["sent"][:4] == [2, 0, 0, 1]

    pace.sent(120.0)
    found = pace.to_json()
    assert (found["seconds"], found["sent"][:2], found["sent"][-2:]) == (2.0, [2, 1], [1, 1])


def test_what_is_left_of_a_killed_run() -> None:
    """The moments of its answers, in whatever order, in zones of their own."""
    moments = ["2026-11-24T01:00:05+07:00", "2026-11-23T18:00:01+00:00", "2026-11-24T01:00:05.9+07:00"]
    found = Pace.of_answers("2026-11-24T01:00:00+07:00", moments).to_json()

    assert found["sent"] == [0, 1, 0, 0, 0, 2]
