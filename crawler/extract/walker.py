"""The walk over a page's tree that lays out its lines. A sixth of a page's time is spent here."""

from __future__ import annotations

import re

from lxml.etree import _Element

from crawler.extract.element_kinds import (
    BLOCK,
    BOLD,
    BREAK,
    FILM,
    HEADING,
    IMAGE,
    INLINE,
    ITALIC,
    KINDS,
    LINK,
    SKIP,
    SVG,
)
from crawler.extract.foreign_lists import is_foreign_list
from crawler.extract.page_lines import Document, Line, Node
from crawler.extract.pictures import (
    film_address,
    image_address,
    is_button,
    is_icon,
    player_address,
)
from crawler.normalise.text import clean, fold

_PLAYERS = frozenset(("div", "section", "figure"))
_LISTS = frozenset(("nav", "ul", "ol"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.I)
_BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.I)
# Stands between two inline elements that touch; dropped by `clean`, a blank in `Line.spaced`.
_SEAM = "\u2063"
# Stands for an icon of an eye: what follows is a view count.
_EYE = "\ue0e1"
_EYE_NAME = re.compile(r"(?<![a-z])(?:eye|views?|luot[- ]?xem|visibility)(?![a-z])", re.I)
# Deeper elements are read as one line of text: no page needs them, and recursion stays bounded.
_MAX_DEPTH = 200


class Walker:
    """Collects lines and nodes in one pass over the tree."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.lines
        self.nodes = document.nodes
        self.buffer: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.href: str | None = None
        self.marked = False  # whether the buffer holds text that is bold, italic or linked
        self.bold = self.italic = 0
        self.breaks = self.bold_chars = self.italic_chars = self.link_chars = 0

    def walk(self) -> None:
        root = self.document.root
        # Where no <body> is written, the parser may leave the whole page in the head, or at the root.
        body = next((el for name in ("body", "head") if (el := root.find(name)) is not None), root)
        if len(body):
            node = Node(body, "body", None, 0)
            self.nodes.append(node)
            self._visit(body, node, 0)
            self._flush(node)
            node.end = len(self.lines)

    def _visit(self, el: _Element, node: Node, depth: int) -> None:
        """Walk the children of an element whose nearest block is `node`."""
        buffer = self.buffer
        if depth > _MAX_DEPTH:
            buffer.append(" ".join(str(text) for text in el.itertext()))
            return
        add = self._add if self.bold or self.italic or self.href is not None else buffer.append
        text = el.text
        if text:
            if not text.isspace():
                add(text)
            elif buffer:
                buffer.append(" ")
        touching = False
        for child in el:
            tag: str = child.tag  # type: ignore[assignment]  # comments were never kept
            kind = KINDS.get(tag)
            if kind is None:
                kind = INLINE if ":" in tag else BLOCK
            if kind <= LINK:
                if touching:
                    buffer.append(_SEAM)
                touching = self._inline(child, kind, node, depth)
            elif kind <= HEADING:
                self._block(child, tag, kind, node, depth)
                touching = False
            elif kind == BREAK:
                self._flush(node)
                self.breaks += 1
                touching = False
            elif kind != SKIP:
                self._drawn(child, kind, node)
            elif tag == "script":
                self.document.keep_json_ld(child)
            tail = child.tail
            if tail:
                touching = False
                if not tail.isspace():
                    add(tail)
                elif buffer:  # a blank between words; between blocks it is indentation
                    buffer.append(" ")

    def _add(self, text: str) -> None:
        """Take text that is bold, italic or linked."""
        self.buffer.append(text)
        self.marked = True
        size = len(text.strip())
        if self.bold:
            self.bold_chars += size
        if self.italic:
            self.italic_chars += size
        if self.href is not None:
            self.link_chars += size
            self.links.append((self.href, text))

    def _flush(self, node: Node) -> None:
        """End the current line; blank lines leave no trace but the line break that made them."""
        buffer = self.buffer
        if not buffer:
            return
        raw = buffer[0] if len(buffer) == 1 else "".join(buffer)
        buffer.clear()
        if not raw.isspace():
            text = clean(raw.replace(_EYE, "") if _EYE in raw else raw)
            if text:
                line = Line("text", text, node, len(self.lines), self.breaks)
                if _SEAM in raw or _EYE in raw:
                    self._part(line, raw)
                if self.marked:
                    line.bold_chars = self.bold_chars
                    line.italic_chars = self.italic_chars
                    line.link_chars = self.link_chars
                    if self.links:
                        line.links = self.links
                self.lines.append(line)
                self.breaks = 0
        if self.marked:
            self.marked = False
            self.bold_chars = self.italic_chars = self.link_chars = 0
            self.links = []

    @staticmethod
    def _part(line: Line, raw: str) -> None:
        """Part a line where its inline elements touch and where icons stand."""
        eyed = False
        parts = []
        for piece in raw.split(_SEAM):
            eyed = eyed or _EYE in piece
            text = clean(piece.replace(_EYE, " "))
            if text:
                parts.append((text, eyed))
                eyed = False
        line.parts = parts
        line.spaced = " ".join(text for text, _ in parts)

    def _inline(self, el: _Element, kind: int, node: Node, depth: int) -> bool:
        """Walk an inline element; True where the next inline element would touch it."""
        text = el.text
        if not text and len(el) == 0:
            self._icon(el)
            return False
        if text and "{{" in text and kind != LINK:  # a client template left unrendered
            return True
        bold, italic = kind == BOLD, kind == ITALIC
        if italic and not self.buffer and self.lines and _captions_amp(el, self.lines[-1]):
            self._block(el, "figcaption", BLOCK, node, depth)
            return False
        style = el.get("style")
        if style:
            if _HIDDEN.search(style):
                return True
            if _BLOCK_STYLE.search(style):
                self._block(el, str(el.tag), BLOCK, node, depth)
                return False
            bold = bold or _BOLD_STYLE.search(style) is not None
            italic = italic or _ITALIC_STYLE.search(style) is not None
        if kind == LINK and (href := el.get("href")) is not None:
            outer, self.href = self.href, href
            self._styled(el, node, depth, bold, italic)
            self.href = outer
        else:
            self._styled(el, node, depth, bold, italic)
        return True

    def _block(self, el: _Element, tag: str, kind: int, parent: Node, depth: int) -> None:
        bold, italic, film = kind == HEADING, False, None
        names = el.keys()
        if names:
            if "style" in names:
                style = el.get("style", "")
                if _HIDDEN.search(style):
                    return
                bold = bold or _BOLD_STYLE.search(style) is not None
                italic = _ITALIC_STYLE.search(style) is not None
            if "hidden" in names:
                return
            if tag in _PLAYERS or "-" in tag:
                film = player_address(el, names)
        if self.buffer:
            self._flush(parent)
        self.breaks = 0
        lines = self.lines
        node = Node(el, tag, parent, len(lines))
        if "role" in names:
            node.role = el.get("role")
        self.nodes.append(node)
        if tag in _LISTS and is_foreign_list(el):
            lines.append(Line("menu", "", node, len(lines), 0))
        elif film is not None:  # the rest of a player is controls
            self._picture("video", film, node)
        else:
            if bold or italic:
                self._styled(el, node, depth, bold, italic)
            else:
                self._visit(el, node, depth + 1)
            if self.buffer:
                self._flush(node)
        self.breaks = 0
        node.end = len(lines)

    def _styled(self, el: _Element, node: Node, depth: int, bold: bool, italic: bool) -> None:
        """Walk the children of an element that is set bold or italic."""
        self.bold += bold
        self.italic += italic
        self._visit(el, node, depth + 1)
        self.bold -= bold
        self.italic -= italic

    def _drawn(self, el: _Element, kind: int, node: Node) -> None:
        """A picture, a film, an icon, or the noscript twin of a lazy picture."""
        if kind == SVG or (kind == IMAGE and is_icon(el)):
            self._icon(el)
        elif kind == IMAGE:
            if not is_button(el):
                self._picture("image", image_address(el), node)
        elif kind == FILM:
            film = film_address(el)
            if film is not None:
                self._picture("video", film, node)
        elif (inner := el.find(".//img")) is not None:
            last = self.lines[-1] if self.lines else None
            if last is not None and last.kind == "image" and not last.src:
                last.src = image_address(inner)

    def _picture(self, kind: str, src: str | None, node: Node) -> None:
        self._flush(node)
        line = Line(kind, "", node, len(self.lines), self.breaks)
        line.src = src
        line.href = self.href
        self.lines.append(line)
        self.breaks = 0

    def _icon(self, el: _Element) -> None:
        """An empty inline element draws something: it parts the text, and an eye announces views."""
        if self.buffer:
            self.buffer.append(_SEAM)
        names = " ".join(el.values())
        if el.tag == "svg":
            for inner in el.iter("{*}use", "use", "title"):
                names += " " + " ".join([*inner.values(), inner.text or ""])
        if names and _EYE_NAME.search(names if names.isascii() else fold(names)):
            self.buffer.append(_EYE)


def _captions_amp(el: _Element, last: Line) -> bool:
    """Whether an italic text is the caption that AMP pages set right behind their picture, in no block."""
    before = el.getprevious() if last.kind == "image" else None
    return before is not None and before.tag == "amp-img" and not (before.tail and before.tail.strip())
