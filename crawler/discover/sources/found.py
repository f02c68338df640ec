"""What a source of addresses shows: the types that all its parsers give, and how they judge a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from crawler.discover.window import VIETNAM, Window
from crawler.sites.base import ArticleAddress

# No page of the paper is older, none can be newer than the calendar's sane end: a day outside is a
# mistake (1970-01-01, 0001-01-01, 9999-12-31) and says nothing.
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class SourceLink:
    """An article that a source shows.

    Attributes:
        address: The article's address, taken apart.
        day: The day that the source gives it, in Vietnam's time (+07:00); None where it gives none.
        is_published: Whether `day` is the day of publication. False: of the last change only
            (lastmod, updated), so the article is not newer, but may be older; False without a day.
        section: Slug of the section for which the source names it, or None.
        also: Further addresses under which the answer shows it, canonical.
    """

    address: ArticleAddress
    day: date | None = None
    is_published: bool = False
    section: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A further address of the same source, to be parsed by the same parser.

    Attributes:
        url: Its address.
        kind: "page": the page after this one. "part": a sub-sitemap, a category's posts.
        last_day: Nothing in it is newer than this day, where that is known (lastmod of a sub-sitemap).
        section: Slug of the section to whose articles it leads, to hand on to its parser; else None.
    """

    url: str
    kind: str
    last_day: date | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What one answer of a source shows.

    Attributes:
        links: Articles in the answer's order, each once.
        parts: Where the source goes on; the next page first.
        total: How many articles the source says it has in all (for this question), or None.
        strangers: Entries that lead to no article of the paper: other hosts, pages, listings.
        is_whole: False where the answer ended too early (cut, broken, over the limit): what could be
            read was read, more may have been in it.
    """

    links: tuple[SourceLink, ...] = ()
    parts: tuple[SourcePart, ...] = ()
    total: int | None = None
    strangers: int = 0
    is_whole: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the answer is the source's own and shows nothing: no article and no way on."""
        return not self.links and not self.parts


@dataclass(frozen=True, slots=True)
class Question:
    """What a source is asked for: everything that its parser must know beside the answer.

    Attributes:
        origin: Base address of a copy of the paper, where one is crawled (`Scope.copy`).
        sections: Slugs of the sections wanted; empty: all.
        window: The days wanted. Parsers leave out parts that cannot hold any of them, never links.
        section: The section of the `SourcePart` that is asked, or None.
        headers: Headers of the answer; names are compared without case.
    """

    origin: str | None = None
    sections: tuple[str, ...] = ()
    window: Window = field(default_factory=Window)
    section: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def sane_day(moment: datetime | date | None) -> date | None:
    """Give the day in Vietnam's time; None for a day that no article of the paper can have.

    A moment without a zone is taken as Vietnam's.

    >>> from datetime import UTC
    >>> sane_day(datetime(2024, 3, 4, 18, 30, tzinfo=UTC))
    datetime.date(2024, 3, 5)
    >>> sane_day(date(9999, 12, 31)), sane_day(date(1970, 1, 1))
    (None, None)
    """
    if isinstance(moment, datetime):
        try:
            moment = (moment.astimezone(VIETNAM) if moment.tzinfo else moment).date()
        except (OverflowError, ValueError):  # the calendar's last hours, in another zone
            return None
    return moment if moment is not None and FIRST_DAY <= moment < LAST_DAY else None
