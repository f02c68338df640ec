"""The pace holds for everything that leaves, and a stop is not held up by who waits. By the server's log."""

from __future__ import annotations

import time

import pytest

from tests.rim.asker import ask
from tests.rim.wire import Wire, answer, head, moved, raw, silence, then, wired

pytestmark = pytest.mark.drill

DELAY = 0.2
ROBOTS = "User-agent: *\nDisallow: /tim-kiem\n"


def windows(times: list[float], seconds: float) -> int:
    """The most requests that any window of so many seconds holds."""
    return max(sum(first <= moment < first + seconds for moment in times) for first in times)


def test_pages_robots_redirects_and_retries_share_one_pace() -> None:
    """Eight at once, one host: robots.txt, hops of redirects and second tries are counted like the rest."""
    pages = {f"/{number}": answer() for number in range(6)}
    scripts = {
        **pages,
        "/robots.txt": answer(ROBOTS.encode(), type="text/plain"),
        "/moved": moved("/moved-again"),
        "/moved-again": moved("/0"),
        "/cut": then(raw(head(500) + b"<html>"), answer()),
    }
    with wired(Wire(scripts)) as wire:
        urls = [f"{wire.url}{path}" for path in (*pages, "/moved", "/cut", "/tim-kiem")]
        asked = ask(
            urls, again=1, DOWNLOAD_DELAY=DELAY, ROBOTSTXT_OBEY=True, CONCURRENT_REQUESTS=8,
            CONCURRENT_REQUESTS_PER_DOMAIN=8, LANGSON_BACKOFF_UNIT=0.01,
        )  # fmt: skip

    assert sorted(wire.paths()) == sorted(
        [*pages, "/robots.txt", "/moved", "/moved-again", "/0", "/cut", "/cut"]
    )
    assert min(wire.gaps()) > DELAY * 0.9  # the network may bring two a little closer than they left
    assert windows(wire.times(), 2.0) <= 2.0 / DELAY
    assert asked.ends["/moved"]["status"] == asked.ends["/cut"]["status"] == 200
    assert "status" not in asked.ends["/tim-kiem"]


def test_slow_answers_do_not_bring_requests_together() -> None:
    """Where answers take longer than the pause, several are under way, still one pause apart."""

    async def slow(seen: object, writer: object) -> bool:
        import asyncio

        await asyncio.sleep(0.5)
        return await answer()(seen, writer)  # type: ignore[arg-type]

    with wired(Wire(fallback=slow)) as wire:
        ask([f"{wire.url}/{number}" for number in range(8)], DOWNLOAD_DELAY=DELAY, CONCURRENT_REQUESTS=8)

    assert len(wire.log) == 8
    assert min(wire.gaps()) > DELAY * 0.9
    assert max(wire.gaps()) < 0.45  # they did not wait for each other's answers


def test_a_longer_crawl_delay_is_kept() -> None:
    """robots.txt asks for more than our own pause: it is the pace from then on."""
    with wired(
        Wire({"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 0.5\n", type="text/plain")})
    ) as wire:
        ask([f"{wire.url}/{number}" for number in range(4)], DOWNLOAD_DELAY=0.05, ROBOTSTXT_OBEY=True)

    assert len(wire.log) == 5
    assert min(wire.gaps()[1:]) > 0.45


def test_a_stale_connection_is_replaced_at_the_pace() -> None:
    """A kept connection that the server closes unasked is no failure: the request goes again, in pace."""

    async def hang_up(seen: object, writer: object) -> bool:
        return False

    with wired(Wire({"/0": answer(), "/1": then(hang_up, answer())})) as wire:
        urls = [f"{wire.url}/{number}" for number in range(2)]
        asked = ask(urls, DOWNLOAD_DELAY=DELAY, CONCURRENT_REQUESTS=1)

    assert wire.paths() == ["/0", "/1", "/1"]
    assert min(wire.gaps()) > DELAY * 0.9
    assert asked.ends["/1"]["status"] == 200


def test_a_new_connection_that_fails_is_not_asked_twice() -> None:
    """Twisted's own silent repetition is off."""
    with wired(Wire({"/": raw(b"")})) as wire:
        asked = ask([f"{wire.url}/"])

    assert wire.paths() == ["/"]
    assert asked.ends["/"]["reason"] == "connection-lost"


def test_the_time_limit_counts_from_the_sending() -> None:
    """Who waits at the gate for longer than the download's limit still gets an answer."""
    with wired(Wire(fallback=answer())) as wire:
        asked = ask([f"{wire.url}/{n}" for n in range(5)], DOWNLOAD_DELAY=0.5, DOWNLOAD_TIMEOUT=1)

    assert [asked.ends[f"/{n}"].get("status") for n in range(5)] == [200] * 5


def test_a_stop_waits_for_nobody_at_the_gate() -> None:
    """Whatever the pause is, the spider closes at once; who was not asked says so."""
    with wired(Wire(fallback=answer())) as wire:
        asked = ask([f"{wire.url}/{n}" for n in range(6)], stop_after=1.0, DOWNLOAD_DELAY=3000)

    assert asked.seconds < 3
    assert len(wire.log) == 1
    assert {end["reason"] for path, end in asked.ends.items() if path != "/0"} == {"stopped"}


def test_a_stop_gives_up_who_never_answers() -> None:
    """A request under way is given a few seconds, not the thirty of its time limit."""
    with wired(Wire(fallback=silence)) as wire:
        begun = time.monotonic()
        asked = ask([f"{wire.url}/{n}" for n in range(2)], stop_after=0.5)

    assert asked.seconds < 8
    assert time.monotonic() - begun < 15
    assert {end["reason"] for end in asked.ends.values()} == {"stopped"}
    assert "Traceback" not in asked.log
