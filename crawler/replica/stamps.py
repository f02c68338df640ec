"""Stamps and view counts as the paper prints them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from crawler.replica.prose import grouped

VIETNAM = timezone(timedelta(hours=7))

_NUMERIC = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")
_WORDS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_CAPITALS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _form(weekdays: tuple[str, ...], date_and_time: str) -> Callable[[datetime], str]:
    return lambda moment: f"{weekdays[moment.weekday()]}, {moment:{date_and_time}}"


# Name -> how a stamp is written. The first of each era is the form seen on the real site.
STYLES: dict[str, Callable[[datetime], str]] = {
    "era1": _form(_NUMERIC, "%d.%m.%Y | %H:%M:%S"),
    "era1-minute": _form(_NUMERIC, "%d.%m.%Y | %H:%M"),
    "era1-slash": _form(_NUMERIC, "%d/%m/%Y | %H:%M:%S"),
    "era2": _form(_WORDS, "%d/%m/%Y | %H:%M:%S"),
    "era2-capital": _form(_CAPITALS, "%d/%m/%Y | %H:%M:%S"),
    "era2-minute": _form(_WORDS, "%d/%m/%Y | %H:%M"),
    "era2-comma": _form(_WORDS, "%d/%m/%Y, %H:%M"),
    "english": _form(_ENGLISH, "%d/%m/%Y | %H:%M:%S"),
}
STYLE_SHARES: dict[int, tuple[tuple[str, ...], tuple[int, ...]]] = {
    1: (("era1", "era1-minute", "era1-slash"), (80, 14, 6)),
    2: (("era2", "era2-capital", "era2-minute", "era2-comma"), (72, 10, 12, 6)),
}
MINUTE_STYLES = frozenset({"era1-minute", "era2-minute", "era2-comma"})

VIEW_FORMS: dict[str, Callable[[int], str]] = {
    "plain": lambda count: f"{count} lượt xem",
    "grouped": lambda count: f"{grouped(count)} lượt xem",
    "label": lambda count: f"Lượt xem: {count}",
    "label-grouped": lambda count: f"Lượt xem: {grouped(count)}",
    "seen": lambda count: f"Đã xem: {count}",
    "bare": lambda count: grouped(count),
}
ENGLISH_VIEW_FORMS: dict[str, Callable[[int], str]] = {
    "plain": lambda count: f"{count} views",
    "label": lambda count: f"Views: {count}",
}


def style_of(printed: str, moment: datetime) -> str:
    """Name the style in which a stamp was printed; the era 1 form where none fits.

    >>> style_of("Thứ 4, 05.10.2022 | 15:48:48", datetime(2022, 10, 5, 15, 48, 48, tzinfo=VIETNAM))
    'era1'
    """
    return next((name for name, write in STYLES.items() if write(moment) == printed), "era1")


def banner(moment: datetime, language: str) -> str:
    """Write the header's clock: the day of the fetch, two blanks after the comma (site.md part 3).

    >>> banner(datetime(2022, 12, 7, tzinfo=VIETNAM), "vi")
    'Thứ tư,  07/12/2022'
    """
    if language == "en":
        return f"{_ENGLISH[moment.weekday()]},  {moment:%m/%d/%Y}"
    return f"{_WORDS[moment.weekday()]},  {moment:%d/%m/%Y}"


def english_clock(moment: datetime) -> str:
    """Write era 2's header clock as a copy of the site shows it: `Friday, Apr 25 2025 14:36`."""
    return f"{_ENGLISH[moment.weekday()]}, {moment:%b %d %Y %H:%M}"


def reads_both_ways(moment: datetime) -> bool:
    """Say whether an English stamp fits its weekday day first and month first as well."""
    if moment.day > 12 or moment.day == moment.month:
        return False
    return moment.replace(month=moment.day, day=moment.month).weekday() == moment.weekday()
