"""The glossary: what flows through the crawler, with type, unit, source and what None means.

`Page` (fetched bytes) -> `RawArticle` (strings as printed) -> `Article` (the record of the dataset).
The JSON Schema of the dataset is generated from `Article`; `as_record` gives its JSON form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import Field

SCHEMA: Final = "article/1"


@dataclass(frozen=True, slots=True)
class Page:
    """Fetched bytes and what is known of the fetch. The only input of the pure path.

    Attributes:
        url: The address the body came from (after redirects).
        body: The bytes as received, transfer and content encodings removed.
        headers: Response headers; names are compared without case. May be empty.
        fetched_at: When the body was fetched, with a time zone. View counts are as of this moment.
        status: HTTP status of the response.
        via: How we came by the body.
        origin: Scheme and host under which a copy of the paper is served (`--origin`, the replica),
            or None for the paper itself. Addresses below it are read as the paper's own.
        fetched_url: The address first asked for, where a redirect led on to `url`; else None.
        robots: robots.txt's verdict or the permission under which the page was fetched, if known.
    """

    url: str
    body: bytes
    headers: Mapping[str, str]
    fetched_at: datetime
    status: int = 200
    via: Literal["live", "file", "warc", "wayback", "commoncrawl"] = "live"
    origin: str | None = None
    fetched_url: str | None = None
    robots: str | None = None

    def __post_init__(self) -> None:
        if self.fetched_at.tzinfo is None:
            raise ValueError("Page.fetched_at must carry a time zone")


# --- blocks of the body, in page order --------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of running text."""

    type: Literal["paragraph"] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A subheading. `level` is 1-6 as printed; 3 for a subheading that is only bold text."""

    type: Literal["heading"] = "heading"
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image. `src` absolute; `caption` and `credit` (the photographer) None where not printed."""

    type: Literal["image"] = "image"
    src: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """A list; each item one line of text."""

    type: Literal["list"] = "list"
    ordered: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A data table, cell texts by row, empty cells as empty strings."""

    type: Literal["table"] = "table"
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A block quotation; `cite` names who is quoted, None where not printed."""

    type: Literal["quote"] = "quote"
    text: str
    cite: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """An embedded video. `src` absolute."""

    type: Literal["video"] = "video"
    src: str
    caption: str | None = None


Block = Annotated[
    Paragraph | Heading | Image | ListBlock | Table | Quote | Video,
    Field(discriminator="type"),
]


# --- between extract and normalise --------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """What extract found on a page: strings as printed, nothing interpreted yet.

    Attributes:
        page: The page it was read from.
        published: The stamp's text, or None where no stamp is printed.
        updated: The text of an update time printed apart from the stamp, or None.
        metadata_published: (source, text) of publication times in the page's metadata, best first.
        views: The view counter's text, or None.
        byline: The byline's text, or None.
        dateline: The mark before the lead (`LSO-`, `–`), or None.
        evidence: field -> where it came from (json-ld, meta, selector, landmark, address).
    """

    page: Page
    id: str
    url: str
    aliases: tuple[str, ...]
    layout: str
    section: str | None
    subsection: str | None
    kicker: str | None
    title: str
    published: str | None
    updated: str | None
    metadata_published: tuple[tuple[str, str], ...]
    metadata_updated: tuple[tuple[str, str], ...]
    views: str | None
    lead: str | None
    dateline: str | None
    body: tuple[Block, ...]
    byline: str | None
    tags: tuple[str, ...]
    language: str
    evidence: Mapping[str, str]


# --- the record ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The strings as printed, before any reading. None (left out in JSON) where not printed."""

    published: str | None = None
    view_count: str | None = None
    byline: str | None = None
    dateline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """How and when the record was made.

    Attributes:
        fetched_url: The address that was asked for.
        fetched_at: ISO 8601 with zone; the view count is as of this moment.
        layout: Which forms the page spoke: era1, era2 or unknown.
        revision: 1 for the first reading of the article, counted up at each change of content.
        content_hash: SHA-256 (hex) over title, lead, body and authors; never over views.
        extractor: Name and version of the extractor that made the record.
        robots: robots.txt's verdict, or the permission given; None where no rule was asked (files).
    """

    fetched_url: str
    fetched_at: str
    via: Literal["live", "file", "warc", "wayback", "commoncrawl"]
    status: int
    layout: str
    revision: int
    content_hash: str
    extractor: str
    robots: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One record of the dataset: one JSON line. Field order is the order of the lines.

    Attributes:
        schema: Version of this table.
        id: The article's number in its address; the key. 1,000,000 + n of era 2 is n.
        url: Canonical address. `aliases`: other addresses under which it was seen.
        section: Slug from the address (era 1) or the breadcrumb (era 2), or None.
        kicker: Over-title, or None.
        published_at: ISO 8601, +07:00; from the printed stamp, never from the header's clock.
        updated_at: ISO 8601, +07:00, or None where no update is printed or declared.
        view_count: Views as printed at `crawl.fetched_at`, or None where none is printed.
        lead: The sapo without its dateline mark, or None.
        body: Blocks in page order.
        authors: Names of people as printed; empty for agencies and for the editors (BBT).
        source: The paper or agency of the byline, or None.
        tags: Keywords in page order.
        language: "vi", "en".
        raw: The strings as printed.
        evidence: field -> where it came from; `conflict:<field>` where metadata contradicts.
    """

    schema: Literal["article/1"] = SCHEMA
    id: str
    url: str
    aliases: tuple[str, ...] = ()
    section: str | None
    subsection: str | None
    kicker: str | None
    title: str
    published_at: str
    updated_at: str | None
    view_count: int | None
    lead: str | None
    body: tuple[Block, ...]
    authors: tuple[str, ...]
    source: str | None
    tags: tuple[str, ...]
    language: str
    raw: Raw
    evidence: dict[str, str] = field(default_factory=dict)
    crawl: Crawl


# Blocks and `raw` leave out what is not printed (as the seed's record does); the record's own
# fields are always there, null where unknown.
_SPARSE = (Paragraph, Heading, Image, ListBlock, Table, Quote, Video, Raw)


def as_record(value: Any) -> Any:
    """Give the JSON form of an article (or any part of it): dicts in field order, lists, scalars.

    >>> as_record(Image(src="https://baolangson.vn/a.jpg", caption="Hội nghị"))
    {'type': 'image', 'src': 'https://baolangson.vn/a.jpg', 'caption': 'Hội nghị'}
    """
    if isinstance(value, (str, int, type(None))):
        return value
    if isinstance(value, (tuple, list)):
        return [as_record(item) for item in value]
    if isinstance(value, dict):
        return {key: as_record(item) for key, item in value.items()}
    sparse = isinstance(value, _SPARSE)
    kind: Any = type(value)
    record = {}
    for name in _field_names(kind):
        item = getattr(value, name)
        if not (sparse and item is None):
            record[name] = as_record(item)
    return record


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind))
