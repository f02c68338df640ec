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
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discover.menu import linked_sections
from crawler.discover.scope import address_is_elsewhere, in_sections, parse_listings, parse_sections
from crawler.discover.walk import Walk
from crawler.discover.window import VIETNAM, parse_window
from crawler.errors import SettingError
from crawler.items import Article
from crawler.report.outcomes import FAILED, FILTERED, STORED, Outcome
from crawler.sites.baolangson.listing import ListingLink, NextPage, parse_listing
from crawler.spiders.failures import failure_outcome, is_gone
from crawler.spiders.paper import PaperSpider
from crawler.store.records import address_key, article_key

OTHER_SECTION = "other-section"
OLDER = "older-than-since"
NEWER = "newer-than-until"
NO_SUCH_SECTION = "no-such-section"
# Passes over page 1 after the crawl, until nothing new shows: more than this is no newspaper.
MAX_PASSES = 50
_SIDES = {STORED: "inside", OLDER: "older", NEWER: "newer"}


class PoliticsSpider(PaperSpider):
    """Crawl the political sections.

    Args:
        section: Sections, separated by commas; default: all of `urls.POLITICS_SECTIONS`.
        since: First day of publication, ``2026-11-01`` or ``7d``.
        until: Last day of publication.
        max_pages: Read at most this many pages of each listing.
        from_listing: Addresses of listings to read instead of the sections' own (an election's section,
            a later page), separated by commas; what they show is wanted where it is of their section.
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
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        listings = parse_listings(from_listing, self.scope)
        self.sections = tuple(listings.values()) or parse_sections(section)
        self.window = parse_window(since, until, now=datetime.now(VIETNAM))
        self._asked_for_by_name = bool(section or listings)
        starts = listings or {f"{self.scope.base}/{name}": name for name in self.sections}
        self._max_pages = _positive(max_pages)
        self.walks = dict(_make_walks(starts, self._max_pages))
        self._looked_for = () if listings else self.sections
        self._passes = 0
        self._address: dict[str, str] = {}  # article key -> the address that is asked for it
        self._in_main: set[str] = set()  # keys of articles that stood in a main list

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build it for a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.go_on, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first page of each section."""
        for request in self._next_requests():
            yield request

    # --- listings -------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Everything found so far is settled: ask for the next pages, then for the first ones again.

        Raises:
            DontCloseSpider: there is more to read.
        """
        requests = list(self._next_requests()) or list(self._first_pages_again())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _next_requests(self) -> Iterator[Request]:
        for walk in self.walks.values():
            if walk.after and walk.after.stopped == NO_SUCH_SECTION:
                walk.fail(NO_SUCH_SECTION)
            if walk.stopped is None and not walk.waits():
                if self.window.since is not None:
                    walk.judge(self._side)
                yield from self._next_request(walk)

    def _first_pages_again(self) -> Iterator[Request]:
        """Another pass over the sections that showed something new in the last one."""
        if self._passes >= MAX_PASSES:
            return
        self._passes += 1
        for walk in self.walks.values():
            if walk.new_in_pass:
                walk.begin_again()
                yield from self._next_request(walk)

    def _next_request(self, walk: Walk) -> Iterator[Request]:
        page = walk.next_page()
        if page is None:
            self.logger.info("%s: read to the end (%s)", walk.section, walk.stopped)
            return
        yield Request(
            page.url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            headers={"X-Requested-With": "XMLHttpRequest"} if page.xhr else None,
            cb_kwargs={"start": walk.start.url, "address": page.url},
            dont_filter=True,  # the walk asks for a page once a pass
        )

    def parse_listing(self, response: Response, start: str, address: str) -> Iterator[Request]:
        """Read a page of a listing: ask for the articles that are new, then for the next page.

        Args:
            response: The page.
            start: The first page of its listing.
            address: The address that was asked for.
        """
        walk = self.walks[start]
        self._meet_sections(response)
        listing = parse_listing(response.body, response.url, origin=self.scope.copy)
        links = {address_key(link.address): link for link in listing.articles}
        main = {key for key, link in links.items() if link.main}
        self._in_main |= main
        fresh = walk.read(list(links), listing.next_pages, main)
        self.logger.info("%s: %d articles, %d new: %s", walk.section, len(links), len(fresh), address)
        if links or address != start:
            self._settle_listing(address, Outcome(STORED))
        else:
            walk.fail("empty-listing")
            detail = f"the listing of {walk.section} shows no article; has its markup changed?"
            self._settle_listing(address, self._first_page_end(walk, "empty-listing", detail))
        for key, link in links.items():
            yield from self._ask(key, link)
        if self.window.since is None:
            yield from self._next_request(walk)

    def listing_failed(self, failure: Failure) -> Iterator[Request]:
        """Note a listing page that could not be fetched; the end of the listing is no failure."""
        assert failure.value is not None
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        walk, address = self.walks[request.cb_kwargs["start"]], request.cb_kwargs["address"]
        outcome = failure_outcome(failure.value)
        if not is_gone(failure.value):
            walk.fail(outcome.reason)
            self._settle_listing(address, outcome)
            self.logger.warning("%s: cannot read %s: %s", walk.section, address, outcome.detail)
        elif address == walk.start.url:
            walk.fail(NO_SUCH_SECTION)
            self._meet_sections(failure.value.response)  # an error page has the menu too
            detail = f"this site has no section {walk.section}"
            self._settle_listing(address, self._first_page_end(walk, NO_SUCH_SECTION, detail))
        else:
            walk.dead_end()
            self._settle_listing(address, Outcome(FILTERED, "past-the-end"))
            if self.window.since is None:
                yield from self._next_request(walk)

    def _meet_sections(self, response: Response) -> None:
        """Add the listings whose slug was known only in part; they are asked when the spider is idle."""
        found = linked_sections(response.body, response.url, self.scope, self._looked_for)
        new = {url: section for url, section in found.items() if url not in self.walks}
        self.walks |= dict(_make_walks(new, self._max_pages))

    def _settle_listing(self, address: str, outcome: Outcome) -> None:
        again = f" (read again, {self._passes})" if self._passes else ""
        self.ledger.settle_listing(address + again, outcome)

    def _first_page_end(self, walk: Walk, reason: str, detail: str) -> Outcome:
        """A section asked for by name must be there; one of the default list need not."""
        longer = any(other.section.startswith(f"{walk.section}-") for other in self.walks.values())
        must_be_there = self._asked_for_by_name and walk.after is None and not longer
        return Outcome(FAILED if must_be_there else FILTERED, reason, detail)

    # --- articles -------------------------------------------------------------------------------

    def _ask(self, key: str, link: ListingLink) -> Iterator[Request]:
        """Ask for an article the first time it is met; note its other addresses."""
        address = link.address.canonical
        if (asked := self._address.get(key)) is not None:
            if address != asked:
                self.aliases.setdefault(key, {})[address] = None
            return
        self._address[key] = address
        if not address_is_elsewhere(link.address, self.sections):
            yield self.article_request(address)
            return
        self.ledger.find(address)
        detail = f"its address names the section {link.address.section}"
        self.ledger.settle(address, Outcome(FILTERED, OTHER_SECTION, detail))

    def _side(self, key: str) -> str | None:
        outcome = self.ledger.articles.of(self._address.get(key, ""))
        return _SIDES.get(outcome.reason or outcome.fate)

    def unwanted(self, article: Article) -> Outcome | None:
        """Say why an article is not what was asked for; None where it is."""
        key = article_key(article.crawl.layout, article.language, article.id)
        if article.section is None and key not in self._in_main:
            return Outcome(FILTERED, OTHER_SECTION, "it names no section and stood in no main list")
        if article.section and not in_sections(article.section, article.subsection, self.sections):
            return Outcome(FILTERED, OTHER_SECTION, f"it is of the section {article.section}")
        side = self.window.side(article.published_at)
        if side == "inside":
            return None
        return Outcome(FILTERED, OLDER if side == "older" else NEWER, f"published {article.published_at}")


def _positive(number: str | int | None) -> int | None:
    if number is None or number == "":
        return None
    if not str(number).isdecimal() or int(number) < 1:
        raise SettingError(f"max_pages: {number!r} is no number of pages; give 1 or more")
    return int(number)


def _make_walks(starts: Mapping[str, str], pages: int | None) -> Iterator[tuple[str, Walk]]:
    """One walk for each form of each listing's address.

    A host that speaks both eras shows era 2's listing at ``/chinh-tri`` and era 1's at ``/chinh-tri/``;
    elsewhere both are the same listing, and the second walk ends at its first page.
    """
    for url, section in starts.items():
        first = Walk(section, NextPage(url), pages)
        yield url, first
        if not url.endswith("/") and "?" not in url:
            yield f"{url}/", Walk(section, NextPage(f"{url}/"), pages, after=first)
