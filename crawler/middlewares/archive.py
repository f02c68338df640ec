"""Keep every response as it was received, before anyone reads it: redirects, robots and listings too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from crawler import clock
from crawler.archive.exchange import Earlier, Exchange, payload_digest
from crawler.archive.record import warc_date
from crawler.archive.steps import reached
from crawler.archive.writer import encode
from crawler.errors import StoreError
from crawler.extensions.run import Run
from crawler.store.frontier import Lease


@dataclass(frozen=True, slots=True)
class Archived:
    """When a response was complete (ISO 8601), where it lies (file:offset) and its payload's digest."""

    fetched_at: str
    place: str | None = None
    digest: str | None = None


class ArchiveMiddleware:
    """Write each exchange to the run's WARC. It stands next to the network: content is still encoded.

    What is archived of a request stands in its `meta["archived"]`. Without a data folder only the time.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep a response.

        Raises:
            StoreError: It cannot be kept; the crawl ends.
        """
        now = clock.now()
        run = self._crawler.get_extension(Run)
        if run is None or run.archive is None:
            request.meta["archived"] = Archived(now.isoformat())
            return response
        lease: Lease | None = request.meta.get("lease")
        digest = payload_digest(response.body)
        exchange = Exchange(
            url=request.url,
            fetched_at=now,
            method=request.method,
            request_headers=tuple(_fields(request.headers)),
            status=response.status,
            headers=tuple(_fields(response.headers)),
            body=response.body,
            note=self._note(request, lease, response.flags),
            ip=str(response.ip_address) if response.ip_address else None,
        )
        reached("page.received")
        try:
            place = run.archive.append(
                encode(exchange, earlier=_earlier(request, lease, digest), digest=digest)
            )
        except StoreError as error:
            run.stop(error)
            raise
        reached("page.archived")
        request.meta["archived"] = Archived(now.isoformat(), f"{place.file}:{place.offset}", digest)
        return response

    def _note(self, request: Request, lease: Lease | None, flags: list[str]) -> dict[str, Any]:
        """What it takes to read the response again as this run does."""
        if lease is None:
            return {"kind": "robots" if urlsplit(request.url).path == "/robots.txt" else "other"}
        spider: Any = self._crawler.spider
        note = {
            "kind": lease.kind,
            "asked": lease.url,
            "goal": lease.goal,
            "form": lease.form,
            "start": lease.start,
            "robots": request.meta.get("robots"),
            "origin": spider.scope.copy,
            "flags": flags,  # Scrapy's, of an answer that broke off
        }
        return {name: value for name, value in note.items() if value}


def _earlier(request: Request, lease: Lease | None, digest: str) -> Earlier | None:
    """What was archived before with the same body: it is not kept twice."""
    if lease is None or lease.digest != digest or lease.digest_at is None:
        return None
    return Earlier(request.url, warc_date(datetime.fromisoformat(lease.digest_at)), digest)


def _fields(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")
