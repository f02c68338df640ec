"""Pages that are no pages: a wall before the page, a "not found" with status 200, the way back home. Pure.

What decides is not that a word occurs (an article may be about a captcha, a login, a missing person) but
that a title, a heading or a block says nothing else: nearly all its words belong to such messages. A page
whose title and heading name a story can only be a paywall, or a real page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

from crawler.fetch.page_blocks import (
    PageBlocks,
    decoded,
    is_plain_utf8,
    page_blocks,
    plain,
    quick_headings,
    quick_title,
)
from crawler.fetch.wall_words import (
    CHALLENGE_MARKS,
    CORES,
    EITHER,
    GATE_WORDS,
    LEADS_ON,
    READ_ON,
    SITE_NAMES,
    VOCABULARY,
)

Kind = Literal["wall", "soft-404", "gone-home"]

SHORT: Final = 150  # words outside links: a page with fewer is a message, a listing or a notice
_FEW_LINKS: Final = 25
_TINY: Final = 15
_LIKELY = 0.6
_SURE = 0.85  # the share of a text's words that belong to such messages
_STORY_WORDS = 4  # words of a title that no message has
_FEW_STORY_WORDS = 2
_RUNNING = 25  # words: more than any message's sentence is long
_SPELLED = {**VOCABULARY, "either": EITHER}
_PLAIN = {name: frozenset(plain(words).split()) for name, words in _SPELLED.items()}
_LONG_BLOCK = 60
_NO_PAGE_STATUSES = (404, 410, 451)
_PASSWORD = re.compile(r"<input[^<>]{0,500}type\s*=\s*[\"']?password")
_NOT_FREE = re.compile(r"isaccessibleforfree\W{1,10}(?:https?://schema\.org/)?false")
_ARTICLE_PATH = re.compile(
    r"/\d{3,}-[^/]+\.html?$|[a-z]-\d{3,}\.html?$|-\d{5,}(?:\.[a-z]+)?/?$", re.IGNORECASE
)
_ARTICLE_QUERY = frozenset({"p", "id", "newsid", "articleid", "post"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a page is instead of a page.

    Attributes:
        kind: ``wall``, ``soft-404`` or ``gone-home``.
        reason: A slug to count by: the kind, for walls with what is asked (``wall-captcha``).
        detail: One sentence.
    """

    kind: Kind
    reason: str
    detail: str


def judge(
    url: str, asked_url: str, status: int, body: bytes, headers: Mapping[str, str] | None = None
) -> Trouble | None:
    """Say what stands in a page's place; None where it is a page, or says by its status that it is none.

    Args:
        url: Where the answer came from, after redirects.
        asked_url: The address that was asked for.
        status: HTTP status.
        body: The decoded body.
        headers: The answer's header fields, names in lower case.
    """
    if status in _NO_PAGE_STATUSES:
        return None
    if status < 300 and went_home(url, asked_url):
        return Trouble(
            "gone-home", "gone-home", f"the article's address leads to {urlsplit(url).path or '/'}"
        )
    if (headers or {}).get("cf-mitigated") == "challenge":
        return _wall("challenge", "the header cf-mitigated says so")
    if _is_plainly_a_story(body):
        return None
    text = decoded(body)
    page = page_blocks(text)
    if names_story(page):
        return _paywall(page, text)
    return _machine_wall(page, text, status) or _message(page, text)


def went_home(url: str, asked_url: str) -> bool:
    """Whether an article's address was redirected to the home page or a listing.

    >>> went_home("https://baolangson.vn/", "https://baolangson.vn/chinh-tri/612345-hoi-nghi.html")
    True
    >>> went_home("https://baolangson.vn/hoi-nghi-5012345.html", "https://baolangson.vn/612345-hoi-nghi.html")
    False
    """
    return url != asked_url and _names_article(asked_url) and not _names_article(url)


def _names_article(url: str) -> bool:
    parts = urlsplit(url)
    query = {name.lower() for name, value in parse_qsl(parts.query) if value.isdigit()}
    return bool(_ARTICLE_PATH.search(parts.path) or query & _ARTICLE_QUERY)


def _is_plainly_a_story(body: bytes) -> bool:
    """The quick answer for nearly all pages: title and heading agree, and no word of a paywall occurs."""
    own = [segment for segment in quick_title(body) if _is_story(segment)]
    if not own or not is_plain_utf8(body) or any(word in body for word in GATE_WORDS):
        return False
    return any(is_about(words, segment) for words in quick_headings(body) for segment in own)


def names_story(page: PageBlocks) -> bool:
    """Whether a part of the title says something of its own, and the page has it as a text too.

    A title of few such words needs a paragraph of running text below.
    """
    runs = any(len(block.words) >= _RUNNING and not block.linked for block in page.blocks)
    stories = [
        segment for segment in page.title if _is_story(segment, _FEW_STORY_WORDS if runs else _STORY_WORDS)
    ]
    return any(is_about(block.words, segment) for block in page.blocks for segment in stories)


def _is_story(segment: tuple[str, ...], least: int = 4) -> bool:
    known = _known(segment, "either")
    return len(segment) - known >= least and not plain(segment).startswith(SITE_NAMES)


def _known(words: tuple[str, ...], vocabulary: str) -> int:
    """How many words belong to such messages; a text without any diacritics is compared without them."""
    marked = any(not word.isascii() for word in words)
    known = (_SPELLED if marked else _PLAIN)[vocabulary]
    return sum(word in known for word in words)


def is_about(words: tuple[str, ...], segment: tuple[str, ...]) -> bool:
    """Whether a text repeats the title, or most of it (titles are cut, or have another ending)."""
    wanted = set(segment)
    return len(wanted & set(words)) >= max(min(_STORY_WORDS, len(wanted)), 0.6 * len(wanted))


# --- walls that a machine built ---------------------------------------------------------------------


def _machine_wall(page: PageBlocks, text: str, status: int) -> Trouble | None:
    if page.own_words > SHORT and status < 400:
        return None
    for mark, kind in CHALLENGE_MARKS:
        if mark in text and (page.links <= _FEW_LINKS or status >= 400):
            return _wall(kind, f"it has {mark}")
    if page.own_words <= _TINY and page.links <= 2 and LEADS_ON.search(text):
        return _wall("challenge", "it is only a script or a refresh that leads on")
    return None


# --- messages ---------------------------------------------------------------------------------------


def _message(page: PageBlocks, text: str) -> Trouble | None:
    alone = page.links <= _FEW_LINKS
    for words in page.title:
        if found := _kind(words, _SURE):
            return _trouble(found, words)
    for block in page.blocks:
        found = _kind(block.words, _SURE) if block.heading and not block.linked else None
        if found and (found != "login" or (alone and _asks_password(page, text))):
            return _trouble(found, block.words)
    if page.own_words > SHORT:
        return None
    for block in page.blocks:
        found = None if block.linked else _kind(block.words, _LIKELY if alone else _SURE)
        if found and _counts(found, block.words, page, text, alone=alone):
            return _trouble(found, block.words)
    return None


def _counts(kind: str, words: tuple[str, ...], page: PageBlocks, text: str, *, alone: bool) -> bool:
    """Whether a block's message is the page's own; beside many links stand forms, banners, searches."""
    if kind == "login":
        return alone and _asks_password(page, text)
    if kind == "cookies":
        return alone
    return alone or kind == "paywall" or (kind == "soft-404" and "ket qua" not in plain(words))


def _asks_password(page: PageBlocks, text: str) -> bool:
    return page.own_words <= SHORT and _PASSWORD.search(text) is not None


def _kind(words: tuple[str, ...], share: float) -> str | None:
    """What a text says, where nearly all its words belong to such messages."""
    if len(words) > _LONG_BLOCK:
        return None
    said = plain(words)
    for kind, core in CORES:
        if core.search(said):
            vocabulary = "soft-404" if kind == "soft-404" else "wall"
            if _known(words, vocabulary) >= share * len(words):
                return kind
    return None


def _paywall(page: PageBlocks, text: str) -> Trouble | None:
    """A real article, of which only the beginning is shown."""
    for block in page.blocks:
        if READ_ON.search(plain(block.words)) and _kind(block.words, _SURE) in ("paywall", "login"):
            return _trouble("paywall", block.words)
    if _NOT_FREE.search(text):
        return _wall("paywall", "its metadata says that it is not free to read")
    return None


def _trouble(kind: str, words: tuple[str, ...]) -> Trouble:
    said = f"it says {' '.join(words)[:120]!r}"
    return Trouble("soft-404", "soft-404", said) if kind == "soft-404" else _wall(kind, said)


def _wall(kind: str, detail: str) -> Trouble:
    return Trouble("wall", f"wall-{kind}", detail)
