"""A page as blocks of text, read without a parser: quick, linear in its size whatever stands in it. Pure.

It serves to recognise pages that are no pages (`verdict`), not to extract anything.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

MOST_BYTES = 400_000
_OPAQUE = re.compile(r"<!--|<(script|style|template|svg|textarea)\b")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]{0,4000}>")
# Tags that do not end a block of text.
_INLINE = frozenset(
    "a abbr b bdi bdo br cite code em font i img input kbd mark q s small span strong sub sup u wbr".split()
)
_HEADINGS = frozenset("h1 h2 h3".split())
_HEADING = re.compile(r"<(h[1-3])\b[^<>]{0,500}>")
_FIRST_HEADINGS = 12
_TONE = re.compile("[\u0300-\u0323]")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of text in folded words. `heading`: 0 for none, else 1-3; `linked`: all of it is a link."""

    words: tuple[str, ...]
    heading: int
    linked: bool


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """What a reader sees of a page, roughly.

    Attributes:
        title: The segments of its title (``Đăng nhập - Báo Lạng Sơn`` has two), each as folded words.
        blocks: Its blocks of text.
        links: How many links it has.
    """

    title: tuple[tuple[str, ...], ...]
    blocks: tuple[PageBlock, ...]
    links: int

    @property
    def own_words(self) -> int:
        """How many words stand outside links."""
        return sum(len(block.words) for block in self.blocks if not block.linked)


def decoded(body: bytes) -> str:
    """Read bytes as text in lower case, well enough to recognise words."""
    return _text(body[:MOST_BYTES]).lower()


def _text(part: bytes) -> str:
    if part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return part.decode("utf-16", "replace")
    if b"\0" in part[:200]:
        return part.replace(b"\0", b"").decode("latin-1")
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = error.start < len(part) - 4  # else only the last letter is cut
        return part.decode("cp1258", "replace") if whole else part.decode("utf-8", "replace")


@lru_cache(2048)
def fold(text: str) -> tuple[str, ...]:
    """Give the words of a text without case and diacritics.

    >>> fold("KHÔNG T&Igrave;M THẤY đường")
    ('khong', 'tim', 'thay', 'duong')
    """
    plain = unicodedata.normalize("NFD", html.unescape(text)).lower().replace("đ", "d")
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def title_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Give the segments of a page's title as folded words."""
    opened = re.search(r"<title[^<>]{0,500}>", text[:100_000])
    if opened is None:
        return ()
    title = text[opened.end() : opened.end() + 2000]
    title = html.unescape(re.split(r"</title", title, maxsplit=1)[0])
    segments = (fold(segment) for segment in re.split(r"\s[-–—|»:·•/]\s|\|", title))
    return tuple(segment for segment in segments if segment)


def headings_of(text: str) -> Iterator[tuple[str, ...]]:
    """Give the texts of a page's first headings as folded words."""
    for opened in islice(_HEADING.finditer(text), _FIRST_HEADINGS):
        inside = text[opened.end() : opened.end() + 2000].partition(f"</{opened[1]}")[0]
        yield fold(_TAG.sub(" ", inside))


def composed(text: str) -> str:
    """Give the text with its letters in one form, where they may be in another."""
    if "&#7" in text or "&#x1" in text or "&igrave;" in text:
        text = html.unescape(text)
    return unicodedata.normalize("NFC", text) if _TONE.search(text) else text


def page_blocks(text: str) -> PageBlocks:
    """Take a page apart."""
    builder = _Builder()
    place = 0
    markup = _markup(text)
    for tag in _TAG.finditer(markup):
        builder.text(markup[place : tag.start()])
        builder.tag(tag[2], closing=bool(tag[1]))
        place = tag.end()
    builder.text(markup[place:])
    builder.flush()
    return PageBlocks(title_of(text), tuple(builder.blocks), builder.links)


def _markup(text: str) -> str:
    """The text without comments, scripts, styles; what an unclosed one hides is left out."""
    parts, place = [], 0
    while (opened := _OPAQUE.search(text, place)) is not None:
        parts.append(text[place : opened.start()])
        end = "-->" if opened[1] is None else f"</{opened[1]}"
        closed = text.find(end, opened.end())
        place = len(text) if closed < 0 else closed + (3 if opened[1] is None else 0)
    return "".join([*parts, text[place:]])


class _Builder:
    """Collects blocks while tags go by."""

    def __init__(self) -> None:
        self.blocks: list[PageBlock] = []
        self.links = 0
        self._parts: list[str] = []
        self._heading = 0
        self._in_link = False
        self._in_title = False
        self._loose = False  # some of the block's text is outside links

    def text(self, text: str) -> None:
        if text.strip() and not self._in_title:
            self._parts.append(text)
            self._loose = self._loose or not self._in_link

    def tag(self, name: str, *, closing: bool) -> None:
        if name == "a":
            self._in_link = not closing
            self.links += not closing
        elif name == "title":
            self._in_title = not closing
        elif name not in _INLINE:
            self.flush()
            self._heading = int(name[1]) if name in _HEADINGS and not closing else 0

    def flush(self) -> None:
        words = fold(" ".join(self._parts)) if self._parts else ()
        if words:
            self.blocks.append(PageBlock(words, self._heading, not self._loose))
        self._parts, self._loose = [], False
