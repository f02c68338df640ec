"""How long a server asks to be left alone: the field Retry-After. Pure.

Source: RFC 9110, section 10.2.3 (the field) and 5.6.7 (its dates: one preferred form, two obsolete ones
that a recipient must still read). What is neither is no request at all: the caller backs off on its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

LONGEST = 3600.0  # seconds: who asks for more does not want this run; it ends

_FOREVER = 10.0**9  # what a number of twenty digits is cut to
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        # Sun, 06 Nov 1994 08:49:37 GMT
        rf"[a-z]{{3}}, (?P<day>\d\d?) (?P<month>[a-z]{{3}}) (?P<year>\d{{4}}) {_CLOCK} (?:GMT|UTC)",
        # Sunday, 06-Nov-94 08:49:37 GMT
        rf"[a-z]{{6,9}}, (?P<day>\d\d)-(?P<month>[a-z]{{3}})-(?P<year>\d\d) {_CLOCK} (?:GMT|UTC)",
        # Sun Nov  6 08:49:37 1994
        rf"[a-z]{{3}} (?P<month>[a-z]{{3}}) +(?P<day>\d\d?) {_CLOCK} (?P<year>\d{{4}})",
    )
)


def parse(value: str, now: float) -> float | None:
    """Give the seconds from now that a Retry-After asks for.

    >>> parse("120", 0.0), parse("Thu, 01 Jan 1970 00:00:30 GMT", 10.0), parse("-1", 0.0)
    (120.0, 20.0, None)

    Args:
        value: The field's value.
        now: Seconds since 1970: the server's Date where it sent one, else our clock.

    Returns:
        Seconds, 0 for a moment that has passed; None where it is neither a number nor a date.
    """
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), _FOREVER)
    moment = parse_date(text, now)
    return None if moment is None else max(0.0, moment - now)


def longest(values: Iterable[str], now: float, date: str | None = None) -> float | None:
    """Give the longest wait that several Retry-After fields ask for.

    Args:
        values: The fields' values.
        now: Seconds since 1970 by our clock.
        date: The answer's Date: its clock counts for a date, as the server's may be wrong.
    """
    told = parse_date(date.strip(), now) if date else None
    waits = [parse(value, now if told is None else told) for value in values]
    return max((wait for wait in waits if wait is not None), default=None)


def parse_date(text: str, now: float) -> float | None:
    """Read an HTTP date, in any of the three forms, as seconds since 1970; None where it is none."""
    found = next((match for form in _DATES if (match := form.fullmatch(text))), None)
    if found is None or found["month"].lower() not in _MONTHS:
        return None
    year, month = int(found["year"]), _MONTHS.index(found["month"].lower()) + 1
    if len(found["year"]) == 2:
        year = _full_year(year, now)
    clock = int(found["hour"]), int(found["minute"]), min(int(found["second"]), 59)  # 60 is a leap second
    try:
        return datetime(year, month, int(found["day"]), *clock, tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _full_year(two_digits: int, now: float) -> int:
    """A year that seems more than 50 years ahead is of the past century (section 5.6.7)."""
    this_year = datetime.fromtimestamp(now, UTC).year
    year = this_year - this_year % 100 + two_digits
    return year - 100 if year > this_year + 50 else year
