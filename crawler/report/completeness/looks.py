"""Why nothing came on silent days: whether anybody looked, and whether looking went well. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from crawler.discover.window import VIETNAM
from crawler.report.completeness.causes import Cause
from crawler.report.completeness.silence import Span
from crawler.report.exit_codes import ExitCode, code_name
from crawler.sites.baolangson.urls import is_same_section

# A listing or a feed shows what came within the last days: a run so long after a day still saw it.
STILL_SHOWN = timedelta(days=3)
_WENT_WELL = (ExitCode.OK, ExitCode.PARTIAL, ExitCode.NOTHING_NEW)
# Ends of a run that saw little or nothing of what is new; a spent budget, Ctrl-C leave what waits.
_BLIND = (ExitCode.FAULT, ExitCode.NOTHING, ExitCode.STORE, ExitCode.WALL)
_DAY = timedelta(days=1)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Look:
    """A run that read listings, feeds or other sources.

    Attributes:
        run: Its name.
        began: When it began.
        exit_code: None where it crashed or is at work.
        sections: What it looked for; empty for everything.
        broken: Sections whose listing it could not read -> why.
    """

    run: str
    began: datetime
    exit_code: int | None
    sections: tuple[str, ...] = ()
    broken: dict[str, str] = field(default_factory=dict)

    def trouble(self, section: str) -> str | None:
        """Say why it saw nothing of a section; None where it saw it. Empty: any section."""
        if self.exit_code not in _WENT_WELL:
            return code_name(self.exit_code) if self.exit_code is not None else "it never ended well"
        return next(
            (why for name, why in self.broken.items() if section and is_same_section(section, name)), None
        )

    def is_blind(self) -> bool:
        """Whether what is new was hidden from it."""
        return self.exit_code in _BLIND

    def looked_for(self, section: str) -> bool:
        """Whether a section was among what it looked for."""
        return (
            not section or not self.sections or any(is_same_section(section, name) for name in self.sections)
        )


@dataclass(frozen=True, slots=True)
class Covered:
    """A listing that was read without a hole from `low` (None: its end) to `high`."""

    section: str
    low: datetime | None
    high: datetime


def why_silent(
    section: str, span: Span, looks: Sequence[Look], covered: Collection[Covered]
) -> tuple[Cause, str]:
    """Give the likely cause of silent days.

    - Read without a hole: the listing showed nothing of those days.
    - At least half of the days were looked at by a run that went well, at most `STILL_SHOWN` later: as well.
    - Else, where a run at that time did not go well: we broke; the runs are named.
    - Else nobody looked.

    Args:
        section: The section; empty for all together.
        span: The days.
        looks: The runs, in any order.
        covered: What listings were read without a hole.
    """
    begin, end = _midnight(span.first), _midnight(span.last) + _DAY
    mine = [each for each in covered if not section or is_same_section(section, each.section)]
    if any((each.low is None or each.low <= begin) and each.high >= end for each in mine):
        return Cause.SITE_SILENT, "the listing was read without a hole and shows nothing of these days"
    mine_looks = [look for look in looks if look.looked_for(section)]
    well = [look for look in mine_looks if look.trouble(section) is None]
    seen = sum(
        any(_midnight(day) + _DAY <= look.began <= _midnight(day) + _DAY + STILL_SHOWN for look in well)
        for day in (span.first + timedelta(days) for days in range(span.days()))
    )
    if 2 * seen >= span.days():
        return Cause.SITE_SILENT, f"run {_names(well, begin, end)} looked and found nothing of these days"
    ill = [look for look in mine_looks if look not in well]
    if named := _names(ill, begin, end, section):
        return Cause.WE_BROKE, f"at that time did not go well: run {named}"
    return Cause.NOT_LOOKED_AT, "no run looked at these days"


def _names(looks: Sequence[Look], begin: datetime, end: datetime, section: str | None = None) -> str:
    """The runs of those days, each with its trouble where a section is given."""
    then = sorted(
        (look for look in looks if begin <= look.began <= end + STILL_SHOWN), key=lambda look: look.began
    )
    named = [
        look.run if section is None else f"{look.run} ({look.trouble(section)})" for look in then[:_NAMED]
    ]
    more = f" and {len(then) - _NAMED} more" if len(then) > _NAMED else ""
    return ", ".join(named) + more


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
