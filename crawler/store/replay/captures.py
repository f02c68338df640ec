"""Captures read in the readers, each given its end in order. The ingest and its replay both go this way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crawler.discover.scope import Scope, parse_origin
from crawler.errors import PageError
from crawler.items import Article, Page
from crawler.report.outcomes import Outcome
from crawler.store.frontier import LISTING
from crawler.store.replay.answer import Answer
from crawler.store.replay.captured import first_look, refused, unwanted, with_capture
from crawler.store.replay.captured_ends import CapturedEnds
from crawler.workers.tasks import ListingPage


class CaptureReaders(Protocol):
    """Who reads pages, within limits: `crawler.workers.pool.WorkerPool`."""

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing."""

    async def close(self) -> None:
        """End it."""


@dataclass(slots=True)
class Pending:
    """A capture that is being read, or has its end already."""

    answer: Answer
    page: Page | None = None
    article: Article | None = None
    outcome: Outcome | None = None
    reading: asyncio.Future[Article] | asyncio.Future[ListingPage] | None = None


def begin(answer: Answer, readers: CaptureReaders) -> Pending:
    """Have a capture read."""
    found = first_look(answer)
    if isinstance(found, Outcome):
        return Pending(answer, outcome=found)
    if isinstance(found, Article):
        return Pending(answer, article=found)
    pending = Pending(answer, page=found)
    if answer.kind == LISTING:
        scope = parse_origin(answer.note.get("origin"))
        pending.reading = asyncio.ensure_future(readers.read_listing(found.body, answer.url, scope, ()))
    else:
        pending.reading = asyncio.ensure_future(readers.read_record(found))
    return pending


async def read(pending: Pending) -> ListingPage | None:
    """Wait for a capture's reading. Afterwards it has an outcome or an article; of a listing: its page.

    Raises:
        PoolClosedError: The readers were closed meanwhile.
    """
    if pending.reading is None or pending.page is None:
        return None
    try:
        found = await pending.reading
    except PageError as error:
        pending.outcome = refused(pending.answer, pending.page, error)
        return None
    if isinstance(found, ListingPage):
        return found
    pending.article = with_capture(found, pending.answer.note)
    return None


def end(pending: Pending, listing: ListingPage | None, ends: CapturedEnds) -> Outcome:
    """Give a capture that was read its end, in the caller's transaction."""
    answer, article = pending.answer, pending.article
    if listing is not None:
        return ends.listing(answer, listing)
    if article is None:
        assert pending.outcome is not None  # see `read`
        return ends.no_article(answer, pending.outcome)
    if (outcome := unwanted(answer, article)) is not None:
        return ends.no_article(answer, outcome, article)
    return ends.article(answer, article)
