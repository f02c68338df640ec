"""Find listings of which only the beginning of the slug is known, in the links of a page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from crawler.discover.scope import Scope
from crawler.sites.baolangson.urls import is_same_section

# The beginning of an attribute's value, up to where a slug was found in it, and the rest of the value.
_HREF = re.compile(rb"""href\s*=\s*["']?([^"'\s>]*)$""", re.IGNORECASE)
_REST = re.compile(rb"""[^"'\s>]*""")
_BEFORE = 300  # how far before its slug an address may begin
_SLUG = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")


def linked_sections(body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> dict[str, str]:
    """Give the listings that a page links to and whose slug begins like a wanted section's.

    Args:
        body: The page as fetched.
        url: Its address.
        scope: Which hosts count.
        wanted: The sections to crawl.

    Returns:
        The listings' addresses with their slugs; a section whose slug is known whole is not among them.
    """
    beginnings = [name for name in wanted if is_same_section(f"{name}-", name) and name.encode() in body]
    if not beginnings:
        return {}
    found = {}
    links = {link for name in beginnings for link in _links_with(name.encode(), body)}
    for link in links:
        slug = None if link.endswith(b".html") else _slug(link, url, scope)  # no article
        if slug and any(_goes_on_from(name, slug) for name in beginnings):
            found[f"{scope.base}/{slug}"] = slug
    return dict(sorted(found.items()))


def _links_with(name: bytes, body: bytes) -> Iterator[bytes]:
    """The links that hold a name, looked for from where it stands: most pages hold it nowhere."""
    at = body.find(name)
    while at >= 0:
        rest = _REST.match(body, at)
        assert rest is not None, "the pattern matches nothing as well"
        begun = _HREF.search(body[max(0, at - _BEFORE) : at])
        if begun is not None:
            yield begun[1] + rest[0]
        at = body.find(name, rest.end())


def _slug(link: bytes, url: str, scope: Scope) -> str | None:
    try:
        address = urljoin(url, link.decode("ascii", "replace"))
        parts = urlsplit(address)
    except ValueError:  # a broken IPv6 literal
        return None
    slug = parts.path.strip("/")
    return slug if scope.allows(address) and not parts.query and _SLUG.fullmatch(slug) else None


def _goes_on_from(name: str, slug: str) -> bool:
    return slug != name and slug.count("/") == name.count("/") and is_same_section(slug, name)
