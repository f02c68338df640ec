"""Find listings of which only the beginning of the slug is known, in the links of a page. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from crawler.discover.scope import Scope
from crawler.sites.baolangson.urls import is_same_section

_HREF = re.compile(rb"""href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
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
    for link in {link for link in _HREF.findall(body) if not link.endswith(b".html")}:  # no article
        slug = _slug(link, url, scope) if any(name.encode() in link for name in beginnings) else None
        if slug and any(_goes_on_from(name, slug) for name in beginnings):
            found[f"{scope.base}/{slug}"] = slug
    return dict(sorted(found.items()))


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
