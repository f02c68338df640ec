"""Times written by programs: ISO 8601, RFC 822 and its kin, seconds since 1970.

All are full matches on the whole key of a line.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from crawler.normalise.date_values import VIETNAM, Day, clock, combine, full_year, offset_of
from crawler.normalise.date_words import DAY_ENGLISH, MONTH_ENGLISH, MONTHS, WEEKDAYS

_OFFSET = r"(?:z|(?:gmt|utc|ut)(?P<gmt> ?[+-] ?\d{1,2}(?::?\d{2})?)?|ict|[+-]\d{2}(?::?\d{2})?|[+-]\d:\d{2})"
_CLOCK = r"(?P<h>\d{1,2}):(?P<n>\d{2})(?::(?P<c>\d{2})(?:[.,]\d{1,9})?)?"
_ISO = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    rf"(?:(?:t|,? ){_CLOCK} ?(?P<z>{_OFFSET})?)?(?:\[[a-z_/]+\])?"
)
_BASIC = re.compile(
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})t?(?P<h>\d{2})(?P<n>\d{2})(?P<c>\d{2})(?:\.\d{1,9})?(?P<z>z|[+-]\d{2}:?\d{2})?"
)
_CLOCK_2, _OFFSET_2 = _CLOCK.replace("<", "<j"), _OFFSET.replace("<", "<j")  # names for the second half
_NAMED = re.compile(  # Wed, 26 Jul 2017 19:55:20 +0700; Wed Oct 05 2022 15:48:48 GMT+0700 (Indochina Time)
    rf"(?:(?P<w>{DAY_ENGLISH})\.?,? )?"
    rf"(?:(?P<d>\d{{1,2}})[ -](?P<m>{MONTH_ENGLISH})\.?[ -](?P<y>\d{{4}}|\d{{2}}),? {_CLOCK}"
    rf"(?: ?(?P<z>{_OFFSET}))?"
    rf"|(?P<m2>{MONTH_ENGLISH}) {{1,2}}(?P<d2>\d{{1,2}}) (?:(?P<y2>\d{{4}}) )?{_CLOCK_2}"
    rf"(?: (?P<z2>{_OFFSET_2}))?(?: (?P<y3>\d{{4}}))?)(?: \([a-z ]+\))?"
)
_EPOCH = re.compile(r"([1-9]\d{9})(?:\d{3}|\.\d{1,6})?")  # a leading zero begins a phone number
_SIGN = re.compile(r"([+-]) ?(\d{1,2}):?(\d{2})?")


def machine_date(key: str) -> tuple[datetime, str] | None:
    """Read a time written by a program.

    Args:
        key: The stripped key of a line.

    Returns:
        The time in +07:00 and its precision, or None where the form is none of these.

    Raises:
        Refusal: The form is one of these, but the time is impossible.
    """
    epoch = _EPOCH.fullmatch(key)
    if epoch:
        seconds = timedelta(seconds=int(epoch[1]))
        return (datetime(1970, 1, 1, tzinfo=UTC) + seconds).astimezone(VIETNAM), "second"
    iso = _ISO.fullmatch(key) or _BASIC.fullmatch(key)
    if iso:
        return _iso(iso)
    named = _NAMED.fullmatch(key)
    return _named(named) if named else None


def _iso(match: re.Match[str]) -> tuple[datetime, str]:
    day = Day(int(match["y"]), int(match["m"]), int(match["d"])).as_date()
    if match["h"] is None:
        return combine(day, time(), None), "day"
    at = clock(match["h"], match["n"], match["c"], None)
    return combine(day, at.as_time(), _offset(match["z"])), at.precision


def _named(match: re.Match[str]) -> tuple[datetime, str] | None:
    other = match["d"] is None
    year = (match["y2"] or match["y3"]) if other else match["y"]
    if year is None or (match["y2"] and match["y3"]):
        return None
    month = MONTHS[(match["m2"] if other else match["m"])[:3]]
    day = Day(full_year(year), month, int(match["d2"] if other else match["d"]))
    if match["w"]:
        found = day.on_weekday(WEEKDAYS[match["w"][:3]], english=True)
    else:
        found = day.as_date()
    hour, minute, second = match.group("jh", "jn", "jc") if other else match.group("h", "n", "c")
    at = clock(hour, minute, second, None)
    return combine(found, at.as_time(), _offset(match["z2"] if other else match["z"])), at.precision


def _offset(zone: str | None) -> timedelta | None:
    if zone is None or zone == "ict":
        return None
    sign = _SIGN.search(zone)
    return offset_of(sign[1], sign[2], sign[3]) if sign else timedelta(0)
