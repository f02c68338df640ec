"""An article over time, as values. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from crawler.history.compare import Comparison, compare

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """One content of an article.

    Attributes:
        revision: 1 for the first content, counted up at each change of title, lead, body or authors.
        read_at: When the kept record of it was read, ISO 8601: it stood on the page then.
        record: The record, in its JSON form.
    """

    revision: int
    read_at: str
    record: Record


@dataclass(frozen=True, slots=True)
class Address:
    """An address under which an article was seen.

    Attributes:
        url: The address.
        form: "canonical" (the record's own), "old site", "new site", "short" (`/?p=`) or "other".
        sources: Which sources showed it (listing, sitemap, …); empty where only pages named it.
        first_seen, last_seen: When they did, ISO 8601; None likewise.
        state: What became of it where it is the address that is asked for (`done`, `gone`, …); else None.
    """

    url: str
    form: str
    sources: tuple[str, ...] = ()
    first_seen: str | None = None
    last_seen: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """The view count that the page printed at a moment (ISO 8601)."""

    seen_at: str
    view_count: int


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The article was not there any more.

    Attributes:
        url: The address that was asked.
        gone_at: When that was noted, ISO 8601.
        confirmed: Still missing a day later; False after one look: it may come back.
    """

    url: str
    gone_at: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of an article over time.

    Attributes:
        key: Series and number, such as `main/531453`, see `store.records.article_key`.
        first_seen, last_seen: The first and the last time that it was read, ISO 8601.
        versions: Its contents, the oldest first; the last one is the record of the dataset.
        addresses: Where it was seen, its canonical address first.
        views: What the page printed at each visit, in order of time.
        tombstone: Where it is gone, else None.
    """

    key: str
    first_seen: str
    last_seen: str
    versions: tuple[Version, ...]
    addresses: tuple[Address, ...]
    views: tuple[Observation, ...]
    tombstone: Tombstone | None

    @property
    def record(self) -> Record:
        """The record of the dataset."""
        return self.versions[-1].record

    def changes(self) -> Iterator[tuple[Version, Version, Comparison]]:
        """Give each change of content as (before, after, what changed), the oldest first."""
        for before, after in pairwise(self.versions):
            yield before, after, compare(before.record, after.record)
