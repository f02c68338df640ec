"""Keep what the spider was asked for: its sections, its window of dates."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.items import Article
from crawler.pipelines.refusal import Refusal
from crawler.report.outcomes import Outcome


class WantedPipeline:
    """Ask the spider's `unwanted(article)`, where it has one: an outcome to drop it with, or None.

    Section and date of an article of era 2 are known only from its page, so this cannot be decided
    before it is fetched.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Give the article if the spider wants it."""
        unwanted = getattr(self._crawler.spider, "unwanted", None)
        outcome: Outcome | None = unwanted(item) if unwanted and isinstance(item, Article) else None
        if outcome is not None:
            raise Refusal(outcome)
        return item
