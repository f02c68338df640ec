"""The dates that a crawl asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.window import VIETNAM, Window, parse_window
from crawler.errors import SettingError

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # 03:00 of the 25th in Vietnam


@pytest.mark.parametrize(
    ("since", "until", "first", "before"),
    [
        (None, None, None, None),
        ("2026-11-01", None, "2026-11-01T00:00:00+07:00", None),
        (None, "2026-11-30", None, "2026-12-01T00:00:00+07:00"),
        ("0d", None, "2026-11-25T00:00:00+07:00", None),
        ("7d", "1d", "2026-11-18T00:00:00+07:00", "2026-11-25T00:00:00+07:00"),
        (" ", "", None, None),
    ],
)
def test_days_are_whole_and_vietnamese(
    since: str | None, until: str | None, first: str | None, before: str | None
) -> None:
    """Both days are included, from midnight in Vietnam; `7d` counts back from today there."""
    window = parse_window(since, until, now=NOW)

    assert (window.since.isoformat() if window.since else None) == first
    assert (window.before.isoformat() if window.before else None) == before


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("05/10/2022", None, "since: cannot read '05/10/2022'"),
        ("2026-02-30", None, "since: cannot read"),
        (None, "soon", "until: cannot read 'soon'"),
        ("99999d", None, None),
        ("2026-11-02", "2026-11-01", "lies before since"),
        (None, "9999-12-31", "range"),
    ],
)
def test_a_day_that_cannot_be_read_says_how_to_give_it(
    since: str | None, until: str | None, words: str | None
) -> None:
    """A wrong day is a SettingError in words; a day of long ago is no error."""
    if words is None:
        assert parse_window(since, until, now=NOW).since is not None
        return
    with pytest.raises(SettingError, match=words):
        parse_window(since, until, now=NOW)


@pytest.mark.parametrize(
    ("published", "side"),
    [
        ("2026-10-31T23:59:59+07:00", "older"),
        ("2026-11-01T00:00:00+07:00", "inside"),
        ("2026-11-02T23:59:59+07:00", "inside"),
        ("2026-11-03T00:00:00+07:00", "newer"),
        ("2026-11-02T18:00:00+00:00", "newer"),
    ],
)
def test_sides(published: str, side: str) -> None:
    """A moment is judged as a moment, whatever zone it is written in."""
    window = parse_window("2026-11-01", "2026-11-02", now=NOW)

    assert window.side(published) == side


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(0, 3000))  # noqa: DTZ001
def test_every_moment_is_on_one_side(moment: datetime, days: int) -> None:
    """Without an upper day nothing is newer; inside is exactly what is not before `since`."""
    published = moment.replace(tzinfo=VIETNAM)
    since = NOW.astimezone(VIETNAM) - timedelta(days=days)

    assert Window(since=since).side(published.isoformat()) == ("older" if published < since else "inside")


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    """Any text is a window or a SettingError."""
    result: Any = None
    try:
        result = parse_window(text, None, now=NOW)
    except SettingError as error:
        result = str(error)

    assert isinstance(result, Window) or result
