"""A Scrapy response as a `Page`, the pure path's input, and as a `Visit`, the state's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler import clock
from crawler.items import Page
from crawler.middlewares.archive import Archived
from crawler.store.frontier import Lease
from crawler.store.state import Visit


def to_page(response: Response, *, origin: str | None) -> Page:
    """Take what the pure path needs from a response.

    Args:
        response: The answer to a lease; its body has its content encoding (gzip…) already removed.
        origin: Base address of the copy of the paper that is crawled, or None.
    """
    lease: Lease = response.meta["lease"]
    archived: Archived = response.meta["archived"]
    return Page(
        url=response.url,
        body=response.body,
        headers=header_texts(response),
        fetched_at=datetime.fromisoformat(archived.fetched_at),
        status=response.status,
        origin=origin,
        fetched_url=lease.url if lease.url != response.url else None,
        robots=response.meta.get("robots"),
    )


def header_texts(response: Response) -> dict[str, str]:
    """The headers of a response, names in small letters, values as Latin-1 (RFC 9110, 5.5)."""
    fields = response.headers.items()
    return {name.decode("latin-1").lower(): b",".join(values).decode("latin-1") for name, values in fields}


def to_visit(request: Request, response: Response | None = None) -> Visit:
    """Say which address was visited, when, and by which validators it can be asked about again.

    Args:
        request: What was asked, or a further hop of it.
        response: The answer that counts, or None where there is none.
    """
    lease: Lease = request.meta["lease"]
    archived: Archived | None = request.meta.get("archived")
    validators: dict[str, Any] = {}
    if response is not None and response.status == 200:
        validators = {
            "etag": _header(response, b"ETag"),
            "last_modified": _header(response, b"Last-Modified"),
        }
        if archived is not None and archived.digest is not None:
            validators |= {"digest": archived.digest, "digest_at": archived.fetched_at}
    seen_at = archived.fetched_at if archived else clock.now().isoformat()
    place = archived.place if archived else None
    return Visit(url=lease.url, kind=lease.kind, seen_at=seen_at, warc=place, validators=validators)


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
