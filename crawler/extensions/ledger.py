"""Keep what became of every address of a crawl, and count it in Scrapy's stats.

Stats: `article/found`, `stored`, `failed/<reason>`, `filtered/<reason>`, `quarantine/<reason>`, and the
same below `listing/`.
"""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from crawler.report.outcomes import Outcome, Outcomes


class Ledger:
    """The outcomes of a crawl: of articles, and of the listing pages that led to them."""

    def __init__(self, stats: StatsCollector) -> None:
        self.articles = Outcomes()
        self.listings = Outcomes()
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler.stats)

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
