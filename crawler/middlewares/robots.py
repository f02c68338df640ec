"""robots.txt is obeyed as RFC 9309 says, and what it refuses is said: a crawl may fetch nothing at all.

Scrapy's own middleware is not used. It lets requests pass that wait while robots.txt is being fetched
(several await one Deferred, only the first is given the rules), and where robots.txt cannot be had it
allows everything.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.discover.robots import MAX_AGE, capped, honoured_delay, verdict
from crawler.middlewares.download_errors import download_error
from crawler.middlewares.hosts import ForeignHost

logger = logging.getLogger(__name__)
_FIRST = 1000  # priority
_OWN = "dont_obey_robotstxt"  # Scrapy's name; set on the request for robots.txt itself


class RobotsRefusal(IgnoreRequest):
    """robots.txt forbids the address; it was not asked."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had, so the host is not asked for anything (RFC 9309, 2.3.1.4)."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one origin's robots.txt said.

    `parser` is None where everything is allowed, `trouble` a sentence where robots.txt could not be had.
    """

    asked_at: float
    parser: RobotParser | None = None
    trouble: str = ""
    delay: float = 0.0


class RobotsMiddleware:
    """Ask each origin for its robots.txt before anything else; every waiting request gets the answer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._parser = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._rules: dict[str, asyncio.Task[_Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        Raises:
            NotConfigured: ROBOTSTXT_OBEY is off.
        """
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it.

        Raises:
            RobotsRefusal: robots.txt forbids the address to our agent.
            RobotsUnreachable: robots.txt could not be had.
        """
        if request.meta.get(_OWN):
            return
        # Shielded: where one waiting request is given up, the others still get the answer.
        rules = await asyncio.shield(self._rules_for(request))
        if rules.trouble:
            self._crawler.stats.inc_value("robotstxt/unreachable")
            raise RobotsUnreachable(f"robots.txt cannot be had, so nothing is asked: {rules.trouble}")
        if rules.parser is not None and not rules.parser.allowed(request.url, self._agent):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise RobotsRefusal(f"robots.txt refuses it to the agent {self._agent!r}")
        self._slow_down(request, rules.delay)

    def _rules_for(self, request: Request) -> asyncio.Task[_Rules]:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        now = asyncio.get_running_loop().time()
        task = self._rules.get(origin)
        last = task.result() if task is not None and task.done() else None
        if task is None or (last is not None and now - last.asked_at > MAX_AGE):
            task = asyncio.ensure_future(self._ask(origin, now, last))
            self._rules[origin] = task
        return task

    async def _ask(self, origin: str, now: float, last: _Rules | None) -> _Rules:
        request = Request(
            f"{origin}/robots.txt", priority=_FIRST, meta={_OWN: True}, callback=NO_CALLBACK, dont_filter=True
        )
        self._crawler.stats.inc_value("robotstxt/request_count")
        try:
            rules = self._read(await self._crawler.engine.download_async(request), now)
        except Exception as error:
            rules = _Rules(now, trouble=_trouble(error))
        if rules.trouble:
            logger.warning("%s cannot be had: %s", request.url, rules.trouble)
            if last is not None and not last.trouble:  # older rules may serve on (RFC 9309, 2.4)
                return _Rules(now, last.parser, delay=last.delay)
        return rules

    def _read(self, response: Response, now: float) -> _Rules:
        self._crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        meaning = verdict(response.status)
        if meaning == "unreachable":
            return _Rules(now, trouble=f"the server answered HTTP {response.status}; try again later")
        if meaning == "allow":
            return _Rules(now)
        parser: RobotParser = build_from_crawler(self._parser, self._crawler, capped(response.body))
        return _Rules(now, parser, delay=honoured_delay(parser.crawl_delay(self._agent)))

    def _slow_down(self, request: Request, delay: float) -> None:
        """Keep a Crawl-delay that is longer than our own pause, for this host from now on."""
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        slot = downloader.slots.get(key)
        if delay <= (slot.delay if slot else self._crawler.settings.getfloat("DOWNLOAD_DELAY")):
            return
        # A slot that was idle for a minute is thrown away; the next one is made from these settings.
        downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "jitter": 0.0}
        if slot:
            slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0


def _trouble(error: Exception) -> str:
    if isinstance(error, ForeignHost):
        return "it redirects to another host"
    reason, detail = download_error(error)
    return f"{reason}, {detail}"
