"""Numbers that no source has shown: which of them to ask for by ``/?p=<id>`` (era 1, WordPress).

WordPress numbers images and revisions in the same series, so most gaps hold nothing: what is asked is
a choice within a budget, never everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from crawler.discover.window import Window

# Below, articles were imported section by section: a number says nothing of the day (site notes, part 2).
FIRST_ORDERED = 98_000
LAST_SHORT = 999_999  # a short link has three to six digits
FIRST_SHORT = 100
Order = Literal["newest", "largest"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers between two known ones: from `first` to `last`, both included.

    Attributes:
        earliest, latest: Days of the known numbers around it, where the numbers follow the days.
    """

    first: int
    last: int
    earliest: date | None = None
    latest: date | None = None

    def __len__(self) -> int:
        return self.last - self.first + 1

    def may_hold(self, window: Window) -> bool:
        """Whether an article of the window's days may lie in it (a day of margin on either side)."""
        day = timedelta(days=1)
        if window.since and self.latest and self.latest < window.since.date() - day:
            return False
        return not (window.before and self.earliest and self.earliest > window.before.date() + day)


def short_link(base: str, number: int) -> str:
    """The address that leads to a post by its number.

    >>> short_link("https://baolangson.vn", 531453)
    'https://baolangson.vn/?p=531453'
    """
    return f"{base.rstrip('/')}/?p={number}"


def gaps(known: Mapping[int, date | None]) -> tuple[Gap, ...]:
    """Give what lies between the known numbers, newest first.

    >>> gaps({105: None, 101: None, 102: None})
    (Gap(first=103, last=104, earliest=None, latest=None),)
    """
    numbers = sorted(number for number in known if FIRST_SHORT <= number <= LAST_SHORT)
    return tuple(_gap(below, above, known) for below, above in pairwise(numbers) if above - below > 1)[::-1]


def _gap(below: int, above: int, known: Mapping[int, date | None]) -> Gap:
    if below < FIRST_ORDERED:
        return Gap(below + 1, above - 1)
    return Gap(below + 1, above - 1, known[below], known[above])


def missing_numbers(
    known: Mapping[int, date | None],
    budget: int,
    *,
    asked: Collection[int] = frozenset(),
    window: Window | None = None,
    order: Order = "newest",
) -> tuple[int, ...]:
    """Choose the numbers to ask for.

    Args:
        known: Numbers of articles that some source has shown, with their days where known.
        budget: How many at most.
        asked: Numbers that were asked before, whatever was answered.
        window: Gaps whose days lie outside are left out.
        order: "newest": downwards from the highest known number. "largest": the largest gap first,
            which soonest finds a section that no source shows.

    Returns:
        At most `budget` numbers between the lowest and the highest known one.
    """
    chosen = [gap for gap in gaps(known) if window is None or gap.may_hold(window)]
    if order == "largest":
        chosen.sort(key=len, reverse=True)
    found: list[int] = []
    for number in _downwards(chosen):
        if len(found) >= budget:
            break
        if number not in asked:
            found.append(number)
    return tuple(found)


def _downwards(chosen: list[Gap]) -> Iterator[int]:
    for gap in chosen:
        yield from range(gap.last, gap.first - 1, -1)
