"""Menus and lists of other articles, known by their links alone and passed over in one step.

A news page is mostly such lists. Asking libxml2 whether a list is one costs a few microseconds;
walking it would cost more than reading the article.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from crawler.extract.lines_about import is_tag_link

# A breadcrumb, a row of keywords or a list inside the text has fewer entries, or words of its own.
_FEWEST_LINKS = 6
_FEWEST_ITEMS = 4
_links = etree.XPath("count(.//a)")
_words_outside_links = etree.XPath("boolean(.//text()[normalize-space() and not(parent::a)])")
_first_address = etree.XPath("string((.//a/@href)[1])")
# An item that links to an article and has no words of its own longer than a stamp and a counter.
_article_item = etree.XPath(
    "boolean(.//a[contains(@href, '.html')]) and "
    "not(.//text()[string-length(normalize-space()) > 45 and not(parent::a)])"
)
_ARTICLE = re.compile(r"\d[^/]*\.html?(?:[?#]|$)|/\d{3,}-[^/]*\.html?")


def is_foreign_list(el: _Element) -> bool:
    """Whether a nav, ul or ol is a menu or a list of other articles."""
    if el.tag == "nav":
        return _links(el) >= _FEWEST_LINKS and not is_tag_link(str(_first_address(el)))
    if len(el) < _FEWEST_ITEMS:
        return False
    # A list is of one make: its first, middle and last entry stand for all.
    entries = [el[0], el[len(el) // 2], el[-1]]
    if any(entry.tag != "li" for entry in entries):
        return False
    if all(_article_item(entry) for entry in entries):
        return _ARTICLE.search(str(_first_address(el))) is not None
    if any(_words_outside_links(entry) for entry in entries) or _links(el) < _FEWEST_LINKS:
        return False
    return not is_tag_link(str(_first_address(el)))
