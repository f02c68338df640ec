"""The end of a crawl in lines for people: sums first, then what needs a look. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from crawler.report.outcomes import (
    FAILED,
    FILTERED,
    GONE,
    PENDING,
    QUARANTINE,
    ROBOTS,
    STORED,
    UNCHANGED,
    UNREACHABLE,
    Outcome,
    Outcomes,
)

_SHOWN = 10  # addresses named of each kind of trouble
_EXAMPLES = 3
# Reasons that strike many addresses for one cause: said once, with examples.
COMMON_CAUSES = UNREACHABLE | {ROBOTS}
_AGAIN = re.compile(r" \(read again.*")


def summary(articles: Outcomes, listings: Outcomes, stats: Mapping[str, Any]) -> Iterator[str]:
    """Give the summary's lines: found, stored, failed, set aside and filtered, each by reason."""
    fates, listings = articles.fates(), each_once(listings)
    pages = listings.fates()[STORED] + listings.fates()[UNCHANGED]
    yield f"found       {len(articles):6}   on {pages} listing pages"
    changes = ", ".join(f"{stats.get(f'store/{kind}', 0)} {kind}" for kind in ("new", "changed"))
    yield f"stored      {fates[STORED]:6}   {changes}"
    for fate in (UNCHANGED, GONE):
        if fates[fate]:
            yield f"{fate:11} {fates[fate]:6}   {_reasons(articles, fate)}".rstrip()
    for fate in (FAILED, QUARANTINE, FILTERED):
        yield f"{fate:11} {fates[fate]:6}   {_reasons(articles, fate)}".rstrip()
    if fates[PENDING]:
        yield f"{PENDING:11} {fates[PENDING]:6}   not asked: the crawl was stopped"
    for fate in (FAILED, FILTERED):
        if reasons := _reasons(listings, fate):
            yield f"listing pages {fate}: {reasons}"
    for outcomes in (listings, articles):
        yield from _troubles(outcomes)


def each_once(listings: Outcomes) -> Outcomes:
    """Give the listing pages as a reader counts them.

    A listing is asked for under two forms of its address (with a slash at the end and without) and its
    first page again after the crawl: where both had the same end, that is one page.
    """
    pages, seen = Outcomes(), set()
    for address, outcome in listings.with_fate(*listings.fates()):
        place = _AGAIN.sub("", address).replace("/?", "?").rstrip("/")
        if (end := (place, outcome.fate, outcome.reason)) not in seen:
            seen.add(end)
            pages.settle(address, outcome)
    return pages


def common_causes(outcomes: Outcomes, *, but: Collection[str] = ()) -> Iterator[str]:
    """One line for each cause that struck many addresses, with some of them as examples.

    Args:
        outcomes: What became of the addresses.
        but: Reasons that were told already.
    """
    struck: dict[str, list[tuple[str, Outcome]]] = {}
    for address, outcome in outcomes.with_fate(FAILED):
        if outcome.reason in COMMON_CAUSES and outcome.reason not in but:
            struck.setdefault(outcome.reason, []).append((address, outcome))
    for reason, troubles in struck.items():
        shown = ", ".join(address for address, _ in troubles[:_EXAMPLES])
        more = f" and {len(troubles) - _EXAMPLES} more" if len(troubles) > _EXAMPLES else ""
        number = f" {len(troubles)}" if len(troubles) > 1 else ""
        yield f"{FAILED} ({reason}){number}  {shown}{more}: {troubles[0][1].detail}"


def _reasons(outcomes: Outcomes, fate: str) -> str:
    return ", ".join(f"{reason} {number}" for reason, number in outcomes.reasons(fate) if reason)


def _troubles(outcomes: Outcomes) -> Iterator[str]:
    yield from (f"  {line}" for line in common_causes(outcomes))
    troubles = [
        (address, outcome)
        for address, outcome in outcomes.with_fate(FAILED, QUARANTINE)
        if outcome.reason not in COMMON_CAUSES
    ]
    for address, outcome in troubles[:_SHOWN]:
        yield f"  {outcome.fate} ({outcome.reason})  {address}: {outcome.detail}"
    if len(troubles) > _SHOWN:
        yield f"  … and {len(troubles) - _SHOWN} more (see the log with -v)"
