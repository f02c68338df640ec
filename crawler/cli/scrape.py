"""`langson scrape`: given addresses to JSON lines."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from crawler.cli.console import complain, write_line
from crawler.cli.exit_codes import ExitCode, crawl_exit_code
from crawler.cli.options import (
    DEFAULT_DELAY,
    AnnotateLines,
    Contact,
    Delay,
    Origin,
    Permission,
    Verbose,
    crawl_settings,
    permission_text,
)
from crawler.discover.given import refuse_address
from crawler.discover.manners import ROBOTS_AGENT
from crawler.discover.scope import Scope, parse_origin
from crawler.errors import PageError, SettingError
from crawler.items import Article
from crawler.report.notices import notices
from crawler.report.outcomes import ROBOTS, ROBOTS_UNREACHABLE, STORED, Outcomes
from crawler.report.summary import COMMON_CAUSES, common_causes
from crawler.store.records import to_line


def scrape(
    urls: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="URL…", help="Articles' addresses; none or -: from standard input.", show_default=False
        ),
    ] = None,
    origin: Origin = None,
    annotate: AnnotateLines = False,
    permission: Permission = None,
    delay: Delay = DEFAULT_DELAY,
    contact: Contact = "",
    verbose: Verbose = 0,
) -> None:
    """Fetch articles by address: one JSON line each on standard output, nothing else there.

    Example: `langson scrape https://baolangson.vn/chinh-tri/531453-hoi-nghi.html | jq .title`
    """
    scope = parse_origin(origin)
    addresses = _addresses(urls or ["-"])
    good = [address for address in addresses if _passes(address, scope)]
    code = ExitCode.OK if len(good) == len(addresses) else ExitCode.PARTIAL
    if good:
        settings = crawl_settings(scope, delay=delay, contact=contact, verbose=verbose)
        settings["LANGSON_PERMISSION"] = permission_text(permission)
        arguments = {"url": " ".join(good), "origin": origin}
        code = _run(scope, arguments, settings, annotate=annotate) or code
    raise typer.Exit(code)


def _addresses(given: list[str]) -> list[str]:
    found: list[str] = []
    for address in given:
        found += sys.stdin.read().split() if address == "-" else [address]
    if not found:
        raise SettingError("scrape: no address given; name one, or send one a line on standard input")
    return list(dict.fromkeys(found))


def _passes(address: str, scope: Scope) -> bool:
    try:
        refuse_address(address, scope)
    except PageError as error:
        complain(f"{error} ({error.fate}: {error.reason})")
        return False
    return True


def _run(scope: Scope, arguments: dict[str, Any], settings: dict[str, Any], *, annotate: bool) -> ExitCode:
    from crawler.runner import INTERRUPTED, NO_READER, run_spider  # Scrapy starts slowly

    def print_article(article: Article) -> None:
        write_line(to_line(article, annotate=annotate))

    finished = run_spider("article", arguments, settings, on_article=print_article)
    if finished.reason == NO_READER:
        raise BrokenPipeError
    for line in notices(finished.articles, finished.listings, agent=ROBOTS_AGENT):
        complain(line)
    for line in common_causes(finished.articles, but=(ROBOTS, ROBOTS_UNREACHABLE)):
        complain(line)
    for address, outcome in finished.articles.with_fate("failed", "quarantine", "filtered", "pending"):
        if outcome.reason not in COMMON_CAUSES:
            complain(f"{address}: {outcome.detail} ({outcome.fate}: {outcome.reason})")
    if finished.reason == INTERRUPTED:
        return ExitCode.INTERRUPTED
    if finished.articles.fates()[STORED] == len(finished.articles):
        return ExitCode.OK
    return crawl_exit_code(finished.articles, Outcomes()) or ExitCode.PARTIAL
