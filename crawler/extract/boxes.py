"""Boxes that are no part of the article: related and newest lists, menus, templates left unrendered."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from crawler.extract.lexicon import (
    is_box_heading,
    is_junk,
    is_printed_address,
    is_service_heading,
    tags_label,
)
from crawler.extract.lines_about import LONG, is_meta, is_prose, is_tag_link, leads_elsewhere
from crawler.extract.page_lines import Document, Line, Node
from crawler.normalise.bylines import read_byline
from crawler.normalise.text import fold
from crawler.sites.baolangson.urls import link_kind

# The most lines a poll or another service box has.
_SERVICE_SIZE = 15
_SERVICE_LINE = 90
_TEASER_SIZE = 4
# A box heading on the line of its link: `Xem thêm: …`.
_HEADING = 20


def box_at(
    index: int, document: Document, starting: dict[int, list[Node]], own_id: str | None
) -> Node | None:
    """The largest foreign box that starts at a line, or None.

    Nodes are tried from the outermost inwards, since a wrapper of the article's text may start
    with a related box: the wrapper holds running text and is kept, the box inside it is not.
    """
    for node in starting.get(index, ()):
        if node.known_box is None:
            node.known_box = is_box(node, document, own_id)
        if node.known_box:
            return node
    return None


def starting_nodes(document: Document, after: int) -> dict[int, list[Node]]:
    """Index of the blocks by the line they start at, outermost first, from line `after` on."""
    starting: dict[int, list[Node]] = {}
    nodes = document.nodes  # in the order of their first lines
    for node in nodes[bisect_left(nodes, after, key=attrgetter("start")) :]:
        if node.end > node.start:
            starting.setdefault(node.start, []).append(node)
    return starting


def is_box(node: Node, document: Document, own_id: str | None) -> bool:
    """Whether a block lists other articles, or is a menu or an unrendered template."""
    if node.tag == "nav" or node.role == "navigation":
        return True
    first_line = document.lines[node.start]
    if node.end - node.start == 1 and first_line.kind == "text" and not first_line.links:
        return False  # most blocks are one paragraph
    lines = document.lines[node.start : node.end]
    if is_printed_address(first_line.text):
        return False
    if lines[0].links and tags_label(lines[0].spaced, linked=True) is not None:
        return False
    if len(lines) == 1:
        return _is_link_line(lines[0], document, own_id)
    texts = [line for line in lines if line.kind == "text" and not is_meta(line)]
    if not texts:
        return all(leads_elsewhere(line, document, own_id) for line in lines)
    first = texts[0]
    heads = first is lines[0] or leads_elsewhere(lines[0], document, own_id)
    if heads and is_service_heading(first.head) and _is_service(texts):
        return True
    if all(line.linked and all(href.startswith("#") for href, _ in line.links) for line in texts):
        return True  # a table of contents
    if (
        lines[0].kind == "image"
        and len(lines) <= _TEASER_SIZE
        and leads_elsewhere(lines[0], document, own_id)
    ):
        return True  # a teaser: picture, title and excerpt of another article
    if _own_prose(texts, document, own_id):
        return False
    if not _ends_as_box(texts, document, own_id):
        return False
    if heads and (is_box_heading(first.head) or "{{" in first.text):
        return True
    if leads_elsewhere(first, document, own_id):
        return heads or _has_thumbnails(lines, document, own_id)
    if not heads:  # the article's own picture stands first: what follows it is judged by itself
        return False
    if len(texts) > 1 and (leads_elsewhere(texts[1], document, own_id) or _is_menu(texts[1])):
        return read_byline(first.spaced) is None and len(first.text) <= 60
    if any(line.kind == "menu" for line in lines):
        return True
    links = sum(leads_elsewhere(line, document, own_id) for line in texts)
    if node.tag == "aside":
        return links > 0
    linked = sum(line.link_chars for line in texts)
    return links >= 2 and linked >= 0.6 * sum(len(line.text) for line in texts)


def _is_service(texts: list[Line]) -> bool:
    """Whether a block is a poll, an advertisement or the like: short lines, no name that signs a text."""
    return len(texts) <= _SERVICE_SIZE and not any(
        len(line.text) > _SERVICE_LINE or (line.bold and line.text.isupper() and read_byline(line.spaced))
        for line in texts[1:]
    )


def _has_thumbnails(lines: list[Line], document: Document, own_id: str | None) -> bool:
    """Whether a list's pictures are thumbnails, one a title; else the first is the article's own."""
    pictures = sum(line.kind == "image" for line in lines)
    return pictures >= sum(leads_elsewhere(line, document, own_id) for line in lines if line.kind == "text")


def _ends_as_box(texts: list[Line], document: Document, own_id: str | None) -> bool:
    """Whether a block's last text is another article's title or its excerpt.

    A wrapper may start with a box and go on with the article's last picture and byline.
    """
    said = (line for line in reversed(texts) if not (is_junk(line.head) or is_printed_address(line.text)))
    last = next(said, None)
    if last is None or last.linked or is_prose(last) or last.links or "{{" in last.text:
        return True
    return next(said, None) is None


def _is_menu(line: Line) -> bool:
    """Whether a line is a row of links."""
    return line.linked and len(line.links) >= 3 and not any(is_tag_link(href) for href, _ in line.links)


def _is_link_line(line: Line, document: Document, own_id: str | None) -> bool:
    if leads_elsewhere(line, document, own_id):
        return True
    if not line.links or line.kind != "text":
        return False
    # `Xem thêm: <a>…</a>`, `>> <a>…</a>`
    if is_box_heading(line.head[:_HEADING]) and any(link_kind(href) == "article" for href, _ in line.links):
        return True
    rest = len(line.text) - line.link_chars
    if rest > 20 or line.link_chars < LONG:
        return False
    head = fold(line.text[: line.text.find(line.links[0][1].strip()[:10])])
    return not head or is_box_heading(head)


def _own_prose(texts: list[Line], document: Document, own_id: str | None) -> bool:
    """Whether a block holds running text that is not the excerpt behind another article's title."""
    after_link = False
    for line in texts:
        if leads_elsewhere(line, document, own_id):
            after_link = True
        elif is_prose(line):
            if not after_link:
                return True
            after_link = False
    return False
