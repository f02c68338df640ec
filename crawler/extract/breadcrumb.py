"""The breadcrumb: where in the paper an article stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from crawler.extract.addresses import joined
from crawler.extract.lexicon import is_home
from crawler.extract.metadata import Metadata
from crawler.extract.page_lines import Document, Line, Node
from crawler.normalise.text import fold
from crawler.sites.baolangson.urls import link_path

_SECTION_PATH = re.compile(r"^/(?:en/)?([a-z0-9-]+)(?:/([a-z0-9-]+))?/?(?:index\.html?)?$")
_HINT = re.compile(r"breadcrumb|crumb|bread")
# What stands between two crumbs and seldom between two entries of a menu.
_MARK = re.compile(r"\w\s*[/»›>→]\s*\w")
_LONGEST = 5
# How many lines above the title a breadcrumb is sought.
_WINDOW = 40
# Front page, section and subsection: with more that are not each below the one before, it is a menu.
_LONGEST_FLAT = 3


def find_section(
    document: Document, metadata: Metadata, title: Node
) -> tuple[str | None, str | None, str | None]:
    """Find section and subsection.

    Returns:
        (section, subsection, source): slugs from the addresses the crumbs link to, the first level
        as section and the last as subsection; all None where no breadcrumb is found.
    """
    for links, source in _trails(document, title):
        slugs = _slugs(links, document)
        if slugs:
            return slugs[0], slugs[1], source
    if metadata.crumbs:
        slugs = _slugs([(address, name) for name, address in metadata.crumbs], document)
        if slugs:
            return slugs[0], slugs[1], "json-ld"
    return None, None, None


def _trails(document: Document, title: Node) -> Iterator[tuple[list[tuple[str, str]], str]]:
    """Runs of links that may be the breadcrumb, best first: one that is named so, or leads down from
    the front page, nearest to the title; else the nearest short row of links right above the title,
    each below the one before: a row of sibling sections is a menu."""
    near: list[list[tuple[str, str]]] = []
    seen: set[int] = set()
    for line in reversed(document.lines[max(0, title.start - _WINDOW) : title.end + 3]):
        if not line.links:
            continue
        node = _trail_node(line, document)
        if node is None or id(node) in seen or node.start <= title.start < node.end:
            continue
        seen.add(id(node))
        lines = document.lines[node.start : node.end]
        links = [(href, text.strip()) for other in lines for href, text in other.links if text.strip()]
        if not 1 <= len(links) <= _LONGEST:
            continue
        if _is_named(node):
            yield links, "selector"
        elif len(links) > 1 and _starts_at_home(links):
            if len(links) <= _LONGEST_FLAT or _leads_down(links[1:]):
                yield links, "landmark"
        elif (
            abs(title.start - lines[-1].index) <= 4
            and len(links) <= 3
            and (_leads_down(links) or (len(links) == 2 and _MARK.search(lines[0].text)))
        ):
            near.append(links)
    for links in near:
        yield links, "landmark"


def _is_named(node: Node) -> bool:
    outer = node.parent.hints() if node.parent is not None else ""
    label = (node.el.get("aria-label") or "").lower()
    return _HINT.search(f"{node.hints()} {outer} {label}") is not None


def _starts_at_home(links: list[tuple[str, str]]) -> bool:
    href, text = links[0]
    return is_home(fold(text)) or link_path(href) in ("", "/", "/en", "/en/")


def _leads_down(links: list[tuple[str, str]]) -> bool:
    """Whether each link leads to a place below that of the one before."""
    paths = [link_path(href).rstrip("/") for href, _ in links]
    return all(below.startswith(f"{above}/") for above, below in pairwise(paths))


def _trail_node(line: Line, document: Document) -> Node | None:
    """The largest block round a link that holds nothing but a few short links."""
    best = None
    for node in line.node.ancestors():
        lines = document.lines[node.start : node.end]
        if len(lines) > 2 * _LONGEST or node.tag == "body":
            break
        texts = [other for other in lines if other.kind == "text"]
        if (
            sum(len(other.links) for other in texts) > _LONGEST
            or sum(len(other.text) for other in texts) > 260
        ):
            break
        best = node
    return best


def _slugs(links: list[tuple[str, str]], document: Document) -> tuple[str, str | None] | None:
    """Section and subsection of a trail, or None where no crumb leads to a section."""
    path: list[tuple[str, str | None]] = []
    host = urlsplit(document.url).netloc
    for href, text in links:
        full = joined(document.base, href)
        if full is None:
            continue
        parts = urlsplit(full)
        match = _SECTION_PATH.match(parts.path)
        if match is None or is_home(fold(text)) or match.group(1) == "en":
            continue
        if parts.netloc.removeprefix("old.") != host.removeprefix("old.") and not href.startswith("/"):
            continue
        path.append((match.group(1), match.group(2)))
    if not path:
        return None
    first, last = path[0], path[-1]
    if last[1] is not None:
        return last[0], last[1]
    if len(path) > 1 and last[0] != first[0]:
        return first[0], last[0]
    return first[0], None
