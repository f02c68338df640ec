"""One exchange read: to which way it belongs, whether it answers, what it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.archive.exchange import Exchange
from crawler.discover.sources.found import Question
from crawler.discover.sources.parse import parse_source
from crawler.errors import PageError
from crawler.extract.document import SwarmError
from crawler.fetch.transfer import TransferError
from crawler.fetch.verdict import Trouble, judge
from crawler.items import Page
from crawler.report.doctor.article_page import ArticleReading, read_article_page
from crawler.report.doctor.evidence import (
    ARTICLE,
    FEED,
    IDS,
    LISTING,
    OTHER,
    REST,
    ROBOTS,
    SEARCH,
    SITEMAP,
    XHR,
    Place,
)
from crawler.report.doctor.lists import why_empty
from crawler.sites.baolangson.listing import parse_listing
from crawler.sites.baolangson.paging import XHR_PATH
from crawler.sites.baolangson.urls import article_address, is_ours, is_political
from crawler.store.replay.answer import REDIRECTS, decoded, lower, whole_body

# What came of asking.
SHOWS, EMPTY, NOT_THERE, WALL, BUSY, FAULTY, MOVED = (
    "shows", "empty", "not-there", "wall", "busy", "faulty", "moved",
)  # fmt: skip
PAGE: Final = "page"
_SOURCES: Final = frozenset({FEED, SITEMAP, REST, SEARCH})
_LARGEST = 8 * 2**20
_PAGING = re.compile(r"/page/\d{1,6}/?$")
_NAMES: Final = {REST: "WordPress's list of posts", SEARCH: "search page", FEED: "feed", SITEMAP: "sitemap"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An article that an answer shows."""

    url: str
    id: str
    layout: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """Where a list goes on: "page", "xhr" or "part"."""

    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An exchange as the doctor sees it.

    Attributes:
        asked: The address first asked for; `url`: where the answer came from.
        state: "shows", "empty", "not-there" (404, another thing), "wall", "busy" (5xx, 429), "faulty"
            (cut, damaged), "moved" (a redirect: the next answer counts).
        detail: Why, in words.
        shown: The articles that it shows; of lists only.
        further: Where it goes on.
        total: How many articles it says there are.
        article: Of an article's page: how it was read.
        text: Of robots.txt: what came.
    """

    asked: str
    url: str
    way: str
    status: int
    at: datetime
    state: str
    detail: str = ""
    shown: tuple[Shown, ...] = ()
    further: tuple[Further, ...] = ()
    total: int | None = None
    article: ArticleReading | None = None
    text: bytes = b""


def read_answer(exchange: Exchange, place: Place) -> Answer:
    """Read an exchange. Raises nothing: what is wrong stands in the answer."""
    asked = str(exchange.note.get("asked") or exchange.url)
    way = way_of(asked, place, str(exchange.note.get("form") or ""), str(exchange.note.get("kind") or ""))
    bare = Answer(asked, exchange.url, way, exchange.status, exchange.fetched_at, SHOWS)
    if way == ROBOTS:
        return _robots(exchange, bare)
    if exchange.status in REDIRECTS:
        target = urljoin(exchange.url, lower(exchange.headers).get("location", ""))
        return replace(bare, state=MOVED, detail=target)
    try:
        body = whole_body(exchange) if exchange.status < HTTPStatus.BAD_REQUEST else b""
    except TransferError as error:
        return replace(bare, state=FAULTY, detail=error.detail)
    of_article = way in (ARTICLE, IDS)
    if exchange.status >= HTTPStatus.BAD_REQUEST or of_article:
        trouble = _trouble(exchange, asked, body, way)
        if trouble is not None:
            return replace(bare, state=trouble[0], detail=trouble[1])
    if of_article:
        return _article(exchange, body, bare, place)
    found = _source(exchange, body, bare, place) if way in _SOURCES else _listing(body, bare, place)
    # A list that shows articles is one, whatever else stands on it.
    trouble = None if found.state == SHOWS else _trouble(exchange, asked, body, way)
    return found if trouble is None else replace(bare, state=trouble[0], detail=trouble[1])


def unread_answer(exchange: Exchange, place: Place, why: str) -> Answer:
    """Give an exchange that could not be read, and why."""
    asked = str(exchange.note.get("asked") or exchange.url)
    way = way_of(asked, place, str(exchange.note.get("form") or ""), str(exchange.note.get("kind") or ""))
    return Answer(asked, exchange.url, way, exchange.status, exchange.fetched_at, FAULTY, why)


def way_of(url: str, place: Place, form: str = "", kind: str = "") -> str:
    """Say to which way to the articles an address belongs.

    >>> way_of("https://baolangson.vn/chinh-tri/feed/", Place("https://baolangson.vn", None, "langson", ()))
    'feed'

    Args:
        form, kind: What the run noted of it, if it did.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if parts.path == "/robots.txt":
        return ROBOTS
    if not is_ours(url, origin=place.copy):
        return OTHER
    if path.endswith(XHR_PATH) or form == XHR:
        return XHR
    if not path and "p" in parse_qs(parts.query):
        return IDS
    if article_address(url, origin=place.copy):
        return ARTICLE
    if path.startswith("/wp-json") or "rest_route" in parts.query:
        return REST
    if "sitemap" in path or form == SITEMAP:
        return SITEMAP
    if path.endswith(("/feed", ".rss")):
        return FEED
    if path.endswith("/search"):
        return SEARCH
    section = _PAGING.sub("", parts.path).strip("/")
    is_section = is_political(section) or section in place.sections
    return LISTING if is_section or kind == LISTING else ARTICLE if kind == ARTICLE else OTHER


def _robots(exchange: Exchange, bare: Answer) -> Answer:
    try:
        text = decoded(exchange, _LARGEST)
    except TransferError as error:
        return replace(bare, state=FAULTY, detail=error.detail)
    state = SHOWS if exchange.status == HTTPStatus.OK else NOT_THERE
    return replace(bare, state=state, detail=f"HTTP {exchange.status}", text=text)


def _trouble(exchange: Exchange, asked: str, body: bytes, way: str) -> tuple[str, str] | None:
    """What stands in the place of an answer, as (state, words)."""
    status = exchange.status
    if status >= HTTPStatus.BAD_REQUEST:
        try:
            body = decoded(exchange, _LARGEST)
        except TransferError:
            body = b""
    found = judge(exchange.url, asked, status, body, headers=lower(exchange.headers)) if body else None
    if found is not None and found.kind == "wall":
        return WALL, _wall_words(found)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return NOT_THERE, f"there is no such page (HTTP {status})"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return WALL, f"the server refuses it (HTTP {status})"
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return BUSY, f"the server is in trouble or asks to be left alone (HTTP {status})"
    if status >= HTTPStatus.BAD_REQUEST:
        return NOT_THERE, f"the server answers HTTP {status}"
    if found is not None and way == ARTICLE:
        words = "leads to another page" if found.kind == "gone-home" else "says that there is no such page"
        return NOT_THERE, f"it {words}"
    return None


def _wall_words(trouble: Trouble) -> str:
    kinds = {
        "wall-challenge": "a check for browsers (a challenge) stands before the page",
        "wall-captcha": "a captcha stands before the page",
        "wall-login": "a login stands before the page",
        "wall-paywall": "a paywall stands before the page",
        "wall-cookies": "a question about cookies stands before the page",
    }
    words = kinds.get(trouble.reason, "a wall stands before the page")
    return f"{words}: {trouble.detail}"


def _article(exchange: Exchange, body: bytes, bare: Answer, place: Place) -> Answer:
    page = Page(
        url=exchange.url,
        body=body,
        headers=lower(exchange.headers),
        fetched_at=exchange.fetched_at,
        status=exchange.status,
        origin=place.copy,
        fetched_url=bare.asked if bare.asked != exchange.url else None,
    )
    return replace(bare, article=read_article_page(page))


def _listing(body: bytes, bare: Answer, place: Place) -> Answer:
    try:
        listing = parse_listing(body, bare.url, origin=place.copy)
    except SwarmError as error:
        return replace(bare, state=EMPTY, detail=f"the page was not read: {error}")
    shown = tuple(Shown(x.address.canonical, x.address.id, x.address.layout) for x in listing.articles)
    further = tuple(Further(page.url, XHR if page.xhr else PAGE) for page in listing.next_pages)
    if shown:
        return replace(bare, shown=shown, further=further)
    detail = "" if bare.way == OTHER else why_empty(body, bare.url, place.copy)
    return replace(bare, state=EMPTY, detail=detail, further=further)


def _source(exchange: Exchange, body: bytes, bare: Answer, place: Place) -> Answer:
    question = Question(place.copy, place.sections, headers=lower(exchange.headers))
    try:
        page = parse_source(bare.way, body, bare.url, question)
    except PageError:
        detail = f"what is there is no {_NAMES[bare.way]}, but {_what(body)}"
        return replace(bare, state=NOT_THERE, detail=detail)
    shown = tuple(Shown(x.address.canonical, x.address.id, x.address.layout, x.day) for x in page.links)
    further = tuple(Further(part.url, part.kind) for part in page.parts)
    detail = "" if page.is_whole else "it ends in the middle"
    if not shown and not further and page.strangers:
        detail = f"none of its {page.strangers} entries is an article's address of the two forms known"
    state = SHOWS if shown or further else EMPTY
    return replace(bare, state=state, detail=detail, shown=shown, further=further, total=page.total)


def _what(body: bytes) -> str:
    start = body.lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a page in HTML"
    return "another document" if start else "nothing"
