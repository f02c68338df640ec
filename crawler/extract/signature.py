"""The byline: a name or an agency on a line of its own where the running text has ended."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.boxes import box_at
from crawler.extract.lexicon import (
    is_box_heading,
    is_comments_heading,
    is_footer,
    is_printed_address,
    tags_label,
)
from crawler.extract.lines_about import ends_sentence, is_prose
from crawler.extract.page_lines import Document, Line, Node, common, holder
from crawler.extract.pieces import byline_piece
from crawler.extract.place import Place
from crawler.normalise.bylines import read_byline

LONGEST = 110
_SHORT = 70


@dataclass(slots=True)
class Signature:
    """The lines that sign the article.

    Attributes:
        line: The byline below the text, or None.
        top: A byline beside the stamp, or None; it counts where there is none below.
        credit: The photographer's line next to the byline, or None.
    """

    line: Line | None = None
    top: Line | None = None
    credit: Line | None = None

    def lines(self) -> list[Line]:
        """The lines that count, in page order."""
        return [line for line in (self.line or self.top, self.credit) if line is not None]

    def text(self) -> str | None:
        """The byline as printed, on one line; None where the article is not signed."""
        return " ".join(byline_piece(line) for line in self.lines()) or None


class SignatureFinder:
    """Recognises the byline while the article is read.

    Args:
        document, starting, own_id: The page, its blocks by starting line, the article's number.
        place: Where the running text stands, and what was taken of it.
    """

    def __init__(
        self, document: Document, place: Place, starting: dict[int, list[Node]], own_id: str | None
    ) -> None:
        self.document = document
        self.place = place
        self.starting = starting
        self.own_id = own_id
        self.found = Signature()

    def take(self, line: Line) -> bool:
        """Whether a line signs the article; it is then kept in `found`."""
        if len(line.text) > LONGEST or _is_sentence(line.text) or self.place.in_frame(line):
            return False
        if self._wraps(line) or line.node.within("figcaption"):
            return False
        byline = read_byline(byline_piece(line))
        if byline is None:
            return False
        if byline.credit and not byline.authors and not byline.source:
            return self._take_credit(line)
        if self.found.line is not None:
            return True
        if not self.place.content:
            self.found.top = self.found.top or line
            return True
        if (byline.source is None and self._captions_picture(line)) or self.text_follows(line):
            return False
        self.place.commit()
        self.found.line = line
        return True

    def _take_credit(self, line: Line) -> bool:
        """`Ảnh: NAME` on a line of its own behind the byline: the photographer of all pictures."""
        if self.found.line is None:
            return False
        self.found.credit = line
        return True

    def _wraps(self, line: Line) -> bool:
        """Whether a line is the rest of a sentence that a line break wraps."""
        before = self.document.lines[line.index - 1]
        if line.breaks != 1 or before.node is not line.node or before.kind != "text":
            return False
        if before.text.endswith(":"):
            return True
        return not line.text.isupper() and line.bold == before.bold and not ends_sentence(before.text)

    def _captions_picture(self, line: Line) -> bool:
        """Whether a name is (part of) the caption of the picture above it, not the byline."""
        last = self.place.last
        if last is None or (line.text.isupper() and (line.bold or last.kind == "video")):
            return False
        if last.index in self.place.captions:
            return last.node is line.node and line.breaks == 1
        if last.kind == "text":
            return False
        if last.node is line.node and line.node.tag != "body":
            return True
        signed = line.bold or line.text.isupper() or is_right(line)
        return not signed and (line.italic or self._another_name_follows(line))

    def _another_name_follows(self, line: Line) -> bool:
        behind = self.document.lines[line.index + 1 : line.index + 4]
        return any(
            other.kind == "text" and len(other.text) <= LONGEST and read_byline(other.spaced)
            for other in behind
        )

    def text_follows(self, line: Line) -> bool:
        """Whether the article's running text goes on behind a line."""
        lines = self.document.lines
        index = line.index + 1
        while index < len(lines):
            box = box_at(index, self.document, self.starting, self.own_id)
            if box is not None:
                index = box.end
                continue
            other = lines[index]
            if other.kind == "text":
                if is_end(other):
                    return False
                if is_prose(other):
                    return self._is_own(other)
            index += 1
        return False

    def _is_own(self, line: Line) -> bool:
        """Whether running text stands where the article's does."""
        home = self.place.home
        if home is None or is_footer(line.opening):
            return False
        inside = common(line.node, home) is home and line.node.depth - home.depth <= 2
        return holder(line) is home or inside


def _is_sentence(text: str) -> bool:
    """Whether a text is no byline but a label for what follows, or ends as a sentence does."""
    last, word = text[-1], text[-4:-1]
    return last == ":" or (last in ".?!…;" and len(word) == 3 and word.isalnum())


def is_end(line: Line) -> bool:
    """Whether a line marks the end of an article: its address, keywords, comments, boxes, imprint."""
    if is_printed_address(line.text):
        return True
    if len(line.text) > _SHORT:
        return False
    folded = line.head
    return (
        is_comments_heading(folded)
        or is_footer(folded)
        or is_box_heading(folded)
        or tags_label(line.spaced, linked=bool(line.links)) is not None
    )


def is_right(line: Line) -> bool:
    """Whether a line is set to the right, as bylines are."""
    return "text-align:right" in line.node.style() or "right" in line.node.hints()
