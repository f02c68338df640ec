"""Acknowledge each page with its article; publish the months that changed when the crawl ends."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler import clock
from crawler.errors import StoreError
from crawler.extensions.gates import Gates
from crawler.extensions.run import Run, run_of
from crawler.items import Article
from crawler.pipelines.refusal import Refusal, Refused
from crawler.report.outcomes import STORED, UNCHANGED, Outcome
from crawler.store.publish import publish, publish_run
from crawler.store.quarantine import take_back

logger = logging.getLogger(__name__)


class StorePipeline:
    """Write each page's end to the state, in a transaction of its own.

    A state that cannot be written ends the crawl: fetching pages that cannot be kept helps nobody.
    Stats: `store/new`, `store/changed`, `store/unchanged`, `store/published`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    @cached_property
    def _run(self) -> Run:
        return run_of(self._crawler)

    @property
    def _gates(self) -> Gates:
        gates = self._crawler.get_extension(Gates)
        assert gates is not None  # `settings.EXTENSIONS`
        return gates

    def process_item(self, item: Any) -> Any:
        """Keep an article, or the reason why there is none; other items pass.

        Raises:
            Refusal: There is none: the item is dropped.
        """
        run = self._run
        if isinstance(item, Refused):
            run.refuse(run.visits[item.asked], item.outcome, item.article)
            raise Refusal(item.outcome)
        if isinstance(item, Article):
            visit = run.visits[item.crawl.fetched_url]
            change = run.keep(visit, item)
            self._crawler.stats.inc_value(f"store/{change}")
            if change == "new":
                self._gates.stored(item)
            run.ledger.settle(visit.url, Outcome(UNCHANGED if change == UNCHANGED else STORED))
        return item

    def close_spider(self) -> None:
        """Publish what changed, or take it back where a gate says so.

        The state is right even where this fails: the next run publishes.
        """
        run = self._run
        try:
            if self._gates.takes_back and run.error is None:
                taken = take_back(run.state, run.id, now=clock.now().timestamp())
                self._crawler.stats.set_value("store/taken_back", taken)
                return
            if run.folder is not None and run.error is None:
                files = publish(run.state)
                self._crawler.stats.set_value("store/published", [str(path) for path in files])
                publish_run(run.state)
        except StoreError as error:
            logger.error("%s", error)
            self._crawler.stats.set_value("store/error", str(error))
