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
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.discover.goal import Goal
from crawler.discover.scope import parse_origin, parse_sections
from crawler.discover.window import parse_window
from crawler.errors import SettingError
from crawler.store.lock import folder_lock

if TYPE_CHECKING:
    from crawler.store.ingest import Finished, Ingest
    from crawler.store.ingest.inputs import Input

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
    since: Annotated[str | None, typer.Option(metavar="DAY", help="First day of publication.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day of publication.")] = None,
    origin: Annotated[
        str | None, typer.Option(metavar="URL", help="The pages are of a copy of the paper (the replica).")
    ] = None,
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

    if any_section and section:
        raise SettingError("any-section: give either --section or --any-section")
    now = clock.now()
    sections = () if any_section else parse_sections(section)
    goal = Goal(sections, parse_window(since, until, now=now))
    work = _Work([*_expanded(file)], data, table, parse_origin(origin).copy, goal)
    if dry_run:
        raise typer.Exit(_dry_run(work))
    from crawler.store.preflight import preflight

    with folder_lock(data):
        preflight(data)
        raise typer.Exit(asyncio.run(_ingest(work)))


@dataclass(slots=True)
class _Work:
    paths: list[Path]
    data: Path
    table: Path | None
    origin: str | None
    goal: Goal
    problems: list[str] = field(default_factory=list)
    files: int = 0

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


async def _ingest(work: _Work) -> ExitCode:
    from crawler import clock
    from crawler.store.ingest import Ingest

    stopped = _on_signals()
    options = {"files": [str(_text(path)) for path in work.paths], "table": _text(work.table)}
    async with Ingest(work.data, goal=work.goal, options=options, now=clock.now(), origin=work.origin) as run:
        for line in run.crashed:
            complain(line)
        progress = _Progress(run)
        await _take_all(work, run, stopped, progress)
        finished = await run.finish(now=clock.now(), problems=work.problems, interrupted=stopped.is_set())
        troubled = run.troubled()
    for url, seen_at, fate, reason, detail in troubled[:_NAMED]:
        complain(f"{url} ({seen_at}): {fate}, {reason}: {detail}")
    if len(troubled) > _NAMED:
        complain(f"… and {len(troubled) - _NAMED} more; runs/{run.id}/report.json counts them by reason")
    _say_summary(work, finished)
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


async def _take_all(work: _Work, run: Ingest, stopped: asyncio.Event, progress: _Progress) -> None:
    from crawler.store.ingest.inputs import Inputs

    inputs = Inputs(work.origin, work.table)
    for given in _inputs(work):
        progress.file = str(_text(given.path))
        for found in inputs.captures(given):
            await _take(work, run, found, progress)
            if stopped.is_set():
                return
    for found in inputs.rest():
        await _take(work, run, found, progress)


def _inputs(work: _Work) -> Iterator[Input]:
    from crawler.store.ingest.found import Problem
    from crawler.store.ingest.inputs import find_inputs

    for found in find_inputs(work.paths):
        if isinstance(found, Problem):
            work.trouble(found)
        else:
            work.files += 1
            yield found


async def _take(work: _Work, run: Ingest, found: object, progress: _Progress) -> None:
    from crawler.store.ingest import Capture

    if isinstance(found, Capture):
        await run.take(found)
        progress.count()
        await asyncio.sleep(0)  # signals are heard between two captures
    else:
        work.trouble(found)


class _Progress:
    """A line now and then on standard error."""

    def __init__(self, run: Ingest) -> None:
        self._seen, self._ends, self._last = 0, Counter[str](), monotonic()
        self.file = ""
        run.on_end = lambda capture, outcome: self._ends.update([outcome.fate])

    def count(self) -> None:
        """Count a capture."""
        self._seen += 1
        if monotonic() - self._last >= _EVERY:
            self._last = monotonic()
            ends = ", ".join(f"{number} {fate}" for fate, number in sorted(self._ends.items()))
            print(
                f"langson: {self._seen} looked at ({ends or 'none ended'}), in {self.file}", file=sys.stderr
            )


# --- without writing --------------------------------------------------------------------------------


def _dry_run(work: _Work) -> ExitCode:
    from crawler.store.ingest.found import Problem
    from crawler.store.ingest.inputs import Inputs
    from crawler.store.ingest.plan import Plan

    plan, inputs = Plan(work.data, work.goal), Inputs(work.origin, work.table)
    with closing(plan):
        for given in _inputs(work):
            for found in inputs.captures(given):
                if isinstance(found, Problem):
                    work.trouble(found)
                else:
                    plan.take(found)
        for found in inputs.rest():
            if isinstance(found, Problem):
                work.trouble(found)
            else:
                plan.take(found)
    for line in plan.lines():
        say(line)
    say("nothing was written (--dry-run)")
    return ExitCode.PARTIAL if work.problems else ExitCode.OK


# --- the end ----------------------------------------------------------------------------------------


def _say_summary(work: _Work, finished: Finished) -> None:
    for line in finished.warnings[len(work.problems) :]:
        complain(line)
    sums: dict[str, Counter[str]] = {}
    for (fate, reason), number in finished.fates.items():
        sums.setdefault(fate, Counter())[reason or fate] += number
    found = sum(finished.fates.values()) + finished.skipped
    say(f"found       {found:6}   captures in {work.files} files, {finished.skipped} of them in already")
    stored = sums.get("stored", Counter()).total()
    say(f"stored      {stored:6}   articles: {finished.new} new, {finished.changed} changed")
    for fate in ("unchanged", "gone", "failed", "quarantine", "filtered"):
        if fate in sums:
            reasons = ", ".join(f"{reason} {number}" for reason, number in sums[fate].most_common())
            say(f"{fate:11} {sums[fate].total():6}   {reasons}")
    if work.problems:
        say(f"problems    {len(work.problems):6}   each named above")
    for path in finished.published[:_NAMED]:
        say(f"wrote {path}")
    if len(finished.published) > _NAMED:
        say(f"wrote {len(finished.published)} files")
    if finished.code == ExitCode.NOTHING_NEW:
        say("nothing was new or changed")
    if finished.code == ExitCode.INTERRUPTED:
        complain("interrupted; what was stored stays, the same command goes on")
    if finished.code == ExitCode.NOTHING:
        complain("no page of the paper is in these files (are they a copy's? give --origin)")
