"""Which runs a command has begun, and which killed ones it has found: read before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.errors import StoreError
from crawler.monitoring.notice import Notice, notice_of_run
from crawler.store.database import Database
from crawler.store.runs import CRASHED, ENDED, Runs

_UNREPORTED = (
    "SELECT id FROM run WHERE state = 'running'"
    " OR (state = 'crashed' AND json_type(report, '$.counts') IS NULL)"
)


@dataclass(frozen=True, slots=True)
class KnownRuns:
    """The runs of a data folder before a command.

    Attributes:
        last: The last of them; empty where there is none.
        unreported: Those that were killed, and nobody has told of it yet.
    """

    last: str = ""
    unreported: frozenset[str] = frozenset()


def known_runs(folder: Path) -> KnownRuns:
    """Give the runs of a data folder whose lock the caller holds."""
    try:
        database = Database(folder)
    except StoreError:  # none yet, or one that the run itself will refuse
        return KnownRuns()
    try:
        last = database.value("SELECT max(id) FROM run") or ""
        return KnownRuns(last, frozenset(row[0] for row in database.rows(_UNREPORTED)))
    except StoreError:
        return KnownRuns()
    finally:
        database.close()


def notices(folder: Path, before: KnownRuns, *, command: str, silence: Mapping[str, Any]) -> Iterator[Notice]:
    """Tell of the killed runs that the command has found, then of its own.

    Raises:
        StoreError: The state cannot be read.
    """
    database = Database(folder)
    try:
        runs = Runs(database)
        query = "SELECT id FROM run WHERE id > ? ORDER BY id"
        names = [*sorted(before.unreported), *(row[0] for row in database.rows(query, (before.last,)))]
        for run in map(runs.get, names):
            if run["state"] == (CRASHED if run["id"] in before.unreported else ENDED) and run["report"]:
                yield notice_of_run(run, command=command, data=str(folder), silence=silence)
    finally:
        database.close()
