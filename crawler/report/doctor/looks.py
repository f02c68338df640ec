"""What looks most like a landmark that was not found: for people, who see at once whether it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from crawler.extract.explain import path
from crawler.extract.lines_about import is_prose
from crawler.extract.page_lines import Document, Line, Node
from crawler.normalise.dates import read_date
from crawler.normalise.text import fold

_LONGEST = 160
_SHOWN = 120
_NEAR = 15  # lines below the title
_LEAST = 3.0
_LEAST_SIGNS = 2.0  # whatever its place
_SIGNS = (  # what a date is made of, and how much each part speaks for one
    (re.compile(r"\b\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*(?:19|20)\d{2}\b"), 3.0),
    (re.compile(r"\b(?:19|20)\d{2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,2}\b"), 3.0),
    (re.compile(r"\b(?:19|20)\d{2}\b"), 1.0),
    (re.compile(r"\b\d{1,2}\s*(?:[:hg]|giờ)\s*\d{2}\b", re.I), 2.0),
    (re.compile(r"\b(?:thứ|chủ nhật|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.I), 1.0),
    (re.compile(r"\b(?:ngày|tháng|năm)\b", re.I), 1.0),
    (re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I), 1.0),
    (re.compile(r"\b(?:đăng|cập nhật|xuất bản|published|posted|updated)\b", re.I), 1.0),
    (re.compile(r"\b(?:giây|phút|giờ|hôm qua|tuần|ago|trước)\b", re.I), 0.5),
)
_PICTURE_OF_DATE = re.compile(r"date|time|ngay|stamp|clock|gio", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """A line that looks like what was looked for.

    Attributes:
        text: As printed, shortened; of a picture its description or address.
        place: Where it stands, in words, such as "in the page's foot".
        path: The block's place as tags.
    """

    text: str
    place: str
    path: str


def like_stamp(document: Document, title: Node | None, today: date) -> Look | None:
    """Give the line that looks most like a stamp; None where no line looks like a date.

    Args:
        today: The day of the fetch, in Vietnam: a line above the title that names it is the header's clock.
    """
    scored = [
        (score + _by_place(line, title, document), -line.index, line)
        for line in document.lines
        if line.kind == "text"
        and len(line.spaced) <= _LONGEST
        and (score := _date_score(line.spaced)) >= _LEAST_SIGNS
        and not is_prose(line)
        and not _is_clock(line, title, today)
    ]
    scored = [entry for entry in scored if entry[0] >= _LEAST]
    picture = _pictured(document, title)
    if picture is not None and not any(_is_below(line, title) for *_, line in scored):
        return picture
    if not scored:
        return None
    line = max(scored, key=lambda entry: entry[:2])[2]
    return Look(line.spaced[:_SHOWN], place_of(line, title, document), path(line.node))


def _is_clock(line: Line, title: Node | None, today: date) -> bool:
    if title is not None and line.index >= title.start:
        return False
    value = read_date(line.spaced).value
    return value is not None and value.date() == today


def _date_score(text: str) -> float:
    return sum(points for sign, points in _SIGNS if sign.search(text))


def _by_place(line: Line, title: Node | None, document: Document) -> float:
    if title is not None and 0 <= line.index - title.end < _NEAR:
        return 2.0
    return -1.0 if _in_foot(line, document) else 0.0


def _is_below(line: Line, title: Node | None) -> bool:
    return title is not None and 0 <= line.index - title.end < _NEAR


def _pictured(document: Document, title: Node | None) -> Look | None:
    """A picture right below the title that shows or names a date."""
    for line in document.lines[title.end if title else 0 :][:_NEAR]:
        if line.kind != "image":
            if line.kind == "text" and is_prose(line):
                return None
            continue
        alt = next((el.get("alt") or "" for el in line.node.el.iter("img") if _shows(el, line)), "")
        if _date_score(alt) >= _LEAST:
            return Look(alt[:_SHOWN], "in a picture below the title", path(line.node))
        name = urlsplit(line.src or "").path.rpartition("/")[2]
        if title is not None and _PICTURE_OF_DATE.search(name):
            return Look((line.src or "")[:_SHOWN], "a picture below the title", path(line.node))
    return None


def _shows(element: object, line: Line) -> bool:
    source = getattr(element, "get", lambda name: None)("src") or ""
    return bool(line.src) and (line.src == source or str(line.src).endswith(source))


def _in_foot(line: Line, document: Document) -> bool:
    return line.node.within("footer") is not None or line.index > 0.9 * len(document.lines)


def place_of(line: Line, title: Node | None, document: Document) -> str:
    """Say where a line stands."""
    if _in_foot(line, document):
        return "in the page's foot"
    if title is None:
        return "on the page"
    if line.index < title.start:
        return "above the title"
    near = line.index - title.end
    return "below the title" if near < _NEAR else f"{near} lines below the title"


def like_title(document: Document, declared: list[str], slug: str) -> Look | None:
    """Give the line that says most of what the page's head or its address calls the title."""
    wanted = [set(fold(text).split()) for text in [*declared, slug.replace("-", " ")] if text]
    best: tuple[float, Line] | None = None
    for line in _short_lines(document):
        words = set(fold(line.text).split())
        share = max((len(words & names) / len(words | names) for names in wanted if names), default=0.0)
        if share >= 0.4 and (best is None or share > best[0]):
            best = (share, line)
    if best is None:
        return None
    return Look(best[1].text[:_SHOWN], place_of(best[1], None, document), path(best[1].node))


def _short_lines(document: Document) -> Iterator[Line]:
    for line in document.lines:
        if line.kind == "text" and 8 <= len(line.text) <= 300:
            yield line
