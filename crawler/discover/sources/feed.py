"""Feeds: RSS 2.0, Atom, RDF, read by feedparser; WordPress leads back through time by ``?paged=N``."""

from __future__ import annotations

import re
import unicodedata
from calendar import timegm
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from crawler.discover.sources.collect import MAX_BYTES, Entry, article_links, entry_address, stated_day
from crawler.discover.sources.found import Question, SourceLink, SourcePage, SourcePart, sane_day
from crawler.errors import NotSourceError
from crawler.extract.addresses import joined
from crawler.extract.document import parse_tree
from crawler.sites.baolangson.paging import page_number, with_query_page
from crawler.sites.baolangson.urls import POLITICS_SECTIONS, is_ours

# feedparser takes up to 25 microseconds a tag; a real feed of a hundred full texts has ten thousand.
_MAX_TAGS = 200_000
_LONG_TAG = re.compile(rb"<[^!?<>][^<>]{4096}")  # its attributes take feedparser their number's square
_TAG = re.compile(rb"<(/?)(?!(?:br|img|hr|wbr|input|source|embed)\b)[A-Za-z][^<>]*?(/?)>")
_MAX_DEPTH = 2_000  # tags left open take feedparser their number's square, too
_MAX_ENTRIES = 5_000
_FEED_PATH = re.compile(r"^(?:/(.*?))?/feed/?$")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_SECTION_OF_NAME = {path.rpartition("/")[2]: path for path in POLITICS_SECTIONS}
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def parse_feed(body: bytes, url: str, question: Question) -> SourcePage:
    """Read a feed.

    Args:
        body: The bytes as received; a feed that is broken is read as far as it goes.
        url: Its address; the section is read from ``/<section>/feed/``.
        question: What was asked for.

    Returns:
        Articles with their days, and WordPress's next page (``?paged=N``) unless all shown here are
        older than the days wanted.

    Raises:
        NotSourceError: The bytes are no feed.
    """
    part, is_whole = _readable(body)
    feed = _parsed(part, url)
    entries = list(feed.entries[:_MAX_ENTRIES])
    if not feed.get("version") and not entries:
        raise NotSourceError(url, "no feed (neither RSS, Atom nor RDF); ask for another source")
    section = question.section or feed_section(url)
    read = [_entry(item, section, url, question.origin) for item in entries]
    if feed.get("version", "").startswith("rss"):  # RSS has one date: RDF's dc:date is its pubDate
        read = [replace(entry, is_published=entry.day is not None) for entry in read]
    links, strangers = article_links(read, url, question.origin)
    parts = _next_page(feed, url, links, question) if entries else ()
    return SourcePage(links, parts, strangers=strangers, is_whole=is_whole and not _is_broken(feed))


def feed_section(url: str) -> str | None:
    """Give the section of a feed's address.

    >>> feed_section("https://baolangson.vn/chinh-tri/xay-dung-dang/feed/?paged=2")
    'chinh-tri/xay-dung-dang'
    """
    match = _FEED_PATH.match(urlsplit(url).path)
    return (match[1] or None) if match else None


def feed_links(body: bytes, url: str, *, origin: str | None = None) -> tuple[str, ...]:
    """Give the feeds that a page names: ``<link rel=alternate>``, and links to ``….rss``.

    Feeds of comments are left out. A page that cannot be read names none.
    """
    try:
        root = parse_tree(body[:MAX_BYTES].decode("utf-8", "replace").encode()) if body.strip() else None
    except (etree.LxmlError, ValueError):
        return ()
    found = dict.fromkeys(address for href in _feed_hrefs(root) if (address := joined(url, href)))
    return tuple(address for address in found if is_ours(address, origin=origin))


def _feed_hrefs(root: etree._Element | None) -> Iterator[str]:
    for element in root.iter("link", "a") if root is not None else ():
        href = (element.get("href") or "").strip()
        declared = "alternate" in (element.get("rel") or "").lower().split()
        is_feed = declared and (element.get("type") or "").lower().strip() in _FEED_TYPES
        linked = element.tag == "a" and href.partition("?")[0].endswith((".rss", "/feed", "/feed/"))
        if (is_feed or linked) and "comments/feed" not in href and not href.endswith(".html/feed/"):
            yield href


# --- reading ------------------------------------------------------------------------------------


def _readable(body: bytes) -> tuple[bytes, bool]:
    """Cut a feed that is too long to be one: what stands before the cut is read."""
    part = body[:MAX_BYTES]
    if part.count(b"<") > _MAX_TAGS:
        part = b"<".join(part.split(b"<", _MAX_TAGS)[:_MAX_TAGS])
    if long_tag := _LONG_TAG.search(part):
        part = part[: long_tag.start()]
    part = part[: _too_deep(part)]
    return part, len(part) == len(body)


def _too_deep(body: bytes) -> int | None:
    """Where more tags are open than any feed has, HTML within its texts counted; None: nowhere."""
    depth = 0
    for tag in _TAG.finditer(body):
        depth = max(0, depth - 1) if tag[1] else depth if tag[2] else depth + 1
        if depth > _MAX_DEPTH:
            return tag.start()
    return None


def _parsed(body: bytes, url: str) -> Any:
    """Let feedparser read the bytes: from memory, so that it never takes them for an address."""
    import feedparser  # type: ignore[import-untyped]

    try:
        return feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # it promises not to raise; whatever a hostile feed makes it raise
        raise NotSourceError(url, f"a feed that cannot be read ({type(error).__name__})") from error


def _is_broken(feed: Any) -> bool:
    """Whether the XML ended or broke before its end; a wrong charset declaration breaks nothing."""
    from xml.sax import SAXException

    return isinstance(feed.get("bozo_exception"), SAXException)


def _entry(item: Any, section: str | None, url: str, origin: str | None) -> Entry:
    # dict.get: feedparser's own would give the one for the other, with a warning
    published, updated = (_day(item, name) for name in ("published", "updated"))
    places = [value for name in ("link", "id") if isinstance(value := dict.get(item, name), str)]
    href = next((place for place in places if entry_address(place, url, origin)), places[0] if places else "")
    named = section or _named_section(dict.get(item, "tags") or ())
    return Entry(href, published or updated, published is not None, named)


def _day(item: Any, name: str) -> Any:
    text = dict.get(item, name)
    if isinstance(text, str) and (day := stated_day(text)):
        return day
    parsed = dict.get(item, f"{name}_parsed")  # forms that only feedparser knows; in UTC
    try:
        return sane_day(datetime.fromtimestamp(timegm(parsed), UTC)) if parsed else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _named_section(tags: Any) -> str | None:
    """The political section whose name is among an entry's categories (which hold keywords, too)."""
    for tag in list(tags)[:20]:
        term = tag.get("term")
        if isinstance(term, str) and (path := _SECTION_OF_NAME.get(_slug(term[:100]))):
            return path
    return None


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return _NOT_WORD.sub("-", letters.encode("ascii", "ignore").decode()).strip("-")


# --- the next page ------------------------------------------------------------------------------


def _next_page(
    feed: Any, url: str, links: tuple[SourceLink, ...], question: Question
) -> tuple[SourcePart, ...]:
    """The feed's own rel=next (RFC 5005), or WordPress's form; none behind the days wanted."""
    since = question.window.since
    if since and links and all(link.is_published and link.day and link.day < since.date() for link in links):
        return ()
    named = [item.get("href") for item in feed.feed.get("links", ()) if item.get("rel") == "next"]
    address = joined(url, named[0]) if named and isinstance(named[0], str) else None
    if address is None and _FEED_PATH.match(urlsplit(url).path):
        address = with_query_page(_paged(url), page_number(url) + 1)
    if address is None or not is_ours(address, origin=question.origin):
        return ()
    return (SourcePart(address, "page", section=question.section),)


def _paged(url: str) -> str:
    return url if urlsplit(url).query else f"{url}?paged=1"
