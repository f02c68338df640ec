"""dateparser, behind the closed grammar: for written dates in an order the grammar does not know.

dateparser alone is often wrong on Vietnamese stamps, so it is asked only where its answer can be
proved by the text itself, and it never sees a sentence, a yearless or a purely numeric date:

- every word is a word of dates, one names the month, and exactly one number is a year;
- the answer's parts account for every number that is printed, each once;
- the answer does not change with the reference time, so nothing was filled in from it;
- a printed weekday agrees (`Day.on_weekday`), and the caller checks the range.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from crawler.normalise.date_values import VIETNAM, Day
from crawler.normalise.date_words import DAY_ENGLISH, MONTH_ENGLISH, MONTHS, WEEKDAYS
from crawler.normalise.line_form import LineForm

_LIMIT = 60
_WORD = re.compile(r"[a-zứì]+")
_NUMBER = re.compile(r"\d+")
_KNOWN = re.compile(rf"{MONTH_ENGLISH}|{DAY_ENGLISH}|thang|ngay|nam|luc|st|nd|rd|th|of|at|the|am|pm")
_MONTH = re.compile(rf"\b(?:(?P<word>{MONTH_ENGLISH})|thang (?P<number>\d{{1,2}}))\b")
_WEEKDAY = re.compile(rf"\b{DAY_ENGLISH}\b")
_MARKS = re.compile(r"[a-zứì\d ,.:/()|-]+")

# Two arbitrary days that share no part: an answer that needs neither needs no reference.
_REFERENCES = (datetime(2001, 3, 4, 5, 6, 7), datetime(2019, 11, 27, 18, 49, 50))  # noqa: DTZ001


def guess(form: LineForm) -> tuple[datetime, str] | None:
    """Read a written date that the grammar does not know.

    Args:
        form: The line; most lines are turned away before dateparser is imported.

    Returns:
        The time in +07:00 and its precision, or None.

    Raises:
        Refusal: The weekday contradicts the date.
    """
    key = form.key.strip()
    numbers = [int(digits) for digits in _NUMBER.findall(key)] if len(key) <= _LIMIT else []
    years = [number for number in numbers if 1990 <= number <= 2099]
    month = _MONTH.search(key)
    if month is None or len(years) != 1 or len(numbers) < (3 if month["number"] else 2):
        return None
    if not _MARKS.fullmatch(key) or not all(_KNOWN.fullmatch(word) for word in _WORD.findall(key)):
        return None
    found = _ask(form.text)
    if found is None or found.year != years[0] or not _month_is(found, month):
        return None
    precision = _accounted(found, Counter(numbers), numeric_month=bool(month["number"]))
    if precision is None:
        return None
    weekday = _WEEKDAY.search(key)
    if weekday:
        Day(found.year, found.month, found.day).on_weekday(WEEKDAYS[weekday[0][:3]], english=True)
    return found.replace(tzinfo=VIETNAM), precision


def _month_is(found: datetime, month: re.Match[str]) -> bool:
    return found.month == (int(month["number"]) if month["number"] else MONTHS[month["word"][:3]])


def _accounted(found: datetime, numbers: Counter[int], *, numeric_month: bool) -> str | None:
    """The precision at which the answer's parts are the printed numbers, each once; else None."""
    date = [found.year, found.day] + ([found.month] if numeric_month else [])
    for hour in {found.hour, found.hour % 12 or 12}:
        to_minute = [*date, hour, found.minute]
        if numbers == Counter(to_minute):
            return "minute"
        if numbers == Counter([*to_minute, found.second]):
            return "second"
    midnight = (found.hour, found.minute, found.second) == (0, 0, 0)
    return "day" if midnight and numbers == Counter(date) else None


def _ask(text: str) -> datetime | None:
    """dateparser's answer, if it is the same from two references."""
    import dateparser  # slow to load, and hardly ever needed

    answers = set()
    for reference in _REFERENCES:
        try:
            answer = dateparser.parse(
                text,
                languages=["vi", "en"],
                settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True, "RELATIVE_BASE": reference},
            )
        except Exception:  # a library that raises OverflowError and others on odd dates
            return None
        answers.add(answer)
    found = answers.pop()
    return found if not answers and found is not None and found.tzinfo is None else None
