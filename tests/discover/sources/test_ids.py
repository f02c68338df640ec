"""Which numbers to ask for: gaps within a budget."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.sources.ids import Gap, Order, gaps, missing_numbers
from crawler.discover.window import VIETNAM, Window

DAY = date(2022, 10, 5)
KNOWN = dict.fromkeys((100_000, 100_003, 100_010, 100_011, 100_013))


@pytest.mark.parametrize(
    ("order", "budget", "expected"),
    [
        ("newest", 3, (100_012, 100_009, 100_008)),
        ("newest", 100, (100_012, *range(100_009, 100_003, -1), 100_002, 100_001)),
        ("largest", 3, (100_009, 100_008, 100_007)),
        ("newest", 0, ()),
    ],
)
def test_order(order: Order, budget: int, expected: tuple[int, ...]) -> None:
    """Downwards from the newest, or the largest gap first; never more than the budget."""
    assert missing_numbers(KNOWN, budget, order=order) == expected


def test_nothing_is_asked_twice() -> None:
    """Numbers asked before are passed over, and the budget goes to others."""
    assert missing_numbers(KNOWN, 2, asked={100_012, 100_009}) == (100_008, 100_007)


@pytest.mark.parametrize(
    ("first", "days", "held"),
    [
        (200_000, (date(2020, 1, 1), date(2020, 1, 3)), False),
        (200_000, (date(2020, 1, 1), date(2022, 10, 4)), True),
        (200_000, (date(2022, 10, 7), date(2023, 1, 1)), True),
        (200_000, (date(2022, 10, 9), date(2023, 1, 1)), False),
        (200_000, (None, None), True),
        (5_000, (date(2020, 1, 1), date(2020, 1, 3)), True),  # imported: the numbers do not follow the days
    ],
)
def test_window(first: int, days: tuple[date | None, date | None], held: bool) -> None:
    """A gap between days outside the window is left out, where the numbers follow the days."""
    window = Window(datetime(2022, 10, 5, tzinfo=VIETNAM), datetime(2022, 10, 6, tzinfo=VIETNAM))
    known = {first: days[0], first + 2: days[1]}

    assert bool(missing_numbers(known, 9, window=window)) is held


def test_gaps_do_not_leave_short_links() -> None:
    """Numbers that no short link can have (era 2's own) bound no gap."""
    assert gaps({50: None, 999_998: None, 5_000_000: None}) == ()
    assert gaps({7: DAY}) == gaps({}) == ()
    assert gaps({300_000: DAY, 300_002: None}) == (Gap(300_001, 300_001, DAY, None),)


@given(
    st.dictionaries(st.integers(0, 10**7), st.none() | st.dates(), max_size=30),
    st.integers(0, 50),
    st.sets(st.integers(0, 10**6), max_size=20),
    st.sampled_from(["newest", "largest"]),
)
def test_choice(known: dict[int, date | None], budget: int, asked: set[int], order: Order) -> None:
    """Each number chosen is unknown, not yet asked, between known ones, and chosen once."""
    chosen = missing_numbers(known, budget, asked=asked, order=order)

    assert len(chosen) == len(set(chosen)) <= budget
    assert all(min(known) < number < max(known) for number in chosen)
    assert not set(chosen) & (set(known) | asked)
