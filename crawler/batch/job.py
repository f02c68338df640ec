"""A job: one WARC file read into its output. Done twice, on whatever machine, it gives the same bytes.

The pages are read in a process of their own (`crawler.workers`), which is ended where a page takes too long
or too much; the job itself only reads the archive and writes lines. One page at a time: while the reader
works the job waits, so that a worker fills one core and no more.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from crawler.archive.exchange import Position
from crawler.batch.output import Content, LineWriter, Summary, content, read_summary, write_summary
from crawler.batch.pages import BodyPlace, FarBodies, Gathered, Placed, any_pages, crawled_pages
from crawler.batch.version import Version, version
from crawler.errors import PageError, StoreError
from crawler.items import Article, Page
from crawler.store.records import to_line
from crawler.workers.messages import refusal
from crawler.workers.pool import WorkerPool

ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be read, and how.

    Attributes:
        path: The WARC file.
        output: Where the lines belong.
        version: What is to read it; a worker that has another refuses.
        as_crawled: Whether it is of a data folder and to be read as the crawl read it.
        origin: The copy of the paper that the pages are of, if any.
        seconds, megabytes: What a page may take.
        bodies: Where bodies lie that stand in other files.
        sought_in: A digest of the files that were looked at for them.
    """

    path: Path
    output: Path
    version: Version
    as_crawled: bool = False
    origin: str | None = None
    seconds: float = 8.0
    megabytes: int = 400
    bodies: Mapping[str, BodyPlace] = field(default_factory=dict)
    sought_in: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A job's end: its summary, without what is kept page by page; whether it was finished before."""

    summary: Summary
    before: bool = False


class Reader(Protocol):
    """Who reads pages: `crawler.workers.pool.WorkerPool`, whose limits hostile pages need."""

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""

    async def close(self) -> None:
        """End it."""


def one_process(job: Job) -> Reader:
    """A process of its own, ended where a page takes too long or too much."""
    return WorkerPool(workers=1, seconds=job.seconds, megabytes=job.megabytes)


def read_file(
    job: Job,
    reader: Callable[[Job], Reader] = one_process,
    run: Callable[[Coroutine[Any, Any, Summary]], Summary] = asyncio.run,
) -> Done:
    """Read a WARC file into its output, unless that is finished.

    Args:
        job: What is to be read.
        reader: Makes who reads the pages.
        run: Runs a coroutine to its end.

    Raises:
        StoreError: The file cannot be opened, the output cannot be written, or this machine reads by
            other rules than the one that asks.
    """
    if version() != job.version:
        other = f"{version().extractor}, code {version().code}"
        raise StoreError(f"{job.path}: this worker reads by {other}; install the same langson everywhere")
    try:
        found = content(job.path)
        earlier = read_summary(job.output)
        if earlier is not None and not job.sought_in and _is_finished(job, earlier, found):
            return Done(earlier.brief(), before=True)
        return Done(run(_read(job, found, reader)).brief())
    except OSError as error:
        raise StoreError(f"{error.filename or job.output}: {error.strerror or error}") from error


def _is_finished(job: Job, earlier: Summary, found: Content) -> bool:
    if (earlier.input, earlier.version) != (found, job.version):
        return False
    with suppress(OSError):
        return content(job.output) == earlier.output
    return False


async def _read(job: Job, found: Content, reader: Callable[[Job], Reader]) -> Summary:
    gathered, reading = Gathered(), _Reading()
    writer = LineWriter(job.output)
    pool = reader(job)
    try:
        for position, page in _pages(job, gathered):
            await reading.take(position, page, pool, writer)
        output = writer.finish()
    finally:
        writer.abandon()
        await pool.close()
    summary = Summary(
        source=job.path.name,
        input=found,
        version=job.version,
        outcomes=dict(sorted(reading.outcomes.items())),
        passed_over=dict(sorted(gathered.passed_over.items())),
        damages=tuple(gathered.damages),
        unresolved=tuple(sorted(gathered.unresolved)),
        sought_in=job.sought_in,
        output=output,
        places=tuple(reading.places),
        refused=tuple(reading.refused),
    )
    write_summary(job.output, summary)
    return summary


def _pages(job: Job, gathered: Gathered) -> Iterator[Placed]:
    """The pages; what cannot be read any further is a damage, what stands before counts."""
    bodies = FarBodies(job.bodies)
    try:
        if job.as_crawled:
            yield from crawled_pages(job.path, gathered, bodies)
        else:
            yield from any_pages(job.path, gathered, bodies, job.origin)
    except StoreError as error:
        gathered.damages.append(str(error).removeprefix(f"{job.path}: "))


@dataclass(slots=True)
class _Reading:
    """What came of the pages so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    places: list[int] = field(default_factory=list)
    refused: list[tuple[int, str, str, str, str]] = field(default_factory=list)

    async def take(
        self, position: Position, page: Page | PageError, pool: Reader, writer: LineWriter
    ) -> None:
        try:
            if isinstance(page, PageError):
                raise page
            writer.write(to_line(await pool.read_record(page)))
            self.places.append(position.offset)
            self.outcomes[ARTICLE] += 1
        except PageError as error:
            outcome = f"{error.fate}: {error.reason}"
            self.outcomes[outcome] += 1
            said = refusal(error).decode()
            self.refused.append((position.offset, error.url, outcome, error.detail, said))


def note_sought(job: Job, sought_in: str) -> None:
    """Note in a finished output that its missing bodies stand in none of the other files.

    Raises:
        StoreError: The summary cannot be written.
    """
    if (summary := read_summary(job.output)) is not None:
        try:
            write_summary(job.output, replace(summary, sought_in=sought_in))
        except OSError as error:
            raise StoreError(f"{error.filename or job.output}: {error.strerror or error}") from error
