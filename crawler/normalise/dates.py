"""A printed stamp -> a time in +07:00, or the reason why not.

Policies: day first, always, but on English pages the order whose weekday fits; a weekday that
contradicts the date, an impossible day or time, a missing part, a time to come, a full date inside
a sentence give None. Where published and updated are both printed the value is the published one; a
lone update is the publication time. No zone means +07:00; a two-digit year is 20yy.

Order of the readings: forms written by programs, then the closed grammar of printed stamps
(`date_tokens`, `stamp`), and only for forms unknown to both, dateparser (`date_guess`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, cast

from crawler.normalise.date_guess import guess
from crawler.normalise.date_values import UNKNOWN, VIETNAM, Refusal, combine
from crawler.normalise.line_form import line_form, surely_long
from crawler.normalise.machine_dates import machine_date
from crawler.normalise.relative import resolve
from crawler.normalise.stamp import Clause, Stamp, read_stamp

Precision = Literal["day", "hour", "minute", "second"]

EARLIEST = datetime(1990, 1, 1, tzinfo=VIETNAM)
"""No stamp of the paper is older; empty fields of a CMS read as 1970 or earlier."""
LATEST_WITHOUT_REFERENCE = datetime(2038, 1, 19, tzinfo=UTC).astimezone(VIETNAM)
"""Where no reference time is given: the end of 32-bit time. It needs no clock, keeps out misprints
(`2202`), `98` read as 2098 and phone numbers read as seconds, and lies far past any article."""
_TOLERANCE = timedelta(days=2)


# Several parts of one page's reading ask about the same line; a pure function may remember a few.
_MEMO = 32


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a stamp says.

    Attributes:
        value: The publication time, fixed +07:00, or None.
        precision: How far it was written; parts beyond are zero. None where there is no value.
        reason: Why there is no value, as "slug: words"; None where there is one.
        updated: The time of the update, where published and updated are both printed.
        byline: The short name or section printed beside the stamp, as printed.
    """

    value: datetime | None
    precision: Precision | None
    reason: str | None
    updated: datetime | None = None
    byline: str | None = None


@lru_cache(maxsize=_MEMO)
def read_date(text: str, *, base: datetime | None = None, latest: datetime | None = None) -> DateReading:
    """Read a printed stamp, or a time in a page's metadata.

    Args:
        text: As printed; entities, NFD, odd blanks and invisible characters do not matter.
        base: The reference time of relative phrases and of the range; the fetch time. Without it
            relative phrases are refused.
        latest: The reference of the range only, where `base` is None.

    Returns:
        The reading. Values lie in 1990 … reference + 2 days; without any reference the end is
        2038-01-19, the end of 32-bit time. A reference without a zone is taken as +07:00.

    Raises:
        Nothing.

    >>> read_date("Thứ 4, 05.10.2022 | 15:48:48").value.isoformat()
    '2022-10-05T15:48:48+07:00'
    >>> read_date("Thứ 5, 05.10.2022 | 15:48:48").reason
    'weekday: weekday contradicts the date'
    """
    base, latest = _aware(base), _aware(latest)
    try:
        return _read(_taken_apart(text), base, latest or base if base is None else base)
    except Refusal as refusal:
        return _refused(refusal)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=VIETNAM) if moment is not None and moment.tzinfo is None else moment


def _refused(refusal: Refusal) -> DateReading:
    return DateReading(None, None, f"{refusal.slug}: {refusal.words}")


def _read(
    found: Stamp | tuple[datetime, str] | DateReading, base: datetime | None, latest: datetime | None
) -> DateReading:
    if isinstance(found, DateReading):
        return found
    if isinstance(found, Stamp):
        try:
            return _printed(found, base, latest)
        except Refusal as refusal:
            guessed = guess(found.form) if refusal.slug == UNKNOWN else None
            if guessed is None:
                raise
            found = guessed
    return _reading(*found, latest)


@lru_cache(maxsize=_MEMO)
def _taken_apart(text: str) -> Stamp | tuple[datetime, str] | DateReading:
    """What a line holds, whatever the reference: a stamp, a machine's time with its precision, or a refusal.

    Remembered apart, since one line is read with the time of the fetch and without.
    """
    form = line_form(text)
    if form is None:
        return _refused(Refusal("too-long", "longer than a stamp"))
    key = form.key.strip()
    if not key:
        return _refused(Refusal("empty", "nothing is printed"))
    if _BARE_SHORT_YEAR.fullmatch(key):
        return _refused(Refusal("ambiguous", "either end may be the year"))
    try:
        return machine_date(key) or read_stamp(form)
    except Refusal as refusal:
        guessed = guess(form) if refusal.slug == UNKNOWN else None
        return guessed or _refused(refusal)


# `21-10-15` and nothing else. With a weekday, a time or a label it is day first like all others.
_BARE_SHORT_YEAR = re.compile(r"\d{1,2} ?- ?\d{1,2} ?- ?\d{2}")


def _reading(value: datetime, precision: str, latest: datetime | None) -> DateReading:
    if not _in_range(value, latest):
        raise Refusal("out-of-range", "before 1990 or after the page was fetched")
    return DateReading(value.replace(microsecond=0), cast(Precision, precision), None)


def _in_range(value: datetime, latest: datetime | None) -> bool:
    if latest is None:
        return EARLIEST <= value < LATEST_WITHOUT_REFERENCE
    return value >= EARLIEST and value - latest <= _TOLERANCE


def _printed(stamp: Stamp, base: datetime | None, latest: datetime | None) -> DateReading:
    """The published clause, or the only update."""
    published, updates = stamp.clauses, []
    if len(published) > 1:
        published = [clause for clause in stamp.clauses if clause.label != "updated" and not clause.empty]
        updates = [clause for clause in stamp.clauses if clause.label == "updated" and clause.dated]
        if not any(clause.dated for clause in published):
            published, updates = published + updates, []
    clause = _merged(published, lunar=stamp.lunar)
    value, precision = _resolve(clause, base)
    reading = _reading(value, precision, latest)
    if not updates and not stamp.names:
        return reading
    return replace(reading, updated=_updated(updates, base, latest), byline=stamp.byline())


def _merged(clauses: list[Clause], *, lunar: bool) -> Clause:
    """The one dated clause, with the time of day that stands under a label of its own."""
    dated = [clause for clause in clauses if clause.dated]
    if not dated:
        if lunar:
            raise Refusal("lunar", "a lunar day only")
        raise Refusal(UNKNOWN, "no full date")
    if len(dated) > 1:
        raise Refusal("two-dates", "two dates and no labels to tell them apart")
    if len(clauses) == 1:
        return dated[0]
    clause = replace(dated[0])  # the stamp is remembered, so it stays as it was read
    for other in clauses:
        if other is dated[0]:
            continue
        if (other.clock and clause.clock) or (other.weekday and clause.weekday):
            raise Refusal("two-times", "two times of day")
        clause.clock, clause.weekday = clause.clock or other.clock, clause.weekday or other.weekday
        clause.offset = clause.offset if clause.offset is not None else other.offset
    return clause


def _updated(updates: list[Clause], base: datetime | None, latest: datetime | None) -> datetime | None:
    """The update beside a publication; None where it is not printed once, or not readable."""
    if len(updates) != 1:
        return None
    try:
        value, _ = _resolve(updates[0], base)
    except Refusal:
        return None
    return value if _in_range(value, latest) else None


def _resolve(clause: Clause, base: datetime | None) -> tuple[datetime, str]:
    weekday, english = clause.weekday or (None, False)
    if clause.past:
        return resolve(clause.past, clause.clock, weekday, base)
    if clause.day is None:
        raise Refusal(UNKNOWN, "no full date")
    day = clause.day.as_date() if weekday is None else clause.day.on_weekday(weekday, english=english)
    if clause.clock is None:
        return combine(day, time(), None), "day"
    return combine(day, clause.clock.as_time(), clause.offset), clause.clock.precision


# What every calendar date has, from its first digit on: four digits in a row (a year, an epoch), or
# three numbers with marks between, or a two-digit year behind `năm` or an English month; or an
# entity that may hide any of these.
_DIGIT = re.compile(r"\d")
_MARK = r"\W{0,3}[-/.‐-―−／．]\W{0,3}"
_MAYBE = re.compile(
    rf"\d(?:\d{{3}}|{_MARK}\d{{1,2}}{_MARK}\d\d|[\s,-][a-z]{{3,9}}\.?,?[\s-]\d\d)", re.IGNORECASE
)
_YEAR = re.compile(r"n[aă]m\s\d\d", re.IGNORECASE)


def looks_like_date(text: str) -> bool:
    """Say whether `read_date` might read a calendar date here: False is certain, True is not.

    Cheap, for every line of a page; relative phrases are not looked for.
    """
    found = _DIGIT.search(text)
    if found is None or surely_long(text):
        return False
    if not text.isprintable() or "  " in text or "\u0306" in text:
        return True  # not clean: something may hide between the digits
    start = found.start()
    return (
        _MAYBE.search(text, start) is not None or "&" in text[start:] or _YEAR.search(text, start) is not None
    )
