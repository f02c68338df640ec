"""What the next start does for runs that were killed: their reports, and what a gate had decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crawler.report.gates import TAKES_BACK
from crawler.report.run_report import run_balance, run_report, write_report
from crawler.store.publish import publish_run
from crawler.store.quarantine import take_back, write_quarantine
from crawler.store.state import State


def report_crashed(state: State, runs: Iterable[str], *, now: float) -> list[str]:
    """Write report and quarantine of runs that never ended. To be called when their leases are given back.

    Args:
        state: The state; without a folder nothing is done.
        runs: Their names, see `Runs.begin`.
        now: Unix seconds.

    Returns:
        A sentence for each.

    Raises:
        StoreError: The data folder cannot be written.
    """
    return [_report(state, run, now) for run in runs] if state.folder is not None else []


def _report(state: State, run: str, now: float) -> str:
    gate: dict[str, Any] = state.runs.get(run)["report"].get("gate") or {}
    taken = take_back(state, run, now=now) if gate.get("reason") in TAKES_BACK else 0
    sums = run_balance(state, run, requested=None, reason=None)
    report = run_report(state, run, sums=sums)
    report["taken_back"] = taken
    if gate:
        report["warnings"] = [f"{gate['reason']}: {gate['detail']}"]
    publish_run(state, run)
    write_quarantine(state, run)
    write_report(state, report)
    state.runs.forget_before(run)
    what = f"{sums.returned} addresses it had asked for are asked again"
    took = f"; {taken} articles were taken back ({gate['reason']})" if taken else ""
    return f"the run {run} was killed; {what}{took}"
