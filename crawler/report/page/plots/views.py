"""How often the articles are read: their view counts in bins of a logarithmic scale. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.report.page.dataset import VIEW_BINS
from crawler.report.page.plots.plot import FOOT, HEAD, HEIGHT, Plot, Table, grid, spaced, stacks, top_of
from crawler.report.page.words import counted


def views_plot(dataset: Mapping[str, Any]) -> Plot | None:
    """Draw the view counts last seen; None where no page prints one.

    Args:
        dataset: See `page.dataset`.
    """
    bins = dataset["views"]
    if not bins:
        return None
    counts = [count for _, count in bins]
    names = [_range(low) for low, _ in bins]
    top, total = top_of(max(counts)), sum(counts)
    without = dataset["without_views"]
    half = _above_half(bins, total)
    lacking = f"; {counted(without, 'article')} without a printed count" if without else ""
    return Plot(
        name="views",
        title="View counts, as last printed",
        summary=f"{counted(total, 'article')} with a view count, half of them below {half}{lacking}.",
        height=HEAD + HEIGHT + FOOT,
        bars=stacks(
            [(count,) for count in counts],
            [f"{name} views: {counted(count, 'article')}" for name, count in zip(names, counts, strict=True)],
            top,
        ),
        lines=grid(top),
        ticks=spaced([_short(low) for low, _ in bins], 8),
        legend=(),
        table=Table(
            ("Views", "articles"),
            tuple((name, f"{count:,}") for name, count in zip(names, counts, strict=True)),
        ),
    )


def _above_half(bins: list[tuple[int, int]], total: int) -> str:
    """The upper end of the bin that holds the median."""
    below = 0
    for low, count in bins:
        below += count
        if below * 2 >= total:
            return f"{_end(low):,}"
    return ""


def _end(low: int) -> int:
    place = VIEW_BINS.index(low) + 1
    return VIEW_BINS[place] if place < len(VIEW_BINS) else low * 10


def _range(low: int) -> str:
    high = _end(low) - 1
    if low == VIEW_BINS[-1]:
        return f"{low:,} or more"
    return f"{low:,}" if high == low else f"{low:,}–{high:,}"


def _short(low: int) -> str:
    if low >= 1_000_000:
        return f"{low // 1_000_000} M"
    return f"{low // 1_000} k" if low >= 1_000 else str(low)
