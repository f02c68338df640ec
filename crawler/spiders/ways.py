"""Which way to the articles a spider takes: the listings, then the sources that are named or that answer.

By default ("auto") the listings are read, as if there were nothing else. Only where they show no article
(gone, empty, refused) the other sources are asked in turn, all that answer are used, and what came of each
is remembered in the state for some days. Named ways are asked as they are named.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Self
from urllib.parse import unquote

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from crawler import clock
from crawler.discover.source_walk import PART, SourceWalk
from crawler.discover.sources.address_file import read_address_file
from crawler.discover.sources.found import Question, SourcePart
from crawler.discover.sources.sitemap import parse_sitemap
from crawler.discover.sources.start import SOURCES, first_addresses
from crawler.discover.via import FILE, IDS, INSTEAD, LISTING, Result, Via
from crawler.discover.window import Window
from crawler.errors import NotSourceError
from crawler.extensions.budget import Budget
from crawler.report.exit_codes import BUDGET_SPENT
from crawler.report.outcomes import EMPTY_LISTING, FAILED, FILTERED, ROBOTS, UNREACHABLE, Outcome, is_wall
from crawler.spiders.numbers import NumberSpider
from crawler.spiders.sources import NO_SUCH_SOURCE
from crawler.spiders.walks import NO_SUCH_SECTION
from crawler.store.frontier import Lease
from crawler.store.source_meeting import take_in
from crawler.store.sources import ANSWERS, EMPTY, REFUSED, SILENT, Sources
from crawler.store.state import Visit

RESULTS = "sources/results"  # stats: name -> what came of it, for report.json
LINES = "sources/lines"  # stats: the same as lines for people
_MISSING_LISTING = (NO_SUCH_SECTION, EMPTY_LISTING)


class WaySpider(NumberSpider):
    """Base of the spiders that choose their way; arguments as in `WalkSpider`, and:

    Args:
        via: The ways.
        budget: How many numbers the way "ids" may try.
    """

    def __init__(self, *, via: Via, budget: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.via = via
        self._budget = budget
        self._file = read_address_file(via.file, origin=self.scope.copy) if via.file else None
        self.results: dict[str, Result] = {}
        self._queue = deque(name for name in via.names if name != LISTING)
        self._starts: deque[tuple[SourcePart, Window, str]] = deque()
        self._source: str | None = None
        self._has_decided = not via.is_auto
        self._missing: list[tuple[Visit, Outcome]] = []  # sections that were asked for by name
        self._declared: set[str] = set()  # sitemaps that robots.txt names

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build it for a crawl."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.say_results, signals.spider_closed)
        return spider

    def options(self) -> dict[str, Any]:
        """What the run was asked for."""
        return super().options() | ({} if self.via.is_auto else {"via": str(self.via)})

    @property
    def _sources(self) -> Sources:
        return Sources(self.run.state.database, self.scope.base)

    # --- which way ------------------------------------------------------------------------------

    def set_out(self) -> None:
        """Ask for the first pages of the first way."""
        if LISTING in self.via.names or (self.via.is_auto and not self._listings_were_silent()):
            super().set_out()
        else:
            self.walks = {}
            self.read_on()

    def _listings_were_silent(self) -> bool:
        """Whether the listings showed nothing some days ago, and another source did."""
        known = self._sources.recall(clock.now())
        silent = known.get(LISTING, ANSWERS) != ANSWERS and any(
            known.get(name) == ANSWERS for name in INSTEAD
        )
        if silent:
            self.results[LISTING] = Result(LISTING, known[LISTING], known=True)
        return silent

    def read_on(self) -> bool:
        """Ask for the next pages of the listings; when there are none, of the sources."""
        if self.walks and super().read_on():
            return True
        if self._walk is not None:  # its page was lost, or waits for too long
            return self.run.waits()
        self._end_of_listings()
        return self._ask_sources()

    def _end_of_listings(self) -> None:
        if LISTING not in self.results and self.walks:
            stops = [walk.stopped or "" for walk in self.walks.values()]
            state = ANSWERS if self.has_shown else REFUSED if ROBOTS in stops else SILENT
            why = "" if self.has_shown else "no listing shows an article"
            self.results[LISTING] = Result(LISTING, state, why, len(self.listed))
            self._remember(self.results[LISTING])
        if self._has_decided:
            return
        self._has_decided = True
        stops = [walk.stopped or "" for walk in self.walks.values()]
        away = any(stop in UNREACHABLE or is_wall(stop) or stop == "throttled" for stop in stops)
        if not self.has_shown and not away:
            self._queue.extend(INSTEAD)

    def _ask_sources(self) -> bool:
        """Ask for a page of the next source that has one."""
        while self._source is not None or self._queue:
            if self._source is None:
                self._begin_source(self._queue.popleft())
            elif self._starts:
                if self._begin_walk(*self._starts.popleft()):
                    return True
            else:
                self._end_source(self.results[self._source])
        return False

    def go_on(self) -> None:
        """Go on when everything found so far is settled, unless the day's budget is spent.

        Raises:
            DontCloseSpider: there is more to read.
            CloseSpider: there may be more, on another day.
        """
        budget = self.crawler.get_extension(Budget)
        if budget is not None and budget.is_spent:
            raise CloseSpider(BUDGET_SPENT)
        super().go_on()

    # --- one source -----------------------------------------------------------------------------

    def _begin_source(self, name: str) -> None:
        self._source, self._shown = name, frozenset()
        self.results.setdefault(name, Result(name))
        if name == FILE:
            self._take_file()
        elif name == IDS:
            self._try_numbers()
        elif self.via.is_auto and self._sources.recall(clock.now()).get(name) in (SILENT, REFUSED):
            self.results[name].known = True
            self.results[name].state = self._sources.recall(clock.now())[name]
        else:
            self._starts.extend(self._starts_of(name))

    def _starts_of(self, name: str) -> Iterator[tuple[SourcePart, Window, str]]:
        """The addresses at which a source may begin, the days that are asked for, and a name for both."""
        known = self._sources.recall(clock.now()).get(name) == ANSWERS
        urls = first_addresses(name, self.scope.base, self.goal.sections)
        if name == "sitemap":
            declared = self._declared_sitemaps()
            self._declared = set(declared)
            urls = (*declared, *(url for url in urls if not url.endswith("/robots.txt")))
        for url in dict.fromkeys(urls):
            if not (known and self._sources.was_silent(url, clock.now())):
                yield SourcePart(url, PART), self.goal.window, ""

    def _declared_sitemaps(self) -> tuple[str, ...]:
        text = self._sources.robots_text()
        if not text:
            return ()
        try:
            page = parse_sitemap(text.encode(), f"{self.scope.base}/robots.txt", Question(self.scope.copy))
        except NotSourceError:
            return ()
        return tuple(part.url for part in page.parts if self.scope.allows(part.url))

    def _begin_walk(self, start: SourcePart, window: Window, label: str) -> bool:
        """Begin at one of a source's addresses, or go on where an earlier run was."""
        name = str(self._source)
        if name == "sitemap" and self.results[name].state == ANSWERS and start.url not in self._declared:
            return False  # the other usual names would show the same
        walks, goal = self.run.state.walks, self._goal_number
        walk = SourceWalk(name, self.walk_key(start.url, name, label), start, window)
        walk.max_pages = self._max_pages
        walk.began = clock.now().isoformat()
        if covered := walks.coverage(walk.key):
            walk.settled = covered[1]
        if saved := walks.kept(walk.key, goal):
            walk.resume(saved)
        self._walk = walk
        return self.ask_step()

    def walk_key(self, url: str, name: str, label: str) -> str:
        """Under which a walk and what it has covered are kept: for other articles it is another walk."""
        return f"{url}#{'/'.join(part for part in (name, str(self._goal_number), label) if part)}"

    def walk_ended(self, walk: SourceWalk) -> None:
        """Add up what a source has shown."""
        result = self.results[walk.source]
        result.shown = len(self._shown)
        result.oldest = min([day for day in (result.oldest, walk.oldest) if day], default=None)
        result.goes_back |= walk.goes_back
        result.is_enough |= walk.reaches_beyond
        result.has_hole |= walk.has_hole
        result.unshown += walk.unshown
        result.cut = result.cut or walk.cut()
        if walk.answered:
            result.state = ANSWERS if walk.shown or walk.settled or result.state == ANSWERS else EMPTY
            self._remember(result)
        if walk.stopped in UNREACHABLE or is_wall(walk.stopped or ""):
            self._queue.clear()
            self._starts.clear()

    def start_missing(self, lease: Lease, reason: str, detail: str) -> None:
        """Take in that a source does not begin at an address."""
        result = self.results[str(self._source)]
        result.detail = result.detail or f"{unquote(lease.url)}: {detail}"

    def start_broken(self, lease: Lease, outcome: Outcome) -> Outcome:
        """Take in that a source's first page cannot be had; by default it is one of many."""
        result = self.results[str(self._source)]
        result.detail = result.detail or f"{unquote(lease.url)}: {outcome.detail}"
        if outcome.reason == ROBOTS and not result.state:
            result.state = REFUSED
        passing = outcome.reason in UNREACHABLE or is_wall(outcome.reason)
        return (
            outcome if passing or not self.via.is_auto else Outcome(FILTERED, outcome.reason, outcome.detail)
        )

    def _end_source(self, result: Result) -> None:
        self._source = None
        result.state = result.state or SILENT
        if not result.known and result.name in SOURCES:
            self._remember(result)
        if not self.via.is_auto and result.state == SILENT and result.name in SOURCES:
            detail = f"{result.detail or 'no address of it answers'}; leave --via out to use what answers"
            self.ledger.settle_listing(
                f"{self.scope.base} ({result.name})", Outcome(FAILED, NO_SUCH_SOURCE, detail)
            )

    def _remember(self, result: Result) -> None:
        self._sources.remember(result.name, result.state, result.detail, at=clock.now())

    # --- a file, numbers ------------------------------------------------------------------------

    def _take_file(self) -> None:
        found = self._file
        assert found is not None  # `Via`: the way "file" comes with its file
        for fault in found.faults:
            self.logger.warning("%s: %s", self.via.file, fault)
        now = clock.now().isoformat()
        taken = take_in(self.run.state, found.links, self.goal, source=FILE, seen_at=now)
        for address in taken.waiting.values():
            self.ledger.find(address)
        faults = f"{found.fault_count} lines give no address" if found.fault_count else ""
        self.results[FILE] = Result(FILE, ANSWERS if found.links else EMPTY, faults, len(found.links))

    def _try_numbers(self) -> None:
        number = self.give_numbers(self._budget)
        said = f"{number} numbers are tried" if number else self.why_no_number()
        self.results[IDS] = Result(IDS, ANSWERS if number else EMPTY, said, number)

    # --- the end --------------------------------------------------------------------------------

    def _settle_listing(self, visit: Visit, outcome: Outcome) -> None:
        """Acknowledge a page of a listing. A section may be missing where another source shows it."""
        if self._has_decided or outcome.fate != FAILED or outcome.reason not in _MISSING_LISTING:
            super()._settle_listing(visit, outcome)
            return
        self.run.listing_read(visit, outcome)
        self._missing.append((visit, outcome))

    def say_results(self) -> None:
        """Settle what waited for the other sources, and put down what came of each."""
        others = [result for result in self.results.values() if result.name != LISTING]
        found = any(result.state == ANSWERS for result in others)
        for visit, outcome in self._missing:
            fate = FILTERED if found else FAILED
            self.ledger.settle_listing(visit.url, Outcome(fate, outcome.reason, outcome.detail))
        if others:
            results = {name: result.to_json() for name, result in self.results.items()}
            self.crawler.stats.set_value(RESULTS, results)
            self.crawler.stats.set_value(LINES, [result.line() for result in self.results.values()])
