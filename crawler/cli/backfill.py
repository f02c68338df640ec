"""`langson backfill`: the articles of past years, month by month backwards, within a budget a day."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from crawler.cli.crawl import run_crawl, via_arguments
from crawler.cli.options import (
    DEFAULT_DATA,
    DEFAULT_DELAY,
    AcceptLayout,
    Addresses,
    Contact,
    DataFolder,
    Delay,
    Origin,
    Permission,
    Section,
    Verbose,
    crawl_settings,
    named_sections,
    permission_text,
)
from crawler.cli.watched import MetricsFile, Notify, parse_watch, watched
from crawler.discover.months import parse_end
from crawler.discover.scope import parse_origin
from crawler.discover.window import VIETNAM, parse_window
from crawler.errors import SettingError


def backfill(
    first: Annotated[
        str, typer.Option("--from", metavar="WHEN", help="Where it ends: 2010, 2010-05 or 2010-05-17.")
    ],
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="WHEN", help="Where it begins: 2024 or 2024-12. Default: today."),
    ] = None,
    section: Section = None,
    via: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WAY",
            help="As in `langson crawl`. Default: the sitemap and REST, which give days; else the listings.",
        ),
    ] = None,
    addresses: Addresses = None,
    budget: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Requests a day, in Vietnam's time. Default: no limit."),
    ] = None,
    permission: Permission = None,
    accept_layout: AcceptLayout = False,
    origin: Origin = None,
    data: DataFolder = DEFAULT_DATA,
    delay: Delay = DEFAULT_DELAY,
    contact: Contact = "",
    notify: Notify = None,
    metrics: MetricsFile = None,
    verbose: Verbose = 0,
) -> None:
    """Crawl past years, the newest month first. Start it again every day: it goes on where it was.

    Example: `langson backfill --from 2010 --to 2024 --budget 5000 --contact you@example.org`
    """
    watch = parse_watch(notify, metrics)
    scope, now = parse_origin(origin), datetime.now(VIETNAM)
    since = parse_end(first, "from", last=False)
    until = min(parse_end(last, "to", last=True), now.date()) if last is not None else now.date()
    if since > now.date():
        raise SettingError(f"from: {since} is in the future (today is {now.date()}): no article can match")
    if until < since:
        raise SettingError(f"to ({until}) lies before from ({since}): no article can match")
    parse_window(since.isoformat(), until.isoformat(), now=now)
    settings = crawl_settings(scope, delay=delay, contact=contact, verbose=verbose)
    settings |= {"LANGSON_PERMISSION": permission_text(permission), "LANGSON_BUDGET": budget or 0}
    settings["LANGSON_ACCEPT_LAYOUT"] = accept_layout
    arguments: dict[str, Any] = {"since": since.isoformat(), "until": until.isoformat(), "origin": origin}
    arguments |= via_arguments(via, addresses, scope.copy)
    if section:
        arguments["section"] = ",".join(named_sections(section))
    with watched(data, "backfill", watch):
        raise typer.Exit(run_crawl(arguments, settings, data, spider="backfill"))
