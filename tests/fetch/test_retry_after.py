"""Retry-After: seconds, three forms of dates, and everything that is neither (RFC 9110, 10.2.3, 5.6.7)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.retry_after import LONGEST, longest, parse

NOW = datetime(2026, 11, 24, 8, 0, 0, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("007", 7.0),
        ("1.5", 1.5),
        ("86400", 86400.0),
        ("9" * 40, 10.0**9),
        ("Tue, 24 Nov 2026 08:00:07 GMT", 7.0),
        ("Tue, 24 Nov 2026 08:00:07 UTC", 7.0),
        ("tue, 24 nov 2026 08:00:07 gmt", 7.0),
        ("Mon, 24 Nov 2026 08:00:07 GMT", 7.0),  # the weekday is wrong: the date still counts
        ("Tuesday, 24-Nov-26 08:00:07 GMT", 7.0),
        ("Tue Nov 24 08:00:07 2026", 7.0),
        ("Tue Dec  1 08:00:00 2026", 7 * 86400.0),
        ("Tue, 24 Nov 2026 08:00:60 GMT", 59.0),  # a leap second
        ("Tue, 24 Nov 2026 07:59:00 GMT", 0.0),  # has passed
        ("Sunday, 06-Nov-94 08:49:37 GMT", 0.0),  # two digits: 1994, not 2094
        ("Thursday, 24-Nov-76 08:00:00 GMT", 1577923200.0),  # 50 years ahead: 2076
    ],
)
def test_a_wait(value: str, seconds: float) -> None:
    """Both forms give the seconds from now, never less than none."""
    assert parse(value, NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        "", "-1", "+5", "soon", "1e3", "0x10", "٧", "７", "1,5", "7 s", "NaN", "inf", "1 2", "\x00",
        "Tue, 24 Nov 2026", "Tue, 31 Feb 2026 08:00:00 GMT", "Tue, 24 Nov 2026 25:00:00 GMT",
        "Tue, 24 Xyz 2026 08:00:00 GMT", "Tue, 24 Nov 2026 08:00:00 +0700", "2026-11-24T08:00:07Z",
        "Thứ ba, 24 tháng 11 2026 08:00:07 GMT", "Tue, 24 Nov 0000 08:00:07 GMT",
    ],
)  # fmt: skip
def test_junk(value: str) -> None:
    """What is neither a number of seconds nor a date asks for nothing: the caller backs off by itself."""
    assert parse(value, NOW) is None


@given(st.integers(0, 10**8))
def test_seconds_and_dates_agree(seconds: int) -> None:
    """The date so many seconds from now is the same wait as the number, in each form without a short year."""
    moment = datetime.fromtimestamp(NOW + seconds, UTC)
    forms = (
        f"{seconds}",
        moment.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        moment.strftime("%a %b %e %H:%M:%S %Y"),
    )

    assert [parse(form, NOW) for form in forms] == [float(seconds)] * 3


@given(st.text(max_size=60))
def test_never_negative_never_an_error(value: str) -> None:
    """Whatever a server sends is a wait of zero or more, or nothing."""
    wait = parse(value, NOW)
    assert wait is None or 0 <= wait <= 10**12


@pytest.mark.parametrize(
    ("values", "date", "seconds"),
    [
        ([], None, None),
        (["junk"], None, None),
        (["5", "30"], None, 30.0),
        (["junk", "4"], None, 4.0),
        # The server's clock is a day behind: its own Date says what its date means.
        (["Mon, 23 Nov 2026 08:00:07 GMT"], "Mon, 23 Nov 2026 08:00:00 GMT", 7.0),
        (["Tue, 24 Nov 2026 08:00:07 GMT"], "junk", 7.0),
        (["9"], "Mon, 23 Nov 2026 08:00:00 GMT", 9.0),
    ],
)
def test_of_several_the_longest(values: list[str], date: str | None, seconds: float | None) -> None:
    """The longest of several counts, dates by the server's own clock."""
    assert longest(values, NOW, date) == seconds


def test_more_than_an_hour() -> None:
    """A day is more than a run waits for."""
    wait = parse("86400", NOW)
    assert wait is not None
    assert wait > LONGEST == 3600.0
