"""The days on which a paper may be silent: Tết by the Vietnamese lunar calendar, and the holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crawler.report.completeness.days_off import TET, day_off, tet

# The first days of the lunar years, as Vietnam's calendars print them. 2007 and 2030 began a day later in
# China: a Chinese calendar would be wrong there.
NEW_YEARS = """
2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-17 2008-02-07
2009-01-26 2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28
2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17
2027-02-06 2028-01-26 2029-02-13 2030-02-02
""".split()


@pytest.mark.parametrize("first", NEW_YEARS)
def test_tet(first: str) -> None:
    """Tết begins on the day of Vietnam's calendar; the week is a time off, two weeks later is not."""
    day = date.fromisoformat(first)

    assert tet(day.year) == day
    assert {day_off(day + timedelta(days)) for days in range(-2, 7)} == {TET}
    assert day_off(day + timedelta(14)) is None


@pytest.mark.parametrize(
    ("day", "off"),
    [
        ("2026-04-30", True),  # Liberation of the South
        ("2026-05-01", True),
        ("2026-09-02", True),  # National Day
        ("2026-04-26", True),  # the Hùng Kings, 10th of the 3rd lunar month
        ("2026-01-01", True),
        ("2026-11-22", False),  # a Sunday
        ("2026-06-15", False),
        ("2099-09-02", True),
    ],
)
def test_holidays(day: str, off: bool) -> None:
    """Public holidays are days off; Sundays are not: what is usual on them decides."""
    assert (day_off(date.fromisoformat(day)) is not None) == off
