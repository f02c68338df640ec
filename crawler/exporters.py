"""Write articles as JSON Lines, so that `scrapy crawl politics -O out.jsonl` gives the dataset's lines."""

from __future__ import annotations

from typing import Any, BinaryIO, Self

import orjson
from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exporters import BaseItemExporter

from crawler.items import Article
from crawler.store.records import to_line


class ArticleLinesExporter(BaseItemExporter):
    """One line an item: UTF-8, fields in the table's order. Registered in FEED_EXPORTERS.

    Items of other types are written with their fields in the order of their declaration.
    """

    def __init__(self, file: BinaryIO, *, annotate: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._file = file
        self._annotate = annotate

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: BinaryIO, **options: Any) -> Self:
        """Build it for a feed; the setting ANNOTATE adds annotations to each article."""
        return cls(file, annotate=crawler.settings.getbool("ANNOTATE"), **options)

    def export_item(self, item: Any) -> None:
        """Write one item."""
        if isinstance(item, Article):
            self._file.write(to_line(item, annotate=self._annotate))
            return
        record = ItemAdapter(item).asdict()
        self._file.write(orjson.dumps(record, default=str, option=orjson.OPT_APPEND_NEWLINE))
