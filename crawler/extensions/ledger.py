"""Keep what became of every address of a crawl, and count it in Scrapy's stats.

Stats: `article/found`, `stored`, `failed/<reason>`, `filtered/<reason>`, `quarantine/<reason>`, and the
same below `listing/`.
"""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from crawler.pipelines.refusal import Refusal
from crawler.report.outcomes import FAILED, STORED, Outcome, Outcomes


class Ledger:
    """The outcomes of a crawl: of articles, and of the listing pages that led to them."""

    def __init__(self, stats: StatsCollector) -> None:
        self.articles = Outcomes()
        self.listings = Outcomes()
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl and listen to the ends that Scrapy announces."""
        ledger = cls(crawler.stats)
        crawler.signals.connect(ledger.item_scraped, signals.item_scraped)
        crawler.signals.connect(ledger.item_dropped, signals.item_dropped)
        crawler.signals.connect(ledger.item_error, signals.item_error)
        crawler.signals.connect(ledger.spider_error, signals.spider_error)
        crawler.signals.connect(ledger.request_dropped, signals.request_dropped)
        return ledger

    # --- what the spiders say -------------------------------------------------------------------

    def find(self, address: str) -> None:
        """Note an article's address."""
        self.articles.find(address)
        self._stats.inc_value("article/found")

    def settle(self, address: str, outcome: Outcome) -> None:
        """Note the end of an article's address."""
        if self.articles.settle(address, outcome):
            self._stats.inc_value("/".join(part for part in (outcome.fate, outcome.reason) if part))

    def settle_listing(self, address: str, outcome: Outcome) -> None:
        """Note the end of a listing page."""
        if self.listings.settle(address, outcome):
            parts = ("listing", outcome.fate, outcome.reason)
            self._stats.inc_value("/".join(part for part in parts if part))

    # --- what Scrapy says -----------------------------------------------------------------------

    def item_scraped(self, response: Response) -> None:
        """The item passed every pipeline."""
        self.settle(asked(response), Outcome(STORED))

    def item_dropped(self, response: Response, exception: Exception) -> None:
        """A pipeline dropped the item."""
        if isinstance(exception, Refusal):
            self.settle(asked(response), exception.outcome)
        else:
            self.settle(asked(response), Outcome(FAILED, "dropped", str(exception)))

    def item_error(self, response: Response, failure: Failure) -> None:
        """A pipeline broke: a fault of this program."""
        self.settle(asked(response), _fault(failure))

    def spider_error(self, failure: Failure, response: Response, spider: Spider) -> None:
        """A callback broke: a fault of this program."""
        self._settle_either(asked(response), _fault(failure))

    def request_dropped(self, request: Request) -> None:
        """The scheduler refused a request (as a duplicate): it will have no response."""
        self._settle_either(request.url, Outcome(FAILED, "not-scheduled", "the scheduler refused it"))

    def _settle_either(self, address: str, outcome: Outcome) -> None:
        known = address in self.articles
        (self.settle if known else self.settle_listing)(address, outcome)


def asked(response: Any) -> str:
    """The address that was first asked for to get a response (or a failure's)."""
    request: Request = response.request
    first = request.meta.get("redirect_urls") or [request.url]
    return str(first[0])


def _fault(failure: Failure) -> Outcome:
    return Outcome(FAILED, "fault", f"{type(failure.value).__name__}: {failure.getErrorMessage()}")
