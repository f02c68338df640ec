"""What kind of answer a capture is, and the note with which it is archived. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.archive.record import ascii_uri
from crawler.discover.sources.start import SOURCES
from crawler.report.outcomes import FILTERED, Outcome
from crawler.sites.baolangson.urls import article_address, is_ours, is_political
from crawler.sites.base import ArticleAddress
from crawler.store.frontier import ARTICLE, LISTING
from crawler.store.ingest.capture import Capture
from crawler.store.records import address_key
from crawler.store.replay.answer import REDIRECTS
from crawler.store.replay.captured import GIVEN, RECORD
from crawler.store.source_meeting import source_of

_OF_A_CRAWL = ("form", "robots", "flags", "truncated")  # what the note of a crawl of ours says besides
_ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a capture is.

    Attributes:
        kind: "article", "listing" or "record".
        asked: The address that a crawl of ours would have asked for.
        key: Of the article that the address names; None for a listing.
    """

    kind: str
    asked: str
    key: str | None = None


def kind_of(capture: Capture) -> Kind | Outcome:
    """Say what a capture is; the end of one that is not looked at: no article and no listing of politics."""
    noted, asked = capture.note.get("kind"), capture.note.get("asked")
    if capture.kind == RECORD:
        address = _address(capture.url, capture)
        return Kind(RECORD, address.canonical, address_key(address)) if address else _elsewhere(capture)
    if noted == LISTING and isinstance(asked, str):
        return _listing(capture, asked)
    named = asked if noted == ARTICLE and isinstance(asked, str) else capture.url
    address = _address(named, capture) or _address(capture.url, capture)
    if address is not None:
        return Kind(ARTICLE, named if noted == ARTICLE else address.canonical, address_key(address))
    if is_ours(capture.url, origin=capture.origin) and is_political(_section(capture.url)):
        return _listing(capture, capture.url)
    return _elsewhere(capture)


def _listing(capture: Capture, asked: str) -> Kind | Outcome:
    if source_of(str(capture.note.get("form", "")))[0] in SOURCES:
        return Outcome(FILTERED, "source-page", "a source of addresses (feed, sitemap…) shows no text")
    if capture.status != 200:
        return Outcome(FILTERED, "no-listing", f"a listing's answer HTTP {capture.status} shows nothing")
    return Kind(LISTING, asked)


def _elsewhere(capture: Capture) -> Outcome:
    if not is_ours(capture.url, origin=capture.origin):
        return Outcome(FILTERED, "foreign-address", "its address is not of the paper")
    if urlsplit(capture.url).path == "/robots.txt":
        return Outcome(FILTERED, _ROBOTS, "robots.txt is no page")
    return Outcome(FILTERED, "not-article", "its address is of no article and of no politics listing")


def _address(url: str, capture: Capture) -> ArticleAddress | None:
    return article_address(url, origin=capture.origin)


def _section(url: str) -> str:
    return urlsplit(url).path.partition("/page/")[0].strip("/")


def note_of(capture: Capture, kind: Kind, *, address: str, goal: str, duplicate: bool) -> dict[str, Any]:
    """What it takes to read a capture again from our archive as this run does.

    Args:
        kind: See `kind_of`.
        address: Under which the state has the article.
        goal: What the run wants.
        duplicate: Whether another address of the same crawl led to the same article before.
    """
    noted = capture.note if isinstance(capture.note.get("asked"), str) else {}
    note: dict[str, Any] = {name: noted.get(name) for name in _OF_A_CRAWL}
    note |= {
        "kind": kind.kind,
        "asked": address,
        "goal": goal,
        "via": capture.via,
        "origin": capture.origin,
        "source": dict(capture.source),
        "truncated": capture.note.get("truncated"),
        "duplicate": duplicate,
        "strict": bool(noted),
        "fetched_url": noted.get("asked"),
        GIVEN: not noted,
        "url": capture.url if capture.url != ascii_uri(capture.url) else None,
        "leads_to": None if noted else capture.note.get("leads_to"),
    }
    return {name: value for name, value in note.items() if value}


def is_step(capture: Capture) -> bool:
    """Whether a capture is a redirect that a crawl of ours followed: what it led to is archived as well."""
    return capture.status in REDIRECTS and isinstance(capture.note.get("asked"), str)


def source_run(source: Mapping[str, Any]) -> str:
    """Names the crawl that made an archive, as far as its source says."""
    return str(source.get("run") or source.get("file") or "")
