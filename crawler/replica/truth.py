"""The true record of an article: what a perfect crawler must say of its page."""

from __future__ import annotations

from typing import Any, TypedDict

# A block of the body as JSON, e.g. {"type": "paragraph", "text": "…"}; parts not printed are left out.
Block = dict[str, Any]


class Raw(TypedDict, total=False):
    """Strings as printed, white space collapsed; a key is left out where nothing is printed.

    `published` is the stamp from the weekday to the time, without a label before it and without the
    zone and the font buttons (`[(GMT +7)] A  A`) behind it. `dateline` is without outer blanks.
    """

    published: str
    view_count: str
    byline: str
    dateline: str


class Truth(TypedDict):
    """One record. Texts are NFC with single spaces; see `crawler.replica` for the rules."""

    id: str
    url: str
    aliases: list[str]
    section: str | None
    subsection: str | None
    kicker: str | None
    title: str
    published_at: str
    view_count: int | None
    lead: str | None
    body: list[Block]
    authors: list[str]
    source: str | None
    tags: list[str]
    language: str
    raw: Raw
