"""Captures of some of the replica's articles, for harvests at the desk."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from crawler.discover.scope import in_sections, parse_sections
from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from crawler.sites.baolangson.urls import article_address
from crawler.store.records import address_key
from tests.web_archives.shelf import CommonCrawlServer, Shelf

PAPER = Newspaper(5, 24)
FIELDS = ("id", "section", "title", "published_at", "view_count", "lead", "body", "authors", "tags")
MISSING = (
    "<html><head><title>Không tìm thấy trang</title></head><body><h1>Không tìm thấy trang</h1></body></html>"
)
WALL = "<html><head><title>Just a moment...</title></head><body><div id='cf-wrapper'></div></body></html>"


def stamp(moment: datetime) -> str:
    """A moment as archives write it."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def published(index: int) -> datetime:
    """When an article appeared."""
    return datetime.fromisoformat(PAPER.truth(index)["published_at"])


def page(index: int, when: str, era: int | None = None) -> bytes:
    """An article's page as it was then: the header's clock shows the day of the capture."""
    fetched_at = datetime.strptime(when, "%Y%m%d%H%M%S").replace(tzinfo=UTC).astimezone(VIETNAM)
    return PAPER.page(index, fetched_at=fetched_at, era=era)


def key(index: int) -> str:
    """An article's key."""
    address = article_address(PAPER.address(index))
    assert address is not None
    return address_key(address)


def is_political(index: int) -> bool:
    """Whether an article is of a politics section."""
    section = PAPER.section(index)
    return in_sections(section.section, section.subsection, parse_sections(None))


def told(record: dict[str, Any]) -> Any:
    """What a record says; addresses of pictures as if all captures were of one host."""
    text = json.dumps({name: record[name] for name in FIELDS})
    return json.loads(text.replace("//old.", "//").replace("http:", "https:"))


WANTED = [index for index in range(len(PAPER)) if is_political(index)]
# An article of politics, old, served in both forms; and one that is not of politics.
MOVED = next(index for index in WANTED if PAPER.served_eras(index) == (1, 2))
OTHER = next(
    index for index in range(len(PAPER)) if not is_political(index) and 1 in PAPER.served_eras(index)
)


def two_captures(latest: bytes | None = None, **told: Any) -> tuple[CommonCrawlServer, Shelf]:
    """An archive with two captures of one article: the later one has another body, or is told otherwise."""
    shelf = Shelf()
    for when in ("20260801000000", "20261001000000"):
        later = when.startswith("202610")
        body = latest if later and latest is not None else page(WANTED[0], when)
        shelf.put(PAPER.address(WANTED[0]), when, body, **(told if later else {}))
    return CommonCrawlServer(shelves={"CC-MAIN-2026-47": shelf}), shelf
