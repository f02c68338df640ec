"""Days on which a section that usually speaks was silent. Pure.

What is usual on a day is what the same weekday brought in the weeks around it, days off left out: a quiet
Sunday is no alarm where Sundays are quiet. Counts of news come in bursts, so they are taken as negative
binomial (a Poisson count whose rate varies; Poisson itself where they vary no more than that), fitted by
moments after the outermost eighths are cut off: a lost day among the weeks around changes little. How much
they vary is taken from all weekdays together, for one alone is soon said to be steady. Silent days in a row
are judged together, each week under a rate of its own: the chance that nothing came on any of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, variance

WEEKS = 8  # on either side
ENOUGH = 6  # weeks that say what is usual
LONG = 21  # silent days in a row; shorter silences are part of what is usual
TRIM = 8  # one value of so many is cut off at either end
# What is left of a normal variable's variance without its lowest eighth (below -1.15 deviations).
_LEFT = 0.67
_FEW = 3.0  # where fewer come, the lowest eighth are zeros like the next ones: hardly anything is lost
# At 0.001 a table of eight sections and seventeen years (50,000 days) would name dozens of days by chance;
# so a single day is only named where nine articles and more are usual.
UNLIKELY = 1e-4
# Articles stand close enough to judge days where within so many days so many have any.
REACH_DAYS = WEEKS * 7
REACH_SPEAKING = 6
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)

Counts = Mapping[date, int]
DayOff = Callable[[date], str | None]


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a section.

    Attributes:
        counts: Articles a day.
        first, last: The days between which they are known.
        day_off: Gives the name of a day off, or None.
        without: Days of long silences: they say nothing of what is usual around them.
    """

    counts: Counts
    first: date
    last: date
    day_off: DayOff
    without: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Usual:
    """What a day brings as a rule: its mean, and by how much the variance exceeds a Poisson count's (less
    than nothing: it is steadier)."""

    mean: float
    excess: float


@dataclass(frozen=True, slots=True)
class Span:
    """Silent days, the first and the last included.

    Attributes:
        expected: How many articles are usual on them.
        chance: How likely none at all would be, by what is usual.
    """

    first: date
    last: date
    expected: float
    chance: float

    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def silent_spans(counts: Counts, first: date, last: date, day_off: DayOff) -> list[Span]:
    """Find the silent days that chance does not explain.

    Args:
        counts: Articles a day; days that are not in it had none.
        first, last: The days to judge, both included.
        day_off: Gives the name of a day off, or None; see `days_off.day_off`.
    """
    runs = list(_empty_runs(Past(counts, first, last, day_off)))
    long = frozenset(day for run in runs if len(run) >= LONG for day in run)
    past = Past(counts, first, last, day_off, long)
    return [span for run in runs if (span := _judged(past, run))]


def _empty_runs(past: Past) -> Iterator[list[date]]:
    """Give the runs of days without an article, from the first common day of each to the last."""
    run: list[date] = []
    for day in _days(past.first, past.last + _DAY):
        if day <= past.last and not past.counts.get(day):
            run.append(day)
            continue
        common = [empty for empty in run if past.day_off(empty) is None]
        if common:
            yield common
        run = []


def _judged(past: Past, days: Sequence[date]) -> Span | None:
    within = (days[0], days[-1])
    means = {day: found.mean for day in days if (found := usual(past, day, without=within))}
    expected = sum(means.values())
    if none_at_all(expected) >= UNLIKELY:
        return None
    clumping, chance = _clumping(past, within), 1.0
    for week in range((within[1] - within[0]).days // 7 + 1):
        mean = sum(mean for day, mean in means.items() if (day - within[0]).days // 7 == week)
        chance *= none_at_all(mean, clumping)
    return Span(*within, expected, chance) if chance < UNLIKELY else None


def _clumping(past: Past, within: tuple[date, date]) -> float:
    """How much the counts around some days vary, as the size of the negative binomial."""
    week = _days(within[0], within[0] + 6 * _DAY)
    usuals = [found for day in week if (found := usual(past, day, without=within))]
    excess = sum(each.excess for each in usuals)
    return sum(each.mean**2 for each in usuals) / excess if excess > 0 else math.inf


def none_at_all(expected: float, clumping: float = math.inf) -> float:
    """Give the chance that nothing comes where so many are expected.

    Args:
        expected: How many.
        clumping: The negative binomial's size; infinite for a Poisson count, 1 where they come in bursts.

    >>> round(none_at_all(7.0), 4), round(none_at_all(7.0, 1.0), 3)
    (0.0009, 0.125)
    """
    if math.isinf(clumping):
        return math.exp(-expected)
    return float((1 + expected / clumping) ** -clumping)


def usual(past: Past, day: date, *, without: tuple[date, date]) -> Usual | None:
    """Say what a day brings as a rule, from the same weekday in the weeks around.

    Args:
        past: What is known.
        day: The day.
        without: First and last of days that are looked past: the silence itself says nothing of what is
            usual, or a long one would explain itself.

    Returns:
        None where fewer than `ENOUGH` weeks are known.
    """
    values = sorted(
        past.counts.get(other, 0)
        for step in (-_WEEK, _WEEK)
        for other in _weeks(past, day, step, without)
        if past.day_off(other) is None
    )
    if len(values) < ENOUGH:
        return None
    cut = len(values) // TRIM
    mean = fmean(values[cut : len(values) - cut])
    # Days may be lost, never too many: for the variance only the lowest are cut off.
    spread = variance(values[cut:]) / (_LEFT if cut and mean > _FEW else 1.0)
    return Usual(mean, spread - mean)


def _weeks(past: Past, day: date, step: timedelta, without: tuple[date, date]) -> Iterator[date]:
    """The nearest weekdays of a kind on one side, past the days to be looked past."""
    other, left = day + step, WEEKS
    while left and past.first <= other <= past.last:
        if other not in past.without and not without[0] <= other <= without[1]:
            yield other
            left -= 1
        other += step


def reach(counts: Counts) -> date | None:
    """Give the day from which on articles stand close enough to judge days; None where they never do.

    Single old articles (a "most read" box, a page somebody named) reach nothing.
    """
    speaking = sorted(day for day, number in counts.items() if number)
    for number, day in enumerate(speaking):
        later = speaking[number + REACH_SPEAKING - 1 : number + REACH_SPEAKING]
        if later and (later[0] - day).days < REACH_DAYS:
            return day
    return None


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY
