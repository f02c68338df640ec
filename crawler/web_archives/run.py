"""A whole run in a data folder: an archive's client, index, captures and the intake put together."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.discover.captures.capture import Archive
from crawler.discover.captures.content import Content, RefusedCaptureError
from crawler.fetch.host_policy import Limits
from crawler.report.exit_codes import ExitCode
from crawler.report.outcomes import STORED, Outcome
from crawler.store.ingest import Capture, Finished, Ingest
from crawler.store.sightings import Sighting, Sightings
from crawler.store.web_captures import WebCaptures
from crawler.web_archives.client import ArchiveStoppedError, Client, InterruptedHarvestError
from crawler.web_archives.commoncrawl import CommonCrawl
from crawler.web_archives.endpoints import Endpoints
from crawler.web_archives.harvest import NO_CAPTURE, Harvest
from crawler.web_archives.index import IndexReader
from crawler.web_archives.index_cache import FOLDER, IndexCache
from crawler.web_archives.wayback import Wayback
from crawler.web_archives.wish import Counts, WebArchive, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is to do.

    Attributes:
        endpoints: Whom it asks.
        wish: What it wants.
        agent: The field User-Agent.
        delay: Seconds between two requests to a host.
        options: What the run was asked for, for its ledger. JSON.
        limits: What it bears of a host.
    """

    endpoints: Endpoints
    wish: Wish
    agent: str
    delay: float
    options: Mapping[str, Any]
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a run ended.

    Attributes:
        counts: What it did.
        finished: What it did to the dataset.
        stop: Why the archive was not asked on; empty where it was asked for everything.
        missing: Articles of which no capture gave anything, as (key, reason, sentence) of the last one.
        requests, received: What it cost: requests, and bytes of bodies, of index and data.
    """

    counts: Counts
    finished: Finished
    stop: str
    missing: Sequence[tuple[str, str, str]]
    requests: int
    received: int


class _Intake:
    """Gives pages to the data folder, one at a time."""

    def __init__(self, ingest: Ingest, archive: Archive, origin: str | None) -> None:
        self._ingest, self._archive, self._origin = ingest, archive, origin
        self._ends: list[Outcome] = []
        ingest.on_end = lambda capture, outcome: self._ends.append(outcome)

    async def take(self, content: Content, source: Mapping[str, Any]) -> Outcome:
        """See `wish.Intake`."""
        self._ends.clear()
        capture = Capture(
            url=content.url,
            captured_at=content.captured_at,
            status=content.status,
            headers=content.headers,
            body=content.body,
            via=self._archive,
            source=source,
            origin=self._origin,
        )
        await self._ingest.take(capture)
        await self._ingest.flush()
        return self._ends[-1] if self._ends else self._earlier(capture)

    def _earlier(self, capture: Capture) -> Outcome:
        """The end that it had in a run that was killed before it could note it here."""
        query = "SELECT fate, reason, detail FROM capture WHERE url = ? AND seen_at = ? AND digest = ?"
        row = (capture.url, capture.seen_at, capture.digest)
        return Outcome(*self._ingest.state.database.execute(query, row).fetchone())


async def run(
    data: Path, order: Order, *, clock: Callable[[], datetime], say: Callable[[str], None] = lambda line: None
) -> Done:
    """Find and fetch captures into a data folder. The caller holds its lock and has called `preflight`.

    Args:
        data: The data folder.
        order: What to do.
        clock: Gives the present.
        say: Told what the operator should know while it runs.

    Raises:
        StoreError: The folder cannot be written.
    """
    archive, wish = order.endpoints.archive, order.wish
    client = Client(order.endpoints, order.agent, order.delay, order.limits, say=say)
    async with client, _ingest(data, order, clock()) as ingest:
        reader = IndexReader(client, IndexCache(data / FOLDER / archive, clock))
        database = ingest.state.database
        sightings = Sightings(database)

        def sighted(seen: Sequence[Sighting]) -> None:
            sightings.note(archive, seen, seen_at=clock().isoformat())

        harvest = Harvest(
            _archive(client, reader, wish),
            WebCaptures(database, archive),
            _Intake(ingest, archive, wish.origin),
            wish,
            sighted,
            say,
            client.stop.is_set,
        )
        stop = ""
        with _stopping(client.stop):
            try:
                await harvest.run()
            except InterruptedHarvestError:
                pass
            except (ArchiveStoppedError, RefusedCaptureError) as error:
                stop = error.detail
        interrupted = client.stop.is_set()
        harvest.count_given_up()
        finished = await ingest.finish(
            now=clock(),
            problems=[*harvest.troubles, *([stop] if stop else [])],
            interrupted=interrupted,
            judge=lambda code, written: exit_code(
                harvest, code, written, stop=bool(stop), interrupted=interrupted
            ),
            facts={"archive": {"name": archive, **harvest.counts.facts(), "received": client.received}},
            requests=client.requests,
        )
        return Done(
            counts=harvest.counts,
            finished=finished,
            stop=stop,
            missing=harvest.missing,
            requests=client.requests,
            received=client.received,
        )


def exit_code(
    harvest: Harvest, by_captures: ExitCode, written: int, *, stop: bool, interrupted: bool
) -> ExitCode:
    """Judge a run by its articles: a capture that gave nothing is no fault where another one gave all.

    Args:
        harvest: What was done.
        by_captures: The exit code by its captures.
        written: How many files were written.
        stop: Whether the archive was not asked on.
        interrupted: Whether the operator wanted an end.
    """
    counts = harvest.counts
    if by_captures == ExitCode.FAULT:
        return by_captures
    if interrupted:
        return ExitCode.INTERRUPTED
    if stop or not counts.articles:
        return ExitCode.NOTHING
    if counts.ends[NO_CAPTURE] or harvest.troubles:
        return ExitCode.PARTIAL
    return ExitCode.OK if counts.ends[STORED] or written else ExitCode.NOTHING_NEW


def _ingest(data: Path, order: Order, now: datetime) -> Ingest:
    durable = order.delay > 0
    return Ingest(
        data,
        goal=order.wish.goal,
        options=order.options,
        now=now,
        origin=order.wish.origin,
        durable=durable,
        workers=1,
    )


def _archive(client: Client, reader: IndexReader, wish: Wish) -> WebArchive:
    if client.endpoints.archive == "commoncrawl":
        return CommonCrawl(client, reader, wish.origin)
    return Wayback(client, reader, wish.origin)


@contextmanager
def _stopping(stop: asyncio.Event) -> Iterator[None]:
    """While the block lasts, Ctrl-C and SIGTERM ask for an end; where there are no signals, nothing does."""
    loop, signals = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
    with suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
        for number in signals:
            loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in signals:
                loop.remove_signal_handler(number)
