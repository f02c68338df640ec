"""Read the article below its title, line by line, as a reader does: what belongs, what does not, where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.extract.boxes import box_at, starting_nodes
from crawler.extract.captions import figure_of, follows_as_caption, goes_on
from crawler.extract.lexicon import (
    is_box_heading,
    is_comments_heading,
    is_footer,
    is_junk,
    is_printed_address,
    tags_label,
)
from crawler.extract.lines_about import ends_sentence, is_meta, is_prose
from crawler.extract.page_lines import Document, Line, Node, common, holder
from crawler.normalise.bylines import read_byline

_TEMPLATE = re.compile(r"\{\{.*?\}\}")
_FIGURE_TAGS = ("figure", "figcaption", "table", "blockquote", "ul", "ol", "dl", "caption", "aside")
_BYLINE_LENGTH = 110
_SHORT = 70


@dataclass(slots=True)
class Reading:
    """What was read below the title.

    Attributes:
        content: The lines of lead and body, in page order.
        byline: The byline's line below the text, or None. top_byline: one beside the stamp.
        credit_line: The photographer's line next to the byline, or None.
        end: Index of the line where the article ends.
        tags_at: Index of the keywords' label, or None.
        dropped: (text, why) of what was passed over, for `--explain`.
    """

    content: list[Line] = field(default_factory=list)
    byline: Line | None = None
    credit_line: Line | None = None
    top_byline: Line | None = None
    end: int = 0
    tags_at: int | None = None
    dropped: list[tuple[str, str]] = field(default_factory=list)


class Reader:
    """Reads one page. State: where running text was last seen, and what waits to be confirmed."""

    def __init__(self, document: Document, title: Node, used: set[int], own_id: str | None) -> None:
        self.document = document
        self.title = title
        self.used = used
        self.own_id = own_id
        self.starting = starting_nodes(document, title.end)
        self.reading = Reading(end=len(document.lines))
        self.home: Node | None = None  # the block that holds the running text
        self.holders: set[int] = set()  # every block that held running text of the article
        self.prose = 0
        self.captions: set[int] = set()  # lines that are captions, whatever they look like
        self.boxes = 0  # foreign boxes passed since the last running text
        self.closing = False  # the printed address was seen: nothing but byline and keywords follows
        self.pending: list[Line] = []  # lines behind a box, kept only if running text follows

    def read(self) -> Reading:
        """Read from the title to the article's end."""
        lines = self.document.lines
        index = self.title.end
        while index < len(lines):
            if index in self.used:
                index += 1
                continue
            box = box_at(index, self.document, self.starting, self.own_id)
            if box is not None:
                self._drop(lines[index], "a box of other articles or a menu")
                self.boxes += 1
                index = box.end
                continue
            if not self._take(lines[index]):
                self.reading.end = index
                break
            index += 1
        return self.reading

    def _drop(self, line: Line, why: str) -> None:
        self.reading.dropped.append((line.text[:80] or line.src or "", why))

    def _take(self, line: Line) -> bool:
        """Take or pass over one line; False where the article ends before it."""
        if line.kind != "text":
            return self._take_picture(line)
        text = line.text
        if is_printed_address(text) and not self._in_data(line):
            self.closing = self.closing or self._begun()
            self._drop(line, "the printed address")
            return True
        if len(text) <= _SHORT or line.links:
            verdict = self._short(line, text)
            if verdict is not None:
                return verdict
        if "{{" in text and not self._untemplate(line):
            self._drop(line, "an unrendered template")
            return True
        if len(text) <= _BYLINE_LENGTH and self._is_byline(line):
            return True
        if self.closing and is_prose(line):
            return self._end(line, "text behind the printed address")
        if self.reading.byline is not None:
            return self._after_byline(line)
        if not self._begun() and not is_prose(line) and not self._opens_prose(line):
            self._drop(line, "no running text before the article begins")
            return True
        return self._place(line)

    def _begun(self) -> bool:
        return self.prose > 0

    def _opens_prose(self, line: Line) -> bool:
        """Whether a short line is the first of a paragraph wrapped by line breaks."""
        after = self.document.lines[line.index + 1 : line.index + 2]
        if not after or after[0].kind != "text" or after[0].node is not line.node or after[0].breaks != 1:
            return False
        return (
            len(line.text) >= 25
            and line.bold == after[0].bold
            and not is_meta(line)
            and not is_meta(after[0])
        )

    def _short(self, line: Line, text: str) -> bool | None:
        """Short lines that mark an end or are noise; None where the line may be text."""
        folded = line.folded
        label = tags_label(line.spaced, linked=bool(line.links))
        if label is not None and (line.links or not label or self._begun()):
            if self._begun() or self.reading.content:
                self.reading.tags_at = line.index
                return False
            return True
        if is_comments_heading(folded):
            return not (self._begun() or self.reading.content) or self._end(line, "the comments begin")
        if is_footer(folded) and not self._inside_home(line):
            return not self._begun() or self._end(line, "the imprint")
        if is_box_heading(folded) and not self._in_data(line):
            self.boxes += 1
            self._drop(line, "heads a box")
            return True
        if is_junk(folded) and not self._in_data(line):
            self._drop(line, "a button or control")
            return True
        if is_meta(line) and not self._in_data(line):
            self._drop(line, "a stamp or counter")
            return True
        return None

    def _in_data(self, line: Line) -> bool:
        """Whether a line stands in a table or list inside the running text."""
        frame = line.node.within("table", "li")
        return frame is not None and self.home is not None and frame.depth > self.home.depth

    def _end(self, line: Line, why: str) -> bool:
        self._drop(line, f"the article ends: {why}")
        return False

    def _untemplate(self, line: Line) -> bool:
        """Cut `{{…}}` from a line; False where hardly anything else stands on it."""
        rest = " ".join(_TEMPLATE.sub(" ", line.text).split())
        if len(rest) < max(30, len(line.text) // 2):
            return False
        line.rewrite(rest)
        return True

    def _inside_home(self, line: Line) -> bool:
        return self.home is not None and holder(line.node) is self.home

    # --- bylines -------------------------------------------------------------------------------

    def _is_byline(self, line: Line) -> bool:
        """Take a line as the byline, where it reads as one and no running text follows it."""
        byline = None if self._wraps(line) else read_byline(line.spaced)
        if byline is None or line.text.endswith(":") or self._in_data(line) or line.node.within("figcaption"):
            return False
        if byline.credit and not byline.authors and not byline.source:
            return self._take_credit(line)
        if self.reading.byline is not None:
            return True
        if self._below_picture_in_block(line):
            return False
        if not self._begun():
            return self._take_unbegun(line)
        if self._is_caption_place(line) and not (line.bold or line.text.isupper() or _is_right(line)):
            if self._pictures_end(line):
                return False
        if self._prose_follows(line):
            return False
        self._commit()
        self.reading.byline = line
        return True

    def _below_picture_in_block(self, line: Line) -> bool:
        """Whether a line stands in the very block of the picture above it, as wrapped captions do."""
        for before in reversed(self.reading.content):
            if before.node is not line.node:
                return False
            if before.kind != "text":
                return before.node.tag != "body" and not (line.bold and line.text.isupper())
        return False

    def _wraps(self, line: Line) -> bool:
        """Whether a line is the rest of a sentence that a line break wraps."""
        before = self.document.lines[line.index - 1]
        if line.breaks != 1 or before.node is not line.node or before.kind != "text":
            return False
        if before.text.endswith(":"):
            return True
        return not line.text.isupper() and line.bold == before.bold and not ends_sentence(before.text)

    def _take_unbegun(self, line: Line) -> bool:
        """A name before any running text: beside the stamp, or below a text of pictures only."""
        if not self.reading.content:
            self.reading.top_byline = self.reading.top_byline or line
            return True
        if self._prose_follows(line) or self.reading.byline is not None:
            return False
        self.reading.byline = line
        return True

    def _take_credit(self, line: Line) -> bool:
        """`Ảnh: NAME` on a line of its own beside the byline names the photographer of all pictures."""
        if self.reading.byline is None:
            return False
        self.reading.credit_line = line
        return True

    def _is_caption_place(self, line: Line) -> bool:
        last = self.reading.content[-1] if self.reading.content else None
        return last is not None and last.kind == "image"

    def _pictures_end(self, line: Line) -> bool:
        """Whether a name under the last picture is followed by another line that may be the byline."""
        for other in self.document.lines[line.index + 1 : line.index + 4]:
            if other.kind == "text" and len(other.text) <= _BYLINE_LENGTH and read_byline(other.spaced):
                return True
        return line.italic

    def _prose_follows(self, line: Line) -> bool:
        """Whether the article's running text goes on behind a line."""
        index = line.index + 1
        lines = self.document.lines
        while index < len(lines):
            box = box_at(index, self.document, self.starting, self.own_id)
            if box is not None:
                index = box.end
                continue
            other = lines[index]
            if other.kind == "text":
                if is_printed_address(other.text):
                    return False
                if len(other.text) <= _SHORT:
                    folded = other.folded
                    if (
                        is_comments_heading(folded)
                        or is_footer(folded)
                        or is_box_heading(folded)
                        or tags_label(other.spaced, linked=bool(other.links)) is not None
                    ):
                        return False
                if is_prose(other):
                    return self._is_at_home(other) and not is_footer(other.folded)
            index += 1
        return False

    def _is_at_home(self, line: Line) -> bool:
        return self.home is not None and (
            holder(line.node) is self.home
            or (common(line.node, self.home) is self.home and line.node.depth - self.home.depth <= 2)
        )

    def _after_byline(self, line: Line) -> bool:
        """Behind the byline only captions of pictures that follow it are still the article's."""
        last = self.reading.content[-1] if self.reading.content else None
        if last is not None and last.kind == "image" and last.index > self.reading.byline.index:  # type: ignore[union-attr]
            self.reading.content.append(line)
            return True
        if is_prose(line):
            return self._end(line, "text behind the byline")
        self._drop(line, "behind the byline")
        return True

    # --- where a line belongs ------------------------------------------------------------------

    def _take_picture(self, line: Line) -> bool:
        if not line.src or self.closing:
            return True
        if self.reading.byline is not None:
            if (
                self.boxes == 0
                and self._is_at_home(line)
                and not any(x.kind == "image" for x in self.reading.content)
            ):
                self.reading.content.append(line)
            return True
        if line.kind == "image" and _is_advert(line, self.document):
            self._drop(line, "a picture that links away")
            return True
        return self._place(line)

    def _place(self, line: Line) -> bool:
        """Decide by the line's container whether it is the article's; False where it has ended."""
        if self.closing:
            self._drop(line, "behind the printed address")
            return True
        prose = is_prose(line)
        if line.kind == "text" and self._is_caption(line):
            self.captions.add(line.index)
            prose = False
        if prose and is_footer(line.folded) and not self._inside_home(line):
            return not self._begun() or self._end(line, "the imprint")
        foot = line.node.within("footer", "nav")
        if (
            foot is not None
            and line.node.within("blockquote") is None
            and self.title.within(foot.tag) is not foot
        ):
            return not self._begun() or self._end(line, "the page's foot")
        if self.home is None or common(self.home, line.node) is self.home:
            return self._stay(line, prose)
        return self._move(line, prose)

    def _stay(self, line: Line, prose: bool) -> bool:
        """A line inside the block of the running text, or before any was found."""
        direct = self.home is not None and id(holder(line.node)) in self.holders
        if self.boxes and self.home is not None and not direct:
            self.pending.append(line)
            return True
        if prose or direct:
            self._commit()
        self.reading.content.append(line)
        if prose:
            self._settle(line)
        return True

    def _move(self, line: Line, prose: bool) -> bool:
        """A line outside the block of the last running text."""
        assert self.home is not None
        if self.prose == 1 or self._same_kind(line):
            if prose or (self.prose == 1 and not self.boxes):
                shared = common(self.home, line.node)
                widen = self.prose > 1
                self._commit()
                self.reading.content.append(line)
                if prose:
                    self._settle(line)
                    if widen:
                        self.home = shared
            else:
                self.pending.append(line)
            return True
        if not self.boxes and (prose or line.kind != "text") and not self._left_article(line):
            self.reading.content.append(line)
            if prose:
                self.home = common(self.home, line.node)
                self.prose += 1
            return True
        if prose:
            return self._end(line, "running text outside the article's block")
        self._drop(line, "outside the article's block")
        return True

    def _left_article(self, line: Line) -> bool:
        """Whether the step to a line leaves the block that also holds the title."""
        assert self.home is not None
        shared = common(self.home, line.node)
        return shared.depth < common(self.title, self.home).depth or shared.tag == "body"

    def _same_kind(self, line: Line) -> bool:
        """Whether the line's block is a sibling of the same make: the text is set in sections."""
        assert self.home is not None
        shared = common(self.home, line.node)
        one, other = _branch(self.home, shared), _branch(line.node, shared)
        if one is None or other is None or one.tag != other.tag:
            return False
        return (one.el.get("class") or "") == (other.el.get("class") or "") and not self._left_article(line)

    def _settle(self, line: Line) -> None:
        """Note where running text was found."""
        self.prose += 1
        self.boxes = 0
        if not self._in_frame(line):
            self.holders.add(id(holder(line.node)))
            if self.home is None or self.prose <= 2 or common(self.home, line.node) is not self.home:
                self.home = holder(line.node)
        elif self.home is None:
            self.home = holder(line.node)

    def _in_frame(self, line: Line) -> bool:
        """Whether a line stands in a list, quotation or small table inside the running text's block."""
        frame = line.node.within(*_FIGURE_TAGS)
        if frame is None or self.home is None or frame.depth <= self.home.depth:
            return False
        return frame.tag != "table" or sum(is_prose(other) for other in self.document.lines_of(frame)) <= 2

    def _is_caption(self, line: Line) -> bool:
        """Whether a line is the caption of the picture taken last, however long it is."""
        content = self.reading.content
        if not content:
            return False
        if content[-1].index in self.captions:
            return goes_on([content[-1]], line)
        picture = content[-1]
        if picture.kind == "text":
            return False
        figure = figure_of(picture, self.home, self.document.lines)
        if figure is not None:
            return figure.start <= line.index < figure.end
        return follows_as_caption(line)

    def _commit(self) -> None:
        self.reading.content += self.pending
        self.pending = []


def _branch(node: Node, top: Node) -> Node | None:
    """The child of `top` that holds `node`."""
    last = None
    for part in node.ancestors():
        if part is top:
            return last
        last = part
    return None


def _is_right(line: Line) -> bool:
    return "text-align:right" in line.node.style() or "right" in line.node.hints()


def _is_advert(line: Line, document: Document) -> bool:
    """Whether a picture links to another site or to a page that is no larger picture."""
    if line.href is None:
        return False
    href = line.href.strip()
    if not href or href.startswith(("#", "javascript:")):
        return False
    if re.search(r"\.(?:jpe?g|png|gif|webp|bmp)(?:[?#]|$)", href, re.I):
        return False
    return href.startswith(("http://", "https://", "//")) and document.url.split("/")[2] not in href
