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
    Contact,
    DataFolder,
    Delay,
    Origin,
    Permission,
    Verbose,
    crawl_settings,
    permission_text,
)
from crawler.discover.manners import ROBOTS_AGENT
from crawler.discover.scope import parse_origin, parse_sections
from crawler.discover.via import parse_via
from crawler.discover.window import VIETNAM, parse_window
from crawler.errors import SettingError
from crawler.report.notices import notices
from crawler.report.outcomes import STORED
from crawler.report.summary import summary
from crawler.store.lock import folder_lock
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
    section: Annotated[
        list[str] | None,
        typer.Option(metavar="SLUG", help="A section, such as chinh-tri; may be repeated. Default: all."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="First day of publication: 2026-11-01, or 7d for seven days ago."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Last day of publication, itself included: 2026-11-30, or 1d."),
    ] = None,
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
    addresses: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file of addresses of --via file.")
    ] = None,
    budget: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Numbers that --via ids may try. Default: 200.")
    ] = None,
    source: FromArchive = None,
    permission: Permission = None,
    origin: Origin = None,
    data: DataFolder = DEFAULT_DATA,
    delay: Delay = DEFAULT_DELAY,
    contact: Contact = "",
    verbose: Verbose = 0,
) -> None:
    """Crawl the political sections into `DIR/articles/<YYYY-MM>.jsonl`.

    Example: `langson crawl --since 7d --contact you@example.org`
    """
    if source is not None:
        pace = None if delay == DEFAULT_DELAY else delay
        unused = {"max-pages": max_pages, "via": via, "addresses": addresses, "permission": permission}
        refuse_with_source(unused | {"budget": budget})
        asked = Asked(source=source, section=section, since=since, until=until, origin=origin, data=data)
        raise typer.Exit(run_archives(replace(asked, delay=pace, contact=contact)))
    scope = parse_origin(origin)
    sections = _sections(section)
    parse_window(since, until, now=datetime.now(VIETNAM))  # refuse before anything is done
    settings = crawl_settings(scope, delay=delay, contact=contact, verbose=verbose)
    settings["LANGSON_PERMISSION"] = permission_text(permission)
    arguments = {"since": since, "until": until, "max_pages": max_pages, "origin": origin}
    arguments["revisit"] = revisit.value
    arguments |= via_arguments(via, addresses) | {"budget": budget}
    if section:
        arguments["section"] = ",".join(sections)
    with folder_lock(data):
        raise typer.Exit(run_crawl(arguments, settings, data))


def _sections(given: list[str] | None) -> tuple[str, ...]:
    """An empty section (of an unset variable, say) is a slip: it must not mean all."""
    if any(not name.strip(" ,/") for name in given or ()):
        raise SettingError(
            "section: it is empty; name one, such as chinh-tri, or leave --section out for all"
        )
    return parse_sections(given)


def via_arguments(via: list[str] | None, addresses: Path | None) -> dict[str, Any]:
    """The spider's arguments that say by which ways the articles are looked for.

    Raises:
        SettingError: See `parse_via`; or the file of addresses cannot be read.
    """
    if any(not name.strip(" ,") for name in via or ()):
        raise SettingError("via: it is empty; name a way, such as sitemap, or leave --via out")
    ways = parse_via(via, str(addresses) if addresses else None)
    if ways.file and not Path(ways.file).is_file():
        raise SettingError(f"addresses: {ways.file}: no such file; name a file of addresses, one a line")
    return {"via": ",".join(ways.names), "addresses": ways.file}


def run_crawl(
    arguments: dict[str, Any], settings: dict[str, Any], data: Path, *, spider: str = "politics"
) -> ExitCode:
    """Run a spider into a data folder and print how it ended.

    Args:
        arguments: The spider's.
        settings: See `options.crawl_settings`.
        data: The data folder; the caller holds its lock.
        spider: Which.
    """
    preflight(data)  # a folder that cannot be used: no request is sent
    from crawler.runner import run_spider  # Scrapy starts slowly

    base = parse_origin(arguments["origin"]).base
    progress = "terminal" if sys.stderr.isatty() else "plain"
    store = {"LANGSON_DATA": str(data), "LANGSON_DATA_LOCKED": True, "LANGSON_PROGRESS": progress}
    finished = run_spider(spider, arguments, settings | store)
    for line in _troubles(finished, base):  # the most important first
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


def _troubles(finished: Finished, base: str) -> Iterator[str]:
    """Say what went wrong as a whole."""
    if finished.store_error:
        yield finished.store_error
        return
    yield from finished.warnings
    if taken := finished.stats.get("store/taken_back"):
        yield f"{taken} articles of this run were taken back; a later run asks for them again"
    if finished.code == ExitCode.WALL:
        yield "stopped, nothing is asked any more: look at the pages in quarantine/ before the next run"
    yield from notices(finished.articles, finished.listings, agent=ROBOTS_AGENT)
    if finished.code == ExitCode.INTERRUPTED:
        yield "interrupted; what was stored stays, the same command goes on"
    if finished.code == ExitCode.BUDGET:
        yield "the day's budget of requests is spent; the same command goes on tomorrow"
    if finished.code == ExitCode.NOTHING:
        yield from _nothing(finished, base)
    if finished.code == ExitCode.FAULT:
        yield f"a fault of this program ({finished.reason}); the log of the run names it"


def _nothing(finished: Finished, base: str) -> Iterator[str]:
    if stop := finished.stats.get("host_policy/stop"):
        yield f"{base}: {stop}; the same command goes on where this run stopped"
    elif not len(finished.articles) or not finished.articles.fates()[STORED]:
        yield f"nothing found at {base}; is it the paper or a copy of it, and does it answer?"


def _written(files: list[str]) -> Iterator[str]:
    shown = files if len(files) <= _FILES else [*files[: _FILES - 2], "…", files[-1]]
    yield from (f"wrote {path}" for path in shown)
    if len(files) > _FILES:
        yield f"wrote {len(files)} files"
    if not files:
        yield "no file had to change"
