"""What metrics and notices tell, read from a data folder beside a crawl. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.discover.window import Window
from crawler.report.current_silence import Silence
from crawler.report.exit_codes import ExitCode
from crawler.store.completeness.survey_folder import survey_folder
from crawler.store.current_silence import read_silence
from crawler.store.database import Database
from crawler.store.frontier import Frontier
from crawler.store.runs import Runs

# Ends of a run that did what it could: a broken page, or a day's budget that is spent, is no failure.
WENT_WELL = (ExitCode.OK, ExitCode.PARTIAL, ExitCode.NOTHING_NEW, ExitCode.BUDGET)
_WELL = ", ".join(str(int(code)) for code in WENT_WELL)
_LAST_WELL = f"SELECT max(ended_at) FROM run WHERE state = 'ended' AND exit_code IN ({_WELL})"
_DUE = "SELECT count(*) FROM address WHERE due <= ? AND state NOT IN ('pending', 'leased')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A data folder at a moment.

    Attributes:
        now: The moment.
        busy: Whether a run has the folder.
        articles, revisions, tombstones: How many it holds; revisions are earlier contents.
        addresses: (kind, state) -> how many.
        due: Addresses that the next run asks again.
        last_run: The last run, as in `Runs.last`; None before the first.
        ended_well_at: When a run last ended well, see `WENT_WELL`; None: never.
        runs: state -> how many runs.
        silence: How long nothing new came.
        holes: (cause, whether explained) -> how many; None: not looked for.
    """

    now: datetime
    busy: bool
    articles: int
    revisions: int
    tombstones: int
    addresses: Mapping[tuple[str, str], int]
    due: int
    last_run: Mapping[str, Any] | None
    ended_well_at: datetime | None
    runs: Mapping[str, int]
    silence: Silence
    holes: Mapping[str, int] | None


def snapshot(folder: Path, *, now: datetime, busy: bool, with_holes: bool = True) -> Snapshot:
    """Read a data folder.

    Args:
        folder: The data folder.
        now: The present.
        busy: Whether a run is at work there; the caller may hold the folder itself.
        with_holes: Look for what is missing too, as `langson coverage` does: the whole state is read.

    Raises:
        StoreError: The state cannot be read.
    """
    holes = _holes(folder, now, busy=busy) if with_holes else None
    silence = read_silence(folder, now=now, busy=busy)
    database = Database(folder)
    try:
        database.execute("PRAGMA query_only = ON")
        database.execute("BEGIN")
        well = database.value(_LAST_WELL)
        return Snapshot(
            now=now,
            busy=busy,
            articles=database.value("SELECT count(*) FROM article"),
            revisions=database.value("SELECT count(*) FROM revision"),
            tombstones=database.value("SELECT count(*) FROM tombstone"),
            addresses=_addresses(database),
            due=database.value(_DUE, (now.timestamp(),)),
            last_run=next(iter(Runs(database).last(1)), None),
            ended_well_at=datetime.fromisoformat(well) if well else None,
            runs=dict(database.rows("SELECT state, count(*) FROM run GROUP BY 1 ORDER BY 1")),
            silence=silence,
            holes=holes,
        )
    finally:
        database.close()


def _addresses(database: Database) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for kind, state, _, number in Frontier(database).counts():
        counts[kind, state] += number
    return counts


def _holes(folder: Path, now: datetime, *, busy: bool) -> dict[str, int]:
    with survey_folder(folder, sections=None, window=Window(), now=now, busy=busy) as (survey, _):
        return dict(sorted(survey.unexplained.items()))
