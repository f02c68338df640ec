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
from crawler.discover.via import check_budget, parse_via
from crawler.discover.window import parse_window
from crawler.errors import SettingError
from crawler.spiders.ways import WaySpider

NUMBERS = 200  # that are tried where no budget is given: most numbers of the series are no articles


class PoliticsSpider(WaySpider):
    """Crawl the political sections.

    Args:
        section: Sections, separated by commas; default: all of `urls.POLITICS_SECTIONS`.
        since: First day of publication, ``2026-11-01`` or ``7d``.
        until: Last day of publication.
        max_pages: Read at most this many pages of each listing.
        from_listing: Addresses of listings to read instead of the sections' own (an election's section,
            a later page), separated by commas; what they show is wanted where it is of their section.
        revisit: Which stored articles are asked again: ``due`` (by their age), ``all`` or ``none``.
        via: The ways to the articles: ``auto``, or some of ``listing,feed,sitemap,rest,search,ids,file``.
        addresses: The file of addresses of the way ``file``.
        budget: How many numbers the way ``ids`` may try.
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
        via: str = "",
        addresses: str | None = None,
        budget: str | int | None = None,
        origin: str | None = None,
        **kwargs: Any,
    ) -> None:
        scope = parse_origin(origin)
        listings = parse_listings(from_listing, scope)
        sections = tuple(listings.values()) or parse_sections(section)
        ways = parse_via(via, addresses)
        check_budget(ways, budget)
        super().__init__(
            goal=Goal(sections, parse_window(since, until, now=clock.now())),
            starts=listings or {f"{scope.base}/{name}": name for name in sections},
            max_pages=_positive(max_pages),
            via=ways,
            budget=_positive(budget, "budget") or NUMBERS,
            looked_for=() if listings else sections,
            by_name=bool(section or listings),
            revisit=revisit,
            origin=origin,
            **kwargs,
        )

    def options(self) -> dict[str, Any]:
        """What the run was asked for."""
        return {**super().options(), "goal": self.goal.to_json(), "max_pages": self._max_pages}


def _positive(number: str | int | None, option: str = "max_pages") -> int | None:
    if number is None or number == "":
        return None
    if not str(number).isdecimal() or int(number) < 1:
        raise SettingError(f"{option}: {number!r} is no number; give 1 or more")
    return int(number)
