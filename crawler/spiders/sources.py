"""How a spider reads sources of addresses: feeds, sitemaps, WordPress's REST interface, the search.

A page of a source is an address of the frontier like a listing's: leased, archived, read by the readers,
acknowledged in one transaction with the articles that it shows and the page that follows. Which source is
asked when stands in `ways`.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock
from crawler.discover.goal import OTHER_SECTION
from crawler.discover.source_walk import PAGE, SourceWalk
from crawler.discover.sources.found import Question, SourceLink, SourcePage
from crawler.discover.sources.start import SOURCES
from crawler.errors import PageError, PoolClosedError
from crawler.extensions.run import TRIES
from crawler.middlewares.host_policy import NotAsked, TryLater
from crawler.report.outcomes import FAILED, FILTERED, ROBOTS, STORED, UNCHANGED, UNREACHABLE, Outcome, is_wall
from crawler.spiders.failures import failure_outcome, is_gone, trouble_of
from crawler.spiders.listing import ListingSpider
from crawler.spiders.page import header_texts, to_visit
from crawler.spiders.paper import NOT_MODIFIED, WALL
from crawler.store.frontier import LISTING, Lease
from crawler.store.source_meeting import ARTICLE_PRIORITY, form_of, source_of, take_in
from crawler.store.state import Visit

NO_SUCH_SOURCE = "no-such-source"
PAST_THE_END = "past-the-end"
CUT = "source-cut"
_REST_PAST_THE_END = 400  # how WordPress says that a list has no such page


class SourcePageSpider(ListingSpider):
    """Base of the spiders that read sources. At most one page of a source is asked for at a time."""

    _walk: SourceWalk | None = None
    _shown: frozenset[str] = frozenset()  # keys of the articles that the source has shown in this run
    _page_priority = 0

    def request_for(self, lease: Lease) -> Request:
        """Make the request of a lease."""
        if lease.kind != LISTING or source_of(lease.form)[0] not in SOURCES:
            return super().request_for(lease)
        headers = {}
        if self._walk is not None and self._walk.may_be_unchanged:
            headers = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
        return Request(
            lease.url,
            callback=self.parse_source,
            errback=self.source_failed,
            headers={name: value for name, value in headers.items() if value},
            meta={"lease": lease, "tries": lease.tries, "handle_httpstatus_list": [NOT_MODIFIED]},
            dont_filter=True,
        )

    def ask_step(self) -> bool:
        """Ask for the walk's next page, within a transaction. Returns whether there is one."""
        walk, state, now = self._walk, self.run.state, clock.now().isoformat()
        if walk is None:
            return False
        was_broken = walk.stopped is not None  # its place stays: the next run goes on there
        while (step := walk.next_step()) is not None:
            if self.scope.allows(step.url):
                form = form_of(walk.source, step.section or walk.start.section)
                priority = self._page_priority
                state.frontier.ask_listing(
                    step.url, start=walk.key, form=form, found_at=now, priority=priority
                )
                state.walks.keep(walk.key, self._goal_number, walk.to_json())
                return True
        if not was_broken:
            state.walks.discard(walk.key, self._goal_number)
        if not (walk.has_hole or walk.is_limited) and walk.answered and walk.stopped == "last-page":
            state.walks.cover(walk.key, self._low, now)
        self.logger.info("%s: read to the end (%s): %s", walk.source, walk.stopped, walk.start.url)
        self.walk_ended(walk)
        self._walk = None
        return False

    def walk_ended(self, walk: SourceWalk) -> None:
        """Take in that a walk has come to its end."""

    def priority_of(self, link: SourceLink) -> int:
        """The priority of an article that a source shows."""
        return ARTICLE_PRIORITY

    # --- pages ----------------------------------------------------------------------------------

    async def parse_source(self, response: Response) -> None:
        """Read a page of a source: let its articles wait, and its next page."""
        assert response.request is not None
        lease, visit = response.meta["lease"], to_visit(response.request, response)
        source, section = source_of(lease.form)
        if response.status == NOT_MODIFIED:
            self._page_ends(lease, visit, Outcome(UNCHANGED, "http-304"), is_hole=False)
            return
        sections, window = self.goal.sections, self.goal.window
        if self._walk is not None:
            window = self._walk.window
        question = Question(self.scope.copy, sections, window, section, header_texts(response))
        try:
            page = await self.readers.read_source(source, response.body, response.url, question)
        except PoolClosedError:
            return  # the crawl ends; the page is asked again
        except PageError as error:
            trouble = trouble_of(response, lease)
            if trouble is not None and trouble.kind == WALL:
                self._source_broken(lease, visit, Outcome(FAILED, trouble.reason, trouble.detail))
            else:
                self._no_page(lease, visit, error.reason, error.detail)
            return
        with self.run.guarded(), self.run.state.transaction():
            self._take_page(page, lease, visit)

    def _take_page(self, page: SourcePage, lease: Lease, visit: Visit) -> None:
        walk, (source, _) = self._walk, source_of(lease.form)
        settled = walk.settled if walk is not None else ""
        taken = take_in(
            self.run.state,
            page.links,
            self.goal,
            source=source,
            seen_at=visit.seen_at,
            settled=settled,
            priority=self.priority_of,
        )
        for address in taken.waiting.values():
            self.ledger.find(address)
        for address, detail in taken.elsewhere.items():
            self.ledger.settle(address, Outcome(FILTERED, OTHER_SECTION, detail))
        self.logger.info(
            "%s: %d articles, %d to ask for: %s", source, len(taken.links), len(taken.waiting), lease.url
        )
        # A page that leads to parts is read anew each time: it says nothing of what changed in them.
        leads_on = any(part.kind != PAGE for part in page.parts)
        outcome = Outcome(STORED) if page.is_whole else Outcome(FAILED, CUT, "it ends in the middle")
        facts = {} if leads_on or not page.is_whole else visit.validators
        self._settle_page(visit, outcome, **facts)
        if walk is not None and walk.key == lease.start:
            self._shown |= taken.links.keys()
            walk.read(page, list(taken.links), news={*taken.news, *taken.waiting})
            self.ask_step()

    def _settle_page(self, visit: Visit, outcome: Outcome, **facts: str | None) -> None:
        self.run.listing_read(visit, outcome, **facts)
        self.ledger.settle_listing(visit.url, outcome)

    # --- pages that give nothing ----------------------------------------------------------------

    async def source_failed(self, failure: Failure) -> None:
        """Note a page of a source that could not be fetched; a source that is not there is no failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        lease, error = request.meta["lease"], failure.value
        assert error is not None
        if self.run.error is not None or isinstance(error, NotAsked):
            return  # the crawl ends; it is asked again
        visit, outcome = to_visit(request), failure_outcome(error)
        if isinstance(error, TryLater):
            outcome = Outcome(FAILED, error.reason, error.detail)
            if lease.tries + 1 < TRIES:
                self.run.try_later(visit, outcome, error.wait)
                return
        past = lease.form.startswith("rest") and outcome.reason == f"http-{_REST_PAST_THE_END}"
        if is_gone(error) or past:
            self._no_page(lease, visit, outcome.reason, outcome.detail)
        else:
            self._source_broken(lease, visit, outcome)

    def _no_page(self, lease: Lease, visit: Visit, reason: str, detail: str) -> None:
        """A page is not there, or is another thing: at the start there is no such source."""
        step = self._walk.current if self._walk is not None else None
        if self._walk is not None and self._walk.pages <= 1 and step == self._walk.start:
            self.start_missing(lease, reason, detail)
            self._page_ends(lease, visit, Outcome(FILTERED, NO_SUCH_SOURCE, detail), is_hole=False)
        elif step is not None and step.kind == PAGE:  # a next page may be a guess
            self._page_ends(lease, visit, Outcome(FILTERED, PAST_THE_END, detail), is_hole=False)
        else:
            self._page_ends(lease, visit, Outcome(FAILED, reason, detail), is_hole=True)

    def _source_broken(self, lease: Lease, visit: Visit, outcome: Outcome) -> None:
        """A page cannot be had: what it shows is not known, and the next run asks again."""
        walk = self._walk
        if walk is not None and walk.current == walk.start and not walk.answered:
            outcome = self.start_broken(lease, outcome)
        if walk is not None and (outcome.reason in UNREACHABLE or is_wall(outcome.reason)):
            walk.fail(outcome.reason)
        self._page_ends(lease, visit, outcome, is_hole=True)
        self.logger.warning("cannot read %s: %s", lease.url, outcome.detail)

    def start_missing(self, lease: Lease, reason: str, detail: str) -> None:
        """Take in that a source does not begin at an address."""

    def start_broken(self, lease: Lease, outcome: Outcome) -> Outcome:
        """Take in that a source's first page cannot be had; give its outcome."""
        return Outcome(FILTERED, ROBOTS, outcome.detail) if outcome.reason == ROBOTS else outcome

    def _page_ends(self, lease: Lease, visit: Visit, outcome: Outcome, *, is_hole: bool) -> None:
        with self.run.guarded(), self.run.state.transaction():
            self._settle_page(visit, outcome)
            if self._walk is not None and self._walk.key == lease.start:
                self._walk.missing(is_hole=is_hole)
                if outcome.fate == UNCHANGED:
                    self._walk.answered = True
                self.ask_step()
