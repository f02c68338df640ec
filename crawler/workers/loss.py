"""Tell a page that the parser cut, or that swallows its own end, from a whole one.

libxml2 stops at 256 nested elements and at values of 10 MB, keeps what it has, and raises nothing; a
comment, a script or an attribute that is never closed swallows the rest of the page. Either way half
an article would look like a whole one.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from crawler.errors import CutPageError

# Whatever stands in these is text, tags too.
_RAW = (b"script", b"style")
_BEGINNING = re.compile(rb"<[a-zA-Z!?]")
_NAME = re.compile(rb"[^\s/>]+")
# How far back the last tag is looked for, and how much of it and of its text is compared.
_TAGS_BACK = 12
_COMPARED = 1000
_TEXT = 24
_MARK = b"<wbr id=trang-het>"
_MARK_ID = "trang-het"


def page_parser() -> etree.HTMLParser:
    """A parser that reads a page as `crawler.extract.document` does."""
    return etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True, collect_ids=False)


def refuse_cut(root: _Element, utf8: bytes, url: str) -> None:
    """Refuse a page of which the parser did not read all.

    Args:
        root: The page, parsed without comments; its parser must not have read another one since.
        utf8: The page's bytes, as parsed.
        url: Its address, for the error.

    Raises:
        CutPageError: The parser stopped at one of its limits, or the page's end is inside something
            that was never closed.
        MemoryError: It stopped for want of memory.
    """
    why = _stopped(root)
    if why is None and not _ends_alike(root, utf8) and not _reaches_end(utf8):
        why = "a comment, script or attribute that is never closed swallows its end"
    if why is not None:
        raise CutPageError(url, f"only a part of the page can be read: {why}; look at the page by hand")


def _stopped(root: _Element) -> str | None:
    """What made the parser stop; it notes that last."""
    parser = root.getroottree().parser
    last = parser.error_log.last_error if parser is not None else None
    if last is None or last.level < etree.ErrorLevels.FATAL:
        return None
    if last.type == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError
    return last.message.strip()


def _ends_alike(root: _Element, utf8: bytes) -> bool:
    """Whether the last start tag of the source is the last element of the tree: nearly always."""
    last = [root, *root.itersiblings()][-1]  # what follows </html> becomes a second root
    while len(last):
        last = last[-1]
    name = str(last.tag).encode()
    at = utf8.rfind(b"<" + name) if name in _RAW else _last_tag(utf8)
    found = _NAME.match(utf8, at + 1)
    if at < 0 or found is None or found[0].lower() != name:
        return False
    if name in _RAW and _goes_on(utf8, utf8.find(b"</" + name, at)):
        return False
    head, ended, text = utf8[found.end() : found.end() + _COMPARED].partition(b">")
    begin = (last.text or "").strip()[:_TEXT].encode()
    if not ended:  # the page, or what we look at, ends inside a tag
        return False
    return text.lstrip().startswith(begin) and all(value.encode() in head for value in last.values())


def _last_tag(utf8: bytes) -> int:
    """Where the last start tag, or a comment after it, begins; -1 where the last tags are all end tags."""
    at = len(utf8)
    for _ in range(_TAGS_BACK):
        at = utf8.rfind(b"<", 0, at)
        if at < 0 or utf8[at + 1 : at + 2].isalpha() or utf8.startswith(b"<!--", at):
            return at
    return -1


def _goes_on(utf8: bytes, end: int) -> bool:
    """Whether more than end tags follows an end tag, or there is no end tag (`end` is -1)."""
    return end < 0 or _BEGINNING.search(utf8, end) is not None


def _reaches_end(utf8: bytes) -> bool:
    """Whether the parser sees an element that stands behind everything else."""
    root = etree.fromstring(utf8 + _MARK, page_parser())
    return any(el.get("id") == _MARK_ID for top in (root, *root.itersiblings()) for el in top.iter("wbr"))
