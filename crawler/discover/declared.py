"""The address that a saved page gives as its own. Pure."""

from __future__ import annotations

from lxml import etree, html

# Where a page names itself, the surest first.
_OWN_ADDRESS = (
    "//link[translate(@rel, 'CANONIL', 'canonil')='canonical']/@href",
    "//meta[@property='og:url' or @name='og:url']/@content",
)


def declared_address(text: bytes) -> str | None:
    """Give the absolute http(s) address of a page's canonical link or og:url, or None.

    Args:
        text: The page as UTF-8.
    """
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    for path in _OWN_ADDRESS:
        for value in root.xpath(path):
            address = str(value).strip()
            if address.startswith(("http://", "https://")):
                return address
    return None
