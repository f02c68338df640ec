"""`langson archives`: articles out of public web archives."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    DEFAULT_DATA,
    Annotate,
    Contact,
    DataFolder,
    Origin,
    Section,
    Since,
    Until,
    named_sections,
)
from crawler.cli.watched import MetricsFile, Notify, Watch, parse_watch, watched
from crawler.discover.goal import Goal
from crawler.discover.manners import check_manners, user_agent
from crawler.discover.scope import Scope, parse_origin
from crawler.discover.window import VIETNAM, parse_window
from crawler.errors import SettingError
from crawler.fetch.address import place_of
from crawler.store.annotation import set_folder_annotation
from crawler.store.preflight import preflight

if TYPE_CHECKING:
    from crawler.web_archives.endpoints import Endpoints
    from crawler.web_archives.run import Done


class Source(StrEnum):
    """A public web archive."""

    COMMONCRAWL = "commoncrawl"
    WAYBACK = "wayback"


class Prefer(StrEnum):
    """Which capture of an article is taken."""

    LATEST = "latest"
    NEAREST = "nearest"


FromArchive = Annotated[
    Source | None,
    typer.Option(
        metavar="ARCHIVE",
        help="Take articles out of a web archive, commoncrawl or wayback, and ask nothing of the paper;"
        " `langson archives` has more options.",
    ),
]
_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line; see the options of `archives`."""

    source: Source
    prefer: Prefer = Prefer.LATEST
    section: list[str] | None = None
    since: str | None = None
    until: str | None = None
    max_articles: int | None = None
    index: str | None = None
    replay: str | None = None
    origin: str | None = None
    data: Path = DEFAULT_DATA
    delay: float | None = None
    contact: str = ""
    annotate: bool | None = None
    watch: Watch = field(default_factory=Watch)


def archives(
    source: Annotated[Source, typer.Argument(metavar="ARCHIVE", help="commoncrawl or wayback.")],
    capture: Annotated[
        Prefer,
        typer.Option(help="Which capture of an article: the latest, or the one nearest to its publication."),
    ] = Prefer.LATEST,
    section: Section = None,
    since: Since = None,
    until: Until = None,
    max_articles: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Articles to fetch, at most.")
    ] = None,
    cdx: Annotated[
        str | None,
        typer.Option("--cdx", metavar="URL", help="Where the index is asked, instead of the public address."),
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option("--replay", metavar="URL", help="Below which replays (or WARC files) lie."),
    ] = None,
    annotate: Annotate = None,
    origin: Origin = None,
    data: DataFolder = DEFAULT_DATA,
    delay: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="Seconds between two requests. Default: 1, wayback 4."),
    ] = None,
    contact: Contact = "",
    notify: Notify = None,
    metrics: MetricsFile = None,
) -> None:
    """Fetch articles that are not stored yet out of a public web archive, by its index of captures.

    Of each article one capture is taken, and the next best one where it turns out to be no whole page. View
    counts are as of the capture. A second start goes on where the first one ended.

    Example: `langson archives commoncrawl --since 2022-01-01 --contact you@example.org`
    """
    asked = Asked(
        source=source, prefer=capture, section=section, since=since, until=until,
        max_articles=max_articles, index=cdx, replay=replay, origin=origin, data=data, delay=delay,
        contact=contact, annotate=annotate, watch=parse_watch(notify, metrics),
    )  # fmt: skip
    raise typer.Exit(run_archives(asked))


def refuse_with_source(given: Mapping[str, object]) -> None:
    """Refuse options of a crawl that mean nothing to an archive.

    Raises:
        SettingError: One of them is given.
    """
    if named := [name for name, value in given.items() if value is not None]:
        raise SettingError(
            f"{named[0]}: it is of a crawl of the paper, --source asks an archive; leave one out"
        )


def run_archives(asked: Asked) -> ExitCode:
    """Run it and print how it ended.

    Raises:
        SettingError: An option cannot be used; nobody was asked.
        StoreError: The data folder cannot be used.
    """
    from crawler.web_archives.endpoints import endpoints
    from crawler.web_archives.run import Order, run
    from crawler.web_archives.wish import Wish

    whom = endpoints(asked.source.value, asked.index, asked.replay)
    scope, window = parse_origin(asked.origin), parse_window(asked.since, asked.until, now=_now())
    goal, delay = Goal(named_sections(asked.section), window), _delay(whom, asked)
    order = Order(
        endpoints=whom,
        wish=Wish(goal=goal, prefer=asked.prefer.value, origin=scope.copy, most=asked.max_articles),
        agent=user_agent(asked.contact),
        delay=delay,
        options={
            "command": "archives", "source": asked.source.value, "capture": asked.prefer.value,
            "since": asked.since, "until": asked.until, "index": whom.index, "replay": whom.data,
        },
    )  # fmt: skip
    with watched(asked.data, "archives", asked.watch):
        preflight(asked.data)
        set_folder_annotation(asked.data, asked.annotate)
        done = asyncio.run(run(asked.data, order, clock=_now, say=complain))
    for line in _troubles(done):
        complain(line)
    for line in _lines(done, asked.source):
        say(line)
    return done.finished.code


def _now() -> datetime:
    return datetime.now(VIETNAM)


def _delay(whom: Endpoints, asked: Asked) -> float:
    """The pause: the archive's own, or a longer one."""
    delay = whom.pause if asked.delay is None else asked.delay
    base = place_of(whom.index).origin if not _is_near(whom.index) else place_of(whom.data).origin
    check_manners(
        Scope(base, copy=base), contact=asked.contact, delay=max(delay, 1.0) if delay >= 0 else delay
    )
    if delay < whom.pause:
        raise SettingError(
            f"delay: {whom.archive} is asked at most every {whom.pause:g} s; give that, or leave --delay out"
        )
    return delay


def _is_near(address: str) -> bool:
    base = place_of(address).origin
    return Scope(base, copy=base).is_local()


def _troubles(done: Done) -> Iterator[str]:
    if done.stop:
        yield f"{done.stop}; what was fetched is kept, the same command goes on"
    yield from (line for line in done.finished.warnings if line != done.stop)
    for key, reason, detail in done.missing[:_NAMED]:
        yield f"{key}: no capture of it is a whole page ({reason}: {detail})"
    if len(done.missing) > _NAMED:
        yield f"… and {len(done.missing) - _NAMED} more articles without a whole capture"
    if done.finished.code == ExitCode.INTERRUPTED:
        yield "interrupted; what was stored stays, the same command goes on"


def _lines(done: Done, source: Source) -> Iterator[str]:
    counts, ends = done.counts, done.counts.ends
    if not counts.articles and done.stop:
        return
    if not counts.articles:
        yield f"{source.value} lists no capture of a wanted article"
        return
    listed = f"{source.value}: {counts.listed} captures of {counts.articles} articles"
    yield f"{listed}, {counts.stored_before} of them stored before"
    yield (
        f"articles: {ends['stored']} stored, {ends['unchanged']} unchanged, {ends['filtered']} not wanted, "
        f"{ends['no-capture']} without a whole capture"
    )
    if counts.given_up:
        yield f"{counts.given_up} more articles have no whole capture, as earlier runs found; not asked again"
    if counts.older:
        yield f"{counts.older} articles were captured before the first wanted day: not fetched"
    if counts.left:
        yield f"{counts.left} articles are left; the same command goes on"
    if counts.refused:
        reasons = ", ".join(f"{reason} {number}" for reason, number in counts.refused.most_common())
        yield f"captures passed over for the next best: {reasons}"
    yield f"{done.requests} requests, {done.received / 2**20:.1f} MiB received"
    for path in done.finished.published[:_NAMED]:
        yield f"wrote {path}"
    if len(done.finished.published) > _NAMED:
        yield f"wrote {len(done.finished.published)} files"
    if done.finished.code == ExitCode.NOTHING_NEW:
        yield "nothing was new or changed"
