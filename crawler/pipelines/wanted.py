"""Keep what was wanted when the address was found: its sections, its window of dates."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.discover.goal import Goal
from crawler.extensions.run import Run
from crawler.items import Article
from crawler.pipelines.refusal import Refused
from crawler.report.outcomes import FILTERED, Outcome
from crawler.store.frontier import MAIN
from crawler.store.records import article_key


class WantedPipeline:
    """Judge an article by its lease's goal; what is not wanted goes on as `Refused`.

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
        """Give the article if it is wanted; other items pass."""
        run = self._crawler.get_extension(Run)
        if not isinstance(item, Article) or run is None:
            return item
        lease = run.in_hand.get(item.crawl.fetched_url)
        key = article_key(item.crawl.layout, item.language, item.id)
        if lease is None or lease.goal is None or run.state.articles.holds(key):
            return item  # what is stored stays true, also where a correction moves it out of the window
        reason = Goal.from_json(lease.goal).unwanted(item, in_main=lease.form == MAIN)
        if reason is None:
            return item
        return Refused(item.crawl.fetched_url, Outcome(FILTERED, *reason), item)
