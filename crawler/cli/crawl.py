"""`langson crawl`: the political sections into the data folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode, crawl_exit_code
from crawler.cli.options import (
    DEFAULT_DATA,
    DEFAULT_DELAY,
    Contact,
    DataFolder,
    Delay,
    Origin,
    Verbose,
    crawl_settings,
)
from crawler.discover.manners import ROBOTS_AGENT
from crawler.discover.scope import parse_origin, parse_sections
from crawler.discover.window import VIETNAM, parse_window
from crawler.report.notices import notices
from crawler.report.summary import summary
from crawler.store.lock import folder_lock
from crawler.store.preflight import preflight

if TYPE_CHECKING:
    from crawler.runner import Finished

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
    origin: Origin = None,
    data: DataFolder = DEFAULT_DATA,
    delay: Delay = DEFAULT_DELAY,
    contact: Contact = "",
    verbose: Verbose = 0,
) -> None:
    """Crawl the political sections into `DIR/articles/<YYYY-MM>.jsonl`.

    Example: `langson crawl --since 7d --contact you@example.org`
    """
    scope = parse_origin(origin)
    sections = parse_sections(section)
    parse_window(since, until, now=datetime.now(VIETNAM))  # refuse before anything is done
    settings = crawl_settings(scope, delay=delay, contact=contact, verbose=verbose)
    arguments = {"since": since, "until": until, "max_pages": max_pages, "origin": origin}
    if section:
        arguments["section"] = ",".join(sections)
    with folder_lock(data):
        raise typer.Exit(run_crawl(arguments, settings, data))


def run_crawl(arguments: dict[str, Any], settings: dict[str, Any], data: Path) -> ExitCode:
    """Run the spider `politics` into a data folder and print how it ended.

    Args:
        arguments: The spider's.
        settings: See `options.crawl_settings`.
        data: The data folder; the caller holds its lock.
    """
    preflight(data)  # a folder that cannot be used: no request is sent
    from crawler.runner import run_spider  # Scrapy starts slowly

    base = parse_origin(arguments["origin"]).base
    progress = "terminal" if sys.stderr.isatty() else "plain"
    store = {"LANGSON_DATA": str(data), "LANGSON_DATA_LOCKED": True, "LANGSON_PROGRESS": progress}
    finished = run_spider("politics", arguments, settings | store)
    code = _complain(finished, base)  # the most important first
    for line in summary(finished.articles, finished.listings, finished.stats):
        say(line)
    for line in _written(finished.stats.get("store/published", [])):
        say(line)
    return code


def _complain(finished: Finished, base: str) -> ExitCode:
    """Say what went wrong as a whole, and give the exit code."""
    from crawler.runner import INTERRUPTED

    if error := finished.stats.get("store/error"):
        complain(error)
        return ExitCode.STORE
    for line in notices(finished.articles, finished.listings, agent=ROBOTS_AGENT):
        complain(line)
    if finished.reason == INTERRUPTED:
        complain("interrupted; what was stored stays, the same command begins again from page 1")
        return ExitCode.INTERRUPTED
    code = crawl_exit_code(finished.articles, finished.listings)
    if code == ExitCode.NOTHING:
        complain(f"nothing found at {base}; is it the paper or a copy of it, and does it answer?")
    return code


def _written(files: list[str]) -> Iterator[str]:
    shown = files if len(files) <= _FILES else [*files[: _FILES - 2], "…", files[-1]]
    yield from (f"wrote {path}" for path in shown)
    if len(files) > _FILES:
        yield f"wrote {len(files)} files"
    if not files:
        yield "no file had to change"
