"""Leaps of the paper's numbers: weak evidence, found against the gaps around, and never below 98,000."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from crawler.report.completeness.numbers import leaps, moved_on

FIRST = date(2026, 1, 1)


def known(seed: int, *, start: int = 500_000, articles: int = 600) -> list[tuple[int, date]]:
    """A section's numbers: exponential gaps, now and then a burst of pictures; ten articles a day."""
    chance, number, found = random.Random(seed), start, []
    for count in range(articles):
        number += 1 + round(chance.expovariate(1 / 8)) + (30 if chance.random() < 0.03 else 0)
        found.append((number, FIRST + timedelta(count // 10)))
    return found


@pytest.mark.parametrize("seed", range(10))
def test_the_sites_rhythm_is_no_leap(seed: int) -> None:
    """Numbers of other sections, drafts and bursts of pictures are usual."""
    assert list(leaps(known(seed))) == []


@pytest.mark.parametrize("seed", range(10))
def test_missing_articles_make_a_leap(seed: int) -> None:
    """Forty articles in a row are missing: the leap is found with its days, and about so many are named."""
    every = known(seed)
    lost = every[300:340]

    (leap,) = leaps(every[:300] + every[340:])

    assert leap.first <= lost[0][0] <= lost[-1][0] <= leap.last
    assert (leap.after, leap.before) == (every[299][1], every[340][1])
    assert 20 <= leap.missing() <= 90


def test_nothing_is_inferred_from_imported_numbers() -> None:
    """Below 98,000 the numbers were given section by section: their order is not that of days."""
    every = known(1, start=2_000)

    assert list(leaps(every[:300] + every[340:])) == []


def test_the_leap_between_the_eras_is_none() -> None:
    """Era 2 begins its own numbers millions higher."""
    assert list(leaps(known(1) + known(2, start=5_000_000))) == []


def test_few_numbers_say_nothing() -> None:
    """Forty gaps and fewer are no rhythm."""
    assert list(leaps([*known(1)[:20], *((n + 10_000, d) for n, d in known(1)[20:40])])) == []


MONTH, BEFORE = (500_000, date(2026, 3, 1)), (501_000, date(2026, 3, 29))
SPANS = [
    ((501_100, date(2026, 4, 1)), "it did publish"),  # 100 in 3 days: as usual
    ((501_005, date(2026, 4, 1)), "only"),
    ((5_000_005, date(2026, 4, 1)), None),  # another era
    ((500_900, date(2026, 4, 1)), None),  # not in order
]


@pytest.mark.parametrize(("after", "words"), SPANS)
def test_numbers_over_silent_days(after: tuple[int, date], words: str | None) -> None:
    """Whether the paper went on counting tells a silent paper from days that we missed."""
    said = moved_on(BEFORE, after, MONTH)

    assert said is None if words is None else words in (said or "")
