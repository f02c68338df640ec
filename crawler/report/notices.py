"""What the operator has to know before anything else: refused, not reached, nothing found. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.report.outcomes import FAILED, ROBOTS, ROBOTS_UNREACHABLE, STORED, UNCHANGED, Outcome, Outcomes
from crawler.report.summary import each_once


def notices(articles: Outcomes, listings: Outcomes, *, agent: str) -> Iterator[str]:
    """Say loudly what robots.txt did to a crawl, and what can be done.

    Args:
        articles: What became of the articles found.
        listings: What became of the listing pages.
        agent: The name that robots.txt was asked about.
    """
    listings = each_once(listings)
    kept = _kept(articles, listings)
    if refused := _failed(listings, ROBOTS) + _failed(articles, ROBOTS):
        address, _ = refused[0]
        what, place = _counted(listings, articles, ROBOTS), _robots_txt(address)
        yield f"REFUSED BY robots.txt: {place} forbids {what} to the agent {agent!r}, such as {address}"
        yield f"{kept or 'Nothing was fetched, and nothing is missing by mistake.'} What can be done:"
        yield f'  - read {place} and ask the paper for permission; then: --permission "who, when, what";'
        yield "  - see which ways it leaves open: langson doctor (a feed or a sitemap may be allowed);"
        yield "  - take articles out of web archives: langson archives commoncrawl, or wayback;"
        yield "  - take in pages that you have lawfully (WARC, saved HTML): langson ingest FILE…;"
        yield "  - crawl a copy that you may crawl: langson crawl --origin URL."
    if silent := _failed(listings, ROBOTS_UNREACHABLE) + _failed(articles, ROBOTS_UNREACHABLE):
        address, outcome = silent[0]
        what = _counted(listings, articles, ROBOTS_UNREACHABLE)
        yield (
            f"ROBOTS UNREACHABLE: {_robots_txt(address)}: {outcome.detail} (RFC 9309)."
            f" {what} left out. {kept or 'Nothing was fetched.'}"
        )


def _failed(outcomes: Outcomes, reason: str) -> list[tuple[str, Outcome]]:
    return [end for end in outcomes.with_fate(FAILED) if end[1].reason == reason]


def _robots_txt(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def _counted(listings: Outcomes, articles: Outcomes, reason: str) -> str:
    numbers = len(_failed(listings, reason)), len(_failed(articles, reason))
    parts = zip(numbers, ("listing page", "article"), strict=True)
    return " and ".join(f"{number} {name}{'s' if number > 1 else ''}" for number, name in parts if number)


def _kept(articles: Outcomes, listings: Outcomes) -> str:
    stored, pages = articles.fates()[STORED] + articles.fates()[UNCHANGED], listings.fates()[STORED]
    if stored:
        return f"{stored} other article{'s' if stored > 1 else ''} could be stored."
    if pages:
        return f"{pages} listing page{'s were' if pages > 1 else ' was'} read, no article was stored."
    return ""
