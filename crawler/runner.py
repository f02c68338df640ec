"""Run one spider to its end in this process, and say how it ended. The rim's door for the commands."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.ossignal import install_shutdown_handlers

from crawler.errors import CrawlerError
from crawler.extensions.ledger import Ledger
from crawler.extensions.run_report import EXIT_CODE, STORE_ERROR, WARNINGS
from crawler.items import Article
from crawler.report.exit_codes import INTERRUPTED, ExitCode
from crawler.report.outcomes import Outcomes

__all__ = ["INTERRUPTED", "NO_READER", "Finished", "run_spider", "run_to_end"]

logger = logging.getLogger(__name__)

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
    if settings.get("LOG_LEVEL") != "DEBUG":  # Scrapy words two lines a page that nobody would see
        logging.getLogger("scrapy.core").setLevel(logging.INFO)
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
    interrupted = _end_at_a_signal(process)
    # What was imported stays; looking through it again and again was a tenth of a crawl's CPU.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    process.start(install_signal_handlers=False)
    if crawl.done() and not crawl.cancelled() and (error := crawl.exception()) is not None:
        raise error if isinstance(error, CrawlerError) else RuntimeError("the crawl broke") from error
    ledger = crawler.get_extension(Ledger)
    assert ledger is not None
    stats = crawler.stats.get_stats()
    reason = str(stats.get("finish_reason", INTERRUPTED))
    # No code: a signal came before the crawl had begun, or it broke when it closed.
    code = ExitCode(stats.get(EXIT_CODE, ExitCode.INTERRUPTED if interrupted else ExitCode.FAULT))
    return Finished(reason, code, ledger.articles, ledger.listings, stats)


def _end_at_a_signal(process: AsyncCrawlerProcess) -> list[asyncio.Future[None]]:
    """Let the first SIGINT or SIGTERM end the crawl, which takes seconds; later ones change nothing.

    Scrapy's own handler stops everything at the second one, without report and exit code; and Twisted's
    gives the signals back to the system before this process has said how the crawl ended.

    Returns:
        The end, once a signal has come; empty before.
    """
    from twisted.internet import reactor as installed

    reactor: Any = installed  # Twisted's stubs take its methods for functions of a module
    ends: list[asyncio.Future[None]] = []

    async def end() -> None:
        try:
            await process.stop()
        finally:
            with contextlib.suppress(RuntimeError):  # it has stopped already
                reactor.stop()

    def received(number: int, frame: object) -> None:
        install_shutdown_handlers(signal.SIG_IGN)
        reactor.callFromThread(lambda: ends.append(asyncio.ensure_future(end())))
        name = signal.Signals(number).name
        reactor.callFromThread(logger.info, "%s: the crawl ends; what is under way is waited for", name)

    install_shutdown_handlers(received)
    return ends


def _settings(changes: dict[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(changes, priority="cmdline")
    return settings
