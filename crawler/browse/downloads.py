"""Hits as CSV, JSON or JSON lines, article by article: as many as there are. Pure but for the index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from crawler.report.completeness.records import csv_line

COLUMNS = (
    *("id", "key", "url", "title", "section", "published_at", "updated_at", "view_count", "authors"),
    *("source", "tags", "documents", "language", "words", "images", "revision", "fetched_at", "lead", "text"),
)
LISTS = ("authors", "tags", "documents")
JOINED_BY = "; "
Row = dict[str, Any]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
}


def rows(index: sqlite3.Connection, numbers: Sequence[int]) -> list[Row]:
    """Give the articles of some numbers in the index, in that order, with their record's line."""
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT n, {', '.join(COLUMNS)}, record FROM articles JOIN texts USING (n) WHERE n IN ({marks})"
    names = ("n", *COLUMNS, "record")
    found = {row[0]: dict(zip(names, row, strict=True)) for row in index.execute(sql, tuple(numbers))}
    return [found[number] for number in numbers if number in found]


def head(form: str) -> str:
    """Give what a file begins with."""
    return {"csv": _csv_line(COLUMNS), "json": "[", "jsonl": ""}[form]


def foot(form: str) -> str:
    """Give what a file ends with."""
    return "\n]\n" if form == "json" else ""


def part(form: str, found: Sequence[Row], *, first: bool) -> str:
    """Give some articles in a form; `first`: no others came before."""
    if form == "json":
        separator = "\n" if first else ",\n"
        return separator + ",\n".join(map(_json, found)) if found else ""
    line: Callable[[Row], str] = _csv if form == "csv" else lambda row: f"{row['record']}\n"
    return "".join(map(line, found))


def _json(row: Row) -> str:
    values = {name: json.loads(row[name]) if name in LISTS else row[name] for name in COLUMNS}
    return json.dumps(values, ensure_ascii=False)


def _csv(row: Row) -> str:
    joined = {name: JOINED_BY.join(json.loads(row[name])) for name in LISTS}
    return _csv_line([joined.get(name, row[name]) for name in COLUMNS])


def _csv_line(values: Sequence[Any]) -> str:
    """One line; a title that begins with = is shown by a spreadsheet, not run."""
    return csv_line(values).decode()
