"""A host that fails again and again is asked rarely; the crawl ends well or is ended. By the server's log."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tests.rim.asker import ask
from tests.rim.wire import Script, Seen, Wire, answer, raw, silence, wired

pytestmark = pytest.mark.drill

SMALL: dict[str, Any] = {"LANGSON_BACKOFF_UNIT": 0.02, "LANGSON_PROBE_EVERY": 0.5}


def storm(seconds: float, during: Script) -> Script:
    """One script for so long after the first request, then proper answers."""
    begun: list[float] = []

    async def send(seen: Seen, writer: object) -> bool:
        begun.append(time.monotonic())
        raging = time.monotonic() - begun[0] < seconds
        return await (during if raging else answer())(seen, writer)  # type: ignore[arg-type]

    return send


STORMS: dict[str, Callable[[], Script]] = {
    "503": lambda: answer(b"", 503),
    "hangs up": lambda: raw(b""),
    "no HTTP": lambda: raw(b"\x15\x03\x01\0\x02\x02\x16\n\n"),
}


@pytest.mark.parametrize("name", STORMS)
def test_a_storm(name: str) -> None:
    """After five failures only a probe now and then (30 s in earnest); after the storm all is had."""
    with wired(Wire(fallback=storm(2.0, STORMS[name]()))) as wire:
        asked = ask([f"{wire.url}/{n}" for n in range(8)], again=4, CONCURRENT_REQUESTS=4, **SMALL)

    begun = wire.times()[0]
    during = [moment - begun for moment in wire.times() if moment - begun < 2.0]
    probes = [moment for moment in during if moment > during[4]]
    assert 6 <= len(during) <= 8
    assert probes[0] - during[4] >= 0.49
    assert all(after - before >= 0.49 for before, after in pairwise(probes))
    assert {end.get("status") for end in asked.ends.values()} == {200}
    assert asked.reason == "finished"


def test_only_one_probe_is_under_way() -> None:
    """While a probe has no answer, nothing else is asked, although others wait."""
    with wired(Wire({f"/{n}": answer(b"", 503) for n in range(5)}, fallback=silence)) as wire:
        settings = {**SMALL, "LANGSON_PROBE_EVERY": 0.3, "DOWNLOAD_TIMEOUT": 2}
        ask([f"{wire.url}/{n}" for n in range(7)], CONCURRENT_REQUESTS=4, stop_after=4.0, **settings)

    assert len(wire.log) in (6, 7)
    assert len(wire.log) < 7 or wire.gaps()[-1] > 1.9


def test_a_host_that_stays_away() -> None:
    """After its time (15 minutes in earnest) the run ends and says why, with few requests sent."""
    with wired(Wire(fallback=answer(b"", 503))) as wire:
        settings = {**SMALL, "LANGSON_PROBE_EVERY": 0.5, "LANGSON_UNREACHABLE_AFTER": 3.0}
        asked = ask([f"{wire.url}/{n}" for n in range(40)], again=4, **settings)

    assert asked.reason == "throttled"
    assert len(wire.log) <= 10
    assert "no usable answer" in asked.stats["host_policy/stop"]


def test_nobody_there() -> None:
    """A port where nobody listens: the run ends as unreachable, not as finished."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    asked = ask([f"{url}/{n}" for n in range(30)], again=4, LANGSON_UNREACHABLE_AFTER=2.0, **SMALL)

    assert asked.reason == "unreachable"
    assert asked.tries[0]["reason"] == "connection-refused"


def test_a_broken_page_is_not_a_broken_host() -> None:
    """One address that always fails is given up alone; the others are had, and no breaker opens."""
    with wired(Wire({"/3": answer(b"", 500)}, fallback=answer())) as wire:
        asked = ask([f"{wire.url}/{n}" for n in range(8)], again=3, CONCURRENT_REQUESTS=1, **SMALL)

    assert wire.paths().count("/3") == 4
    assert asked.ends["/3"]["reason"] == "http-500"
    assert [asked.ends[f"/{n}"].get("status") for n in range(8) if n != 3] == [200] * 7
    assert asked.reason == "finished"


def test_a_handful_of_broken_pages_is_none_either() -> None:
    """Eight that always fail, asked again when all others are had: each is given up, the run ends well."""
    broken = {f"/{n}": answer(b"", 500) for n in range(3, 40, 5)}
    settings = {**SMALL, "LANGSON_PROBE_EVERY": 30.0, "LANGSON_UNREACHABLE_AFTER": 5.0}
    with wired(Wire(broken, fallback=answer())) as wire:
        asked = ask([f"{wire.url}/{n}" for n in range(40)], again=3, CONCURRENT_REQUESTS=1, **settings)

    assert asked.reason == "finished"
    assert {path for path, end in asked.ends.items() if end.get("status") != 200} == set(broken)
    assert [wire.paths().count(path) for path in broken] == [4] * len(broken)
