"""An address that cannot be had now goes back to the frontier; nothing is tried again here.

Scrapy's RetryMiddleware is not used: it asks again within milliseconds, whatever the server says.
"""

from __future__ import annotations

import random
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.fetch.host_policy import backoff, is_failure
from crawler.fetch.verdict import judge
from crawler.middlewares.download_errors import DownloadRefused, download_error, is_passing
from crawler.middlewares.host_gate import NotAsked, TryLater, gate_of

__all__ = ["HostPolicyMiddleware", "NotAsked", "TryLater", "later"]

_OF_ROBOTS = "dont_obey_robotstxt"  # set on the request for robots.txt itself: its status is its meaning
_rng = random.Random()


def later(crawler: Crawler, request: Request, reason: str, detail: str) -> TryLater:
    """Give the error that sends an address back to the frontier.

    Its wait grows with `request.meta["tries"]`, and covers the pause of its host.
    """
    crawler.stats.inc_value(f"try_later/{reason}")
    gate = gate_of(crawler)
    wait = backoff(int(request.meta.get("tries", 0)) + 1, _rng, gate.limits)
    return TryLater(reason, detail, max(wait, gate.pause_left(request.url)))


class HostPolicyMiddleware:
    """Turn answers and errors that may pass into `TryLater`; leave the pace to the gate."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Take the pause out of Scrapy's slot: it would be waited for twice, and delay a stop."""
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        if key not in downloader.per_slot_settings:
            each = self._crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
            downloader.per_slot_settings[key] = {"delay": 0.0, "concurrency": each, "jitter": 0.0}

    def process_response(self, request: Request, response: Response) -> Response:
        """Let an answer pass that says something of the page.

        Raises:
            TryLater: It says "not now" (429, 5xx).
        """
        if not is_failure(response.status) or request.meta.get(_OF_ROBOTS):
            return response
        wall = judge(response.url, request.url, response.status, response.body)
        if wall is not None:
            raise later(self._crawler, request, wall.reason, wall.detail)
        detail = f"the server answered HTTP {response.status}; it is asked again later"
        raise later(self._crawler, request, f"http-{response.status}", detail)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Let an error pass that another try would not mend.

        Raises:
            TryLater: The connection failed, or no answer came in time.
        """
        if isinstance(exception, DownloadRefused) or not is_passing(exception):
            return
        raise later(self._crawler, request, *download_error(exception)) from exception
