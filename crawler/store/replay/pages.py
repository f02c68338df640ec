"""The pages of any WARC file, this crawler's or another's: what may be an article, and what may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from crawler.archive.bodies import BodyIndex
from crawler.archive.exchange import Exchange, Position
from crawler.archive.reader import DamageReport, read
from crawler.discover.window import VIETNAM
from crawler.errors import NotHtmlError, PageError
from crawler.fetch.document_end import check_end, kind
from crawler.fetch.transfer import TransferError
from crawler.items import Page
from crawler.sites.baolangson.urls import article_address
from crawler.store.frontier import ARTICLE
from crawler.store.replay.answer import decoded, lower

BODY_ELSEWHERE: Final = "body in another file"
_MOST = 64 * 2**20  # bytes of a page, unpacked: more is no article


class BrokenOffError(PageError):
    """The archived answer is not whole, or is no page."""

    reason = "data-loss"


@dataclass(slots=True)
class Selection:
    """What is wanted of a file, and what was passed over.

    Attributes:
        url: Only this address, or None for every article's.
        origin: The copy of the paper that the pages are of; None: what the archive says, or the paper.
        moment: When the pages were fetched; None: what the archive says.
        passed_over: Why exchanges gave no page -> how many.
        bodies: The bodies that `revisit` records of later files refer to.
        unresolved: The digests of bodies that stand in other files.
    """

    url: str | None = None
    origin: str | None = None
    moment: datetime | None = None
    passed_over: Counter[str] = field(default_factory=Counter)
    bodies: BodyIndex = field(default_factory=BodyIndex)
    unresolved: set[str] = field(default_factory=set)


def archived_pages(path: Path, selection: Selection) -> Iterator[Page | PageError]:
    """Give the articles' pages of a WARC file in its order, one at a time; an error where one is not whole.

    Raises:
        StoreError: It is no WARC file, or is damaged; what stands before has been given.
    """
    for _, page in placed_pages(path, selection):
        yield page


def placed_pages(
    path: Path, selection: Selection, on_damage: DamageReport | None = None
) -> Iterator[tuple[Position, Page | PageError]]:
    """Give the same with the place of each.

    Args:
        on_damage: See `crawler.archive.reader.read`.

    Raises:
        As `archived_pages`.
    """
    found = read(path, resolver=selection.bodies, on_damage=on_damage)
    with closing(found):  # type: ignore[type-var]  # a generator
        for position, exchange in found:
            selection.bodies.add(path.parent, position, exchange)
            reason = _passed_over(exchange, selection)
            if reason is not None:
                selection.passed_over[reason] += 1
                if reason == BODY_ELSEWHERE and exchange.revisit_of is not None:
                    selection.unresolved.add(exchange.revisit_of.digest)
                continue
            try:
                yield position, _page(exchange, selection)
            except PageError as error:
                yield position, error


def _passed_over(exchange: Exchange, selection: Selection) -> str | None:
    """Say why an exchange is not looked at; None where it may hold an article."""
    of = exchange.note.get("kind", ARTICLE)
    address = article_address(exchange.url, origin=_origin(exchange, selection))
    if selection.url is not None:
        if selection.url not in (exchange.url, exchange.note.get("asked")) and (
            address is None or selection.url != address.canonical
        ):
            return "other address"
    elif of != ARTICLE:
        return str(of)
    elif address is None:
        return "robots" if urlsplit(exchange.url).path == "/robots.txt" else "no article's address"
    if exchange.status != 200:
        return f"HTTP {exchange.status}"
    if exchange.revisit_of is not None and not exchange.body:
        return BODY_ELSEWHERE
    return None


def _origin(exchange: Exchange, selection: Selection) -> str | None:
    noted = exchange.note.get("origin")
    return selection.origin or (noted if isinstance(noted, str) else None)


def _page(exchange: Exchange, selection: Selection) -> Page:
    asked, robots, headers = exchange.note.get("asked"), exchange.note.get("robots"), lower(exchange.headers)
    try:
        body = _body(exchange)
        form = kind(body, headers.get("content-type"), urlsplit(exchange.url).path)
        if form not in ("html", "text"):
            raise NotHtmlError(exchange.url, f"it is {form}, no HTML page")
        check_end(body, form)
    except TransferError as error:
        raise BrokenOffError(exchange.url, error.detail) from error
    return Page(
        url=exchange.url,
        body=body,
        headers=headers,
        fetched_at=selection.moment or exchange.fetched_at.astimezone(VIETNAM),
        via="warc",
        origin=_origin(exchange, selection),
        fetched_url=asked if isinstance(asked, str) and asked != exchange.url else None,
        robots=robots if isinstance(robots, str) else None,
    )


def _body(exchange: Exchange) -> bytes:
    """The body without its content coding. Some tools take it off and leave the header that names it."""
    try:
        return decoded(exchange, _MOST)
    except TransferError:
        if exchange.body.lstrip()[:1] == b"<":
            return exchange.body
        raise
