"""Re-extraction of WARC files: 1 and 2 workers of a cluster, beside plain multiprocessing.

`python benchmarks/reextract.py` (or `make bench`; needs the extra `batch`). The files hold pages of the
replica, each layout another markup; every file another part of them. Plain multiprocessing reads the same
files with `process()` in its own processes: nothing is cut off there, nothing is written down as finished.
Each way runs once a round, one after the other; ratios are taken within the round. The clock begins when
workers and reading processes are there and warm; CPU is that of all processes of the way, the main one too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil

from benchmarks.extraction import FETCHED_AT, replica_pages
from benchmarks.table import middle, ratios, spread, table, verdict
from crawler.archive.exchange import Exchange
from crawler.archive.writer import ArchiveWriter, encode
from crawler.batch.cluster import cluster
from crawler.batch.job import Job
from crawler.batch.kept import read_kept
from crawler.batch.rounds import outputs_of, read_files
from crawler.batch.version import version
from crawler.errors import PageError
from crawler.items import Page
from crawler.process import process
from crawler.store.records import to_line
from crawler.store.replay.pages import Selection, archived_pages

TARGET = 1.8
COLUMNS = ("way", "pages", "pages/s", "CPU ms a page", "ratio", "ratio, least–most")
Read = Callable[[Sequence[Path], Path], int]


@dataclass(slots=True)
class Way:
    """A way to read the files, and what was measured, round by round."""

    name: str
    workers: int
    pages: list[float] = field(default_factory=list)
    speed: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


# --- the ways -----------------------------------------------------------------------------------


def read_plainly(job: tuple[Path, Path]) -> int:
    """Read one file with `process()` and write its records, unprotected."""
    path, output = job
    pages = 0
    with output.open("wb") as file:
        for page in archived_pages(path, Selection()):
            pages += 1
            if isinstance(page, Page):
                try:
                    file.write(to_line(process(page)))
                except PageError:
                    continue
    return pages


@contextmanager
def plain(workers: int) -> Iterator[Read]:
    """Processes of multiprocessing."""
    with multiprocessing.get_context("spawn").Pool(workers) as pool:

        def read(paths: Sequence[Path], out: Path) -> int:
            jobs = [(path, out / f"{path.name}.jsonl") for path in paths]
            return sum(pool.imap_unordered(read_plainly, jobs))

        yield read


@contextmanager
def clustered(workers: int) -> Iterator[Read]:
    """Workers of dask, as `langson reextract` has them."""
    with cluster(workers=workers) as run:

        def read(paths: Sequence[Path], out: Path) -> int:
            places = outputs_of(paths, out, ".jsonl.zst")
            jobs = [Job(path=path, output=place, version=version()) for path, place in places.items()]
            results = read_files(jobs, run, read=read_kept)
            assert not results.failed, results.failed
            return sum(summary.pages for summary in results.summaries.values())

        yield read


# --- the files ----------------------------------------------------------------------------------


def make_files(folder: Path, files: int, pages: int, seed: int) -> list[Path]:
    """Write files of so many pages; a page may stand in several."""
    found, paths = replica_pages(min(files * pages, 400), seed), []
    for number in range(files):
        run = folder / f"{number:03}"
        with ArchiveWriter(run, run=run.name, info={}, now=FETCHED_AT) as writer:
            for at in range(number * pages, (number + 1) * pages):
                page = found[at % len(found)]
                writer.append(
                    encode(
                        Exchange(
                            url=page.url,
                            fetched_at=page.fetched_at + timedelta(seconds=at),
                            status=200,
                            headers=tuple(page.headers.items()),
                            body=page.body,
                            note={"kind": "article", "asked": page.url},
                        )
                    )
                )
        paths.append(run / "pages.warc.gz")
    return paths


# --- the measurement ----------------------------------------------------------------------------


def cpu_seconds() -> float:
    """The CPU that this process and all below it have used; of those that ended, what was collected."""
    own = psutil.Process()
    used = 0.0
    for process_ in (own, *own.children(recursive=True)):
        try:
            times = process_.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
        except psutil.NoSuchProcess:
            continue
    return used


def measure(way: Way, paths: Sequence[Path], work: Path) -> None:
    """Read the files once."""
    start = clustered if way.name.startswith("langson") else plain
    with start(way.workers) as read:
        for number in range(2):  # workers, their readers, caches
            (warm := work / f"warm-{number}").mkdir()
            read(paths[: way.workers], warm)
        (out := work / "out").mkdir()
        cpu, clock = cpu_seconds(), time.perf_counter()
        pages = read(paths, out)
        seconds, used = time.perf_counter() - clock, cpu_seconds() - cpu
    way.pages.append(pages)
    way.speed.append(pages / seconds)
    way.cpu.append(used / pages * 1000)


def report(title: str, ways: Sequence[Way]) -> str:
    """Give the table; the first way is 1."""
    rows = []
    for way in ways:
        ratio = ratios(way.speed, ways[0].speed)
        rows.append(
            (way.name, middle(way.pages, 0), middle(way.speed, 0), middle(way.cpu), middle(ratio),
             spread(ratio, 2))
        )  # fmt: skip
    return table(title, COLUMNS, rows)


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser(description="Speed of re-extraction, one worker = 1.")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--files", type=int, default=12)
    arguments.add_argument("--pages", type=int, default=250, help="of each file")
    arguments.add_argument("--seed", type=int, default=1, help="of the replica")
    options = arguments.parse_args()
    ways = (
        Way("langson reextract, 1 worker", 1),
        Way("langson reextract, 2 workers", 2),
        Way("multiprocessing, 1 process", 1),
        Way("multiprocessing, 2 processes", 2),
    )
    with tempfile.TemporaryDirectory() as folder:
        paths = make_files(Path(folder), options.files, options.pages, options.seed)
        size = sum(path.stat().st_size for path in paths) / options.files / options.pages / 1024
        for _ in range(options.rounds):
            for way in ways:
                with tempfile.TemporaryDirectory() as work:
                    measure(way, paths, Path(work))
    packed = f"{size:.0f} KB a page packed"
    title = f"Re-extraction of {options.files} WARC files, {packed}, {os.cpu_count()} cores"
    print(report(f"{title}; {options.rounds} rounds, medians", ways))
    print(verdict("pages a second, 2 workers / 1", ratios(ways[1].speed, ways[0].speed), least=TARGET))


if __name__ == "__main__":
    main()
