"""Where a listing goes on: ``/page/N/`` (era 1, WordPress), ``?page=N`` (era 2), the XHR of era 2's family.

The forms are those of the notes on the site, part 2; which one a listing has is read off its own links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml.etree import _Element

from crawler.sites.baolangson.urls import is_ours

XHR_PATH = "/list-post-by-category"
XHR_LIMIT = 12  # as the family's own pages ask
_PAGE_PARAMETERS = ("page", "trang", "paged", "p")
_PATH_PAGE = re.compile(r"/page/(\d{1,6})/?$")
# "58" in data-category-id="58", category_id=58, "categoryId": 58, name="category_id" value="58"
_CATEGORY = re.compile(rb"""categor(?:y|ie)[-_]?id["']?\s*(?:value\s*)?[=:]\s*["']?(\d{1,7})""")
_NEXT_WORDS = frozenset({"trang sau", "trang tiếp", "trang tiếp theo", "trang kế", "tiếp", "tiếp theo",
                         "sau", "cũ hơn", "xem thêm", "tải thêm", "next", "next page", "older",
                         "older posts", "»", "›", ">", ">>", "→"})  # fmt: skip
Anchor = tuple[str, _Element]  # an absolute address and the element that leads to it


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where a listing may go on; `xhr` where the site's own script would ask for it.

    `guessed`: the page names no next page; this is the form that the paper's software would have.
    """

    url: str
    xhr: bool = False
    guessed: bool = False


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


def next_pages(anchors: Sequence[Anchor], body: bytes, url: str, origin: str | None) -> tuple[NextPage, ...]:
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


def _pager_links(anchors: Sequence[Anchor], url: str, current: int) -> Iterator[str]:
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


def following_xhr(url: str) -> NextPage:
    return NextPage(with_query_page(url, page_number(url) + 1), xhr=True)
