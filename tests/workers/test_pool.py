"""The pool gives what the tasks give, and a page costs only itself."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from crawler.discover.scope import Scope
from crawler.errors import (
    CutPageError,
    MissingLandmarkError,
    NotArticleError,
    NotHtmlError,
    PageError,
    PoolClosedError,
    ReaderCrashedError,
    TooHeavyError,
    TooSlowError,
)
from crawler.items import Page
from crawler.process import process
from crawler.replica import Newspaper
from crawler.workers import tasks
from crawler.workers.pool import WorkerPool
from tests.extract.sheet import NOW, page, sheet
from tests.workers import hostile
from tests.workers.conftest import Run

LISTING = (
    b'<ul><li><a href="/chinh-tri/612345-tin-moi.html">Tin</a></ul><a rel=next href="/chinh-tri?page=2">2</a>'
)
LISTING_URL = "https://baolangson.vn/chinh-tri"
BIG = hostile.body("paragraphs-100k")  # a second of work, 150 MB
MEDIUM = hostile.text("<p>Hội nghị</p>" * 12_000)  # some tenths of a second
# So many attributes, below the number that is refused, that libxml2 needs some fifteen seconds.
ENDLESS = sheet(behind=("<p " + " ".join(f"a{n}=1" for n in range(9_900)) + ">") * 90)


def replica_pages() -> list[Page]:
    """Pages of both eras."""
    paper = Newspaper(seed=7, articles=12)
    later = NOW.replace(year=2026, month=12)
    return [
        Page(
            url=paper.address(index, era),
            body=paper.page(index, fetched_at=later, era=era),
            headers=paper.headers(index, era),
            fetched_at=later,
        )
        for index in range(12)
        for era in paper.served_eras(index)
    ]


async def outcomes(pool: WorkerPool, *pages: Page) -> list[Any]:
    """What each page gives, all asked for at once."""
    return await asyncio.gather(*map(pool.read_article, pages), return_exceptions=True)


async def until(condition: Any, seconds: float = 10) -> bool:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        await asyncio.sleep(0.01)
    return bool(condition())


# --- what comes back ------------------------------------------------------------------------------


def test_same_as_in_the_own_process(pool: WorkerPool, run: Run[Any]) -> None:
    """Articles and records come back equal to those that are read without a pool, in order."""
    pages = replica_pages()

    async def both() -> tuple[list[Any], list[Any]]:
        return (
            await asyncio.gather(*map(pool.read_article, pages)),
            await asyncio.gather(*map(pool.read_record, pages)),
        )

    articles, records = run(both())

    assert articles == [tasks.read_article(one) for one in pages]
    assert records == [process(one) for one in pages]
    assert all(article.page is one for article, one in zip(articles, pages, strict=True))


def test_listing(pool: WorkerPool, run: Run[Any]) -> None:
    """A listing comes back with its links, next pages and sections."""
    scope = Scope("http://127.0.0.1:8000", copy="http://127.0.0.1:8000")
    body = LISTING + b'<a href="/nghi-quyet-cua-dang-vao-cuoc-song-2026">x</a>'

    for where, url in ((Scope(), LISTING_URL), (scope, f"{scope.base}/chinh-tri")):
        found = run(pool.read_listing(body, url, where, ("chinh-tri",)))

        assert found == tasks.read_listing(body, url, where, ("chinh-tri",))
        assert [link.address.id for link in found.listing.articles] == ["612345"]


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (page(b""), NotHtmlError),
        (page(b"%PDF-1.7"), NotHtmlError),
        (page(sheet(), url="https://baolangson.vn/chinh-tri"), NotArticleError),
        (page(sheet(title="", head="")), MissingLandmarkError),
        (page(hostile.body("nesting-300")), CutPageError),
    ],
)
def test_errors_as_raised(pool: WorkerPool, run: Run[Any], one: Page, kind: type[PageError]) -> None:
    """A page's error comes back with its kind, words, field and fate."""
    with pytest.raises(kind) as here:
        tasks.read_article(one)

    with pytest.raises(kind) as there:
        run(pool.read_article(one))

    assert (str(there.value), vars(there.value)) == (str(here.value), vars(here.value))


# --- limits ---------------------------------------------------------------------------------------


def test_too_slow(run: Run[Any]) -> None:
    """A page that takes too long fails alone, and the error says where in our code it was."""

    async def read() -> list[Any]:
        pool = WorkerPool(seconds=0.6)
        try:
            return await outcomes(pool, page(sheet()), page(ENDLESS), page(sheet()), page(sheet()))
        finally:
            await pool.close()

    first, slow, *others = run(read())

    assert isinstance(slow, TooSlowError)
    assert slow.reason == "parse-timeout"
    assert "0.6 s (extract/document.py:" in slow.detail
    assert others == [first, first]


def test_too_heavy(run: Run[Any]) -> None:
    """A page that takes too much memory fails alone."""

    async def read() -> list[Any]:
        pool = WorkerPool(megabytes=110)
        try:
            return await outcomes(pool, page(sheet()), page(BIG), page(sheet()))
        finally:
            await pool.close()

    first, heavy, last = run(read())

    assert isinstance(heavy, TooHeavyError)
    assert heavy.reason == "parse-memory"
    assert first == last


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_lost_once(pool: WorkerPool, run: Run[Any], number: signal.Signals) -> None:
    """A child that is lost costs nothing: its page is read by the next one."""

    async def read() -> list[Any]:
        await pool.read_article(page(sheet()))
        reading = asyncio.create_task(outcomes(pool, page(MEDIUM), page(sheet())))
        await asyncio.sleep(0.05)
        os.kill(pool.pids[0], number)
        return await reading

    big, small = run(read())

    assert big == tasks.read_article(big.page)
    assert small == tasks.read_article(small.page)


@pytest.mark.drill
def test_lost_twice(run: Run[Any]) -> None:
    """A page that loses two children fails, and the error says by what signal and where."""

    async def read() -> list[Any]:
        pool = WorkerPool()
        reading = asyncio.create_task(outcomes(pool, page(ENDLESS), page(sheet())))
        lost: set[int] = set()
        while len(lost) < 2:
            await until(lambda: set(pool.pids) - lost)
            child = psutil.Process(pool.pids[0])
            await until(lambda child=child: child.cpu_times().user > 0.8)
            lost.add(child.pid)
            os.kill(child.pid, signal.SIGSEGV)
        found = await reading
        await pool.close()
        return found

    crashed, small = run(read())

    assert isinstance(crashed, ReaderCrashedError)
    assert crashed.reason == "parse-crash"
    assert "(SIGSEGV, extract/document.py:" in crashed.detail
    assert small == tasks.read_article(small.page)


def test_stopped(run: Run[Any]) -> None:
    """A child that does nothing at all is replaced too."""

    async def read() -> list[Any]:
        pool = WorkerPool(seconds=0.5)
        await pool.read_article(page(sheet()))
        os.kill(pool.pids[0], signal.SIGSTOP)
        found = await outcomes(pool, page(sheet()), page(sheet()))
        await pool.close()
        return found

    first, second = run(read())

    assert isinstance(first, TooSlowError)
    assert second == tasks.read_article(second.page)


def test_lost_between_pages(pool: WorkerPool, run: Run[Any]) -> None:
    """A child that is lost while it has nothing to do is replaced when there is something."""

    async def read() -> Any:
        await pool.read_article(page(sheet()))
        os.kill(pool.pids[0], signal.SIGKILL)
        assert await until(lambda: not pool.pids)
        return await pool.read_article(page(sheet()))

    assert run(read()) == tasks.read_article(page(sheet()))


def test_two_workers(run: Run[Any]) -> None:
    """While one worker is held up, the other reads everything else, what is behind it in its pipe too."""

    async def read() -> tuple[bool, list[Any]]:
        pool = WorkerPool(workers=2, seconds=60)
        slow = asyncio.create_task(outcomes(pool, page(ENDLESS)))
        await asyncio.sleep(0)
        found = await outcomes(pool, *[page(sheet())] * 60)
        held_up = not slow.done()
        await pool.close()
        await slow
        return held_up, found

    held_up, found = run(read())

    assert held_up
    assert found == [tasks.read_article(page(sheet()))] * 60


def test_busy_parent(run: Run[Any]) -> None:
    """A parent that was busy longer than a page may take finds the answer, not a failure."""

    async def read() -> Any:
        pool = WorkerPool(seconds=0.5)
        await pool.read_article(page(sheet()))
        reading = asyncio.create_task(pool.read_article(page(sheet())))
        await asyncio.sleep(0)
        time.sleep(1)
        try:
            return await reading
        finally:
            await pool.close()

    assert run(read()) == tasks.read_article(page(sheet()))


# --- start and end --------------------------------------------------------------------------------


def test_close_while_working(run: Run[Any]) -> None:
    """Closing does not wait for a worker that hangs; what is not read says so; none is left."""

    async def close() -> tuple[float, list[int], list[Any]]:
        pool = WorkerPool(workers=2, seconds=60)
        reading = asyncio.create_task(outcomes(pool, *[page(ENDLESS)] * 5))
        await until(lambda: len(pool.pids) == 2)
        await until(lambda: all(psutil.Process(pid).cpu_times().user > 0.5 for pid in pool.pids))
        pids = list(pool.pids)
        begun = time.monotonic()
        await pool.close()
        taken = time.monotonic() - begun
        with pytest.raises(PoolClosedError):
            await pool.read_article(page(sheet()))
        return taken, pids, await reading

    taken, pids, found = run(close())

    assert taken < 5
    assert len(pids) == 2
    assert not any(map(psutil.pid_exists, pids))
    assert {type(one) for one in found} == {PoolClosedError}


def test_nobody_waits(pool: WorkerPool, run: Run[Any]) -> None:
    """A page whose reader gave up waiting disturbs no other."""

    async def read() -> Any:
        tasks_ = [asyncio.create_task(pool.read_article(page(sheet()))) for _ in range(5)]
        await asyncio.sleep(0)
        for task in tasks_[:4]:
            task.cancel()
        return await tasks_[4]

    assert run(read()) == tasks.read_article(page(sheet()))


def test_no_process_before_the_first_page(run: Run[Any]) -> None:
    """A pool that nobody asks starts nothing; `start` does."""

    async def look() -> tuple[int, int]:
        pool = WorkerPool(workers=2)
        before = len(pool.pids)
        pool.start()
        after = len(pool.pids)
        await pool.close()
        return before, after

    assert run(look()) == (0, 2)


def test_no_reader_can_be_started(run: Run[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where children die at their start, pages fail with a reason, and nothing hangs."""

    async def read() -> list[Any]:
        pool = WorkerPool()
        monkeypatch.setattr(sys, "path", [str(tmp_path)])
        found = await outcomes(pool, *[page(sheet())] * 3)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
        found += await outcomes(pool, page(sheet()))
        await pool.close()
        return found

    found = run(read())

    assert [type(one) for one in found] == [ReaderCrashedError] * 4
    assert all("no reader can be started" in one.detail for one in found)


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"seconds": 0}, {"megabytes": 0}])
def test_wrong_limits(wrong: dict[str, Any]) -> None:
    """Limits that no page could hold are refused."""
    with pytest.raises(ValueError, match="must be positive"):
        WorkerPool(**wrong)
