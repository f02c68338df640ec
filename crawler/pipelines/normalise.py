"""RawArticle -> Article: read the printed strings."""

from __future__ import annotations

from typing import Any

from crawler.errors import PageError
from crawler.items import RawArticle
from crawler.normalise.article import normalise
from crawler.pipelines.refusal import Refused, page_outcome


class NormalisePipeline:
    """Call `normalise`; what it refuses goes on as `Refused`."""

    def process_item(self, item: Any) -> Any:
        """Give the article of a raw article; other items pass."""
        if not isinstance(item, RawArticle):
            return item
        try:
            return normalise(item)
        except PageError as error:
            return Refused(item.page.fetched_url or item.page.url, page_outcome(error))
