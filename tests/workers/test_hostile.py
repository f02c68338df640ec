"""Hostile pages: each ends in time and in bounds, as an article or as a `PageError`."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.discover.scope import Scope
from crawler.errors import PageError
from crawler.items import Article, RawArticle
from crawler.workers import tasks
from crawler.workers.pool import WorkerPool
from tests.extract.sheet import page, sheet
from tests.workers import hostile
from tests.workers.conftest import Run

pytestmark = pytest.mark.drill

SECONDS, MEGABYTES = 10, 500  # the bar
LISTING_URL = "https://baolangson.vn/chinh-tri"
# Pages that take more than about a quarter of a second: only the long form reads them.
SLOW = set(
    """
    paragraphs-unclosed-33k paragraphs-100k paragraphs-prose-20k paragraphs-empty-300k divs-100k lines-100k
    links-50k links-50k-paragraphs tags-100k-li items-100k headings-30k titles-30k stamps-30k views-30k
    bylines-30k images-50k figures-30k rows-50k cells-200k spans-1000x1000 misnested-50k misnested-tables-20k
    fonts-100k-closed forms-50k selects-100k svg-50k iframes-30k names-100k attributes-100k braces-1mb
    marks-1mb title-dashes-1mb title-1mb letters-1mb canonicals-30k metas-50k nul-bytes json-objects-100k
    json-scripts-30k image-base64-5mb spaces-5mb no-markup-5mb noise-5mb noise-1mb attribute-7mb
    random-tags-1 random-tags-2 comments-100k instructions-100k json-string-5mb breaks-200k cdata-100k
    """.split()
)
SLOW_LISTINGS = {"links-50k", "links-deep", "pages-50k", "json-html"}


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all pages."""
    with asyncio.Runner() as one:
        yield one


@pytest.fixture(scope="module")
def shared(runner: asyncio.Runner) -> Iterator[WorkerPool]:
    """One pool with its default limits for all pages: what one page leaves behind, the next one meets."""
    pool = WorkerPool()
    yield pool
    runner.run(pool.close())


def marked(names: Iterable[str], slow: set[str]) -> list[Any]:
    """Names as parameters, slow ones for the long form only."""
    return [pytest.param(name, marks=pytest.mark.torture if name in slow else ()) for name in names]


def peaks(pool: WorkerPool) -> list[int]:
    """Megabytes that children took at most: those that are gone, and those that are there."""
    gone = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    there = [
        int(line.split()[1])
        for pid in pool.pids
        for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
        if line.startswith("VmHWM:")
    ]
    return [kilobytes // 1024 for kilobytes in (gone, *there)]


def test_enough_pages() -> None:
    """There are at least sixty, and the lists of slow ones name none that is not there."""
    assert len(hostile.PAGES) >= 60
    assert set(hostile.PAGES) >= SLOW
    assert set(hostile.LISTINGS) >= SLOW_LISTINGS


@pytest.mark.parametrize("name", marked(hostile.PAGES, SLOW))
def test_page(name: str, shared: WorkerPool, runner: asyncio.Runner) -> None:
    """A hostile page gives an article or a `PageError`, in time, in bounds; the next page is read."""
    one = page(hostile.body(name))

    async def read() -> tuple[Any, float]:
        await shared.read_article(page(sheet()))
        begun = time.monotonic()
        (found,) = await asyncio.gather(shared.read_article(one), return_exceptions=True)
        return found, time.monotonic() - begun

    found, taken = runner.run(read())

    assert isinstance(found, (RawArticle, PageError)), found
    assert taken < SECONDS
    assert max(peaks(shared)) < MEGABYTES
    assert runner.run(shared.read_article(page(sheet()))) == tasks.read_article(page(sheet()))


@pytest.mark.parametrize("name", marked(hostile.LISTINGS, SLOW_LISTINGS))
def test_listing(name: str, shared: WorkerPool, runner: asyncio.Runner) -> None:
    """A hostile listing gives a listing or a `PageError`, in time."""
    body = hostile.listing(name)
    begun = time.monotonic()

    async def read() -> Any:
        reading = shared.read_listing(body, LISTING_URL, Scope(), ("chinh-tri",))
        return await asyncio.gather(reading, return_exceptions=True)

    (found,) = runner.run(read())

    assert isinstance(found, (tasks.ListingPage, PageError)), found
    assert time.monotonic() - begun < SECONDS


@pytest.mark.torture
@pytest.mark.parametrize("name", hostile.PAGES)
def test_record(name: str, shared: WorkerPool, runner: asyncio.Runner) -> None:
    """All the way to the record, it is the same."""
    begun = time.monotonic()

    async def read() -> Any:
        return await asyncio.gather(shared.read_record(page(hostile.body(name))), return_exceptions=True)

    (found,) = runner.run(read())

    assert isinstance(found, (Article, PageError)), found
    assert time.monotonic() - begun < SECONDS
    assert max(peaks(shared)) < MEGABYTES


@pytest.mark.parametrize("megabytes", [80, pytest.param(100, marks=pytest.mark.torture)])
def test_little_memory(run: Run[Any], megabytes: int) -> None:
    """Where memory is short, a page gives its true reading or fails; it never gives another reading."""
    names = ["selects-100k", "attribute-7mb", "metas-50k", "names-100k"]

    async def read() -> list[Any]:
        pool = WorkerPool(megabytes=megabytes)
        pages = [page(hostile.body(name)) for name in names]
        found = await asyncio.gather(*map(pool.read_article, pages), return_exceptions=True)
        await pool.close()
        return found

    found = run(read())

    failed = [one for one in found if isinstance(one, PageError)]
    assert failed
    assert {one.reason for one in failed} <= {"parse-memory", "parse-crash"}
    for one in found:
        if one not in failed:
            assert one == tasks.read_article(one.page)
