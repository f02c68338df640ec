"""Menus and lists of other articles, known by their links alone and passed over in one step.

A news page is mostly such lists. Looking at a few entries of a list costs a few microseconds;
walking it would cost more than reading the article.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml.etree import _Element

from crawler.extract.lines_about import is_tag_link

# A breadcrumb, a row of keywords or a list inside the text has fewer entries, or words of its own.
_FEWEST_LINKS = 6
_FEWEST_ITEMS = 4
# The longest text beside the link of an entry that is no text of its own: a stamp and a counter.
_LONGEST_BESIDE = 45
_ARTICLE = re.compile(r"\d[^/]*\.html?(?:[?#]|$)|/\d{3,}-[^/]*\.html?")


def is_foreign_list(el: _Element) -> bool:
    """Whether a nav, ul or ol is a menu or a list of other articles."""
    if el.tag == "nav":
        return _has_links(el) and not is_tag_link(_first_address(el))
    size = len(el)
    if size < _FEWEST_ITEMS:
        return False
    # A list is of one make: its first, middle and last entry stand for all.
    beside, to_articles = False, True
    for entry in (el[0], el[size // 2], el[-1]):
        if entry.tag != "li":
            return False
        longest, to_article = _look_at(entry)
        if longest > _LONGEST_BESIDE:
            return False
        beside = beside or longest > 0
        to_articles = to_articles and to_article
    if to_articles:
        return _ARTICLE.search(_first_address(el)) is not None
    return not beside and _has_links(el) and not is_tag_link(_first_address(el))


def _has_links(el: _Element) -> bool:
    """Whether there are as many links as a menu has."""
    return next(islice(el.iter("a"), _FEWEST_LINKS - 1, None), None) is not None


def _first_address(el: _Element) -> str:
    for link in el.iter("a"):
        href = link.get("href")
        if href is not None:
            return href
    return ""


def _look_at(entry: _Element) -> tuple[int, bool]:
    """Length of the longest text that stands right in no link, and whether a link leads to an article."""
    longest, to_article = 0, False
    for el in entry.iter():
        text, tail = el.text, el.tail
        if el.tag == "a":
            to_article = to_article or ".html" in (el.get("href") or "")
        elif text and not text.isspace():
            longest = max(longest, len(text.strip()))
        if tail and not tail.isspace() and el is not entry:
            parent = el.getparent()
            if parent is not None and parent.tag != "a":
                longest = max(longest, len(tail.strip()))
    return longest, to_article
