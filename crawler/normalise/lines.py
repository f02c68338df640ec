"""The pure half of `langson normalise dates|views`: lines in, JSON lines out, one for one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal

from crawler.normalise.counts import read_views
from crawler.normalise.dates import read_date

Kind = Literal["dates", "views"]


def normalise_lines(kind: Kind, lines: Iterable[str]) -> Iterator[str]:
    """Read each line as a stamp or as a view counter.

    Args:
        kind: What the lines are.
        lines: Plain text, or JSON objects `{"input": "…", "base": "ISO 8601 or null"}`, mixed at
            will; line ends are dropped. A line that begins with `{` but is no such object is plain
            text (`{{views}} lượt xem` is an unfilled template, not JSON).

    Yields:
        `{"input", "value", "precision", "reason"}` as JSON, without line ends: value is an ISO 8601
        string (dates) or an integer (views), or null with a reason; precision is null for views.

    Raises:
        Nothing.

    >>> next(normalise_lines("views", ["1.408 lượt xem"]))
    '{"input": "1.408 lượt xem", "value": 1408, "precision": null, "reason": null}'
    """
    for line in lines:
        line = line.rstrip("\r\n")
        text, base = _request(line)
        record = _views(text) if kind == "views" else _date(text, base)
        yield _json({"input": text, **record})


def _request(line: str) -> tuple[str, Any]:
    """The text and the base of a JSON line; the line itself where it is plain text."""
    if line.lstrip().startswith("{"):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            return line, None
        if isinstance(found, dict) and isinstance(found.get("input"), str):
            return found["input"], found.get("base")
    return line, None


def _views(text: str) -> dict[str, object]:
    reading = read_views(text)
    return {"value": reading.value, "precision": None, "reason": reading.reason}


def _date(text: str, base: object) -> dict[str, object]:
    reference = None
    if base is not None:
        reference = _reference(base)
        if reference is None:
            return {"value": None, "precision": None, "reason": "bad-base: base is no ISO 8601 time"}
    reading = read_date(text, base=reference)
    value = reading.value.isoformat() if reading.value else None
    return {"value": value, "precision": reading.precision, "reason": reading.reason}


def _reference(base: object) -> datetime | None:
    try:
        return datetime.fromisoformat(base) if isinstance(base, str) else None
    except ValueError:
        return None


def _json(record: dict[str, object]) -> str:
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a lone surrogate can only be written escaped
        return json.dumps(record)
    return line
