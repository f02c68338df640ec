"""Parse once, walk once: from the bytes of a page to lines in reading order."""

from __future__ import annotations

from lxml import etree

from crawler.extract.addresses import joined
from crawler.extract.page_lines import Document
from crawler.extract.walker import Walker

# Without a table of ids, which nothing asks for: it would take a twentieth of the parsing.
_PARSER = etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True, collect_ids=False)


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
    root = etree.fromstring(utf8, _PARSER)
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
