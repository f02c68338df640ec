"""The exit codes of `langson`, and which one a crawl has earned. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from crawler.report.outcomes import (
    EMPTY_LISTING,
    FAILED,
    FILTERED,
    LAYOUT_CHANGE,
    PENDING,
    QUARANTINE,
    ROBOTS,
    STORED,
    UNCHANGED,
    UNREACHABLE,
    WALL,
    Outcomes,
    is_wall,
)

FINISHED = "finished"  # Scrapy's finish reasons
INTERRUPTED = "shutdown"
START_ERROR = "start_error"
STORAGE_ERROR = "storage_error"  # ours
# The host's own ends, see `fetch.host_policy`.
_AWAY = ("throttled", "unreachable")
_GATES = (WALL, LAYOUT_CHANGE)
BUDGET_SPENT = "budget-spent"


class ExitCode(IntEnum):
    """What a script can rely on."""

    OK = 0
    FAULT = 1
    USAGE = 2
    PARTIAL = 3
    ROBOTS = 4
    NOTHING = 5
    STORE = 6
    BUSY = 7
    NOTHING_NEW = 8
    WALL = 9
    BUDGET = 10
    INTERRUPTED = 130


# (code, name, meaning): the one table, from which `--help`, reports and the README's table are made.
TABLE: tuple[tuple[ExitCode, str, str], ...] = (
    (ExitCode.OK, "ok", "all that was found is stored, or left out as asked"),
    (ExitCode.FAULT, "fault", "a fault of this program, or a ledger that does not add up"),
    (ExitCode.USAGE, "usage", "an option or setting cannot be used; nothing was done"),
    (ExitCode.PARTIAL, "partial", "some pages failed or were set aside; each is named"),
    (ExitCode.ROBOTS, "robots", "robots.txt refused everything that was still to be asked"),
    (ExitCode.NOTHING, "unreachable", "nobody answered, the server asked for a long pause, or nothing found"),
    (ExitCode.STORE, "storage", "the data folder cannot be read or written"),
    (ExitCode.BUSY, "busy", "another run is at work in the data folder"),
    (ExitCode.NOTHING_NEW, "nothing-new", "nothing was new or changed; no file was written"),
    (ExitCode.WALL, "wall", "a wall or a change of layout stopped the run; see quarantine/"),
    (ExitCode.BUDGET, "budget", "the day's budget of requests is spent; the same command goes on tomorrow"),
    (ExitCode.INTERRUPTED, "interrupted", "stopped by Ctrl-C or SIGTERM; the next run goes on"),
)
# One paragraph of `--help`.
EXIT_CODES = "Exit codes: " + "; ".join(f"{code.value} {meaning}" for code, _, meaning in TABLE) + "."


def code_name(code: int | None) -> str:
    """Give the short name of an exit code.

    >>> code_name(8), code_name(None)
    ('nothing-new', 'none')
    """
    return next((name for known, name, _ in TABLE if known == code), "none" if code is None else str(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a crawl ended as a whole.

    Attributes:
        reason: Its finish reason.
        store_error: Why the data folder could not be used, or None.
        balanced: Whether the ledger adds up.
        emptied: Listings that were full in earlier runs and showed no article in this one.
        written: How many files of the dataset were written.
        knows_none: Whether the data folder knows of no article at all, from this run or an earlier one.
    """

    reason: str = FINISHED
    store_error: str | None = None
    balanced: bool = True
    emptied: tuple[str, ...] = ()
    written: int = 0
    knows_none: bool = False


def run_exit_code(articles: Outcomes, listings: Outcomes, ending: Ending) -> ExitCode:
    """Judge a crawl, however it ended: the gravest first."""
    if ending.store_error is not None or ending.reason == STORAGE_ERROR:
        return ExitCode.STORE
    if not ending.balanced or ending.reason == START_ERROR:
        return ExitCode.FAULT
    if ending.reason in _GATES or ending.emptied:
        return ExitCode.WALL
    if ending.reason == INTERRUPTED:
        return ExitCode.INTERRUPTED
    if ending.reason == BUDGET_SPENT:
        return ExitCode.BUDGET
    if ending.reason in _AWAY:
        return ExitCode.NOTHING
    code = crawl_exit_code(articles, listings)
    if code == ExitCode.NOTHING_NEW and ending.knows_none:  # every address answered, with nothing
        return ExitCode.NOTHING
    return ExitCode.OK if code == ExitCode.NOTHING_NEW and ending.written else code


def crawl_exit_code(articles: Outcomes, listings: Outcomes) -> ExitCode:
    """Judge a crawl that ran to its end by what became of its addresses.

    Args:
        articles: What became of the articles found.
        listings: What became of the listing pages that were asked for; empty where none were needed.

    Returns:
        OK only where something was new or changed, and every article found was stored or filtered on
        purpose and no listing failed.
    """
    fates, all_of = articles.fates(), articles.fates() + listings.fates()
    kept = fates[STORED] + fates[UNCHANGED]
    if not kept and any(is_wall(reason) for reason in _reasons(articles, listings)):
        return ExitCode.WALL
    refused = sum(_failed_because(outcomes, {ROBOTS}) for outcomes in (articles, listings))
    if refused and not kept and refused == all_of[FAILED]:
        return ExitCode.ROBOTS
    unreachable = sum(_failed_because(outcomes, UNREACHABLE) for outcomes in (articles, listings))
    pages = listings.fates()
    nothing_read = not len(articles) and not pages[STORED] + pages[UNCHANGED]
    if nothing_read or unreachable == len(articles) + len(listings):
        return ExitCode.NOTHING
    if all_of[FAILED] + all_of[QUARANTINE] + all_of[PENDING] or _other_filters(articles):
        return ExitCode.PARTIAL
    return ExitCode.OK if fates[STORED] else ExitCode.NOTHING_NEW


def _reasons(*ledgers: Outcomes) -> list[str]:
    return [reason for outcomes in ledgers for reason, _ in outcomes.reasons(FAILED)]


def _failed_because(outcomes: Outcomes, reasons: Collection[str]) -> int:
    return sum(number for reason, number in outcomes.reasons(FAILED) if reason in reasons)


def _other_filters(articles: Outcomes) -> int:
    """Filters that nobody asked for by an option: a page that is none of the paper's articles."""
    reasons = dict(articles.reasons(FILTERED))
    return reasons.get("foreign-address", 0) + reasons.get("not-article", 0)


def emptied_listings(listings: Outcomes) -> list[str]:
    """The listings that showed no article on their first page, by address."""
    ends = listings.with_fate(FAILED, FILTERED)
    return [address for address, outcome in ends if outcome.reason == EMPTY_LISTING]
