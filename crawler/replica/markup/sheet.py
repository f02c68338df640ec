"""All that one page is made of: the truth, the markup, the neighbours, the hour of the fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random
from urllib.parse import urlsplit

from crawler.replica.markup.layout import Layout
from crawler.replica.quirks import Quirks
from crawler.replica.stamps import style_of
from crawler.replica.truth import Truth


@dataclass(frozen=True, slots=True)
class Teaser:
    """Another article as boxes and listings show it."""

    title: str
    path: str
    thumb: str
    excerpt: str
    published: datetime
    views: int
    section: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other articles round the text."""

    newest: tuple[Teaser, ...]
    read: tuple[Teaser, ...]
    related: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to be set.

    Attributes:
        truth: What the page must say.
        layout: The markup it is set into.
        quirks: Departures from the plain text.
        neighbours: Other articles for the boxes.
        crumbs: Section and subsection with their listings.
        fetched_at: What the header's clock shows.
        rng: The page's own random numbers (which box, which comment).
    """

    truth: Truth
    layout: Layout
    quirks: Quirks
    neighbours: Neighbours
    crumbs: tuple[Crumb, ...]
    fetched_at: datetime
    rng: Random

    def cls(self, role: str) -> str:
        """Give the class attribute of a role in this layout."""
        return self.layout.namer.attr(role)

    def pick(self, feature: str) -> str:
        """Give the layout's choice for a feature."""
        return self.layout.pick[feature]

    def turn(self, matter: str, ways: int) -> int:
        """Give the layout's choice in a small matter: a number below `ways`."""
        return self.layout.turn(matter, ways)

    @property
    def origin(self) -> str:
        """Scheme and host of the page."""
        parts = urlsplit(self.truth["url"])
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def published(self) -> datetime:
        """The moment the stamp says."""
        return datetime.fromisoformat(self.truth["published_at"])

    @property
    def stamp_style(self) -> str:
        """The style in which the page's stamp is printed; look-alikes use it, too."""
        return style_of(self.truth["raw"]["published"], self.published)


def esc(text: str) -> str:
    """Escape text for an element's content."""
    return escape(text, quote=False)


def quoted(text: str) -> str:
    """Escape text for an attribute."""
    return escape(text)
