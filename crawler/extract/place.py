"""Where the running text stands: whether a line belongs to the article is decided by its container.

The home is the block that holds the running text. It is found with the first paragraphs and
follows the text when a page sets it in sections. What stands inside the home belongs; what stands
outside ends the article, unless it is its next section.
"""

from __future__ import annotations

from enum import Enum

from crawler.extract.captions import figure_of, follows_as_caption, goes_on
from crawler.extract.lines_about import is_meta, is_prose
from crawler.extract.page_lines import Document, Line, Node, branch, common, holder

_FRAMES = ("figure", "figcaption", "table", "blockquote", "ul", "ol", "dl", "caption", "aside")
# A table with more running text than this is layout.
_TABLE_PROSE = 2


class Verdict(Enum):
    """What becomes of a line."""

    TAKEN = "taken"
    OUTSIDE = "outside the article's block"
    END = "running text outside the article's block"


class Place:
    """Collects the article's lines and keeps track of its home.

    Attributes:
        content: The lines taken, in page order.
        home: The block of the running text, or None before any was found.
        prose: How many lines of running text were taken.
        boxes: How many foreign boxes were passed since the last running text.
        captions: Indices of lines that are captions, whatever they look like.
    """

    def __init__(self, document: Document, title: Node) -> None:
        self.document = document
        self.title = title
        self.content: list[Line] = []
        self.home: Node | None = None
        self.prose = 0
        self.boxes = 0
        self.captions: set[int] = set()
        self._holders: set[int] = set()  # every block that held running text of the article
        self._waiting: list[Line] = []  # lines behind a box, kept only if the text goes on

    @property
    def last(self) -> Line | None:
        """The line seen last, taken or waiting."""
        lines = self._waiting or self.content
        return lines[-1] if lines else None

    def put(self, line: Line) -> Verdict:
        """Decide whether a line belongs, and take it if so."""
        prose = is_prose(line)
        if line.kind == "text" and self.is_caption(line):
            self.captions.add(line.index)
            prose = False
        if self.home is None or common(self.home, line.node) is self.home:
            self._stay(line, prose)
            return Verdict.TAKEN
        return self._move(line, prose)

    def is_home(self, line: Line) -> bool:
        """Whether a line stands right in a block that held running text."""
        return id(holder(line)) in self._holders

    def commit(self) -> None:
        """Take what was waiting behind a box: the article goes on."""
        self.content += self._waiting
        self._waiting = []

    def close(self) -> None:
        """At the end, of what still waits keep lists, tables and quotations without links."""
        if self.home is not None and self.home.tag != "body":
            kept = (line for line in self._waiting if self.in_frame(line))
            self.content += [line for line in kept if not line.links and not is_meta(line)]
        self._waiting = []

    def in_frame(self, line: Line) -> bool:
        """Whether a line stands in a list, quotation or small table inside the home."""
        frame = line.node.within(*_FRAMES)
        if frame is None or self.home is None or frame.depth <= self.home.depth:
            return False
        if frame.tag == "table" and frame.known_data is None:
            frame.known_data = self._is_data(frame)
        return frame.tag != "table" or frame.known_data is True

    def _is_data(self, table: Node) -> bool:
        """Whether a table is more than layout: several columns or a picture, and little running text."""
        lines = self.document.lines_of(table)
        if sum(is_prose(line) for line in lines) > _TABLE_PROSE:
            return False
        if any(line.kind != "text" for line in lines):
            return True
        return len(lines) > 1 and any(len(row) > 1 for row in table.el.iter("tr"))

    def is_caption(self, line: Line) -> bool:
        """Whether a line is the caption of the picture above it, however long it is."""
        above = self.last
        if above is None:
            return False
        if above.index in self.captions:
            return goes_on([above], line) or self._in_same_figure(above, line)
        if above.kind == "text":
            return False
        figure = figure_of(above, self.home, self.document.lines)
        if figure is not None:
            return figure.start <= line.index < figure.end
        framed = line.node.within("table", "ul", "ol", "blockquote")
        if framed is not None and framed.start > above.index:
            return False  # a table or list behind the picture says something of its own
        return follows_as_caption(line)

    @staticmethod
    def _in_same_figure(caption: Line, line: Line) -> bool:
        figure = caption.node.within("figure", "figcaption")
        return figure is not None and figure.start <= line.index < figure.end

    def _stay(self, line: Line, prose: bool) -> None:
        """A line inside the home, or before there is one."""
        waits = self.boxes > 0 and self.home is not None and not self.is_home(line)
        if (
            waits
            and not (prose and self.prose == 1)
            and not (line.index in self.captions and not self._waiting)
        ):
            self._waiting.append(line)
            return
        if prose or self.is_home(line):
            self.commit()
        self.content.append(line)
        if prose:
            self._settle(line)

    def _move(self, line: Line, prose: bool) -> Verdict:
        """A line outside the home: the next section of the text, or no longer the article."""
        assert self.home is not None
        shared = common(self.home, line.node)
        if self.prose == 1:
            if not prose and self.boxes:
                self._waiting.append(line)
                return Verdict.TAKEN
        elif self._same_make(line, shared):
            if not prose:
                self._waiting.append(line)
                return Verdict.TAKEN
        elif self.boxes or self._left_article(shared) or not (prose or line.kind != "text"):
            return Verdict.END if prose else Verdict.OUTSIDE
        self.commit()
        self.content.append(line)
        if prose:
            sections = self.prose > 1
            self._settle(line)
            if sections:
                inner = branch(line.node, shared)
                outer = shared.tag == "body" or self._left_article(shared)
                self.home = inner if outer and inner is not None else shared
        return Verdict.TAKEN

    def _left_article(self, shared: Node) -> bool:
        """Whether a block holds more than what the title and the text share: the article is left."""
        assert self.home is not None
        return shared.depth < common(self.title, self.home).depth

    def _same_make(self, line: Line, shared: Node) -> bool:
        """Whether the line's block is a sibling of the home's of the same make: text set in sections."""
        assert self.home is not None
        one, other = branch(self.home, shared), branch(line.node, shared)
        if one is None or other is None or one.tag != other.tag:
            return False
        if any(one.el.get(name) and one.el.get(name) == other.el.get(name) for name in ("class", "id")):
            return True
        plain = not one.el.get("class") and not other.el.get("class")
        return plain and not self._left_article(shared)

    def _settle(self, line: Line) -> None:
        """Note where running text was found."""
        self.prose += 1
        self.boxes = 0
        if self.home is None or not self.in_frame(line):
            self._holders.add(id(holder(line)))
            if self.home is None or self.prose <= 2 or common(self.home, line.node) is not self.home:
                self.home = holder(line)
