"""What the page says: a run's report and lists, put into the words and rows of the templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from crawler.report.completeness.causes import MEANINGS, Cause
from crawler.report.coverage import EARLIER
from crawler.report.exit_codes import TABLE
from crawler.report.outcomes import FAILED, FATES, FILTERED, GONE, QUARANTINE
from crawler.report.page.changes_by_kind import changes_by_kind
from crawler.report.page.fields import layouts
from crawler.report.page.lists import NEW, earlier_coverage, new_articles, troubles
from crawler.report.page.outcome import outcome_line, sum_of
from crawler.report.page.plots.days import days_plot
from crawler.report.page.plots.frontier import frontier_plot
from crawler.report.page.plots.growth import growth_plot
from crawler.report.page.plots.plot import Plot
from crawler.report.page.plots.requests import requests_plot, waits_plot
from crawler.report.page.plots.views import views_plot
from crawler.report.page.words import number, size
from crawler.store.publish import FOLDER, QUARANTINE_FOLDER
from crawler.store.state import State

# What each end of an address is called.
TROUBLES: Final[Mapping[str, tuple[str, str]]] = {
    GONE: ("Gone", "No longer on the paper. Records stay; an article counts as gone when it is still missing"
                   " a day later."),
    QUARANTINE: ("Set aside", "Pages that came and could not be read as what they should be."),
    FAILED: ("Failed", "Addresses that gave no page. A later run asks again."),
}  # fmt: skip
# Earlier runs looked at for those with enough articles.
_LOOKED_AT: Final = 4 * EARLIER
_ENDS: Final = (*FATES, "returned")
_WARNINGS: Final = 20
_FIRST_NEW: Final = 12  # at once; the others unfold
_OF_A_CAUSE: Final = 8
_MONTHS: Final = 24
# Files of a run: name in its folder, what it holds.
_FILES: Final = (
    ("report.json", "this report for programs"),
    ("articles.jsonl", "what the run added or changed"),
    ("log", "the run’s log"),
)


def view(state: State, report: Mapping[str, Any]) -> dict[str, Any]:
    """Give the names that the template uses.

    Args:
        state: The state that has the run.
        report: The run's report.

    Raises:
        StoreError: The state cannot be read.
    """
    run, database = report["run"], state.database
    earlier = [orjson.loads(text) for text in earlier_coverage(database, run, _LOOKED_AT)]
    return {
        "report": report,
        "outcome": outcome_line(report),
        "figures": list(_figures(report)),
        "warnings": report["warnings"][:_WARNINGS],
        "more_warnings": max(len(report["warnings"]) - _WARNINGS, 0),
        "new": new_articles(database, run),
        "first_new": _FIRST_NEW,
        "more_new": max(report["articles"]["new"] - NEW, 0),
        "changed": report.get("changed") or {"fields": {}, "articles": []},
        "changes": changes_by_kind(report.get("changed") or {}),
        "troubles": [
            (_place(fate), *TROUBLES[fate], sum_of(report, fate), reasons)
            for fate, reasons in troubles(database, run)
            if reasons
        ],
        "ends": [f"{report['ledger'][end]:,} {end}" for end in _ENDS if report["ledger"][end]],
        "filtered": _filtered(report),
        "layouts": layouts(report["coverage"], earlier),
        "plots": [plot for plot in _plots(report) if plot is not None],
        "dataset": report.get("dataset"),
        **_holes((report.get("dataset") or {}).get("holes")),
        "files": list(_files(state, report)),
        "months": report["months"][-_MONTHS:],
        "more_months": max(len(report["months"]) - _MONTHS, 0),
        "month_file": f"../../{FOLDER}/%s.jsonl",
        "code_meaning": next((meaning for code, _, meaning in TABLE if code == report["exit_code"]), ""),
        "goal": _goal(report["options"]),
    }


def _place(fate: str) -> str:
    return f"end-{fate}"


def _figures(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(what, how many, where on the page), the most important first."""
    articles = report["articles"]
    yield "new", number(articles["new"]), "#new"
    yield "changed", number(articles["changed"]), "#changed"
    yield "unchanged", number(articles["unchanged"]), ""
    for fate, (name, _) in TROUBLES.items():
        count = sum_of(report, fate)
        yield name.lower(), number(count), f"#{_place(fate)}" if count else ""
    yield "requests", number(report["requests"]), "#plot-requests" if report.get("pace") else ""
    if stored := (report.get("dataset") or {}).get("articles"):
        yield "in the dataset", number(stored), "#plot-growth"


def _plots(report: Mapping[str, Any]) -> Iterator[Plot | None]:
    if dataset := report.get("dataset"):
        yield days_plot(dataset)
        yield growth_plot(dataset)
        yield views_plot(dataset)
    yield requests_plot(report.get("pace"), report["started_at"])
    yield waits_plot(report.get("pace"), report["started_at"])
    if dataset:
        yield frontier_plot(dataset)


def _filtered(report: Mapping[str, Any]) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """(what, how many, why): articles as the console counts them, pages of lists apart from them."""
    named = []
    for kind, what in (("article", "article"), ("listing", "listing page")):
        reasons = report["counts"].get(kind, {}).get(FILTERED, {})
        if reasons:
            ordered = sorted(reasons.items(), key=lambda entry: (-entry[1], entry[0]))
            named.append((what, sum(reasons.values()), ordered))
    return named


def _holes(holes: Mapping[str, Any] | None) -> dict[str, Any]:
    """The holes that are named, those with one cause and one advice together."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for hole in (holes or {"holes": ()})["holes"]:
        groups.setdefault((hole["cause"], hole["advice"]), []).append(hole)
    named = [
        {"cause": cause, "advice": advice, "meaning": MEANINGS[Cause(cause)], "holes": found[:_OF_A_CAUSE]}
        for (cause, advice), found in groups.items()
    ]
    return {
        "holes": holes,
        "holes_by_cause": named,
        "holes_named": sum(min(len(found), _OF_A_CAUSE) for found in groups.values()),
    }


def _files(state: State, report: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(address relative to the page, name, what it holds) of the files that are there."""
    assert state.folder is not None
    folder = page_folder(state.folder, report["run"])
    for name, what in _FILES:
        if name == "report.json" or (folder / name).is_file():
            yield name, name, what
    for archive in report["warc"]:
        yield archive["file"], archive["file"], f"every answer as it came, {size(archive['bytes'])}"
    name = f"{report['run']}.jsonl"
    if (state.folder / QUARANTINE_FOLDER / name).is_file():
        yield (
            f"../../{QUARANTINE_FOLDER}/{name}",
            f"{QUARANTINE_FOLDER}/{name}",
            "what was set aside, and why",
        )


def page_folder(folder: Path, run: str) -> Path:
    """Where a run's files lie."""
    return folder / "runs" / run


def _goal(options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    goal = options.get("goal") if isinstance(options.get("goal"), dict) else {}
    assert isinstance(goal, dict)
    since, before = goal.get("since"), goal.get("before")
    rows = [
        ("paper", str(options.get("origin") or "the paper itself")),
        ("sections", ", ".join(map(str, goal.get("sections") or ())) or "all of politics"),
        ("published from", str(since)[:10] if since else ""),
        ("published before", str(before)[:10] if before else ""),
        ("ways", str(options.get("via") or "")),
        ("permission", str(options.get("permission") or "")),
    ]
    return [(name, text) for name, text in rows if text]
