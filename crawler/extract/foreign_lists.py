"""Menus and lists of other articles, known by their links alone and passed over in one step.

A news page is mostly such lists. Looking at a few entries of a list costs a few microseconds;
walking it would cost more than reading the article.
"""

from __future__ import annotations

import re

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
    if len(el) < _FEWEST_ITEMS:
        return False
    # A list is of one make: its first, middle and last entry stand for all.
    entries = [el[0], el[len(el) // 2], el[-1]]
    if any(entry.tag != "li" for entry in entries):
        return False
    beside = 0
    for entry in entries:
        beside = max(beside, _longest_beside_links(entry))
        if beside > _LONGEST_BESIDE:
            return False
    if all(map(_leads_to_article, entries)):
        return _ARTICLE.search(_first_address(el)) is not None
    return not beside and _has_links(el) and not is_tag_link(_first_address(el))


def _has_links(el: _Element) -> bool:
    """Whether there are as many links as a menu has."""
    return sum(1 for _, _ in zip(el.iter("a"), range(_FEWEST_LINKS), strict=False)) == _FEWEST_LINKS


def _first_address(el: _Element) -> str:
    return next((href for link in el.iter("a") if (href := link.get("href")) is not None), "")


def _leads_to_article(entry: _Element) -> bool:
    return any(".html" in (link.get("href") or "") for link in entry.iter("a"))


def _longest_beside_links(entry: _Element) -> int:
    """Length of the longest text of an entry that stands right in no link."""
    longest = 0
    for el in entry.iter():
        text, tail = el.text, el.tail if el is not entry else None
        if text and el.tag != "a":
            longest = max(longest, len(text.strip()))
        if tail:
            parent = el.getparent()
            if parent is not None and parent.tag != "a":
                longest = max(longest, len(tail.strip()))
    return longest
