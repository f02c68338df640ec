"""Leaps of the paper's numbers: perhaps articles are missing there. Weak evidence. Pure.

Numbers between two known articles belong to other sections, to drafts and, in WordPress, to pictures and
revisions as well, so a gap says nothing by itself. What may say something is a gap that is much larger than
the gaps around it. Numbers below 98,000 were given section by section when an older site was imported:
there the order of numbers is not that of days, and nothing is inferred.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

FIRST_IN_ORDER = 98_000
ERA2 = 1_000_000  # era 2's own numbers begin above: the leap between the eras is no gap
# Gaps on either side that are compared with, and how many there must be.
AROUND = 100
ENOUGH = 40
# So many times the median gap and the largest twentieth's least: for gaps by chance (exponential) one in
# 2^20, and more than bursts of pictures make.
OF_MEDIAN = 20
OF_LARGE = 3
_LARGE = 0.95


@dataclass(frozen=True, slots=True)
class Leap:
    """A gap that is much larger than those around it.

    Attributes:
        first, last: The numbers of the gap, both included.
        after, before: Days of the known articles on either side.
        usual: The median distance of known numbers around it.
    """

    first: int
    last: int
    after: date
    before: date
    usual: float

    def missing(self) -> int:
        """How many articles of ours so many numbers would hold as a rule."""
        return max(1, round((self.last - self.first + 2) / self.usual) - 1)


def leaps(known: Iterable[tuple[int, date]]) -> Iterator[Leap]:
    """Find the gaps that are much larger than those around them.

    Args:
        known: Number and day of the articles of one series, by number; smaller ones than
            `FIRST_IN_ORDER` are passed over.
    """
    numbers, days = array("q"), array("l")
    for number, day in known:
        if number >= FIRST_IN_ORDER:
            numbers.append(number)
            days.append(day.toordinal())
    steps = array("q", (high - low for low, high in pairwise(numbers)))
    window = sorted(steps[:AROUND])
    for place, step in enumerate(steps):
        if place + AROUND < len(steps):
            insort(window, steps[place + AROUND])
        if place > AROUND:
            del window[bisect_left(window, steps[place - AROUND - 1])]
        low, high = numbers[place], numbers[place + 1]
        if len(window) <= ENOUGH or low < ERA2 <= high or days[place + 1] < days[place] - 1:
            continue
        median, large = window[len(window) // 2], window[int(_LARGE * len(window))]
        if step > OF_MEDIAN * median and step > OF_LARGE * large:
            sides = (date.fromordinal(days[place]), date.fromordinal(days[place + 1]))
            yield Leap(low + 1, high - 1, *sides, usual=float(median))


def moved_on(before: tuple[int, date], after: tuple[int, date], month_ago: tuple[int, date]) -> str | None:
    """Say whether the paper's numbers went on over silent days.

    Args:
        before, after: Number and day of the last known article before and of the first after.
        month_ago: An article some weeks before, which tells the usual pace.

    Returns:
        A sentence; None where the numbers tell nothing.
    """
    (low, day), (high, until), (old, since) = before, after, month_ago
    series = (old < ERA2) == (low < ERA2) == (high < ERA2)
    if not series or not FIRST_IN_ORDER <= old < low < high or not since < day < until:
        return None
    pace = (low - old) / (day - since).days
    went, due = high - low, pace * (until - day).days
    if went >= due / 2:
        return f"the paper's numbers went on by {went} meanwhile (usual: {due:.0f}): it did publish"
    return f"the paper's numbers went on by {went} only meanwhile (usual: {due:.0f})"
