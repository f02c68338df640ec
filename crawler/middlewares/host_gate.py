"""The gate that every request passes right before it is sent: robots.txt, redirects, retries, sitemaps.

`crawler.fetch.host_policy` decides; here is what waits, and what ends the run. Of one host only one request
at a time stands between the gate and the wire, so slow connections cannot bring two together.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.fetch import retry_after
from crawler.fetch.host_policy import HostPolicy, Limits, Stop, host_of, is_failure, is_throttling
from crawler.middlewares.download_errors import DownloadRefused, is_passing
from crawler.report.pace import Pace

logger = logging.getLogger(__name__)
TICK = 0.25  # seconds: so soon a closing spider is noticed
GRACE = 4.0  # seconds that a request under way is given when the spider closes


class TryLater(DownloadRefused):
    """No usable answer now; the address is to be given back to the frontier.

    Args:
        reason: A slug to count by: ``http-503``, ``timeout``, ``data-loss``…
        detail: One sentence.
        wait: Seconds from now before this address should be asked again.
    """

    def __init__(self, reason: str, detail: str, wait: float) -> None:
        super().__init__(reason, detail)
        self.wait = wait


class NotAsked(TryLater):
    """The run ends before the address was asked, or answered: this is no try."""

    def __init__(self) -> None:
        super().__init__("stopped", "the run ended before it was answered", 0.0)


@dataclass(slots=True, eq=False)
class Ticket:
    """The right to send one request, from the gate to its end."""

    door: Door
    url: str
    written: bool = False
    reused: bool = False  # it went over a connection that had served before


@dataclass(slots=True, eq=False)
class Door:
    """One host's part of the gate."""

    policy: HostPolicy
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    unwritten: Ticket | None = None


class HostGate:
    """All hosts of one crawl. `gate_of(crawler)` gives it.

    Args:
        delay: Least seconds between two requests to a host.
        limits: When a host ends the run.
        on_stop: Called once, when the run must end.
    """

    def __init__(self, delay: float, limits: Limits, on_stop: Callable[[Stop], None]) -> None:
        self._delay = delay
        self.limits = limits
        self._on_stop = on_stop
        self._doors: dict[str, Door] = {}
        self._rng = random.Random()
        self._closed = asyncio.Event()
        self.stopped: Stop | None = None
        self.pace = Pace(time.monotonic())

    def raise_delay(self, url: str, seconds: float) -> None:
        """Keep a longer pause between two requests to an address's host from now on (Crawl-delay)."""
        self._door(url).policy.raise_delay(seconds)

    def pause_left(self, url: str) -> float:
        """Give the seconds for which an address's host is left alone."""
        return self._door(url).policy.pause_left(time.monotonic())

    async def enter(self, url: str) -> Ticket:
        """Wait until a request may be sent. The caller sends it at once and ends with `leave`.

        Raises:
            NotAsked: The run ends.
        """
        door = self._door(url)
        await door.lock.acquire()
        begun = time.monotonic()
        pause = door.policy.pause_left(begun)
        try:
            while (wait := door.policy.wait(time.monotonic())) > 0 and not self._closed.is_set():
                await self._sleep(wait)
                self._judge(door)
            if self._closed.is_set():
                raise NotAsked
        except BaseException:
            door.lock.release()
            raise
        now = time.monotonic()
        self.pace.waited(begun, now, pause=pause)
        self.pace.sent(now)
        door.policy.sent(now)
        door.unwritten = Ticket(door, url)
        return door.unwritten

    def written(self, url: str, *, reused: bool) -> None:
        """A request goes onto the wire: its host's pace counts from here, and the next may come."""
        door = self._door(url)
        if (ticket := door.unwritten) is not None:
            ticket.written, ticket.reused = True, reused
            door.policy.written(time.monotonic())
            self._let_next(ticket)

    def leave(self, ticket: Ticket, result: Response | BaseException) -> None:
        """A request has ended: note what it says of its host."""
        self._let_next(ticket)
        policy, now = ticket.door.policy, time.monotonic()
        if isinstance(result, Response):
            self._note_status(ticket, result, now)
        elif is_passing(result):
            self.pace.failed(now)
            policy.failed(now, self._rng, address=ticket.url)
        elif isinstance(result, asyncio.CancelledError):
            policy.given_up()
        else:  # the host answered; that the answer is of no use is not its failure
            policy.succeeded(ticket.url)
        self._judge(ticket.door)

    def close(self) -> None:
        """Send whoever waits away, now and from now on."""
        self._closed.set()

    @property
    def closed(self) -> bool:
        """Whether the run ends."""
        return self._closed.is_set()

    def _door(self, url: str) -> Door:
        host = host_of(url)
        door = self._doors.get(host)
        if door is None:
            door = self._doors[host] = Door(HostPolicy(host, self._delay, self.limits))
        return door

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):  # in ticks: a probe may end meanwhile
            await asyncio.wait_for(self._closed.wait(), min(seconds, TICK))

    def _let_next(self, ticket: Ticket) -> None:
        if ticket.door.unwritten is ticket:
            ticket.door.unwritten = None
            ticket.door.lock.release()

    def _note_status(self, ticket: Ticket, response: Response, now: float) -> None:
        policy = ticket.door.policy
        if not is_failure(response.status):
            policy.succeeded(ticket.url)
            return
        values = [value.decode("latin-1") for value in response.headers.getlist("Retry-After")]
        date = (response.headers.get("Date") or b"").decode("latin-1")
        pause = retry_after.longest(values, time.time(), date)
        self.pace.failed(now)
        throttled = is_throttling(response.status)
        policy.failed(now, self._rng, address=ticket.url, throttled=throttled, pause=pause)

    def _judge(self, door: Door) -> None:
        if self.stopped is None and (stop := door.policy.verdict(time.monotonic())) is not None:
            self.stopped = stop
            logger.error("The run ends: %s", stop.detail)
            self._on_stop(stop)


_gates: WeakKeyDictionary[Crawler, HostGate] = WeakKeyDictionary()


def gate_of(crawler: Crawler) -> HostGate:
    """Give a crawl's gate; the first call makes it, once the crawl's loop runs."""
    gate = _gates.get(crawler)
    if gate is None:
        settings = crawler.settings
        defaults = Limits()
        limits = Limits(
            backoff_unit=settings.getfloat("LANGSON_BACKOFF_UNIT", defaults.backoff_unit),
            probe_every=settings.getfloat("LANGSON_PROBE_EVERY", defaults.probe_every),
            open_longest=settings.getfloat("LANGSON_UNREACHABLE_AFTER", defaults.open_longest),
            pause_longest=settings.getfloat("LANGSON_PAUSE_LONGEST", defaults.pause_longest),
        )
        gate = _gates[crawler] = HostGate(settings.getfloat("DOWNLOAD_DELAY"), limits, _closer(crawler))
    return gate


def _closer(crawler: Crawler) -> Callable[[Stop], None]:
    """What ends a crawl, with the stop's reason as its finish reason."""
    closing: list[asyncio.Future[None]] = []  # kept: the loop holds tasks weakly

    def close(stop: Stop) -> None:
        crawler.stats.set_value("host_policy/stop", stop.detail)
        closing.append(asyncio.ensure_future(crawler.engine.close_spider_async(reason=stop.reason)))

    return close
