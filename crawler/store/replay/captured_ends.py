"""What the end of a capture does to articles, addresses and ledger, in one transaction (or the caller's)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from crawler.archive.exchange import payload_digest
from crawler.discover.revisit import next_visit
from crawler.discover.scope import parse_origin
from crawler.items import Article
from crawler.report.outcomes import FAILED, FILTERED, GONE, QUARANTINE, STORED, UNCHANGED, Outcome
from crawler.sites.baolangson.listing import ListingLink
from crawler.sites.baolangson.urls import article_address
from crawler.store.frontier import ARTICLE, LISTING
from crawler.store.missing import settle_gone, settle_refused
from crawler.store.records import address_key, article_key
from crawler.store.replay.answer import Answer
from crawler.store.replay.captured import RECORD
from crawler.store.sightings import LISTING_SOURCE, Sighting, Sightings
from crawler.store.state import State, Visit, section_path
from crawler.store.timeline import Taken
from crawler.workers.tasks import ListingPage

OLDER: Final = "older"
# An address's state -> the end that a capture has in the ledger which changes nothing of it.
_STANDS: Mapping[str, str] = {
    "done": UNCHANGED,
    "gone": GONE,
    "failed": FAILED,
    "filtered": FILTERED,
    "quarantine": QUARANTINE,
}
# Of addresses in these states a capture that gives no article may say more.
_UNREAD: Final = ("failed", "quarantine", "filtered")
# Reasons that say nothing of the page at an address.
_ASIDE: Final = ("redirect", "http-304", "duplicate")


class _Known(NamedTuple):
    state: str
    checked_at: str | None
    published_at: str | None


class CapturedEnds:
    """Gives captures their ends.

    Args:
        state: What it is written to; its `run` is the run.
        now: When the run began, Unix seconds: later visits of an article are counted from then.
    """

    def __init__(self, state: State, *, now: float) -> None:
        self._state, self._now = state, now
        self._sightings = Sightings(state.database)

    # --- articles -------------------------------------------------------------------------------

    def article(self, answer: Answer, article: Article) -> Outcome:
        """Take in an article that a capture gave."""
        key = article_key(article.crawl.layout, article.language, article.id)
        with self._state.transaction():
            visit, known = self._meet(answer)
            query = "SELECT record FROM article WHERE key = ?"
            before = self._state.database.value(query, (key,))
            for url in _other_addresses(answer, key):
                self._add_alias(key, url)
            taken = self._state.articles.take_in(article, seen_at=visit.seen_at)
            if taken.change != UNCHANGED:
                run = self._state.run
                self._state.runs.change(run, key, url=visit.url, kind=taken.change, before=before)
            self._settle_kept(visit, known, article, taken)
            outcome = _kept(taken)
            stored = STORED if taken.change != UNCHANGED else UNCHANGED
            self._end(answer, visit, outcome, Outcome(stored, outcome.reason, outcome.detail))
        return outcome

    def _settle_kept(self, visit: Visit, known: _Known | None, article: Article, taken: Taken) -> None:
        facts: dict[str, Any] = {
            "published_at": article.published_at,
            "section": section_path(article),
            "due": next_visit(article.published_at, self._now),
            "fails": 0,
        }
        if known is None or known.checked_at is None or known.checked_at <= visit.seen_at:
            facts |= {"checked_at": visit.seen_at, "gone_at": None, **visit.validators}
            self._state.frontier.settle(visit.url, "done", taken.change, **facts)
            if taken.change != "new":  # it may have been gone, and was there again
                key = article_key(article.crawl.layout, article.language, article.id)
                self._state.database.execute("DELETE FROM tombstone WHERE key = ?", (key,))
        elif known.state in (*_UNREAD, "gone") or known.published_at is None:
            self._state.frontier.settle(visit.url, "done", OLDER, **facts)

    def no_article(self, answer: Answer, outcome: Outcome, article: Article | None = None) -> Outcome:
        """Take in a capture that gave no article.

        Args:
            outcome: Its end.
            article: The article that is only not wanted, where there is one.
        """
        with self._state.transaction():
            visit, known = self._meet(answer)
            if outcome.reason in _ASIDE:
                self._keep_alias(answer)
            noted = self._settle(answer, visit, known, outcome, article)
            self._end(answer, visit, outcome, noted)
        return outcome

    def _settle(
        self, answer: Answer, visit: Visit, known: _Known | None, outcome: Outcome, article: Article | None
    ) -> Outcome | None:
        """Settle the address where the capture decides of it; give the end that the ledger notes."""
        state = self._state
        news = known is None or known.checked_at is None or known.checked_at <= visit.seen_at
        decides = known is None or (
            news and (known.state in _UNREAD or (outcome.fate == GONE and known.state in ("done", "gone")))
        )
        if outcome.reason in _ASIDE:
            decides = known is None
        if not decides:
            assert known is not None
            fate = _STANDS.get(known.state, outcome.fate)
            return Outcome(fate, OLDER if fate != outcome.fate else outcome.reason, outcome.detail)
        lease = state.frontier.lease_one(visit.url)
        assert lease is not None  # `_meet` made it
        if article is not None:
            state.refuse(visit, article, outcome)
        elif outcome.fate == GONE:
            settle_gone(state, visit, lease, outcome)
        elif outcome.fate == UNCHANGED:
            settle_refused(state, visit, lease, Outcome(FILTERED, outcome.reason, outcome.detail))
        else:
            settle_refused(state, visit, lease, outcome)
        return None

    def _keep_alias(self, answer: Answer) -> None:
        """Of a redirect, or of a page that another address led to as well: the address is an alias."""
        note, origin = answer.note, answer.note.get("origin")
        to = answer.url if note.get("duplicate") else note.get("leads_to")
        target = article_address(to, origin=origin) if isinstance(to, str) else None
        asked = article_address(note.get("fetched_url") or answer.url, origin=origin)
        if target is not None and asked is not None:
            self._add_alias(address_key(target), asked.canonical)

    def _add_alias(self, key: str, url: str) -> None:
        """Note an address of an article, unless its record has it."""
        query = (
            "SELECT 1 FROM article WHERE key = :key AND (json_extract(record, '$.url') = :url"
            " OR EXISTS (SELECT 1 FROM json_each(record, '$.aliases') WHERE value = :url))"
        )
        if self._state.database.value(query, {"key": key, "url": url}) is None:
            self._state.articles.add_aliases(key, [url])

    # --- listings -------------------------------------------------------------------------------

    def listing(self, answer: Answer, page: ListingPage) -> Outcome:
        """Take in what a listing showed: sightings and addresses of articles. Nothing is asked for."""
        links = {address_key(link.address): link for link in page.listing.articles}
        outcome = Outcome(STORED, LISTING)
        with self._state.transaction():
            visit, _ = self._meet(answer)
            self._sightings.note(LISTING_SOURCE, _sightings(answer, links), seen_at=visit.seen_at)
            for key, link in links.items():
                for url in (link.address.canonical, *link.also):
                    self._add_alias(key, url)
            self._state.frontier.settle(visit.url, "done", checked_at=visit.seen_at)
            self._end(answer, visit, outcome, outcome)
        return outcome

    # --- addresses ------------------------------------------------------------------------------

    def _meet(self, answer: Answer) -> tuple[Visit, _Known | None]:
        """Give the visit, at the address that stands for the article, and what was known of that."""
        frontier, visit = self._state.frontier, answer.visit
        if answer.kind == RECORD:  # no page is archived that a later answer could be compared with
            visit = replace(visit, kind=ARTICLE, validators={})
        if answer.kind == LISTING:
            known = self._known(visit.url)
            if known is None:
                frontier.ask_listing(visit.url, start=visit.url, form="", found_at=visit.seen_at)
            return visit, known
        address = article_address(answer.asked, origin=answer.note.get("origin"))
        key = address_key(address) if address else None
        if key is not None and (other := frontier.known([key]).get(key)) is not None:
            visit = replace(visit, url=other.url)
        known = self._known(visit.url)
        if known is None:
            if key is None:
                frontier.give(visit.url, found_at=visit.seen_at)
            else:
                goal = frontier.goal(answer.note["goal"])
                frontier.add_article(key, visit.url, goal=goal, form="", found_at=visit.seen_at)
        return visit, known

    def _known(self, url: str) -> _Known | None:
        query = "SELECT state, checked_at, published_at FROM address WHERE url = ?"
        row = self._state.database.execute(query, (url,)).fetchone()
        return _Known(*row) if row else None

    def _end(self, answer: Answer, visit: Visit, outcome: Outcome, noted: Outcome | None) -> None:
        """Note the end: in the ledger of captures, and in the run's where nothing else has done so."""
        if noted is not None:
            self._state.note(visit, self._best(visit, noted))
        exchange = answer.exchange
        row = (
            answer.url, answer.seen_at, f"{exchange.status} {payload_digest(exchange.body)}", visit.url,
            self._state.run, visit.warc, outcome.fate, outcome.reason, outcome.detail, answer.note["goal"],
        )  # fmt: skip
        query = "INSERT OR REPLACE INTO capture VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._state.database.execute(query, row)

    def _best(self, visit: Visit, noted: Outcome) -> Outcome:
        """Of several captures of an address in a run the ledger has the best end: stored, once one was."""
        query = "SELECT fate, reason, detail FROM visit WHERE run = ? AND url = ?"
        row = self._state.database.execute(query, (self._state.run, visit.url)).fetchone()
        was_stored = row is not None and row[0] == STORED and noted.fate == UNCHANGED
        return Outcome(*row) if was_stored else noted


def _other_addresses(answer: Answer, key: str) -> list[str]:
    """Other addresses under which a web archive has captures of the same article."""
    source, origin = answer.note.get("source"), answer.note.get("origin")
    told = source.get("addresses", ()) if isinstance(source, Mapping) else ()
    found = [article_address(url, origin=origin) for url in told if isinstance(url, str)]
    return [one.canonical for one in found if one is not None and address_key(one) == key]


def _kept(taken: Taken) -> Outcome:
    if taken.older and taken.change != UNCHANGED:
        return Outcome(STORED, OLDER, "something newer is known of the article, whose history it adds to")
    if taken.older:
        return Outcome(UNCHANGED, OLDER, "something newer is known of the article")
    return Outcome(UNCHANGED if taken.change == UNCHANGED else STORED, taken.change)


def _sightings(answer: Answer, links: Mapping[str, ListingLink]) -> list[Sighting]:
    base = parse_origin(answer.note.get("origin")).base
    section = answer.url.removeprefix(base).partition("?")[0].partition("/page/")[0].strip("/")
    return [
        Sighting(key=key, url=link.address.canonical, section=section)
        for key, link in links.items()
        if link.main
    ]
