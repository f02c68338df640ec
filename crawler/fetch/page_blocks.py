"""A page as blocks of text, read without a parser: quick, linear in its size whatever stands in it. Pure.

It serves to recognise pages that are no pages (`verdict`), not to extract anything.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
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
_TITLE = re.compile(rb"<title[^<>]{0,500}>", re.IGNORECASE)
_HEADING = re.compile(rb"<[hH][1-3]\b[^<>]{0,500}>")
_FIRST_HEADINGS = 12
# 0xCC begins the tone marks of decomposed text in UTF-8, and is one in windows-1258; NUL is in UTF-16.
_ODD_LETTERS = (b"\xcc", b"\0", b"&#7", b"&#x1", b"&#X1", b"&igrave;", b"&ocirc;")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of text in words. `heading`: 0 for none, else 1-3; `linked`: all of it is a link."""

    words: tuple[str, ...]
    heading: int
    linked: bool


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """What a reader sees of a page, roughly.

    Attributes:
        title: The segments of its title (``Đăng nhập - Báo Lạng Sơn`` has two), each as words.
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
def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case, with their diacritics in one form.

    >>> words_of("KHÔNG T&Igrave;M THẤY đường")
    ('không', 'tìm', 'thấy', 'đường')
    """
    return tuple(_WORD.findall(unicodedata.normalize("NFC", html.unescape(text).lower())))


def plain(words: Iterable[str]) -> str:
    """Give words as one text without diacritics.

    >>> plain(("không", "tìm", "thấy", "đường"))
    'khong tim thay duong'
    """
    letters = unicodedata.normalize("NFD", " ".join(words)).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def title_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Give the segments of a page's title as words."""
    opened = re.search(r"<title[^<>]{0,500}>", text[:100_000])
    if opened is None:
        return ()
    title = text[opened.end() : opened.end() + 2000]
    title = html.unescape(re.split(r"</title", title, maxsplit=1)[0])
    segments = (words_of(segment) for segment in re.split(r"\s[-–—|»:·•/]\s|\|", title))
    return tuple(segment for segment in segments if segment)


def quick_title(body: bytes) -> tuple[tuple[str, ...], ...]:
    """Give the segments of a page's title without decoding the page."""
    opened = _TITLE.search(body, 0, 100_000)
    return title_of(_lowered(body[opened.start() : opened.end() + 2000])) if opened else ()


def quick_headings(body: bytes) -> Iterator[tuple[str, ...]]:
    """Give the texts of a page's first headings without decoding the page."""
    for opened in islice(_HEADING.finditer(body), _FIRST_HEADINGS):
        inside = _lowered(body[opened.end() : opened.end() + 2000]).partition("</h")[0]
        yield words_of(_TAG.sub(" ", inside))


def is_plain_utf8(body: bytes) -> bool:
    """Whether letters stand as they are: no tone marks apart, no entities, no other encoding."""
    return not any(mark in body for mark in _ODD_LETTERS)


def _lowered(part: bytes) -> str:
    return part.decode("utf-8", "replace").lower()


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
        words = words_of(" ".join(self._parts)) if self._parts else ()
        if words:
            self.blocks.append(PageBlock(words, self._heading, not self._loose))
        self._parts, self._loose = [], False
