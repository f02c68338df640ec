"""The states of the addresses that are known. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.report.page.plots.plot import Bar, Plot, Table, Tick
from crawler.report.page.words import counted

MEANINGS = {
    "done": "read",
    "pending": "waiting to be asked",
    "leased": "in hand when the run ended",
    "failed": "failed, to be asked again",
    "quarantine": "set aside: could not be read",
    "gone": "gone from the paper",
    "filtered": "left out: not what was asked for",
}
_COLOURS = {"done": 0, "pending": 3, "leased": 3, "failed": 1, "quarantine": 1, "gone": 5, "filtered": 5}
_ROW, _BAR, _TEXT = 40, 12, 16


def frontier_plot(dataset: Mapping[str, Any]) -> Plot | None:
    """Draw how many articles' addresses are in which state; None where none is known.

    Args:
        dataset: See `page.dataset`.
    """
    counts = {state: number for kind, state, number in dataset["frontier"] if kind == "article"}
    if not counts:
        return None
    listings = sum(number for kind, _, number in dataset["frontier"] if kind == "listing")
    states = sorted(
        counts, key=lambda state: (list(MEANINGS).index(state) if state in MEANINGS else 9, state)
    )
    most, total = max(counts.values()), sum(counts.values())
    bars, ticks = [], []
    for place, state in enumerate(states):
        y, number = place * _ROW + _TEXT, counts[state]
        label = MEANINGS.get(state, state)
        note = f"{label}: {number:,}"
        bars.append(
            Bar(0, y + 6, max(round(100 * number / most, 3), 0.4), _BAR, _COLOURS.get(state, 5), note)
        )
        ticks += [Tick(0, label, "start", y), Tick(100, f"{number:,}", "end", y)]
    return Plot(
        name="frontier",
        title="States of the articles’ addresses",
        summary=f"{counted(total, 'address', 'addresses')} of articles are known,"
        f" and {counted(listings, 'listing page')}.",
        height=len(states) * _ROW + 4,
        bars=tuple(bars),
        lines=(),
        ticks=tuple(ticks),
        legend=(),
        table=Table(
            ("State", "addresses"),
            tuple((MEANINGS.get(state, state), f"{counts[state]:,}") for state in states),
        ),
    )
