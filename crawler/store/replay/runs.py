"""The archived runs of a data folder, in order, and which of their answers had no effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from crawler.archive.bodies import BodyIndex
from crawler.archive.exchange import Exchange, Position
from crawler.archive.file_records import closed_path, is_archive_name
from crawler.archive.reader import read, run_info
from crawler.discover.window import VIETNAM
from crawler.errors import StoreError
from crawler.report.outcomes import LAYOUT_CHANGE
from crawler.store.publish import RUNS_FOLDER
from crawler.store.runs import TAKEN_BACK, UNACKNOWLEDGED

Report = Callable[[Path, int, str], None]  # file, offset, what is wrong with it
Place = tuple[str, int]  # file's name, offset


@dataclass(frozen=True, slots=True)
class ArchivedRun:
    """A run's archive.

    Attributes:
        id: Its name.
        folder: Where its files lie.
        files: In the order in which they were written; one may still be open.
        info: What its first record says of it; empty where that cannot be read.
    """

    id: str
    folder: Path
    files: tuple[Path, ...]
    info: Mapping[str, Any]


def archived_runs(data: Path, report: Report) -> list[ArchivedRun]:
    """Give the runs of a data folder that have an archive, oldest first.

    Args:
        report: Called where a run's first record cannot be read.
    """
    folder = data / RUNS_FOLDER
    folders = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    runs = []
    for path in folders:
        if files := archive_files(path):
            runs.append(ArchivedRun(path.name, path, files, _info(files[0], report)))
    return runs


def archive_files(folder: Path) -> tuple[Path, ...]:
    """Give the archive files of a run's folder in the order in which they were written."""
    found = [path for path in folder.iterdir() if is_archive_name(closed_path(path).name) and path.is_file()]
    return tuple(sorted(found, key=lambda path: order(closed_path(path).name)))


def order(name: str) -> tuple[int, str]:
    """What files of a run are sorted by: `pages.warc.gz` is the first."""
    return len(name), name


def _info(path: Path, report: Report) -> Mapping[str, Any]:
    try:
        return run_info(path)
    except StoreError as error:
        report(path, 0, f"what the run was asked for cannot be read ({error})")
        return {}


class Undone:
    """Which archived answers had no effect: never acknowledged by a run that ended before, or taken back.

    Each run writes down at its start, in the first record of its archive, what it found in hand (run,
    address, and the place of the last answer to it that was acknowledged before), and which runs before it
    were taken back because the layout had changed. Of the last run its report says so.

    Attributes:
        taken_back: The runs.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], Place | None] = {}
        self.taken_back: set[str] = set()

    def add(self, run: str, url: str, place: str | None) -> None:
        """Take in what `Runs.in_hand` gave."""
        self._last[run, url] = to_place(place) if place else None

    def add_info(self, info: Mapping[str, Any]) -> None:
        """Take in what a run's first record says of the run before it."""
        for run, url, place in info.get(UNACKNOWLEDGED, ()):
            self.add(str(run), str(url), place)
        self.taken_back.update(info.get(TAKEN_BACK, ()))

    def add_report(self, run: str, report: Path) -> None:
        """Take in what a run's own report says, if there is one: no later run may have begun yet."""
        try:
            said = orjson.loads(report.read_bytes())
            if any(warning.startswith(f"{LAYOUT_CHANGE}:") for warning in said["warnings"]):
                self.taken_back.add(run)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return

    def covers(self, run: str, url: str, place: Place) -> bool:
        """Whether the answer that lies there was never acknowledged."""
        if (run, url) not in self._last:
            return False
        last = self._last[run, url]
        return last is None or (order(place[0]), place[1]) > (order(last[0]), last[1])


def to_place(text: str) -> Place:
    """Read `file:offset`.

    >>> to_place("pages.warc.gz:481")
    ('pages.warc.gz', 481)
    """
    name, _, offset = text.rpartition(":")
    return name, int(offset) if offset.isdigit() else 0


def started(run: str) -> str:
    """When a run began, by its name; the epoch where that says nothing.

    >>> started("20261124T193256-889372")
    '2026-11-24T19:32:56+07:00'
    """
    try:
        return datetime.strptime(run[:15], "%Y%m%dT%H%M%S").replace(tzinfo=VIETNAM).isoformat()
    except ValueError:
        return datetime.fromtimestamp(0, VIETNAM).isoformat()


def exchanges(run: ArchivedRun, bodies: BodyIndex, report: Report) -> Iterator[tuple[Position, Exchange]]:
    """Give a run's exchanges in order; what cannot be read is reported and left out.

    Args:
        bodies: Grows by what is read: later `revisit` records refer to it.
    """
    for path in run.files:

        def damaged(offset: int, problem: str, path: Path = path) -> None:
            report(path, offset, problem)

        try:
            for position, exchange in read(path, resolver=bodies, on_damage=damaged):
                bodies.add(run.folder, position, exchange)
                if exchange.revisit_of and exchange.status != 304 and not exchange.body:
                    damaged(position.offset, f"the body of {exchange.url} lies in another, damaged record")
                    continue
                yield position, exchange
        except StoreError as error:
            report(path, 0, str(error).removeprefix(f"{path}: "))
