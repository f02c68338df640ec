"""What an archived answer does to the state: the crawl's decisions, made again."""

from __future__ import annotations

from crawler.discover.goal import Goal
from crawler.discover.sources.found import SourcePage
from crawler.errors import PageError
from crawler.items import Article, Page, RawArticle
from crawler.normalise.article import normalise
from crawler.report.outcomes import FAILED, FILTERED, GONE, STORED, UNCHANGED, Outcome
from crawler.report.page_end import end_of, page_outcome
from crawler.sites.baolangson.urls import article_address
from crawler.store.frontier import MAIN, Lease
from crawler.store.missing import settle_gone, settle_refused
from crawler.store.records import address_key, article_key
from crawler.store.replay.answer import Answer
from crawler.store.source_meeting import NO_SUCH_NUMBER, source_of, take_in, take_in_listing
from crawler.store.state import State, Visit
from crawler.validate.rules import validate
from crawler.workers.tasks import ListingPage


class Ends:
    """Gives each answer of a run its end.

    Args:
        state: What it is written to; its `run` is the run.
        goal: What the run's listings were read for.
    """

    def __init__(self, state: State, goal: Goal) -> None:
        self._state = state
        self.goal = goal

    # --- articles -------------------------------------------------------------------------------

    def article(self, answer: Answer, page: Page, raw: RawArticle | Article) -> None:
        """Take in a page that was read: kept, or refused by a rule or by what was wanted.

        Args:
            raw: What was read; of one that was read earlier, its record.
        """
        try:
            article = normalise(raw) if isinstance(raw, RawArticle) else raw
        except PageError as error:
            self.no_article(answer, page, error)
            return
        lease = self._lease(answer)
        key = article_key(article.crawl.layout, article.language, article.id)
        if not self._state.articles.holds(key) and (reason := _unwanted(answer, article)) is not None:
            self._state.refuse(answer.visit, article, Outcome(FILTERED, *reason))
            return
        try:
            validate(article)
        except PageError as error:
            self._refuse(answer.visit, lease, page_outcome(error))
            return
        self._state.keep(answer.visit, article)

    def no_article(self, answer: Answer, page: Page, error: PageError) -> None:
        """Take in a page that gave no article."""
        self._refuse(answer.visit, self._lease(answer), end_of(page, error))

    def duplicate(self, answer: Answer, key: str) -> None:
        """Take in that another address of the run led to the same article."""
        lease = self._lease(answer)
        with self._state.transaction():
            self._state.articles.add_aliases(key, [answer.asked])
            outcome = Outcome(FILTERED, "duplicate", "another address led to the same article")
            self._refuse(answer.visit, lease, outcome)

    def confirmed(self, answer: Answer) -> None:
        """Take in that the server says the article has not changed."""
        lease = self._lease(answer)
        if lease.key and lease.published_at:
            self._state.confirm(answer.visit, lease.key, lease.published_at)

    def gone(self, answer: Answer, reason: str, detail: str) -> None:
        """Take in that a page is not there."""
        settle_gone(self._state, answer.visit, self._lease(answer), Outcome(GONE, reason, detail))

    def no_such_number(self, answer: Answer) -> None:
        """Take in that a number that was tried is none of the paper's articles."""
        self._refuse(answer.visit, self._lease(answer), NO_SUCH_NUMBER)

    def failed(self, answer: Answer, reason: str, detail: str) -> None:
        """Take in an answer that is of no use."""
        self._refuse(answer.visit, self._lease(answer), Outcome(FAILED, reason, detail))

    def _lease(self, answer: Answer) -> Lease:
        """The address as it was when the run asked for it."""
        frontier = self._state.frontier
        if (lease := frontier.lease_one(answer.asked)) is None:
            with self._state.transaction():
                self._meet(answer)
            lease = frontier.lease_one(answer.asked)
        assert lease is not None
        return lease

    def _meet(self, answer: Answer) -> None:
        """Let an address be known that no listing of the archive shows: somebody gave it."""
        frontier, note = self._state.frontier, answer.note
        address = article_address(answer.asked, origin=note.get("origin"))
        key = address_key(address) if address and note.get("goal") else None
        if key is None or frontier.known([key]):
            frontier.give(answer.asked, found_at=answer.seen_at)
            return
        goal = frontier.goal(note["goal"])
        frontier.add_article(
            key, answer.asked, goal=goal, form=str(note.get("form", "")), found_at=answer.seen_at
        )

    def _refuse(self, visit: Visit, lease: Lease, outcome: Outcome) -> None:
        if outcome.fate == GONE:
            settle_gone(self._state, visit, lease, outcome)
        else:
            settle_refused(self._state, visit, lease, outcome)

    # --- listings -------------------------------------------------------------------------------

    def listing(self, answer: Answer, page: ListingPage) -> None:
        """Take in the links of a listing's page."""
        start = answer.note.get("start") or answer.asked
        with self._state.transaction():
            self._ask(answer)
            take_in_listing(self._state, page.listing, start, self.goal, seen_at=answer.seen_at)
            self._state.settle(answer.visit, Outcome(STORED), "done")

    def source(self, answer: Answer, page: SourcePage) -> None:
        """Take in the links of a source's page."""
        source, _ = source_of(answer.note["form"])
        with self._state.transaction():
            self._ask(answer)
            take_in(self._state, page.links, self.goal, source=source, seen_at=answer.seen_at)
            self._state.settle(answer.visit, Outcome(STORED), "done")

    def same_page(self, answer: Answer) -> None:
        """Take in that a source's page has not changed."""
        with self._state.transaction():
            self._ask(answer)
            self._state.settle(answer.visit, Outcome(UNCHANGED, "http-304"), "done")

    def no_listing(self, answer: Answer, reason: str, detail: str) -> None:
        """Take in a page of a listing that cannot be read."""
        self._end_listing(answer, Outcome(FAILED, reason, detail))

    def past_the_end(self, answer: Answer) -> None:
        """Take in a page of a listing that is not there."""
        self._end_listing(answer, Outcome(FILTERED, "past-the-end"))

    def _end_listing(self, answer: Answer, outcome: Outcome) -> None:
        with self._state.transaction():
            self._ask(answer)
            self._state.settle(answer.visit, outcome, outcome.fate)

    def _ask(self, answer: Answer) -> None:
        start, form = answer.note.get("start") or answer.asked, str(answer.note.get("form", ""))
        self._state.frontier.ask_listing(answer.asked, start=start, form=form, found_at=answer.seen_at)


def _unwanted(answer: Answer, article: Article) -> tuple[str, str] | None:
    goal = answer.note.get("goal")
    return Goal.from_json(goal).unwanted(article, in_main=answer.note.get("form") == MAIN) if goal else None
