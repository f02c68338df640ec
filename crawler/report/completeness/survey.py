"""The whole proof: every article counted, every hole named with its likely cause. Pure but for the spool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from crawler.discover.goal import Goal
from crawler.discover.window import Window
from crawler.report.completeness.causes import NO_HOLE, Cause, Verdict
from crawler.report.completeness.days_off import day_off
from crawler.report.completeness.hole import ALL, ARCHIVES, Hole, advised
from crawler.report.completeness.item import UNKNOWN, Item, Placed, is_wanted, placed, verdict
from crawler.report.completeness.looks import Covered, Look, why_silent
from crawler.report.completeness.numbers import FIRST_IN_ORDER, Leap, leaps, moved_on
from crawler.report.completeness.silence import Span, reach, silent_spans
from crawler.report.completeness.table import Row, Table, together
from crawler.report.outcomes import ROBOTS
from crawler.store.completeness.spool import Spool

# A section that is silent for longer has ended, or lies beyond what was asked for; all of them have not.
LONGEST = 60  # days
# Two known numbers so many days apart tell the day of one between them.
NEAR = timedelta(days=3)
_DAY = timedelta(days=1)
_NEIGHBOURS = timedelta(days=14)
_MONTH = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the runs did: needed to say why days were silent."""

    looks: Sequence[Look] = ()
    covered: Sequence[Covered] = ()


@dataclass(slots=True)
class Survey:
    """What should be there, against what is.

    Attributes:
        wanted: The sections that count.
        window: The days whose rows and holes are given; the days around still say what is usual.
        today: Its own counts are not complete yet.
        spool: Where holes wait.
        goals: What the runs were asked for: what no run has asked for and no source's crawl has taken up
            is left out as asked. Empty: everything counts.
        leaps: Leaps of the numbers, once finished.
        hole_counts: How many holes have which cause.
        unexplained: Likewise, without those that are explained; apart those that robots.txt makes.
        beginnings: Section -> (its oldest article, the day from which its days can be judged).
    """

    wanted: Sequence[str]
    window: Window
    today: date
    spool: Spool
    goals: Sequence[Goal] = ()
    _asked_for: dict[tuple[str, date | None], bool] = field(default_factory=dict)
    table: Table = field(default_factory=Table)
    leaps: list[Leap] = field(default_factory=list)
    beginnings: dict[str, tuple[date, date | None]] = field(default_factory=dict)
    hole_counts: Counter[Cause] = field(default_factory=Counter)
    unexplained: Counter[str] = field(default_factory=Counter)

    def add(self, item: Item) -> None:
        """Take in an article."""
        number = item.number()
        if item.day is None:
            self.spool.put_undated(item)
            return
        if number is not None:
            self.spool.put_number(number, item.day)
        self._count(item)

    def _count(self, item: Item, detail: str = "") -> None:
        place = placed(item, self.wanted)
        found = self._verdict(item, place)
        self.table.add(item, place, found.cause)
        if found.cause in NO_HOLE or not self.is_within(item.day):
            return
        hole = Hole(
            kind="article",
            section=place.section,
            day=item.day,
            key=item.key,
            url=item.url,
            cause=found.cause,
            explained=found.explained,
            detail="; ".join(text for text in (found.detail, detail) if text),
            sources=item.sources,
        )
        self.put_hole(hole)

    def _verdict(self, item: Item, place: Placed) -> Verdict:
        found = verdict(item, place)
        if found.cause == Cause.NEVER_ASKED and not self._is_asked_for(place.section, item.day):
            return Verdict(Cause.LEFT_OUT, explained=True, detail="no run was asked for it")
        if found.cause == Cause.GONE and ARCHIVES.intersection(item.sources):
            return replace(found, explained=False)  # the paper has it no more; an archive has
        return found

    def _is_asked_for(self, section: str, day: date | None) -> bool:
        if (section, day) not in self._asked_for:
            name = "" if section == UNKNOWN else section.removeprefix("en/")
            moment = f"{day}T12:00:00+07:00" if day else None
            asked = not self.goals or any(goal.misses(name, moment) is None for goal in self.goals)
            self._asked_for[section, day] = asked
        return self._asked_for[section, day]

    def finish(self, evidence: Evidence, listings: Sequence[Hole] = ()) -> None:
        """Judge what needs all articles: those without a day, silent days, the numbers.

        Args:
            evidence: What the runs did.
            listings: Listings that were not read; what they show is not known.
        """
        for item in self.spool.undated():
            self._date(item)
        for hole in listings:
            if not hole.section or is_wanted(hole.section, tuple(self.wanted)):
                self.put_hole(hole)
        for section, span in self._silences():
            self._note_silence(section, span, evidence)
        self._note_last_look(evidence.looks)
        self.leaps = [leap for leap in leaps(self.spool.numbers()) if self._touches(leap.after, leap.before)]

    def _note_last_look(self, looks: Sequence[Look]) -> None:
        """Where the last run was shown nothing, nobody knows what came since the run before."""
        last = max(looks, key=lambda look: look.began, default=None)
        if last is None or not last.is_blind() or not self.total().causes:
            return
        went_well = [look.began for look in looks if look.trouble("") is None]
        since = max(went_well, default=last.began).date()
        if self._touches(since, self.today):
            why = f"the last run, {last.run}, ended with exit code {last.exit_code} ({last.trouble('')})"
            detail = f"{why}: what is new since {since} is not known"
            found = Hole(
                kind="days",
                section=ALL,
                day=since,
                until=self.today,
                cause=Cause.NOT_LOOKED_AT,
                detail=detail,
            )
            self.put_hole(found)

    def _date(self, item: Item) -> None:
        """Count an article without a day on that of its number's neighbours, where they agree."""
        number = item.number()
        if number is None or number < FIRST_IN_ORDER:
            return self._count(item)
        low, high = self.spool.below(number), self.spool.above(number)
        if low is None or high is None or not low[1] <= high[1]:
            return self._count(item)
        near = high[1] - low[1] <= NEAR
        detail = f"by its number between {low[1]} and {high[1]}"
        return self._count(replace(item, day=low[1]) if near else item, detail)

    # --- silence --------------------------------------------------------------------------------

    def _silences(self) -> Iterator[tuple[str, Span]]:
        """Silent days of all sections together, then those of each section besides."""
        counts, wanted = self.table.speaking(), self.table.wanted_days()
        whole: Counter[date] = sum(counts.values(), Counter())
        since, last = reach(sum(wanted.values(), Counter())), self.today - _DAY
        together = silent_spans(whole, since, last, day_off) if since else []
        yield from ((ALL, span) for span in together)

        def excused(day: date) -> str | None:
            return ALL if any(span.first <= day <= span.last for span in together) else day_off(day)

        for section in sorted(wanted):
            begin = reach(wanted[section])
            self.beginnings[section] = (min(wanted[section]), begin)
            if begin and section != UNKNOWN:
                yield from ((section, span) for span in silent_spans(counts[section], begin, last, excused))

    def _note_silence(self, section: str, span: Span, evidence: Evidence) -> None:
        if not self._touches(span.first, span.last):
            return
        name = "" if section == ALL else section
        cause, why = why_silent(name, span, evidence.looks, evidence.covered)
        ended = section != ALL and span.days() > LONGEST
        numbers = self._numbers_over(span) or ""
        usual = f"{span.expected:.0f} articles are usual"
        over = "the section seems to have ended, or nobody asked for these days" if ended else ""
        hole = Hole(
            kind="days",
            section=section,
            day=span.first,
            until=span.last,
            cause=Cause.SITE_SILENT if ended else cause,
            explained=ended,
            detail="; ".join(text for text in (usual, over or why, numbers) if text),
            expected=round(span.expected, 1),
        )
        self.put_hole(hole)

    def _numbers_over(self, span: Span) -> str | None:
        before = self.spool.last_between(span.first - _NEIGHBOURS, span.first)
        after = self.spool.first_between(span.last + _DAY, span.last + _NEIGHBOURS)
        month = self.spool.first_between(span.first - _MONTH - _NEIGHBOURS, span.first - _MONTH + _DAY)
        return moved_on(before, after, month) if before and after and month else None

    # --- what is given --------------------------------------------------------------------------

    def is_within(self, day: date | None) -> bool:
        """Whether a day is asked for; one that is not known may be."""
        return day is None or self._touches(day, day)

    def _touches(self, first: date, last: date) -> bool:
        since, before = self.window.since, self.window.before
        return (since is None or last >= since.date()) and (before is None or first < before.date())

    def rows(self) -> Iterator[tuple[str, date | None, Row]]:
        """Give the rows of the days asked for, by section and day."""
        return (row for row in self.table.rows() if self.is_within(row[1]))

    def months(self) -> Iterator[tuple[str, str, Row]]:
        """Give the rows of each section's months together; the month is empty where no day is known."""
        for (section, month), rows in groupby(self.rows(), lambda row: (row[0], str(row[1] or "")[:7])):
            yield section, month, together(row for _, _, row in rows)

    def total(self) -> Row:
        """Give the rows asked for together."""
        return together(row for _, _, row in self.rows())

    def holes(self) -> Iterator[Hole]:
        """Give the holes of the days asked for, by section and day."""
        return self.spool.holes()

    def put_hole(self, hole: Hole) -> None:
        """Name a hole."""
        self.spool.put_hole(advised(hole))
        self.hole_counts[hole.cause] += 1
        if not hole.explained:
            self.unexplained[ROBOTS if hole.is_robots() else hole.cause.value] += 1
