"""What a data folder holds and waits for: the ledger, for people and as JSON. Pure; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from crawler.discover.window import VIETNAM
from crawler.report.current_silence import silence_lines
from crawler.report.exit_codes import code_name
from crawler.store.current_silence import read_silence
from crawler.store.runs import RUNNING
from crawler.store.state import State

RUNS = 5
OLDEST = 5


def status(state: State, *, now: float, busy: bool) -> dict[str, Any]:
    """Gather the status of a data folder.

    Args:
        state: Its state; a crawl may be writing to it meanwhile.
        now: Unix seconds.
        busy: Whether a run has the folder.
    """
    database, frontier = state.database, state.frontier
    counts = [
        {"kind": kind, "state": where, "reason": reason, "addresses": number}
        for kind, where, reason, number in frontier.counts()
    ]
    due = "SELECT count(*) FROM address WHERE due <= ? AND state NOT IN ('pending', 'leased')"
    next_due = database.value("SELECT min(due) FROM address WHERE due > ?", (now,))
    quarantine = (
        "SELECT reason, count(*) FROM address WHERE state = 'quarantine' GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return {
        "data": str(state.folder),
        "running": busy,
        "articles": state.articles.count(),
        "months": state.articles.months(),
        "unpublished_months": state.articles.dirty_months(),
        "tombstones": database.value("SELECT count(*) FROM tombstone"),
        "addresses": counts,
        "runs": [_run(run, state, busy=busy) for run in state.runs.last(RUNS)],
        "oldest_pending": [{"since": since, "url": url} for since, url in frontier.oldest_pending(OLDEST)],
        "unfinished_walks": [
            {"start": start, "goal": orjson.loads(goal)} for start, goal in state.walks.unfinished()
        ],
        "coverage": [
            {"listing": start, "from": low or None, "until": high}
            for start, low, high in database.rows("SELECT start, low, high FROM coverage ORDER BY start")
        ],
        "quarantine": dict(database.rows(quarantine)),
        "due": database.value(due, (now,)),
        "next_due": _moment(next_due),
        "silence": _silence(state, now, busy=busy),
    }


def _silence(state: State, now: float, *, busy: bool) -> dict[str, Any]:
    assert state.folder is not None
    moment = datetime.fromtimestamp(now, VIETNAM)
    return read_silence(state.folder, now=moment, busy=busy).to_json()


def _run(run: Mapping[str, Any], state: State, *, busy: bool) -> dict[str, Any]:
    changes = state.runs.changes(run["id"])
    name = code_name(run["exit_code"]) if run["exit_code"] is not None else run["state"]
    if run["state"] == RUNNING and not busy:
        name = "crashed"
    return {
        "run": run["id"],
        "started_at": run["started_at"],
        "ended_at": run["ended_at"],
        "end": name,
        "exit_code": run["exit_code"],
        "new": changes["new"],
        "changed": changes["changed"],
    }


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, VIETNAM).isoformat(timespec="seconds")


def status_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Give what `status` found in lines for people."""
    months = found["months"]
    reach = f", {months[0]} to {months[-1]}" if months else ""
    yield f"{found['data']}: {found['articles']} articles in {len(months)} months{reach}"
    if found["running"]:
        yield "a crawl is at work: this is what it has acknowledged so far"
    if unpublished := found["unpublished_months"]:
        yield f"{len(unpublished)} months are to be published by the next run"
    if found["tombstones"]:
        yield f"{found['tombstones']} articles are gone from the paper; their records are kept"
    yield from silence_lines(found["silence"])
    yield from _addresses(found["addresses"])
    yield from _runs(found["runs"])
    yield from _waiting(found)


def _addresses(counts: list[dict[str, Any]]) -> Iterator[str]:
    yield ""
    yield "addresses"
    for row in counts:
        reason = f"  {row['reason']}" if row["reason"] else ""
        yield f"  {row['kind']:8} {row['state']:11} {row['addresses']:8}{reason}"
    if not counts:
        yield "  none yet"


def _runs(runs: list[dict[str, Any]]) -> Iterator[str]:
    yield ""
    yield "last runs"
    for run in runs:
        ended = (run["ended_at"] or "")[11:19]
        when = f"{run['started_at'][:19].replace('T', ' ')} - {ended or '…':8}"
        yield f"  {when}  {run['end']:12} {run['new']:6} new {run['changed']:6} changed  {run['run']}"


def _waiting(found: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    for row in found["oldest_pending"]:
        yield f"pending since {row['since']}  {row['url']}"
    for walk in found["unfinished_walks"]:
        yield f"not read to its end: {walk['start']}"
    for row in found["coverage"]:
        reach = f"down to {row['from']}" if row["from"] else "to its end"
        yield f"read {reach}, as of {row['until']}: {urlsplit(row['listing']).path}"
    for reason, number in found["quarantine"].items():
        yield f"quarantine: {number} {reason}; see quarantine/*.jsonl"
    following = f"; the next at {found['next_due']}" if found["next_due"] else ""
    yield f"due to be asked again: {found['due']}{following}"
