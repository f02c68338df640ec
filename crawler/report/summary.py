"""The end of a crawl in lines for people: sums first, then what needs a look. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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

_SHOWN = 10  # addresses named of each kind of trouble


def summary(articles: Outcomes, listings: Outcomes, stats: Mapping[str, Any]) -> Iterator[str]:
    """Give the summary's lines: found, stored, failed, set aside and filtered, each by reason."""
    fates = articles.fates()
    yield f"found       {len(articles):6}   on {listings.fates()[STORED]} listing pages"
    changes = ", ".join(f"{stats.get(f'store/{kind}', 0)} {kind}" for kind in ("new", "changed", "unchanged"))
    yield f"stored      {fates[STORED]:6}   {changes}"
    for fate in (FAILED, QUARANTINE, FILTERED):
        yield f"{fate:11} {fates[fate]:6}   {_reasons(articles, fate)}".rstrip()
    if fates[PENDING]:
        yield f"{PENDING:11} {fates[PENDING]:6}   not asked: the crawl was stopped"
    for fate in (FAILED, FILTERED):
        if reasons := _reasons(listings, fate):
            yield f"listing pages {fate}: {reasons}"
    for outcomes in (listings, articles):
        yield from _troubles(outcomes)


def _reasons(outcomes: Outcomes, fate: str) -> str:
    return ", ".join(f"{reason} {number}" for reason, number in outcomes.reasons(fate))


def _troubles(outcomes: Outcomes) -> Iterator[str]:
    troubles = list(outcomes.with_fate(FAILED, QUARANTINE))
    for address, outcome in troubles[:_SHOWN]:
        yield f"  {outcome.fate} ({outcome.reason})  {address}: {outcome.detail}"
    if len(troubles) > _SHOWN:
        yield f"  … and {len(troubles) - _SHOWN} more (see the log with -v)"


def robots_notice(base: str, agent: str) -> Iterator[str]:
    """Say loudly that robots.txt refused the crawl, and what can be done."""
    yield f"REFUSED BY robots.txt: {base}/robots.txt forbids these addresses to the agent {agent!r}."
    yield "Nothing was fetched, and nothing is missing by mistake. What can be done:"
    yield f"  - read {base}/robots.txt and ask the paper for permission;"
    yield "  - read pages you have by other lawful ways: langson extract FILE… --url URL;"
    yield "  - crawl a copy that you may crawl: langson crawl --origin URL."


def refused(*ledgers: Outcomes) -> bool:
    """Whether robots.txt refused anything."""
    return any(reason == ROBOTS for outcomes in ledgers for reason, _ in outcomes.reasons(FAILED))


def unreachable(*ledgers: Outcomes) -> bool:
    """Whether some address had no answer at all."""
    return any(reason in UNREACHABLE for outcomes in ledgers for reason, _ in outcomes.reasons(FAILED))
