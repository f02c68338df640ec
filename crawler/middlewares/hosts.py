"""No request leaves for a host that the crawl may not ask: links, redirects, robots.txt alike."""

from __future__ import annotations

import re
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest

from crawler.discover.scope import Scope
from crawler.fetch.address import AddressError, place_of
from crawler.resolver import allow_origin, refused_host

_CREDENTIALS = re.compile(r"//[^/?#]*@")


class ForeignHost(IgnoreRequest):
    """The address is outside the crawl's scope; it was not asked."""


class AllowedHostsMiddleware:
    """Refuse requests outside the spider's scope. There is no flag to pass it.

    It runs for every request that the downloader is given, so also for each hop of a redirect. The name
    of an allowed host may still stand for a forbidden address: that is `crawler.resolver`'s to refuse.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        middleware = cls(crawler)
        if copy := middleware._scope().copy:
            allow_origin(place_of(copy).host)
        return middleware

    def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it.

        Raises:
            ForeignHost: the host, port or scheme is not allowed, or the address is not written plainly.
        """
        if reason := self._scope().refusal(request.url):
            raise ForeignHost(f"{without_credentials(request.url)} was not asked: {reason}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say of a host without an address whether it has one that is refused.

        Raises:
            ForeignHost: the host's address is not public.
        """
        if isinstance(exception, CannotResolveHostError) and (reason := _refused(request.url)):
            raise ForeignHost(f"{without_credentials(request.url)} was not asked: {reason}") from exception

    def _scope(self) -> Scope:
        return getattr(self._crawler.spider, "scope", None) or Scope()


def without_credentials(url: str) -> str:
    """An address as it may be printed: a user's name and password are taken out.

    >>> without_credentials("http://user:secret@evil.example/a")
    'http://[removed]@evil.example/a'
    """
    return _CREDENTIALS.sub("//[removed]@", url)


def _refused(url: str) -> str | None:
    try:
        return refused_host(place_of(url).host)
    except AddressError:
        return None
