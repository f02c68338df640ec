"""Measure the pool: pages a second, the parent's CPU, memory over many pages, and hostile neighbours.

::

    python -m tests.workers.measure [PAGES]
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sys
import time
from collections.abc import Sequence
from datetime import datetime

import psutil

from crawler.errors import PageError
from crawler.items import Page
from crawler.replica import Newspaper
from crawler.workers import tasks
from crawler.workers.pool import WorkerPool
from tests.extract.sheet import page
from tests.workers import hostile

NOW = datetime.fromisoformat("2026-12-20T10:15:00+07:00")
AT_ONCE = 16
TURNS, TURN_SECONDS = 4, 4.0


def make_pages() -> list[Page]:
    """Pages of both eras."""
    paper = Newspaper(seed=5, articles=60)
    return [
        Page(
            url=paper.address(index, era),
            body=paper.page(index, fetched_at=NOW, era=era),
            headers=paper.headers(index, era),
            fetched_at=NOW,
        )
        for index in range(60)
        for era in paper.served_eras(index)
    ]


async def read_all(pool: WorkerPool, pages: Sequence[Page], count: int) -> None:
    """Read so many pages, a few at once, as a crawl would."""
    numbers = iter(range(count))

    async def reader() -> None:
        for number in numbers:
            await pool.read_article(pages[number % len(pages)])

    await asyncio.gather(*(reader() for _ in range(AT_ONCE)))


def resident(pool: WorkerPool) -> str:
    """Megabytes that each child has."""
    return ", ".join(f"{psutil.Process(pid).memory_info().rss / 2**20:.1f}" for pid in pool.pids)


async def throughput(pages: Sequence[Page], count: int, workers: int) -> None:
    """Pages a second, and the parent's CPU."""
    begun = time.perf_counter()
    pool = WorkerPool(workers=workers)
    await pool.read_article(pages[0])
    first = time.perf_counter() - begun
    await read_all(pool, pages, 200)
    before = resident(pool)
    wall, cpu = time.perf_counter(), time.process_time()
    await read_all(pool, pages, count)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"{workers} workers: first page after {first:.2f} s, {count / wall:.0f} pages/s, "
        f"parent {cpu / count * 1000:.2f} ms CPU a page, children {before} -> {resident(pool)} MB"
    )
    begun = time.perf_counter()
    await pool.close()
    print(f"  closed in {(time.perf_counter() - begun) * 1000:.0f} ms")


async def beside_hostile(pages: Sequence[Page]) -> None:
    """Normal pages a second alone, and while hostile pages keep a second worker busy; turn about."""
    pools = {False: WorkerPool(workers=1), True: WorkerPool(workers=2, seconds=2)}
    for pool in pools.values():
        await read_all(pool, pages, 100)
    read = dict.fromkeys(pools, 0)
    for attacked in (False, True) * TURNS:
        attack = asyncio.create_task(keep_attacking(pools[attacked])) if attacked else None
        read[attacked] += await read_for(pools[attacked], pages, TURN_SECONDS)
        if attack is not None:
            attack.cancel()
            await pools[True].close()
            pools[True] = WorkerPool(workers=2, seconds=2)
            await read_all(pools[True], pages, 20)
    alone, beside = (count / TURNS / TURN_SECONDS for count in read.values())
    print(f"one worker alone {alone:.0f} pages/s; of two, one held up: {beside:.0f} ({beside / alone:.0%})")
    for pool in pools.values():
        await pool.close()


async def read_for(pool: WorkerPool, pages: Sequence[Page], seconds: float) -> int:
    """Read for some time; how many pages that were."""
    end = time.perf_counter() + seconds
    read = 0

    async def reader() -> None:
        nonlocal read
        for one in itertools.cycle(pages):
            if time.perf_counter() > end:
                return
            await pool.read_article(one)
            read += 1

    await asyncio.gather(*(reader() for _ in range(AT_ONCE)))
    return read


async def keep_attacking(pool: WorkerPool) -> None:
    """Have a hostile page in work at any time."""
    body = hostile.body("attributes-100k")
    while True:
        with contextlib.suppress(PageError):
            await pool.read_article(page(body))


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    pages = make_pages()
    print(
        f"{len(pages)} pages of {sum(len(one.body) for one in pages) / len(pages) / 1000:.0f} kB on average"
    )
    begun = time.perf_counter()
    for one in pages:
        tasks.read_article(one)
    print(f"in this process: {(time.perf_counter() - begun) / len(pages) * 1000:.2f} ms a page")
    for workers in (1, 2):
        asyncio.run(throughput(pages, count, workers))
    asyncio.run(beside_hostile(pages))


if __name__ == "__main__":
    main()
