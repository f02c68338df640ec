"""An archived exchange as the answer that the crawl saw: what it was asked for, its body decoded. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from crawler.archive.exchange import Exchange, Headers, Position, payload_digest
from crawler.archive.record import ascii_uri
from crawler.discover.window import VIETNAM
from crawler.fetch.transfer import check_status, decode
from crawler.fetch.whole_body import Received
from crawler.fetch.whole_body import whole_body as fetch_whole_body
from crawler.items import Page
from crawler.store.frontier import ARTICLE, LISTING
from crawler.store.state import Visit

MAX_BODY: Final = 8 * 2**20  # the crawl's DOWNLOAD_MAXSIZE
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CONDITIONS = {"if-none-match", "if-modified-since"}
Via = Literal["live", "file", "warc", "wayback", "commoncrawl"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to an address that a run asked for.

    Attributes:
        kind: "article" or "listing".
        asked: The address as the frontier has it; redirects may have led elsewhere.
        url: Where the answer came from.
        place: Where it lies: file's name, offset.
        note: What the crawl noted of it, see `crawler.middlewares.archive`.
    """

    kind: str
    asked: str
    url: str
    exchange: Exchange
    place: tuple[str, int]
    note: Mapping[str, Any]

    @property
    def visit(self) -> Visit:
        """The visit as the crawl noted it."""
        headers, seen_at = lower(self.exchange.headers), self.seen_at
        validators: dict[str, str | None] = {}
        if self.exchange.status == 200:
            validators = {"etag": headers.get("etag"), "last_modified": headers.get("last-modified")}
            validators |= {"digest": self.digest, "digest_at": seen_at}
        warc = f"{self.place[0]}:{self.place[1]}"
        return Visit(url=self.asked, kind=self.kind, seen_at=seen_at, warc=warc, validators=validators)

    @property
    def digest(self) -> str:
        """The payload's digest."""
        earlier = self.exchange.revisit_of
        return earlier.digest if earlier else payload_digest(self.exchange.body)

    @property
    def seen_at(self) -> str:
        """When it was complete, as the crawl's clock writes it."""
        return self.exchange.fetched_at.astimezone(VIETNAM).isoformat()

    def page(self, body: bytes, via: Via = "live") -> Page:
        """The page to read.

        Args:
            body: See `whole_body`.
        """
        return Page(
            url=self.url,
            body=body,
            headers=lower(self.exchange.headers),
            fetched_at=self.exchange.fetched_at.astimezone(VIETNAM),
            status=self.exchange.status,
            via=via,
            origin=self.note.get("origin"),
            fetched_url=self.asked if self.asked != self.url else None,
            robots=self.note.get("robots"),
        )


def to_answer(position: Position, exchange: Exchange) -> Answer | None:
    """Give the answer of an exchange; None where it is none: robots.txt, a redirect, something else."""
    of, asked = exchange.note.get("kind"), exchange.note.get("asked")
    if "via" in exchange.note:  # no answer to us: see `replay.captured`
        return None
    if of not in (ARTICLE, LISTING) or not isinstance(asked, str) or exchange.status in REDIRECTS:
        return None
    url = asked if ascii_uri(asked) == exchange.url else exchange.url  # the archive has percent escapes
    return Answer(of, asked, url, exchange, (position.file, position.offset), exchange.note)


def whole_body(exchange: Exchange) -> bytes:
    """Give the body without its content coding, as `crawler.middlewares.transfer` does.

    Raises:
        TransferError: The crawl refused it: cut, damaged, too large, or no text.
    """
    headers, asked = lower(exchange.headers), lower(exchange.request_headers)
    check_status(exchange.status, conditional=bool(_CONDITIONS & asked.keys()))
    received = Received(
        exchange.body,
        exchange.note.get("flags", ()),
        headers.get("content-length"),
        _codings(exchange),
        headers.get("content-type", ""),
        urlsplit(exchange.url).path,
        asked.get("x-requested-with") == "XMLHttpRequest",
    )
    return fetch_whole_body(received, MAX_BODY)[0]


def decoded(exchange: Exchange, limit: int) -> bytes:
    """Give the body without its content coding.

    Raises:
        TransferError: It is damaged, too large, or its coding is unknown.
    """
    return decode(exchange.body, _codings(exchange), limit)


def _codings(exchange: Exchange) -> list[str]:
    return [value for name, value in exchange.headers if name.lower() == "content-encoding"]


def lower(headers: Headers) -> dict[str, str]:
    """Headers by their names in small letters; several of one name are joined by commas."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]},{value}" if key in found else value
    return found
