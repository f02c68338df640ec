"""Scrapy's scheduler over the frontier: what waits there is asked, and nothing waits anywhere else."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import Any, Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.extensions.budget import Budget
from crawler.extensions.run import Run, run_of


class FrontierScheduler(BaseScheduler):
    """Lease addresses from the run's frontier and let the spider make requests of them.

    Requests that come from elsewhere are next hops of a redirect: they belong to an address that is
    leased already, so they need no place in the frontier. A kill forgets them; the address is asked anew.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hops: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    @cached_property
    def _run(self) -> Run:
        return run_of(self._crawler)

    @property
    def _budget(self) -> Budget | None:
        return self._crawler.get_extension(Budget)

    def has_pending_requests(self) -> bool:
        """Whether something waits to be asked soon; then the spider is not idle."""
        if self._budget is not None and self._budget.is_spent:
            return False
        return bool(self._hops) or (self._run.error is None and self._run.waits())

    def enqueue_request(self, request: Request) -> bool:
        """Take a further hop of a request."""
        self._hops.append(request)
        return True

    def next_request(self) -> Request | None:
        """Give the next request, or None while none may be sent."""
        if self._budget is not None and not self._budget.allows_more:
            return None
        if self._hops:
            return self._hops.popleft()
        lease = self._run.take()
        spider: Any = self._crawler.spider
        request: Request | None = spider.request_for(lease) if lease else None
        return request
