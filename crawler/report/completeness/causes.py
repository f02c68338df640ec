"""Why an article that a source showed is not stored: from its address's state in the frontier. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crawler.discover.goal import OF_THE_GOAL
from crawler.report.outcomes import ROBOTS, is_wall

REFUSALS = ("http-401", "http-403", "http-407", "http-429", "http-451")
# Ways of a server to say that there is no such page, see `crawler.fetch.verdict`.
ABSENCES = ("http-404", "http-410", "soft-404", "gone-home")
# What went wrong before a whole page had come: the site's or the network's doing. Any 5xx besides.
TRANSFERS = (
    *("timeout", "unknown-host", "connection-refused", "connection-lost", "data-loss", "no-http"),
    *("download", "redirect-loop", "robots-unreachable", "throttled", "unreachable"),
)
_DUPLICATE = "duplicate"
_FOREIGN = "foreign-address"
_NO_NUMBER = "no-such-number"  # a number that was tried, see `store.source_meeting`


class Cause(StrEnum):
    """What became of an article that should be there. The order is the table's."""

    STORED = "stored"
    LEFT_OUT = "left-out"
    GONE = "gone"
    NOT_DUE = "not-due"
    REFUSED = "refused"
    WE_BROKE = "we-broke"
    SITE_FAILED = "site-failed"
    NOT_FETCHED = "not-fetched"
    NEVER_ASKED = "never-asked"
    SITE_SILENT = "site-silent"
    NOT_LOOKED_AT = "not-looked-at"


MEANINGS = {
    Cause.STORED: "its record is stored",
    Cause.LEFT_OUT: "other sections or days than were asked for, or stored under another address",
    Cause.GONE: "the paper has taken it off",
    Cause.NOT_DUE: "its turn has not come: a crawl is at work, or the server asked for a pause",
    Cause.REFUSED: "robots.txt, a login or the server refuses it",
    Cause.WE_BROKE: "its page came and could not be read",
    Cause.SITE_FAILED: "the site or the network gave no whole page",
    Cause.NOT_FETCHED: "it waits to be fetched",
    Cause.NEVER_ASKED: "a source shows it, and no crawl has taken it up",
    Cause.SITE_SILENT: "the section usually speaks on such days, and what we read shows nothing",
    Cause.NOT_LOOKED_AT: "the section usually speaks on such days, and no run has looked",
}
OF_ARTICLES = tuple(cause for cause in Cause if cause not in (Cause.SITE_SILENT, Cause.NOT_LOOKED_AT))
# Not missing at all: what was asked for is there.
NO_HOLE = frozenset({Cause.STORED, Cause.LEFT_OUT})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an article.

    Attributes:
        cause: The likely cause.
        explained: Whether nothing is left to be done or found out: such a hole is named, but no alarm.
        detail: One sentence.
    """

    cause: Cause
    explained: bool
    detail: str = ""


SPENT = "the day's budget of requests was spent before its turn came"
STORED = Verdict(Cause.STORED, explained=True)


def judge(
    state: str,
    reason: str,
    detail: str = "",
    *,
    elsewhere: bool = False,
    waits: bool = False,
    spent: bool = False,
) -> Verdict:
    """Give the cause for an article that is not stored.

    Args:
        state: Of its address in the frontier, see `store/schema.sql`; empty where it has none.
        reason: Slug of the address's end, see `report.outcomes`, `errors`, `middlewares.download_errors`.
        detail: The end's sentence.
        elsewhere: Whether its article is stored under another number.
        waits: Whether it cannot have been fetched yet: a crawl is at work, or the server asked to wait.
        spent: Whether the last crawl ended because the day's budget of requests was spent.
    """
    said = f"{reason}: {detail}" if reason and detail else reason or detail
    if not state:
        return Verdict(Cause.NEVER_ASKED, explained=False)
    if state in ("pending", "leased"):
        if waits:
            return Verdict(Cause.NOT_DUE, explained=True, detail=said)
        return Verdict(Cause.NOT_FETCHED, explained=spent, detail=said or (SPENT if spent else ""))
    if state == "gone":
        return Verdict(Cause.GONE, explained=True, detail=said)
    if state == "filtered":
        return _of_filter(reason, said)
    if state == "done":
        if elsewhere:
            return Verdict(Cause.LEFT_OUT, explained=True, detail="stored under another number")
        return Verdict(Cause.WE_BROKE, explained=False, detail="read once, and no article is stored")
    return Verdict(_of_failure(reason) if state == "failed" else Cause.WE_BROKE, explained=False, detail=said)


def _of_filter(reason: str, said: str) -> Verdict:
    """A page that was read as none of the paper's articles is to be looked at, as `crawl` says as well."""
    asked = reason in OF_THE_GOAL or reason in (_DUPLICATE, _FOREIGN, _NO_NUMBER)
    return Verdict(Cause.LEFT_OUT if asked else Cause.WE_BROKE, explained=asked, detail=said)


def _of_failure(reason: str) -> Cause:
    """Missing once is not gone yet (a second look comes a day later), so it stays to be watched."""
    if reason == ROBOTS or reason in REFUSALS or is_wall(reason):
        return Cause.REFUSED
    if reason in ABSENCES:
        return Cause.GONE
    if reason in TRANSFERS or reason.startswith("http-"):
        return Cause.SITE_FAILED
    return Cause.WE_BROKE
