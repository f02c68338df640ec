"""The readers: processes of their own that read pages, so that a hostile page stalls or kills no crawl."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.items import Article, Page
from crawler.workers.pool import WorkerPool
from crawler.workers.tasks import ListingPage


class Readers:
    """A pool of readers that lives as long as the spider.

    Settings: LANGSON_READERS (processes), LANGSON_READ_SECONDS and LANGSON_READ_MEGABYTES (limits of a page).
    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        settings = crawler.settings
        readers = cls(
            WorkerPool(
                workers=settings.getint("LANGSON_READERS"),
                seconds=settings.getfloat("LANGSON_READ_SECONDS"),
                megabytes=settings.getint("LANGSON_READ_MEGABYTES"),
            )
        )
        crawler.signals.connect(readers.spider_closed, signals.spider_closed)
        # At once: they start while Scrapy does. They end with this process, also where the crawl breaks.
        readers._pool.start()
        return readers

    async def spider_closed(self) -> None:
        """End the processes."""
        await self._pool.close()

    async def read_record(self, page: Page) -> Article:
        """Read a page to its record; see `WorkerPool.read_record`."""
        return await self._pool.read_record(page)

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing; see `WorkerPool.read_listing`."""
        return await self._pool.read_listing(body, url, scope, wanted)

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses; see `WorkerPool.read_source`."""
        return await self._pool.read_source(name, body, url, question)
