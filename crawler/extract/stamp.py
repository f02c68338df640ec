"""The article's stamp and its view count: after the title and near it, never the header's clock.

Look-alikes are refused by place, not by form: the clock stands before the title, other articles'
stamps stand beside other articles' titles, the licence date stands in the imprint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.extract.lines_about import foreign_box, is_broken_stamp, is_meta, is_prose
from crawler.extract.metadata import Metadata
from crawler.extract.page_lines import Document, Line, common
from crawler.extract.pieces import elements_of, stamp_piece, update_piece
from crawler.extract.title import Title
from crawler.normalise.bylines import read_byline
from crawler.normalise.dates import DateReading, looks_like_date, read_date
from crawler.normalise.text import fold

_TIME_ONLY = re.compile(
    r"^(?:lúc\s*)?\d{1,2}\s*(?::|h|giờ|g)\s*\d{2}(?::\d{2})?(?:\s*phút)?\s*(?:\(?GMT.{0,5}\)?)?$", re.I
)
_WEEKDAY_ONLY = re.compile(r"^(?:thứ\s*\S{1,4}|chủ nhật|t[2-7]|cn|\w+day)\s*,?$", re.I)
_UPDATED = re.compile(r"^\W*(?:cập nhật|lần cập nhật|sửa đổi|chỉnh sửa|(?:last )?updated|modified)", re.I)
_PUBLISHED = re.compile(r"^\W*(?:ngày |đã |được )*(?:đăng|xuất bản|published|posted)\b", re.I)
_BAR = re.compile(r"\s*[|•]\s*")
SHORT = 160
# How many lines of running text may stand between the title and its stamp: a lead of one or two.
_PROSE_BETWEEN = 2
_WINDOW = 90
_BOX_LINES = 10
_ENTRY_LINES = 12
# How far the clock of a server may be off.
_CLOCK_TOLERANCE = timedelta(minutes=1)
_LINKS_ABOVE = 6
_LINES_ABOVE = 3


# A stamp's line, its text, its reading, all its lines, and how much running text stands before it.
_Entry = tuple[Line, str, DateReading, list[Line], int]


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
    good: list[_Entry] = []
    prose = 0
    for line in document.lines[title.node.end : title.node.end + _WINDOW]:
        if line.kind != "text":
            continue
        if is_prose(line):
            prose += 1
            if prose > _PROSE_BETWEEN:
                break
        if len(line.spaced) > SHORT or not looks_like_date(line.spaced):
            continue
        text, lines = _whole(line, document)
        reading = read_date(text, base=fetched_at)
        if reading.value is None:
            text, reading = _in_parts(line, text, reading, fetched_at)
        if reading.value is None and not is_broken_stamp(reading):
            continue
        if _is_clock(reading, fetched_at):
            stamp.published.rejected.append((text, "shows the moment of the fetch: a clock"))
            continue
        box = foreign_box(line, title.node, document, own_id)
        if box is not None:
            stamp.published.rejected.append((text, box))
        elif reading.value is None:
            if not good:
                stamp.published.refused = f"“{text}”: {reading.reason}"
                return stamp
        else:
            good.append((line, text, reading, lines, prose))
    _choose(stamp, _without_entries(good) if len(good) > 2 else good, fetched_at)
    if not good:
        _before_title(stamp, document, title, metadata, fetched_at)
    return stamp


def _is_clock(reading: DateReading, fetched_at: datetime) -> bool:
    """Whether a time is that of the fetch. A story as new as that is read at the next crawl."""
    return (
        reading.value is not None
        and reading.precision != "day"
        and abs(reading.value - fetched_at) <= _CLOCK_TOLERANCE
    )


def _in_parts(line: Line, text: str, reading: DateReading, fetched_at: datetime) -> tuple[str, DateReading]:
    """The stamp in one element of a line whose other elements the stamp's grammar does not know."""
    pieces = [part for part, _ in (*line.parts, *elements_of(line))]
    # `Sự kiện ngày 10/09 | Đăng 11/09/2024 15:20`: the day of another thing stands beside.
    pieces += [part for part in _BAR.split(line.spaced) if _PUBLISHED.match(part)]
    for part in pieces:
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
    known = set(stamp.published.lines)
    return {
        line.index
        for line in box
        if line.kind == "text" and (is_meta(line) or line in known or read_byline(line.spaced) is None)
    }


def _whole(line: Line, document: Document) -> tuple[str, list[Line]]:
    """The stamp's text where weekday, date and time stand on lines of their own."""
    text, lines = stamp_piece(line), [line]
    before = document.lines[line.index - 1] if line.index else None
    if (
        before is not None
        and before.kind == "text"
        and _WEEKDAY_ONLY.match(before.text)
        and adjacent(before, line)
    ):
        text, lines = f"{before.spaced.rstrip(',')}, {text}", [before, *lines]
    if not re.search(r"\d\s*(?::|h|giờ|g)\s*\d{2}", text) and line.index + 1 < len(document.lines):
        after = document.lines[line.index + 1]
        if _is_time(after) and adjacent(line, after) and not _is_entry(after, document):
            text, lines = f"{text} {after.spaced}", [*lines, after]
    return text, lines


def _is_time(line: Line) -> bool:
    return line.kind == "text" and _TIME_ONLY.match(line.text) is not None


def _is_entry(line: Line, document: Document) -> bool:
    """Whether a time heads an entry of a live report: running text follows, then another time set like it."""
    prose = False
    for other in document.lines[line.index + 1 : line.index + _ENTRY_LINES]:
        if prose and _is_time(other) and _is_set_alike(other, line):
            return True
        prose = prose or is_prose(other)
    return False


def _is_set_alike(one: Line, other: Line) -> bool:
    """Whether two lines stand in blocks of one make."""
    first, second = one.node, other.node
    return (first.tag, first.depth, first.el.get("class")) == (
        second.tag,
        second.depth,
        second.el.get("class"),
    )


def _without_entries(good: list[_Entry]) -> list[_Entry]:
    """Leave out the times of a live report's entries: set alike, with running text between them.

    Only where another stamp stands before them; a report may print none at its head.
    """
    first = good[0]
    entries = {
        line.index
        for line, *_, prose in good[1:]
        for other, *_, others_prose in good[1:]
        if prose != others_prose and _is_set_alike(line, other) and not _is_set_alike(line, first[0])
    }
    return [entry for entry in good if entry[0].index not in entries]


def adjacent(one: Line, other: Line) -> bool:
    """Whether two lines are neighbours in one small block."""
    shared = common(one.node, other.node)
    return shared.end - shared.start <= 8 or (one.node.parent is other.node.parent)


def _choose(stamp: Stamp, good: list[_Entry], fetched_at: datetime) -> None:
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
        _, text, reading, lines, _ = plain[0]
        stamp.published.text, stamp.published.lines, stamp.reading = text, lines, reading
        for _, other, *_ in plain[1:]:
            stamp.published.rejected.append((other, "a nearer stamp stands before it"))
    if updates:
        stamp.updated.text, stamp.updated.lines = updates[0][1], updates[0][3]
    elif plain:
        pieces = (update_piece(line) for line in lines)
        stamp.updated.text = next((piece for piece in pieces if piece), None)


def _before_title(
    stamp: Stamp, document: Document, title: Title, metadata: Metadata, fetched_at: datetime
) -> None:
    """A stamp above the title: the header's clock stands there too, in the same format.

    It counts where metadata names the same minute, or where it stands right above the title in a
    block that holds no menu, names a time, and is not of the day of the fetch, as a clock would be.
    """
    declared = [read_date(text, base=fetched_at).value for _, text in metadata.published]
    for line in reversed(document.lines[max(0, title.node.start - _WINDOW) : title.node.start]):
        if line.kind != "text" or len(line.spaced) > SHORT or not looks_like_date(line.spaced):
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


def stamp_author(stamp: Stamp, document: Document) -> str | None:
    """Who wrote the article, by the name printed in the stamp's own line; None for a section's name."""
    name = stamp.reading.byline if stamp.reading is not None else None
    byline = read_byline(name) if name else None
    if name is None or byline is None or not byline.authors:
        return None
    folded = fold(name)
    links = ((el.get("href") or "", "".join(el.itertext())) for el in document.root.iter("a"))
    section = any(
        fold(text) == folded and "tac-gia" not in href and "author" not in href for href, text in links
    )
    return None if section else name
