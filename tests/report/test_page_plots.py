"""The plots: every number drawn in its place, and told in words and in a table besides."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.report.page.dataset import VIEW_BINS, view_bins
from crawler.report.page.plots.days import days_plot
from crawler.report.page.plots.frontier import frontier_plot
from crawler.report.page.plots.growth import growth_plot
from crawler.report.page.plots.plot import HEAD, HEIGHT, Plot, grid, spaced, stacks, top_of
from crawler.report.page.plots.requests import BARS, requests_plot, waits_plot
from crawler.report.page.plots.views import views_plot

COLUMNS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=130)


def dataset(**changes: Any) -> dict[str, Any]:
    """An empty dataset's numbers, but for the changes."""
    empty = {"articles": 0, "months": [], "new_months": [], "until": None, "sections": [], "days": []}
    return {**empty, "views": [], "without_views": 0, "frontier": [], **changes}


@given(COLUMNS)
def test_bars_stand_where_their_numbers_are(columns: list[tuple[int, int]]) -> None:
    """Within the plot, side by side, as high as their value, one upon the other."""
    top = top_of(max(map(sum, columns)))
    bars = stacks(columns, [str(place) for place in range(len(columns))], top)

    assert len(bars) == sum(value > 0 for column in columns for value in column)
    for bar in bars:
        value = columns[int(bar.note)][bar.colour]
        assert bar.height == pytest.approx(HEIGHT * value / top, abs=0.02)
        assert bar.y >= HEAD - 0.02
        assert bar.y + bar.height <= HEAD + HEIGHT + 0.02
        place = int(bar.note) * 100 / len(columns)
        assert bar.x >= place - 0.01
        assert bar.x + bar.width <= place + 100 / len(columns) + 0.01


@given(st.floats(1e-3, 1e9))
def test_the_axis_holds_the_highest_bar(highest: float) -> None:
    """Its top is a round number, not more than twice and a half as high."""
    top = top_of(highest)

    assert highest <= top * 1.001 <= 2.5 * highest + 0.001 * top
    assert next(iter(grid(top))).y == HEAD + HEIGHT


@pytest.mark.parametrize("count", [*range(1, 130)])
def test_names_below_the_bars_have_room(count: int) -> None:
    """The first and the last column are named, and no two names stand closer than a sixth of the width."""
    ticks = spaced([str(place) for place in range(count)], 4)
    places = [tick.x for tick in ticks]

    assert ticks[-1].label == str(count - 1)
    assert ticks[0].label == "0"
    assert len(ticks) <= 5
    assert all(after - before > 100 / 6 for before, after in pairwise(places))


def test_articles_a_day() -> None:
    """Each day of the sixty has its place, the silent ones too; sections without a colour are grey."""
    names = ["thong-bao", "other sections"]
    plot = days_plot(
        dataset(until="2026-11-24", sections=names, days=[["2026-09-26", 1, 0], ["2026-11-24", 2, 3]])
    )

    assert plot is not None
    assert [(round(bar.x), bar.colour, bar.note) for bar in plot.bars] == [
        (0, 0, "26 Sep: 1 article"),
        (98, 0, "24 Nov: 5 articles"),
        (98, 5, "24 Nov: 5 articles"),
    ]
    assert plot.summary == "6 articles from 26 Sep to 24 Nov, at most 5 on a day; 58 days had none."
    assert plot.table.rows == (("26 Sep 2026", "1", "0", "1"), ("24 Nov 2026", "2", "3", "5"))


@pytest.mark.parametrize(
    ("months", "unit", "names"),
    [
        ([["2025-12", 3], ["2026-02", 2]], "month", ["Dec 2025", "Jan 2026", "Feb 2026"]),
        (
            [["2010-02", 3], ["2012-02", 2], ["2015-01", 1]],
            "year",
            ["2010", "2011", "2012", "2013", "2014", "2015"],
        ),
    ],
)
def test_the_whole_dataset(months: list[list[Any]], unit: str, names: list[str]) -> None:
    """Short spans by month, long ones by year; what the run added is told apart from what was there."""
    plot = growth_plot(dataset(months=months, new_months=[months[0]]))

    assert plot is not None
    assert plot.title == f"All articles by {unit} of publication"
    assert [row[0] for row in plot.table.rows] == names
    assert plot.table.rows[0][1:] == ("0", "3")
    assert plot.table.rows[-1][1:] == (str(months[-1][1]), "0")


@given(st.lists(st.integers(0, 10**9)))
def test_every_view_count_has_its_bin(values: list[int]) -> None:
    """From the lower end to below the next one; the last bin takes what is above."""
    total, bins = view_bins(values)

    assert total == len(values)
    for low, count in bins:
        place = VIEW_BINS.index(low) + 1
        high = VIEW_BINS[place] if place < len(VIEW_BINS) else 10**10
        assert count == sum(low <= value < high for value in values)


def test_view_counts() -> None:
    """Bins of 1, 2 and 5 times a power of ten; the median in words."""
    _, bins = view_bins([0, 3, 12, 14, 1_500, 12_000_000])
    plot = views_plot(dataset(views=bins, without_views=2))

    assert plot is not None
    assert (
        plot.summary
        == "6 articles with a view count, half of them below 20; 2 articles without a printed count."
    )
    assert plot.table.rows[0] == ("0", "1")
    assert plot.table.rows[2] == ("2–4", "1")
    assert plot.table.rows[-1] == ("5,000,000 or more", "1")


def test_requests_and_waits() -> None:
    """Failures are told apart, ordinary pauses from those that were asked for, and few bars are drawn."""
    pace = {
        "seconds": 1.0,
        "sent": [1] * 100,
        "failed": [0] * 99 + [1],
        "paced": [0.5] * 100,
        "paused": [0.25] * 100,
    }
    requests, waits = (make(pace, "2026-11-24T08:00:00+07:00") for make in (requests_plot, waits_plot))

    assert requests is not None
    assert waits is not None
    assert requests.title == "Requests over time, each bar 2\N{NO-BREAK SPACE}s"
    assert requests.summary.endswith("; 1 brought no usable answer.")
    assert len(requests.table.rows) == 50 <= BARS
    assert requests.table.rows[-1] == ("08:01:38", "1", "1")
    assert waits.table.rows[0] == ("08:00:00", "50 %", "25 %")
    assert "25\N{NO-BREAK SPACE}s because the server asked" in waits.summary


def test_states() -> None:
    """The longest bar is the most frequent state; what is rare is still to be seen."""
    rows = [["article", "done", 50_000], ["article", "failed", 1], ["listing", "done", 7]]
    plot = frontier_plot(dataset(frontier=rows))

    assert plot is not None
    assert [bar.width for bar in plot.bars] == [100, 0.4]
    assert plot.table.rows == (("read", "50,000"), ("failed, to be asked again", "1"))
    assert plot.summary == "50,001 addresses of articles are known, and 7 listing pages."


@pytest.mark.parametrize(
    "plot",
    [
        days_plot(dataset()), growth_plot(dataset()), views_plot(dataset()), frontier_plot(dataset()),
        requests_plot(None, ""), waits_plot(None, ""),
    ],
)  # fmt: skip
def test_nothing_to_draw(plot: Plot | None) -> None:
    """A folder without articles has no plots of them."""
    assert plot is None
