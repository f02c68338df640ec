"""The spider `backfill`: the articles of past years, month by month backwards, within a budget a day.

Sources that give days come first: the sitemap is read whole, and its articles are asked for by month, the
newest first; WordPress's REST interface is asked month by month. Where neither answers, or both end before
the span does (they may know the old site only), the listings are read page by page to the end of the span.
What was read is covered in the state, what was found waits in the frontier: the next start goes on there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from crawler import clock
from crawler.discover.months import month_rank, months_of
from crawler.discover.sources.found import SourceLink, SourcePart
from crawler.discover.sources.start import first_addresses
from crawler.discover.via import DATED, LISTING, Result
from crawler.discover.walk import Walk
from crawler.discover.window import Window
from crawler.errors import SettingError
from crawler.extensions.budget import Budget
from crawler.report.outcomes import UNCHANGED, Outcome
from crawler.spiders.politics import PoliticsSpider
from crawler.spiders.ways import LINES, RESULTS
from crawler.store.sightings import Sightings
from crawler.store.sources import ANSWERS

_PAGES_FIRST = 100_000  # priority of a source's pages: all articles are known before the first is asked for
_LAST_RANK = 10_000 * 12  # articles of months wait behind everything else, the newest month first
_REST = "rest"
_ENDS = ("last-page", "nothing-new", "older-than-since", "no-such-section")  # of listings that were read
_SILENT = timedelta(days=31)  # so long a source that is alive may show nothing new
_NEAR = timedelta(days=92)  # a source that reaches so near to the span's first day reaches back to it


class BackfillSpider(PoliticsSpider):
    """Fill a span of past years; arguments as in `PoliticsSpider`, of which `since` and `until` are needed.

    ::

        scrapy crawl backfill -a since=2010-01-01 -a until=2024-12-31 -s LANGSON_BUDGET=5000
    """

    name = "backfill"
    _page_priority = _PAGES_FIRST

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"revisit": "none", **kwargs})
        window = self.goal.window
        if window.since is None or window.before is None:
            raise SettingError("backfill: give the first and the last day, as -a since=… and -a until=…")
        self._months = tuple(months_of(window))
        self._has_decided = True
        self._may_fall_back = self.via.is_auto
        self._listings: dict[str, Walk] = {}
        if self.via.is_auto:
            self._queue = deque(DATED)

    def set_out(self) -> None:
        """Ask for the first pages of the first way."""
        if LISTING in self.via.names:
            super().set_out()
            return
        self._listings, self.walks = self.walks, {}
        self.read_on()

    def read_on(self) -> bool:
        """Ask for the next pages; where no source with days reaches back, for the listings'."""
        if super().read_on():
            return True
        if not self._may_fall_back or self._walk is not None:
            return False
        self._may_fall_back = False
        if self._reaches_up([n for n in DATED if n in self.results and self.results[n].state == ANSWERS]):
            return False
        self.walks = self._listings
        self._queue.extend(("feed", "search"))
        self._begin(self.walks)
        return self._ask_next_pages() or super().read_on()

    def _begin_source(self, name: str) -> None:
        sitemap = self.results.get("sitemap")
        if name == _REST and self.via.is_auto and sitemap is not None and self._reaches_back(sitemap):
            return  # every article is known already
        super()._begin_source(name)

    def _reaches_back(self, result: Result) -> bool:
        since = self.goal.window.since
        oldest = Sightings(self.run.state.database).oldest(result.name)
        whole = result.state == ANSWERS and not result.has_hole
        return whole and since is not None and oldest is not None and oldest <= since.date() + _NEAR

    def _reaches_up(self, names: list[str]) -> bool:
        """Whether sources know articles up to the span's last days."""
        before, state = self.goal.window.before, self.run.state
        newest = [day for name in names if (day := Sightings(state.database).newest(name)) is not None]
        return bool(newest) and before is not None and max(newest) >= before.date() - _SILENT

    def _starts_of(self, name: str) -> Iterator[tuple[SourcePart, Window, str]]:
        if name != _REST:
            yield from super()._starts_of(name)
            return
        (url,) = first_addresses(name, self.scope.base, self.goal.sections)
        for month, window in self._months:
            if not self._is_covered(url, month, window):
                yield SourcePart(url, "part"), window, month
            elif not self.results[name].state:  # it has answered: there may be nothing to ask any more
                self.results[name].state = ANSWERS
                covered = Outcome(
                    UNCHANGED, "covered", "months that were read before are not asked for again"
                )
                self.ledger.settle_listing(url, covered)

    def _is_covered(self, url: str, month: str, window: Window) -> bool:
        """Whether a month was read to its end after it was over."""
        covered = self.run.state.walks.coverage(self.walk_key(url, _REST, month))
        return covered is not None and window.before is not None and covered[1] >= window.before.isoformat()

    def priority_of(self, link: SourceLink) -> int:
        """The newest month first; what has no day, and what was changed after the span, comes last."""
        before = self.goal.window.before
        if link.day is None or (before is not None and link.day >= before.date()):
            return -_LAST_RANK
        return month_rank(link.day) - _LAST_RANK

    # --- what is done -----------------------------------------------------------------------------

    def say_results(self) -> None:
        """Say which months are complete, and what is left of the day's budget."""
        super().say_results()
        stats, (complete, later) = self.crawler.stats, self._complete_months()
        lines = [*stats.get_value(LINES, []), self._months_line(complete, later)]
        budget = self.crawler.get_extension(Budget)
        if budget is not None:
            lines.append(f"budget: {budget.spent} of {budget.limit} requests of today are spent")
        stats.set_value(LINES, lines)
        months = {"complete": complete, "of": len(self._months), "waiting_later": later}
        stats.set_value(RESULTS, {**stats.get_value(RESULTS, {}), "months": months})

    def _months_line(self, complete: list[str], later: int) -> str:
        span = f"{self._months[-1][0]} to {self._months[0][0]}"
        is_done = set(complete)
        still = [month for month, _ in self._months if month not in is_done]
        which = f"; open: {still[0]} back to {still[-1]}" if still else ""
        rest = f"; {later} articles that were changed later wait, some may be of this span" if later else ""
        return f"backfill {span}: {len(complete)} of {len(self._months)} months are complete{which}{rest}"

    def _complete_months(self) -> tuple[list[str], int]:
        """The months of which a source knows all and nothing waits, and how many others wait.

        A source's day may be that of the last change: what waits may be of any month up to it.
        """
        answered = {result.name for result in self.results.values() if result.state == ANSWERS}
        if self.run.error is not None:
            return [], 0
        used = answered | {n for n, s in self._sources.recall(clock.now()).items() if s == ANSWERS}
        last, newest, later = self._months[0][0], "", 0
        for name in used:
            for month, number in Sightings(self.run.state.database).waiting_months(name).items():
                later += number if month > last or not month else 0
                newest = max(newest, month if month <= last else "")
        complete = [m for m, window in self._months if m > newest and self._is_read(m, window, used)]
        return complete, later

    def _is_read(self, month: str, window: Window, used: set[str]) -> bool:
        """Whether a source that knows all of a month's articles was read after the month was over.

        A source vouches for the months between the oldest and the newest article that it shows.
        """
        (url,) = first_addresses(_REST, self.scope.base, self.goal.sections)
        state, before = self.run.state, window.before
        seen = Sightings(state.database)
        for name in used & {_REST, "sitemap", "feed"}:
            oldest, newest = seen.oldest(name), seen.newest(name)
            if newest is None or oldest is None or f"{newest:%Y-%m}" < month:
                continue
            high = state.walks.covered_until(self._ending(name))
            if name == _REST:
                is_read = self._is_covered(url, month, window)
            else:
                is_read = f"{oldest:%Y-%m}" <= month and before is not None and high >= before.isoformat()
            if is_read:
                return True
        return bool(self.walks) and all(walk.stopped in _ENDS for walk in self.walks.values())

    def _ending(self, name: str) -> str:
        return self.walk_key("", name, "")
