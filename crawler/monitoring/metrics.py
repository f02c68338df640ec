"""The metrics of a data folder. Pure; docs/monitoring/ has the rules that watch them.

Times are Unix seconds, so that their age is taken where they are read: `time() - langson_…_seconds`.
A metric whose value is not known is left out, never nought.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from crawler.monitoring.exposition import Family, Sample
from crawler.monitoring.snapshot import Snapshot
from crawler.report.current_silence import CAUSES, Silence
from crawler.report.exit_codes import TABLE, code_name
from crawler.report.outcomes import FATES
from crawler.store.runs import CRASHED, RUNNING

OUTCOMES = (*(name for _, name, _ in TABLE), CRASHED, RUNNING)


def families(found: Snapshot | None, *, version: str, now: datetime) -> list[Family]:
    """Give the metrics of a data folder.

    Args:
        found: What was read there; None where its state cannot be read.
        version: Of langson.
        now: The present.
    """
    head = [
        gauge("langson_info", "The version of langson that wrote this file.", 1, version=version),
        gauge("langson_metrics_timestamp_seconds", "When this file was made.", now.timestamp()),
        gauge("langson_state_readable", "Whether the data folder's state could be read (1) or not (0).",
              found is not None),
    ]  # fmt: skip
    if found is None:
        return head
    return [*head, *_folder(found), *_frontier(found), *_last_run(found), *_silence(found.silence)]


def gauge(name: str, text: str, value: float | None, **labels: str) -> Family:
    """Give a metric of one sample; without any where its value is not known."""
    return Family(name, text, () if value is None else (Sample(float(value), labels),))


def counted(name: str, text: str, label: str, values: Mapping[str, float]) -> Family:
    """Give a metric with a sample for each value of a label."""
    return Family(name, text, [Sample(float(number), {label: key}) for key, number in values.items()])


def one_of(name: str, text: str, label: str, names: tuple[str, ...], which: str | None) -> Family:
    """Give a metric that is 1 for one of some names, and 0 for the others."""
    return counted(name, text, label, {each: float(each == which) for each in names})


def _folder(found: Snapshot) -> Iterator[Family]:
    yield gauge("langson_running", "Whether a run has the data folder.", found.busy)
    yield gauge("langson_articles", "Articles stored.", found.articles)
    yield gauge("langson_revisions", "Earlier contents of articles kept.", found.revisions)
    yield gauge("langson_tombstones", "Stored articles that the paper has taken off.", found.tombstones)
    yield counted("langson_runs", "Runs by state.", "state", found.runs)
    yield gauge(
        "langson_last_success_timestamp_seconds",
        "When a run last ended well: ok, partial, nothing-new or budget.",
        _seconds(found.ended_well_at),
    )
    if found.holes is not None:
        text = "What should be stored and is not, without an explanation; see langson coverage."
        yield gauge("langson_holes_unexplained", text, sum(found.holes.values()))
        yield counted("langson_holes", "The same by likely cause.", "cause", found.holes)


def _frontier(found: Snapshot) -> Iterator[Family]:
    samples = [
        Sample(float(n), {"kind": kind, "state": state})
        for (kind, state), n in sorted(found.addresses.items())
    ]
    yield Family("langson_frontier_addresses", "Addresses known, by kind and state.", samples)
    yield gauge("langson_frontier_due_addresses", "Addresses whose next visit is due.", found.due)


# --- the last run -------------------------------------------------------------------------------


def _last_run(found: Snapshot) -> Iterator[Family]:
    run = found.last_run
    if run is None:
        return
    report, ended = run["report"], run["ended_at"]
    name = code_name(run["exit_code"]) if run["exit_code"] is not None else run["state"]
    name = CRASHED if name == RUNNING and not found.busy else name
    begin, end = datetime.fromisoformat(run["started_at"]), datetime.fromisoformat(ended) if ended else None
    yield gauge("langson_last_run_start_timestamp_seconds", "When the last run began.", _seconds(begin))
    yield gauge("langson_last_run_end_timestamp_seconds", "When the last run ended.", _seconds(end))
    length = (end - begin).total_seconds() if end else None
    yield gauge("langson_last_run_duration_seconds", "How long the last run took.", length)
    yield gauge("langson_last_run_exit_code", "The last run's exit code.", run["exit_code"])
    yield one_of("langson_last_run_outcome", "How the last run ended.", "outcome", OUTCOMES, name)
    if "counts" in report:
        yield from _reported(report)


def _reported(report: Mapping[str, Any]) -> Iterator[Family]:
    articles, listings = report["counts"].get("article", {}), report["counts"].get("listing", {})
    changes = {name: report["articles"][name] for name in ("new", "changed", "unchanged")}
    yield counted("langson_last_run_articles", "Articles that the last run kept.", "change", changes)
    yield counted("langson_last_run_article_pages", "Article pages by what became of them.", "fate",
                  _fates(articles))  # fmt: skip
    yield counted("langson_last_run_listing_pages", "Pages of listings and other sources, likewise.", "fate",
                  _fates(listings))  # fmt: skip
    yield gauge("langson_last_run_requests", "Requests that the last run sent.", report.get("requests"))
    pace = report.get("pace") or {}
    waits = {why: sum(pace[why]) for why in ("paced", "paused") if isinstance(pace.get(why), list)}
    text = "Seconds without a request on purpose: paced between two of them, paused as the host asked."
    yield counted("langson_last_run_wait_seconds", text, "why", waits)
    failed = sum(pace["failed"]) if isinstance(pace.get("failed"), list) else None
    yield gauge("langson_last_run_failed_requests", "Requests without a usable answer.", failed)
    refused = sum(report.get("refusals", {}).values())
    yield gauge("langson_last_run_robots_refused", "Addresses that robots.txt refused to it.", refused)
    yield gauge("langson_last_run_warnings", "What the last run warned of.", len(report.get("warnings", ())))


def _fates(counts: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    return {fate: float(sum(counts.get(fate, {}).values())) for fate in FATES}


# --- silence ------------------------------------------------------------------------------------


def _silence(found: Silence) -> Iterator[Family]:
    if found.newest_at is None:
        return
    yield gauge("langson_newest_article_timestamp_seconds", "Publication of the newest stored article.",
                _seconds(found.newest_at))  # fmt: skip
    text = "Whole working days (no weekends, no Tết, no public holidays) since the newest article."
    yield gauge("langson_silent_working_days", text, found.working_days)
    text = "Articles that are usual on the days since, by the weeks before."
    yield gauge("langson_silent_expected_articles", text, found.expected)
    yield gauge("langson_silence_unusual", "Whether chance does not explain the silence.", found.unusual)
    causes = tuple(cause.value for cause in CAUSES)
    text = "Why nothing new came: site-silent is the paper's doing, the others are not."
    yield one_of("langson_silence_cause", text, "cause", causes, found.cause and found.cause.value)


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
