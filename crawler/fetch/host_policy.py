"""When a host may be asked next: its pace, the pauses it asked for, back-off and a breaker. Pure.

One `HostPolicy` holds what is known of one host; time (seconds that only go forward) and randomness are
arguments. Nothing is sent before the latest of three moments:

- the last request + the pause between two (`delay`, or a longer Crawl-delay of robots.txt);
- the end of a pause that the host asked for by Retry-After (RFC 9110, 10.2.3), for all its addresses;
- the end of the back-off: after n failures in a row 2^n seconds, more by chance up to half (so that two
  crawlers do not come back together), at most five minutes.

A host that failed is asked for one address at a time until it answers. Once it has answered in this run, an
address that fails again counts no more: a handful of broken pages is no broken host. The breaker: after five
failures in a row it is asked by probes, every 30 seconds at most, twice as rarely after each that fails. The
first success closes it. A host that stays away for 15 minutes, or asks for a pause of more than an hour, ends
the run. `Limits` has the figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random
from typing import Literal
from urllib.parse import urlsplit

from crawler.fetch import retry_after

StopReason = Literal["throttled", "unreachable"]

EASE = 1.02  # times the delay: a late packet does not bring two requests too close at the server
PAUSE_SLACK = 0.2  # a pause ends up to this much later than asked, never earlier

THROTTLED = 429
# The request may be right and the server not: worth another try. The other 4xx and 5xx are answers.
_PASSING = frozenset({408, 425, THROTTLED, 500, 502, 503, 504, 507, 509, *range(520, 531), 598, 599})
_BUSY = frozenset({THROTTLED, 503, 509})


def is_failure(status: int) -> bool:
    """Whether a status says that the host cannot answer now.

    >>> [is_failure(status) for status in (200, 404, 429, 501, 503)]
    [False, False, True, False, True]
    """
    return status in _PASSING


def is_throttling(status: int) -> bool:
    """Whether a status says that the host is asked too much."""
    return status in _BUSY


def host_of(url: str) -> str:
    """Give the key of a host's policy: one for http, https, every port, with and without ``www.``.

    >>> host_of("https://WWW.baolangson.vn:443/chinh-tri")
    'baolangson.vn'
    """
    return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Stop:
    """Why the run must end: a slug to count by, and a sentence."""

    reason: StopReason
    detail: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run bears; all in seconds but `breaker_after`.

    Attributes:
        backoff_unit: The back-off after n failures in a row is 2^n of these, and up to half more.
        backoff_longest: Its cap.
        breaker_after: Failures in a row that open the breaker.
        probe_every: Time between two probes while it is open, doubled after each up to `probe_longest`.
        open_longest: Time without any success, from the breaker's opening, after which the run ends.
        pause_longest: Retry-After beyond which the run ends.
    """

    backoff_unit: float = 1.0
    backoff_longest: float = 300.0
    breaker_after: int = 5
    probe_every: float = 30.0
    probe_longest: float = 300.0
    open_longest: float = 900.0
    pause_longest: float = retry_after.LONGEST


def backoff(failures: int, rng: Random, limits: Limits = Limits()) -> float:
    """Give the seconds to wait after so many failures in a row."""
    doubled: float = limits.backoff_unit * 2.0 ** min(failures, 30)
    return min(doubled * (1 + rng.random() / 2), limits.backoff_longest)


@dataclass(slots=True)
class HostPolicy:
    """What is known of one host. `delay`: least seconds between two requests."""

    host: str
    delay: float
    limits: Limits = Limits()
    failures: int = 0  # in a row
    under_way: int = 0
    opened_at: float | None = None  # when the breaker opened; None while it is closed
    _last_sent: float = -math.inf
    _paused_until: float = -math.inf
    _backs_off_until: float = -math.inf
    _probe_at: float = -math.inf
    _widened: int = 0  # probes that failed
    _asked_pause: float = 0.0
    _throttled: bool = False
    _has_answered: bool = False
    _row: set[str] = field(default_factory=set)  # addresses that failed since it last answered
    _broken: set[str] = field(default_factory=set)  # that failed while it answered others

    def wait(self, now: float) -> float:
        """Give the seconds before the next request may be sent.

        Infinite while a host that last failed has not answered what is under way.
        """
        if self.failures and self.under_way > 0:
            return math.inf
        spaced = self._last_sent + self.delay * EASE
        probe = self._probe_at if self.opened_at is not None else -math.inf
        return max(0.0, max(spaced, self._paused_until, self._backs_off_until, probe) - now)

    def pause_left(self, now: float) -> float:
        """Give the seconds that the host is not to be asked at all, its ordinary pace left aside."""
        probe = self._probe_at if self.opened_at is not None else -math.inf
        return max(0.0, max(self._paused_until, self._backs_off_until, probe) - now)

    def raise_delay(self, seconds: float) -> None:
        """Keep a longer pause between two requests (Crawl-delay); a shorter one changes nothing."""
        if math.isfinite(seconds):
            self.delay = max(self.delay, seconds)

    def sent(self, now: float) -> None:
        """A request leaves the gate."""
        self._last_sent = max(self._last_sent, now)
        self.under_way += 1
        if self.opened_at is not None:
            self._probe_at = now + self._probe_gap()

    def written(self, now: float) -> None:
        """It is on the wire; making the connection may have taken a while."""
        self._last_sent = max(self._last_sent, now)

    def given_up(self) -> None:
        """A request was ended by ourselves: it says nothing of the host."""
        self.under_way -= 1

    def succeeded(self, address: str = "") -> None:
        """An answer came, whatever it says of the page: the host is there.

        Args:
            address: Whose; empty where that is all one.
        """
        self.under_way -= 1
        self._has_answered = True
        self._broken = (self._broken | self._row) - {address}
        self._row.clear()
        self.failures = 0
        self.opened_at = None
        self._backs_off_until = -math.inf
        self._widened = 0
        self._throttled = False

    def failed(
        self,
        now: float,
        rng: Random,
        *,
        address: str = "",
        throttled: bool = False,
        pause: float | None = None,
    ) -> None:
        """A request failed: no answer, or one that says "not now".

        Args:
            now: The moment.
            rng: Where the back-off's chance comes from.
            address: Whose; empty where that is all one.
            throttled: The host says that it is asked too much (429, 503).
            pause: Seconds of Retry-After, None where it asked for none.
        """
        self.under_way -= 1
        news = self._is_news(address)
        self.failures += news
        self._throttled = throttled
        if pause is not None and pause > 0:
            self._asked_pause = pause
            self._paused_until = max(self._paused_until, now + pause + rng.random() * PAUSE_SLACK)
        else:
            waits = backoff(max(self.failures, 1), rng, self.limits)
            self._backs_off_until = max(self._backs_off_until, now + waits)
        if news:
            self._open_or_widen(now)

    def _is_news(self, address: str) -> bool:
        """Whether a failure says something of the host: not so where an address that failed fails again,
        and others were answered. While the breaker is open every probe counts."""
        known = address in self._row or address in self._broken
        if address:
            self._row.add(address)
        return not (address and known and self._has_answered) or self.opened_at is not None

    def _open_or_widen(self, now: float) -> None:
        if self.opened_at is not None:
            self._widened += 1
        elif self.failures >= self.limits.breaker_after:
            self.opened_at = now
        if self.opened_at is not None:
            self._probe_at = max(self._probe_at, self._last_sent + self._probe_gap())

    def _probe_gap(self) -> float:
        return min(self.limits.probe_every * 2.0 ** min(self._widened, 30), self.limits.probe_longest)

    def verdict(self, now: float) -> Stop | None:
        """Say whether the run must end."""
        if self._asked_pause > self.limits.pause_longest:
            asked = f"{self.host} asks for a pause of {self._asked_pause:.0f} s"
            return Stop("throttled", f"{asked}, more than {self.limits.pause_longest:.0f} s; run again later")
        if self.opened_at is None or now - self.opened_at < self.limits.open_longest:
            return None
        silent = f"{self.host} has given no usable answer for {now - self.opened_at:.0f} s"
        reason: StopReason = "throttled" if self._throttled else "unreachable"
        return Stop(reason, f"{silent} ({self.failures} failures in a row); run again later")
