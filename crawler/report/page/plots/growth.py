"""The whole dataset by month or year of publication, and what the run added to it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.report.page.plots.plot import FOOT, HEAD, HEIGHT, Plot, Table, grid, spaced, stacks, top_of
from crawler.report.page.words import counted

MONTHS = 48  # so many are drawn one by one; longer spans by year
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def growth_plot(dataset: Mapping[str, Any]) -> Plot | None:
    """Draw the articles by time of publication; None where there is none.

    Args:
        dataset: See `page.dataset`.
    """
    if not dataset["months"]:
        return None
    first, last = dataset["months"][0][0], dataset["months"][-1][0]
    by_month = len(list(_months(first, last))) <= MONTHS
    spans = list(_months(first, last)) if by_month else list(_years(first, last))
    all_of, new = (_by_span(dataset[name], by_month) for name in ("months", "new_months"))
    columns = [(all_of[span] - new[span], new[span]) for span in spans]
    names = [_name(span) for span in spans]
    notes = [
        f"{name}: {before + more:,}, {more:,} of them new"
        for name, (before, more) in zip(names, columns, strict=True)
    ]
    top = top_of(max(map(sum, columns)))
    unit = "month" if by_month else "year"
    return Plot(
        name="growth",
        title=f"All articles by {unit} of publication",
        summary=f"{counted(sum(all_of.values()), 'article')} from {names[0]} to {names[-1]};"
        f" this run added {new.total():,} of them.",
        height=HEAD + HEIGHT + FOOT,
        bars=stacks(columns, notes, top),
        lines=grid(top),
        ticks=spaced(names, 4),
        legend=((0, "stored before"), (1, "new in this run")),
        table=Table(
            (unit.capitalize(), "stored before", "new in this run"),
            tuple(
                (name, f"{before:,}", f"{more:,}")
                for name, (before, more) in zip(names, columns, strict=True)
            ),
        ),
    )


def _by_span(rows: Sequence[tuple[str, int]], by_month: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for month, number in rows:
        counts[month if by_month else month[:4]] += number
    return counts


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _years(first: str, last: str) -> Iterator[str]:
    return (f"{year:04}" for year in range(int(first[:4]), int(last[:4]) + 1))


def _name(span: str) -> str:
    return f"{_MONTH_NAMES[int(span[5:7]) - 1]} {span[:4]}" if len(span) > 4 else span
