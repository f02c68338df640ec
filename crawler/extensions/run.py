"""The run: its place in the data folder, its state and archive, the addresses it has in hand.

Whatever a crawl learns of an address ends here, once: in the state and in the ledger of this run.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock
from crawler.archive.steps import reached
from crawler.archive.writer import ArchiveWriter
from crawler.discover.revisit import HOUR
from crawler.errors import StoreError
from crawler.extensions.ledger import Ledger
from crawler.fetch.robots_policy import MAX_AGE, RobotsText
from crawler.items import Article
from crawler.report.crashed import report_crashed
from crawler.report.exit_codes import STORAGE_ERROR
from crawler.report.outcomes import FAILED, FILTERED, GONE, QUARANTINE, STORED, UNCHANGED, Outcome
from crawler.store.articles import Change
from crawler.store.frontier import LISTING, Lease
from crawler.store.lock import folder_lock
from crawler.store.missing import settle_gone, settle_refused
from crawler.store.run_start import begin_archive, close_torn_archives, run_name
from crawler.store.state import State, Visit

logger = logging.getLogger(__name__)

# Pages that are asked for and not acknowledged: what a kill makes the next run fetch again.
WINDOW = 8
LEASED_AT_ONCE = 2  # one transaction for some addresses, and never more than the window of them
# A crawl waits for an address that may be asked so much later; others are left to the next run.
PATIENCE = 900.0
TRIES = 4


class Run:
    """What one crawl knows, keeps and has in hand.

    Attributes:
        id: Its name, the moment of its beginning.
        state: The data folder's, or one in memory where no folder is set.
        archive: Where responses are kept; None without a data folder.
        in_hand: The leases that are not acknowledged yet, by address.
        visits: The answers to them that are being read.
        error: Why the data folder cannot be used any more, or None.
        at_end: Called with the finish reason before the state is closed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._held = ExitStack()
        folder = crawler.settings.get("LANGSON_DATA")
        self.folder = Path(folder) if folder else None
        if self.folder and not crawler.settings.getbool("LANGSON_DATA_LOCKED"):
            self._held.enter_context(folder_lock(self.folder))
        now = clock.now()
        durable = crawler.settings.getfloat("DOWNLOAD_DELAY") > 0
        options: dict[str, Any] = getattr(crawler.spider, "options", dict)()
        self.state = State(self.folder, create=True, durable=durable)
        self._held.callback(self.state.close)
        self.id = self.state.run = run_name(self.state, options, now=now)
        self.crashed = self.state.runs.begin(self.id, started_at=now.isoformat(), options=options)
        self.archive = self._open_archive(now, options, durable=durable)
        if self.archive is not None:
            self._held.callback(self.archive.close)
        self.state.frontier.reclaim()
        self.state.frontier.follow_renamed()
        self.in_hand: dict[str, Lease] = {}
        self._leased: deque[Lease] = deque()
        self.visits: dict[str, Visit] = {}
        self.error: StoreError | None = None
        self.at_end: list[Callable[[str], None]] = []
        for line in report_crashed(self.state, self.crashed, now=now.timestamp()):
            logger.warning("%s", line)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl: take the folder and open the state, before anything is asked.

        Raises:
            StoreError: another run has the folder, or it cannot be written.
        """
        run = cls(crawler)
        crawler.signals.connect(run.item_error, signals.item_error)
        crawler.signals.connect(run.spider_error, signals.spider_error)
        crawler.signals.connect(run.close, signals.spider_closed)
        return run

    def _open_archive(self, now: datetime, options: dict[str, Any], *, durable: bool) -> ArchiveWriter | None:
        if self.folder is None:
            return None
        for repair in close_torn_archives(self.folder):
            logger.warning("%s", repair)
        return begin_archive(self.state, options, now=now, durable=durable)

    @property
    def ledger(self) -> Ledger:
        """What became of this run's addresses, in memory."""
        ledger = self._crawler.get_extension(Ledger)
        assert ledger is not None  # `settings.EXTENSIONS`
        return ledger

    # --- addresses in hand ----------------------------------------------------------------------

    def take(self) -> Lease | None:
        """Take the next address to ask for; None while none may be asked."""
        if not self._leased and not self.error and len(self.in_hand) <= WINDOW - LEASED_AT_ONCE:
            with suppress(StoreError), self.guarded():
                self._leased.extend(self.state.lease(LEASED_AT_ONCE, clock.now().timestamp()))
        if not self._leased or self.error:
            return None
        lease = self._leased.popleft()
        self.in_hand[lease.url] = lease
        if lease.kind != LISTING:
            self.ledger.find(lease.url)
        return lease

    def waits(self) -> bool:
        """Whether an address waits that may be asked soon enough."""
        if self._leased:
            return True
        moment = self.state.frontier.next_moment()
        return moment is not None and moment - clock.now().timestamp() <= PATIENCE

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """End the crawl where the data folder cannot be used: pages that cannot be kept help nobody."""
        try:
            yield
        except StoreError as error:
            self.stop(error)
            raise

    def stop(self, error: StoreError) -> None:
        """End the crawl because of the data folder."""
        if self.error is not None:
            return
        self.error = error
        logger.error("%s", error)
        self._crawler.stats.set_value("store/error", str(error))
        self.close_spider(STORAGE_ERROR)

    def close_spider(self, reason: str) -> None:
        """End the crawl with a reason. Not awaited: closing waits for the very page that asks for it."""
        closing = self._crawler.engine.close_spider_async(reason=reason)
        self._closing = asyncio.ensure_future(closing)

    # --- ends -----------------------------------------------------------------------------------

    def keep(self, visit: Visit, article: Article) -> Change:
        """Acknowledge a page with its article."""
        with self.guarded():
            change = self.state.keep(visit, article)
        self._acknowledged(visit.url)
        return change

    def confirm(self, visit: Visit, lease: Lease) -> None:
        """Acknowledge that the server says an article has not changed."""
        if not (lease.key and lease.published_at):  # only then is it asked conditionally
            raise RuntimeError(f"{visit.url}: HTTP 304 to a request that had no condition")
        with self.guarded():
            self.state.confirm(visit, lease.key, lease.published_at)
        self._acknowledged(visit.url)
        self.ledger.settle(visit.url, Outcome(UNCHANGED, "http-304"))

    def refuse(self, visit: Visit, outcome: Outcome, article: Article | None = None) -> None:
        """Acknowledge a page that gives no article, or none that is wanted."""
        if outcome.fate == GONE:
            self.gone(visit, outcome)
            return
        with self.guarded():
            if article is not None and outcome.fate == FILTERED:
                self.state.refuse(visit, article, outcome)
            else:
                settle_refused(self.state, visit, self.in_hand.get(visit.url), outcome)
        self._acknowledged(visit.url)
        if visit.kind == LISTING:
            self.ledger.settle_listing(visit.url, outcome)
        else:
            self.ledger.settle(visit.url, outcome)

    def put_off(self, visit: Visit, outcome: Outcome) -> None:
        """Leave an address to the next run: nothing is known of it but that it could not be asked."""
        with self.guarded(), self.state.transaction():
            self.state.frontier.postpone(visit.url, clock.now().timestamp() + HOUR)
            self.state.note(visit, outcome)
        self._acknowledged(visit.url)
        if visit.kind != LISTING:
            self.ledger.settle(visit.url, outcome)

    def try_later(self, visit: Visit, outcome: Outcome, wait: float) -> None:
        """Give an address back, to be tried again after so many seconds; after `TRIES` it has failed."""
        lease = self.in_hand.get(visit.url)
        if lease is not None and lease.tries + 1 >= TRIES:
            self.refuse(visit, outcome)
            return
        with self.guarded():
            self.state.frontier.postpone(visit.url, clock.now().timestamp() + wait)
        self._acknowledged(visit.url)
        if self.state.on_end is not None:  # a wall that says "not now" is a wall
            self.state.on_end(visit, outcome)

    def gone(self, visit: Visit, outcome: Outcome) -> None:
        """Acknowledge that a page is not there. It counts as gone when it is missing a day later still."""
        with self.guarded():
            outcome = settle_gone(self.state, visit, self.in_hand[visit.url], outcome)
        self._acknowledged(visit.url)
        self.ledger.settle(visit.url, outcome)

    def item_error(self, response: Response, failure: Failure) -> None:
        """A pipeline broke: a fault of this program."""
        self.spider_error(failure, response)

    def spider_error(self, failure: Failure, response: Response) -> None:
        """A callback broke: a fault of this program, unless the data folder is the cause."""
        lease: Lease | None = response.request.meta.get("lease") if response and response.request else None
        if lease is None or self.error is not None or lease.url not in self.in_hand:
            return
        detail = f"{type(failure.value).__name__}: {failure.getErrorMessage()}"
        visit = Visit(url=lease.url, kind=lease.kind, seen_at=clock.now().isoformat())
        self.refuse(visit, Outcome(FAILED, "fault", detail))

    def listing_read(self, visit: Visit, outcome: Outcome, **facts: Any) -> None:
        """Acknowledge a page of a listing, within the transaction that holds what came of it.

        Args:
            facts: As in `Frontier.settle`.
        """
        state = {STORED: "done", UNCHANGED: "done", QUARANTINE: FAILED}.get(outcome.fate, outcome.fate)
        self.state.settle(visit, outcome, state, **facts)
        self._acknowledged(visit.url)

    def note_robots(self, origin: str, text: RobotsText) -> None:
        """Keep robots.txt as it was received."""
        with self.guarded():
            self.state.runs.note_robots(self.id, origin, text)

    def robots_of_today(self, origin: str) -> RobotsText | None:
        """Give the last robots.txt of an origin that an earlier run received; None where it is a day old."""
        since = clock.now().timestamp() - MAX_AGE
        return self.state.runs.earlier_robots(self.id, origin, since=since)

    def _acknowledged(self, url: str) -> None:
        self.in_hand.pop(url, None)
        self.visits.pop(url, None)

    def close(self, reason: str) -> None:
        """Close archive, state and folder. What is still in hand stays leased: the next run asks again."""
        reached("run.closing")
        try:
            for say in self.at_end:
                say(reason)
        finally:
            self._held.close()


def run_of(crawler: Crawler) -> Run:
    """Give a crawl's run: `settings.EXTENSIONS` has it always."""
    run = crawler.get_extension(Run)
    assert run is not None
    return run
