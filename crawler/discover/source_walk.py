"""The way through one source of addresses: which of its pages next, and when to stop. Pure.

A source is a tree of pages: a start leads to parts (sub-sitemaps, a category's posts), and each may go on
page by page, the newest articles first (a chain). A chain ends where

- a page shows nothing that this walk has not seen (page N+1 = page N, a circle, an empty page; twice,
  for a new story pushes older ones to the next page),
- every day on a page lies before the days wanted,
- a page shows only what an earlier walk to the end has seen (`settled`);

a REST list that has shown fewer articles than it says there are is asked for its next page, whatever it says
of its pages; what stays away is counted (`unshown`);

a part whose newest day was read before is not asked. What is left bounds everything that lies: so many
pages in all, and so many in a row without an article. A walk is saved with each page, so that a killed run
goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from crawler.discover.goal import Goal
from crawler.discover.scope import address_is_elsewhere, in_sections
from crawler.discover.sources.found import SourceLink, SourcePage, SourcePart
from crawler.discover.window import Window
from crawler.sites.baolangson.paging import page_number, with_query_page

PAGE, PART = "page", "part"
MOST, NOTHING_NEW = "max-pages", "nothing-new"  # how a walk is cut
DEAD_ENDS = 2  # pages of a chain in a row without anything unseen
# No honest source needs more: all pages of the paper, ten to a page, are half as many.
MAX_PAGES = 20_000
BARREN = 200  # pages in a row without an unseen article: maps of tags and authors are fewer
# A sub-sitemap's last day is a day, and the clock of another zone: what changed that day is read again.
_MARGIN = timedelta(days=2)


@dataclass(slots=True)
class SourceWalk:
    """One source from one of its starts, being read.

    Attributes:
        source: Its name: feed, sitemap, rest or search.
        key: Under which the walk is kept: its start's address and what it is read for.
        start: Where it begins.
        window: The days wanted.
        max_pages: Follow a chain for no more pages, or None.
        settled: When an earlier walk for the same purpose ended without a hole, ISO 8601; else empty.
        began: When this walk began, ISO 8601.
        stopped: Why it ended, or None while it goes on.
        has_hole: Whether a page could not be read: what it shows may be missing.
        is_limited: Whether a chain was left because of `max_pages`.
        answered: Whether any page was the source's own.
        pages: How many pages were asked for.
        shown: How many articles it has shown.
        goes_back: Whether a page was followed by another that showed more, or was once.
        oldest: The earliest day it has shown.
        unshown: How many articles more the source says it has than it showed.
    """

    source: str
    key: str
    start: SourcePart
    window: Window = field(default_factory=Window)
    max_pages: int | None = None
    settled: str = ""
    began: str = ""
    stopped: str | None = None
    has_hole: bool = False
    is_limited: bool = False
    answered: bool = False
    pages: int = 0
    shown: int = 0
    goes_back: bool = False
    oldest: date | None = None
    unshown: int = 0
    current: SourcePart | None = None
    _ahead: list[SourcePart] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _dead_ends: int = 0
    _barren: int = 0
    _chain: int = 0  # pages of the chain so far
    _items: int = 0  # entries that the chain has shown
    _promised: int = 0  # how many it says there are
    _in_chain: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._ahead = [self.start]

    def next_step(self) -> SourcePart | None:
        """Give the page to ask next, or None (and set `stopped`) where the walk ends."""
        if self.pages >= MAX_PAGES or self._barren >= BARREN:
            self.stopped = self.stopped or (MOST if self.pages >= MAX_PAGES else NOTHING_NEW)
        while self.stopped is None and self._ahead:
            step = self._ahead.pop(0)
            if step.url in self._asked or self._is_old(step):
                continue
            self._asked.add(step.url)
            if step.kind != PAGE:
                self._dead_ends = self._chain = self._items = self._promised = 0
                self._in_chain = set()
            self._chain += 1
            self.pages += 1
            self.current = step
            return step
        self.current, self.stopped = None, self.stopped or "last-page"
        return None

    def _is_old(self, step: SourcePart) -> bool:
        """Whether a part's newest day lies before the days wanted, or was read by an earlier walk."""
        day, since = step.last_day, self.window.since
        if day is None:
            return False
        if since is not None and day < since.date():
            return True
        return bool(self.settled) and day < datetime.fromisoformat(self.settled).date() - _MARGIN

    @property
    def may_be_unchanged(self) -> bool:
        """Whether the current page may be asked for with "if it has changed": it was read to its end."""
        return bool(self.settled) and not (self.current == self.start and self.source in ("sitemap", "rest"))

    def read(self, page: SourcePage, keys: Sequence[str], *, news: Collection[str]) -> None:
        """Take in the page that was asked for.

        Args:
            page: What it shows.
            keys: Its articles, in page order.
            news: Those that no earlier walk has seen; all of them where there was none.
        """
        fresh = {key for key in keys if key not in self._seen}
        self._seen |= fresh
        self.answered = True
        self.shown += len(fresh)
        self.has_hole |= not page.is_whole
        followed = self.current is not None and self.current.kind == PAGE
        self.goes_back |= (followed and bool(fresh)) or (bool(self.settled) and _has_next(page))
        self._dead_ends = 0 if fresh else self._dead_ends + 1
        self._barren = 0 if fresh else self._barren + 1
        days = [link.day for link in page.links if link.day]
        self.oldest = min([*days, *([self.oldest] if self.oldest else [])], default=None)
        self._count(page, keys)
        goes_on = self._goes_on(page, fresh, news)
        parts = [part for part in page.parts if part.kind != PAGE or goes_on]
        if goes_on and self._promised > self._items and not _has_next(page):
            parts.insert(0, self._following())
        elif not page.links or self._dead_ends >= DEAD_ENDS:
            self._end_chain()
        self._ahead = [*parts, *self._ahead]

    def _count(self, page: SourcePage, keys: Sequence[str]) -> None:
        """Compare what a REST list shows with what it says there is; other numbers are for people."""
        if self.source != "rest" or any(part.kind == PART for part in page.parts):
            return
        self._items += len(set(keys) - self._in_chain) + page.strangers
        self._in_chain |= set(keys)
        self._promised = max(self._promised, page.total or 0)

    def _following(self) -> SourcePart:
        """The page after this one, which the page itself does not name."""
        assert self.current is not None
        url = self.current.url
        return SourcePart(with_query_page(url, page_number(url) + 1), PAGE, section=self.current.section)

    def _end_chain(self) -> None:
        """Take in that a list shows no more: what it still promises stays unseen."""
        self.unshown += max(0, self._promised - self._items)
        self._items = self._promised = 0

    def _goes_on(self, page: SourcePage, fresh: Collection[str], news: Collection[str]) -> bool:
        """Whether the page after this one is worth asking for."""
        if not page.links:  # a list of parts may have a next page; a page without anything is the end
            return any(part.kind == PART for part in page.parts)
        if self._dead_ends >= DEAD_ENDS or (self.settled and not news):
            return False
        if self.max_pages is not None and self._chain >= self.max_pages:
            self.is_limited = True
            return False
        since = self.window.since
        return since is None or not all(link.day and link.day < since.date() for link in page.links)

    @property
    def reaches_beyond(self) -> bool:
        """Whether it has shown articles that are older than the wanted days: none of these is behind them."""
        since = self.window.since
        return since is not None and self.oldest is not None and self.oldest < since.date()

    def cut(self) -> str:
        """Say by which rule it was left before its end; empty where it was not."""
        pages = f"it was left after {self.pages} pages"
        if self.stopped == NOTHING_NEW:
            return (
                f"{pages}, the last {self._barren} without an unseen article: what lies behind is not known"
            )
        return (
            f"{pages}, more than a paper has: what lies behind is not known" if self.stopped == MOST else ""
        )

    def missing(self, *, is_hole: bool) -> None:
        """Take in that the page is not there, cannot be read, or has not changed.

        Args:
            is_hole: Whether something may be missing because of it: not so where the end was guessed.
        """
        self.has_hole |= is_hole
        self._barren += 1
        if not is_hole:
            self._end_chain()

    def fail(self, reason: str) -> None:
        """Stop here: what lies behind is not known."""
        self.stopped, self.has_hole = reason, True

    # --- kept between runs ----------------------------------------------------------------------

    def to_json(self) -> str:
        """Give what a later run needs to go on: from the page that is being asked."""
        ahead = [*([self.current] if self.current else []), *self._ahead]
        kept = {name: getattr(self, name) for name in _KEPT}
        days = [part.last_day.isoformat() if part.last_day else None for part in ahead]
        parts = [[p.url, p.kind, day, p.section] for p, day in zip(ahead, days, strict=True)]
        return json.dumps(kept | {"_ahead": parts})

    def resume(self, text: str) -> None:
        """Go on where the walk was that `to_json` gave."""
        values = json.loads(text)
        self._ahead = [
            SourcePart(url, kind, date.fromisoformat(day) if day else None, section)
            for url, kind, day, section in values["_ahead"]
        ]
        for name in _KEPT:
            setattr(self, name, values.get(name, getattr(self, name)))


def _has_next(page: SourcePage) -> bool:
    return any(part.kind == PAGE for part in page.parts)


_KEPT = tuple(
    "began has_hole is_limited answered shown goes_back unshown _dead_ends _barren _items _promised".split()
)


def wants(goal: Goal, link: SourceLink) -> bool:
    """Whether an article may be wanted, by what its address and the source say of it.

    A day of publication outside the days wanted settles it; a day of the last change only where it lies
    before them. A section that the source names counts where the address names none.
    """
    if goal.sections:
        if address_is_elsewhere(link.address, goal.sections):
            return False
        if link.address.section is None and link.section and not is_of_section(goal, link):
            return False
    since, before = goal.window.since, goal.window.before
    if link.day is None:
        return True
    if since is not None and link.day < since.date():
        return False
    return before is None or not link.is_published or link.day < before.date()


def is_of_section(goal: Goal, link: SourceLink) -> bool:
    """Whether the source shows an article as one of a wanted section's."""
    section, _, subsection = (link.section or "").partition("/")
    edition = section == "en" and subsection
    names = (f"en/{subsection}", None) if edition else (section, subsection or None)
    return bool(section) and in_sections(*names, goal.sections)
