"""Walks between runs: where they go on, and what they may take for known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.discover.walk import Walk
from crawler.sites.baolangson.paging import NextPage
from crawler.store.state import State

START = "https://baolangson.vn/chinh-tri"
DAYS = [f"2026-11-{day:02}T00:00:00+07:00" for day in range(31)]


@pytest.fixture
def state(tmp_path: Path) -> Any:
    """An empty state."""
    state = State(tmp_path, create=True)
    yield state
    state.close()


def read(state: State, *, low: str, now: str, stopped: str) -> bool:
    """Let a run read the listing. Returns whether it might have stopped at known articles."""
    walk = Walk("chinh-tri", NextPage(START))
    state.walks.take_up(walk, 1, low=low, now=now)
    may_stop = walk.stop_at_known
    walk.stopped = stopped
    state.walks.put_down(walk, 1, low=low, first_pass=True)
    return may_stop


def test_the_first_run_reads_to_the_end(state: State) -> None:
    """Only after a listing was read to its end may a run stop at known articles."""
    assert not read(state, low="", now=DAYS[1], stopped="last-page")
    assert read(state, low="", now=DAYS[2], stopped="nothing-new")
    assert state.walks.coverage(START) == ("", DAYS[2])


def test_a_gap_between_weekly_runs(state: State) -> None:
    """A run that did not reach into what was covered leaves a gap: known articles below it say nothing."""
    read(state, low="", now=DAYS[1], stopped="last-page")
    assert read(state, low=DAYS[10], now=DAYS[12], stopped="older-than-since")

    assert state.walks.coverage(START) == (DAYS[10], DAYS[12])
    assert not read(state, low="", now=DAYS[13], stopped="last-page")


def test_overlapping_runs_join(state: State) -> None:
    """Daily runs over the last days keep what was covered before."""
    read(state, low="", now=DAYS[5], stopped="last-page")
    read(state, low=DAYS[3], now=DAYS[6], stopped="older-than-since")

    assert state.walks.coverage(START) == ("", DAYS[6])


@pytest.mark.parametrize("stopped", ["max-pages"])
def test_a_cut_walk_covers_nothing(state: State, stopped: str) -> None:
    """A run over some pages only says nothing about what lies below."""
    read(state, low="", now=DAYS[1], stopped=stopped)

    assert state.walks.coverage(START) is None


def test_a_killed_walk_goes_on_under_the_same_goal_only(state: State) -> None:
    """Another goal's walk begins at the first page."""
    walk = Walk("chinh-tri", NextPage(START))
    state.walks.take_up(walk, 1, low="", now=DAYS[1])
    walk.next_page()
    walk.read(["a"], [NextPage(f"{START}/page/2/")], ["a"], news=["a"])
    walk.next_page()
    state.walks.save(walk, 1)
    same, other = Walk("chinh-tri", NextPage(START)), Walk("chinh-tri", NextPage(START))
    state.walks.take_up(same, 1, low="", now=DAYS[2])
    state.walks.take_up(other, 2, low=DAYS[1], now=DAYS[2])

    assert [same.next_page(), same.next_page()] == [NextPage(START), NextPage(f"{START}/page/2/")]
    assert (same.began, other.began) == (DAYS[1], DAYS[2])
    assert other.next_page() == NextPage(START)
    assert other.next_page() is None
