"""Read a section's listing: which articles it shows, and where it goes on.

No class name is known for certain, so a listing is read by what its links lead to: an address that
`urls.article_address` recognises is an article, an address of the same listing with the next page's
number is the next page. Forms of paging (notes on the site, part 2): ``/page/N/`` (era 1,
WordPress), ``?page=N`` (era 2), and the era 2 family's XHR ``/list-post-by-category``, which answers
in JSON.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml.etree import _Element

from crawler.extract.addresses import joined
from crawler.extract.document import parse_tree
from crawler.sites.baolangson.urls import article_address, is_ours
from crawler.sites.base import ArticleAddress

XHR_PATH = "/list-post-by-category"
XHR_LIMIT = 12  # as the family's own pages ask
_PAGE_PARAMETERS = ("page", "trang", "paged", "p")
_PATH_PAGE = re.compile(r"/page/(\d{1,6})/?$")
# "58" in data-category-id="58", category_id=58, "categoryId": 58, name="category_id" value="58"
_CATEGORY = re.compile(rb"""categor(?:y|ie)[-_]?id["']?\s*(?:value\s*)?[=:]\s*["']?(\d{1,7})""")
_NEXT_WORDS = frozenset({"trang sau", "trang tiếp", "trang tiếp theo", "trang kế", "tiếp", "tiếp theo",
                         "sau", "cũ hơn", "xem thêm", "tải thêm", "next", "next page", "older",
                         "older posts", "»", "›", ">", ">>", "→"})  # fmt: skip
# An article's address, a short link, a page of a listing.
_MAY_MATTER = re.compile(r"\.html|\?|/page/")
_DIGITS = re.compile(r"[0-9]+")
_Anchor = tuple[str, _Element]  # an absolute address and the element that leads to it
_DEPTH = 40  # of JSON: deeper answers are no listing


@dataclass(frozen=True, slots=True)
class ListingLink:
    """An article shown on a listing; `main` where it stands in the listing's main list."""

    address: ArticleAddress
    main: bool


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where a listing may go on; `xhr` where the site's own script would ask for it.

    `guessed`: the page names no next page; this is the form that the paper's software would have.
    """

    url: str
    xhr: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Articles in page order, each once; next pages, the surest first."""

    articles: tuple[ListingLink, ...]
    next_pages: tuple[NextPage, ...]


def parse_listing(body: bytes, url: str, *, origin: str | None = None) -> Listing:
    """Read one page of a listing, HTML or the XHR's JSON.

    Args:
        body: The page as fetched.
        url: Its address, after redirects.
        origin: Base address of a copy of the paper, where one is crawled.

    Returns:
        What the page shows. An empty or unreadable page shows nothing; that is for the caller to judge.
    """
    text = body.decode("utf-8", "replace")
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return _json_listing(text, url, origin)
    # A page without a bad byte is parsed as it came.
    root = _tree(text if "\ufffd" in text else body) if text.strip() else None
    if root is None:
        return Listing((), ())
    anchors = list(_anchors(root, url))
    links = _article_links(anchors, origin)
    if urlsplit(url).path.endswith(XHR_PATH):
        return Listing(links, (_following_xhr(url),) if links else ())
    return Listing(links, _next_pages(anchors, body, url, origin))


def page_number(url: str) -> int:
    """The page of a listing that an address asks for; 1 where it names none.

    >>> page_number("https://baolangson.vn/chinh-tri/page/3/"), page_number("/chinh-tri?page=2")
    (3, 2)
    """
    parts = urlsplit(url)
    if match := _PATH_PAGE.search(parts.path):
        return int(match[1])
    numbers = [v for k, v in parse_qsl(parts.query) if k in _PAGE_PARAMETERS and re.fullmatch(r"\d{1,6}", v)]
    return int(numbers[0]) if numbers else 1


def _tree(page: str | bytes) -> _Element | None:
    try:
        utf8 = page.encode() if isinstance(page, str) else page
        return parse_tree(utf8)
    except (etree.LxmlError, ValueError):
        return None


def _anchors(root: _Element, url: str) -> Iterator[_Anchor]:
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


def _article_links(anchors: Sequence[_Anchor], origin: str | None) -> tuple[ListingLink, ...]:
    """Every article linked, in page order; main are those of the most frequent place in the page.

    A listing's items are laid out alike, so their links have the same chain of parents; no box beside
    the list shows as many different articles.
    """
    places: dict[str, set[str]] = {}
    found: dict[str, ArticleAddress] = {}
    addresses = {url: article_address(url, origin=origin) for url, _ in anchors}
    known: dict[_Element, str] = {}
    for url, anchor in anchors:
        address = addresses[url] if anchor.tag == "a" else None
        if address is None:
            continue
        found.setdefault(_key(address), address)
        places.setdefault(_key(address), set()).add(_place(anchor.getparent(), known))
    counts = Counter(place for of_one in places.values() for place in of_one)
    counts = Counter({place: n for place, n in counts.items() if not _is_aside(place)})
    most = max(counts.values(), default=0)
    main = {place for place, n in counts.items() if n == most}
    return tuple(ListingLink(address, bool(places[key] & main)) for key, address in found.items())


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
    """A parent's name and class without digits (`post-531453` differs from item to item)."""
    return f"{element.tag!s}.{_DIGITS.sub('', element.get('class') or '')}"


def _is_aside(place: str) -> bool:
    return any(sign.partition(".")[0] in ("aside", "nav", "header", "footer") for sign in place.split("/"))


# --- the next page ------------------------------------------------------------------------------


def _next_pages(
    anchors: Sequence[_Anchor], body: bytes, url: str, origin: str | None
) -> tuple[NextPage, ...]:
    current = page_number(url)
    links = [address for address in _pager_links(anchors, url, current) if is_ours(address, origin=origin)]
    pages = [NextPage(address) for address in dict.fromkeys(links)]
    if category := _CATEGORY.search(body.lower()):
        query = urlencode({"page": 1, "limit": XHR_LIMIT, "category_id": category[1].decode(),
                           "show_thumb": "true", "show_desc": "true"})  # fmt: skip
        # From its page 1: its pages need not be cut where the HTML page ended.
        pages.append(NextPage(urljoin(url, f"{XHR_PATH}?{query}"), xhr=True))
    if not pages and current == 1:
        pages = [
            NextPage(_with_path_page(url, 2), guessed=True),
            NextPage(with_query_page(url, 2), guessed=True),
        ]
    return tuple(pages)


def _pager_links(anchors: Sequence[_Anchor], url: str, current: int) -> Iterator[str]:
    """Addresses of page `current` + 1, the surest first: rel=next, its number, a word for next."""
    for address, anchor in anchors:
        if "next" in (anchor.get("rel") or "").lower().split():
            yield address
    path = _listing_path(url)
    own = [(address, anchor) for address, anchor in anchors if _listing_path(address) == path]
    numbers = {address: page_number(address) for address, _ in own}
    yield from (address for address, number in numbers.items() if number == current + 1)
    for address, anchor in own:
        label = " ".join("".join(anchor.itertext()).split()).lower() if anchor.tag == "a" else ""
        if label in _NEXT_WORDS and numbers[address] > current:
            yield address
    later = [address for address, number in numbers.items() if number > current + 1]
    if later:  # a pager that names only far pages: the next one has the same form
        yield _renumbered(later[0], current + 1)


def _listing_path(url: str) -> str:
    return _PATH_PAGE.sub("", urlsplit(url).path).rstrip("/")


def _renumbered(url: str, number: int) -> str:
    return (
        _with_path_page(url, number)
        if _PATH_PAGE.search(urlsplit(url).path)
        else with_query_page(url, number)
    )


def _with_path_page(url: str, number: int) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{_listing_path(url)}/page/{number}/", query="", fragment=""))


def with_query_page(url: str, number: int) -> str:
    """The address with its page parameter (`page` where it has none) set to `number`.

    >>> with_query_page("https://baolangson.vn/chinh-tri?sort=new&page=2", 3)
    'https://baolangson.vn/chinh-tri?sort=new&page=3'
    """
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    name = next((key for key, _ in query if key in _PAGE_PARAMETERS), "page")
    values = {**dict(query), name: str(number)}  # a name that is there keeps its place
    return urlunsplit(parts._replace(query=urlencode(values), fragment=""))


def _following_xhr(url: str) -> NextPage:
    return NextPage(with_query_page(url, page_number(url) + 1), xhr=True)


# --- the XHR's JSON -----------------------------------------------------------------------------


def _json_listing(text: str, url: str, origin: str | None) -> Listing:
    try:
        answer = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return Listing((), ())
    found: dict[str, ListingLink] = {}
    for link in _json_links(answer, url):
        address = article_address(joined(url, unescape(link)) or "", origin=origin)
        if address is not None:
            found.setdefault(_key(address), ListingLink(address, main=True))
    return Listing(tuple(found.values()), (_following_xhr(url),) if found else ())


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
