"""The report of one run, from what the state knows of it: also of a run that crashed.

The same document is `runs/<run>/report.json` and a column of the state, which later runs compare with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from crawler.discover.window import VIETNAM
from crawler.errors import StoreError
from crawler.report.balance import Balance, balance
from crawler.report.coverage import Coverage
from crawler.report.exit_codes import FINISHED, code_name
from crawler.report.outcomes import FILTERED, ROBOTS
from crawler.report.pace import Pace
from crawler.report.page.end import for_page, try_page
from crawler.store.publish import RUNS_FOLDER, write_whole
from crawler.store.runs import CRASHED, ENDED
from crawler.store.state import State

SCHEMA = "run/1"
FILE_NAME = "report.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a run knows of itself and the state does not.

    Attributes:
        ended_at: ISO 8601.
        reason: Finish reason.
        error: What went wrong with the data folder or the program as a whole, or None.
        published: The files that were written.
        verdicts: What robots.txt said of the requests: text -> number.
        warnings: What the gates found.
        requests: How many requests were sent, robots.txt included.
        taken_back: How many articles were taken back, see `store.quarantine`.
        sources: What came of each way to the articles that was asked beside the listings.
        left_out: Why articles were left out, with how many; also those that a listing showed and nobody asked
            for, so more than the ledger of requests has. None where nobody counted them.
        pace: Requests and waits over time, see `report.pace`; None where nobody counted them.
    """

    ended_at: str
    reason: str
    error: str | None = None
    published: tuple[str, ...] = ()
    verdicts: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    requests: int | None = None
    taken_back: int = 0
    sources: Mapping[str, Any] = field(default_factory=dict)
    pace: Mapping[str, Any] | None = None
    left_out: Mapping[str, int] | None = None


def run_balance(state: State, run: str, *, requested: int | None, reason: str | None) -> Balance:
    """Add up a run's ledger."""
    return balance(state.runs.ends(run), requested=requested, finished=reason == FINISHED)


def run_report(
    state: State, run: str, *, sums: Balance, facts: Facts | None = None, exit_code: int | None = None
) -> dict[str, Any]:
    """Give a run's report.

    Args:
        state: The state.
        run: The run.
        sums: See `run_balance`.
        facts: None for a run that crashed.
        exit_code: None likewise.
    """
    known = state.runs.get(run)
    options = known["options"]
    changes = state.runs.changes(run)
    return {
        "schema": SCHEMA,
        "run": run,
        "state": ENDED if facts else CRASHED,
        "started_at": known["started_at"],
        "ended_at": facts.ended_at if facts else None,
        "duration_seconds": _seconds(known["started_at"], facts.ended_at) if facts else None,
        "exit_code": exit_code,
        "exit_name": code_name(exit_code) if facts else CRASHED,
        "finish_reason": facts.reason if facts else CRASHED,
        "error": facts.error if facts else None,
        "options": options | ({"goal": json.loads(options["goal"])} if "goal" in options else {}),
        "permission": options.get("permission"),
        "ledger": sums.to_json(),
        "counts": _all_counts(state, run, facts.left_out if facts else None),
        "articles": {
            "new": changes["new"],
            "changed": changes["changed"],
            "unchanged": state.runs.sums(run)["unchanged"],
        },
        "months": state.runs.changed_months(run),
        "published": [Path(path).name for path in facts.published] if facts else [],
        "robots": [_robots(*row) for row in state.runs.robots(run)],
        "verdicts": dict(facts.verdicts) if facts else {},
        "refusals": _refusals(state, run),
        "coverage": _coverage(state, run),
        "warnings": list(facts.warnings) if facts else [],
        "requests": facts.requests if facts else None,
        "taken_back": facts.taken_back if facts else 0,
        "sources": dict(facts.sources) if facts else {},
        "warc": _archives(state, run),
        "pace": facts.pace if facts else _pace_of_answers(state, run, known["started_at"]),
        **for_page(state, run, facts.ended_at if facts else None),
    }


def write_report(state: State, report: Mapping[str, Any]) -> Path:
    """Keep a report: as a page and whole or not at all in its file, then in the state, with the run's end.

    Raises:
        StoreError: It cannot be written.
    """
    assert state.folder is not None
    run = str(report["run"])
    path = state.folder / RUNS_FOLDER / run / FILE_NAME
    try_page(state, report)  # first: a run that has its end in the state has its page as well
    try:
        write_whole(path, [orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])
    except OSError as error:
        with suppress(OSError):
            path.with_name(f".{path.name}.part").unlink(missing_ok=True)
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
    with state.transaction():
        if report["ended_at"] is not None:
            state.runs.end(run, ended_at=report["ended_at"])
        state.runs.report(run, exit_code=report["exit_code"], report=report)
    return path


def _seconds(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()


def _all_counts(state: State, run: str, left_out: Mapping[str, int] | None) -> dict[str, Any]:
    counts = {kind: _counts(state.runs.reasons(run, kind)) for kind in ("article", "listing")}
    if left_out is not None:
        counts["article"].pop(FILTERED, None)
        if left_out:
            counts["article"][FILTERED] = dict(sorted(left_out.items()))
    return counts


def _counts(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for fate, reason, number in rows:
        counts.setdefault(fate or "returned", {})[reason or fate or "returned"] = number
    return counts


def _robots(origin: str, seconds: float, status: int | None, text: str) -> dict[str, Any]:
    """A robots.txt as it was received; where none was, why."""
    fetched_at = datetime.fromtimestamp(seconds, VIETNAM).isoformat(timespec="seconds")
    row = {"origin": origin, "fetched_at": fetched_at, "status": status}
    if status is None:
        return {**row, "sha256": None, "trouble": text}
    return {**row, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def _refusals(state: State, run: str) -> dict[str, int]:
    """What robots.txt refused, by the sentence that names the rule."""
    query = "SELECT detail, count(*) FROM visit WHERE run = ? AND reason = ? GROUP BY 1 ORDER BY 2 DESC, 1"
    return dict(state.database.rows(query, (run, ROBOTS)))


def _coverage(state: State, run: str) -> dict[str, dict[str, float]]:
    coverage = Coverage()
    for record in state.runs.new_records(run):
        coverage.add_record(record)
    return coverage.shares()


def _pace_of_answers(state: State, run: str, started_at: str) -> dict[str, Any]:
    """What is left of a killed run's pace: when its addresses were answered."""
    query = "SELECT checked_at FROM visit JOIN address USING (url) WHERE run = ? AND checked_at >= ?"
    rows = state.database.rows(query, (run, started_at))
    return Pace.of_answers(started_at, (moment for (moment,) in rows)).to_json()


def _archives(state: State, run: str) -> list[dict[str, Any]]:
    if state.folder is None:
        return []
    files = sorted((state.folder / RUNS_FOLDER / run).glob("*.warc.gz*"))
    return [{"file": path.name, "bytes": path.stat().st_size} for path in files]
