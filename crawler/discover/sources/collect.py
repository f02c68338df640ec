"""From the entries of an answer (an address as printed, a day) to links of the paper, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from crawler.discover.sources.found import SourceLink, sane_day
from crawler.extract.addresses import joined
from crawler.normalise.dates import read_date
from crawler.sites.baolangson.urls import article_address
from crawler.sites.base import ArticleAddress

MAX_LINKS = 50_000  # of a sitemap, by its protocol (sitemaps.org); no other source shows as many
MAX_BYTES = 8 * 2**20  # of an answer
_ADDRESS_LENGTH = 2048  # sitemaps.org: "less than 2,048 characters"
_DAY_LENGTH = 80
_MORE_ADDRESSES = 7  # of one article in one answer: a hostile one has any number
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the source has it: address as printed, day, and whether that is of publication."""

    href: str
    day: date | None = None
    is_published: bool = False
    section: str | None = None


def article_links(
    entries: Iterable[Entry], url: str, origin: str | None, limit: int = MAX_LINKS
) -> tuple[tuple[SourceLink, ...], int]:
    """Give the articles among the entries, each once, and how many entries lead to none.

    An article that stands there twice keeps its first address; its day is that of publication where
    any of its entries has one, else the earliest (each says "not newer than"). Its other addresses stand
    beside it.
    """
    found: dict[tuple[bool, str], SourceLink] = {}
    strangers = 0
    for entry in entries:
        address = entry_address(entry.href, url, origin)
        if address is None:
            strangers += 1
            continue
        link = SourceLink(address, entry.day, entry.is_published and entry.day is not None, entry.section)
        key = (address.layout == "era1" and address.language == "en", address.id)  # a series of its own
        known = found.get(key)
        found[key] = link if known is None else _met(known, link)
        if len(found) >= limit:
            break
    return tuple(found.values()), strangers


def entry_address(href: str, url: str, origin: str | None) -> ArticleAddress | None:
    """Take a printed address apart; None where it is no article's of the paper."""
    if len(href) > _ADDRESS_LENGTH:
        return None
    whole = joined(url, href)
    try:
        return article_address(whole, origin=origin) if whole else None
    except ValueError:  # what the standard library refuses to take apart
        return None


def _met(known: SourceLink, other: SourceLink) -> SourceLink:
    better = other.day is not None and (
        known.day is None
        or (other.is_published, -other.day.toordinal()) > (known.is_published, -known.day.toordinal())
    )
    day, is_published = (other.day, other.is_published) if better else (known.day, known.is_published)
    also = known.also
    if other.address.canonical not in (known.address.canonical, *also) and len(also) < _MORE_ADDRESSES:
        also = (*also, other.address.canonical)
    return SourceLink(known.address, day, is_published, known.section or other.section, also)


def machine_day(text: str | None) -> date | None:
    """Read a W3C date (ISO 8601); None for a month, a year or another text.

    >>> machine_day("2024-03-04T18:30:00+00:00"), machine_day("2024-03")
    (datetime.date(2024, 3, 5), None)
    """
    stripped = (text or "").strip()
    if len(stripped) > _DAY_LENGTH or not _ISO.fullmatch(stripped):
        return None
    try:
        return sane_day(datetime.fromisoformat(stripped))
    except ValueError:
        return None


def stated_day(text: str | None) -> date | None:
    """Read a day in any form that programs or the paper write: W3C, RFC 822, a printed stamp.

    >>> stated_day("Wed, 05 Oct 2022 20:48:48 GMT"), stated_day("15:48 | 05/10/2022")
    (datetime.date(2022, 10, 6), datetime.date(2022, 10, 5))
    """
    if text is None or len(text) > _DAY_LENGTH:
        return None
    return machine_day(text) or sane_day(read_date(text).value)
