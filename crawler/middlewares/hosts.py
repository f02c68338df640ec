"""No request leaves for a host that the crawl may not ask: links, redirects, robots.txt alike."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.discover.scope import Scope


class ForeignHost(IgnoreRequest):
    """The address is outside the crawl's scope; it was not asked."""


class AllowedHostsMiddleware:
    """Refuse requests outside the spider's scope. There is no flag to pass it.

    It runs for every request that the downloader is given, so also for each hop of a redirect.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it.

        Raises:
            ForeignHost: the host, port or scheme is not allowed.
        """
        scope = getattr(self._crawler.spider, "scope", None) or Scope()
        if not scope.allows(request.url):
            raise ForeignHost(f"{request.url} is outside the crawl ({scope.base}); it was not asked")
