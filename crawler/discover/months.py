"""Months of Vietnam's calendar: a span of days as months, the newest first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from crawler.discover.window import VIETNAM, Window
from crawler.errors import SettingError

_FORM = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


def months_of(window: Window) -> Iterator[tuple[str, Window]]:
    """Give the months that a closed window touches, the newest first, each with its part of the window.

    >>> [name for name, _ in months_of(Window(datetime(2023, 11, 5, tzinfo=VIETNAM),
    ...                                       datetime(2024, 2, 1, tzinfo=VIETNAM)))]
    ['2024-01', '2023-12', '2023-11']
    """
    if window.since is None or window.before is None:
        raise ValueError("the window has an open side")
    before = window.before
    while before > window.since:
        last = (before - timedelta(microseconds=1)).astimezone(VIETNAM)
        first = datetime.combine(last.date().replace(day=1), time(), tzinfo=VIETNAM)
        since = max(first, window.since)
        yield f"{last:%Y-%m}", Window(since, before)
        before = since


def month_rank(day: date) -> int:
    """Number a day's month, so that a later month has the higher number.

    >>> month_rank(date(2024, 1, 1)) - month_rank(date(2023, 12, 31))
    1
    """
    return day.year * 12 + day.month


def parse_end(text: str, option: str, *, last: bool) -> date:
    """Read one end of a span: a year, a month or a day.

    >>> parse_end("2010", "from", last=False), parse_end("2024-02", "to", last=True)
    (datetime.date(2010, 1, 1), datetime.date(2024, 2, 29))

    Args:
        text: ``2010``, ``2010-05`` or ``2010-05-17``.
        option: Its name, for the error.
        last: Whether the year's or month's last day is meant.

    Raises:
        SettingError: It is none of these.
    """
    try:
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if day is not None:
            return date(year, month or 1, day)
        first = date(year, month or 1, 1)  # refuses a month that is none
        if not last:
            return first
        following = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
        return following - timedelta(days=1)
    except ValueError:
        message = f"{option}: {text!r} is no year, month or day; give 2010, 2010-05 or 2010-05-17"
        raise SettingError(message) from None
