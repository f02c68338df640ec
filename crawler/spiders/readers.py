"""Processes that read pages, so that fetching goes on meanwhile. Only long crawls without delay need them."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from crawler.extract import extract
from crawler.items import Page, RawArticle

# Starting a process takes as long as reading a hundred pages.
_AT_ONCE = 100

logger = logging.getLogger(__name__)


class Readers:
    """Turns pages into articles, in this process or in others.

    Args:
        processes: How many others; 0 reads everything here.
        at_once: How many pages are read here before the others are started.
    """

    def __init__(self, processes: int, *, at_once: int = _AT_ONCE) -> None:
        self.processes = processes
        self._wait = at_once
        self._pool: ProcessPoolExecutor | None = None

    async def read(self, page: Page) -> RawArticle:
        """Read a page (`crawler.extract.extract`).

        Raises:
            PageError: The page gives no article.
        """
        if not self._other_processes():
            return extract(page)
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._pool, _read, page)
        except BrokenProcessPool:
            logger.warning("a process that read pages was killed; the crawl goes on in one process")
            self.close()
            return extract(page)
        return replace(found, page=page)

    def close(self) -> None:
        """End the other processes; what is read from now on is read here."""
        self.processes = 0
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _other_processes(self) -> bool:
        if self._pool is None and self.processes:
            if self._wait > 0:
                self._wait -= 1
            else:
                # Not forked: a fork would copy the reactor, its sockets and its threads' locks.
                spawning = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self.processes, spawning, _begin)
        return self._pool is not None


def reader_processes(delay: float) -> int:
    """How many processes pay: none for a polite crawl, which waits far longer than reading takes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if delay == 0 and cores > 1 else 0


def _read(page: Page) -> RawArticle:
    """In the other process: the article without its page, which the asker has."""
    return replace(extract(page), page=replace(page, body=b""))


def _begin() -> None:
    """In the other process: Ctrl+C is the asker's to handle, and nobody outlives the asker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)
