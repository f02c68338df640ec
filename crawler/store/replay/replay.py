"""One archived run after the other, in the order in which they were written."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from crawler.archive.bodies import BodyIndex
from crawler.archive.exchange import Position
from crawler.discover.goal import Goal
from crawler.discover.scope import Scope, parse_origin
from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.sources.start import SOURCES
from crawler.errors import PageError
from crawler.fetch.host_policy import is_failure
from crawler.fetch.transfer import TransferError
from crawler.fetch.verdict import went_home
from crawler.items import Article, Page, RawArticle
from crawler.sites.baolangson.urls import article_address
from crawler.store.frontier import LISTING
from crawler.store.quarantine import take_back
from crawler.store.records import address_key
from crawler.store.replay.answer import Answer, lower, to_answer, whole_body
from crawler.store.replay.captured import is_captured
from crawler.store.replay.captured_run import CapturedRun
from crawler.store.replay.ends import Ends
from crawler.store.replay.robots import RobotsRun
from crawler.store.replay.runs import ArchivedRun, Report, Undone, exchanges, started
from crawler.store.runs import TAKEN_BACK, UNACKNOWLEDGED
from crawler.store.source_meeting import NUMBER, names_no_article, source_of
from crawler.store.state import State
from crawler.workers.pool import WorkerPool
from crawler.workers.tasks import ListingPage

_AHEAD = 8  # pages that are being read while earlier ones are stored
_NOT_MODIFIED = 304
_NO_PAGE = (404, 410)


class Readers(Protocol):
    """Who reads pages: `crawler.workers.pool.WorkerPool`, whose limits hostile pages need."""

    def read_article(self, page: Page) -> Coroutine[Any, Any, RawArticle | Article]:
        """Read an article; one whose record is known already need not be read again."""

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing."""

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses."""

    async def close(self) -> None:
        """End it."""


def two_readers() -> Readers:
    """Processes of their own, ended where a page takes too long or too much."""
    return WorkerPool(workers=2)


_Reading = asyncio.Future[RawArticle | Article] | asyncio.Future[ListingPage] | asyncio.Future[SourcePage]


@dataclass(slots=True)
class _Step:
    """An answer to be given its end, in order: `end` is called without a reading, or with its result."""

    answer: Answer
    end: Callable[[], None] | None = None
    page: Page | None = None
    reading: _Reading | None = None


@dataclass(slots=True)
class Replay:
    """Reads archived runs into a state.

    Args:
        state: An empty one; it becomes what the runs made of theirs.
        undone: The answers that had no effect.
        report: Called for each damaged place, which is left out.
        readers: Makes who reads the pages.
        on_run_end: Called after each run.
        on_exchange: Called with the place of each exchange that can be read.
    """

    state: State
    undone: Undone
    report: Report
    readers: Callable[[], Readers] = two_readers
    on_run_end: Callable[[ArchivedRun], None] = lambda run: None
    on_exchange: Callable[[ArchivedRun, Position], None] = lambda run, position: None
    _bodies: BodyIndex = field(default_factory=BodyIndex)
    _claimed: set[str] = field(default_factory=set)

    def run_all(self, runs: list[ArchivedRun]) -> None:
        """Read runs, oldest first."""
        asyncio.run(self._run_all(runs))

    async def _run_all(self, runs: list[ArchivedRun]) -> None:
        pool = self.readers()
        try:
            for run in runs:
                await self._run(run, pool)
                self.on_run_end(run)
            self.state.frontier.forget_listings()
            self.state.frontier.reclaim()
        finally:
            await pool.close()

    async def _run(self, run: ArchivedRun, pool: Readers) -> None:
        self.state.run, self._claimed = run.id, set()
        started_at = str(run.info.get("started_at") or started(run.id))
        self.state.runs.begin(run.id, started_at=started_at, options=_options(run))
        self.state.frontier.forget_listings()
        self.state.frontier.reclaim()
        self.state.frontier.follow_renamed()
        captures = self._captures(run, pool, started_at)
        robots = RobotsRun(self.state)
        ends, waiting, last = Ends(self.state, _goal(run)), deque[_Step](), started_at
        for position, exchange in exchanges(run, self._bodies, self.report):
            self.on_exchange(run, position)
            if is_captured(exchange.note):  # a run asks, or takes captures in
                await captures.add(position, exchange)
                continue
            robots.add(exchange)
            answer = to_answer(position, exchange)
            if answer is None or self.undone.covers(run.id, answer.asked, answer.place):
                continue
            last = answer.seen_at
            waiting.append(self._step(answer, run, ends, pool))
            if len(waiting) > _AHEAD:
                await self._finish(waiting.popleft(), ends)
        while waiting:
            await self._finish(waiting.popleft(), ends)
        await captures.finish()
        if run.id in self.undone.taken_back:
            take_back(self.state, run.id, now=datetime.fromisoformat(last).timestamp())
        self.state.runs.forget_before(run.id)
        self.state.runs.end(run.id, ended_at=last)

    def _captures(self, run: ArchivedRun, pool: Readers, started_at: str) -> CapturedRun:
        def is_undone(answer: Answer) -> bool:
            return self.undone.covers(run.id, answer.asked, answer.place)

        now = datetime.fromisoformat(started_at).timestamp()
        return CapturedRun(self.state, pool, now=now, is_undone=is_undone)

    def _step(self, answer: Answer, run: ArchivedRun, ends: Ends, pool: Readers) -> _Step:
        try:
            return (
                self._listing(answer, run, ends, pool)
                if answer.kind == LISTING
                else self._article(answer, ends, pool)
            )
        except TransferError as error:
            if not error.final:  # the crawl asked again
                return _Step(answer)
            failed = ends.no_listing if answer.kind == LISTING else ends.failed
            reason, detail = error.reason, error.detail
            return _Step(answer, lambda: failed(answer, reason, detail))

    def _article(self, answer: Answer, ends: Ends, pool: Readers) -> _Step:
        status = answer.exchange.status
        if status == _NOT_MODIFIED:
            return _Step(answer, lambda: ends.confirmed(answer))
        if answer.note.get("form") == NUMBER and (status in _NO_PAGE or names_no_article(answer.url)):
            return _Step(answer, lambda: ends.no_such_number(answer))
        if status in _NO_PAGE:
            detail = f"the server has no such page (HTTP {status})"
            return _Step(answer, lambda: ends.gone(answer, f"http-{status}", detail))
        if is_failure(status):
            return _Step(answer)
        if status >= 400:
            return _Step(
                answer, lambda: ends.failed(answer, f"http-{status}", f"the server answered HTTP {status}")
            )
        body = whole_body(answer.exchange)
        if went_home(answer.url, answer.asked):
            detail = f"the article's address leads to {answer.url}"
            return _Step(answer, lambda: ends.gone(answer, "gone-home", detail))
        address = article_address(answer.url, origin=answer.note.get("origin"))
        key = address_key(address) if address else None
        if key is not None and key in self._claimed:
            return _Step(answer, lambda: ends.duplicate(answer, key))
        self._claimed.update({key} if key is not None else ())
        page = answer.page(body)
        return _Step(answer, page=page, reading=asyncio.ensure_future(pool.read_article(page)))

    def _listing(self, answer: Answer, run: ArchivedRun, ends: Ends, pool: Readers) -> _Step:
        status = answer.exchange.status
        if is_failure(status):
            return _Step(answer)
        if status in _NO_PAGE:
            return _Step(answer, lambda: ends.past_the_end(answer))
        if status >= 400:
            return _Step(answer, lambda: ends.no_listing(answer, f"http-{status}", f"HTTP {status}"))
        if status == _NOT_MODIFIED:
            return _Step(answer, lambda: ends.same_page(answer))
        body = whole_body(answer.exchange)
        scope = parse_origin(run.info.get("origin") or answer.note.get("origin"))
        source, section = source_of(str(answer.note.get("form", "")))
        if source in SOURCES:
            headers = lower(answer.exchange.headers)
            question = Question(scope.copy, ends.goal.sections, ends.goal.window, section, headers)
            page = pool.read_source(source, body, answer.url, question)
            return _Step(answer, reading=asyncio.ensure_future(page))
        reading = asyncio.ensure_future(pool.read_listing(body, answer.url, scope, ()))
        return _Step(answer, reading=reading)

    async def _finish(self, step: _Step, ends: Ends) -> None:
        if step.end is not None:
            step.end()
        if step.reading is None:
            return
        try:
            found = await step.reading
        except PageError as error:
            if step.page is None:
                ends.no_listing(step.answer, error.reason, error.detail)
            else:
                ends.no_article(step.answer, step.page, error)
            return
        if isinstance(found, ListingPage):
            ends.listing(step.answer, found)
        elif isinstance(found, SourcePage):
            ends.source(step.answer, found)
        else:
            assert step.page is not None  # only articles have one
            ends.article(step.answer, step.page, found)


def _options(run: ArchivedRun) -> dict[str, object]:
    names = ("run", "started_at", UNACKNOWLEDGED, TAKEN_BACK)
    return {name: value for name, value in run.info.items() if name not in names}


def _goal(run: ArchivedRun) -> Goal:
    goal = run.info.get("goal")
    return Goal.from_json(goal) if isinstance(goal, str) else Goal()
