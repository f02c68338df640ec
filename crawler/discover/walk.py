"""The way through one section's listing: which page next, and when to stop.

A listing is read to its end the first time. Later runs stop where page after page shows only articles
that were met before, once everything below is known to be covered (`stop_at_known`). New stories push
older ones to the next page while it is read, so pages overlap (an article is taken once, by its number),
and afterwards the first page is read again until it shows nothing new: what came during the crawl is not
lost. A walk is saved with each page, so that a killed run goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.sites.baolangson.paging import XHR_LIMIT, NextPage, page_number, with_query_page

# One page without anything new is no end: a burst of new stories can repeat a whole page, and a page
# may offer a second form of paging. Three in a row is.
DEAD_ENDS = 3
# A whole page of articles older than `since`, and one more to be safe (a story pinned out of order).
OLD_PAGES = 2
# The XHR's pages are not cut where the HTML's are: start this many pages early, so that they overlap.
XHR_OVERLAP = 2
# Pages of known but recent articles that a pass reads on through: late and back-dated posts stand there.
RECENT_PAGES = 10
# Pinned stories may fill the first pages: so many are read on through until the front of what is known shows.
FRONT_PAGES = 10
# What no honest listing meets. All pages of the paper in all years, of twelve articles each, are half as
# many; and a listing whose articles are never there leads on to nowhere.
MAX_PAGES = 20_000
BARREN_PAGES = 10


@dataclass(slots=True)
class Walk:
    """One section's listing, being read.

    Attributes:
        section: The section's slug.
        start: Its first page.
        max_pages: Read no more pages than this in a pass, or None.
        after: The walk over another form of the same listing's address, which has to end first. Such a
            walk ends at its first page where that shows nothing new.
        stop_at_known: Everything older than what is met is known to be covered, so pages of articles
            met in earlier runs are dead ends too; else only pages met in this pass are.
        front: The newest of the listing's articles that earlier runs have met, by key. Pages before the
            first of them are pinned stories, behind which new ones may stand. Empty: not known.
        began: When the walk began, ISO 8601.
        is_named: Whether the page asked last was named by the page before it, not guessed.
        has_hole: Whether a page that was named was not there: the end that was reached may not be the end.
        stopped: Why the pass ended, or None while it goes on.
        new_in_pass: How many articles this pass met that were never met before.
    """

    section: str
    start: NextPage
    max_pages: int | None = None
    after: Walk | None = None
    stop_at_known: bool = False
    front: frozenset[str] = frozenset()
    began: str = ""
    is_named: bool = False
    has_hole: bool = False
    stopped: str | None = None
    new_in_pass: int = 0
    pages: int = 0
    _seen: set[str] = field(default_factory=set)  # keys met in this pass
    _main: int = 0
    _patience: int = DEAD_ENDS
    _dead_ends: int = 0
    _old_pages: int = 0
    _recent_pages: int = 0
    _pinned_pages: int = 0
    _has_met_front: bool = False
    _barren_pages: int = 0
    _fresh: list[str] = field(default_factory=list)
    _ahead: list[NextPage] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _last: list[NextPage] = field(default_factory=list)  # the two pages asked last

    def __post_init__(self) -> None:
        self._ahead = [self.start]
        if self.after is not None:
            self.stop_at_known = True
            self._patience = 1

    def waits(self) -> bool:
        """Whether another form of the listing has to be read first."""
        return self.after is not None and self.after.stopped is None

    def read(
        self,
        keys: Sequence[str],
        next_pages: Sequence[NextPage],
        main: Collection[str],
        *,
        news: Collection[str],
        recent: bool = False,
    ) -> None:
        """Take in a page of the listing.

        Args:
            keys: The articles it shows, in page order.
            next_pages: Where it goes on.
            main: Those of the articles that stand in its main list.
            news: Those that were never met before, in whichever run.
            recent: Whether its main list shows articles of the last days.
        """
        self._fresh = [key for key in keys if key not in self._seen]
        self._seen.update(self._fresh)
        self.new_in_pass += len(news)
        self._main += sum(key in main for key in self._fresh)
        self._has_met_front |= not self.front or not self.front.isdisjoint(main)
        self._pinned_pages += self._is_before_front()
        if self._leads_on(news, recent):
            self._dead_ends = 0
            self._patience = DEAD_ENDS
            self._ahead = list(next_pages)
        else:
            self._dead_ends += 1
            self._ahead = [*next_pages[:1], *self._ahead]

    def _leads_on(self, news: Collection[str], recent: bool) -> bool:
        if not self.stop_at_known or news or self._is_before_front():
            return bool(self._fresh)
        if recent and self._fresh and self._patience > 1 and self._recent_pages < RECENT_PAGES:
            self._recent_pages += 1
            return True
        return False

    def _is_before_front(self) -> bool:
        return not self._has_met_front and self._pinned_pages < FRONT_PAGES

    def fresh(self) -> list[str]:
        """The articles of the page read last that no earlier page of this pass has shown."""
        return self._fresh

    def dead_end(self) -> None:
        """Take in that a page is not there (404): the end, unless another form of paging is known."""
        self._fresh = []
        self._dead_ends += 1

    def judge_last(self, states: Collection[str]) -> None:
        """Stop where page after page shows articles that are not there.

        Args:
            states: What became of the newly met articles of the page before: states of the frontier.
        """
        lost, found = {"gone", "failed"}, {"done", "filtered", "quarantine"}
        if found.intersection(states):
            self._barren_pages = 0
        elif lost.intersection(states):
            self._barren_pages += 1
        if self._barren_pages >= BARREN_PAGES:
            self.fail("no-articles")
            self.has_hole = True

    def fail(self, reason: str) -> None:
        """Stop here: a page could not be fetched, what lies behind it is not known.

        No other pass follows: it would be saved in the place of this one, which the next run goes on with.
        """
        self.stopped, self.new_in_pass = reason, 0

    def judge(self, side: Callable[[str], str | None]) -> None:
        """Stop where the newly met articles of page after page are all older than `since`.

        Args:
            side: Gives "older", "inside", "newer" or None (no date known) of an article's key.
        """
        sides = [known for key in self._fresh if (known := side(key)) is not None]
        if self._is_before_front():
            return
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
            self.stopped, self.has_hole = "max-pages", True
        elif self.stopped is None and self.pages >= MAX_PAGES:
            self.stopped, self.has_hole = "endless", True
        while self.stopped is None and self._ahead:
            page = self._from_where_we_are(self._ahead.pop(0))
            if page.url not in self._asked:
                self._asked.add(page.url)
                self._last = [*self._last[-1:], page]
                self.is_named = page != self.start and not page.guessed
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
        self.stop_at_known, self._patience = True, 1 + self._pinned_pages
        self._recent_pages = self._barren_pages = 0
        self._fresh, self._asked, self._ahead, self._last = [], set(), [self.start], []
        self._seen = set()

    # --- kept between runs ----------------------------------------------------------------------

    def to_json(self) -> str:
        """Give what a later run needs to go on: from the page before the one that is being asked."""
        ahead = [*self._last, *self._ahead]
        values: dict[str, Any] = {name: getattr(self, name) for name in _KEPT}
        return json.dumps(values | {"_ahead": [[page.url, page.xhr] for page in ahead]})

    def resume(self, text: str) -> None:
        """Go on where the walk was that `to_json` gave."""
        values = json.loads(text)
        self._ahead = [NextPage(url, xhr=xhr) for url, xhr in values.pop("_ahead")]
        for name in _KEPT:
            setattr(self, name, values.get(name, getattr(self, name)))  # an older version knew fewer
        self.new_in_pass = max(1, self.new_in_pass)  # so that page 1 is looked at again in the end


_KEPT = (
    "stop_at_known",
    "began",
    "has_hole",
    "new_in_pass",
    "pages",
    "_main",
    "_patience",
    "_pinned_pages",
    "_has_met_front",
    "_old_pages",  # but not the dead ends: the pages asked last are asked again, and would count twice
)


def make_walks(starts: Mapping[str, str], pages: int | None) -> Iterator[tuple[str, Walk]]:
    """Give the walks over listings, by their first page: one for each form of each listing's address.

    A host that speaks both eras shows era 2's listing at ``/chinh-tri`` and era 1's at ``/chinh-tri/``;
    elsewhere both are the same listing, and the second walk ends at its first page.
    """
    for url, section in starts.items():
        first = Walk(section, NextPage(url), pages)
        yield url, first
        if not url.endswith("/") and "?" not in url:
            yield f"{url}/", Walk(section, NextPage(f"{url}/"), pages, after=first)
