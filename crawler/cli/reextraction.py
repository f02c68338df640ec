"""What `langson reextract` does, step by step: read, compare, put in place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.file_records import is_archive_name
from crawler.archive.repair import close_open_files
from crawler.batch.apply import apply, vanishing
from crawler.batch.cluster import cluster
from crawler.batch.datasets import dataset
from crawler.batch.fields import Difference, difference
from crawler.batch.job import Job
from crawler.batch.kept import read_kept
from crawler.batch.known import archive_paths, replay_known
from crawler.batch.newest import newest, write_newest
from crawler.batch.output import PACKED, PLAIN, remove_parts, write_atomically
from crawler.batch.progress import shown
from crawler.batch.rounds import Results, broken, outputs_of, read_files, totals
from crawler.batch.version import version
from crawler.batch.words import as_json, table
from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.errors import SettingError, StoreError
from crawler.store.database import FILE_NAME
from crawler.store.lock import folder_lock
from crawler.store.preflight import preflight
from crawler.store.publish import RUNS_FOLDER

WORK = ".replayed"
NEWEST = "newest.jsonl"
DIFF = "diff"
Outputs = dict[Path, Path]
_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for; see the options of `crawler.cli.reextract`."""

    data: Path
    files: tuple[Path, ...]
    out: Path
    workers: int | None
    scheduler: str | None
    against: Path | None
    diff: bool
    apply: bool
    let_vanish: bool
    samples: int
    seconds: float
    megabytes: int
    origin: str | None
    plain: bool


# --- read ---------------------------------------------------------------------------------------


def read(order: Order) -> tuple[Outputs, bool]:
    """Read all files into their outputs.

    Returns:
        WARC file -> its output, of those that have one; whether every file was whole.

    Raises:
        SettingError: There is nothing to read, or the cluster cannot be used.
        FolderBusyError: A crawl is at work in the folder that is to be compared.
        StoreError: The outputs cannot be written.
    """
    paths = _paths(order)
    if order.diff and not order.files:
        with folder_lock(order.data, make=False):  # else it is said after hours of work
            pass
    suffix = PLAIN if order.plain else PACKED
    if order.files:
        places = outputs_of(paths, order.out, suffix)
    else:
        places = {path: order.out / path.parent.name / f"{path.name[:-8]}{suffix}" for path in paths}
    jobs = [_job(order, path, output) for path, output in places.items()]
    workers = min(order.workers or os.cpu_count() or 1, len(jobs))
    with cluster(workers=workers, scheduler=order.scheduler) as run, shown(len(jobs)) as on_end:
        with _reported(order.out):  # no folder is made where there is no cluster
            order.out.mkdir(parents=True, exist_ok=True)
            remove_parts(order.out)
        try:
            results = read_files(jobs, run, on_end, read_kept)
        except KeyboardInterrupt:
            complain("interrupted; the files that are finished stay, the same command goes on")
            raise
    given = {path.absolute(): path for path in places}  # a cluster's workers stand in other folders
    return {given[path]: places[given[path]] for path in results.summaries}, _say_results(results, given)


def _paths(order: Order) -> list[Path]:
    if order.files:
        missing = [path for path in order.files if not path.is_file()]
        if missing:
            raise SettingError(f"{missing[0]}: no such file; name WARC files")
        if any(RUNS_FOLDER in path.parts and is_archive_name(path.name) for path in order.files):
            complain("a data folder's files are read as any tool's; to read them as the crawl did, name none")
        return sorted(set(order.files))
    paths = archive_paths(order.data)
    if not paths:
        raise SettingError(
            f"{order.data / RUNS_FOLDER}: no archived pages are there; name WARC files or --data"
        )
    return paths


def _job(order: Order, path: Path, output: Path) -> Job:
    return Job(
        path=path.absolute(),
        output=output.absolute(),
        version=version(),
        as_crawled=not order.files,
        origin=order.origin,
        seconds=order.seconds,
        megabytes=order.megabytes,
    )


def _say_results(results: Results, given: Mapping[Path, Path]) -> bool:
    """Say what became of the files. Returns whether all were whole."""
    troubles = [f"{given[path]}: {problem}" for path, problem in broken(results)]
    for line in troubles[:_NAMED]:
        complain(line)
    if len(troubles) > _NAMED:
        complain(f"… and {len(troubles) - _NAMED} more; each output's summary names its own")
    done, before = (
        len(results.summaries),
        f", {results.before} were finished before" if results.before else "",
    )
    say(f"{done} of {done + len(results.failed)} files read by {version().extractor}{before}")
    for name in ("outcomes", "passed_over"):
        if counts := totals(results, name):
            words = ", ".join(f"{what} {number}" for what, number in counts.items())
            say(f"{name.replace('_', ' ')}: {words}")
    return not troubles


# --- other files --------------------------------------------------------------------------------


def other_files(order: Order, outputs: Outputs) -> ExitCode:
    """Give the newest record of each article, and compare them where that is wanted."""
    with _work(order) as work:
        newest(outputs.values(), work)
        target = order.out / (NEWEST if order.plain else f"{NEWEST}.zst")
        with _reported(target):
            number = write_newest(work, target)
        say(f"wrote {target}: the newest record of {number} articles")
        if order.diff:
            _say_difference(order, order.against or order.data, work)
    return ExitCode.OK if number else ExitCode.NOTHING


# --- the data folder's own archive --------------------------------------------------------------


def own_archive(order: Order, outputs: Outputs) -> ExitCode:
    """Compare the new readings of a data folder's archive with its dataset; put them in place."""
    if not order.diff:
        say("the dataset was not compared; --diff says what would change in it, --apply changes it")
        return ExitCode.OK
    with folder_lock(order.data, make=order.apply), _work(order) as work:
        if order.apply:
            preflight(order.data)
            for torn in sorted({path.parent for path in (order.data / RUNS_FOLDER).glob("*/*.open")}):
                close_open_files(torn)
        rebuilt = replay_known(order.data, work, outputs)
        for line in rebuilt.damages[:_NAMED]:
            complain(line)
        _say_difference(order, order.against or order.data, work)
        gone = vanishing(order.data, work) if (order.data / FILE_NAME).is_file() else []
        if gone:
            named = ", ".join(gone[:_NAMED]) + (" …" if len(gone) > _NAMED else "")
            complain(f"{len(gone)} stored articles are refused by these rules: {named}")
        if not order.apply:
            return ExitCode.OK
        if gone and not order.let_vanish:
            complain("nothing was changed; mend the rules, or take these articles out with --let-vanish")
            return ExitCode.PARTIAL
        applied = apply(order.data, work, rebuilt)
    say(f"{applied.articles} articles and the ends of {applied.addresses} addresses were taken over")
    if applied.left:
        complain(f"{applied.left} articles stay as they were: the archive does not hold all of their pages")
    for path in applied.files[:_NAMED]:
        say(f"wrote {path}")
    if len(applied.files) > _NAMED:
        say(f"wrote {len(applied.files)} files")
    return ExitCode.PARTIAL if applied.left else ExitCode.OK


def _say_difference(order: Order, old: Path, work: Path) -> Difference:
    with dataset(old) as before, dataset(work) as after:
        found = difference(before, after, samples=order.samples)
    lines = list(table(found))
    for line in lines:
        say(line)
    with _reported(order.out):
        text = "".join(f"{line}\n" for line in lines).encode()
        about = {"extractor": version().extractor, "code": version().code, "against": str(old)}
        for suffix, content in ((".txt", text), (".json", as_json(found, **about))):
            write_atomically(order.out / f"{DIFF}{suffix}", content)
    say(f"wrote {order.out / DIFF}.txt and .json")
    return found


# --- folders ------------------------------------------------------------------------------------


@contextmanager
def _work(order: Order) -> Iterator[Path]:
    """A folder for the state that is made to compare with; removed at the end."""
    work = order.out / WORK
    with ExitStack() as held:
        shutil.rmtree(work, ignore_errors=True)  # of one that was killed
        held.callback(shutil.rmtree, work, ignore_errors=True)
        yield work


@contextmanager
def _reported(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename or place}: {error.strerror or error}") from error
