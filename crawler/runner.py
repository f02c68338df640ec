"""Run one spider to its end in this process, and say how it ended. The rim's door for `langson`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.errors import CrawlerError
from crawler.extensions.ledger import Ledger
from crawler.items import Article
from crawler.report.outcomes import Outcomes

INTERRUPTED = "shutdown"  # Scrapy's finish reason after SIGINT or SIGTERM
# It prints a traceback where robots.txt cannot be had; the requests that follow say the same in a line.
_NOISY = "scrapy.downloadermiddlewares.robotstxt"


@dataclass(frozen=True, slots=True)
class Finished:
    """How a crawl ended."""

    reason: str
    articles: Outcomes
    listings: Outcomes
    stats: dict[str, Any]


def run_spider(
    name: str,
    arguments: dict[str, Any],
    settings: dict[str, Any],
    on_article: Callable[[Article], None] | None = None,
) -> Finished:
    """Run a spider. A process can do this once: Twisted's reactor does not start again.

    Args:
        name: The spider.
        arguments: Its arguments.
        settings: What differs from `crawler.settings`.
        on_article: Called with each article that passed every pipeline.

    Raises:
        CrawlerError: The crawl could not start (an argument, the data folder).
    """
    process = AsyncCrawlerProcess(_settings(settings))
    logging.getLogger(_NOISY).setLevel(logging.CRITICAL)
    crawler = process.create_crawler(name)

    def item_scraped(item: Any) -> None:
        if on_article is not None and isinstance(item, Article):
            on_article(item)

    crawler.signals.connect(item_scraped, signals.item_scraped)  # this frame keeps the receiver alive
    crawl = process.crawl(crawler, **arguments)
    process.start()
    if crawl.done() and not crawl.cancelled() and (error := crawl.exception()) is not None:
        raise error if isinstance(error, CrawlerError) else RuntimeError("the crawl broke") from error
    ledger = crawler.get_extension(Ledger)
    assert ledger is not None
    stats = crawler.stats.get_stats()
    return Finished(str(stats.get("finish_reason", INTERRUPTED)), ledger.articles, ledger.listings, stats)


def _settings(changes: dict[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(changes, priority="cmdline")
    return settings
