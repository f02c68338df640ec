"""Give an article the other addresses under which the spider has met it so far."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.items import Article
from crawler.store.records import article_key


class AliasesPipeline:
    """Add the spider's `aliases` of the article. What is met later, the store adds at the end."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Give the article with its other addresses; other items pass."""
        if not isinstance(item, Article):
            return item
        key = article_key(item.crawl.layout, item.language, item.id)
        others = getattr(self._crawler.spider, "aliases", {}).get(key, ())
        new = [address for address in others if address != item.url and address not in item.aliases]
        return replace(item, aliases=(*item.aliases, *new)) if new else item
