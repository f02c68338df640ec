"""The Wayback Machine, or pywb under its interface: one index read line by line, raw replay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from crawler.discover.captures.capture import Archive, Capture
from crawler.discover.captures.cdx import parse_page
from crawler.discover.captures.content import MAX_BODY, Content, RefusedCaptureError, read_from
from crawler.discover.captures.query import replay_address, wayback_query
from crawler.discover.captures.replay import read_replay
from crawler.web_archives.client import Client, Wanted
from crawler.web_archives.index import Found, IndexReader

_LINES = 10_000  # an answer has some 2 MB
_MOST_LINES = 32 * _LINES


@dataclass(slots=True)
class Wayback:
    """See `wish.WebArchive`."""

    client: Client
    index: IndexReader
    origin: str | None = None
    lines: int = _LINES
    name: Final[Archive] = "wayback"

    async def found(self) -> AsyncIterator[Found]:
        """Read the index from its first line to its last, by resumption keys.

        A server that has none (pywb) and gives as many lines as were allowed has more: it is asked again for
        more at once.
        """
        limit, key, keys = self.lines, None, set[str]()
        while True:
            query = wayback_query(self.client.endpoints.index, self.origin, limit=limit, resume_key=key)
            page = await self.index.ask(query, parse_page, none=b"[]")
            yield Found("index", page.captures, page.unreadable)
            key = page.resume_key
            if key is None and page.lines >= limit and limit < _MOST_LINES:
                limit *= 2
            elif key is None:
                break
            elif key in keys:
                yield Found("index", trouble="the index goes round in a circle; what it gave before is used")
                return
            else:
                keys.add(key)
        if page.lines >= limit:
            yield Found(
                "index", trouble=f"the index has more than {limit} lines and gives no key to the rest"
            )

    async def fetch(self, capture: Capture) -> Content:
        """Ask for the bytes as they were archived."""
        reply = await self.client.get(
            self.address(capture), Wanted(limit=MAX_BODY, codings="gzip, deflate, br")
        )
        if reply.status in (401, 403, 451) and not reply.header("memento-datetime"):
            detail = f"the archive does not give it away (HTTP {reply.status})"
            raise RefusedCaptureError(f"archive-http-{reply.status}", detail, passing=True)
        with read_from(reply.body):
            return read_replay(reply.status, reply.headers, reply.body, capture)

    def address(self, capture: Capture) -> str:
        """Where it is replayed."""
        return replay_address(self.client.endpoints.data, capture.timestamp, capture.url)
