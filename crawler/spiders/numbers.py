"""How a spider tries numbers that no source has shown: a number that leads to no article is no failure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock
from crawler.discover.window import Window
from crawler.spiders.failures import is_gone
from crawler.spiders.page import to_visit
from crawler.spiders.sources import SourcePageSpider
from crawler.store.frontier import Lease
from crawler.store.numbers import give_numbers, known_numbers
from crawler.store.source_meeting import NO_SUCH_NUMBER, NUMBER, names_no_article

_LEAST_KNOWN = 2  # articles, to have numbers between them


class NumberSpider(SourcePageSpider):
    """Base of the spiders that try numbers."""

    def give_numbers(self, budget: int) -> int:
        """Let numbers wait to be tried, within a transaction. Returns how many."""
        now = clock.now().isoformat()
        return give_numbers(
            self.run.state, self.scope, self.goal, window=self.goal.window, budget=budget, found_at=now
        )

    def why_no_number(self) -> str:
        """Say why there is no number to try."""
        if len(known_numbers(self.run.state)) < _LEAST_KNOWN:
            return (
                "numbers are tried between known ones, and this folder knows too few articles of the old"
                " site: first crawl by another way (`langson crawl`, or --via sitemap, feed, rest, file)"
            )
        days = " of these days" if self.goal.window != Window() else ""
        return f"every number between the known ones{days} was tried before"

    def parse_article(self, response: Response) -> Iterator[Any]:
        """Hand an article's page to the pipelines; a number that leads to no article is settled here."""
        lease: Lease = response.meta["lease"]
        if lease.form == NUMBER and names_no_article(response.url):
            assert response.request is not None
            self.run.refuse(to_visit(response.request, response), NO_SUCH_NUMBER)
            return
        yield from super().parse_article(response)

    def article_failed(self, failure: Failure) -> None:
        """Note an article that could not be fetched; a number that was tried need not be there."""
        request: Any = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        lease: Lease = request.meta["lease"]
        if lease.form == NUMBER and failure.value is not None and is_gone(failure.value):
            self.run.refuse(to_visit(request), NO_SUCH_NUMBER)
        else:
            super().article_failed(failure)
