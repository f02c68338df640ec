"""Written parts -> a day and a time of day, with what every value must pass.

Nothing is clamped, dropped or swapped: an impossible part refuses the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Fixed: tzdata's Asia/Ho_Chi_Minh is +08:00 before June 1975."""


class Refusal(Exception):  # noqa: N818
    """The string is no publication time; `slug` and `words` make the reason.

    Args:
        slug: Short and stable, for counting.
        words: What is wrong, in plain English.
    """

    def __init__(self, slug: str, words: str) -> None:
        super().__init__(slug, words)
        self.slug = slug
        self.words = words


UNKNOWN = "not-a-date"
"""The slug of strings that the grammar does not know, as against those that it rejects."""


@dataclass(frozen=True, slots=True)
class Day:
    """A written date. `swappable`: numbers in an order that an English page may mean otherwise."""

    year: int
    month: int
    day: int
    swappable: bool = False

    def as_date(self) -> date:
        """The calendar day, day first. Raises Refusal where there is none."""
        found = self._build(self.month, self.day)
        if found is None:
            raise Refusal("impossible-date", "no such day in the calendar")
        return found

    def on_weekday(self, weekday: int, *, english: bool) -> date:
        """The calendar day whose weekday is as printed.

        English pages print both orders: there the order whose weekday fits is taken.
        """
        if not (english and self.swappable):
            found = {self.as_date()}
        else:
            orders = (self._build(self.month, self.day), self._build(self.day, self.month))
            found = {day for day in orders if day is not None}
            if not found:
                raise Refusal("impossible-date", "no such day in the calendar")
        fitting = [day for day in found if day.weekday() == weekday]
        if not fitting:
            raise Refusal("weekday", "weekday contradicts the date")
        if len(fitting) > 1:
            raise Refusal("ambiguous", "weekday fits day-first and month-first")
        return fitting[0]

    def _build(self, month: int, day: int) -> date | None:
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


def full_year(digits: str) -> int:
    """2 or 4 written digits -> the year; two digits are 20yy."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


@dataclass(frozen=True, slots=True)
class Clock:
    """A written time of day and how far it was written."""

    hour: int
    minute: int = 0
    second: int = 0
    precision: str = "minute"

    def as_time(self) -> time:
        """The time of day. Raises Refusal where there is none (24:00, 15:60)."""
        try:
            return time(self.hour, self.minute, self.second)
        except ValueError:
            raise Refusal("impossible-time", "no such time of day") from None


def clock(hour: str, minute: str | None, second: str | None, half: str | None) -> Clock:
    """A written time of day. `half` is the word behind it: am, pm, SA, CH, sáng, chiều…"""
    precision = "second" if second else "minute" if minute else "hour"
    full = _full_hour(int(hour), half) if half else int(hour)
    return Clock(full, int(minute or 0), int(second or 0), precision)


# Word -> the hours it can be said of, as written, and those that mean the second half of the day.
# `14:30 PM` is a 24-hour clock with a needless word.
_HALVES: dict[str, tuple[range, range]] = {
    "am": (range(1, 12), range(0)),
    "pm": (range(12, 24), range(1, 12)),
    "sang": (range(12), range(0)),
    "rang sang": (range(6), range(0)),
    "trua": (range(10, 15), range(1, 3)),
    "chieu": (range(13, 19), range(1, 8)),
    "toi": (range(17, 24), range(5, 12)),
    "dem": (range(20, 24), range(8, 12)),
}


def _full_hour(hour: int, half: str) -> int:
    half = half.removeprefix("buoi ")
    half = {"sa": "am", "a": "am", "ch": "pm", "p": "pm"}.get(half.replace(".", "").removesuffix("m"), half)
    if half == "am" and hour in (0, 12):
        return 0
    if half == "dem" and hour in range(4):
        return hour
    as_written, later = _HALVES[half]
    if hour in as_written:
        return hour
    if hour in later:
        return hour + 12
    raise Refusal("impossible-time", "the hour contradicts the word behind it")


def combine(day: date, at: time, offset: timedelta | None) -> datetime:
    """A day, a time of day and the printed offset from UTC (None: Vietnam's) -> the time in +07:00."""
    if not 1000 < day.year < 9999:
        raise Refusal("out-of-range", "the year is out of range")
    zone = VIETNAM if offset is None else timezone(offset)
    return datetime.combine(day, at, zone).astimezone(VIETNAM)


def offset_of(sign: str, hours: str, minutes: str | None) -> timedelta:
    """A written offset from UTC. `GMT+7` is seven hours east, whatever POSIX says."""
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if ahead > timedelta(hours=14):
        raise Refusal("impossible-time", "no such offset from UTC")
    return -ahead if sign == "-" else ahead
