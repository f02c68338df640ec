"""When a host may be asked next: pace, pauses, back-off, breaker. Time and chance are the test's."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.host_policy import EASE, HostPolicy, Limits, backoff, host_of, is_failure


@dataclass
class Server:
    """Asks as fast as the policy allows, and remembers when."""

    policy: HostPolicy
    rng: Random
    now: float = 0.0
    sent: list[float] = field(default_factory=list)

    def ask(
        self, *, status: int = 200, pause: float | None = None, takes: float = 0.01, address: str = ""
    ) -> None:
        """Wait as told, send, take the answer."""
        self.now += self.policy.wait(self.now)
        self.policy.sent(self.now)
        self.sent.append(self.now)
        self.now += takes
        if is_failure(status):
            throttled = status == 429
            self.policy.failed(self.now, self.rng, address=address, throttled=throttled, pause=pause)
        else:
            self.policy.succeeded(address)


def server(delay: float = 1.0, seed: int = 1, **limits: float) -> Server:
    """A server and our policy for it."""
    return Server(HostPolicy("baolangson.vn", delay, Limits(**limits)), Random(seed))  # type: ignore[arg-type]


@given(
    st.integers(0, 10**6),
    st.floats(0.2, 3),
    st.lists(st.sampled_from([200, 200, 200, 404, 500, 429, 503]), max_size=60),
)
def test_never_faster_than_the_rate(seed: int, delay: float, statuses: list[int]) -> None:
    """Whatever is answered, no window of ten seconds holds more requests than the pace allows."""
    there = server(delay, seed)
    for status in statuses:
        there.ask(status=status, takes=there.rng.random() / 10)

    assert all(after - before >= delay for before, after in zip(there.sent, there.sent[1:], strict=False))
    for first in there.sent:
        assert sum(first <= moment < first + 10 for moment in there.sent) <= math.ceil(10 / delay)


@given(st.integers(0, 10**6), st.floats(0.1, 3000), st.sampled_from([429, 503]))
def test_a_pause_is_never_cut_short(seed: int, pause: float, status: int) -> None:
    """After Retry-After nothing is sent for that long, and at most 0.2 s longer."""
    there = server(0.0, seed)
    there.ask(status=status, pause=pause)
    asked = there.now
    there.ask()

    assert pause <= there.sent[-1] - asked <= pause + 0.2 + 1e-6


def test_a_pause_outlives_an_answer() -> None:
    """A request that was under way and succeeds does not end the pause that another was told."""
    there = server(0.0)
    there.policy.sent(0.0)
    there.ask(status=429, pause=30)
    there.policy.succeeded()

    assert there.policy.wait(there.now) >= 30 - 0.1


def test_a_shorter_pause_does_not_shorten_a_longer() -> None:
    """The later end counts."""
    there = server(0.0)
    there.policy.sent(0.0)
    there.ask(status=503, pause=60)
    there.policy.failed(there.now, there.rng, pause=1)

    assert there.policy.wait(there.now) >= 59


@given(st.integers(0, 10**6), st.integers(1, 60))
def test_backoff(seed: int, failures: int) -> None:
    """2^n seconds and up to half more, at most five minutes."""
    least = min(2.0**failures, 300.0)
    assert least <= backoff(failures, Random(seed)) <= min(1.5 * least, 300.0)


def test_backoff_has_chance_in_it() -> None:
    """Two crawlers do not come back together."""
    assert len({backoff(3, Random(seed)) for seed in range(20)}) == 20


def test_a_success_ends_the_backoff() -> None:
    """After one good answer the pace is the ordinary one."""
    there = server(1.0)
    there.ask(status=500)
    there.ask()
    there.ask()

    assert there.sent[2] - there.sent[1] == pytest.approx(EASE)


@pytest.mark.parametrize("delay", [0.0, 0.2, 1.0])
@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("pause", [None, 0.0, 1.0])
def test_a_storm_of_a_minute(delay: float, status: int, pause: float | None) -> None:
    """A host that gives errors for 60 seconds is asked ten times at most; then the crawl goes on."""
    there = server(delay)
    while there.now < 60:
        there.ask(status=status, pause=pause)
    assert len([moment for moment in there.sent if moment < 60]) <= 10
    assert there.policy.opened_at is not None

    there.ask()
    there.ask()
    assert there.policy.opened_at is None
    assert there.sent[-1] - there.sent[-2] == pytest.approx(delay * EASE, abs=0.02)


def test_the_breaker_needs_a_row() -> None:
    """Four failures, an answer, four failures: it stays closed; a fifth in a row opens it."""
    there = server()
    for status in (500, 500, 500, 500, 404, 500, 500, 500, 500):
        there.ask(status=status)
    assert there.policy.opened_at is None
    there.ask(status=500)
    assert there.policy.opened_at is not None


def test_a_handful_of_broken_pages() -> None:
    """Pages that always fail, first among others, then alone: no breaker opens, none waits long."""
    there = server()
    for number in range(40):
        there.ask(address=f"/{number}", status=500 if number % 4 == 3 else 200)
    begun = there.now
    for _ in range(3):  # all else is had; each is tried again
        for number in range(3, 40, 4):
            there.ask(address=f"/{number}", status=500)

    assert there.policy.opened_at is None
    assert there.policy.verdict(there.now) is None
    assert there.now - begun < 30 * 5


def test_a_host_that_goes_away_later() -> None:
    """Addresses that were not asked before fail one after the other: that is the host."""
    there = server()
    for number in range(40):
        there.ask(address=f"/{number}", status=500 if number % 8 == 3 else 200)
    for number in range(40, 44):
        there.ask(address=f"/{number}", status=500)
        there.ask(address=f"/{number}", status=500)
    assert there.policy.opened_at is None
    there.ask(address="/45", status=500)
    assert there.policy.opened_at is not None
    for _ in range(9):  # probes, also of what failed before
        there.ask(address="/45", status=500)
    assert there.policy.verdict(there.now) is not None


def test_a_host_that_never_answered() -> None:
    """Each failure counts, also of the one address there is: robots.txt."""
    there = server()
    for _ in range(5):
        there.ask(address="/robots.txt", status=500)
    assert there.policy.opened_at is not None


def test_a_broken_page_that_is_mended() -> None:
    """Once it was answered, its next failure counts."""
    there = server()
    for status, failures in ((500, 1), (200, 0), (500, 1), (500, 1)):
        there.ask(address="/1", status=status)
        assert there.policy.failures == failures


def test_one_probe_at_a_time() -> None:
    """While the breaker is open and a probe is under way nothing else is sent, however long it takes."""
    there = server()
    for _ in range(5):
        there.ask(status=503)
    there.now += there.policy.wait(there.now)
    there.policy.sent(there.now)

    assert there.policy.wait(there.now + 1000) == math.inf
    there.policy.given_up()
    assert there.policy.wait(there.now + 1000) == 0


def test_probes_grow_rare() -> None:
    """Every 30 s, then 60, 120… up to five minutes."""
    there = server(open_longest=10**6)
    for _ in range(12):
        there.ask(status=503)
    gaps = [round(after - before) for before, after in zip(there.sent[4:], there.sent[5:], strict=False)]

    assert gaps[0] in range(30, 50)  # the back-off after five failures may be longer
    assert gaps[1:] == sorted(gaps[1:])
    assert min(gaps[1:]) >= 60
    assert gaps[-1] == 300


@pytest.mark.parametrize(("status", "reason"), [(429, "throttled"), (500, "unreachable")])
def test_a_host_that_stays_away_ends_the_run(status: int, reason: str) -> None:
    """A quarter of an hour after the breaker opened, with no answer since; not before."""
    there = server()
    while (stop := there.policy.verdict(there.now)) is None:
        there.ask(status=status)
        assert len(there.sent) < 50
    opened = there.policy.opened_at
    assert opened is not None
    assert (stop.reason, there.policy.verdict(opened + 899)) == (reason, None)
    assert there.policy.verdict(opened + 900) is not None
    assert "baolangson.vn" in stop.detail


@pytest.mark.parametrize(
    ("pause", "ends"), [(3600.0, False), (3601.0, True), (86400.0, True), (10.0**9, True)]
)
def test_a_long_pause_ends_the_run(pause: float, ends: bool) -> None:
    """Who asks for more than an hour does not want this run."""
    there = server()
    there.ask(status=429, pause=pause)
    stop = there.policy.verdict(there.now)

    assert (stop is not None and stop.reason == "throttled") == ends


@pytest.mark.parametrize(
    ("given", "delay"), [(10.0, 10.0), (0.5, 1.0), (math.inf, 1.0), (math.nan, 1.0), (-3.0, 1.0)]
)
def test_crawl_delay(given: float, delay: float) -> None:
    """A longer Crawl-delay is kept, a shorter one or nonsense is not."""
    there = server(1.0)
    there.policy.raise_delay(given)
    there.ask()
    there.ask()

    assert there.sent[1] - there.sent[0] == pytest.approx(delay * EASE)


def test_the_pace_counts_from_the_wire() -> None:
    """Where connecting takes long, the next request waits from when this one was written."""
    there = server(1.0)
    there.policy.sent(0.0)
    there.policy.written(2.5)

    assert there.policy.wait(2.5) == pytest.approx(EASE)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://baolangson.vn/chinh-tri", "baolangson.vn"),
        ("http://WWW.BaoLangSon.vn:8080/", "baolangson.vn"),
        ("https://baolangson.vn./", "baolangson.vn"),
        ("https://old.baolangson.vn/", "old.baolangson.vn"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
    ],
)
def test_one_server_one_policy(url: str, host: str) -> None:
    """Scheme, port, www., case and a final dot make no second host of it."""
    assert host_of(url) == host


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 524, 529])
def test_statuses_that_pass(status: int) -> None:
    """These say something of the server's hour, not of the page."""
    assert is_failure(status)


@pytest.mark.parametrize("status", [200, 204, 301, 304, 400, 401, 403, 404, 410, 451, 501, 505])
def test_statuses_that_stay(status: int) -> None:
    """These are answers."""
    assert not is_failure(status)
