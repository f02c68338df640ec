"""Hand pages to children, and see that none costs more than itself.

::

    pool = WorkerPool(workers=1, seconds=8, megabytes=400)
    article = await pool.read_article(page)
    await pool.close()

Pages are read in the order they are asked for. Each child has one page in work and one in its pipe, so
that neither side waits for the other. A child that is too slow, too heavy or lost is replaced; the page
it worked on fails (a lost child's page is tried once more: it may have been innocent), the others go on.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.errors import PoolClosedError
from crawler.items import Article, Page, RawArticle
from crawler.workers import messages
from crawler.workers.desk import Desk
from crawler.workers.job import Job
from crawler.workers.tasks import ListingPage

_T = TypeVar("_T")


class WorkerPool:
    """Processes that read pages.

    Nothing is started before `start` or the first page. All calls come from one event loop.

    Args:
        workers: How many processes.
        seconds: What a page may take, from the moment it is begun.
        megabytes: MiB of address space that a process may take.
    """

    def __init__(self, *, workers: int = 1, seconds: float = 8.0, megabytes: int = 400) -> None:
        if workers < 1 or seconds <= 0 or megabytes < 1:
            raise ValueError("workers, seconds and megabytes must be positive")
        self._waiting: deque[Job[Any]] = deque()
        self._desks = [Desk(self._waiting, seconds, megabytes, self._share) for _ in range(workers)]
        self._closed = False

    def start(self) -> None:
        """Start the processes in the background; pages may be asked for at once."""
        for desk in self._desks:
            desk.open()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the children there are."""
        return tuple(desk.child.pid for desk in self._desks if desk.child is not None)

    async def read_article(self, page: Page) -> RawArticle:
        """Read an article, like `tasks.read_article`.

        Raises:
            PageError: The page gives no article.
            TooSlowError, TooHeavyError, ReaderCrashedError: It cannot be read within the limits.
            PoolClosedError: The pool was closed before it was read.
        """
        order = messages.article_order(page)
        return await self._ask(Job(page.url, order, partial(messages.read_article_answer, page=page)))

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record, like `crawler.process.process`.

        Raises:
            As `read_article`.
        """
        order = messages.article_order(page, "record")
        return await self._ask(Job(page.url, order, messages.read_record_answer))

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing, like `tasks.read_listing`.

        Raises:
            CutPageError: The page cannot be read whole.
            TooSlowError, TooHeavyError, ReaderCrashedError: It cannot be read within the limits.
            PoolClosedError: The pool was closed before it was read.
        """
        order = messages.listing_order(body, url, scope, wanted)
        return await self._ask(Job(url, order, messages.read_listing_answer))

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses, like `tasks.read_source`.

        Raises:
            NotSourceError: The page is another thing.
            TooSlowError, TooHeavyError, ReaderCrashedError: It cannot be read within the limits.
            PoolClosedError: The pool was closed before it was read.
        """
        order = messages.source_order(name, body, url, question)
        return await self._ask(Job(url, order, messages.read_source_answer))

    async def _ask(self, job: Job[_T]) -> _T:
        if self._closed:
            raise PoolClosedError(f"{job.url}: the readers are closed")
        self._waiting.append(job)
        self._share()
        return await job.answer

    def _share(self) -> None:
        """Give waiting pages to the desks that have least in hand."""
        for desk in sorted(self._desks, key=Desk.load):
            desk.serve()

    async def close(self) -> None:
        """Kill the children, within a second; what is not read by now raises PoolClosedError."""
        self._closed = True
        jobs = [*self._waiting, *(job for desk in self._desks for job in desk.jobs)]
        self._waiting.clear()
        for job in jobs:
            job.fail(PoolClosedError(f"{job.url}: the readers were closed before it was read"))
        await asyncio.gather(*(desk.close() for desk in self._desks))
