"""Keep the articles in the data folder; publish the months that changed when the crawl ends."""

from __future__ import annotations

import asyncio
import logging
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.errors import StoreError
from crawler.items import Article
from crawler.store.articles import ArticleStore
from crawler.store.lock import folder_lock
from crawler.store.publish import publish

logger = logging.getLogger(__name__)

STORAGE_ERROR = "storage_error"  # the crawl's finish reason


class StorePipeline:
    """Write each article to the store in a transaction of its own. Off where LANGSON_DATA is not set.

    A store that cannot be written ends the crawl: fetching pages that cannot be kept helps nobody.
    Stats: `store/new`, `store/changed`, `store/unchanged`, `store/published`.
    """

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        self._crawler = crawler
        self._held = ExitStack()
        if not crawler.settings.getbool("LANGSON_DATA_LOCKED"):
            self._held.enter_context(folder_lock(folder))
        self._store = ArticleStore(folder, create=True)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl: take the folder and open the store, before anything is asked.

        Not in `open_spider`: an error there leaves Scrapy half open, with tracebacks.

        Raises:
            NotConfigured: no data folder is set.
            StoreError: another run has the folder, or it cannot be written.
        """
        folder = crawler.settings.get("LANGSON_DATA")
        if not folder:
            raise NotConfigured  # without words: nothing to warn of
        return cls(crawler, Path(folder))

    def process_item(self, item: Any) -> Any:
        """Keep an article; other items pass."""
        if isinstance(item, Article):
            try:
                change = self._store.save(item, seen_at=item.crawl.fetched_at)
            except StoreError as error:
                self._stop(error)
                raise
            self._crawler.stats.inc_value(f"store/{change}")
        return item

    def close_spider(self) -> None:
        """Publish what changed. The store is right even where this fails: the next run publishes."""
        aliases: dict[str, dict[str, None]] = getattr(self._crawler.spider, "aliases", {})
        try:
            for key, addresses in aliases.items():
                self._store.add_aliases(key, addresses)
            files = publish(self._store)
            self._crawler.stats.set_value("store/published", [str(path) for path in files])
        except StoreError as error:
            self._fail(error)
        finally:
            self._store.close()
            self._held.close()

    def _stop(self, error: StoreError) -> None:
        if self._crawler.stats.get_value("store/error") is None:
            self._fail(error)
            # Not awaited: closing waits for this very item to leave the pipelines.
            closing = self._crawler.engine.close_spider_async(reason=STORAGE_ERROR)
            self._closing = asyncio.ensure_future(closing)

    def _fail(self, error: StoreError) -> None:
        logger.error("%s", error)
        self._crawler.stats.set_value("store/error", str(error))
