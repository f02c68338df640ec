"""`2 giờ trước`, `hôm qua, 08:15`: times told from a reference time, which must be given."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crawler.normalise.date_values import VIETNAM, Clock, Refusal
from crawler.normalise.date_words import NUMBERS, RELATIVE_DAYS, UNITS

_SPANS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Past:
    """So many units before the reference time.

    Attributes:
        unit: second … year; "now"; "weekday" for `thứ 5 tuần trước`.
        count: How many; half a unit has `half` set and count 0.
        more: A second, smaller step (`1 giờ 20 phút trước`), or None.
        named: True for `hôm qua` and its like, beside which a time of day may stand.
    """

    unit: str
    count: int = 0
    half: bool = False
    more: tuple[str, int] | None = None
    named: bool = False


def read_past(token: re.Match[str]) -> Past:
    """The meaning of a relative token. Raises Refusal for the future."""
    if token["future"] or token["dir"] in ("nua", "sau"):
        raise Refusal("future", "a time to come is no publication time")
    if token["now"]:
        return Past("now")
    if token["last"]:
        return Past("weekday")
    if token["past"]:
        return Past("day", RELATIVE_DAYS[token["past"]], named=True)
    number, unit = (token["rn"], token["ru"]) if token["rn"] else (token["an"], token["au"])
    more = (_unit(token["ru2"]), int(token["rn2"])) if token["ru2"] else None
    if number == "nua":
        return Past(_unit(unit), half=True)
    return Past(_unit(unit), NUMBERS.get(number) or int(number), more=more)


def _unit(word: str) -> str:
    return UNITS.get(word) or UNITS[word.rstrip("s")]


def resolve(past: Past, at: Clock | None, weekday: int | None, base: datetime | None) -> tuple[datetime, str]:
    """Count back from the reference time.

    Args:
        past: What is printed.
        at: The time of day beside `hôm qua`.
        weekday: The printed weekday (0 is Monday).
        base: The reference time; None refuses, since there is no other clock.

    Returns:
        The time in +07:00 and its precision: minute for hours and minutes, second for seconds, day
        for days and more. Months are calendar months.

    Raises:
        Refusal: No reference, too far back, or a contradiction.
    """
    if base is None:
        raise Refusal("relative", "a relative time without a reference time")
    try:
        return _resolve(past, at, weekday, base.astimezone(VIETNAM))
    except (OverflowError, ValueError):
        raise Refusal("out-of-range", "too far back") from None


def _resolve(past: Past, at: Clock | None, weekday: int | None, base: datetime) -> tuple[datetime, str]:
    if past.unit == "weekday":
        if weekday is None or at is not None:
            raise Refusal("not-a-date", "no weekday before tuần trước")
        monday = base - timedelta(days=base.weekday() + 7)
        return _midnight(monday + timedelta(days=weekday)), "day"
    if at is not None and not past.named:
        raise Refusal("not-a-date", "a time of day beside a relative time")
    moment, precision = _back(past, base)
    if weekday is not None and moment.weekday() != weekday:
        raise Refusal("weekday", "weekday contradicts the date")
    if at is not None:
        return datetime.combine(moment.date(), at.as_time(), VIETNAM), at.precision
    return moment, precision


def _back(past: Past, base: datetime) -> tuple[datetime, str]:
    if past.unit == "now":
        return base.replace(second=0, microsecond=0), "minute"
    if past.unit in _MONTHS:
        if past.half or past.more:
            raise Refusal("relative", "not told to the day")
        return _midnight(_months_back(base, past.count * _MONTHS[past.unit])), "day"
    span = _SPANS[past.unit]
    back = span / 2 if past.half else span * past.count
    if past.more:
        back += _SPANS.get(past.more[0], timedelta(0)) * past.more[1]
    if past.unit in ("day", "week"):
        return _midnight(base - back), "day"
    moment = (base - back).replace(microsecond=0)
    if past.unit == "second":
        return moment, "second"
    return moment.replace(second=0), "minute"


def _months_back(base: datetime, count: int) -> datetime:
    index = base.year * 12 + base.month - 1 - count
    year, month = divmod(index, 12)
    return base.replace(year=year, month=month + 1, day=min(base.day, monthrange(year, month + 1)[1]))


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), VIETNAM)
