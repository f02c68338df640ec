"""The article's view counter: near its stamp, or else below its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.extract.lexicon import is_footer
from crawler.extract.lines_about import foreign_box
from crawler.extract.page_lines import Document, Line, common
from crawler.extract.pieces import LABEL, views_piece
from crawler.extract.stamp import SHORT, Found, Stamp, adjacent
from crawler.extract.title import Title
from crawler.normalise.counts import labelled_views, looks_like_views, read_views

_DIGIT = re.compile(r"\d")
_WORDS = ("xem", "đọc", "view")
_NUMBER = re.compile(r"^[\d.,\s]{1,13}(?:k|n|nghìn|ngàn|tr|triệu|m)?$", re.I)
_VIEW_HINT = re.compile(
    r"(?<![a-z])(?:luot-?_?xem|view(?:s|-?count|ed|er)?|luotxem|eye|hit(?:s|count)?)(?![a-z])", re.I
)
# Counters may stand a few lines below the article: byline, address, keywords, then the counter.
_BELOW = 8
# No article has so many counters in it, its own and others'.
_MOST = 100


def find_views(document: Document, title: Title, stamp: Stamp, own_id: str | None, end: int) -> Found:
    """Find the article's own view counter: near its stamp, or else below its text.

    Args:
        end: Index of the line where the article ends; counters behind it are others'.
    """
    found = Found()
    near = stamp.published.lines[0].index if stamp.published.lines else title.node.end
    candidates: list[tuple[int, int, str, list[Line]]] = []
    for line in document.lines[min(near, title.node.end) : end + _BELOW]:
        if line.kind != "text" or len(line.spaced) > SHORT:
            continue
        if line.index >= end and (is_footer(line.opening) or common(line.node, title.node).tag == "body"):
            break
        if not _may_count(line.text):
            continue
        if len(candidates) + len(found.rejected) >= _MOST:
            break
        text, lines = _counter(line, document)
        if text is None or is_footer(line.opening):
            continue
        box = foreign_box(line, title.node, document, own_id)
        if box is not None:
            found.rejected.append((text, box))
            continue
        candidates.append((abs(line.index - near), line.index, text, lines))
    if candidates:
        candidates.sort(key=lambda entry: entry[:2])
        _, _, found.text, found.lines = candidates[0]
        found.rejected += [(other, "another counter is nearer") for _, _, other, _ in candidates[1:]]
    return found


def _may_count(text: str) -> bool:
    """Whether a text holds a number, or the label of one on the next line."""
    if _DIGIT.search(text) is not None:
        return True
    text = text.lower()
    return any(word in text for word in _WORDS)


def _counter(line: Line, document: Document) -> tuple[str | None, list[Line]]:
    """A line's counter as printed, or None. Label and number may stand on two lines."""
    text = line.spaced
    if looks_like_views(text) or LABEL.match(text):
        piece = views_piece(line)
        if piece is not None:
            return piece, [line]
        for step, form in ((1, "{0} {1}"), (-1, "{1} {0}")):
            other = _next_number(line, document, step)
            if other is not None:
                whole = form.format(text, other.spaced)
                return (whole, [line, other]) if labelled_views(whole).value is not None else (None, [])
        return None, []
    eyed = next((part for part, eye in line.parts if eye and part[:1].isdigit()), None)
    if eyed is not None:
        number = re.match(r"[\d.,]+(?:\s?(?:k|n|tr|nghìn|triệu))?(?![\w/:])", eyed, re.I)
        if number and read_views(number.group()).value is not None:
            return number.group(), [line]
    if not _NUMBER.match(text) or read_views(text).value is None:
        return None, []
    if any(looks_like_views(f"{text} {name}") for name in _names(line)):
        return text, [line]
    hinted = any(
        _VIEW_HINT.search(node.hints()) for node in (line.node, line.node.parent) if node is not None
    )
    inner = any(_VIEW_HINT.search(el.get("class") or "") for el in line.node.el.iter("span", "i", "b", "em"))
    return (text, [line]) if hinted or inner else (None, [])


def _names(line: Line) -> Iterator[str]:
    """What a counter's elements are called for those who cannot see: aria-label and title."""
    for el in line.node.el.iter(etree.Element):
        for name in ("aria-label", "title"):
            if value := el.get(name):
                yield value


def _next_number(line: Line, document: Document, step: int) -> Line | None:
    """The neighbouring line where it is a bare number in the same small block."""
    index = line.index + step
    if not 0 <= index < len(document.lines):
        return None
    other = document.lines[index]
    good = other.kind == "text" and _NUMBER.match(other.text) and adjacent(line, other)
    return other if good else None
