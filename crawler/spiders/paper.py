"""What every spider of the paper does: ask for what the frontier leases, read it, note every end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discover.scope import parse_origin
from crawler.errors import SettingError
from crawler.extensions.ledger import Ledger
from crawler.extensions.readers import Readers
from crawler.extensions.run import Run
from crawler.fetch.verdict import went_home
from crawler.items import Page
from crawler.middlewares.host_policy import NotAsked, TryLater
from crawler.report.outcomes import FAILED, FILTERED, ROBOTS_UNREACHABLE, Outcome
from crawler.sites.baolangson.urls import article_address
from crawler.spiders.failures import failure_outcome, is_gone
from crawler.spiders.manners import hold_manners
from crawler.spiders.page import to_page, to_visit
from crawler.store.frontier import Lease
from crawler.store.records import address_key
from crawler.store.state import Visit

NOT_MODIFIED = 304
_Extension = TypeVar("_Extension")
WALL = "wall"


class PaperSpider(Spider):
    """Base of the spiders. `scope` says which hosts may be asked; the middleware holds it.

    Args:
        origin: Base address of a copy of the paper to crawl instead (the replica, a mirror).
    """

    def __init__(self, *, origin: str | None = None, **kwargs: Any) -> None:
        kwargs.pop("_job", None)  # scrapyd names its job
        if kwargs:  # Scrapy would set any of them as an attribute: a slip would pass unseen
            raise SettingError(f"the spider {self.name} has no argument {', '.join(sorted(kwargs))}")
        super().__init__()
        self.scope = parse_origin(origin)
        self._claimed: set[str] = set()  # keys of the articles that this run has a page of

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

    def options(self) -> dict[str, Any]:
        """What the run was asked for: kept with the run and in its archive."""
        permission = self.settings.get("LANGSON_PERMISSION") or None
        return {"spider": self.name, "origin": self.scope.copy, "permission": permission}

    @cached_property
    def run(self) -> Run:
        """The run, with its state (there once the crawl has begun)."""
        return self._extension(Run)

    @cached_property
    def readers(self) -> Readers:
        """Who reads the pages."""
        return self._extension(Readers)

    @property
    def ledger(self) -> Ledger:
        """Where the ends of this crawl's addresses are noted."""
        return self.run.ledger

    def _extension(self, kind: type[_Extension]) -> _Extension:
        extension: _Extension | None = self.crawler.get_extension(kind)
        if extension is None:
            raise SettingError(f"EXTENSIONS: the spiders need {kind.__module__}.{kind.__name__}")
        return extension

    # --- articles -------------------------------------------------------------------------------

    def request_for(self, lease: Lease) -> Request:
        """Make the request of a lease."""
        headers = {}
        if lease.published_at and lease.key:  # its record is kept: the server may say that it holds
            headers = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
        return Request(
            lease.url,
            callback=self.parse_article,
            errback=self.article_failed,
            headers={name: value for name, value in headers.items() if value},
            meta={"lease": lease, "tries": lease.tries, "handle_httpstatus_list": [NOT_MODIFIED]},
            dont_filter=True,
        )

    def parse_article(self, response: Response) -> Iterator[Page]:
        """Hand an article's page to the pipelines."""
        lease: Lease = response.meta["lease"]
        assert response.request is not None
        visit = to_visit(response.request, response)
        if response.status == NOT_MODIFIED:
            self.run.confirm(visit, lease)
            return
        page = to_page(response, origin=self.scope.copy)
        if went_home(page.url, lease.url):
            self.run.gone(visit, Outcome(FAILED, "gone-home", f"the article's address leads to {page.url}"))
            return
        if not self._claim(response.url, lease, visit):
            return
        self.run.visits[lease.url] = visit
        yield page

    def _claim(self, url: str, lease: Lease, visit: Visit) -> bool:
        """Take an article for the first page that leads to it: the order is the archive's."""
        address = article_address(url, origin=self.scope.copy)
        key = address_key(address) if address else None
        if key is None or key not in self._claimed:
            self._claimed.update(key for key in (key,) if key)
            return True
        outcome = Outcome(FILTERED, "duplicate", "another address led to the same article")
        with self.run.guarded(), self.run.state.transaction():
            self.run.state.articles.add_aliases(key, [lease.url])
            self.run.refuse(visit, outcome)
        return False

    def article_failed(self, failure: Failure) -> None:
        """Note an article that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        error, visit = failure.value, to_visit(request)
        assert error is not None
        if self.run.error is not None or isinstance(error, NotAsked):
            return  # the crawl ends; the address stays leased and is asked again
        if isinstance(error, TryLater):
            self.run.try_later(visit, Outcome(FAILED, error.reason, error.detail), error.wait)
            return
        outcome = failure_outcome(error)
        if is_gone(error):
            self.run.gone(visit, outcome)
        elif outcome.reason == ROBOTS_UNREACHABLE:
            self.run.put_off(visit, outcome)
        else:
            self.run.refuse(visit, outcome)
        self.logger.info("%s: %s (%s)", visit.url, outcome.detail, outcome.reason)
