"""`langson ingest`: pages that were saved, archived or crawled before, into the data folder."""

from __future__ import annotations

import asyncio
import glob
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.ingest_summary import complain_of_nothing, say_nothing, say_summary
from crawler.cli.options import DEFAULT_DATA, Annotate, DataFolder, Since, Until, named_sections
from crawler.discover.goal import Goal
from crawler.discover.scope import parse_origin
from crawler.discover.window import parse_window
from crawler.errors import SettingError
from crawler.report.outcomes import Outcome
from crawler.store.lock import folder_lock

if TYPE_CHECKING:
    from crawler.store.ingest import Capture, Ingest
    from crawler.store.ingest.found import Found
    from crawler.store.ingest.inputs import Input, Inputs

_NAMED = 10
_EVERY = 5.0  # seconds between two lines of progress


def ingest(
    file: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="WARC, WACZ, HTML or JSON Lines files, folders of them, globs."),
    ],
    data: DataFolder = DEFAULT_DATA,
    table: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Addresses of saved pages: columns file, url, maybe fetched_at."),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLUG", help="A section, such as chinh-tri; may be repeated. Default: politics."
        ),
    ] = None,
    any_section: Annotated[
        bool, typer.Option("--any-section", help="Articles of every section, not of politics alone.")
    ] = False,
    since: Since = None,
    until: Until = None,
    origin: Annotated[
        str | None, typer.Option(metavar="URL", help="The pages are of a copy of the paper (the replica).")
    ] = None,
    annotate: Annotate = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken in; write nothing.")
    ] = False,
) -> None:
    """Take in pages from files as if they had been crawled when they were fetched.

    WARC and WACZ files of any crawler, folders of saved HTML pages, earlier JSON lines of langson. Nothing is
    asked of any server. The order of the files does not matter, and what is in already is skipped.

    Example: `langson ingest crawl-2019.warc.gz pages/ --table urls.csv`
    """
    from crawler import clock
    from crawler.store.ingest.inputs import Inputs

    if any_section and section:
        raise SettingError("any-section: give either --section or --any-section")
    now = clock.now()
    sections = () if any_section else named_sections(section)
    goal = Goal(sections, parse_window(since, until, now=now))
    work = _Work([*_expanded(file)], data, table, parse_origin(origin).copy, goal)
    inputs = Inputs(work.origin, work.table)
    _refuse_missing(work.paths)
    found = _everything(work, inputs)
    if dry_run:
        raise typer.Exit(_dry_run(work, found))
    if (first := _first(work, found)) is None:  # before anything is made
        raise typer.Exit(_nothing(work))
    from crawler.store.annotation import set_folder_annotation
    from crawler.store.preflight import preflight

    with folder_lock(data):
        preflight(data)
        set_folder_annotation(data, annotate)
        raise typer.Exit(asyncio.run(_ingest(work, chain([first], found))))


@dataclass(slots=True)
class _Work:
    paths: list[Path]
    data: Path
    table: Path | None
    origin: str | None
    goal: Goal
    problems: list[str] = field(default_factory=list)
    files: int = 0
    file: str = ""  # that is being read
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)  # captures before the first usable one

    def trouble(self, problem: object) -> None:
        """Say what is wrong at once: a long run may be watched."""
        self.problems.append(str(problem))
        complain(str(problem))


def _expanded(patterns: Sequence[str]) -> Iterator[Path]:
    """A shell leaves a glob as it is where nothing fits, or where it was quoted."""
    for pattern in patterns:
        path = Path(pattern)
        found = sorted(glob.glob(pattern, recursive=True)) if not path.exists() else []
        yield from map(Path, found or [pattern])


def _refuse_missing(paths: Sequence[Path]) -> None:
    """Nothing that was named is there: a slip, and nothing is done."""
    missing = [path for path in paths if not path.exists()]
    if len(missing) == len(paths):
        named = ", ".join(str(_text(path)) for path in missing[:_NAMED])
        raise SettingError(f"{named}: no such file; name WARC, WACZ, HTML or JSON Lines files")


def _everything(work: _Work, inputs: Inputs) -> Iterator[Found]:
    """All captures of all files, and what is wrong with them."""
    for given in _inputs(work):
        work.file = str(_text(given.path))
        yield from inputs.captures(given)
    yield from inputs.rest()


def _first(work: _Work, found: Iterator[Found]) -> Capture | None:
    """The first capture that is to be looked at; None where there is none: no run is begun for nothing."""
    from crawler.store.ingest import Capture
    from crawler.store.ingest.note import kind_of

    for one in found:
        if not isinstance(one, Capture):
            work.trouble(one)
        elif isinstance(kind := kind_of(one), Outcome):
            work.passed[kind.fate, kind.reason] += 1
        else:
            return one
    return None


def _nothing(work: _Work) -> ExitCode:
    say_nothing(work.passed, work.files, len(work.problems))
    return ExitCode.NOTHING


async def _ingest(work: _Work, found: Iterator[Found]) -> ExitCode:
    from crawler import clock
    from crawler.store.ingest import Ingest

    stopped = _on_signals()
    options = {"files": [str(_text(path)) for path in work.paths], "table": _text(work.table)}
    async with Ingest(work.data, goal=work.goal, options=options, now=clock.now(), origin=work.origin) as run:
        for line in run.crashed:
            complain(line)
        run.pass_over(work.passed)
        await _take_all(work, run, stopped, found)
        finished = await run.finish(now=clock.now(), problems=work.problems, interrupted=stopped.is_set())
        troubled = run.troubled()
    for url, seen_at, fate, reason, detail in troubled[:_NAMED]:
        complain(f"{url} ({seen_at}): {fate}, {reason}: {detail}")
    if len(troubled) > _NAMED:
        complain(f"… and {len(troubled) - _NAMED} more; runs/{run.id}/report.json counts them by reason")
    say_summary(finished, work.files, len(work.problems))
    return finished.code


def _text(path: Path | None) -> str | None:
    from crawler.store.ingest.found import printable

    return printable(path) if path is not None else None


def _on_signals() -> asyncio.Event:
    """End in good order at Ctrl-C and SIGTERM; a second one ends at once."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop(number: int) -> None:
        complain("stopping; what is being read is still taken in")
        stopped.set()
        loop.remove_signal_handler(number)

    with suppress(NotImplementedError):  # Windows
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop, number)
    return stopped


async def _take_all(work: _Work, run: Ingest, stopped: asyncio.Event, found: Iterator[Found]) -> None:
    progress = _Progress(run)
    for one in found:
        await _take(work, run, one, progress)
        if stopped.is_set():
            return


def _inputs(work: _Work) -> Iterator[Input]:
    from crawler.store.ingest.found import Problem
    from crawler.store.ingest.inputs import find_inputs

    for found in find_inputs(work.paths):
        if isinstance(found, Problem):
            work.trouble(found)
        else:
            work.files += 1
            yield found


async def _take(work: _Work, run: Ingest, found: Found, progress: _Progress) -> None:
    from crawler.store.ingest import Capture

    if isinstance(found, Capture):
        await run.take(found)
        progress.count(work.file)
        await asyncio.sleep(0)  # signals are heard between two captures
    else:
        work.trouble(found)


class _Progress:
    """A line now and then on standard error."""

    def __init__(self, run: Ingest) -> None:
        self._seen, self._ends, self._last = 0, Counter[str](), monotonic()
        run.on_end = lambda capture, outcome: self._ends.update([outcome.fate])

    def count(self, file: str) -> None:
        """Count a capture of a file."""
        self._seen += 1
        if monotonic() - self._last >= _EVERY:
            self._last = monotonic()
            ends = ", ".join(f"{number} {fate}" for fate, number in sorted(self._ends.items()))
            print(f"langson: {self._seen} looked at ({ends or 'none ended'}), in {file}", file=sys.stderr)


# --- without writing --------------------------------------------------------------------------------


def _dry_run(work: _Work, found: Iterator[Found]) -> ExitCode:
    from crawler.store.ingest import Capture
    from crawler.store.ingest.plan import Plan

    with closing(Plan(work.data, work.goal)) as plan:
        for one in found:
            if isinstance(one, Capture):
                plan.take(one)
            else:
                work.trouble(one)
    for line in plan.lines():
        say(line)
    say("nothing was written (--dry-run)")
    if not plan.usable:
        complain_of_nothing()
        return ExitCode.NOTHING
    return ExitCode.PARTIAL if work.problems else ExitCode.OK
