"""Read the article below its title, line by line, as a reader does: what belongs, and where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.extract.boxes import box_at, starting_nodes
from crawler.extract.lexicon import (
    is_box_heading,
    is_comments_heading,
    is_footer,
    is_junk,
    is_printed_address,
    is_service_heading,
    may_be_subheading,
    tags_label,
)
from crawler.extract.lines_about import ends_sentence, is_meta, is_prose
from crawler.extract.page_lines import Document, Line, Node, holder
from crawler.extract.pieces import without_templates
from crawler.extract.place import Place, Verdict
from crawler.extract.signature import Signature, SignatureFinder

_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)(?:[?#]|$)", re.I)
_PLAYER_TIME = re.compile(r"^\d{1,2}:\d{2}\s*/\s*(?:\d{1,2}:\d{2})?$")
_WEEKDAY = re.compile(r"(?:thứ (?:hai|ba|tư|năm|sáu|b[aẩ]y|bảy|[2-7])|chủ nhật)[,.]?$", re.I)
_AGO = re.compile(r"^[^.]{0,40}\d (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước|vừa xong$")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_SHORT = 70
# The shortest first line of a paragraph that line breaks wrap.
_SHORTEST_OPENING = 25


@dataclass(slots=True)
class Reading:
    """What was read below the title.

    Attributes:
        content: The lines of lead and body, in page order. home: the block that holds them.
        captions: Indices of the lines that are captions of the picture above them.
        signature: The byline's lines.
        end: Index of the line where the article ends.
        tags_at: Index of the keywords' label, or None.
        dropped: (text, why) of what was passed over, for `--explain`.
    """

    content: list[Line] = field(default_factory=list)
    home: Node | None = None
    captions: set[int] = field(default_factory=set)
    signature: Signature = field(default_factory=Signature)
    end: int = 0
    tags_at: int | None = None
    dropped: list[tuple[str, str]] = field(default_factory=list)


def read_article(document: Document, title: Node, used: set[int], own_id: str | None) -> Reading:
    """Read from the title to the article's end.

    Args:
        used: Indices of lines that are already known to be the stamp.
        own_id: The article's number, by which links to it are told from links to others.
    """
    return _Reader(document, title, used, own_id).read()


class _Reader:
    """Reads one page."""

    def __init__(self, document: Document, title: Node, used: set[int], own_id: str | None) -> None:
        self.document = document
        self.title = title
        self.used = used
        self.own_id = own_id
        self.starting = starting_nodes(document, title.end)
        self.place = Place(document, title)
        self.signature = SignatureFinder(document, self.place, self.starting, own_id)
        self.reading = Reading(end=len(document.lines))
        self.illustrated: bool | None = None  # whether a picture stands above the byline, once it is seen
        self.closing = False  # the printed address was seen: only byline and keywords may follow

    def read(self) -> Reading:
        lines = self.document.lines
        index = self.title.end
        while index < len(lines):
            if index in self.used:
                index += 1
                continue
            box = box_at(index, self.document, self.starting, self.own_id)
            if box is not None:
                self._drop(lines[index], "a box of other articles or a menu")
                self.place.boxes += box.end - box.start > 1
                index = box.end
                continue
            if not self._take(lines[index]):
                self.reading.end = index
                break
            index += 1
        self.place.close()
        self.reading.content = self.place.content
        self.reading.home = self.place.home
        self.reading.captions = self.place.captions
        self.reading.signature = self.signature.found
        return self.reading

    def _drop(self, line: Line, why: str) -> bool:
        """Pass over a line; reading goes on."""
        self.reading.dropped.append((line.text[:80] or line.src or "", why))
        return True

    def _end(self, line: Line, why: str) -> bool:
        """The article ends before a line, if it has begun."""
        if not self._begun():
            return self._drop(line, why)
        self._drop(line, f"the article ends: {why}")
        return False

    def _begun(self) -> bool:
        return bool(self.place.content)

    def _take(self, line: Line) -> bool:
        """Take or pass over one line; False where the article ends before it."""
        if line.kind != "text":
            return self._take_picture(line)
        if is_printed_address(line.text) and not self.place.in_frame(line):
            self.closing = self.closing or (self._begun() and not self._goes_on(line))
            return self._drop(line, "the printed address")
        if (len(line.text) <= _SHORT or line.links) and (verdict := self._short(line)) is not None:
            return verdict
        if "{{" in line.text and not self._untemplate(line):
            return self._drop(line, "an unrendered template")
        if self.signature.take(line):
            return True
        prose = is_prose(line)
        if prose and (self.closing or self.signature.found.line is not None):
            return self._behind_signature(line)
        if self.closing or self.signature.found.line is not None:
            return self._behind_signature(line)
        if not self.place.prose and not prose and not self._opens_prose(line) and not self._captions(line):
            return self._drop(line, "no running text before the article begins")
        return self._put(line)

    def _short(self, line: Line) -> bool | None:
        """Short lines that mark an end or are noise; None where the line may be text."""
        folded = line.head
        if may_be_subheading(folded) and not line.links and self._goes_on(line):
            return None
        label = tags_label(line.spaced, linked=bool(line.links))
        if label is not None and (line.links or not label or self._begun()):
            if self._begun():
                self.reading.tags_at = line.index
                return False
            return True
        if self.place.in_frame(line):
            return None
        if is_comments_heading(folded) and not self._heads_text(line):
            if not self._begun() and self._opens_comments(line):
                self._drop(line, "the comments begin before any text of the article")
                return False
            return self._end(line, "the comments begin")
        if is_footer(folded) and not self._is_home_line(line):
            return self._end(line, "the imprint")
        if is_box_heading(folded):
            self.place.boxes += not is_service_heading(folded)
            return self._drop(line, "heads a box")
        if _PLAYER_TIME.match(line.text) or (is_junk(folded) and not self._ends_caption(line)):
            return self._drop(line, "a button or control")
        if is_meta(line) and not self._captions(line):
            return self._drop(line, "a stamp or counter")
        if line.text[0] in "TtCc" and _WEEKDAY.match(line.text) and self._beside_banner(line):
            return self._drop(line, "a calendar beside a banner")
        return None

    def _heads_text(self, line: Line) -> bool:
        """Whether what reads like a comments' heading heads a part of the text: right in the text's
        block, with running text right behind it, and nothing to write a comment into."""
        if line.links or self.signature.found.line is not None or not self._begun():
            return False
        lines = self.document.lines
        behind = lines[line.index + 1] if line.index + 1 < len(lines) else None
        if behind is None or not (self.place.is_home(line) and self.place.is_home(behind)):
            return False
        if not is_prose(behind) or behind.links:
            return False
        if line.head[:1].isdigit() or line.head[-1:].isdigit():
            return False  # `2 bình luận`, `Bình luận (2)`
        near = lines[line.index + 2 : line.index + 5]
        if any(is_meta(other) or is_junk(other.head) or _AGO.search(other.text) for other in near):
            return False  # when it was written, `Thích`, `Trả lời`
        return next(holder(line).el.iter("textarea", "input"), None) is None

    def _opens_comments(self, line: Line) -> bool:
        """Whether a comments' heading heads comments, and is no button above the text."""
        if line.links:
            return False
        behind = next(
            (x for x in self.document.lines[line.index + 1 : line.index + 3] if x.kind == "text"), None
        )
        return line.node.tag in _HEADINGS or (
            behind is not None and is_meta(behind) and len(behind.parts) > 1
        )

    def _beside_banner(self, line: Line) -> bool:
        """Whether a line stands outside the blocks of running text, or next to a picture."""
        if line.node.tag in _HEADINGS:
            return False
        near = self.document.lines[max(0, line.index - 1) : line.index + 2]
        if not self.place.is_home(line) or any(other.kind == "image" for other in near):
            return True
        return next(line.node.el.iter("img", "amp-img"), None) is not None  # an advertisement: no line

    def _is_home_line(self, line: Line) -> bool:
        return self.place.home is not None and holder(line) is self.place.home

    def _captions(self, line: Line) -> bool:
        return self._begun() and self.place.is_caption(line)

    def _goes_on(self, line: Line) -> bool:
        """Whether the article, not signed yet, goes on in its own block behind a line."""
        return self._begun() and self.signature.found.line is None and self.signature.text_follows(line)

    def _ends_caption(self, line: Line) -> bool:
        """Whether a line break parts a word from its caption: `Ảnh: Nông<br>Dũng`, no stop button."""
        last = self.place.last
        if last is None or last.index not in self.place.captions:
            return False
        return line.breaks == 1 and last.node is line.node and not ends_sentence(last.text)

    def _opens_prose(self, line: Line) -> bool:
        """Whether a short line is the first of a paragraph wrapped by line breaks."""
        after = next(iter(self.document.lines[line.index + 1 : line.index + 2]), None)
        if after is None or after.kind != "text" or after.node is not line.node or after.breaks != 1:
            return False
        if len(line.text) < _SHORTEST_OPENING or line.bold != after.bold:
            return False
        return not is_meta(line) and not is_meta(after)

    def _untemplate(self, line: Line) -> bool:
        """Cut `{{…}}` from a line; False where hardly anything else stands on it."""
        rest = " ".join(without_templates(line.text).split())
        if len(rest) < max(30, len(line.text) // 2):
            return False
        line.rewrite(rest)
        return True

    def _behind_signature(self, line: Line) -> bool:
        """Behind byline or address only captions of pictures that follow it are still the article's."""
        signed = self.signature.found.line
        last = self.place.last
        if signed is not None and last is not None and last.index > signed.index and self._captions(line):
            self.place.captions.add(line.index)
            self.place.content.append(line)
            return True
        if is_prose(line):
            return self._end(line, "text behind the byline or the printed address")
        return self._drop(line, "behind the byline or the printed address")

    def _take_picture(self, line: Line) -> bool:
        if not line.src or self.closing:
            return True
        if line.kind == "image" and _leads_away(line, self.document):
            return self._drop(line, "a picture that links away")
        if self.signature.found.line is not None:
            # A text of pictures may stand below its byline, if none stood above.
            if self.illustrated is None:
                self.illustrated = any(other.kind != "text" for other in self.place.content)
            if not self.place.boxes and not self.illustrated:
                self.place.content.append(line)
            return True
        return self._put(line)

    def _put(self, line: Line) -> bool:
        """Let the line's container decide; False where the article has ended."""
        if is_prose(line) and is_footer(line.opening) and not self._is_home_line(line):
            return self._end(line, "the imprint")
        foot = line.node.within("footer", "nav")
        quoted = line.node.within("blockquote") is not None
        if foot is not None and not quoted and self.title.within(foot.tag) is not foot:
            return self._end(line, "the page's foot")
        verdict = self.place.put(line)
        if verdict is Verdict.END:
            return self._end(line, verdict.value)
        if verdict is Verdict.OUTSIDE:
            self._drop(line, verdict.value)
        return True


def _leads_away(line: Line, document: Document) -> bool:
    """Whether a picture links to another site: an advertisement."""
    href = (line.href or "").strip()
    if not href or href.startswith(("#", "javascript:")) or _PICTURE_FILE.search(href):
        return False
    return href.startswith(("http://", "https://", "//")) and document.url.split("/")[2] not in href
