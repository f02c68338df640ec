"""The byline: a name or an agency on a line of its own where the running text has ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from crawler.extract.boxes import box_at
from crawler.extract.captions import figure_of
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
from crawler.normalise.bylines import read_byline, split_credit
from crawler.normalise.names import is_office, is_person_name

LONGEST = 110
_SHORT = 70
# What stands right above the name of who signed a letter: in whose stead, in what office, that he did.
_IN_STEAD = re.compile(
    r"(?:kt|tm|tl|tuq|t/m|k/t|t/l)(?:[.:]| (?=[^a-z\s]))|.{0,3}(?:đã ký|đã kí)\b", re.IGNORECASE
)
_LONGEST_OFFICE = 4
# So many names one below the other are a list: of the elected, of the dead. Two may have signed.
_LIST = 3
# A story told in pictures: so many of them at least, and no more running text than this.
_STORY_PICTURES = 3
_STORY_PROSE = 3
_MOST_STORIES = 5


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
        self._stories = 0  # how often the page was asked whether it is a story told in pictures
        self._asked = (0, 0)  # where the next running text or end was last looked for from, and found

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
        if self._signs_letter(line) or self._is_listed(line):
            return False
        self.place.commit()
        self.found.line = line
        return True

    def _take_credit(self, line: Line) -> bool:
        """`Ảnh: NAME` on a line of its own behind the byline, or behind a story told in pictures that
        names nobody else: the photographer of all pictures."""
        if self.found.line is None and not self._tells_in_pictures(line):
            return False
        self.found.credit = line
        return True

    def _tells_in_pictures(self, line: Line) -> bool:
        """Whether a line is the last of a story in pictures, none of which has its photographer named."""
        self._stories += 1
        taken = self.place.content
        if self._stories > _MOST_STORIES:
            return False
        pictures = sum(other.kind == "image" for other in taken)
        if pictures < _STORY_PICTURES or self.place.prose > _STORY_PROSE or line.breaks:
            return False
        if any("nh:" in other.text and split_credit(other.text)[1] for other in taken):
            return False
        last = next(other for other in reversed(taken) if other.kind == "image")
        figure = figure_of(last, self.place.home, self.document.lines)
        if figure is not None and line.index < figure.end:
            return False  # it took that one
        after = self.document.lines[line.index + 1 :]
        behind = takewhile(lambda other: other.kind != "text" or not is_end(other), after)
        return not any(
            self._is_own(other) if other.kind == "image" else read_byline(other.spaced) for other in behind
        )

    def _signs_letter(self, line: Line) -> bool:
        """Whether a name stands below an office: of who signed a letter that the paper prints."""
        above = self.document.lines[line.index - 1]
        if above.kind != "text" or above.index in self.place.captions or len(above.text) > _SHORT:
            return False
        if _IN_STEAD.match(above.text):
            return True
        short = above.text.isupper() or above.text.count(" ") < _LONGEST_OFFICE
        return short and is_office(above.text) and not ends_sentence(above.text)

    def _is_listed(self, line: Line) -> bool:
        """Whether a name is one of a list of names, one below the other, all set alike."""
        if not is_person_name(line.text):
            return False
        lines, at = self.document.lines, line.index
        above = self._alike(reversed(lines[max(0, at - _LIST) : at]), line)
        below = self._alike(lines[at + 1 : at + _LIST], line)
        names = above + 1 + below
        plain = not (line.bold or line.text.isupper() or is_right(line))
        return names >= _LIST or (plain and names > 1)

    @staticmethod
    def _alike(lines: Iterable[Line], line: Line) -> int:
        """How many of the lines are names set as that of a line is, before the first that is none."""
        form = (line.bold, line.text.isupper())
        return sum(
            1
            for _ in takewhile(
                lambda other: is_person_name(other.text) and (other.bold, other.text.isupper()) == form, lines
            )
        )

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
        start, found = self._asked
        if not start <= line.index < found:  # names may stand there by the hundred
            found = self._next_text(line.index + 1)
            self._asked = line.index, found
        return found < len(lines) and not is_end(lines[found]) and self._is_own(lines[found])

    def _next_text(self, index: int) -> int:
        """Index of the next running text or end of an article, boxes passed over; else of the page's end."""
        lines = self.document.lines
        while index < len(lines):
            box = box_at(index, self.document, self.starting, self.own_id)
            if box is not None:
                index = box.end
                continue
            other = lines[index]
            if other.kind == "text" and (is_end(other) or is_prose(other)):
                return index
            index += 1
        return index

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
