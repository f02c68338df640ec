"""The rows behind `report.current_silence`: read beside a crawl, nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import orjson

from crawler.discover.goal import Goal
from crawler.discover.window import VIETNAM
from crawler.report.completeness.causes import Cause, judge
from crawler.report.current_silence import BASELINE, NOT_HEARD, Evidence, Silence, current_silence
from crawler.store.completeness.reader import Reader
from crawler.store.database import Database

_NEWEST = "SELECT key, published_at FROM article WHERE published_at <= ? ORDER BY month DESC, 2 DESC LIMIT 1"
_COUNTS = (
    "SELECT substr(published_at, 1, 10), count(*) FROM article"
    " WHERE month >= ? AND published_at >= ? GROUP BY 1"
)
# Numbers rise with time: what is above the newest article's is newer.
_NOT_STORED = (
    "SELECT state, reason, detail FROM address WHERE kind = 'article' AND key GLOB 'main/*' AND form <> 'ids'"
    " AND CAST(substr(key, 6) AS INTEGER) > ? AND state IN ('failed', 'quarantine', 'pending', 'leased')"
    " AND NOT EXISTS (SELECT 1 FROM article WHERE article.key = address.key)"
)
_MAIN = "main/"
_NOT_THE_PAPER = ("ingest", "archives")


def read_silence(folder: Path, *, now: datetime, busy: bool, ended: tuple[str, int] | None = None) -> Silence:
    """Judge the silence of a data folder.

    Args:
        folder: The data folder.
        now: The present.
        busy: Whether a crawl is at work there.
        ended: (run, exit code) of a run whose end is not in the state yet.

    Raises:
        StoreError: The state cannot be read.
    """
    database = Database(folder)
    try:
        database.execute("PRAGMA query_only = ON")
        database.execute("BEGIN")
        row = database.execute(_NEWEST, (now.astimezone(VIETNAM).isoformat(),)).fetchone()
        if row is None:
            return Silence()
        key, newest = row[0], datetime.fromisoformat(row[1])
        begin = (newest - BASELINE).date().isoformat()
        counts = {date.fromisoformat(day): n for day, n in database.rows(_COUNTS, (begin[:7], begin))}
        not_heard = _not_heard(database, key, waits=busy)
        lookers = set(_lookers(database))
    finally:
        database.close()
    with Reader(folder, now=now, busy=busy) as reader:
        looks = [look for look in reader.looks() if look.run in lookers]
    looks = [replace(look, exit_code=ended[1]) if ended and look.run == ended[0] else look for look in looks]
    evidence = Evidence(counts=counts, newest_at=newest, looks=looks, not_heard=not_heard)
    return current_silence(evidence, now=now)


def _lookers(database: Database) -> Iterator[str]:
    """The runs that asked the paper for what was new then, whatever their exit code.

    Not those that took in files or asked an archive, nor a backfill of past years.
    """
    for run, started_at, text in database.rows("SELECT id, started_at, options FROM run"):
        options, began = orjson.loads(text), datetime.fromisoformat(started_at).astimezone(VIETNAM)
        goal = Goal.from_json(options["goal"]) if options.get("goal") else Goal()
        before = goal.window.before
        today = began.replace(hour=0, minute=0, second=0)
        if options.get("command") not in _NOT_THE_PAPER and (before is None or before >= today):
            yield run


def _not_heard(database: Database, newest: str, *, waits: bool) -> Counter[Cause]:
    """Why articles with higher numbers than the newest one are not stored."""
    if not newest.startswith(_MAIN) or not newest.removeprefix(_MAIN).isdigit():
        return Counter()
    rows = database.rows(_NOT_STORED, (int(newest.removeprefix(_MAIN)),))
    verdicts = (judge(*row, waits=waits) for row in rows)
    return Counter(found.cause for found in verdicts if found.cause in NOT_HEARD)
