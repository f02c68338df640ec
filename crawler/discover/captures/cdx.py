"""A page of a web archive's index -> captures. Pure.

Four forms, told apart by their first byte:

- JSON lines, an object each: pywb and Common Crawl, ``output=json``;
- CDXJ, ``urlkey timestamp {object}``: pywb and Common Crawl, without ``output``, and their files;
- one JSON array of arrays, its first row the names: the Wayback Machine, ``output=json``;
- lines of seven columns: the Wayback Machine, without ``output``.

The names differ as well: ``url``, ``mime``, ``status`` in the first two, ``original``, ``mimetype``,
``statuscode`` in the others. Sources: pywb's CDXJ server API; the Wayback CDX server's README. A line that
cannot be read is counted and left out; a page of which no line can be read is no index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

import orjson

from crawler.discover.captures.capture import Capture, moment, sha1_digest
from crawler.errors import CrawlerError

_COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_STATUS = re.compile(r"[1-9]\d\d", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_FILE = re.compile(r"(?:[A-Za-z0-9_=-][A-Za-z0-9._=-]*/)*[A-Za-z0-9_=-][A-Za-z0-9._=-]*")
_MAX_URL = 2048
_NONE_FOUND = "no captures found"


class CdxError(CrawlerError):
    """An answer is no page of an index; the message says what it is."""


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What a page of an index says.

    Attributes:
        captures: In the order of the index.
        unreadable: Lines that are no captures.
        resume_key: With which the next page is asked for; None at the end, or where the server has none.
        lines: How many lines there were.
    """

    captures: tuple[Capture, ...] = ()
    unreadable: int = 0
    resume_key: str | None = None
    lines: int = 0


def parse_page(body: bytes) -> IndexPage:
    """Read a page of an index.

    Raises:
        CdxError: It is none: an error page, a part of one.
    """
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("["):
        return _array(text)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and _NONE_FOUND in text.lower():
        return IndexPage()
    return _page([_row(line) for line in lines])


def says_nothing_found(status: int, body: bytes) -> bool:
    """Whether an answer means that the index holds no capture of what was asked for (pywb: a 404)."""
    return status == 404 and _NONE_FOUND.encode() in body.lower()


def parse_pages(body: bytes) -> int:
    """Read the answer to ``showNumPages=true``: an object with ``pages``, or the bare number.

    >>> parse_pages(b'{"pages": 4, "pageSize": 5, "blocks": 18}'), parse_pages(b"3")
    (4, 3)

    Raises:
        CdxError: It is neither.
    """
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    pages = found.get("pages") if isinstance(found, dict) else found
    if not isinstance(pages, int) or isinstance(pages, bool) or not 0 <= pages < 10**6:
        raise CdxError(f"it names no number of pages: {_begin(body)}")
    return pages


def _array(text: str) -> IndexPage:
    try:
        rows = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CdxError(f"it is a part of an index or none ({error})") from None
    if not rows:
        return IndexPage()
    names, *rest = rows
    if not isinstance(names, list) or "timestamp" not in names:
        raise CdxError(f"its first row does not name the columns: {_begin(text.encode())}")
    resume_key = None
    if len(rest) >= 2 and rest[-2] == [] and isinstance(rest[-1], list) and len(rest[-1]) == 1:
        resume_key, rest = unquote_plus(str(rest[-1][0])), rest[:-2]
    return _page([_named(names, row) for row in rest], resume_key)


def _named(names: list[str], row: Any) -> Mapping[str, Any] | None:
    whole = isinstance(row, list) and len(row) == len(names)
    return dict(zip(names, row, strict=True)) if whole else None


def _row(line: str) -> Mapping[str, Any] | None:
    """Take a line apart; None where it is in no known form."""
    if not line.startswith("{"):
        parts = line.split(" ", 2)
        if len(parts) < 3 or not parts[2].startswith("{"):
            columns = line.split(" ")
            return dict(zip(_COLUMNS, columns, strict=True)) if len(columns) == len(_COLUMNS) else None
        line, stamp = parts[2], parts[1]
    else:
        stamp = ""
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return {"timestamp": stamp, **found} if isinstance(found, dict) else None


def _page(rows: Iterable[Mapping[str, Any] | None], resume_key: str | None = None) -> IndexPage:
    rows = list(rows)
    captures = tuple(_captures(rows))
    if rows and not captures:
        raise CdxError("none of its lines is a capture; is it the address of a CDX server?")
    return IndexPage(captures, len(rows) - len(captures), resume_key, len(rows))


def _captures(rows: Iterable[Mapping[str, Any] | None]) -> Iterator[Capture]:
    for row in rows:
        capture = _capture(row) if row is not None else None
        if capture is not None:
            yield capture


def _capture(row: Mapping[str, Any]) -> Capture | None:
    url, stamp = _text(row, "url", "original"), _text(row, "timestamp")
    filename = _text(row, "filename")
    offset, length = _number(row, "offset"), _number(row, "length")
    status = _text(row, "status", "statuscode")
    try:
        moment(stamp)
    except ValueError:
        return None
    if not url or len(url) > _MAX_URL or not url.isprintable():
        return None
    return Capture(
        url=url,
        timestamp=stamp,
        status=int(status) if _STATUS.fullmatch(status) else None,
        mime=_text(row, "mime-detected", "mime", "mimetype").partition(";")[0].strip().lower(),
        digest=sha1_digest(_text(row, "digest")),
        length=length,
        filename=filename if _FILE.fullmatch(filename) else "",
        offset=offset,
        truncated=_text(row, "truncated"),
    )


def _text(row: Mapping[str, Any], *names: str) -> str:
    """The first of some fields that says something."""
    for name in names:  # of a million lines: no generator
        value = row.get(name)
        if value is not None and value != "" and isinstance(value, str | int):
            return str(value)
    return ""


def _number(row: Mapping[str, Any], name: str) -> int | None:
    text = _text(row, name)
    return int(text) if _NUMBER.fullmatch(text) else None


def _begin(body: bytes) -> str:
    return repr(body[:60].decode("utf-8", "replace"))
