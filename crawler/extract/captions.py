"""Which text below a picture is its caption. Papers print captions in a dozen ways, mostly unmarked."""

from __future__ import annotations

import re

from crawler.extract.lines_about import ends_sentence
from crawler.extract.page_lines import Line, Node
from crawler.normalise.bylines import split_credit

_LONGEST = 350
_LONGEST_PLAIN = 260
# Of a figure without the tag: a larger block is a gallery or the whole body.
_MOST_LINES = 60
_CENTRED = re.compile(r"text-align:center")
_HINT = re.compile(r"caption|chu-?_?thich|center|mota|ghichu|pcaption|imgdesc")
_OPEN_END = re.compile(r"[.!?…:;”\"»]\)?$")
_SENTENCES = re.compile(r"\w{3,}[.!?] (?!(?:Ảnh|Photo)\b)\W?[A-ZĐÀ-Ỹ].{20}")
_CREDIT_START = re.compile(r"^[(\[/|–-]*\s*(?:ảnh|photo)\b", re.I)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FIGURES = ("figure", "picture")


def figure_of(picture: Line, home: Node | None, lines: list[Line]) -> Node | None:
    """The smallest block round a picture that also holds text behind it and nothing else, or None.

    Args:
        home: The block of the running text; a figure lies inside it.
        lines: All lines of the page.
    """
    for node in picture.node.ancestors():
        if node is home or (home is not None and node.depth <= home.depth) or node.tag == "body":
            return None
        if all(lines[index].kind != "text" for index in range(picture.index + 1, node.end)):
            continue
        if node.tag in _FIGURES:
            return node
        if picture.node.within(*_FIGURES) is not None:
            return None  # the figure is closed: what follows it in a larger block is text
        return node if node.end - node.start <= _MOST_LINES and _is_figure(picture, node, lines) else None
    return None


def _is_figure(picture: Line, node: Node, lines: list[Line]) -> bool:
    inside = lines[node.start : node.end]
    behind = [line for line in inside if line.index > picture.index and line.kind == "text"]
    texts = [line for line in inside if line.kind == "text"]
    size = sum(len(line.text) for line in texts)
    if len(texts) != len(behind) or size > _LONGEST or len(behind) > 5:
        return False
    if any(line.kind != "text" and line.index > behind[0].index for line in inside):
        return False  # more pictures behind the text: a gallery or the whole body
    if any(line.node.tag in _HEADINGS or (line.bold and line.text.isupper()) for line in texts):
        return False  # a subheading, or the byline below the last picture
    first = behind[0]
    if _SENTENCES.search(first.text) and not is_marked(first):
        return False  # two sentences, and nothing says that they are a caption
    if first.node is picture.node and first.node.tag == "p":
        # One paragraph: a caption below its picture, or text that flows round a floating one?
        marked = is_marked(first) or (first.breaks > 0 and size <= _LONGEST_PLAIN)
        return marked or not ends_sentence(behind[-1].text)
    return True


def is_marked(line: Line) -> bool:
    """Whether a line is set as captions are: italic, centred, or in a block named so."""
    if line.italic:
        return True
    for node in (line.node, line.node.parent):
        if node is not None and node.tag not in ("body", "table", "tr", "td"):
            if _CENTRED.search(node.style()) or (node is line.node and node.tag == "center"):
                return True
            if node is line.node and _HINT.search(node.hints()):
                return True
    return line.node.tag in ("figcaption", "caption", "small", "center")


def follows_as_caption(line: Line) -> bool:
    """Whether a line right below a picture, in no block with it, is its caption."""
    if line.kind != "text" or line.node.tag in _HEADINGS:
        return False
    size = len(line.text)
    if is_marked(line):
        return size <= _LONGEST
    if line.bold and not _CREDIT_START.search(line.text):
        return False
    if split_credit(line.text)[1] is not None and size <= _LONGEST_PLAIN:
        return True
    return size <= _LONGEST_PLAIN and not _OPEN_END.search(line.text)


def goes_on(caption: list[Line], line: Line) -> bool:
    """Whether a line continues the caption above it."""
    if line.kind != "text" or line.node.tag in _HEADINGS:
        return False
    last = caption[-1]
    if sum(len(part.text) for part in caption) + len(line.text) > _LONGEST:
        return False
    if line.node is last.node and line.breaks == 1:
        return True
    if _CREDIT_START.match(line.text) and len(line.text) <= 60:
        return True
    alike = line.node.tag == last.node.tag and line.italic == last.italic
    if alike and is_marked(last) and is_marked(line) and not ends_sentence(line.text):
        return True
    if ends_sentence(last.text) or line.bold:
        return False
    return (last.text.endswith((",", "-", "–")) or line.text[:1].islower()) and len(
        line.text
    ) <= _LONGEST_PLAIN


def caption_text(lines: list[Line]) -> tuple[str | None, str | None]:
    """The caption on one line and the photographer, None where there is none.

    A table cell's `|` left round a caption by migration is dropped.
    """
    text = " ".join(line.text for line in lines).strip(" |")
    if not text:
        return None, None
    caption, credit = split_credit(text)
    return caption or None, credit
