"""The title: the heading that says what the page's metadata and address say, and what a stamp follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.extract.lines_about import is_meta, is_prose, leads_elsewhere
from crawler.extract.metadata import Metadata
from crawler.extract.page_lines import Document, Line, Node, branch, common
from crawler.normalise.dates import looks_like_date
from crawler.normalise.text import fold
from crawler.sites.baolangson.urls import link_path

_WEIGHTS = {"h1": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.5}
_SLUG = re.compile(r"/(?:\d{3,7}-)?([a-z0-9-]+)(?:-\d{5,8})?(?:\.\w+)?/?$")
_SLUG_NUMBER = re.compile(r"(?<=.)-\d{5,8}$")
_ASIDE = ("nav", "footer", "aside")
# How many lines may stand between a title and its stamp: share bars, authors, a lead.
_NEAR = 12
_HEADING_LINES = 4
_MINIMUM = 4.5
_SITE_NAME = 5.0
_STAMP_FOLLOWS = 3.0
# Below this no stamp can make a candidate the title: its lines need not be read.
_WORTH = 0.5
_PAPER = re.compile(r"^(?:bao )?(?:lang son|baolangson)(?: online| dien tu| vn)*$|^bao dien tu\b")
_TIMED = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}")


@dataclass(slots=True)
class Title:
    """Where the title stands.

    Attributes:
        text, kicker: The title and the over-title printed inside the same heading, if any.
        node: The block that is the heading; its lines are the title's.
        source: What confirmed it: "landmark", or "landmark+meta" where metadata says the same.
        rejected: (text, why) of the other candidates, for `--explain`.
    """

    text: str
    kicker: str | None
    node: Node
    source: str
    rejected: list[tuple[str, str]] = field(default_factory=list)


def find_title(document: Document, metadata: Metadata, own_id: str | None) -> Title | None:
    """Find the title, or None where no line can be trusted to be it."""
    expected = list(dict.fromkeys(folded for _, text in metadata.titles if (folded := fold(text))))
    slug = _slug(urlsplit(document.url).path)
    sites = {fold(name) for name in metadata.site_names} - set(expected)
    scored: list[tuple[float, int, Node]] = []
    for node in _candidates(document, metadata, slug):
        text = _text(node, document)
        score = _score(node, text, document, expected, slug, own_id)
        if _is_site_name(text, sites):
            score -= _SITE_NAME
        scored.append((score, -node.start, node))
    scored = _with_stamps(scored, document)
    scored.sort(key=lambda entry: entry[:2], reverse=True)
    if not scored or scored[0][0] < _MINIMUM:
        return _above_stamp(document, own_id)
    best = scored[0][2]
    text, kicker = _split_kicker(best, document, expected, slug)
    agrees = fold(text) in expected
    title = Title(text, kicker, best, "landmark+meta" if agrees else "landmark")
    title.rejected = [(document.text_of(node)[:80], f"score {score:.1f}") for score, _, node in scored[1:6]]
    return title


def _slug(path: str) -> str:
    """The words of an article's address, without its number."""
    match = _SLUG.search(path, max(0, path.rfind("/", 0, -1)))
    return _SLUG_NUMBER.sub("", match.group(1)).replace("-", " ") if match else ""


def _candidates(document: Document, metadata: Metadata, slug: str) -> list[Node]:
    """Headings, and blocks of any tag whose text is a title that the metadata names."""
    found: dict[int, Node] = {}
    known = {text.casefold() for _, text in metadata.titles}
    lengths = set(map(len, known))
    for node in document.nodes:
        size = node.end - node.start
        if not 0 < size <= _HEADING_LINES:
            continue
        if node.tag in _WEIGHTS or node.role == "heading":
            found[id(node)] = node
        elif size == 1:
            line = document.lines[node.start]
            if line.node is node and len(line.text) in lengths and line.text.casefold() in known:
                found[id(node)] = node
    if slug:  # a line of any tag that says what the address says
        length = len(slug)
        for line in document.lines:
            if abs(len(line.text) - length) > 14 or line.link_chars:
                continue
            if _slug_score(line.folded, slug) >= 3:
                node = _own_block(line)
                found.setdefault(id(line.node), node)
    if not found:  # no heading, no metadata: any bold or large line may be the title
        for line in document.lines:
            if line.bold and len(line.text) >= 20:
                found.setdefault(id(line.node), _own_block(line))
    return list(found.values())


def _own_block(line: Line) -> Node:
    """A line's block; for bare text among other lines, a block of its own for this line alone."""
    if line.node.end - line.node.start <= _HEADING_LINES:
        return line.node
    block = Node(line.node.el, "line", line.node, line.index)
    block.end = line.index + 1
    return block


def _with_stamps(scored: list[tuple[float, int, Node]], document: Document) -> list[tuple[float, int, Node]]:
    """Add what a following stamp speaks for, where it can still decide."""
    best = max((score for score, _, _ in scored), default=0.0)
    if sum(score > best - _STAMP_FOLLOWS for score, _, _ in scored) == 1 and best >= _MINIMUM:
        return scored
    added = []
    for score, start, node in scored:
        if (
            score > max(best - _STAMP_FOLLOWS, _WORTH)
            and (distance := _stamp_distance(node, document)) is not None
        ):
            score += _STAMP_FOLLOWS - 0.2 * distance
        added.append((score, start, node))
    return added


def _text(node: Node, document: Document) -> str:
    return " ".join(line.text for line in document.lines_of(node) if line.kind == "text")


def _score(
    node: Node, text: str, document: Document, expected: list[str], slug: str, own_id: str | None
) -> float:
    """How much speaks for a block being the title, its stamp aside."""
    if not 8 <= len(text) <= 400:
        return -9.0
    lines = [line for line in document.lines_of(node) if line.kind == "text"]
    folded = lines[0].folded if len(lines) == 1 else fold(text)
    score = _WEIGHTS.get(node.tag, 0.0)
    if folded in expected or lines[-1].folded in expected:
        score += 4.0
    elif any(known.startswith(folded) or folded.endswith(known) for known in expected if len(known) >= 15):
        score += 2.0
    score += _slug_score(folded, slug)
    if any(leads_elsewhere(line, document, own_id) for line in lines):
        score -= 6.0
    elif lines[0].linked:
        score -= 2.0 if link_path(lines[0].links[0][0]) in ("", "/") else 0.5
    if node.within(*_ASIDE) is not None:
        score -= 3.0
    elif node.within("li") is not None:
        score -= 0.5  # the last crumb of a breadcrumb says the title too
    return score


def _is_site_name(text: str, sites: set[str]) -> bool:
    """Whether a heading names the paper: many pages set it as their first <h1>."""
    folded = fold(text)
    return folded in sites or _PAPER.match(folded) is not None


def _slug_score(folded: str, slug: str) -> float:
    """How far the address, made from the title when the article was new, says the same."""
    words = folded.split()
    if not slug or not words:
        return 0.0
    known = _words(slug)
    share = sum(map(known.__contains__, words)) / max(len(words), len(known))
    return 3.0 if share >= 0.8 else 1.5 if share >= 0.5 else 0.0


@lru_cache(maxsize=4)
def _words(slug: str) -> frozenset[str]:
    return frozenset(slug.split())


def _stamp_distance(node: Node, document: Document) -> int | None:
    for distance, line in enumerate(document.lines[node.end : node.end + _NEAR]):
        if line.kind == "text" and is_meta(line):
            return distance
    return None


def _above_stamp(document: Document, own_id: str | None) -> Title | None:
    """The line right above the first timed stamp that running text follows.

    The last resort: no heading, and neither metadata nor address say what the page says (the title
    was changed after publication).
    """
    for line in document.lines[1:]:
        if line.kind != "text" or len(line.spaced) > 160 or not _TIMED.search(line.spaced):
            continue
        above = document.lines[line.index - 1]
        if not is_meta_stamp(line) or above.kind != "text" or above.links or is_meta(above):
            continue
        if (
            not 15 <= len(above.text) <= 250
            or above.node.within("li", *_ASIDE)
            or common(above.node, line.node).tag == "body"
        ):
            continue
        below = [other for other in document.lines[line.index + 1 : line.index + 8] if other.kind == "text"]
        if any(is_prose(other) for other in below) and not any(
            leads_elsewhere(x, document, own_id) for x in below[:2]
        ):
            return Title(above.text, None, _own_block(above), "landmark")
    return None


def is_meta_stamp(line: Line) -> bool:
    """Whether a line holds a stamp with a time of day."""
    return looks_like_date(line.spaced) and _TIMED.search(line.spaced) is not None


def _split_kicker(node: Node, document: Document, expected: list[str], slug: str) -> tuple[str, str | None]:
    """Part an over-title printed inside the heading from the title itself."""
    lines = [line for line in document.lines_of(node) if line.kind == "text"]
    text = " ".join(line.text for line in lines)
    whole = fold(text)
    blocks = len(lines) > 1 and lines[0].node is not lines[1].node
    if whole in expected and not (blocks and lines[0].text.endswith(":")):
        return text, None
    for cut in range(1, len(lines)):
        rest = " ".join(line.text for line in lines[cut:])
        over = cut == 1 and lines[0].text.endswith(":") and _is_over(lines, blocks, fold(rest), whole, slug)
        if fold(rest) in expected or over:
            return rest, " ".join(line.text for line in lines[:cut])
    for mark in re.finditer(r":\s+", text):
        rest = text[mark.end() :]
        if fold(rest) in expected and _slug_score(fold(rest), slug) >= _slug_score(whole, slug):
            return rest, text[: mark.start() + 1]
    return text, None


def _is_over(lines: list[Line], blocks: bool, rest: str, whole: str, slug: str) -> bool:
    """Whether the first line of a heading, ending in a colon, is an over-title.

    It is where it is a block of its own; where only a line break follows it, the address decides.
    """
    return blocks or (lines[1].breaks > 0 and _slug_score(rest, slug) > _slug_score(whole, slug))


def find_kicker(title: Title, document: Document, own_id: str | None) -> str | None:
    """The over-title printed just before the title, or None.

    It stands in the title's own neighbourhood, is no link to a section, no stamp, no crumb, and is
    a phrase of its own. A line that a menu or a breadcrumb also shows is a section, not a kicker.
    """
    if title.kicker is not None:
        return title.kicker
    index = title.node.start - 1
    if index < 0:
        return None
    line = document.lines[index]
    if line.kind != "text" or not 4 <= len(line.text) <= 160 or is_meta(line):
        return None
    if line.node.within("nav", "footer", "ol", "ul", "select", "header") and not line.text.endswith(":"):
        return None
    if len(line.links) > 1 or (not line.text.endswith(":") and re.search(r"[»›>/|]|^\W+$", line.text)):
        return None
    folded = line.folded
    if folded == fold(title.text) or (
        leads_elsewhere(line, document, own_id) and not line.text.endswith(":")
    ):
        return None
    if line.text.endswith(":"):
        return line.text if _beside(line, title.node) else None
    inner = branch(line.node, common(line.node, title.node))
    if inner is not None and inner.end - inner.start > 2:
        return None  # one of several lines of another block
    if line.linked or len(folded.split()) < 4 or not _beside(line, title.node) or "°" in line.text:
        return None
    menu = {fold(text) for el in document.root.iter("a") if (text := "".join(el.itertext()))}
    return None if folded in menu else line.text


def _beside(line: Line, node: Node) -> bool:
    """Whether a line and a heading share a small block: no menu or header lies between them."""
    for outer in line.node.ancestors():
        if outer.start <= line.index and outer.end >= node.end:
            return outer.tag != "body" or line.text.endswith(":")
    return False
