"""Jobs of a long-lived worker: the process that reads pages is kept from one job to the next.

Starting one takes as long as reading a hundred pages. It belongs to the thread that started it (the kernel
ends it with that thread) and to the thread's event loop, so both are kept with it; a reader that is lost
between two jobs is replaced by its pool.
"""

from __future__ import annotations

import asyncio
import threading

from crawler.batch.job import Done, Job, one_process, read_file
from crawler.items import Article, Page

_kept = threading.local()


class _Kept:
    """A pool that the end of a job does not close."""

    def __init__(self, job: Job) -> None:
        self.limits = (job.seconds, job.megabytes)
        self._pool = one_process(job)

    async def read_record(self, page: Page) -> Article:
        return await self._pool.read_record(page)

    async def close(self) -> None:
        """It goes on to the next job; with the worker it ends."""

    async def end(self) -> None:
        await self._pool.close()


def read_kept(job: Job) -> Done:
    """Do a job as `crawler.batch.job.read_file`, with this thread's own reader."""
    runner: asyncio.Runner | None = getattr(_kept, "runner", None)
    if runner is None:
        runner = _kept.runner = asyncio.Runner()
        _kept.reader = _Kept(job)
    elif _kept.reader.limits != (job.seconds, job.megabytes):
        runner.run(_kept.reader.end())
        _kept.reader = _Kept(job)
    return read_file(job, lambda job: _kept.reader, runner.run)
