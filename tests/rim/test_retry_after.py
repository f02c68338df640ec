"""A server that asks for a pause gets it, for all its addresses. By the server's log."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from tests.rim.asker import ask
from tests.rim.wire import Wire, answer, then, wired

pytestmark = pytest.mark.drill

BUSY = b"<html><body>busy</body></html>"


@pytest.mark.parametrize("status", [429, 503])
def test_seconds(status: int) -> None:
    """Everything waits: nothing is asked before the pause has ended, then all is had."""
    scripts = {"/0": then(answer(BUSY, status, retry_after="2"), answer())}
    with wired(Wire(scripts, fallback=answer())) as wire:
        urls = [f"{wire.url}/{n}" for n in range(5)]
        asked = ask(
            urls, again=2, DOWNLOAD_DELAY=0.05, CONCURRENT_REQUESTS_PER_DOMAIN=1, LANGSON_BACKOFF_UNIT=0.1
        )

    assert wire.gaps()[0] >= 2.0
    assert wire.gaps()[0] < 2.6
    assert max(wire.gaps()[1:]) < 1.0
    assert {end["status"] for end in asked.ends.values()} == {200}
    first = asked.tries[0]
    assert first["reason"] == f"http-{status}"
    assert first["wait"] >= 1.9


def test_a_date() -> None:
    """A date is read by the server's own clock, here years behind ours."""
    then_ = time.time() - 10**8
    fields = {"date": formatdate(then_, usegmt=True), "retry_after": formatdate(then_ + 2, usegmt=True)}
    with wired(Wire({"/0": then(answer(BUSY, 503, **fields), answer())}, fallback=answer())) as wire:
        ask([f"{wire.url}/{n}" for n in range(3)], CONCURRENT_REQUESTS=1, LANGSON_BACKOFF_UNIT=0.1)

    assert 2.0 <= wire.gaps()[0] < 2.6


def test_a_pause_that_comes_while_others_wait() -> None:
    """Four wait at the gate when one is told to pause: none of them slips through."""
    scripts = {"/0": answer(BUSY, 429, retry_after="1.5")}
    with wired(Wire(scripts, fallback=answer())) as wire:
        ask([f"{wire.url}/{n}" for n in range(5)], DOWNLOAD_DELAY=0.3)

    assert wire.gaps()[0] >= 1.5


def test_robots_txt_is_told_to_wait_too() -> None:
    """A pause told with robots.txt holds for the host."""
    scripts = {"/robots.txt": answer(BUSY, 404, retry_after="5"), "/0": answer(BUSY, 503, retry_after="1")}
    with wired(Wire(scripts, fallback=answer())) as wire:
        ask([f"{wire.url}/{n}" for n in range(2)], ROBOTSTXT_OBEY=True, CONCURRENT_REQUESTS=1)

    assert wire.paths() == ["/robots.txt", "/0", "/1"]
    assert wire.gaps()[0] < 1.0  # a 404 is an answer; its Retry-After means nothing
    assert wire.gaps()[1] >= 1.0


@pytest.mark.parametrize("value", ["-1", "soon"])
def test_junk_is_a_backoff(value: str) -> None:
    """What is no pause is answered by our own, twice as long after each failure."""
    with wired(Wire(fallback=answer(BUSY, 503, retry_after=value))) as wire:
        ask([f"{wire.url}/{n}" for n in range(4)], CONCURRENT_REQUESTS=1, LANGSON_BACKOFF_UNIT=0.1)

    assert all(gap >= 0.1 * 2**n for n, gap in enumerate(wire.gaps(), start=1))


def test_a_day_ends_the_run() -> None:
    """More than an hour: nothing else is asked, and the run ends as throttled."""
    with wired(Wire({"/0": answer(BUSY, 429, retry_after="86400")}, fallback=answer())) as wire:
        asked = ask([f"{wire.url}/{n}" for n in range(5)], CONCURRENT_REQUESTS=2, DOWNLOAD_DELAY=0.3)

    assert asked.reason == "throttled"
    assert wire.paths() == ["/0"]
    assert "pause" in asked.stats["host_policy/stop"]
