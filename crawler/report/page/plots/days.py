"""Articles a day and section, the last sixty days. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from crawler.report.page.dataset import DAYS, OTHERS
from crawler.report.page.plots.plot import (
    FOOT,
    HEAD,
    HEIGHT,
    OTHER,
    Bar,
    Plot,
    Table,
    grid,
    spaced,
    stacks,
    top_of,
)
from crawler.report.page.words import counted


def days_plot(dataset: Mapping[str, Any]) -> Plot | None:
    """Draw the articles of the last days by section; None where there is no article.

    Args:
        dataset: See `page.dataset`.
    """
    if not dataset["until"]:
        return None
    sections, counts = dataset["sections"], {row[0]: row[1:] for row in dataset["days"]}
    until = date.fromisoformat(dataset["until"])
    days = [until - timedelta(days=back) for back in reversed(range(DAYS))]
    nothing = [0] * len(sections)
    columns = [counts.get(day.isoformat(), nothing) for day in days]
    sums = [sum(column) for column in columns]
    notes = [f"{_name(day)}: {counted(total, 'article')}" for day, total in zip(days, sums, strict=True)]
    top = top_of(max(sums))
    bars = tuple(_coloured(bar, sections) for bar in stacks(columns, notes, top))
    days_told, most = f"{_name(days[0])} to {_name(until)}", f"{max(sums):,} on a day"
    silent = sum(not total for total in sums)
    return Plot(
        name="days",
        title=f"Articles a day and section, the last {DAYS} days",
        summary=f"{counted(sum(sums), 'article')} from {days_told}, at most {most};"
        f" {counted(silent, 'day')} had none.",
        height=HEAD + HEIGHT + FOOT,
        bars=bars,
        lines=grid(top),
        ticks=spaced([_name(day) for day in days], 4),
        legend=tuple((_colour(place, name), name) for place, name in enumerate(sections)),
        table=Table(
            ("Day", *sections, "together"),
            tuple(
                (f"{_name(day)} {day.year}", *map(str, column), str(total))
                for day, column, total in zip(days, columns, sums, strict=True)
                if total
            ),
        ),
    )


def _coloured(bar: Bar, sections: list[str]) -> Bar:
    colour = _colour(bar.colour, sections[bar.colour])
    return Bar(bar.x, bar.y, bar.width, bar.height, colour, bar.note)


def _colour(place: int, name: str) -> int:
    return OTHER if name == OTHERS else place


def _name(day: date) -> str:
    return f"{day.day} {day:%b}"
