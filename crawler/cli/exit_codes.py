"""The exit codes of `langson`, and which one a crawl has earned. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum

from crawler.errors import CrawlerError, PageError, StoreError
from crawler.report.outcomes import (
    FAILED,
    FILTERED,
    PENDING,
    QUARANTINE,
    ROBOTS,
    STORED,
    UNREACHABLE,
    Outcomes,
)
from crawler.store.lock import FolderBusyError


class ExitCode(IntEnum):
    """What a script can rely on."""

    OK = 0
    FAULT = 1  # a fault of this program
    USAGE = 2  # an option or setting cannot be used; nothing was done
    PARTIAL = 3  # done, but some pages failed or were set aside; each is named
    ROBOTS = 4  # robots.txt refused everything
    NOTHING = 5  # nothing was found, or nobody answered
    STORE = 6  # the data folder cannot be read or written
    BUSY = 7  # another run is at work in the data folder
    INTERRUPTED = 130  # Ctrl-C or SIGTERM; what was stored stays


# One paragraph of `--help`.
EXIT_CODES = (
    "Exit codes: 0 all found were stored or left out as asked; 2 an option cannot be used; 3 some pages"
    " failed (each is named); 4 robots.txt refused; 5 nothing found or nobody answered; 6 the data folder"
    " cannot be used; 7 another run is at work in it; 130 interrupted."
)


def error_exit_code(error: CrawlerError) -> ExitCode:
    """The exit code of an error that ended the command."""
    if isinstance(error, FolderBusyError):
        return ExitCode.BUSY
    if isinstance(error, StoreError):
        return ExitCode.STORE
    return ExitCode.PARTIAL if isinstance(error, PageError) else ExitCode.USAGE


def crawl_exit_code(articles: Outcomes, listings: Outcomes) -> ExitCode:
    """Judge a crawl that ran to its end.

    Args:
        articles: What became of the articles found.
        listings: What became of the listing pages that were asked for; empty where none were needed.

    Returns:
        OK only where every article found was stored or filtered on purpose and no listing failed.
    """
    all_of = articles.fates() + listings.fates()
    refused = sum(_failed_because(outcomes, {ROBOTS}) for outcomes in (articles, listings))
    if refused and not articles.fates()[STORED] and refused == all_of[FAILED]:
        return ExitCode.ROBOTS
    unreachable = sum(_failed_because(outcomes, UNREACHABLE) for outcomes in (articles, listings))
    if not len(articles) or unreachable == len(articles) + len(listings):
        return ExitCode.NOTHING
    troubled = all_of[FAILED] + all_of[QUARANTINE] + all_of[PENDING]
    return ExitCode.PARTIAL if troubled or _other_filters(articles) else ExitCode.OK


def _failed_because(outcomes: Outcomes, reasons: Collection[str]) -> int:
    return sum(number for reason, number in outcomes.reasons(FAILED) if reason in reasons)


def _other_filters(articles: Outcomes) -> int:
    """Filters that nobody asked for by an option: a page that is none of the paper's articles."""
    reasons = dict(articles.reasons(FILTERED))
    return reasons.get("foreign-address", 0) + reasons.get("not-article", 0)
