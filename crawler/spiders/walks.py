"""In which order a spider asks for the pages of listings: one walk a listing, page by page to the end.

A listing is read to its end once; later runs stop at pages of known articles (`discover.walk`). With
`since` the next page is asked only after the articles of the last one are read (when the spider is
idle). How a page is read stands in `listing`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from crawler import clock
from crawler.discover.goal import Goal
from crawler.discover.walk import Walk, make_walks
from crawler.errors import SettingError, StoreError
from crawler.report.outcomes import Outcome
from crawler.spiders.paper import PaperSpider
from crawler.store.frontier import XHR
from crawler.store.state import Visit

NO_SUCH_SECTION = "no-such-section"
MAX_PASSES = 50  # over page 1 after the crawl, until nothing new shows: more is no newspaper
REVISITS = ("due", "all", "none")


class WalkSpider(PaperSpider):
    """Base of the spiders that walk through listings.

    Args:
        goal: What is wanted of the articles.
        starts: First page of each listing -> the section it lists.
        max_pages: Read at most this many pages of each listing, or None.
        looked_for: Sections whose listing may be found by a link of the menu only.
        by_name: Whether the sections were asked for by name: then each must be there.
        revisit: Which stored articles are asked again: ``due`` (by their age), ``all`` or ``none``.
    """

    def __init__(
        self,
        *,
        goal: Goal,
        starts: Mapping[str, str],
        max_pages: int | None,
        looked_for: tuple[str, ...],
        by_name: bool,
        revisit: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if revisit not in REVISITS:
            raise SettingError(f"revisit: {revisit!r} is none of {', '.join(REVISITS)}")
        self.goal = goal
        self.walks = dict(make_walks(starts, max_pages))
        self._max_pages = max_pages
        self._looked_for = looked_for
        self._asked_for_by_name = by_name
        self._revisit = revisit
        self._passes = 0
        self._unseen: dict[str, Visit] = {}  # first pages whose articles a script would get
        self.listed: set[str] = set()  # keys of the articles that stood in any listing's main list

    @property
    def has_shown(self) -> bool:
        """Whether any listing has shown an article."""
        return bool(self.listed)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build it for a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.go_on, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Let the first page of each section wait, and the articles whose next visit is due."""
        with suppress(StoreError), self.run.guarded(), self.run.state.transaction():
            self.run.state.frontier.forget_listings()
            if self._revisit != "none":
                now = clock.now().timestamp()
                self.run.state.frontier.make_due(now, all_articles=self._revisit == "all")
            self.set_out()
        for nothing in tuple[Request, ...]():  # the scheduler takes the requests from the frontier
            yield nothing

    # --- listings -------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Everything found so far is settled: ask for the next pages, then for the first ones again.

        Raises:
            DontCloseSpider: there is more to read.
        """
        if self.run.error is not None:
            return
        with suppress(StoreError), self.run.guarded(), self.run.state.transaction():
            self.read_on()
        if (lease := self.run.take()) is not None:  # the engine wakes up by a request
            self.crawler.engine.crawl(self.request_for(lease))
            raise DontCloseSpider

    def set_out(self) -> None:
        """Ask for the first pages."""
        self._begin(self.walks)
        self._ask_next_pages()

    def read_on(self) -> bool:
        """Ask for the next pages, or for the first ones again. Returns whether any was asked for."""
        return self._ask_next_pages() or self._ask_first_pages_again()

    def _begin(self, starts: Iterable[str]) -> None:
        for start in starts:
            walk, now = self.walks[start], clock.now().isoformat()
            self.run.state.walks.take_up(walk, self._goal_number, low=self._low, now=now)

    @property
    def _low(self) -> str:
        """Down to which time the listings are read; empty for their end."""
        since = self.goal.window.since
        return since.isoformat() if since else ""

    @property
    def _goal_number(self) -> int:
        return self.run.state.frontier.goal(self.goal.to_json())

    def _ask_next_pages(self) -> bool:
        """Ask for the next page of each walk that goes on. Returns whether any does."""
        asked = False
        for walk in self.walks.values():
            if walk.after and walk.after.stopped == NO_SUCH_SECTION:
                walk.fail(NO_SUCH_SECTION)
            if walk.stopped is None and not walk.waits():
                if self.goal.window.since is not None:
                    known = self.run.state.frontier.known(walk.fresh())
                    walk.judge({key: self.goal.side(known[key].published_at) for key in known}.get)
                asked |= self._ask_next(walk)
        return asked

    def _ask_first_pages_again(self) -> bool:
        """Another pass over the sections that showed something new in the last one."""
        if self._passes >= MAX_PASSES:
            return False
        self._passes += 1
        asked = False
        for walk in self.walks.values():
            if walk.new_in_pass:
                walk.begin_again()
                asked |= self._ask_next(walk)
        return asked

    def _ask_next(self, walk: Walk) -> bool:
        state, page = self.run.state, walk.next_page()
        if page is None:
            self.logger.info("%s: read to the end (%s)", walk.section, walk.stopped)
            first = self._passes == 0
            state.walks.put_down(walk, self._goal_number, low=self._low, first_pass=first)
            return False
        found_at, form = clock.now().isoformat(), XHR if page.xhr else ""
        state.frontier.ask_listing(page.url, start=walk.start.url, form=form, found_at=found_at)
        state.walks.save(walk, self._goal_number)
        return True

    def _meet_sections(self, found: Mapping[str, str]) -> None:
        """Add the listings whose slug was known only in part; they are asked when the spider is idle."""
        new = {url: section for url, section in found.items() if url not in self.walks}
        walks = dict(make_walks(new, self._max_pages))
        self.walks |= walks
        self._begin(walks)

    def _settle_listing(self, visit: Visit, outcome: Outcome) -> None:
        again = f" (read again, {self._passes})" if self._passes else ""
        self.run.listing_read(visit, outcome)
        self.ledger.settle_listing(visit.url + again, outcome)
