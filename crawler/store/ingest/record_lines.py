"""Earlier JSON lines of ours as captures without a page: each record is checked as if it were new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from crawler.annotate import KEY, without
from crawler.items import SCHEMA
from crawler.normalise.bylines import read_byline
from crawler.normalise.counts import read_views
from crawler.normalise.dates import read_date
from crawler.sites.baolangson.urls import article_address
from crawler.store.ingest.capture import Capture
from crawler.store.ingest.found import Found, Problem, printable
from crawler.store.replay.captured import RECORD
from crawler.store.verify.record import record_problems

SUFFIXES: Final = (".jsonl", ".ndjson", ".jl")
_LONGEST: Final = 8 * 2**20
_TYPE: Final = (("Content-Type", "application/vnd.langson.article+json"),)


def record_captures(path: Path, *, origin: str | None = None) -> Iterator[Found]:
    """Give the records of a file; a line that is none, or was edited, is a problem with its number."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(_LONGEST + 1):
                number += 1
                if len(line) > _LONGEST:
                    yield Problem(path, f"line {number}", "is longer than any record; the rest is not read")
                    return
                if text := line.strip(b"\r\n"):
                    yield _capture(path, number, text, origin)
    except OSError as error:
        yield Problem(path, "", error.strerror or str(error))


def _capture(path: Path, number: int, line: bytes, origin: str | None) -> Found:
    line = _without_annotations(line)
    if problem := next(problems_of(line, origin=origin), None):
        return Problem(path, f"line {number}", problem)
    record = orjson.loads(line)
    return Capture(
        url=record["url"],
        captured_at=datetime.fromisoformat(record["crawl"]["fetched_at"]),
        headers=_TYPE,
        body=line,
        via="file",
        source={"file": printable(path), "line": number},
        origin=origin,
        kind=RECORD,
    )


def _without_annotations(line: bytes) -> bytes:
    """A line as it is stored: annotations are made anew where they are wanted."""
    try:
        record = orjson.loads(line)
        annotated = isinstance(record, dict) and KEY in record
    except ValueError:
        return line
    return orjson.dumps(without(record)) if annotated else line


def problems_of(line: bytes, *, origin: str | None = None) -> Iterator[str]:
    """Say why a line is no record of ours as it was written.

    >>> next(problems_of(b'{"schema": "article/9"}'))
    "its schema is 'article/9'; this langson reads article/1"
    """
    try:
        record = orjson.loads(line)
        schema = record["schema"]
    except (ValueError, TypeError, KeyError):
        yield "is no record of langson"
        return
    if schema != SCHEMA:
        yield f"its schema is {str(schema)[:40]!r}; this langson reads {SCHEMA}"
        return
    broken = False
    for problem in record_problems(line):
        broken = True
        yield problem
    if not broken:
        yield from _edits(record, origin)


def _edits(record: dict[str, Any], origin: str | None) -> Iterator[str]:
    """Values that do not follow from what the record says was printed."""
    raw, crawl = record["raw"], record["crawl"]
    try:
        fetched = datetime.fromisoformat(crawl["fetched_at"])
        published = datetime.fromisoformat(record["published_at"])
    except ValueError as error:
        yield f"a time cannot be read ({error})"
        return
    if fetched.utcoffset() is None:
        yield "crawl.fetched_at has no zone"
        return
    address = article_address(record["url"], origin=origin)
    if address is None:
        yield f"{record['url'][:200]!r} is no article's address of the paper (is it a copy's? give --origin)"
    elif address.id != record["id"]:
        yield f"id {record['id']!r} is not the number in its address"
    printed = read_date(raw["published"], base=fetched).value if "published" in raw else None
    if printed is not None and printed.replace(second=0) != published.replace(second=0, microsecond=0):
        yield f"published_at is not what raw.published says, {raw['published'][:60]!r}"
    views = read_views(raw["view_count"]).value if "view_count" in raw else None
    if record["view_count"] != views:
        yield "view_count is not what raw.view_count says"
    byline = read_byline(raw["byline"]) if "byline" in raw else None
    names, paper = (list(byline.authors), byline.source) if byline else ([], None)
    if (record["authors"], record["source"]) != (names, paper):
        yield "authors or source are not what raw.byline says"
