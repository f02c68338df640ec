"""Run one spider to its end in this process, and say how it ended. The rim's door for the commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.errors import CrawlerError
from crawler.extensions.ledger import Ledger
from crawler.extensions.run_report import EXIT_CODE, STORE_ERROR, WARNINGS
from crawler.items import Article
from crawler.report.exit_codes import INTERRUPTED, ExitCode
from crawler.report.outcomes import Outcomes

__all__ = ["INTERRUPTED", "NO_READER", "Finished", "run_spider", "run_to_end"]

NO_READER = "no_reader"  # nobody takes the articles any more


@dataclass(frozen=True, slots=True)
class Finished:
    """How a crawl ended.

    Attributes:
        reason: Scrapy's finish reason, or one of ours.
        code: The exit code that it has earned.
    """

    reason: str
    code: ExitCode
    articles: Outcomes
    listings: Outcomes
    stats: dict[str, Any]

    @property
    def store_error(self) -> str | None:
        """Why the data folder could not be used, or None."""
        return self.stats.get(STORE_ERROR)

    @property
    def warnings(self) -> list[str]:
        """What the gates found."""
        return list(self.stats.get(WARNINGS, ()))


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
        on_article: Called with each article that passed every pipeline. A BrokenPipeError of it ends
            the crawl.

    Raises:
        CrawlerError: The crawl could not start (an argument, the data folder).
    """
    process = AsyncCrawlerProcess(_settings(settings))
    return run_to_end(process, process.create_crawler(name), arguments, on_article)


def run_to_end(
    process: AsyncCrawlerProcess,
    crawler: Crawler,
    arguments: dict[str, Any],
    on_article: Callable[[Article], None] | None = None,
) -> Finished:
    """Run a crawler of a process that was not started yet; see `run_spider`."""
    closing: list[asyncio.Future[None]] = []

    def item_scraped(item: Any) -> None:
        if on_article is None or closing or not isinstance(item, Article):
            return
        try:
            on_article(item)
        except BrokenPipeError:
            # Not awaited: closing waits for this very item to leave the pipelines.
            closing.append(asyncio.ensure_future(crawler.engine.close_spider_async(reason=NO_READER)))

    crawler.signals.connect(item_scraped, signals.item_scraped)  # this frame keeps the receiver alive
    crawl = process.crawl(crawler, **arguments)
    process.start()
    if crawl.done() and not crawl.cancelled() and (error := crawl.exception()) is not None:
        raise error if isinstance(error, CrawlerError) else RuntimeError("the crawl broke") from error
    ledger = crawler.get_extension(Ledger)
    assert ledger is not None
    stats = crawler.stats.get_stats()
    reason = str(stats.get("finish_reason", INTERRUPTED))
    code = ExitCode(stats.get(EXIT_CODE, ExitCode.FAULT))  # none: the crawl broke when it closed
    return Finished(reason, code, ledger.articles, ledger.listings, stats)


def _settings(changes: dict[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(changes, priority="cmdline")
    return settings
