"""The end of a page that gives no record. Pure: the crawl and the replay of its archive both ask here."""

from __future__ import annotations

from crawler.errors import PageError
from crawler.fetch.verdict import judge
from crawler.items import Page
from crawler.report.outcomes import FAILED, GONE, Outcome

# Bytes: a wall or a "not found" is shorter, and a hostile page shall not hold the crawl's own process.
_LARGEST_MESSAGE = 400_000


def page_outcome(error: PageError) -> Outcome:
    """The end of a page that gives no record; a missing or invalid field is part of the reason."""
    field = getattr(error, "field", None)
    return Outcome(error.fate, f"{error.reason}:{field}" if field else error.reason, error.detail)


def end_of(page: Page, error: PageError) -> Outcome:
    """The end of a page that gives no record: it may be a wall, or say that there is no such article."""
    if len(page.body) > _LARGEST_MESSAGE:
        return page_outcome(error)
    asked = page.fetched_url or page.url
    trouble = judge(page.url, asked, page.status, page.body, headers=page.headers)
    if trouble is None:
        return page_outcome(error)
    return Outcome(FAILED if trouble.kind == "wall" else GONE, trouble.reason, trouble.detail)
