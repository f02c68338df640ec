"""`langson crawl`: the political sections into the data folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.archives import Asked, FromArchive, refuse_with_source, run_archives
from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    DEFAULT_DATA,
    DEFAULT_DELAY,
    AcceptLayout,
    Addresses,
    Annotate,
    Contact,
    DataFolder,
    Delay,
    Origin,
    Permission,
    Section,
    Since,
    Until,
    Verbose,
    crawl_settings,
    named_sections,
    permission_text,
)
from crawler.cli.watched import MetricsFile, Notify, parse_watch, watched
from crawler.discover.manners import ROBOTS_AGENT
from crawler.discover.scope import parse_origin
from crawler.discover.sources.address_file import read_address_file
from crawler.discover.via import check_budget, parse_via
from crawler.discover.window import VIETNAM, parse_window
from crawler.errors import SettingError
from crawler.report.notices import notices
from crawler.report.outcomes import LAYOUT_CHANGE, STORED
from crawler.report.summary import summary
from crawler.store.annotation import set_folder_annotation
from crawler.store.preflight import preflight

if TYPE_CHECKING:
    from crawler.runner import Finished


class Revisit(StrEnum):
    """Which stored articles are asked again."""

    DUE = "due"
    ALL = "all"
    NONE = "none"


_FILES = 6  # files named one by one


def crawl(
    section: Section = None,
    since: Since = None,
    until: Until = None,
    max_pages: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Pages of each listing, at most: 3 reads the newest three."),
    ] = None,
    revisit: Annotated[
        Revisit,
        typer.Option(help="Stored articles to ask again: those that are due by their age, all, or none."),
    ] = Revisit.DUE,
    via: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WAY",
            help="Ways to the articles: listing, feed, sitemap, rest, search, ids, file; may be repeated."
            " Default: auto, the listings, and where they show nothing whatever answers.",
        ),
    ] = None,
    addresses: Addresses = None,
    budget: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Numbers that --via ids may try. Default: 200.")
    ] = None,
    source: FromArchive = None,
    permission: Permission = None,
    accept_layout: AcceptLayout = False,
    annotate: Annotate = None,
    origin: Origin = None,
    data: DataFolder = DEFAULT_DATA,
    delay: Delay = DEFAULT_DELAY,
    contact: Contact = "",
    notify: Notify = None,
    metrics: MetricsFile = None,
    verbose: Verbose = 0,
) -> None:
    """Crawl the political sections into `DIR/articles/<YYYY-MM>.jsonl`.

    Example: `langson crawl --since 7d --contact you@example.org`
    """
    watch = parse_watch(notify, metrics)
    if source is not None:
        pace = None if delay == DEFAULT_DELAY else delay
        unused = {"max-pages": max_pages, "via": via, "addresses": addresses, "permission": permission}
        refuse_with_source(unused | {"budget": budget, "accept-layout": accept_layout or None})
        asked = Asked(source=source, section=section, since=since, until=until, origin=origin, data=data)
        asked = replace(asked, delay=pace, contact=contact, annotate=annotate, watch=watch)
        raise typer.Exit(run_archives(asked))
    scope = parse_origin(origin)
    sections = named_sections(section)
    parse_window(since, until, now=datetime.now(VIETNAM))  # refuse before anything is done
    settings = crawl_settings(scope, delay=delay, contact=contact, verbose=verbose)
    settings |= {"LANGSON_PERMISSION": permission_text(permission), "LANGSON_ACCEPT_LAYOUT": accept_layout}
    arguments = {"since": since, "until": until, "max_pages": max_pages, "origin": origin}
    arguments["revisit"] = revisit.value
    arguments |= via_arguments(via, addresses, scope.copy, budget=budget) | {"budget": budget}
    if section:
        arguments["section"] = ",".join(sections)
    with watched(data, "crawl", watch):
        raise typer.Exit(run_crawl(arguments, settings, data, annotate=annotate))


def via_arguments(
    via: list[str] | None, addresses: Path | None, origin: str | None, *, budget: int | None = None
) -> dict[str, Any]:
    """The spider's arguments that say by which ways the articles are looked for.

    Args:
        via, addresses: The options.
        origin: Scheme and host of a copy of the paper, or None.
        budget: How many numbers may be tried.

    Raises:
        SettingError: See `parse_via` and `check_budget`; or the file of addresses cannot be used.
    """
    if any(not name.strip(" ,") for name in via or ()):
        raise SettingError("via: it is empty; name a way, such as sitemap, or leave --via out")
    ways = parse_via(via, str(addresses) if addresses else None)
    check_budget(ways, budget)
    if ways.file:
        read_address_file(ways.file, origin=origin)  # refuse before anything is done
    return {"via": ",".join(ways.names), "addresses": ways.file}


def run_crawl(
    arguments: dict[str, Any],
    settings: dict[str, Any],
    data: Path,
    *,
    spider: str = "politics",
    annotate: bool | None = None,
) -> ExitCode:
    """Run a spider into a data folder and print how it ended.

    Args:
        arguments: The spider's.
        settings: See `options.crawl_settings`.
        data: The data folder; the caller holds its lock.
        spider: Which.
        annotate: Whether the folder is annotated from now on; None: as it is.
    """
    preflight(data)  # a folder that cannot be used: no request is sent
    set_folder_annotation(data, annotate)
    from crawler.runner import run_spider  # Scrapy starts slowly

    base = parse_origin(arguments["origin"]).base
    progress = "terminal" if sys.stderr.isatty() else "plain"
    store = {"LANGSON_DATA": str(data), "LANGSON_DATA_LOCKED": True, "LANGSON_PROGRESS": progress}
    finished = run_spider(spider, arguments, settings | store)
    for line in _troubles(finished, base, str(arguments.get("via") or "")):  # the most important first
        complain(line)
    for line in finished.stats.get("sources/lines", ()):
        say(line)
    for line in summary(finished.articles, finished.listings, finished.stats):
        say(line)
    for line in _written(finished.stats.get("store/published", [])):
        say(line)
    if finished.code == ExitCode.NOTHING_NEW:
        say("nothing was new or changed")
    return finished.code


def _troubles(finished: Finished, base: str, via: str) -> Iterator[str]:
    """Say what went wrong as a whole."""
    if finished.store_error:
        yield finished.store_error
        return
    yield from finished.warnings
    if taken := finished.stats.get("store/taken_back"):
        yield f"{taken} articles of this run were taken back; a later run asks for them again"
    if finished.code == ExitCode.WALL:
        yield "stopped, nothing is asked any more: look at the pages in quarantine/ before the next run"
    if finished.reason == LAYOUT_CHANGE:
        yield "`langson doctor` says what of the pages is not found; a mended version reads them by itself"
        yield "to store what can be read all the same: the same command with --accept-layout"
    yield from notices(finished.articles, finished.listings, agent=ROBOTS_AGENT)
    if finished.code == ExitCode.INTERRUPTED:
        yield "interrupted; what was stored stays, the same command goes on"
    if finished.code == ExitCode.BUDGET:
        yield "the day's budget of requests is spent; the same command goes on tomorrow"
    if finished.code == ExitCode.NOTHING:
        yield from _nothing(finished, base, via)
    if finished.code == ExitCode.FAULT:
        yield f"a fault of this program ({finished.reason}); the log of the run names it"


def _nothing(finished: Finished, base: str, via: str) -> Iterator[str]:
    if stop := finished.stats.get("host_policy/stop"):
        yield f"{base}: {stop}; the same command goes on where this run stopped"
    elif not len(finished.articles) or not finished.articles.fates()[STORED]:
        yield f"nothing found at {base}; is it the paper or a copy of it, and does it answer?"
        if via:
            yield f"only {via} was looked at: without --via all that answers is used"
        yield "`langson doctor` says which ways to the articles answer, and what stands against the others"


def _written(files: list[str]) -> Iterator[str]:
    shown = files if len(files) <= _FILES else [*files[: _FILES - 2], "…", files[-1]]
    yield from (f"wrote {path}" for path in shown)
    if len(files) > _FILES:
        yield f"wrote {len(files)} files"
    if not files:
        yield "no file had to change"
