"""A line that holds several things: stamp, counter, buttons. Each is cut out as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from crawler.extract.lexicon import is_junk
from crawler.extract.page_lines import Line
from crawler.normalise.counts import labelled_views, looks_like_views
from crawler.normalise.dates import looks_like_date
from crawler.normalise.text import clean, fold

_BAR = re.compile(r"\s*[|•·]\s*")
_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")
_UNSEEN = ("script", "style", "button", "option", "noscript")
_PLAIN_NUMBER = re.compile(r"^\W*\d{1,3}(?:[.,]?\d{3})*\W*$|^\d{1,7}$")
_BRACKETED = re.compile(r"\s*\[([^\]]{1,20})\]\s*$")
# A separator left before a counter; a minus sign (`-5`) has no blank behind it.
_LEADING_MARK = re.compile(r"^[-–—|•·*]\s+")
_MARK = re.compile(r"^[|,•·/–-]+$")
_CLOCK = re.compile(r"\d[:h]\d\d|\d[/.-]\d{1,2}[/.-]\d{2}")
_BUTTONS = re.compile(r"^[A+\-−–\s]{1,9}$")
_UPDATED_BEHIND = re.compile(
    r"\s*[|•·,;(–-]*\s*(?:(?:lần\s+)?cập nhật(?:\s+(?:lần cuối|lúc|ngày))?|(?:last\s+)?updated(?:\s+(?:on|"
    r"at))?)\b.*$",
    re.I,
)
LABEL = re.compile(r"^\W*(?:(?:số\s+)?(?:lượt|lần)\s*(?:xem|đọc)|đã\s+xem|views?)\s*:?\W*$", re.I)
_COMMENTS = re.compile(
    r"^\d+\s*(?:bình luận|ý kiến|comments?)$|^(?:bình luận|ý kiến)\s*:?\s*\(?\d+\)?$", re.I
)
_TRAILING_BUTTONS = re.compile(r"(?:\s+A[+-]?(?=\s|$)){1,3}\s*$")
# A counter without a separator before or behind a stamp.
_VIEWS_BEHIND = re.compile(
    r"[\s,;(]+(?:(?:số\s+)?(?:lượt|lần)\s*(?:xem|đọc)\s*:?\s*[\d.,]+|(?:đã\s+)?(?:xem|đọc)\s*:\s*[\d.,]+"
    r"|[\d.,]+\s*(?:k|n|tr|nghìn|ngàn|triệu)?\s*(?:lượt|lần)\s*(?:xem|đọc)|views?\s*:\s*[\d.,]+k?|"
    r"[\d.,]+k?\s*views?)\)?$",
    re.I,
)
# `hơn 400 lượt xem`: a count that is none. It is cut off a stamp with its counter, and gives no views.
_ABOUT = re.compile(
    r"[\s|•·,;(–-]*(?<!\w)(?:hơn|gần|khoảng|trên|dưới|xấp xỉ|ước|chừng|over|about|around|nearly|almost|some"
    r"|(?:more|less) than)\s*$",
    re.I,
)

# Looked for before the patterns that need one of them: those cost ten times more.
_VIEW_WORDS = ("xem", "đọc", "view")


def stamp_piece(line: Line) -> str:
    """The stamp on a line as printed, without counters and buttons that share the line.

    A name before the stamp (`Hoàng Lan | 31.12.2018`) stays: the stamp's grammar knows it.
    """
    parts = elements_of(line)
    kept = [text for text, eyed in parts if not eyed and (_MARK.match(text) or not _is_noise(text))]
    text = " ".join(kept).replace(" ,", ",") if len(kept) < len(parts) else line.spaced
    text = _TRAILING_BUTTONS.sub("", _trim(text))
    bracketed = _BRACKETED.search(text)
    if bracketed and is_junk(fold(bracketed.group(1))):
        text = text[: bracketed.start()]
    for behind_of in (_update_behind, _views_behind):
        behind = behind_of(text)
        if behind and looks_like_date(text[: behind.start()]):
            text = _ABOUT.sub("", text[: behind.start()])
    return text.strip(" |•·,;/–-")


def _update_behind(text: str) -> re.Match[str] | None:
    plain = text.lower()
    return _UPDATED_BEHIND.search(text) if "cập nhật" in plain or "updated" in plain else None


def _views_behind(text: str) -> re.Match[str] | None:
    plain = text.lower()
    return _VIEWS_BEHIND.search(text) if any(word in plain for word in _VIEW_WORDS) else None


def elements_of(line: Line) -> Sequence[tuple[str, bool]]:
    """The line's text element by element, where it is all of its block; else its parts."""
    node = line.node
    if any(eyed for _, eyed in line.parts) or node.end - node.start != 1:
        return line.parts or [(line.text, False)]
    pieces = []
    for el in node.el.iter(etree.Element):
        if el.tag not in _UNSEEN and el.text and el.text.strip():
            pieces.append((clean(el.text), False))
        if el is not node.el and el.tail and el.tail.strip():
            pieces.append((clean(el.tail), False))
    return pieces


def update_piece(line: Line) -> str | None:
    """The update time printed on a stamp's line, with its label, or None."""
    behind = _update_behind(line.spaced)
    if behind is None or not looks_like_date(line.spaced[: behind.start()]):
        return None
    text = _TRAILING_BUTTONS.sub("", _trim(behind.group().strip(" |•·,;–-")))
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return text if looks_like_date(text) else None


def views_piece(line: Line) -> str | None:
    """The labelled counter on a line as printed, or None."""
    whole = [text for text, _ in elements_of(line)]
    whole += [text for text, _ in line.parts] + [line.spaced]
    for part in whole:
        for piece in _SEPARATOR.split(part):
            if not looks_like_views(piece) or _CLOCK.search(piece):
                continue
            if labelled_views(piece).value is not None:
                return _LEADING_MARK.sub("", piece.strip())
    text = _BRACKETED.sub(_unless_junk, _TRAILING_BUTTONS.sub("", line.spaced))
    behind = _views_behind(text)
    if behind and _ABOUT.search(text[: behind.start()]):
        return None
    if behind and labelled_views(behind.group()).value is not None:
        return behind.group().strip(" ,;()")
    return _LEADING_MARK.sub("", line.spaced) if labelled_views(line.spaced).value is not None else None


def _unless_junk(match: re.Match[str]) -> str:
    return "" if is_junk(fold(match.group(1))) else match.group()


def byline_piece(line: Line) -> str:
    """The byline on a line as printed, without buttons behind a bar."""
    return _trim(line.spaced, _BAR).strip()


def _trim(text: str, separator: re.Pattern[str] = _SEPARATOR) -> str:
    """Cut counters and buttons off both ends of a line, at its separators."""
    start, end = 0, len(text)
    marks = list(separator.finditer(text))
    while marks and _is_noise(text[marks[-1].end() : end]):
        end = marks.pop().start()
    while marks and _is_noise(text[start : marks[0].start()]):
        start = marks.pop(0).end()
    return text[start:end]


def _is_noise(piece: str) -> bool:
    if _PLAIN_NUMBER.match(piece):
        return True
    if looks_like_date(piece) or _CLOCK.search(piece):
        return False
    return (
        not piece.strip()
        or _BUTTONS.match(piece) is not None
        or _COMMENTS.match(piece) is not None
        or (not any(ch.isalpha() for ch in piece) and any(ch.isdigit() for ch in piece))
        or (looks_like_views(piece) and labelled_views(piece).value is not None)
        or LABEL.match(piece) is not None
        or is_junk(fold(piece))
    )


def without_templates(text: str) -> str:
    """The text with a blank for each `{{…}}`. No pattern: it would look for each `}}` to the very end."""
    parts, at = [], 0
    while (begin := text.find("{{", at)) >= 0 and (end := text.find("}}", begin + 2)) >= 0:
        parts.append(text[at:begin])
        at = end + 2
    return " ".join([*parts, text[at:]])
