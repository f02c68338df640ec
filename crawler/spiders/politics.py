"""The spider `politics`: the political sections, page by page, and every article they show.

What is followed: the articles and further pages of the wanted sections' listings, on the allowed hosts.

- Era 1's addresses name their section: an article of another section (a sidebar's) is not fetched but
  noted as filtered/other-section.
- Era 2's addresses do not: every article on a listing page is fetched, and one whose breadcrumb names
  another section is noted as filtered/other-section. The boxes beside the list show the same few
  articles on every page, so this costs a handful of requests a run and leaves no hole. Where a page
  has no breadcrumb, the article is wanted if it stood in a listing's main list.
- Listings show no dates, so `since` and `until` are judged on the article. With `since` the listing's
  next page is asked only after the articles of the last one are read (when the spider is idle), and
  reading ends after two whole pages of older articles.
- A listing is read to its end once. Later runs stop at pages of known articles (`discover.walk`).
"""

from __future__ import annotations

from typing import Any

from crawler import clock
from crawler.discover.goal import Goal
from crawler.discover.scope import parse_listings, parse_origin, parse_sections
from crawler.discover.window import parse_window
from crawler.errors import SettingError
from crawler.spiders.listing import ListingSpider


class PoliticsSpider(ListingSpider):
    """Crawl the political sections.

    Args:
        section: Sections, separated by commas; default: all of `urls.POLITICS_SECTIONS`.
        since: First day of publication, ``2026-11-01`` or ``7d``.
        until: Last day of publication.
        max_pages: Read at most this many pages of each listing.
        from_listing: Addresses of listings to read instead of the sections' own (an election's section,
            a later page), separated by commas; what they show is wanted where it is of their section.
        revisit: Which stored articles are asked again: ``due`` (by their age), ``all`` or ``none``.
        origin: Base address of a copy of the paper.

    ::

        scrapy crawl politics -a section=chinh-tri -a since=7d -O week.jsonl
    """

    name = "politics"

    def __init__(
        self,
        *,
        section: str | None = None,
        since: str | None = None,
        until: str | None = None,
        max_pages: str | int | None = None,
        from_listing: str = "",
        revisit: str = "due",
        origin: str | None = None,
        **kwargs: Any,
    ) -> None:
        scope = parse_origin(origin)
        listings = parse_listings(from_listing, scope)
        sections = tuple(listings.values()) or parse_sections(section)
        super().__init__(
            goal=Goal(sections, parse_window(since, until, now=clock.now())),
            starts=listings or {f"{scope.base}/{name}": name for name in sections},
            max_pages=_positive(max_pages),
            looked_for=() if listings else sections,
            by_name=bool(section or listings),
            revisit=revisit,
            origin=origin,
            **kwargs,
        )

    def options(self) -> dict[str, Any]:
        """What the run was asked for."""
        return {**super().options(), "goal": self.goal.to_json(), "max_pages": self._max_pages}


def _positive(number: str | int | None) -> int | None:
    if number is None or number == "":
        return None
    if not str(number).isdecimal() or int(number) < 1:
        raise SettingError(f"max_pages: {number!r} is no number of pages; give 1 or more")
    return int(number)
