"""Read a section's listing: which articles it shows, and where it goes on.

No class name is known for certain, so a listing is read by what its links lead to: an address that
`urls.article_address` recognises is an article; `paging` finds the next page. The era 2 family's XHR
``/list-post-by-category`` answers in JSON.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element

from crawler.extract.addresses import joined
from crawler.extract.document import SwarmError, parse_tree
from crawler.sites.baolangson.paging import XHR_PATH, Anchor, NextPage, following_xhr, next_pages
from crawler.sites.baolangson.urls import article_address
from crawler.sites.base import ArticleAddress

# An article's address, a short link, a page of a listing.
_MAY_MATTER = re.compile(r"\.html|\?|/page/")
_DIGITS = re.compile(r"[0-9]+")
# Classes by which WordPress tells an item from the next (developer.wordpress.org: get_post_class).
_OWN_CLASS = re.compile(
    r"(?<![\w-])(?:post|type|status|format|category|tag|author|has|post_tag|post_format)-\S+"
)
_MOST_ADDRESSES = 8  # of one article on one page: the paper has two, a hostile page any number
_NEAR = 4096  # bytes: a JSON answer has begun by then
_DEPTH = 40  # of JSON: deeper answers are no listing


@dataclass(frozen=True, slots=True)
class ListingLink:
    """An article shown on a listing.

    Attributes:
        address: The first under which the page shows it.
        main: Whether it stands in the listing's main list.
        also: Further addresses under which the page shows it, canonical, in page order.
    """

    address: ArticleAddress
    main: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Articles in page order, each once; next pages, the surest first."""

    articles: tuple[ListingLink, ...]
    next_pages: tuple[NextPage, ...]


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """An HTML page of a listing.

    Attributes:
        utf8: Its bytes as parsed; each bad one is U+FFFD.
        root: Its tree, or None where there is nothing to parse.
    """

    utf8: bytes
    root: _Element | None


def parse_page(body: bytes) -> ParsedPage | None:
    """Parse a page of a listing; None where it is the XHR's JSON.

    Raises:
        SwarmError: It is not parsed, and may show articles all the same.
    """
    if _is_json(body):
        return None
    text = body.decode("utf-8", "replace")
    utf8 = text.encode() if "\ufffd" in text else body
    return ParsedPage(utf8, _tree(utf8) if text.strip() else None)


def parse_listing(
    body: bytes, url: str, *, origin: str | None = None, page: ParsedPage | None = None
) -> Listing:
    """Read one page of a listing, HTML or the XHR's JSON.

    Args:
        body: The page as fetched.
        url: Its address, after redirects.
        origin: Base address of a copy of the paper, where one is crawled.
        page: What `parse_page` gave, where the caller has asked for it.

    Returns:
        What the page shows. An empty or unreadable page shows nothing; that is for the caller to judge.

    Raises:
        SwarmError: It is not parsed, and may show articles all the same.
    """
    page = page or parse_page(body)
    if page is None:
        return _json_listing(body.decode("utf-8", "replace"), url, origin)
    if page.root is None:
        return Listing((), ())
    anchors = list(_anchors(page.root, url))
    links = _article_links(anchors, origin)
    if urlsplit(url).path.endswith(XHR_PATH):
        return Listing(links, (following_xhr(url),) if links else ())
    return Listing(links, next_pages(anchors, body, url, origin))


def _is_json(body: bytes) -> bool:
    return body[:_NEAR].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def _tree(page: str | bytes) -> _Element | None:
    try:
        utf8 = page.encode() if isinstance(page, str) else page
        return parse_tree(utf8)
    except SwarmError:
        raise
    except (etree.LxmlError, ValueError):
        return None


def _anchors(root: _Element, url: str) -> Iterator[Anchor]:
    """Every link that may lead to an article or to another page of a listing, with its absolute address."""
    bases = (href for base in root.iter("base") if (href := base.get("href")) is not None)
    base = joined(url, next(bases, "")) or url
    known: dict[str, str] = {}
    for element in root.iter("a", "link"):
        href = element.get("href") or ""
        if element.get("rel") is None and not _MAY_MATTER.search(href):
            continue  # most of a page's links are its menus'
        if href not in known:
            known[href] = joined(base, href) or ""
        yield known[href], element


# --- articles -----------------------------------------------------------------------------------


def _article_links(anchors: Sequence[Anchor], origin: str | None) -> tuple[ListingLink, ...]:
    """Every article linked, in page order; main are those of the most frequent place in the page.

    A listing's items are laid out alike, so their links have the same chain of parents; no box beside
    the list shows as many different articles.
    """
    places: dict[str, set[str]] = {}
    found: dict[str, list[ArticleAddress]] = {}
    addresses = {url: article_address(url, origin=origin) for url, _ in anchors}
    known: dict[_Element, str] = {}
    for url, anchor in anchors:
        address = addresses[url] if anchor.tag == "a" else None
        if address is None:
            continue
        found.setdefault(_key(address), []).append(address)
        places.setdefault(_key(address), set()).add(_place(anchor.getparent(), known))
    counts = Counter(place for of_one in places.values() for place in of_one)
    counts = Counter({place: n for place, n in counts.items() if not _is_aside(place)})
    most = max(counts.values(), default=0)
    main = {place for place, n in counts.items() if n == most}
    return tuple(_link(shown, main=bool(places[key] & main)) for key, shown in found.items())


def _link(shown: Sequence[ArticleAddress], *, main: bool) -> ListingLink:
    """An article by the addresses under which a page shows it."""
    names = dict.fromkeys(address.canonical for address in shown)
    return ListingLink(shown[0], main, tuple(names)[1:_MOST_ADDRESSES])


def _key(address: ArticleAddress) -> str:
    own_series = address.layout == "era1" and address.language == "en"
    return f"en1/{address.id}" if own_series else address.id


def _place(parent: _Element | None, known: dict[_Element, str]) -> str:
    """The chain of parents, innermost first; chains once worked out are `known`."""
    if parent is None:
        return ""
    place = known.get(parent)
    if place is None:
        place = known[parent] = f"{_sign(parent)}/{_place(parent.getparent(), known)}"
    return place


def _sign(element: _Element) -> str:
    """A parent's name and class, without what differs from item to item: `post-531453`, `tag-dai-hoi`."""
    classes = _OWN_CLASS.sub("", element.get("class") or "")
    return f"{element.tag!s}.{' '.join(_DIGITS.sub('', classes).split())}"


def _is_aside(place: str) -> bool:
    return any(sign.partition(".")[0] in ("aside", "nav", "header", "footer") for sign in place.split("/"))


# --- the XHR's JSON -----------------------------------------------------------------------------


def _json_listing(text: str, url: str, origin: str | None) -> Listing:
    try:
        answer = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return Listing((), ())
    found: dict[str, list[ArticleAddress]] = {}
    for link in _json_links(answer, url):
        address = article_address(joined(url, unescape(link)) or "", origin=origin)
        if address is not None:
            found.setdefault(_key(address), []).append(address)
    links = tuple(_link(shown, main=True) for shown in found.values())
    return Listing(links, (following_xhr(url),) if found else ())


def _json_links(value: Any, url: str, depth: int = _DEPTH) -> Iterator[str]:
    """Every text of the answer that may be an address, and the links of HTML within it."""
    if isinstance(value, str):
        if "<a" in value.lower():
            root = _tree(value)
            yield from (a.get("href") or "" for a in (root.iter("a") if root is not None else ()))
        elif ".html" in value and " " not in value.strip():
            yield value.strip()
    elif depth and isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _json_links(item, url, depth - 1)
