"""Page -> Article: find the article, read its printed dates, counts and names."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import PageError, PoolClosedError
from crawler.extensions.readers import Readers
from crawler.items import Page
from crawler.pipelines.refusal import Refused, end_of


class NormalisePipeline:
    """Let the readers make a page's article, in a process of their own and within their limits.

    Not only parsing is theirs: a hostile page's strings can hold up whoever normalises them, too. What
    gives no article goes on as `Refused`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """Give the article of a page; other items pass.

        Raises:
            DropItem: The crawl ends; the address stays leased and is asked again.
        """
        if not isinstance(item, Page):
            return item
        readers = self._crawler.get_extension(Readers)
        assert readers is not None  # `settings.EXTENSIONS`
        try:
            return await readers.read_record(item)
        except PageError as error:
            return Refused(item.fetched_url or item.url, end_of(item, error))
        except PoolClosedError as error:
            raise DropItem(str(error), log_level="DEBUG") from error
