"""Parse once, walk once: from the bytes of a page to lines in reading order."""

from __future__ import annotations

import re
from itertools import chain

from lxml import etree
from lxml.etree import _Element

from crawler.extract.addresses import joined
from crawler.extract.page_lines import Document
from crawler.extract.walker import Walker

# Without a table of ids, which nothing asks for: it would take a twentieth of the parsing.
_PARSER = etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True, collect_ids=False)
_END = re.compile(rb"</(?:body|html)(?![\w:-])[^<>]*>?", re.IGNORECASE)
# In a smaller page the attributes of a tag are no danger; only a larger one is looked through tag by tag.
_SMALL, _LARGE = 100_000, 300_000
_MOST_ATTRIBUTES = 10_000  # a second's work
_TAG = re.compile(rb"<[A-Za-z](?>[^>\"']+|\"[^\"]*\"|'[^']*'|[\"'])*")
_BETWEEN = re.compile(rb"\"[^\"]*\"|'[^']*'|[\s/]+")
_UNSEEN = frozenset(("script", "style", "noscript", "link", "meta", "template"))


def parse(utf8: bytes, url: str) -> Document:
    """Parse a page (UTF-8, whatever it declares) and lay out its lines.

    Args:
        utf8: The page's bytes in UTF-8.
        url: Its address, to which relative addresses are joined unless `<base>` says otherwise.

    Returns:
        The document; a page without a body has no lines.

    Raises:
        lxml.etree.ParserError: nothing could be parsed (an empty or blank page).
    """
    root = parse_tree(utf8)
    if root is None:
        raise etree.ParserError("Document is empty")
    document = Document(url, url, root)
    head = root.find("head")
    if head is not None:
        for el in head.iter("script", "base"):
            if el.tag == "script":
                document.keep_json_ld(el)
            elif el.get("href"):
                document.base = joined(url, el.get("href") or "") or url
    Walker(document).walk()
    return document


class SwarmError(etree.ParserError):
    """A tag has so many attributes that to parse it would take minutes. The page is not blank."""


def parse_tree(utf8: bytes) -> _Element | None:
    """Parse a page into one tree, as a browser does: a stray `</body>` or `</html>` ends nothing.

    libxml2 puts what follows such an end beside the body, or below a second root, and closes every
    block that was open; HTML (section 13.2.6.4.19, "after body") goes on where it was.

    Returns:
        The root, or None where the page is empty.

    Raises:
        lxml.etree.LxmlError: nothing could be parsed.
        SwarmError: it was not tried (an LxmlError too).
    """
    if len(utf8) > _SMALL and _swarms(utf8):
        raise SwarmError("a tag in it has thousands of attributes; look at the page by hand")
    root: _Element | None = etree.fromstring(utf8, _PARSER)
    if root is not None and _goes_on(root):
        root = etree.fromstring(_END.sub(b"", utf8), _PARSER)
    return root


def _swarms(utf8: bytes) -> bool:
    """Whether a tag has so many attributes that to parse it takes minutes: libxml2 compares each with
    all others."""
    if len(utf8) < _LARGE and max(map(len, utf8.split(b">"))) <= _MOST_ATTRIBUTES:
        return False
    tags = (match.group() for match in _TAG.finditer(utf8) if match.end() - match.start() > _MOST_ATTRIBUTES)
    return any(len(_BETWEEN.sub(b" ", tag).split()) > _MOST_ATTRIBUTES for tag in tags)


def _goes_on(root: _Element) -> bool:
    """Whether anything a reader sees stands behind the end of the body or of the page."""
    body = root.find("body")
    if body is None:
        return False
    behind = list(chain(body.itersiblings(), root.itersiblings()))
    if body.tail and not body.tail.isspace():
        return True
    return any(_is_seen(el) for el in behind)


def _is_seen(el: _Element) -> bool:
    if el.tail and not el.tail.isspace():
        return True
    if el.tag == "html":  # a second root
        return bool(el.text and not el.text.isspace()) or any(map(_is_seen, el))
    return el.tag not in _UNSEEN or "ld+json" in (el.get("type") or "")
