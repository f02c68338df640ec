"""Vietnamese sentences drawn from templates: the same random numbers give the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from crawler.replica.phrases import PHRASES

_SLOT = re.compile(r"\{([^}]+)\}")
# Words whose tone mark stands in one of two places. The paper mixes both, even in one article.
_OLD_TO_NEW = {
    "uỷ": "ủy", "Uỷ": "Ủy", "khoá": "khóa", "hoá": "hóa", "Hoà": "Hòa", "hoà": "hòa",
    "toạ": "tọa", "hoạ": "họa", "Thuỷ": "Thủy", "hoả": "hỏa", "Đồ hoạ": "Đồ họa",
}  # fmt: skip
_TONED = re.compile(rf"(?<!\w)(?:{'|'.join(_OLD_TO_NEW)})(?!\w)")


@cache
def _parts(template: str) -> tuple[str, ...]:
    """Split a template into literal, slot, literal, slot, …, literal."""
    return tuple(_SLOT.split(template))


def newer_tones(text: str) -> str:
    """Move the tone marks of `uỷ`, `khoá`, … to the newer place.

    >>> newer_tones("Uỷ ban kiểm tra, khoá XIV, hoàn thành")
    'Ủy ban kiểm tra, khóa XIV, hoàn thành'
    """
    return _TONED.sub(lambda match: _OLD_TO_NEW[match.group()], text)


def capitalised(text: str) -> str:
    """Give the text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def grouped(number: int) -> str:
    """Write a number with dots between thousands, as Vietnamese does.

    >>> grouped(1234567)
    '1.234.567'
    """
    return f"{number:,}".replace(",", ".")


class Prose:
    """Fills templates for one story.

    Args:
        rng: The story's own random numbers.
        today: The day the story is written; years, terms and dates of events are near it.
    """

    def __init__(self, rng: Random, today: date) -> None:
        self._rng = rng
        self._today = today
        self._bound: dict[str, str] = {}
        self._number: Mapping[str, Callable[[], str]] = {
            "small": lambda: str(rng.randint(2, 9)),
            "digit": lambda: str(rng.randint(1, 9)),
            "tens": lambda: str(rng.randint(11, 98)),
            "hundreds": lambda: str(rng.randint(105, 980)),
            "thousands": lambda: grouped(rng.randint(1001, 9800)),
            "pct": self._percentage,
            "day": self._day,
            "daypair": self._day_pair,
            "doc": self._document,
            "year": lambda: str(today.year),
            "nextyear": lambda: str(today.year + 1),
            "lastyear": lambda: str(today.year - 1),
            "month": lambda: str(today.month),
            "term": self._term,
            "weekdate": self._weekday_and_date,
            "time:lower": lambda: self._lowered("{time}"),
        }

    def again(self, rng: Random) -> Prose:
        """Give a prose with the same bound words and days that draws from other random numbers."""
        other = Prose(rng, self._today)
        other._bound = self._bound
        return other

    def bind(self, name: str, template: str) -> None:
        """Draw once what `{name}` stands for in the whole story."""
        self._bound[name] = self._filled(template)

    def pick(self, templates: Sequence[str]) -> str:
        """Fill one of the templates, drawn at random."""
        return self.fill(templates[int(self._rng.random() * len(templates))])

    def phrase(self, kind: str) -> str:
        """Fill one of the phrases of a kind (see `phrases.PHRASES`)."""
        return self.pick(PHRASES[kind])

    def several(self, templates: Sequence[str], count: int) -> list[str]:
        """Fill some of the templates, each at most once."""
        return [self.fill(template) for template in self._rng.sample(templates, min(count, len(templates)))]

    def fill(self, template: str) -> str:
        """Fill all slots of a template; a slot at the very start is capitalised."""
        text = self._filled(template)
        return capitalised(text) if template.startswith("{") else text

    def _filled(self, template: str) -> str:
        parts = _parts(template)
        if len(parts) == 1:
            return template
        return "".join(self._slot(part) if number % 2 else part for number, part in enumerate(parts))

    def _slot(self, name: str) -> str:
        bound = self._bound.get(name)
        if bound is not None:
            return bound
        number = self._number.get(name)
        if number is not None:
            return number()
        entries = PHRASES[f"slot:{name}"]
        return self._filled(entries[int(self._rng.random() * len(entries))])

    def _lowered(self, template: str) -> str:
        text = self.fill(template)
        return text[:1].lower() + text[1:]

    def _percentage(self) -> str:
        whole = self._rng.randint(45, 99)
        return str(whole) if self._rng.random() < 0.6 else f"{whole},{self._rng.randint(1, 99):02d}"

    def _day(self) -> str:
        day = self._today - timedelta(days=int(self._rng.random() * 20))
        return f"{day.day}/{day.month}"

    def _day_pair(self) -> str:
        first = self._today - timedelta(days=2 + int(self._rng.random() * 9))
        second = first + timedelta(days=1)
        return f"{first.day} và {second.day}/{second.month}"

    def _weekday_and_date(self) -> str:
        """Name a day to come as a stamp would: a look-alike inside a sentence."""
        day = self._today + timedelta(days=1 + int(self._rng.random() * 20))
        weekday = "Chủ nhật" if day.weekday() == 6 else f"Thứ {day.weekday() + 2}"
        return f"{weekday}, ngày {day:%d/%m/%Y}"

    def _term(self) -> str:
        start = self._today.year - self._today.year % 5
        return f"{start} – {start + 5}"

    def _document(self) -> str:
        rng = self._rng
        kind, mark = rng.choice(PHRASES["slot:doctype"]).split("|")
        year = self._today.year - rng.randint(0, 4)
        month = rng.randint(1, 12) if year < self._today.year else rng.randint(1, self._today.month)
        comma = "," if rng.random() < 0.3 else ""
        issuer = f" của {self._slot('issuer')}" if rng.random() < 0.6 else ""
        day = f"{rng.randint(1, 28):02d}/{month:02d}/{year}"
        return f"{kind} số {rng.randint(1, 99):02d}-{mark}{comma} ngày {day}{issuer}"
