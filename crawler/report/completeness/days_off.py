"""The days on which a Vietnamese newspaper may well print nothing: Tết and the public holidays. Pure.

The dates are the library `holidays`': the Vietnamese lunar calendar (which now and then is a day off the
Chinese one, as in 2007), the days by law and those moved by decree.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

TET = "Tết"
_LUNAR_NEW_YEAR = "Lunar New Year"  # the library's word, in the language asked for below
# Officials and newsrooms leave two days before New Year's day and are back a week after it: the days off
# by decree since 2013 begin between the 28th and the 30th of the last month and end by the 7th of the first.
_TET_DAYS = range(-2, 7)


def day_off(day: date) -> str | None:
    """Give the name of a day off; None for a common day, Sundays too.

    >>> day_off(date(2026, 2, 19)), day_off(date(2026, 9, 2)), day_off(date(2026, 11, 22))
    ('Tết', 'National Day', None)
    """
    return _of_year(day.year).get(day)


def tet(year: int) -> date:
    """Give the first day of the lunar year that begins in a year.

    >>> tet(2007)  # in China it began a day later
    datetime.date(2007, 2, 17)
    """
    return next(day for day, name in _by_law(year).items() if name == _LUNAR_NEW_YEAR)


@cache
def _of_year(year: int) -> dict[date, str]:
    first = tet(year)
    return _by_law(year) | {first + timedelta(days): TET for days in _TET_DAYS}


def _by_law(year: int) -> dict[date, str]:
    return dict(country_holidays("VN", years=year, language="en_US"))
