"""Parse once, walk once: from the tree to lines in reading order."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from crawler.extract.page_lines import Document, Line, Node
from crawler.normalise.text import clean, fold

# What a reader never sees as text. Buttons and form fields are controls; a form itself is not
# skipped, since ASP.NET pages wrap everything in one.
_SKIPPED = frozenset(
    "script style template svg math head title link meta base button select option textarea input "
    "object embed audio canvas map area param track dialog datalist".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr picture q "
    "rp rt ruby s samp small source span strike strong sub sup time tt u var wbr".split()
)
_BOLD = frozenset(("b", "strong"))
_ITALIC = frozenset(("i", "em"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-original-src",
    "data-img",
)
_PLACEHOLDER = re.compile(
    r"^data:|placeholder|/blank\.|/spacer\.|/lazy|/loading|1x1|pixel\.|/grey\.|/empty\.", re.I
)
_TINY = re.compile(r"^\s*(?:[1-9]|[1-3]\d)(?:px)?\s*$")
# Pictures that are controls, by the names such files have had since the first portals.
_BUTTON_FILE = re.compile(
    r"/[^/]*(?:print|email|icon|button|btn|logo|arrow|share|facebook|zalo|twitter|spinner|sprite)[^/]*\.(?:png|gif|svg|jpe?g|webp)$",
    re.I,
)
_VIDEO_FILE = re.compile(r"\.(?:mp4|m3u8|webm|ogv|mov)(?:[?#]|$)", re.I)
_VIDEO_FILE_BYTES = re.compile(rb"\.(?:mp4|m3u8|webm|ogv|mov)")
_VIDEO_FRAME = re.compile(
    r"youtu\.?be|youtube|vimeo|dailymotion|facebook\.com/plugins/video|tiktok|video|player|\.mp4|/tv/|truyen-hinh",
    re.I,
)
_BOLD_STYLE = re.compile(r"font-weight:(?:bold|[6-9]00)")
_HIDDEN_STYLE = re.compile(r"display:none|visibility:hidden")
# Stands between two inline elements that touch; dropped by `clean`, a blank in `Line.spaced`.
_SEAM = "\u2063"
# Stands for an icon of an eye: what follows is a view count.
_EYE = "\ue0e1"
_EYE_NAME = re.compile(r"(?<![a-z])(?:eye|views?|luot[- ]?xem|visibility)(?![a-z])", re.I)
# Deeper blocks are read as one line of text: no page needs them, and recursion stays bounded.
_MAX_DEPTH = 200

_PARSER = HTMLParser(encoding="utf-8", remove_pis=True)


def parse(utf8: bytes, url: str) -> Document:
    """Parse a page (UTF-8, whatever it declares) and lay out its lines.

    Args:
        utf8: The page's bytes in UTF-8.
        url: Its address, to which relative addresses are joined unless `<base>` says otherwise.

    Returns:
        The document; a page without a body has no lines.

    Raises:
        lxml.etree.ParserError: nothing could be parsed (an empty or blank page).
    """
    root = etree.fromstring(utf8, _PARSER)
    if root is None:
        raise etree.ParserError("Document is empty")
    base = root.find(".//base[@href]") if b"<base" in utf8 or b"<BASE" in utf8 else None
    document = Document(url, urljoin(url, base.get("href") or "") if base is not None else url, root)
    _Walker(document, _VIDEO_FILE_BYTES.search(utf8) is not None).walk()
    return document


class _Walker:
    """Collects lines and nodes in one pass over the tree."""

    __slots__ = (
        "bold", "bold_chars", "breaks", "buffer", "datetime", "depth", "document", "films", "href",
        "italic", "italic_chars", "label", "lines", "link_chars", "links",
    )  # fmt: skip

    def __init__(self, document: Document, films: bool) -> None:
        self.document = document
        self.films = films
        self.lines = document.lines
        self.buffer: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.href: str | None = None
        self.label: str | None = None
        self.datetime: str | None = None
        self.bold = self.italic = self.depth = 0
        self.breaks = self.bold_chars = self.italic_chars = self.link_chars = 0

    def walk(self) -> None:
        root = self.document.root
        body = root.find("body")
        for script in root.iterfind("head/script[@type]"):
            self._keep_json_ld(script)
        if body is not None:
            node = Node(body, "body", None, 0)
            self.document.nodes.append(node)
            self._children(body, node)
            self._flush(node)
            node.end = len(self.lines)

    def _add(self, text: str) -> None:
        self.buffer.append(text)
        if self.bold or self.italic or self.href is not None:
            size = len(text.strip())
            if self.bold:
                self.bold_chars += size
            if self.italic:
                self.italic_chars += size
            if self.href is not None:
                self.link_chars += size
                if size:
                    self.links.append((self.href, text))

    def _flush(self, node: Node) -> None:
        """End the current line; blank lines leave no trace but the line break that made them."""
        if not self.buffer:
            return
        raw = "".join(self.buffer)
        self.buffer.clear()
        text = clean(raw.replace(_EYE, "") if _EYE in raw else raw)
        if text:
            line = Line("text", text, node, len(self.lines), self.breaks)
            if _SEAM in raw or _EYE in raw:
                self._part(line, raw)
            line.bold_chars = self.bold_chars
            line.italic_chars = self.italic_chars
            line.link_chars = self.link_chars
            if self.links:
                line.links = self.links
                self.links = []
            line.label = self.label
            line.datetime = self.datetime
            self.lines.append(line)
            self.breaks = 0
        else:
            self.links = []
        self.bold_chars = self.italic_chars = self.link_chars = 0
        self.label = self.datetime = None

    @staticmethod
    def _part(line: Line, raw: str) -> None:
        """Part a line where its inline elements touch and where icons stand."""
        eyed = False
        for piece in raw.split(_SEAM):
            eyed = eyed or _EYE in piece
            text = clean(piece.replace(_EYE, " "))
            if text:
                line.parts.append((text, eyed))
                eyed = False
        line.spaced = " ".join(text for text, _ in line.parts if text)

    def _children(self, el: HtmlElement, node: Node) -> None:
        if self.depth > _MAX_DEPTH:
            self.buffer.append(" ".join(el.itertext()))
            return
        self.depth += 1
        text = el.text
        if text:
            self._add(text)
        touching = False
        for child in el:
            tag = child.tag
            if isinstance(tag, str):
                if tag in _INLINE:
                    if touching:
                        self.buffer.append(_SEAM)
                    if len(child) == 0 and not child.text:
                        self._icon(child)
                        touching = False
                        if child.tail:
                            self._add(child.tail)
                        continue
                    self._inline(child, tag, node)
                elif tag == "br":
                    self._flush(node)
                    self.breaks += 1
                elif tag in _SKIPPED:
                    if tag == "script":
                        self._keep_json_ld(child)
                    elif tag == "svg":
                        self._icon(child)
                else:
                    self._block(child, tag, node)
                touching = True
            tail = child.tail
            if tail:
                self._add(tail)
                touching = False
        self.depth -= 1

    def _inline(self, el: HtmlElement, tag: str, node: Node) -> None:
        if el.text and "{{" in el.text and tag != "a":  # a client template left unrendered
            return
        style = el.get("style")
        bold = italic = 0
        if style:
            style = style.lower().replace(" ", "")
            if _HIDDEN_STYLE.search(style):
                return
            if "display:block" in style:
                self._block(el, tag, node)
                return
            bold = 1 if _BOLD_STYLE.search(style) else 0
            italic = 1 if "font-style:italic" in style else 0
        if tag == "span" and not bold and not italic:
            self._note_label(el)
            self._children(el, node)
            return
        if tag in _BOLD:
            bold = 1
        elif tag in _ITALIC:
            italic = 1
        elif tag == "time":
            self.datetime = el.get("datetime") or self.datetime
        self._note_label(el)
        self.bold += bold
        self.italic += italic
        if tag == "a" and (href := el.get("href")) is not None:
            outer, self.href = self.href, href
            self._children(el, node)
            self.href = outer
        else:
            self._children(el, node)
        self.bold -= bold
        self.italic -= italic

    def _icon(self, el: HtmlElement) -> None:
        """An empty inline element draws something: it parts the text, and an eye announces views."""
        if self.buffer:
            self.buffer.append(_SEAM)
        names = (
            f"{el.get('class')} {el.get('name')} {el.get('title')} {el.get('aria-label')} {el.get('alt')} "
        )
        if el.tag == "svg":
            names += " ".join(
                str(value) for use in el.iter("{*}use", "use", "title") for value in [*use.values(), use.text]
            )
        if _EYE_NAME.search(names if names.isascii() else fold(names)):
            self.buffer.append(_EYE)

    def _note_label(self, el: HtmlElement) -> None:
        label = el.get("aria-label") or el.get("title")
        if label:
            self.label = label

    def _block(self, el: HtmlElement, tag: str, parent: Node) -> None:
        if tag in ("img", "amp-img"):
            self._image(el, parent)
            return
        if tag in ("iframe", "video", "amp-iframe", "amp-video"):
            self._video(el, parent)
            return
        if tag == "noscript":
            self._noscript(el)
            return
        style = el.get("style")
        if (style and _HIDDEN_STYLE.search(style.lower().replace(" ", ""))) or el.get("hidden") is not None:
            return
        if ":" in tag:  # Word's <o:p> and its kin are inline
            self._children(el, parent)
            return
        self._flush(parent)
        self.breaks = 0
        node = Node(el, tag, parent, len(self.lines))
        self.document.nodes.append(node)
        weight = 1 if tag in _HEADINGS or (style and _BOLD_STYLE.search(style.replace(" ", ""))) else 0
        slant = 1 if style and "font-style:italic" in style.replace(" ", "") else 0
        self.bold += weight
        self.italic += slant
        if not (self.films and self._note_player(el, node)):
            self._children(el, node)
        self.bold -= weight
        self.italic -= slant
        self._flush(node)
        self.breaks = 0
        node.end = len(self.lines)

    def _picture(self, kind: str, src: str | None, node: Node) -> None:
        self._flush(node)
        line = Line(kind, "", node, len(self.lines), self.breaks)
        line.src = src
        line.href = self.href
        self.lines.append(line)
        self.breaks = 0

    def _image(self, el: HtmlElement, node: Node) -> None:
        if _TINY.match(el.get("width") or "") or _TINY.match(el.get("height") or ""):
            self._icon(el)
            return
        if _BUTTON_FILE.search(el.get("src") or ""):
            return
        self._picture("image", image_address(el), node)

    def _video(self, el: HtmlElement, node: Node) -> None:
        tag = str(el.tag).removeprefix("amp-")
        src = next(
            (value for name in ("data-src", "src") if (value := el.get(name)) and "about:" not in value), None
        )
        if tag == "video":
            inner = el.find(".//source")
            if not src and inner is not None:
                src = inner.get("src") or inner.get("data-src")
        if src and (tag == "video" or _VIDEO_FRAME.search(src)):
            self._picture("video", src, node)

    def _note_player(self, el: HtmlElement, node: Node) -> bool:
        """A player built by script shows its file only in a data attribute; the rest is controls."""
        for name, value in el.items():
            if name.startswith("data-") and _VIDEO_FILE.search(value) and not value.startswith("{"):
                self._picture("video", value, node)
                return True
        return False

    def _noscript(self, el: HtmlElement) -> None:
        """A lazy image's real address may stand only in the noscript beside it."""
        last = self.lines[-1] if self.lines else None
        inner = el.find(".//img")
        if inner is not None and last is not None and last.kind == "image" and not last.src:
            last.src = image_address(inner)

    def _keep_json_ld(self, script: HtmlElement) -> None:
        if "ld+json" in (script.get("type") or "") and script.text:
            self.document.json_ld.append(script.text)


def image_address(el: HtmlElement) -> str | None:
    """The address of the picture a reader sees: lazy attributes first, then src, then srcset."""
    for name in _LAZY:
        value = (el.get(name) or "").strip()
        if value and not _PLACEHOLDER.search(value):
            return value
    src = (el.get("src") or "").strip()
    if src and not _PLACEHOLDER.search(src):
        return src
    sets = [el.get("data-srcset"), el.get("srcset")]
    picture = next(el.iterancestors("picture"), None)
    if picture is not None:  # an HTML 4 parser nests the img in its sources
        for source in picture.iter("source"):
            sets += [source.get("data-srcset"), source.get("srcset")]
    for srcset in sets:
        best = _largest(srcset or "")
        if best:
            return best
    return None


def _largest(srcset: str) -> str | None:
    """The candidate with the greatest width or density of a srcset."""
    best, size = None, -1.0
    for candidate in re.split(r",\s+|,(?=https?:|/)", srcset.strip()):
        parts = candidate.split()
        if not parts or _PLACEHOLDER.search(parts[0]):
            continue
        number = re.match(r"[\d.]+", parts[1]) if len(parts) > 1 else None
        weight = float(number.group()) if number else 0.0
        if weight > size:
            best, size = parts[0], weight
    return best
