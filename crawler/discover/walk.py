"""The way through one section's listing: which page next, and when to stop.

A listing is read until it shows nothing new. New stories push older ones to the next page while it is
read, so pages overlap (an article is taken once, by its number), and afterwards the first page is read
again until it shows nothing new: what came during the crawl is not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from crawler.sites.baolangson.listing import XHR_LIMIT, NextPage, page_number, with_query_page

# One page without anything new is no end: a burst of new stories can repeat a whole page, and a page
# may offer a second form of paging. Three in a row is.
DEAD_ENDS = 3
# A whole page of articles older than `since`, and one more to be safe (a story pinned out of order).
OLD_PAGES = 2
# The XHR's pages are not cut where the HTML's are: start this many pages early, so that they overlap.
XHR_OVERLAP = 2


@dataclass(slots=True)
class Walk:
    """One section's listing, being read.

    Attributes:
        section: The section's slug.
        start: Its first page.
        after: The walk over another form of the same listing's address, which has to end first; what it
            met is known here. Such a walk ends at its first page where that shows nothing new.
        max_pages: Read no more pages than this in a pass, or None.
        seen: Keys of the articles met, over all passes.
        stopped: Why the pass ended, or None while it goes on.
        new_in_pass: How many articles this pass showed first.
    """

    section: str
    start: NextPage
    max_pages: int | None = None
    after: Walk | None = None
    seen: set[str] = field(default_factory=set)
    stopped: str | None = None
    new_in_pass: int = 0
    pages: int = 0
    _main: int = 0
    _patience: int = DEAD_ENDS
    _dead_ends: int = 0
    _old_pages: int = 0
    _fresh: list[str] = field(default_factory=list)
    _ahead: list[NextPage] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._ahead = [self.start]
        if self.after is not None:
            self.seen = self.after.seen
            self._patience = 1

    def waits(self) -> bool:
        """Whether another form of the listing has to be read first."""
        return self.after is not None and self.after.stopped is None

    def read(self, keys: Sequence[str], next_pages: Sequence[NextPage], main: Collection[str]) -> list[str]:
        """Take in a page of the listing.

        Args:
            keys: The articles it shows, in page order.
            next_pages: Where it goes on.
            main: Those of the articles that stand in its main list.

        Returns:
            The keys met for the first time in this section.
        """
        self._fresh = [key for key in keys if key not in self.seen]
        self.seen.update(self._fresh)
        self.new_in_pass += len(self._fresh)
        if self._fresh:
            self._main += sum(key in main for key in self._fresh)
            self._dead_ends = 0
            self._patience = DEAD_ENDS
            self._ahead = list(next_pages)
        else:
            self._dead_ends += 1
            self._ahead = [*next_pages[:1], *self._ahead]
        return self._fresh

    def dead_end(self) -> None:
        """Take in that a page is not there (404): the end, unless another form of paging is known."""
        self._fresh = []
        self._dead_ends += 1

    def fail(self, reason: str) -> None:
        """Stop here: a page could not be fetched, what lies behind it is not known."""
        self.stopped = reason

    def judge(self, side: Callable[[str], str | None]) -> None:
        """Stop where the newly met articles of page after page are all older than `since`.

        Args:
            side: Gives "older", "inside", "newer" or None (no date known) of an article's key.
        """
        sides = [known for key in self._fresh if (known := side(key)) is not None]
        if sides and all(known == "older" for known in sides):
            self._old_pages += 1
        elif sides:
            self._old_pages = 0
        if self._old_pages >= OLD_PAGES:
            self.stopped = "older-than-since"

    def next_page(self) -> NextPage | None:
        """Give the page to ask next, or None (and set `stopped`) where the pass ends."""
        if self.stopped is None and self._dead_ends >= self._patience:
            self.stopped = "nothing-new"
        elif self.stopped is None and self.max_pages is not None and self.pages >= self.max_pages:
            self.stopped = "max-pages"
        while self.stopped is None and self._ahead:
            page = self._from_where_we_are(self._ahead.pop(0))
            if page.url not in self._asked:
                self._asked.add(page.url)
                self.pages += 1
                return page
        self.stopped = self.stopped or "last-page"
        return None

    def _from_where_we_are(self, page: NextPage) -> NextPage:
        if not page.xhr or page_number(page.url) != 1:
            return page
        number = self._main // XHR_LIMIT - XHR_OVERLAP
        return replace(page, url=with_query_page(page.url, number)) if number > 1 else page

    def begin_again(self) -> None:
        """Start another pass at the first page, which ends there where that shows nothing new."""
        self.stopped = None
        self.new_in_pass = self.pages = self._main = self._dead_ends = self._old_pages = 0
        self._patience = 1
        self._fresh, self._asked, self._ahead = [], set(), [self.start]
