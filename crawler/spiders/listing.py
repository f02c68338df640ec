"""How a spider reads the pages of listings: what they show waits, and so does the page that follows.

Each page is acknowledged in one transaction with the articles it shows. The order of pages stands in `walks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock
from crawler.discover.given import may_be_listing
from crawler.discover.goal import OTHER_SECTION
from crawler.discover.walk import Walk
from crawler.errors import PageError, PoolClosedError
from crawler.extensions.run import TRIES
from crawler.middlewares.host_policy import NotAsked, TryLater
from crawler.pipelines.refusal import page_outcome
from crawler.report.outcomes import EMPTY_LISTING, FAILED, FILTERED, STORED, Outcome
from crawler.sites.baolangson.listing import Listing
from crawler.spiders.failures import failure_outcome, is_gone, trouble_of
from crawler.spiders.page import to_visit
from crawler.spiders.paper import WALL
from crawler.spiders.walks import NO_SUCH_SECTION, WalkSpider
from crawler.store.frontier import LISTING, XHR, Lease
from crawler.store.source_meeting import take_in_listing
from crawler.store.state import Visit

RECENT = timedelta(days=3)  # late and back-dated posts are looked for among articles so young


class ListingSpider(WalkSpider):
    """Base of the spiders that read listings; arguments as in `WalkSpider`."""

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
        if not page.listing.articles and (trouble := trouble_of(response, lease)) is not None:
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
        self._judge_last_page(walk)
        links, met = take_in_listing(
            self.run.state, listing, walk.start.url, self.goal, seen_at=visit.seen_at
        )
        main = {key for key, link in links.items() if link.main}
        self.listed |= main
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
        if not links and lease.url == walk.start.url and any(page.xhr for page in ahead):
            ahead = [page for page in ahead if page.xhr]
        walk.read(list(links), ahead, main, news=news, recent=recent)
        if not links and walk.is_named:
            walk.has_hole = True
        self.logger.info("%s: %d articles, %d new: %s", walk.section, len(links), len(met.news), lease.url)
        if links or lease.url != walk.start.url:
            self._settle_listing(visit, Outcome(STORED))
            self._first_page_seen(walk, shown=bool(links))
        elif any(page.xhr for page in ahead):  # its articles may come by the page's own script
            self.run.listing_read(visit, Outcome(STORED))
            self._unseen[walk.start.url] = visit
        else:
            self._empty_listing(walk, visit)
        if self.goal.window.since is None and walk.stopped is None:
            self._ask_next(walk)

    def _first_page_seen(self, walk: Walk, *, shown: bool) -> None:
        """Settle a first page without articles by what the page's own script would have got."""
        if (visit := self._unseen.pop(walk.start.url, None)) is None:
            return
        if shown:
            self._settle_listing(visit, Outcome(STORED))
        else:
            self._empty_listing(walk, visit)

    def _empty_listing(self, walk: Walk, visit: Visit) -> None:
        walk.fail(EMPTY_LISTING)
        detail = f"the listing of {walk.section} shows no article; has its markup changed?"
        self._settle_listing(visit, self._first_page_end(walk, EMPTY_LISTING, detail))

    def _judge_last_page(self, walk: Walk) -> None:
        """See what became of the articles of the page before: most are settled by now."""
        if fresh := walk.fresh():
            walk.judge_last({known.state for known in self.run.state.frontier.known(fresh).values()})

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
            self._first_page_seen(walk, shown=False)
        self.logger.warning("%s: cannot read %s: %s", walk.section, lease.url, outcome.detail)

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
            self._first_page_seen(walk, shown=False)
            self.run.state.frontier.note_missing(lease.url, clock.now().timestamp())
            if self.goal.window.since is None and walk.stopped is None:
                self._ask_next(walk)

    def _first_page_end(self, walk: Walk, reason: str, detail: str) -> Outcome:
        """A section asked for by name must be there; one of the default list need not."""
        longer = any(other.section.startswith(f"{walk.section}-") for other in self.walks.values())
        must_be_there = self._asked_for_by_name and walk.after is None and not longer
        return Outcome(FAILED if must_be_there else FILTERED, reason, detail)
