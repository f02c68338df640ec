"""What a spider of listings does: page by page to the end, and every article they show.

A listing is read to its end once; later runs stop at pages of known articles (`discover.walk`). With
`since` the next page is asked only after the articles of the last one are read (when the spider is
idle). Each page is acknowledged in one transaction with the articles it shows and the page that follows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock
from crawler.discover.given import may_be_listing
from crawler.discover.goal import OTHER_SECTION, Goal
from crawler.discover.walk import Walk, make_walks
from crawler.errors import PageError, PoolClosedError, SettingError, StoreError
from crawler.extensions.run import TRIES
from crawler.fetch.verdict import Trouble, judge
from crawler.middlewares.host_policy import NotAsked, TryLater
from crawler.pipelines.refusal import page_outcome
from crawler.report.outcomes import FAILED, FILTERED, STORED, Outcome
from crawler.sites.baolangson.listing import Listing
from crawler.spiders.failures import failure_outcome, is_gone
from crawler.spiders.page import header_texts, to_visit
from crawler.spiders.paper import WALL, PaperSpider
from crawler.store.frontier import LISTING, XHR, Lease
from crawler.store.meeting import meet
from crawler.store.records import address_key
from crawler.store.state import Visit

NO_SUCH_SECTION = "no-such-section"
# Articles before the next page of a listing: few addresses wait, and pages are judged by their articles.
ARTICLE_PRIORITY = 10
MAX_PASSES = 50  # over page 1 after the crawl, until nothing new shows: more is no newspaper
RECENT = timedelta(days=3)  # late and back-dated posts are looked for among articles so young
REVISITS = ("due", "all", "none")


class ListingSpider(PaperSpider):
    """Base of the spiders that read listings.

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

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build it for a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.go_on, signals.spider_idle)
        return spider

    def request_for(self, lease: Lease) -> Request:
        """Make the request of a lease."""
        if lease.kind != LISTING:
            return super().request_for(lease)
        return Request(
            lease.url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            headers={"X-Requested-With": "XMLHttpRequest"} if lease.form == XHR else None,
            meta={"lease": lease, "tries": lease.tries},
            dont_filter=True,  # the walk asks for a page once a pass
        )

    async def start(self) -> AsyncIterator[Any]:
        """Let the first page of each section wait, and the articles whose next visit is due."""
        with suppress(StoreError), self.run.guarded(), self.run.state.transaction():
            self.run.state.frontier.forget_listings()
            if self._revisit != "none":
                now = clock.now().timestamp()
                self.run.state.frontier.make_due(now, all_articles=self._revisit == "all")
            self._begin(self.walks)
            self._ask_next_pages()
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
            if not self._ask_next_pages():
                self._ask_first_pages_again()
        if (lease := self.run.take()) is not None:  # the engine wakes up by a request
            self.crawler.engine.crawl(self.request_for(lease))
            raise DontCloseSpider

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

    def _ask_first_pages_again(self) -> None:
        """Another pass over the sections that showed something new in the last one."""
        if self._passes >= MAX_PASSES:
            return
        self._passes += 1
        for walk in self.walks.values():
            if walk.new_in_pass:
                walk.begin_again()
                self._ask_next(walk)

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

    async def parse_listing(self, response: Response) -> None:
        """Read a page of a listing: let its new articles wait, and its next page."""
        assert response.request is not None
        lease, visit = response.meta["lease"], to_visit(response.request)
        try:
            page = await self.readers.read_listing(response.body, response.url, self.scope, self._looked_for)
        except PoolClosedError:
            return  # the crawl ends; the page is asked again
        except PageError as error:
            self._listing_broken(lease, visit, page_outcome(error))
            return
        if not page.listing.articles and (trouble := self._trouble(response, lease)) is not None:
            if trouble.kind == WALL:
                self._listing_broken(lease, visit, Outcome(FAILED, trouble.reason, trouble.detail))
            else:
                self._listing_gone(lease, visit, {})
            return
        with self.run.guarded(), self.run.state.transaction():
            self._meet_sections(page.sections)
            self._take_in(page.listing, lease, visit)

    def _take_in(self, listing: Listing, lease: Lease, visit: Visit) -> None:
        walk = self.walks[lease.start or ""]
        links = {address_key(link.address): link for link in listing.articles}
        main = {key for key, link in links.items() if link.main}
        met = meet(self.run.state, links, self.goal, found_at=visit.seen_at, priority=ARTICLE_PRIORITY)
        for key in met.waiting:
            known = met.known.get(key)
            self.ledger.find(known.url if known else links[key].address.canonical)
        for address, detail in met.elsewhere.items():
            self.ledger.settle(address, Outcome(FILTERED, OTHER_SECTION, detail))
        since = (clock.now() - RECENT).isoformat()
        recent = any((met.known[key].published_at or "") >= since for key in main & met.known.keys())
        # What another goal left out and this one takes is as good as new.
        news = [*met.news, *(key for key in met.waiting if key in met.known)]
        ahead = [page for page in listing.next_pages if may_be_listing(page.url, self.scope)]
        walk.read(list(links), ahead, main, news=news, recent=recent)
        if not links and walk.is_named:
            walk.has_hole = True
        self.logger.info("%s: %d articles, %d new: %s", walk.section, len(links), len(met.news), lease.url)
        if links or lease.url != walk.start.url:
            self._settle_listing(visit, Outcome(STORED))
        else:
            walk.fail("empty-listing")
            detail = f"the listing of {walk.section} shows no article; has its markup changed?"
            self._settle_listing(visit, self._first_page_end(walk, "empty-listing", detail))
        if self.goal.window.since is None and walk.stopped is None:
            self._ask_next(walk)

    async def listing_failed(self, failure: Failure) -> None:
        """Note a listing page that could not be fetched; the end of the listing is no failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        lease, error = request.meta["lease"], failure.value
        assert error is not None
        if self.run.error is not None or isinstance(error, NotAsked):
            return  # the crawl ends; it is asked again
        visit = to_visit(request)
        outcome = failure_outcome(error)
        if isinstance(error, TryLater):
            outcome = Outcome(FAILED, error.reason, error.detail)
            if lease.tries + 1 < TRIES:
                self.run.try_later(visit, outcome, error.wait)
                return
        if is_gone(error):
            sections = {}
            if lease.url == lease.start:  # an error page has the menu too
                body, url = error.response.body, error.response.url
                with suppress(PageError):
                    page = await self.readers.read_listing(body, url, self.scope, self._looked_for)
                    sections = page.sections
            self._listing_gone(lease, visit, sections)
        else:
            self._listing_broken(lease, visit, outcome)

    def _listing_broken(self, lease: Lease, visit: Visit, outcome: Outcome) -> None:
        """Stop a walk at a page that cannot be had; its place is kept for the next run."""
        walk = self.walks[lease.start or ""]
        walk.fail(outcome.reason)
        with self.run.guarded():
            self._settle_listing(visit, outcome)
        self.logger.warning("%s: cannot read %s: %s", walk.section, lease.url, outcome.detail)

    def _trouble(self, response: Response, lease: Lease) -> Trouble | None:
        headers = header_texts(response)
        return judge(response.url, lease.url, response.status, response.body, headers=headers)

    def _listing_gone(self, lease: Lease, visit: Visit, sections: Mapping[str, str]) -> None:
        walk = self.walks[lease.start or ""]
        with self.run.guarded(), self.run.state.transaction():
            if lease.url == walk.start.url:
                walk.fail(NO_SUCH_SECTION)
                self.run.state.walks.drop(walk, self._goal_number)
                self._meet_sections(sections)
                detail = f"this site has no section {walk.section}"
                self._settle_listing(visit, self._first_page_end(walk, NO_SUCH_SECTION, detail))
                return
            walk.dead_end()
            walk.has_hole |= walk.is_named and lease.gone_at is None  # it should be there
            self._settle_listing(visit, Outcome(FILTERED, "past-the-end"))
            self.run.state.frontier.note_missing(lease.url, clock.now().timestamp())
            if self.goal.window.since is None:
                self._ask_next(walk)

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

    def _first_page_end(self, walk: Walk, reason: str, detail: str) -> Outcome:
        """A section asked for by name must be there; one of the default list need not."""
        longer = any(other.section.startswith(f"{walk.section}-") for other in self.walks.values())
        must_be_there = self._asked_for_by_name and walk.after is None and not longer
        return Outcome(FAILED if must_be_there else FILTERED, reason, detail)
