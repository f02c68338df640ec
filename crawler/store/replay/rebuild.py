"""A data folder's state and files made anew from its archive alone.

The state that was there is moved aside, not deleted. Where the archive is damaged and the state is not (its
seal fits), the state stays: it knows more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from crawler.archive.exchange import Position
from crawler.archive.repair import close_open_files
from crawler.errors import StoreError
from crawler.store.annotation import folder_is_annotated, set_annotation
from crawler.store.database import FILE_NAME
from crawler.store.lock import folder_lock
from crawler.store.publish import FOLDER, RUNS_FOLDER, publish, write_whole
from crawler.store.replay.replay import Readers, Replay, two_readers
from crawler.store.replay.robots import take_report
from crawler.store.replay.runs import ArchivedRun, Undone, archived_runs
from crawler.store.seal import SUFFIX, changed_pages
from crawler.store.state import State

WORK = ".rebuild"
DELTA = "articles.jsonl"
REPORT = "report.json"


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild came to.

    Attributes:
        runs: How many archived runs were read.
        articles: How many articles there are.
        files: The files that were written, the state's first.
        aside: Where the old state lies now, or None where there was none.
        damages: What of the archive could not be read, one line each.
        missing: Articles of the old state that the archive does not give; they are in the old state only.
        kept: Whether the old state stayed: it is whole, the archive is not.
        strays: Files beside the published ones that are of no month.
    """

    runs: int = 0
    articles: int = 0
    files: list[Path] = field(default_factory=list)
    aside: Path | None = None
    damages: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    kept: bool = False
    strays: list[Path] = field(default_factory=list)


def rebuild(
    data: Path,
    into: Path | None = None,
    *,
    readers: Callable[[], Readers] = two_readers,
    annotate: bool | None = None,
) -> Rebuilt:
    """Make `crawl.sqlite` and `articles/*.jsonl` anew from `runs/*/pages*.warc.gz`.

    Args:
        data: The data folder, whose archive is read.
        into: Where to write; None: into the same folder.
        readers: Makes who reads the pages.
        annotate: Whether the published lines carry annotations; None: as they did.

    Raises:
        StoreError: There is no archive, a crawl is at work, or the folder cannot be written. The old state
            is in its place then.
    """
    target = into or data
    with ExitStack() as held, _reported(target):
        if not data.is_dir():
            raise StoreError(f"{data}: no such folder; name a data folder with --data")
        held.enter_context(folder_lock(data))
        if into is not None and into.resolve() != data.resolve():
            held.enter_context(folder_lock(into))
        result, work = Rebuilt(), target / WORK
        shutil.rmtree(work, ignore_errors=True)  # of a rebuild that was killed
        wanted = folder_is_annotated(data) if annotate is None else annotate
        try:
            _replay(data, work, result, readers)
            result.kept = bool(result.damages) and target == data and _is_whole(data / FILE_NAME)
            if not result.kept:
                result.missing = _missing(target / FILE_NAME, work / FILE_NAME)
                result.aside = _swap(work / FILE_NAME, target / FILE_NAME)
                result.files.append(target / FILE_NAME)
            _publish(target, result, annotate=wanted)
            if target == data and not result.damages:
                write_deltas(data, work, result)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return result


def replay(
    data: Path,
    work: Path,
    result: Rebuilt,
    undone: Undone | None = None,
    *,
    readers: Callable[[], Readers] = two_readers,
    on_exchange: Callable[[ArchivedRun, Position], None] = lambda run, position: None,
) -> None:
    """Read a data folder's archive into an empty folder: its state, and each run's delta as `<run>.jsonl`.

    Args:
        undone: What is known of answers without effect, besides what the archive says.
        result: Takes `runs`, `articles` and `damages`.
        readers: Makes who reads the pages.
        on_exchange: Called with the place of each exchange that can be read.
    """

    def report(path: Path, offset: int, problem: str) -> None:
        result.damages.append(f"{path}, byte {offset}: {problem}")

    runs = archived_runs(data, report)
    known = undone or Undone()
    for run in runs:
        known.add_info(run.info)
        known.add_report(run.id, run.folder / REPORT)
    with closing(State(work, create=True)) as state:

        def run_ends(run: ArchivedRun) -> None:
            _take_report(state, run)
            lines = [line + b"\n" for line in state.runs.changed_lines(run.id)]
            if lines:
                write_whole(work / f"{run.id}.jsonl", lines)

        Replay(state, known, report, readers, run_ends, on_exchange).run_all(runs)
        result.runs, result.articles = len(runs), state.articles.count()


def _take_report(state: State, run: ArchivedRun) -> None:
    """Take a run's report over, if it is there: later runs are compared with it, no record is made of it."""
    try:
        report = orjson.loads((run.folder / REPORT).read_bytes())
        state.runs.report(run.id, exit_code=report.get("exit_code"), report=report)
        take_report(state, run.id, report)
    except (OSError, ValueError, AttributeError):
        return


def _replay(data: Path, work: Path, result: Rebuilt, readers: Callable[[], Readers]) -> None:
    runs_folder = data / RUNS_FOLDER
    for torn in sorted({path.parent for path in runs_folder.glob("*/*.open")}):
        close_open_files(torn)
    replay(data, work, result, readers=readers)
    if not result.runs:
        raise StoreError(f"{runs_folder}: no archived pages are there; nothing was changed")


def _is_whole(path: Path) -> bool:
    """Whether a state is, byte for byte, what the last run left."""
    try:
        return changed_pages(path) == [] and not path.with_name(f"{path.name}-wal").exists()
    except StoreError:
        return False


def _missing(old: Path, new: Path) -> list[str]:
    """The articles that only the old state has, as far as that can be read."""
    try:
        with closing(State(old.parent)) as state:
            before = {row[0] for row in state.database.rows("SELECT key FROM article")}
    except StoreError:
        return []
    with closing(State(new.parent)) as state:
        return sorted(before - {row[0] for row in state.database.rows("SELECT key FROM article")})


def _swap(new: Path, old: Path) -> Path | None:
    """Put a state in another's place; at no moment is there none."""
    aside = None
    if old.exists():
        aside = _free_name(old)
        _keep(old, aside)
        for suffix in ("-wal", "-shm", SUFFIX):
            beside = old.with_name(old.name + suffix)
            if beside.exists():
                os.replace(beside, aside.with_name(aside.name + suffix))
    os.replace(new, old)
    if (sealed := new.with_name(new.name + SUFFIX)).exists():
        os.replace(sealed, old.with_name(old.name + SUFFIX))
    return aside


def _keep(old: Path, aside: Path) -> None:
    """Give a file a second name; on a disk that knows no links it is moved."""
    try:
        os.link(old, aside)
    except OSError:
        os.replace(old, aside)


def _free_name(path: Path) -> Path:
    number = 1
    while (free := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return free


def _publish(target: Path, result: Rebuilt, *, annotate: bool) -> None:
    with closing(State(target, create=True)) as state:
        set_annotation(state, annotate)
        result.files += publish(state)
        months, result.articles = set(state.articles.months()), state.articles.count()
    found = sorted((target / FOLDER).glob("*.jsonl"))
    result.strays = [path for path in found if path.stem not in months]


def write_deltas(data: Path, work: Path, result: Rebuilt) -> None:
    """Write the runs' own files where they are missing or differ."""
    for path in sorted(work.glob("*.jsonl")):
        target = data / RUNS_FOLDER / path.stem / DELTA
        if not target.is_file() or target.read_bytes() != path.read_bytes():
            write_whole(target, [path.read_bytes()])
            result.files.append(target)


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error
