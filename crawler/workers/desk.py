"""A place where one child at a time works: what it has in hand, its clock, its replacement."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from crawler.errors import PageError, PoolClosedError, ReaderCrashedError, TooHeavyError, TooSlowError
from crawler.workers import messages
from crawler.workers.job import Job
from crawler.workers.process import Child, place_in

_Verdict = tuple[Job[Any], type[PageError], str]  # a page, and why it fails

# One page in work, one in the pipe: more would only wait behind a slow one.
_DEPTH = 2
# A page in work for so many seconds lets the one behind it go to another desk.
_STUCK = 0.5
# After its time a page has so many seconds more, in case the answer waits and only we were busy.
_GRACE = 0.2
_START_SECONDS = 60.0
_STARTS = 3
_TRIES = 2
_NO_START = "no reader can be started"
_CLOSING_SECONDS = 0.8
_POLL_SECONDS = 0.005


class Desk:
    """Gives the waiting pages to a child.

    Attributes:
        jobs: What the child has in hand, the page in work first.
        child: The child, or None where none is started.

    Args:
        waiting: The pages that wait, shared with the other desks.
        seconds, megabytes: What a page may take.
        share: Called when a page should go to whatever desk is free.
    """

    def __init__(
        self, waiting: deque[Job[Any]], seconds: float, megabytes: int, share: Callable[[], None]
    ) -> None:
        self._waiting, self._seconds, self._megabytes, self._share = waiting, seconds, megabytes, share
        self.jobs: deque[Job[Any]] = deque()
        self.child: Child | None = None
        self._ready = False
        self._failed_starts = 0
        self._clock: asyncio.TimerHandle | None = None
        self._burials: set[asyncio.Task[None]] = set()
        self._closed = False

    def load(self) -> int:
        """How many pages the child has in hand."""
        return len(self.jobs)

    def open(self) -> None:
        """Start a child, if there is none.

        Raises:
            OSError: The system gives no more processes, memory or files.
        """
        if self.child is None and not self._closed:
            loop = asyncio.get_running_loop()
            self._ready = False
            self.child = Child(loop, self._seconds, self._megabytes, self._answered, self._lost)
            self._set_clock(_START_SECONDS, self._not_started)

    def serve(self) -> None:
        """Give the child the next waiting pages, as many as it may have in hand."""
        while len(self.jobs) < _DEPTH and (job := self._next_job()) is not None:
            try:
                self.open()
            except OSError as error:
                job.fail(ReaderCrashedError(job.url, f"{_NO_START}: {error.strerror}"))
                continue
            if self.child is None:
                return
            self.jobs.append(job)
            self.child.send(*job.order)
            if len(self.jobs) == 1 and self._ready:
                self._begin()

    def _next_job(self) -> Job[Any] | None:
        while self._waiting:
            job = self._waiting.popleft()
            if not job.answer.done() and job not in self.jobs:
                return job
        return None

    # --- the clock ------------------------------------------------------------------------------

    def _set_clock(self, seconds: float, ring: Callable[[], None]) -> None:
        self._stop_clock()
        self._clock = asyncio.get_running_loop().call_later(seconds, ring)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _begin(self) -> None:
        """The child begins the first page it has in hand."""
        stuck = min(_STUCK, self._seconds / 2)
        self._set_clock(stuck, lambda: self._stuck(self._seconds - stuck))

    def _stuck(self, rest: float) -> None:
        """The page in work takes long: the next one need not wait for it."""
        self._set_clock(rest, self._late)
        self._put_back(list(self.jobs)[1:])
        self._share()

    def _late(self) -> None:
        if self.child is not None:
            self.child.ask_where()
            self._set_clock(_GRACE, self._too_late)

    def _too_late(self) -> None:
        detail = f"it was not read within {self._seconds:g} s"
        self._replace((self.jobs.popleft(), TooSlowError, detail))

    def _not_started(self) -> None:
        if self.child is not None:
            self.child.end()
            self._lost(self.child)

    # --- what the child says --------------------------------------------------------------------

    def _answered(self, child: Child, kind: bytes, answer: bytes) -> None:
        if kind == messages.READY and not self._ready:
            self._ready, self._failed_starts = True, 0
            self._stop_clock()
            if self.jobs:
                self._begin()
        elif kind == messages.WORN:
            self._replace()
        elif not self.jobs or not self._ready:
            self._lost(child)
        else:
            self._settle(kind, answer)

    def _settle(self, kind: bytes, answer: bytes) -> None:
        job = self.jobs.popleft()
        self._stop_clock()
        try:
            if kind == messages.DONE:
                job.give(job.read(answer))
            elif kind == messages.REFUSED:
                job.fail(messages.read_refusal(answer, job.url))
            elif kind == messages.FAILED:
                job.fail(ReaderCrashedError(job.url, f"our code fails on it: {place_in(answer)}"))
            else:
                raise ValueError(f"no kind of answer: {kind!r}")
        except ValueError:  # pydantic's errors are such
            self._replace((job, ReaderCrashedError, "its reader gave no sensible answer"))
            return
        if self.jobs:
            self._begin()
        self.serve()

    # --- the child's end ------------------------------------------------------------------------

    def _lost(self, child: Child) -> None:
        """The child ended, or has to, by no decision of ours."""
        if not self._ready:
            self._start_failed()
        else:
            self._replace(suspect=self.jobs.popleft() if self.jobs else None)

    def _start_failed(self) -> None:
        self._failed_starts += 1
        if self._failed_starts < _STARTS:
            self._replace()
            return
        given_up = [*self.jobs, *self._waiting]
        self.jobs.clear()
        self._waiting.clear()
        self._replace(*((job, ReaderCrashedError, _NO_START) for job in given_up))

    def _replace(self, *verdicts: _Verdict, suspect: Job[Any] | None = None) -> None:
        """End the child; fail pages, saying where it was; give the others to the next child.

        Args:
            verdicts: Pages that fail, and why.
            suspect: A page that may have ended the child: how it ended will tell.
        """
        child, self.child = self.child, None
        self._stop_clock()
        self._put_back(self.jobs)
        self.jobs.clear()
        if child is not None:
            child.end()
            burial = asyncio.get_running_loop().create_task(self._bury(child, verdicts, suspect))
            self._burials.add(burial)
            burial.add_done_callback(self._burials.discard)
        if self._waiting:
            self._share()

    def _put_back(self, jobs: Iterable[Job[Any]]) -> None:
        self._waiting.extendleft(reversed([job for job in jobs if not job.answer.done()]))

    async def _bury(self, child: Child, verdicts: Iterable[_Verdict], suspect: Job[Any] | None) -> None:
        while not child.is_gone():
            await asyncio.sleep(_POLL_SECONDS)
        words = child.last_words()
        child.close()
        for job, kind, detail in verdicts:
            job.fail(kind(job.url, _with(detail, words)))
        if suspect is not None:
            self._judge(suspect, child.exit_status(), words)

    def _judge(self, job: Job[Any], status: int | None, words: str) -> None:
        """Fail a page that ended its child, or have it tried once more."""
        job.losses += 1
        if status == messages.HEAVY_EXIT:
            job.fail(TooHeavyError(job.url, f"reading it takes more than {self._megabytes} MB of memory"))
        elif job.losses >= _TRIES:
            job.fail(ReaderCrashedError(job.url, _with(f"its reader ended {_TRIES} times", words)))
        elif self._closed:
            job.fail(PoolClosedError(f"{job.url}: the readers were closed before it was read"))
        else:
            self._put_back([job])
            self._share()

    async def close(self) -> None:
        """Kill the child and wait until it is gone, but no longer than a second."""
        self._closed = True
        self.jobs.clear()
        self._replace()
        if self._burials:
            await asyncio.wait(self._burials, timeout=_CLOSING_SECONDS)


def _with(detail: str, words: str) -> str:
    return f"{detail} ({words})" if words else detail
