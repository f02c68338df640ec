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
_items = etree.XPath("count(./li)")
# Every item links to an article, and no item has words of its own longer than a stamp and a counter.
_article_items = etree.XPath("count(./li[.//a[contains(@href, '.html')]])")
_long_words = etree.XPath("boolean(.//text()[string-length(normalize-space()) > 45 and not(parent::a)])")
_ARTICLE = re.compile(r"\d[^/]*\.html?(?:[?#]|$)|/\d{3,}-[^/]*\.html?")


def is_foreign_list(el: _Element) -> bool:
    """Whether a nav, ul or ol is a menu or a list of other articles."""
    if el.tag != "nav" and len(el) < _FEWEST_ITEMS:
        return False
    if _links(el) >= _FEWEST_LINKS and (el.tag == "nav" or not _words_outside_links(el)):
        return not is_tag_link(str(_first_address(el)))
    if el.tag == "nav":
        return False
    items = _items(el)
    if items < _FEWEST_ITEMS or _article_items(el) != items or _long_words(el):
        return False
    return _ARTICLE.search(str(_first_address(el))) is not None
