"""A Scrapy response as a `Page`, the pure path's input."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from crawler.items import Page


def to_page(response: Response, *, fetched_at: datetime, origin: str | None, robots: str | None) -> Page:
    """Take what the pure path needs from a response.

    Args:
        response: The answer; its body has its content encoding (gzip…) already removed.
        fetched_at: When it came, with a zone.
        origin: Base address of the copy of the paper that is crawled, or None.
        robots: What robots.txt said.
    """
    hops: list[str] = response.meta.get("redirect_urls") or []
    return Page(
        url=response.url,
        body=response.body,
        headers={str(name).lower(): value for name, value in response.headers.to_unicode_dict().items()},
        fetched_at=fetched_at,
        status=response.status,
        origin=origin,
        fetched_url=hops[0] if hops else None,
        robots=robots,
    )
