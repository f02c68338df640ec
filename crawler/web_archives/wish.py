"""What a harvest is asked for, what it asks, where its pages go, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from crawler.discover.captures.capture import Archive, Capture
from crawler.discover.captures.choice import Prefer
from crawler.discover.captures.content import Content
from crawler.discover.goal import Goal
from crawler.report.outcomes import Outcome
from crawler.web_archives.index import Found


class WebArchive(Protocol):
    """An archive: `commoncrawl.CommonCrawl`, `wayback.Wayback`."""

    @property
    def name(self) -> Archive:
        """Which."""

    def found(self) -> AsyncIterator[Found]:
        """Read its index.

        Raises:
            RefusedCaptureError: It cannot be read at all.
            ArchiveStoppedError: The archive is not to be asked any more.
        """

    async def fetch(self, capture: Capture) -> Content:
        """Fetch a capture, and nothing else.

        Raises:
            RefusedCaptureError: It is not what the index promised.
            ArchiveStoppedError: The archive is not to be asked any more.
        """

    def address(self, capture: Capture) -> str:
        """Where it is fetched."""


class Intake(Protocol):
    """Where pages go: into the state. It raises StoreError where they cannot be kept."""

    async def take(self, content: Content, source: Mapping[str, Any]) -> Outcome:
        """Take a page in, and say what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of an archive.

    Attributes:
        goal: Which articles.
        prefer: Which capture of each.
        origin: The copy of the paper that they are of, or None for the paper itself.
        most: Articles to fetch, at most; None: all.
    """

    goal: Goal
    prefer: Prefer = "latest"
    origin: str | None = None
    most: int | None = None


@dataclass(slots=True)
class Counts:
    """What a run did.

    Attributes:
        listed: Captures of wanted articles that the index lists.
        articles: How many articles they are of.
        stored_before: Of these, how many were stored already.
        ends: Articles of this run by what became of them: stored, unchanged, filtered, no-capture.
        refused: Captures that gave no article, by reason.
        older: Articles passed over because they were captured before the first wanted day.
        left: Articles that were not tried because the run ended before.
        given_up: Articles of which earlier runs tried every capture in vain.
    """

    listed: int = 0
    articles: int = 0
    stored_before: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    older: int = 0
    left: int = 0
    given_up: int = 0

    def facts(self) -> dict[str, Any]:
        """Give it as JSON."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in values.items()}
