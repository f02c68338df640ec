"""How long the paper has said nothing, whether that is usual, and whether it was the paper or we. Pure.

Whole days only: today is not over. A working day is Monday to Friday without Tết and the public holidays;
what is usual, and how unlikely a silence is by chance, says `completeness.silence` from the weeks before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from crawler.discover.window import VIETNAM
from crawler.report.completeness.causes import Cause
from crawler.report.completeness.days_off import day_off
from crawler.report.completeness.looks import Look
from crawler.report.completeness.silence import Counts, Past, reach, silent_spans, usual
from crawler.report.exit_codes import ExitCode

BASELINE = timedelta(days=300)  # before the silence: what is older says nothing of what is usual now
# Newer articles that are known and not stored: the paper has spoken, and this is why we have not heard.
NOT_HEARD = (Cause.WE_BROKE, Cause.REFUSED, Cause.SITE_FAILED, Cause.NOT_FETCHED)
CAUSES = (Cause.SITE_SILENT, *NOT_HEARD, Cause.NOT_LOOKED_AT)
_SATURDAY = 5
_DAY = timedelta(days=1)
_OF_LAST_RUN = {
    ExitCode.ROBOTS: Cause.REFUSED,
    ExitCode.WALL: Cause.REFUSED,
    ExitCode.NOTHING: Cause.SITE_FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How long nothing new has come.

    Attributes:
        newest_at: Publication of the newest stored article; None where there is none.
        working_days: Whole working days since then.
        expected: Articles that are usual on the days since; None where too little is known to say.
        unusual: Whether chance does not explain it.
        cause: Why nothing came, of `CAUSES`; None where no day has passed in silence.
        detail: One sentence.
    """

    newest_at: datetime | None = None
    working_days: int = 0
    expected: float | None = None
    unusual: bool = False
    cause: Cause | None = None
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "newest_article_at": self.newest_at.isoformat() if self.newest_at else None,
            "working_days": self.working_days,
            "expected_articles": self.expected,
            "unusual": self.unusual,
            "cause": self.cause.value if self.cause else None,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of the last weeks.

    Attributes:
        counts: Stored articles a day.
        newest_at: Publication of the newest of them.
        looks: The runs that asked the paper for what was new.
        not_heard: Newer articles that are known and not stored: cause -> how many.
    """

    counts: Counts
    newest_at: datetime | None
    looks: Sequence[Look] = ()
    not_heard: Mapping[Cause, int]


def current_silence(evidence: Evidence, *, now: datetime) -> Silence:
    """Judge the silence up to the last day that is over."""
    newest = evidence.newest_at
    if newest is None:
        return Silence()
    first, last = newest.astimezone(VIETNAM).date() + _DAY, now.astimezone(VIETNAM).date() - _DAY
    if last < first:
        return Silence(newest_at=newest)
    since = reach(evidence.counts)
    spans = silent_spans(evidence.counts, since, last, day_off) if since else []
    span = next((each for each in spans if each.first >= first), None)
    cause, detail = _cause(evidence, first, last)
    return Silence(
        newest_at=newest,
        working_days=sum(1 for day in _days(first, last) if is_working_day(day)),
        expected=_expected(evidence.counts, since, first, last),
        unusual=span is not None,
        cause=cause,
        detail=detail,
    )


def is_working_day(day: date) -> bool:
    """Whether newsrooms work: Monday to Friday, but for Tết and the public holidays.

    >>> is_working_day(date(2026, 2, 18)), is_working_day(date(2026, 11, 20))
    (False, True)
    """
    return day.weekday() < _SATURDAY and day_off(day) is None


def _expected(counts: Counts, since: date | None, first: date, last: date) -> float | None:
    if since is None:
        return None
    past = Past(counts, since, last, day_off)
    common = [day for day in _days(first, last) if day_off(day) is None]
    found = [usual(past, day, without=(first, last)) for day in common]
    if any(each is None for each in found):
        return None
    return round(sum(each.mean for each in found if each), 1)


def _cause(evidence: Evidence, first: date, last: date) -> tuple[Cause, str]:
    """Say why.

    - Newer articles are known and not stored: the paper has spoken.
    - The last run that went well came after at least half of the days: what was new would have stood at the
      front of the listings that it read.
    - Else a run since then went ill: we broke, or were refused, or nobody answered, as the last one says.
    - Else nobody looked.
    """
    for cause in NOT_HEARD:
        if number := evidence.not_heard.get(cause, 0):
            return cause, f"{number} newer articles are known and not stored; see `langson coverage`"
    looks = sorted(evidence.looks, key=lambda look: look.began)
    well = max((look for look in looks if _trouble(look) is None), key=lambda look: look.began, default=None)
    seen = sum(well is not None and _midnight(day + _DAY) <= well.began for day in _days(first, last))
    if well is not None and 2 * seen >= (last - first).days + 1:
        return Cause.SITE_SILENT, f"run {well.run} looked and found nothing newer"
    ill = [look for look in looks if _trouble(look) is not None and look.began >= _midnight(first)]
    if not ill:
        return Cause.NOT_LOOKED_AT, "no run has looked since"
    code = ill[-1].exit_code
    cause = _OF_LAST_RUN.get(ExitCode(code), Cause.WE_BROKE) if code is not None else Cause.WE_BROKE
    return cause, f"run {ill[-1].run} did not go well ({_trouble(ill[-1])})"


def _trouble(look: Look) -> str | None:
    """Why a run cannot have seen all that was new: its end, or a listing that it could not read."""
    if (why := look.trouble("")) is not None:
        return why
    return next((f"{section}: {why}" for section, why in sorted(look.broken.items())), None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)


def silence_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Give `Silence.to_json` in lines for people."""
    if found["newest_article_at"] is None:
        return
    newest = f"newest article {found['newest_article_at'][:16].replace('T', ' ')}"
    if found["cause"] is None:
        yield newest
        return
    expected = found["expected_articles"]
    usual_number = "" if expected is None else f"; {expected:g} articles are usual since"
    days = "1 working day" if found["working_days"] == 1 else f"{found['working_days']} working days"
    yield f"{newest}: {days} without one since{usual_number}"
    if found["working_days"]:
        unusual = "that is unusual; " if found["unusual"] else ""
        yield f"{unusual}likely {found['cause']}: {found['detail']}"


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(number) for number in range((last - first).days + 1))
