"""A run: an archive's captures found, the best one of each article fetched and taken in.

What is kept at each step (pages of the index on the disk, captures and their ends in the state, articles
with their pages in one transaction) makes a run that was killed go on where it was: an article that is
stored is not asked for again, a capture that was refused neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.discover.captures.capture import Capture, unfit
from crawler.discover.captures.choice import best_first
from crawler.discover.captures.content import Content, RefusedCaptureError
from crawler.discover.goal import OF_THE_GOAL
from crawler.discover.scope import address_is_elsewhere
from crawler.report.outcomes import FILTERED, STORED, UNCHANGED, Outcome
from crawler.sites.baolangson.urls import article_address
from crawler.sites.base import ArticleAddress
from crawler.store.records import address_key
from crawler.store.sightings import Sighting
from crawler.store.web_captures import FILTERED as NOT_WANTED
from crawler.store.web_captures import PASSING, REFUSED, TAKEN, Listed, WebCaptures
from crawler.web_archives.client import FAILURES, ArchiveStoppedError
from crawler.web_archives.wish import Counts, Intake, WebArchive, Wish

NO_CAPTURE = "no-capture"
TRANSFERS = 3  # of one capture that comes otherwise each time


@dataclass(slots=True)
class Harvest:
    """Fetches what is wanted from an archive.

    Args:
        archive: The archive.
        captures: What is known of its captures.
        intake: Where pages go.
        wish: What is wanted.
        sighted: Told of the articles that a piece of the index shows.
        say: Told what the operator should know.
        stopped: Whether the operator wants it to end.

    Attributes:
        counts: What was done.
        troubles: What of the index could not be read.
        missing: Articles of which no capture gave anything: key, reason and sentence of the last one.
    """

    archive: WebArchive
    captures: WebCaptures
    intake: Intake
    wish: Wish
    sighted: Callable[[Sequence[Sighting]], None] = lambda seen: None
    say: Callable[[str], None] = lambda line: None
    stopped: Callable[[], bool] = lambda: False
    counts: Counts = field(default_factory=Counts)
    troubles: list[str] = field(default_factory=list)
    missing: list[tuple[str, str, str]] = field(default_factory=list)  # key, reason, detail
    _elsewhere: set[str] = field(default_factory=set)
    _political: set[str] = field(default_factory=set)  # of a wanted section, by an address
    _listed: set[str] = field(default_factory=set)
    _last: tuple[str, str] = ("", "")  # why the last capture gave nothing
    _refusals: int = 0  # in a row, by the archive itself

    async def run(self) -> None:
        """Find and fetch.

        Raises:
            RefusedCaptureError: The index cannot be read.
            ArchiveStoppedError: The archive is not to be asked any more; what was fetched is kept.
            StoreError: The data folder cannot be written.
        """
        await self._find()
        self.captures.retry_passing()
        self._reopen()
        keys = [key for key in self.captures.open_keys() if self._is_wanted(key)]
        self.say(f"{len(keys)} articles to fetch from {self.archive.name}")
        for number, key in enumerate(keys):
            self.counts.left = len(keys) - number
            if self.stopped() or self.wish.most == number:
                return
            self.counts.ends[await self._article(key)] += 1
        self.counts.left = 0

    def count_given_up(self) -> None:
        """Count the articles that earlier runs gave up: they are missing, whatever this run did."""
        self.counts.given_up = len(
            self.captures.given_up(self._all_wanted()) - {key for key, *_ in self.missing}
        )

    def _all_wanted(self) -> set[str]:
        return self._political | (self._listed - self._elsewhere)

    # --- the index --------------------------------------------------------------------------------

    async def _find(self) -> None:
        index = ""
        async for found in self.archive.found():
            if self.stopped():
                return
            if found.index != index:
                index = found.index
                self.say(f"reading {index}")
            if found.trouble:
                self.troubles.append(found.trouble)
            self._keep(found.captures)
        wanted = self._all_wanted()
        self.counts.articles, self.counts.stored_before = len(wanted), self.captures.stored_among(wanted)

    def _keep(self, captures: Sequence[Capture]) -> None:
        listed, seen = list[Listed](), dict[tuple[str, str], Sighting]()
        for capture in captures:
            address = article_address(capture.url, origin=self.wish.origin)
            if address is None:
                continue
            key = address_key(address)
            if address_is_elsewhere(address, self.wish.goal.sections):
                self._elsewhere.add(key)
                continue
            problem = unfit(capture) or ""
            listed.append(Listed(capture, key, problem))
            if not problem:
                section = _section(address)
                seen[key, section] = Sighting(key, address.canonical, None, section)
                if section:
                    self._political.add(key)
        with self.captures.transaction():
            self.captures.add(listed)
            self.sighted(list(seen.values()))
        self._listed.update(key for key, _ in seen)
        self.counts.listed += sum(not one.unfit for one in listed)

    def _is_wanted(self, key: str) -> bool:
        """Whether an article may be one that is asked for, by its captures alone.

        It is not younger than its first capture; another capture's address may name its section.
        """
        since = self.wish.goal.window.since
        first = self.captures.first_capture(key)
        if since is not None and first is not None and first < since:
            self.counts.older += 1
            return False
        return key in self._political or (key in self._listed and key not in self._elsewhere)

    def _reopen(self) -> None:
        """Let articles be read again that another run did not want and this one does."""
        for key, section, published_at in self.captures.filtered():
            if self.wish.goal.misses(section, published_at) is None:
                self.captures.reopen(key)

    # --- one article ------------------------------------------------------------------------------

    async def _article(self, key: str) -> str:
        """Try the captures of an article, the best first, until one gives it."""
        tried = set[str]()  # digests: the same body gives the same again
        self._last = ("none-left", "no capture of it is left to try")
        order = best_first(self.captures.untried(key), self.wish.prefer)
        for number, capture in enumerate(order):
            if capture.digest and capture.digest in tried:
                self._refuse(
                    capture, REFUSED, "same-body", "another capture of the same body gave no article"
                )
                continue
            outcome = await self._try(capture, self._addresses(order[number:]))
            if outcome is None:
                continue
            if outcome.fate in (STORED, UNCHANGED):
                self.captures.settle(capture, TAKEN, outcome.reason)
                return outcome.fate
            if outcome.fate == FILTERED and outcome.reason in OF_THE_GOAL:
                self.captures.settle(capture, NOT_WANTED, outcome.reason, outcome.detail)
                return outcome.fate
            self._refuse(capture, REFUSED, outcome.reason or outcome.fate, outcome.detail)
            tried.add(capture.digest)
        self.missing.append((key, *self._last))
        return NO_CAPTURE

    def _addresses(self, captures: Sequence[Capture]) -> list[str]:
        """The article's addresses, as far as captures of it may be whole pages."""
        found = (article_address(one.url, origin=self.wish.origin) for one in captures)
        return sorted({address.canonical for address in found if address is not None})

    async def _try(self, capture: Capture, addresses: Sequence[str]) -> Outcome | None:
        """Fetch a capture and take it in; None where it is refused."""
        try:
            content = await self._fetch(capture)
        except RefusedCaptureError as error:
            self._refuse(capture, PASSING if error.passing else REFUSED, error.reason, error.detail)
            self._count_refusal(error)
            return None
        self._refusals = 0
        source: dict[str, Any] = {"archive": self.archive.name, "address": self.archive.address(capture)}
        source |= {"captured_at": capture.timestamp, "digest": content.digest, "addresses": addresses}
        if capture.locator:
            source |= {"offset": str(capture.offset), "length": str(capture.length)}
        return await self.intake.take(content, source)

    async def _fetch(self, capture: Capture) -> Content:
        """Fetch a capture; one that is not what was promised again, until the same bytes came twice.

        Raises:
            RefusedCaptureError: It is not used. Passing where other bytes came each time, or none.
        """
        received = set[str]()
        while True:
            try:
                return await self.archive.fetch(capture)
            except RefusedCaptureError as error:
                if not (error.passing and error.received):
                    raise
                if error.received in received:
                    raise RefusedCaptureError(error.reason, error.detail) from error
                received.add(error.received)
                if len(received) == TRANSFERS:
                    raise

    def _refuse(self, capture: Capture, state: str, reason: str, detail: str) -> None:
        self.captures.settle(capture, state, reason, detail)
        self.counts.refused[reason] += 1
        self._last = reason, f"{capture.url} as of {capture.captured_at.date()}: {detail}"

    def _count_refusal(self, error: RefusedCaptureError) -> None:
        """An archive that gives nothing away any more is not asked on."""
        self._refusals = self._refusals + 1 if error.reason.startswith("archive-http-") else 0
        if self._refusals >= FAILURES:
            detail = (
                f"{self.archive.name} refuses everything ({error.detail}); look at its terms, run again later"
            )
            raise ArchiveStoppedError("unreachable", detail) from error


def _section(address: ArticleAddress) -> str:
    return "/".join(name for name in (address.section, address.subsection) if name)
