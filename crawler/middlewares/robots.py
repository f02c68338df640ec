"""robots.txt is obeyed as RFC 9309 says, and what it refuses is said: a crawl may fetch nothing at all.

Scrapy's own middleware is not used. It lets requests pass that wait while robots.txt is being fetched
(several await one Deferred, only the first is given the rules), and where robots.txt cannot be had it
allows everything.

Every request passes here, so also each hop of a redirect, sitemaps and single articles.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.extensions.run import Run
from crawler.fetch.robots_policy import (
    MAX_REDIRECTS,
    TIMEOUT,
    Reading,
    RobotsText,
    is_fresh,
    page_directives,
    read,
    refusal,
    usable,
    verdict_text,
)
from crawler.fetch.robots_rules import MAX_BYTES, Verdict
from crawler.middlewares.download_errors import download_error
from crawler.middlewares.host_gate import NotAsked, gate_of
from crawler.middlewares.hosts import ForeignHost

logger = logging.getLogger(__name__)
_FIRST = 1000  # priority
_OWN = "dont_obey_robotstxt"  # Scrapy's name; set on the request for robots.txt itself


class RobotsRefusal(IgnoreRequest):
    """robots.txt forbids the address; it was not asked."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had, so the host is not asked for anything (RFC 9309, 2.3.1.4)."""


class RobotsMiddleware:
    """Ask each origin for its robots.txt before anything else; every waiting request gets the answer.

    What it says about a request is written to `request.meta["robots"]`.

    Attributes:
        texts: origin -> robots.txt as this run received it, to be recorded. An origin is asked once, and
            again when its copy is a day old.
        clock: Gives the seconds since 1970.
    """

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = time.time) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._permission = " ".join((crawler.settings.get("LANGSON_PERMISSION") or "").split())
        self._readings: dict[str, asyncio.Task[Reading]] = {}
        self._copies: dict[str, Reading] = {}
        self.texts: dict[str, RobotsText] = {}
        self.clock = clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        Raises:
            NotConfigured: ROBOTSTXT_OBEY is off.
        """
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        return cls(crawler)

    def remember(self, origin: str, text: RobotsText) -> None:
        """Take over what an earlier run received: it serves for a day where robots.txt cannot be had anew.

        Args:
            origin: Scheme and host (with a port that is not the scheme's own), such as
                ``https://baolangson.vn``.
            text: robots.txt as it was received.
        """
        self._copies[origin] = read(text)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it.

        Raises:
            RobotsRefusal: robots.txt forbids the address to our agent, and nobody gave permission.
            RobotsUnreachable: robots.txt could not be had: ask again on another day.
            NotAsked: the run ended before robots.txt came.
        """
        if request.meta.get(_OWN):
            return
        # Shielded: where one waiting request is given up, the others still get the answer.
        reading = await asyncio.shield(self._reading_for(request))
        if reading.trouble:
            self._count("unreachable")
            raise RobotsUnreachable(f"robots.txt cannot be had, so nothing is asked: {reading.trouble}")
        found = reading.judge(_path(request.url), self._agent)
        request.meta["robots"] = verdict_text(found, reading)
        if not found.allowed:
            self._permit(request, found)
        if delay := reading.delay(self._agent):  # a Crawl-delay longer than our own pause
            gate_of(self._crawler).raise_delay(request.url, delay)

    def process_response(self, request: Request, response: Response) -> Response:
        """Add to the verdict what the answer says of its own use (`X-Robots-Tag`)."""
        values = [value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")]
        if (words := page_directives(values, self._agent)) and "robots" in request.meta:
            request.meta["robots"] += f"; X-Robots-Tag: {', '.join(words)}"
        return response

    def _permit(self, request: Request, found: Verdict) -> None:
        """Let a refused address pass where somebody who may do so gave permission."""
        if not self._permission:
            self._count("forbidden")
            raise RobotsRefusal(refusal(found, self._agent))
        self._count("permitted")
        request.meta["robots"] = f"permission: {self._permission} ({request.meta['robots']})"

    def _reading_for(self, request: Request) -> asyncio.Task[Reading]:
        origin, now = _origin(request.url), self.clock()
        task = self._readings.get(origin)
        if task is None or (task.done() and not is_fresh(task.result(), now)):
            older = task.result() if task is not None else self._copies.get(origin)
            task = asyncio.ensure_future(self._ask(origin, older))
            self._readings[origin] = task
        return task

    async def _ask(self, origin: str, older: Reading | None) -> Reading:
        self._count("request_count")
        text = await self._fetch(f"{origin}/robots.txt")
        self.texts[origin] = text
        run = self._crawler.get_extension(Run)
        if run is not None:
            run.note_robots(origin, text)
            if older is None and (copy := run.robots_of_today(origin)) is not None:
                older = read(copy)
        new = read(text)
        reading = usable(new, older, self.clock())
        if new.trouble:
            instead = " A copy of less than a day ago is used." if reading is older else ""
            logger.warning("%s/robots.txt cannot be had: %s.%s", origin, new.trouble, instead)
        if new.warning:
            logger.warning("%s: %s", origin, new.warning)
        return reading

    async def _fetch(self, url: str) -> RobotsText:
        """Ask once: whoever waits for a second try holds up the whole crawl."""
        limits = {"download_timeout": TIMEOUT, "dont_retry": True, "redirect_ttl": MAX_REDIRECTS}
        meta = {_OWN: True, **limits}
        request = Request(url, priority=_FIRST, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        try:
            response = await self._crawler.engine.download_async(request)
        except NotAsked:  # the run ends: whoever waits is told so
            raise
        except Exception as error:
            return RobotsText(self.clock(), trouble=_trouble(error))
        self._count(f"response_status_count/{response.status}")
        # One byte over the limit: the reader sees that the last line is cut.
        return RobotsText(self.clock(), response.status, response.body[: MAX_BYTES + 1])

    def _count(self, name: str) -> None:
        self._crawler.stats.inc_value(f"robotstxt/{name}")


def _origin(url: str) -> str:
    """Scheme, host and port, without the scheme's own port: the same server has one robots.txt."""
    parts = urlsplit(url)
    own = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return f"{parts.scheme}://{parts.netloc}".lower().removesuffix(own)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _trouble(error: Exception) -> str:
    if isinstance(error, ForeignHost):
        return f"foreign-address, {error}"
    reason, detail = download_error(error)
    return f"{reason}, {detail}"
