"""A page as a reader sees it: text lines and pictures in reading order, inside nested blocks.

`Line` is what stands on a line of its own: text between block boundaries or line breaks, an image,
a video. `Node` is a block element; its lines are the half-open interval ``[start, end)`` of the
page's line list, so that every question about a container is a question about an interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from lxml.etree import _Element

from crawler.normalise.text import fold

# The tags that `Node.within` may be asked for, a bit each: most blocks stand in none of them.
_BITS = {
    tag: 1 << number
    for number, tag in enumerate(
        "nav header footer aside figure picture figcaption caption blockquote table td th ul ol li dl "
        "select".split()
    )
}


@cache
def _bits(tags: tuple[str, ...]) -> int:
    return sum(_BITS[tag] for tag in tags)


class Node:
    """A block element: its tag, parent, depth and the interval of lines it holds.

    `role`: its attribute of that name. `inside`: which of the tags in `_BITS` it and its ancestors
    have. `known_box`, `known_data`, `known_mix`: answers of `boxes.is_box`, of `place` on tables and of
    `lines_about` on foreign boxes, kept since they are asked again.
    """

    __slots__ = (
        "depth", "el", "end", "inside", "known_box", "known_data", "known_mix", "parent", "role", "start",
        "tag",
    )  # fmt: skip

    def __init__(self, el: _Element, tag: str, parent: Node | None, start: int) -> None:
        self.el = el
        self.tag = tag
        self.parent = parent
        self.depth: int = 0
        self.inside: int = _BITS.get(tag, 0)
        if parent is not None:
            self.depth = parent.depth + 1
            self.inside |= parent.inside
        self.start = start
        self.end = start
        self.role: str | None = None
        self.known_box: bool | None = None
        self.known_data: bool | None = None
        self.known_mix: tuple[bool, bool] | None = None

    def ancestors(self) -> Iterator[Node]:
        """This node, then its parents up to the root."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def within(self, *tags: str) -> Node | None:
        """The nearest of this node and its ancestors with one of these tags, or None."""
        if not self.inside & _bits(tags):
            return None
        node: Node | None = self
        while node is not None and node.tag not in tags:
            node = node.parent
        return node

    def hints(self) -> str:
        """Class, id, role and itemprop in lower case: a hint to check, never a proof."""
        get = self.el.get
        return " ".join(
            [get("class") or "", get("id") or "", get("role") or "", get("itemprop") or ""]
        ).lower()

    def style(self) -> str:
        """The style attribute in lower case without blanks, with an align attribute added."""
        style = (self.el.get("style") or "").lower().replace(" ", "")
        align = (self.el.get("align") or "").lower()
        return f"{style};text-align:{align}" if align else style


# Longer than any heading of a box, so that a text cut here is still seen to be no heading.
_HEAD = 120
_OPENING = 48


class Line:
    """One line of text, one image or one video.

    Attributes:
        kind: "text", "image", "video", or "menu" for a whole list of links that was passed over.
        text: Clean text ("" for pictures).
        spaced: The text with a blank wherever two inline elements touch; used for stamps and
            counters, where style sheets set elements apart without any blank in the source.
        parts: (text, eyed) pieces between touching elements and icons, empty where there are none;
            eyed where an icon of an eye stands before the piece.
        node: The innermost block.
        breaks: How many `<br>` stand before it within its block (0 at a block boundary).
        link_chars, bold_chars, italic_chars: How many characters are linked, bold, italic.
        links: (address, text) of each link that has text on this line.
        href: For a picture, the address it links to, or None.
        src: For a picture or video, its address as printed.
    """

    # Most lines are menu entries: what is rarely there is a default of the class.
    bold_chars = 0
    italic_chars = 0
    link_chars = 0
    links: Sequence[tuple[str, str]] = ()
    parts: Sequence[tuple[str, bool]] = ()
    href: str | None = None
    src: str | None = None
    _folded: str | None = None
    _head: str | None = None
    _opening: str | None = None
    # Answers of `lines_about`, kept since every part of the reading asks again.
    known_meta: bool | None = None
    known_prose: bool | None = None
    known_elsewhere: bool | None = None

    def __init__(self, kind: str, text: str, node: Node, index: int, breaks: int) -> None:
        self.kind = kind
        self.text = text
        self.spaced = text
        self.node = node
        self.index = index
        self.breaks = breaks

    @property
    def folded(self) -> str:
        """The text's comparison key (`fold`)."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def head(self) -> str:
        """The comparison key of the text's beginning: enough to know a heading or the imprint by."""
        if self._folded is not None:
            return self._folded
        if self._head is None:
            self._head = fold(self.text[:_HEAD]) if len(self.text) > _HEAD else self.folded
        return self._head

    @property
    def opening(self) -> str:
        """The comparison key of a long text's first words: enough to know the imprint by."""
        if self._opening is None:
            self._opening = self.head if len(self.text) <= _OPENING else fold(self.text[:_OPENING])
        return self._opening

    def rewrite(self, text: str) -> None:
        """Change the text, where a part of it was never meant to be seen."""
        self.text = self.spaced = text
        self._folded = self._head = self._opening = None
        self.known_meta = self.known_prose = self.known_elsewhere = None

    @property
    def bold(self) -> bool:
        """Whether all of the line (but a few characters) is bold."""
        return self.bold_chars >= 0.9 * len(self.text) > 0

    @property
    def italic(self) -> bool:
        """Whether all of the line (but a few characters) is italic."""
        return self.italic_chars >= 0.8 * len(self.text) > 0

    @property
    def linked(self) -> bool:
        """Whether most of the line is link text."""
        return self.link_chars >= 0.7 * len(self.text) > 0


@dataclass(slots=True)
class Document:
    """A parsed page.

    Attributes:
        url: Its address; `base` is what relative addresses are joined to.
        root: The parsed tree. lines: all lines in reading order. nodes: all blocks in page order.
        starting: line index -> the nodes that start there, outermost first.
        json_ld: The texts of JSON-LD scripts, in page order.
    """

    url: str
    base: str
    root: _Element
    lines: list[Line] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)

    def keep_json_ld(self, script: _Element) -> None:
        """Keep a script's text where it is data about the page."""
        if "ld+json" in (script.get("type") or "") and script.text:
            self.json_ld.append(script.text)

    def lines_of(self, node: Node) -> list[Line]:
        """The lines inside a block."""
        return self.lines[node.start : node.end]

    def text_of(self, node: Node) -> str:
        """The text of a block on one line."""
        return " ".join(line.text for line in self.lines[node.start : node.end] if line.text)


def common(one: Node, other: Node) -> Node:
    """The smallest block that holds both."""
    while one is not other:
        if one.depth >= other.depth:
            assert one.parent is not None, "nodes of two documents"
            one = one.parent
        else:
            assert other.parent is not None, "nodes of two documents"
            other = other.parent
    return one


# Blocks that are one paragraph, however many lines a break makes of it.
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 li dd dt figcaption pre address".split())


def holder(line: Line) -> Node:
    """The block that holds a line among others: wrappers round this line alone collapse.

    For text that stands bare in a block with other lines, that is the block itself.
    """
    node = line.node
    size = node.end - node.start
    if size > 1 and node.tag not in _PARAGRAPHS:
        return node
    while node.parent is not None and node.parent.end - node.parent.start == size:
        node = node.parent
    return node.parent or node


def branch(node: Node, top: Node) -> Node | None:
    """The child of `top` that holds `node`, or None where `node` is `top`."""
    last = None
    for part in node.ancestors():
        if part is top:
            return last
        last = part
    return None
