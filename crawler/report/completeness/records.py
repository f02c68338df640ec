"""The survey for machines: rows of CSV and JSON, one by one. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from crawler.report.completeness.causes import OF_ARTICLES
from crawler.report.completeness.days_off import day_off
from crawler.report.completeness.hole import Hole
from crawler.report.completeness.numbers import Leap
from crawler.report.completeness.survey import Survey
from crawler.report.completeness.table import Row

SCHEMA = "coverage/1"
DAY_FIELDS = ("section", "day", "day_off", "expected", *(cause.value for cause in OF_ARTICLES), "sources")
HOLE_FIELDS = (
    *("kind", "section", "day", "until", "cause", "explained", "url", "key", "sources", "expected"),
    *("detail", "advice"),
)
# A spreadsheet takes a cell that begins so as a formula, https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def day_record(section: str, day: date | None, row: Row) -> dict[str, Any]:
    """Give the counts of a section's day."""
    return {
        "section": section,
        "day": day.isoformat() if day else None,
        "day_off": day_off(day) if day else None,
        "expected": row.expected(),
        **{cause.value: row.causes[cause] for cause in OF_ARTICLES},
        "sources": dict(sorted(row.sources.items())),
    }


def hole_record(hole: Hole) -> dict[str, Any]:
    """Give a hole with its fields in the order of `HOLE_FIELDS`."""
    days = {
        name: day.isoformat() if day else None for name, day in (("day", hole.day), ("until", hole.until))
    }
    values = {name: getattr(hole, name) for name in HOLE_FIELDS} | days
    return values | {"cause": hole.cause.value, "sources": list(hole.sources)}


def leap_record(leap: Leap) -> dict[str, Any]:
    """Give a leap of the numbers."""
    return {
        "first": leap.first,
        "last": leap.last,
        "after": leap.after.isoformat(),
        "before": leap.before.isoformat(),
        "usual": leap.usual,
        "perhaps_missing": leap.missing(),
    }


def json_lines(survey: Survey, head: Mapping[str, Any]) -> Iterator[bytes]:
    """Give the survey as one JSON object, in lines: a day, a hole, a leap a line.

    Args:
        survey: It, finished.
        head: What is said of it as a whole.
    """
    opened = orjson.dumps({"schema": SCHEMA, **head, **_summary(survey)})[:-1]
    parts: dict[str, Iterable[dict[str, Any]]] = {
        "days": (day_record(*row) for row in survey.rows()),
        "holes": (hole_record(hole) for hole in survey.holes()),
        "perhaps_missing": (leap_record(leap) for leap in survey.leaps),
    }
    yield opened
    for name, records in parts.items():
        yield f',\n"{name}": ['.encode()
        for number, record in enumerate(records):
            yield (b",\n" if number else b"\n") + orjson.dumps(record)
        yield b"\n]"
    yield b"\n}\n"


def _summary(survey: Survey) -> dict[str, Any]:
    total = survey.total()
    return {
        "sections": list(survey.wanted),
        "expected": total.expected(),
        "articles": {cause.value: total.causes[cause] for cause in OF_ARTICLES},
        "unexplained": dict(survey.unexplained),
        "beginnings": {
            section: {"oldest": oldest.isoformat(), "judged_from": begin.isoformat() if begin else None}
            for section, (oldest, begin) in survey.beginnings.items()
        },
    }


def day_table(survey: Survey) -> Iterator[bytes]:
    """Give the days as CSV."""
    return csv_lines(DAY_FIELDS, (day_record(*row) for row in survey.rows()))


def hole_table(survey: Survey) -> Iterator[bytes]:
    """Give the holes as CSV."""
    return csv_lines(HOLE_FIELDS, (hole_record(hole) for hole in survey.holes()))


def csv_lines(fields: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Give records as lines of CSV that a spreadsheet shows and does not run."""
    yield csv_line(fields)
    for record in records:
        yield csv_line([record[name] for name in fields])


def csv_line(values: Sequence[object]) -> bytes:
    r"""Give one line of CSV.

    >>> csv_line(["=1+1", None, {"feed": 2}, True])
    b"'=1+1,,feed 2,yes\r\n"
    """
    line = io.StringIO()
    csv.writer(line).writerow([_cell(value) for value in values])
    return line.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        value = " ".join(f"{name} {number}" for name, number in value.items())
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if text.startswith(_FORMULA) else text
    return value
