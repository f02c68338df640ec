"""A budget of requests a day: counted as they leave, in the state; when it is spent, nothing more is asked.

Days are Vietnam's. robots.txt and redirects count like any request. Off where LANGSON_BUDGET is not set.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler import clock
from crawler.errors import StoreError
from crawler.extensions.run import Run, run_of
from crawler.store.spending import Spending


class Budget:
    """What a crawl may still ask for today.

    Attributes:
        limit: Requests a day.
    """

    def __init__(self, crawler: Crawler, limit: int) -> None:
        self._crawler = crawler
        self.limit = limit
        self._reserve = 1  # the first request may bring another one with it, for robots.txt

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        Raises:
            NotConfigured: There is no budget.
        """
        limit = crawler.settings.getint("LANGSON_BUDGET")
        if limit < 1:
            raise NotConfigured  # without words: nothing to warn of
        budget = cls(crawler, limit)
        crawler.signals.connect(budget.request_leaves, signals.request_reached_downloader)
        return budget

    @cached_property
    def _run(self) -> Run:
        return run_of(self._crawler)

    def request_leaves(self, request: Request) -> None:
        """Count a request."""
        self._reserve = 0
        if self._run.error is None:
            with suppress(StoreError), self._run.guarded():
                Spending(self._run.state.database).add(clock.now())

    @property
    def spent(self) -> int:
        """How many requests were sent today, by this run and earlier ones."""
        return Spending(self._run.state.database).today(clock.now())

    @property
    def is_spent(self) -> bool:
        """Whether nothing may be asked for any more today."""
        return self._run.error is None and self.spent + self._reserve >= self.limit

    @property
    def allows_more(self) -> bool:
        """Whether one more request fits beside those that are in hand and may not have left yet."""
        if self._run.error is not None:
            return False
        in_hand, left = len(self._run.in_hand), self.limit - self.spent - self._reserve
        return in_hand < left or (not in_hand and left > 0)
