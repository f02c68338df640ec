"""What is known of the pages' markup, and how surely: to compare with, never to read by.

No page of the paper could be seen while this was written. The selectors are other crawlers' and those of
papers with the same software (notes on the site, part 4); of era 1 only the order of the text is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Confidence = Literal["claimed", "inferred"]


@dataclass(frozen=True, slots=True)
class KnownSelector:
    """A CSS selector that somebody found a landmark by.

    Attributes:
        layout: "era1" or "era2".
        field: The record's field.
        selector: In CSS.
        confidence: "claimed": in a public configuration for this host; "inferred": of papers with the
            same software.
    """

    layout: str
    field: str
    selector: str
    confidence: Confidence


KNOWN: Final = (
    KnownSelector("era2", "title", "h1.name", "inferred"),
    KnownSelector("era2", "published_at", "div.date", "inferred"),
    KnownSelector("era2", "lead", "#content-detail h2", "claimed"),
    KnownSelector("era2", "lead", "#content-detail > p > strong", "inferred"),
    KnownSelector("era2", "body", "div#content-detail", "claimed"),
    KnownSelector("era2", "authors", "div.pseudonym", "inferred"),
    KnownSelector("era2", "section", ".breadcrumbs ol.breadcrumb li a", "claimed"),
    KnownSelector("era2", "section", "nav[aria-label=breadcrumb]", "claimed"),
    KnownSelector("era2", "section", ".breadcrumb", "claimed"),
)

# How the stamp and the counter are printed, in words, for people who look for them on a page.
STAMP_FORM: Final = {
    "era1": "Thứ 4, 05.10.2022 | 15:48:48",
    "era2": "Thứ tư, 23/04/2025 | 10:36:38",
}
VIEWS_FORM: Final = "408 lượt xem"
