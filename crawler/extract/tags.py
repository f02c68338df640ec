"""Keywords below the article: `• Từ khóa` and what stands behind it."""

from __future__ import annotations

import re

from crawler.extract.lexicon import is_box_heading, is_footer, is_junk, tags_label
from crawler.extract.lines_about import is_tag_link
from crawler.extract.page_lines import Document, Line
from crawler.extract.pieces import elements_of
from crawler.normalise.text import clean, fold
from crawler.sites.baolangson.urls import link_kind

_SEPARATORS = re.compile(r"\s*[,;|•·]\s*")
_LONGEST = 60
_WINDOW = 40
_NEXT = 4
_NO_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def find_tags(document: Document, label_at: int | None, start: int) -> tuple[tuple[str, ...], str | None]:
    """Read the keywords.

    Args:
        label_at: Index of the keywords' label line, or None where none was seen.
        start: Index of the line behind the article's text; keywords are sought from there.

    Returns:
        (tags in page order, where they came from); ((), None) where none are printed.
    """
    if label_at is None:
        label_at = _label_behind(document, start)
    if label_at is not None:
        if _is_topic(document.lines[label_at]):  # `Chủ đề: …` may stand above the keywords proper
            behind = _label_behind(document, label_at + 1)
            label_at = behind if behind is not None and behind <= label_at + _NEXT else label_at
        return _labelled(document, label_at), "landmark"
    tags = _unlabelled(document.lines[start : start + _WINDOW])
    return tags, "selector" if tags else None


def _is_topic(line: Line) -> bool:
    return line.head.startswith("chu de")


def _label_behind(document: Document, start: int) -> int | None:
    for line in document.lines[start : start + _WINDOW]:
        if line.kind == "text" and len(line.text) <= 400:
            label = tags_label(line.spaced, linked=bool(line.links))
            if label is not None:
                return line.index
            if is_box_heading(line.head):
                return None
    return None


def _labelled(document: Document, label_at: int) -> tuple[str, ...]:
    line = document.lines[label_at]
    if line.links:
        own = [
            text
            for href, text in line.links
            if tags_label(text, linked=False) is None and _is_tag(href, text)
        ]
        return _clean(own)
    behind = tags_label(line.spaced, linked=False) or ""
    if behind:
        return _clean(_hashed(behind) or _unlinked(line, behind))
    tags: list[str] = []
    for other in document.lines[label_at + 1 : label_at + _WINDOW]:
        if other.kind != "text" or is_junk(other.head) or not _is_tag_line(other, line):
            break
        if other.links:
            tags += [text for href, text in other.links if _is_tag(href, text)]
        else:
            tags += _hashed(other.text) or _SEPARATORS.split(other.text)
    return _clean(tags)


def _unlinked(line: Line, behind: str) -> list[str]:
    """Keywords that are no links: between separators, else element by element."""
    tags = _SEPARATORS.split(behind)
    elements = [text for text, _ in elements_of(line) if tags_label(text, linked=False) is None]
    return elements if len(tags) == 1 and len(elements) > 1 else tags


def _is_tag(href: str, text: str) -> bool:
    """Whether a link behind a keywords' label is a keyword: no button, no link within the page."""
    return not href.strip().startswith(("#", "javascript:")) and not is_junk(fold(text))


def _is_tag_line(line: Line, label: Line) -> bool:
    """Whether a line behind a bare label holds keywords: short links, or text in the label's block."""
    if line.links:
        short = all(len(text.strip()) <= _LONGEST for _, text in line.links)
        away = all(link_kind(href) != "article" for href, _ in line.links)
        return short and away and line.link_chars >= 0.5 * len(line.text.replace(",", "").replace("#", ""))
    if line.node.tag in _NO_TAGS or is_box_heading(line.head) or is_footer(line.head) or line.bold:
        return False
    block = label.node.parent
    return (
        block is not None
        and block.start <= line.index < block.end
        and block.end - block.start <= 8
        and len(line.text) <= 200
    )


def _hashed(text: str) -> list[str]:
    return re.findall(r"#([^#]+)", text) if text.lstrip().startswith("#") else []


def _unlabelled(lines: list[Line]) -> tuple[str, ...]:
    """The first run of lines that hold nothing but links to keywords' pages."""
    tags: list[str] = []
    for line in lines:
        links = [text for href, text in line.links if is_tag_link(href) and len(text.strip()) <= _LONGEST]
        if links and len(links) == len(line.links):
            tags += links
        elif tags or (line.kind == "text" and is_box_heading(line.head)):
            break
    return _clean(tags)


def _clean(tags: list[str]) -> tuple[str, ...]:
    """Without hashes, separators and repetitions, in page order."""
    cleaned = (clean(tag).strip(" #,;|•·.") for tag in tags)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))
