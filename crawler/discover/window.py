"""The dates a crawl asks for: `since` and `until`, both days included, in Vietnam's time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal

from crawler.errors import SettingError

VIETNAM = timezone(timedelta(hours=7))  # no daylight saving since 1975
_DAYS_AGO = re.compile(r"(\d{1,5})d")


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` (included) up to `before` (excluded); None leaves a side open."""

    since: datetime | None = None
    before: datetime | None = None

    def side(self, published_at: str) -> Literal["older", "inside", "newer"]:
        """Tell on which side of the window a moment (ISO 8601 with a zone) lies.

        >>> Window(since=datetime(2026, 1, 1, tzinfo=VIETNAM)).side("2025-12-31T23:59:59+07:00")
        'older'
        """
        moment = datetime.fromisoformat(published_at)
        if self.since is not None and moment < self.since:
            return "older"
        if self.before is not None and moment >= self.before:
            return "newer"
        return "inside"


def parse_window(since: str | None, until: str | None, *, now: datetime) -> Window:
    """Read the two options of a crawl.

    Args:
        since: First day, as ``2026-11-01`` or as ``7d`` (seven days before `now`); None: no limit.
        until: Last day, in the same forms.
        now: The moment from which ``7d`` counts back.

    Raises:
        SettingError: A day cannot be read, `since` lies in the future, or `until` before `since`.
    """
    first = _day(since, "since", now)
    last = _day(until, "until", now)
    today = now.astimezone(VIETNAM).date()
    if first and first > today:
        raise SettingError(f"since: {first} is in the future (today is {today}): no article can match")
    if first and last and last < first:
        raise SettingError(f"until ({last}) lies before since ({first}): no article can match")
    return Window(
        since=_midnight(first) if first else None,
        before=_midnight(last, days=1) if last else None,
    )


def _day(text: str | None, option: str, now: datetime) -> date | None:
    if text is None or not text.strip():
        return None
    try:
        if match := _DAYS_AGO.fullmatch(text.strip()):
            return now.astimezone(VIETNAM).date() - timedelta(days=int(match[1]))
        return date.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        message = f"{option}: cannot read {text!r}; give a day as 2026-11-30, or 7d for the last seven days"
        raise SettingError(message) from None


def _midnight(day: date, *, days: int = 0) -> datetime:
    try:
        return datetime.combine(day + timedelta(days=days), time(), tzinfo=VIETNAM)
    except (ValueError, OverflowError):  # the last day of the calendar plus one
        raise SettingError(f"{day} is out of the calendar's range") from None
