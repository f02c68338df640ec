"""Common Crawl: its indexes one after the other, its records by byte range."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from crawler.archive.exchange import Headers
from crawler.discover.captures.capture import MAX_RECORD, Archive, Capture
from crawler.discover.captures.cdx import parse_page, parse_pages
from crawler.discover.captures.collections import Collection, parse_collections
from crawler.discover.captures.content import Content, RefusedCaptureError, read_from
from crawler.discover.captures.query import page_query, pages_query
from crawler.discover.captures.record import read_record
from crawler.fetch.address import AddressError, place_of
from crawler.web_archives.client import Client, Wanted
from crawler.web_archives.index import Found, IndexReader
from crawler.web_archives.index_cache import DAY

_CLOSED_AFTER = timedelta(days=60)  # an index appears after its crawl, all at once, and changes no more


@dataclass(slots=True)
class CommonCrawl:
    """See `wish.WebArchive`."""

    client: Client
    index: IndexReader
    origin: str | None = None
    name: Final[Archive] = "commoncrawl"

    async def found(self) -> AsyncIterator[Found]:
        """Read every index, the newest first."""
        base = self.client.endpoints.index
        collections = await self.index.ask(f"{base}/collinfo.json", parse_collections)
        for collection in collections:
            try:
                async for found in self._of(collection):
                    yield found
            except RefusedCaptureError as error:
                yield Found(collection.id, trouble=f"{collection.id}: {error.detail}")

    async def _of(self, collection: Collection) -> AsyncIterator[Found]:
        api, lasts = self._api(collection), self._lasts(collection)
        pages = await self.index.ask(pages_query(api, self.origin), parse_pages, lasts=lasts, none=b"0")
        for number in range(pages):
            query = page_query(api, self.origin, number)
            page = await self.index.ask(query, parse_page, lasts=lasts, none=b"[]")
            yield Found(collection.id, page.captures, page.unreadable)

    def _api(self, collection: Collection) -> str:
        """Where an index is asked. A mirror's list may name the public host: the setting counts."""
        base = self.client.endpoints.index
        try:
            if place_of(collection.api).origin == place_of(base).origin:
                return collection.api
        except AddressError:
            pass
        return f"{base}/{collection.id}-index"

    def _lasts(self, collection: Collection) -> timedelta | None:
        closed = collection.until is not None and self.index.now() - collection.until > _CLOSED_AFTER
        return None if closed else DAY

    async def fetch(self, capture: Capture) -> Content:
        """Ask for a record's bytes, and for nothing else of its file."""
        if not capture.filename or capture.offset is None or not capture.length:
            raise RefusedCaptureError("no-locator", "the index does not say where its record lies")
        first, last = capture.offset, capture.offset + capture.length - 1
        wanted = Wanted(
            limit=min(capture.length, MAX_RECORD),
            headers={"Range": f"bytes={first}-{last}"},
            problem=lambda status, fields: _range_problem(status, fields, first, last),
        )
        reply = await self.client.get(self.address(capture), wanted)
        if reply.status != 206:
            raise RefusedCaptureError(
                f"archive-http-{reply.status}",
                f"the archive answers HTTP {reply.status} for its record",
                passing=True,
            )
        if len(reply.body) != capture.length:
            detail = f"{len(reply.body)} bytes came where the index says {capture.length}"
            raise RefusedCaptureError("cut", detail, passing=True)
        with read_from(reply.body):
            return read_record(reply.body, capture)

    def address(self, capture: Capture) -> str:
        """Where the file lies that holds a record."""
        return f"{self.client.endpoints.data}/{capture.filename}"


def _range_problem(status: int, fields: Headers, first: int, last: int) -> str | None:
    """Say what is wrong with an answer to a request for a range (RFC 9110, 14.4 and 15.3.7)."""
    if status == 200:
        return "it sends the whole file where a part was asked for"
    if status != 206:
        return None
    told = next((value for name, value in fields if name.lower() == "content-range"), "")
    if re.fullmatch(rf"bytes {first}-{last}/(\d+|\*)", told.strip(), re.ASCII):
        return None
    return f"it sends another part than was asked for ({told[:60]!r})"
