"""Show how a crawl goes on: a live line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

from typing import Self

from rich.console import Console
from rich.status import Status
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.extensions.ledger import Ledger
from crawler.report.outcomes import FAILED, FILTERED, GONE, QUARANTINE, STORED, UNCHANGED

_SHOWN = (STORED, UNCHANGED, GONE, FAILED, QUARANTINE, FILTERED)
_SECONDS = {"terminal": 0.2, "plain": 10.0}


class ProgressExtension:
    """Print the counts of the ledger on standard error. Off where LANGSON_PROGRESS is not set."""

    def __init__(self, crawler: Crawler, form: str) -> None:
        self._crawler = crawler
        self._seconds = _SECONDS[form]
        self._console = Console(stderr=True)
        self._status = Status("", console=self._console) if form == "terminal" else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        Raises:
            NotConfigured: LANGSON_PROGRESS is not set.
        """
        form = crawler.settings.get("LANGSON_PROGRESS")
        if form not in _SECONDS:
            raise NotConfigured  # without words: nothing to warn of
        progress = cls(crawler, form)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Start to show."""
        if self._status:
            self._status.start()
        self._task = create_looping_call(self._show)
        self._task.start(self._seconds, now=False)

    def spider_closed(self) -> None:
        """Show for the last time."""
        if self._task.running:
            self._task.stop()
        if self._status:
            self._status.stop()

    def _show(self) -> None:
        if self._status:
            self._status.update(self._line())
        else:
            self._console.print(self._line(), highlight=False, soft_wrap=True)

    def _line(self) -> str:
        ledger = self._crawler.get_extension(Ledger)
        assert ledger is not None
        fates = ledger.articles.fates()
        pages = self._crawler.stats.get_value("response_received_count", 0)
        kinds = ", ".join(f"{fates[fate]} {fate}" for fate in _SHOWN if fates[fate] or fate == STORED)
        return f"{pages} pages, {len(ledger.articles)} articles found: {kinds}"
