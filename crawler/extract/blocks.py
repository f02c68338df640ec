"""From the lines that belong to the article to its lead and the blocks of its body."""

from __future__ import annotations

import re

from crawler.extract.addresses import joined
from crawler.extract.captions import caption_text
from crawler.extract.lines_about import ends_sentence
from crawler.extract.page_lines import Document, Line, Node
from crawler.extract.reading import Reading
from crawler.extract.tables import table_blocks
from crawler.items import Block, Heading, Image, ListBlock, Paragraph, Quote, Video
from crawler.normalise.text import clean

_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD_LEVEL = 3
_CITE = re.compile(r"^[—–-]\s*(?=\S)|^\(|\)$")
_QUOTE_HINT = re.compile(r"(?<![a-z])(?:block|pull)?-?_?quote(?![a-z])|trich-?dan")


class BlockBuilder:
    """Builds blocks from content lines, in page order.

    Args:
        document: The page. reading: What was read of it: content lines, captions, and the home inside
            which tables and lists count.
    """

    def __init__(self, document: Document, reading: Reading) -> None:
        self.document = document
        self.content = reading.content
        self.home = reading.home
        self.captions = reading.captions
        self.blocks: list[Block] = []

    def build(self) -> list[Block]:
        """All blocks; paragraphs that are the lead are still among them."""
        index = 0
        while index < len(self.content):
            index = self._next(index)
        return self.blocks

    def _next(self, index: int) -> int:
        line = self.content[index]
        frame = self._frame(line)
        if frame is not None:
            return self._framed(frame, index)
        return self._single(index)

    def _single(self, index: int) -> int:
        """A picture or a paragraph, whatever stands round it."""
        return self._picture(index) if self.content[index].kind != "text" else self._text(index)

    def _frame(self, line: Line) -> Node | None:
        """The outermost table, list or quotation round a line, inside the running text's block."""
        frame = None
        for node in line.node.ancestors():
            if self.home is not None and (node is self.home or node.depth <= self.home.depth):
                break
            if node.tag in ("table", "ul", "ol", "blockquote") or _is_quote(node):
                frame = node
        return frame

    def _framed(self, frame: Node, index: int) -> int:
        stop = index
        while stop < len(self.content) and frame.start <= self.content[stop].index < frame.end:
            stop += 1
        lines = self.content[index:stop]
        if frame.tag == "table":
            blocks = table_blocks(frame, lines, self)
            if blocks is None:  # a table that only lays out running text
                return self._unframed(index, stop)
            self.blocks += blocks
        elif any(line.kind != "text" for line in lines):
            return self._unframed(index, stop)
        elif frame.tag in ("ul", "ol"):
            self.blocks.append(ListBlock(ordered=frame.tag == "ol", items=_items(lines)))
        else:
            self.blocks.append(_quote(frame, lines))
        return stop

    def _unframed(self, index: int, stop: int) -> int:
        while index < stop:
            index = self._single(index)
        return index

    def _picture(self, index: int) -> int:
        line = self.content[index]
        caption, stop = self._caption(index)
        text, credit = caption_text(caption)
        self.add_picture(line, text, credit)
        return stop

    def add_picture(self, line: Line, caption: str | None, credit: str | None) -> None:
        """Append an image or a video with its caption; the address made absolute."""
        src = joined(self.document.base, line.src or "")
        if src is None:  # no address: nothing to show
            return
        if line.kind == "video":
            self.blocks.append(Video(src=src, caption=caption))
        else:
            self.blocks.append(Image(src=src, caption=caption, credit=credit))

    def _caption(self, index: int) -> tuple[list[Line], int]:
        """The caption's lines below the picture at `index`, and the index behind them."""
        stop = index + 1
        while stop < len(self.content) and self.content[stop].index in self.captions:
            stop += 1
        return self.content[index + 1 : stop], stop

    def _text(self, index: int) -> int:
        line = self.content[index]
        stop = index + 1
        parts = [line]
        while stop < len(self.content) and self._same_paragraph(parts[-1], self.content[stop]):
            parts.append(self.content[stop])
            stop += 1
        text = " ".join(part.text for part in parts)
        level = _LEVELS.get(line.node.tag)
        if (
            level is None
            and all(part.bold for part in parts)
            and len(text) <= 150
            and not ends_sentence(text)
        ):
            level = _BOLD_LEVEL
        if level is not None:
            self.blocks.append(Heading(level=level, text=text))
        else:
            self.blocks.append(Paragraph(text=text))
        return stop

    @staticmethod
    def _same_paragraph(one: Line, other: Line) -> bool:
        """Whether a single line break only wraps a paragraph: the sentence before it goes on."""
        if other.kind != "text" or other.node is not one.node or other.breaks != 1:
            return False
        if one.bold != other.bold:
            return False
        if one.node.tag in _LEVELS or one.bold:
            return True
        return not re.search(r"[.!?…:;”\"»]$", one.text) and not re.match(r"[-–—•+*]\s|\d+[.)]\s", other.text)


def _is_quote(node: Node) -> bool:
    """Whether a block is set as a quotation without being a <blockquote>."""
    if node.tag not in ("aside", "div", "section", "figure"):
        return False
    return _QUOTE_HINT.search(node.hints()) is not None or (
        node.end - node.start <= 4 and next(node.el.iter("cite"), None) is not None
    )


def _items(lines: list[Line]) -> tuple[str, ...]:
    """List items: the lines of one <li> joined, nested items on their own."""
    items: list[str] = []
    last: Node | None = None
    for line in lines:
        item = line.node.within("li")
        if item is last and items and item is not None:
            items[-1] += " " + line.text
        else:
            items.append(line.text)
        last = item
    return tuple(items)


def _quote(frame: Node, lines: list[Line]) -> Quote:
    """A quotation; its last line is who said it where it is set apart as that."""
    cite = None
    last = lines[-1]
    named = next((clean("".join(el.itertext())) for el in frame.el.iter("cite", "small")), None)
    if named and len(lines) == 1 and last.text.endswith(named) and len(last.text) > len(named):
        return Quote(text=last.text.removesuffix(named).strip(), cite=_CITE.sub("", named).strip())
    if len(lines) > 1 and (
        last.node.tag in ("cite", "footer", "figcaption")
        or re.match(r"[—–-]\s*\S", last.text)
        or (len(last.text) <= 120 and not ends_sentence(last.text) and (last.bold or last.italic))
        or last.text == named
        or (len(last.text) <= 120 and not ends_sentence(last.text) and lines[-2].text[-1:] in '”"»')
    ):
        cite = _CITE.sub("", last.text).strip()
        lines = lines[:-1]
    return Quote(text=" ".join(line.text for line in lines), cite=cite)
