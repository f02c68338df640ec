"""Any given record set into a random markup, such as a real article's text into fifty of them."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from random import Random
from urllib.parse import urlsplit

from crawler.replica.markup.encoding import encoded
from crawler.replica.markup.layout import drawn_layout
from crawler.replica.markup.page import page as set_page
from crawler.replica.markup.sheet import Crumb, Sheet
from crawler.replica.newspaper import Newspaper, crumbs
from crawler.replica.quirks import Quirks
from crawler.replica.sections import SECTIONS
from crawler.replica.truth import Truth


def render(
    truth: Truth, layout_seed: int, era: int, fetched_at: datetime, quirks: Quirks | None = None
) -> bytes:
    """Set a record into the markup drawn from a seed.

    Args:
        truth: The record; its `url` decides the origin. Image addresses should be absolute.
        layout_seed: Which markup.
        era: 1 or 2.
        fetched_at: What the header's clock shows.
        quirks: Departures from the plain text; none unless given.

    Returns:
        The page's bytes, UTF-8 and declared so unless the quirks say otherwise.
    """
    quirks = quirks or Quirks()
    parts = urlsplit(truth["url"])
    sheet = Sheet(
        truth=truth,
        layout=drawn_layout(layout_seed, era),
        quirks=quirks,
        neighbours=_company(f"{parts.scheme}://{parts.netloc}", era).neighbours(45, era, 60),
        crumbs=_crumbs(truth, era, layout_seed),
        fetched_at=fetched_at,
        rng=Random(f"{layout_seed}:{truth['id']}:page"),
    )
    return encoded(set_page(sheet), quirks)


@lru_cache(maxsize=8)
def _company(origin: str, era: int) -> Newspaper:
    """Give a small paper whose articles fill the boxes round a foreign text."""
    return Newspaper(seed=4, articles=60, layouts=2, eras=(era,), origin=origin)


def _crumbs(truth: Truth, era: int, layout_seed: int) -> tuple[Crumb, ...]:
    wanted = (truth["section"], truth["subsection"])
    for section in SECTIONS:
        if (section.section, section.subsection) == wanted:
            return crumbs(section, era, layout_seed)
    slash = "/" if era == 1 else ""
    path, steps = "", []
    for slug in wanted:
        if slug:
            path += f"/{slug}"
            steps.append(Crumb(slug.replace("-", " ").capitalize(), path + slash))
    return tuple(steps)
