"""The table: how many articles of each section and day should be there, and what became of them. Pure.

It holds counts only: a line a section, day and cause, however many articles there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from crawler.report.completeness.causes import NO_HOLE, Cause
from crawler.report.completeness.item import OTHER, Item, Placed


@dataclass(slots=True)
class Row:
    """The counts of a section's day, or of more of them together."""

    causes: Counter[Cause] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)

    def expected(self) -> int:
        """How many should be stored: all but those that were left out as asked."""
        return self.causes.total() - self.causes[Cause.LEFT_OUT]

    def missing(self) -> int:
        """How many of them are not."""
        return self.expected() - self.causes[Cause.STORED]

    def add(self, other: Row) -> None:
        """Add another row's counts."""
        self.causes.update(other.causes)
        self.sources.update(other.sources)


class Table:
    """Counts by section and day; None is the day of articles to which no source gives one."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, date | None], Row] = {}

    def add(self, item: Item, place: Placed, cause: Cause) -> None:
        """Count an article. Those of other sections have one row, whatever their day."""
        day = None if place.section == OTHER else item.day
        row = self._rows.get((place.section, day))
        if row is None:
            row = self._rows[place.section, day] = Row()
        row.causes[cause] += 1
        row.sources.update(item.sources)

    def rows(self) -> Iterator[tuple[str, date | None, Row]]:
        """Give the rows in order of section and day; those without a day come first."""
        ordered = sorted(self._rows, key=lambda place: (place[0], place[1] or date.min))
        return ((*place, self._rows[place]) for place in ordered)

    def speaking(self) -> dict[str, Counter[date]]:
        """Give for each section how many articles its days brought, as far as anything shows them."""
        found: dict[str, Counter[date]] = defaultdict(Counter)
        for (section, day), row in self._rows.items():
            if day is not None and section != OTHER:
                found[section][day] += row.causes.total()
        return found

    def wanted_days(self) -> dict[str, Counter[date]]:
        """Likewise, without what was left out: from where on days were asked for at all."""
        found: dict[str, Counter[date]] = defaultdict(Counter)
        for (section, day), row in self._rows.items():
            if day is not None and section != OTHER and (number := row.expected()):
                found[section][day] += number
        return found


def hole_causes(row: Row) -> list[tuple[Cause, int]]:
    """The causes of what is missing in a row, in the order of `Cause`."""
    return [(cause, row.causes[cause]) for cause in Cause if cause not in NO_HOLE and row.causes[cause]]


def together(rows: Iterable[Row]) -> Row:
    """Give all counts of some rows together."""
    whole = Row()
    for row in rows:
        whole.add(row)
    return whole
