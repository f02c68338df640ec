"""Requests and waits of a run over its time. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from crawler.report.page.plots.plot import FOOT, HEAD, HEIGHT, Plot, Table, grid, spaced, stacks, top_of
from crawler.report.page.words import counted, duration

BARS = 60


def coarser(pace: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the series with at most `BARS` buckets: so many have room on a phone.

    >>> coarser({"seconds": 1.0, "sent": [1] * 61})["sent"] == [2] * 30 + [1]
    True
    """
    series = dict(pace)
    while len(series["sent"]) > BARS:
        series = {
            name: 2 * values
            if name == "seconds"
            else [sum(values[n : n + 2]) for n in range(0, len(values), 2)]
            for name, values in series.items()
        }
    return series


def requests_plot(pace: Mapping[str, Any] | None, started_at: str) -> Plot | None:
    """Draw how many requests were sent when; None where nothing is known of it.

    Args:
        pace: A report's `pace`, see `report.pace`.
        started_at: When the run began, ISO 8601.
    """
    if not pace or not pace["sent"]:
        return None
    pace = coarser(pace)
    columns = [
        (max(sent - failed, 0), failed) for sent, failed in zip(pace["sent"], pace["failed"], strict=True)
    ]
    sent, failed = sum(pace["sent"]), sum(pace["failed"])
    what = f"{counted(sent, 'request')} in {duration(len(columns) * pace['seconds'])}"
    legend = ((0, "answered"), (1, "no usable answer")) if failed else ()
    names = ("answered", "no usable answer")
    summary = f"{what}; {failed:,} brought no usable answer."
    title = "Requests over time"
    return _plot("requests", title, pace, started_at, columns, names, summary=summary, legend=legend)


def waits_plot(pace: Mapping[str, Any] | None, started_at: str) -> Plot | None:
    """Draw for how much of its time the run waited; None where it never did."""
    if not pace or not any((*pace["paced"], *pace["paused"])):
        return None
    pace = coarser(pace)
    wide = pace["seconds"]
    columns = [
        ((share := min(100 * paced / wide, 100.0)), min(100 * paused / wide, 100.0 - share))
        for paced, paused in zip(pace["paced"], pace["paused"], strict=True)
    ]
    names = ("between two requests", "asked for, or after failures")
    summary = (
        f"It waited {duration(sum(pace['paced']))} between requests, to be polite, and"
        f" {duration(sum(pace['paused']))} because the server asked for it or had failed."
    )
    legend = tuple(enumerate(names))
    title = "Waits over time, share of the time"
    return _plot("waits", title, pace, started_at, columns, names, summary=summary, legend=legend, unit=" %")


def _plot(
    name: str,
    title: str,
    pace: Mapping[str, Any],
    started_at: str,
    columns: Sequence[tuple[float, float]],
    names: tuple[str, str],
    *,
    summary: str,
    legend: tuple[tuple[int, str], ...],
    unit: str = "",
) -> Plot:
    moments = [_moment(started_at, place * pace["seconds"]) for place in range(len(columns))]
    rows = tuple(
        (m, f"{a:,.0f}{unit}", f"{b:,.0f}{unit}") for m, (a, b) in zip(moments, columns, strict=True)
    )
    notes = [f"{m}: {a} {names[0]}" + (f", {b} {names[1]}" if b[0] != "0" else "") for m, a, b in rows]
    top = top_of(max(map(sum, columns))) if not unit else 100.0
    ticks = spaced([moment[:5] if pace["seconds"] >= 60 else moment for moment in moments], 4)
    return Plot(
        name=name,
        title=f"{title}" if unit else f"{title}, each bar {duration(pace['seconds'])}",
        summary=summary,
        height=HEAD + HEIGHT + FOOT,
        bars=stacks(columns, notes, top),
        lines=grid(top, unit),
        ticks=ticks,
        legend=legend,
        table=Table(("From", *names), rows),
    )


def _moment(started_at: str, seconds: float) -> str:
    return f"{datetime.fromisoformat(started_at) + timedelta(seconds=seconds):%H:%M:%S}"
