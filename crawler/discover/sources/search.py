"""Era 2's search page: ``/search?chinhxac=1&keyword=<words>&page=<n>``.

No class name is known: an item is a link to an article that a time ``HH:MM | DD/MM/YYYY`` ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from lxml import etree

from crawler.discover.sources.collect import MAX_BYTES, Entry, article_links, entry_address, stated_day
from crawler.discover.sources.found import Question, SourcePage, SourcePart
from crawler.errors import NotSourceError
from crawler.extract.addresses import joined
from crawler.extract.document import SwarmError
from crawler.sites.baolangson.listing import parse_listing, parse_page
from crawler.sites.baolangson.paging import page_number, with_query_page

_STAMP = re.compile(r"(?<![\d:])(\d{1,2}:\d{2}) *[|│] *(\d{1,2}/\d{1,2}/\d{4})(?!\d)", re.ASCII)
_TOTAL = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3}){0,2}|\d{1,7}) *(?:kết quả|bài viết)")
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_MAX_TEXT = 2000  # a longer text is no item's time


def search_address(base: str, words: str, page: int = 1) -> str:
    """The address of a page of results for exact words.

    >>> search_address("https://baolangson.vn", "tỉnh uỷ")
    'https://baolangson.vn/search?chinhxac=1&keyword=t%E1%BB%89nh+u%E1%BB%B7&page=1'
    """
    return f"{base.rstrip('/')}/search?{urlencode({'chinhxac': 1, 'keyword': words, 'page': page})}"


def parse_search(body: bytes, url: str, question: Question) -> SourcePage:
    """Read one page of results.

    Args:
        body: The page, UTF-8.
        url: Its address.
        question: What was asked for.

    Returns:
        The items with their days, and the next page: the pager's, or the next number where there
        were items. Links without a time (menus, boxes of what is read most) are no results.

    Raises:
        NotSourceError: The bytes are no page.
    """
    try:
        page = parse_page(body[:MAX_BYTES])
    except SwarmError as error:
        raise NotSourceError(url, f"no search page: {error}") from error
    root = page.root if page is not None else None
    if root is None:
        raise NotSourceError(url, "no search page (no HTML that can be read); ask for another source")
    base = joined(url, next((el.get("href") or "" for el in root.iter("base")), "")) or url
    links, strangers = article_links(_items(root, base, question.origin), base, question.origin)
    listing = parse_listing(body[:MAX_BYTES], url, origin=question.origin, page=page)
    pages = [page.url for page in listing.next_pages if not (page.xhr or page.guessed)]
    if links and not pages:
        pages = [with_query_page(url, page_number(url) + 1)]
    parts = tuple(SourcePart(address, "page", section=question.section) for address in pages[:1])
    return SourcePage(links, parts, _total(root), strangers, is_whole=len(body) <= MAX_BYTES)


def _items(root: etree._Element, url: str, origin: str | None) -> Iterator[Entry]:
    """Each time belongs to the last article linked before it; a link is answered by one time only."""
    href = ""
    for element, text in _texts(root):
        if element is not None:
            if entry_address(element, url, origin) is not None:
                href = element
        elif href and (match := _STAMP.search(text)):
            day = stated_day(f"{match[1]} | {match[2]}")
            yield Entry(href, day, day is not None)
            href = ""


def _texts(root: etree._Element) -> Iterator[tuple[str | None, str]]:
    """Links (address, "") and short texts (None, text) in the order of the page."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element.tag == "a" and (href := element.get("href")):
                yield href.strip(), ""
            if element.tag not in _UNSEEN and element.text and len(element.text) <= _MAX_TEXT:
                yield None, element.text
        elif element.tail and len(element.tail) <= _MAX_TEXT:
            yield None, element.tail


def _total(root: etree._Element) -> int | None:
    for href, text in _texts(root):
        if href is None and (match := _TOTAL.search(text)):
            return int(re.sub(r"\D", "", match[1]))
    return None
