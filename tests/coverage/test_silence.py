"""Silent days: a lost day is found, a quiet Sunday, Tết and a slack section are no alarm."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.report.completeness.days_off import day_off, tet
from crawler.report.completeness.silence import none_at_all, reach, silent_spans

FIRST = date(2026, 6, 1)  # a Monday
WEEKDAYS = {5: 0.6, 6: 0.2}  # Saturday, Sunday: the share of a common day


def days(first: date, number: int) -> list[date]:
    """So many days from a first one."""
    return [first + timedelta(count) for count in range(number)]


def year(seed: int, mean: float, *, number: int = 180, first: date = FIRST) -> Counter[date]:
    """A section's days: Poisson counts (as a sum of many small chances), fewer at weekends."""
    chance = random.Random(seed)
    found: Counter[date] = Counter()
    for day in days(first, number):
        rate = mean * WEEKDAYS.get(day.weekday(), 1.0)
        found[day] = sum(chance.random() < rate / 100 for _ in range(100))
    return found


def silent(
    counts: Counter[date], *gone: date, number: int = 180, first: date = FIRST
) -> list[tuple[date, date]]:
    """The silent days found once some are lost."""
    kept = Counter({day: count for day, count in counts.items() if day not in gone})
    spans = silent_spans(kept, first, first + timedelta(number - 1), day_off)
    return [(span.first, span.last) for span in spans]


@pytest.mark.parametrize("seed", range(8))
def test_a_lost_day_is_found(seed: int) -> None:
    """A common day of a section with some twelve articles a day is lost: it is found, and it alone."""
    counts = year(seed, 14)
    lost = random.Random(seed).choice([d for d in days(FIRST, 180) if d.weekday() < 5 and day_off(d) is None])

    assert silent(counts) == []
    assert silent(counts, lost) == [(lost, lost)]


@pytest.mark.parametrize("seed", range(8))
def test_a_quiet_sunday_is_no_alarm(seed: int) -> None:
    """Sundays bring one or two articles: one without any says nothing."""
    sundays = [day for day in days(FIRST, 180) if day.weekday() == 6]
    quiet = random.Random(seed).choice(sundays)

    assert silent(year(seed, 7), quiet) == []


@pytest.mark.parametrize(("mean", "length"), [(14, 1), (6, 3), (2, 12), (1, 35)])
def test_the_slacker_the_section_the_longer_the_silence(mean: int, length: int) -> None:
    """Silent days in a row are judged together, so that a section of one article a day is judged too."""
    for seed in range(4):
        lost = days(date(2026, 8, 3), length)

        found = silent(year(seed, mean), *lost)

        assert len(found) == 1
        assert found[0][0] <= lost[0]
        assert found[0][1] >= lost[-1]


def test_two_lost_days_do_not_excuse_each_other() -> None:
    """The same weekday lost in two weeks running: both are found."""
    lost = (date(2026, 8, 4), date(2026, 8, 11))

    assert silent(year(3, 14), *lost) == [(day, day) for day in lost]


def test_a_silence_until_today_is_found() -> None:
    """Ten weeks without a word, up to the last day: only the weeks before say what is usual."""
    lost = days(FIRST + timedelta(110), 70)

    assert silent(year(4, 8), *lost) == [(lost[0], lost[-1])]


def test_a_long_silence_does_not_excuse_a_short_one() -> None:
    """A month without a word says nothing of what is usual in the weeks before it."""
    lost, month = date(2026, 8, 5), days(date(2026, 8, 17), 30)

    assert silent(year(6, 14), lost, *month) == [(lost, lost), (month[0], month[-1])]


@pytest.mark.parametrize("seed", range(4))
def test_tet_is_no_alarm(seed: int) -> None:
    """Nothing is printed from two days before Tết for nine days; the day after is not excused."""
    first = date(2025, 12, 1)
    off = days(tet(2026) - timedelta(2), 9)
    counts = year(seed, 14, first=first)

    assert silent(counts, *off, first=first) == []
    after = off[-1] + timedelta(2)
    assert after.weekday() < 5
    assert silent(counts, *off, after, first=first) == [(after, after)]


@pytest.mark.parametrize("seed", range(8))
def test_bursts_are_not_taken_for_a_rhythm(seed: int) -> None:
    """A section that brings ten articles on every other day at random is often silent: no alarm."""
    chance = random.Random(seed)
    counts = Counter({day: 10 * (chance.random() < 0.5) for day in days(FIRST, 180)})

    assert silent(counts) == []


@pytest.mark.parametrize("weeks", [1, 3, 5])
def test_too_little_is_known(weeks: int) -> None:
    """A folder of a few weeks says nothing of what is usual."""
    lost = FIRST + timedelta(3)

    assert silent(year(1, 20), lost, number=7 * weeks) == []


def test_bursts_make_silence_likelier() -> None:
    """The chance of nothing grows with the clumping, and falls with what is expected."""
    assert none_at_all(9.3) < 1e-4 < none_at_all(9.3, 5.0) < none_at_all(4.0, 5.0)


@given(st.dictionaries(st.integers(0, 120), st.integers(0, 40), max_size=60))
def test_found_days_are_silent_and_lie_inside(counts: dict[int, int]) -> None:
    """Whatever the counts: spans are in order, apart, without articles, and begin and end on common days."""
    found = Counter({FIRST + timedelta(day): number for day, number in counts.items()})
    spans = silent_spans(found, FIRST, FIRST + timedelta(120), day_off)

    for span in spans:
        assert not any(found[day] for day in days(span.first, span.days()))
        assert day_off(span.first) is None
        assert day_off(span.last) is None
        assert span.expected > 0
    assert all(one.last < other.first for one, other in pairwise(spans))


def test_single_old_articles_reach_nothing() -> None:
    """A page of 2019 that somebody named does not make seven years of silence."""
    counts = Counter({date(2019, 3, 2): 1, **year(1, 5, number=60)})

    assert reach(counts) == min(day for day, number in counts.items() if number and day.year == 2026)
    assert reach(Counter({date(2019, 3, 2): 1})) is None
