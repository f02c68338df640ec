"""Page -> Article: the pure path. Crawl, one-off, re-extraction and tests all call it."""

from __future__ import annotations

from crawler.extract import extract
from crawler.items import Article, Page
from crawler.normalise.article import normalise
from crawler.validate.rules import validate


def process(page: Page) -> Article:
    """Turn a fetched page into a record of the dataset.

    Args:
        page: The page and what is known of its fetch. Nothing else is consulted: no clock, no
            network, no state; the same page gives the same article.

    Raises:
        PageError: the page gives no record. `fate` says what becomes of it, `detail` what to do.
    """
    return validate(normalise(extract(page)))
