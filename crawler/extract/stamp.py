"""The article's stamp and its view count: after the title and near it, never the header's clock.

Look-alikes are refused by place, not by form: the clock stands before the title, other articles'
stamps stand beside other articles' titles, the licence date stands in the imprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from crawler.extract.lexicon import is_footer
from crawler.extract.lines_about import foreign_box, is_broken_stamp, is_prose
from crawler.extract.metadata import Metadata
from crawler.extract.page_lines import Document, Line, common
from crawler.extract.pieces import elements_of, stamp_piece, update_piece, views_piece
from crawler.extract.title import Title
from crawler.normalise.bylines import read_byline
from crawler.normalise.counts import labelled_views, looks_like_views, read_views
from crawler.normalise.dates import DateReading, looks_like_date, read_date

_TIME_ONLY = re.compile(
    r"^(?:lúc\s*)?\d{1,2}\s*(?::|h|giờ|g)\s*\d{2}(?::\d{2})?(?:\s*phút)?\s*(?:\(?GMT.{0,5}\)?)?$", re.I
)
_WEEKDAY_ONLY = re.compile(r"^(?:thứ\s*\S{1,4}|chủ nhật|t[2-7]|cn|\w+day)\s*,?$", re.I)
_MAY_COUNT = re.compile(r"\d|xem|đọc|view", re.I)
_NUMBER = re.compile(r"^[\d.,\s]{1,13}(?:k|n|nghìn|ngàn|tr|triệu|m)?$", re.I)
_UPDATED = re.compile(r"^\W*(?:cập nhật|lần cập nhật|sửa đổi|chỉnh sửa|(?:last )?updated|modified)", re.I)
_SHORT = 160
# How many lines of running text may stand between the title and its stamp: a lead of one or two.
_PROSE_BETWEEN = 2
_WINDOW = 90
_BOX_LINES = 10
_LINKS_ABOVE = 6
# Counters may stand a few lines below the article: byline, address, keywords, then the counter.
_BELOW = 8
_LINES_ABOVE = 3
_VIEW_HINT = re.compile(
    r"(?<![a-z])(?:luot-?_?xem|view(?:s|-?count|ed|er)?|luotxem|eye|hit(?:s|count)?)(?![a-z])", re.I
)


@dataclass(slots=True)
class Found:
    """A landmark that was found: its text as printed, its lines, and what else was considered."""

    text: str | None = None
    lines: list[Line] = field(default_factory=list)
    source: str = "landmark"
    refused: str | None = None
    rejected: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Stamp:
    """The stamp, the update time printed apart from it, and the reading of the stamp."""

    published: Found
    updated: Found
    reading: DateReading | None = None


def find_stamp(
    document: Document, title: Title, metadata: Metadata, own_id: str | None, fetched_at: datetime
) -> Stamp:
    """Find the article's stamp.

    Returns:
        `published.text` is None where no stamp is printed; `published.refused` says why the stamp
        that is printed cannot be (an impossible date, a weekday that contradicts it, the future).
    """
    stamp = Stamp(Found(), Found())
    good: list[tuple[Line, str, DateReading, list[Line]]] = []
    prose = 0
    for line in document.lines[title.node.end : title.node.end + _WINDOW]:
        if line.kind != "text":
            continue
        if is_prose(line):
            prose += 1
            if prose > _PROSE_BETWEEN:
                break
        if len(line.spaced) > _SHORT or not looks_like_date(line.spaced):
            continue
        text, lines = _whole(line, document)
        reading = read_date(text, base=fetched_at)
        if reading.value is None:
            text, reading = _in_parts(line, text, reading, fetched_at)
        if reading.value is None and not is_broken_stamp(reading):
            continue
        box = foreign_box(line, title.node, document, own_id)
        if box is not None:
            stamp.published.rejected.append((text, box))
        elif reading.value is None:
            if not good:
                stamp.published.refused = f"“{text}”: {reading.reason}"
                return stamp
        else:
            good.append((line, text, reading, lines))
    _choose(stamp, good, fetched_at)
    if not good:
        _before_title(stamp, document, title, metadata, fetched_at)
    return stamp


def _in_parts(line: Line, text: str, reading: DateReading, fetched_at: datetime) -> tuple[str, DateReading]:
    """The stamp in one element of a line whose other elements the stamp's grammar does not know."""
    for part, _ in (*line.parts, *elements_of(line)):
        part = part.strip(" |•·,;/–-")
        if part != text and looks_like_date(part):
            found = read_date(part, base=fetched_at)
            if found.value is not None and found.precision != "day":
                return part, found
    return text, reading


def meta_box(document: Document, title: Title, stamp: Stamp) -> set[int]:
    """Indices of the lines that share a small block with the stamp and name or value its like.

    A table or list beside the title: `Ngày đăng`, `Chuyên mục`, `Xây dựng Đảng`. A byline in it is left.
    """
    if not stamp.published.lines:
        return set()
    box: list[Line] = []
    for node in stamp.published.lines[0].node.ancestors():
        inside = document.lines_of(node)
        if len(inside) > _BOX_LINES or node.start < title.node.end or any(is_prose(line) for line in inside):
            break
        box = inside
    return {line.index for line in box if line.kind == "text" and read_byline(line.spaced) is None}


def _whole(line: Line, document: Document) -> tuple[str, list[Line]]:
    """The stamp's text where weekday, date and time stand on lines of their own."""
    text, lines = stamp_piece(line), [line]
    before = document.lines[line.index - 1] if line.index else None
    if (
        before is not None
        and before.kind == "text"
        and _WEEKDAY_ONLY.match(before.text)
        and _adjacent(before, line)
    ):
        text, lines = f"{before.spaced.rstrip(',')}, {text}", [before, *lines]
    if not re.search(r"\d\s*(?::|h|giờ|g)\s*\d{2}", text) and line.index + 1 < len(document.lines):
        after = document.lines[line.index + 1]
        if after.kind == "text" and _TIME_ONLY.match(after.text) and _adjacent(line, after):
            text, lines = f"{text} {after.spaced}", [*lines, after]
    return text, lines


def _adjacent(one: Line, other: Line) -> bool:
    """Whether two lines are neighbours in one small block."""
    shared = common(one.node, other.node)
    return shared.end - shared.start <= 8 or (one.node.parent is other.node.parent)


def _choose(
    stamp: Stamp, good: list[tuple[Line, str, DateReading, list[Line]]], fetched_at: datetime
) -> None:
    """Take the first stamp; set aside update times, and a second clock that shows the day of the fetch."""
    plain = [entry for entry in good if not _UPDATED.match(entry[1])]
    updates = [entry for entry in good if _UPDATED.match(entry[1])]
    if len(plain) > 1:
        today = fetched_at.astimezone(plain[0][2].value.tzinfo if plain[0][2].value else None).date()
        others = [entry for entry in plain if entry[2].value and entry[2].value.date() != today]
        if others and others[0] is not plain[0]:
            stamp.published.rejected.append((plain[0][1], "shows the day of the fetch: a clock"))
        plain = others or plain
    if not plain:
        plain, updates = updates[:1], updates[1:]
    if plain:
        _, text, reading, lines = plain[0]
        stamp.published.text, stamp.published.lines, stamp.reading = text, lines, reading
        for _, other, _, _ in plain[1:]:
            stamp.published.rejected.append((other, "a nearer stamp stands before it"))
    if updates:
        stamp.updated.text, stamp.updated.lines = updates[0][1], updates[0][3]
    elif plain:
        stamp.updated.text = next((text for line in lines if (text := update_piece(line))), None)


def _before_title(
    stamp: Stamp, document: Document, title: Title, metadata: Metadata, fetched_at: datetime
) -> None:
    """A stamp above the title: the header's clock stands there too, in the same format.

    It counts where metadata names the same minute, or where it stands right above the title in a
    block that holds no menu, names a time, and is not of the day of the fetch, as a clock would be.
    """
    declared = [read_date(text, base=fetched_at).value for _, text in metadata.published]
    for line in reversed(document.lines[max(0, title.node.start - _WINDOW) : title.node.start]):
        if line.kind != "text" or len(line.spaced) > _SHORT or not looks_like_date(line.spaced):
            continue
        text, lines = _whole(line, document)
        reading = read_date(text, base=fetched_at)
        if reading.value is None:
            continue
        declares = reading.precision != "day" and any(
            value is not None and abs(value - reading.value) < timedelta(minutes=1) for value in declared
        )
        today = reading.value.date() == fetched_at.astimezone(reading.value.tzinfo).date()
        if declares or (not today and reading.precision != "day" and _heads_article(line, document, title)):
            stamp.published.text, stamp.published.lines = text, lines
            stamp.published.source = "landmark+meta" if declares else "landmark"
            stamp.reading = reading
            return
        stamp.published.rejected.append((line.spaced, "stands before the title: the header's clock"))


def _heads_article(line: Line, document: Document, title: Title) -> bool:
    """Whether a line stands right above the title, in a block with it that holds no menu."""
    shared = common(line.node, title.node)
    if shared.tag == "body":
        return False
    above = document.lines[shared.start : title.node.start]
    if sum(len(other.links) for other in above) > _LINKS_ABOVE:
        return False
    between = [other for other in document.lines[line.index + 1 : title.node.start] if other.kind == "text"]
    return len(between) <= _LINES_ABOVE and not any(is_prose(other) for other in between)


def find_views(document: Document, title: Title, stamp: Stamp, own_id: str | None, end: int) -> Found:
    """Find the article's own view counter: near its stamp, or else below its text.

    Args:
        end: Index of the line where the article ends; counters behind it are others'.
    """
    found = Found()
    near = stamp.published.lines[0].index if stamp.published.lines else title.node.end
    candidates = []
    for line in document.lines[min(near, title.node.end) : end + _BELOW]:
        if line.kind != "text" or len(line.spaced) > _SHORT:
            continue
        if line.index >= end and (is_footer(line.folded) or common(line.node, title.node).tag == "body"):
            break
        if not _MAY_COUNT.search(line.text):
            continue
        text, lines = _counter(line, document)
        if text is None or is_footer(line.folded):
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


def _counter(line: Line, document: Document) -> tuple[str | None, list[Line]]:
    """A line's counter as printed, or None. Label and number may stand on two lines."""
    text = line.spaced
    if looks_like_views(text):
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
    good = other.kind == "text" and _NUMBER.match(other.text) and _adjacent(line, other)
    return other if good else None
