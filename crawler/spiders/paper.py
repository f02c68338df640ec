"""What every spider of the paper does: ask for articles, read them, note every end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discover.scope import parse_origin
from crawler.discover.window import VIETNAM
from crawler.errors import PageError, SettingError
from crawler.extensions.ledger import Ledger, asked
from crawler.extract import extract
from crawler.items import RawArticle
from crawler.pipelines.refusal import page_outcome
from crawler.report.outcomes import FILTERED, Outcome
from crawler.spiders.failures import failure_outcome
from crawler.spiders.manners import hold_manners
from crawler.spiders.page import to_page
from crawler.store.records import article_key

# Articles before the next page of a listing: few addresses wait, and pages are judged by their articles.
ARTICLE_PRIORITY = 10


class PaperSpider(Spider):
    """Base of the spiders. `scope` says which hosts may be asked; the middleware holds it.

    Args:
        origin: Base address of a copy of the paper to crawl instead (the replica, a mirror).
    """

    def __init__(self, *, origin: str | None = None, **kwargs: Any) -> None:
        if kwargs:  # Scrapy would set any of them as an attribute: a slip would pass unseen
            raise SettingError(f"the spider {self.name} has no argument {', '.join(sorted(kwargs))}")
        super().__init__()
        self.scope = parse_origin(origin)
        # Article key -> the addresses beside the asked one under which it was met (a dict keeps order).
        self.aliases: dict[str, dict[str, None]] = {}
        self._read: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build it for a crawl.

        Raises:
            SettingError: An argument cannot be used, or the paper would be asked without a contact or
                too fast.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        hold_manners(crawler.settings, spider.scope)
        return spider

    @cached_property
    def ledger(self) -> Ledger:
        """Where the ends of this crawl's addresses are noted (there once the crawl has begun)."""
        ledger = self.crawler.get_extension(Ledger)
        if ledger is None:
            raise SettingError("EXTENSIONS: the spiders need crawler.extensions.ledger.Ledger")
        return ledger

    def article_request(self, address: str) -> Request:
        """Ask for an article. The caller has made sure that it is asked once."""
        request = Request(
            address,
            callback=self.parse_article,
            errback=self.article_failed,
            priority=ARTICLE_PRIORITY,
            dont_filter=True,  # Scrapy's own filter drops silently, and redirects onto known addresses too
        )
        self.ledger.find(request.url)
        return request

    def parse_article(self, response: Response) -> Iterator[RawArticle]:
        """Read an article's page."""
        robots = "allowed" if self.settings.getbool("ROBOTSTXT_OBEY") else None
        now = datetime.now(VIETNAM).replace(microsecond=0)
        page = to_page(response, fetched_at=now, origin=self.scope.copy, robots=robots)
        try:
            article = extract(page)
        except PageError as error:
            self.ledger.settle(asked(response), page_outcome(error))
            self.logger.info("%s", error)
            return
        key = article_key(article.layout, article.language, article.id)
        if key in self._read:
            detail = "another address led to the same article"
            self.ledger.settle(asked(response), Outcome(FILTERED, "duplicate", detail))
            return
        self._read.add(key)
        yield article

    def article_failed(self, failure: Failure) -> None:
        """Note an article that could not be fetched."""
        assert failure.value is not None
        outcome = failure_outcome(failure.value)
        self.ledger.settle(asked(failure), outcome)
        self.logger.info("%s: %s (%s)", asked(failure), outcome.detail, outcome.reason)
