"""Hold the rules of the record's table."""

from __future__ import annotations

from typing import Any

from crawler.errors import PageError
from crawler.items import Article
from crawler.pipelines.refusal import Refused, page_outcome
from crawler.validate.rules import validate


class ValidatePipeline:
    """Call `validate`; an article that breaks a rule goes on as `Refused`."""

    def process_item(self, item: Any) -> Any:
        """Give the article if it is valid; other items pass."""
        if not isinstance(item, Article):
            return item
        try:
            return validate(item)
        except PageError as error:
            return Refused(item.crawl.fetched_url, page_outcome(error))
