"""What a crawl wants of the articles it finds: which sections, which days. Pure.

An address keeps the goal under which it was found: whichever run asks for it at last, and whatever that
run wants itself, the article is judged by what was wanted when it was found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Self

from crawler.discover.scope import in_sections
from crawler.discover.window import Window
from crawler.items import Article

OTHER_SECTION = "other-section"
OLDER = "older-than-since"
NEWER = "newer-than-until"
# Reasons that another goal may judge otherwise.
OF_THE_GOAL = frozenset({OTHER_SECTION, OLDER, NEWER})


@dataclass(frozen=True, slots=True)
class Goal:
    """The wanted sections and days; without sections every article is wanted."""

    sections: tuple[str, ...] = ()
    window: Window = field(default_factory=Window)

    def to_json(self) -> str:
        """Give it as one line of text, the same for the same goal."""
        days = (self.window.since, self.window.before)
        since, before = (day.isoformat() if day else None for day in days)
        return json.dumps({"sections": self.sections, "since": since, "before": before})

    @classmethod
    @lru_cache(maxsize=64)  # each page is judged by one, and a crawl has few
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` gave."""
        values = json.loads(text)
        since, before = (
            datetime.fromisoformat(values[name]) if values[name] else None for name in ("since", "before")
        )
        return cls(tuple(values["sections"]), Window(since, before))

    def unwanted(self, article: Article, *, in_main: bool) -> tuple[str, str] | None:
        """Say why an article is not what was asked for, as (reason, detail); None where it is.

        Args:
            article: The article, read from its page.
            in_main: Whether it stood in the main list of a wanted section's listing.
        """
        if self.sections and article.section is None and not in_main:
            return OTHER_SECTION, "it names no section and stood in no main list"
        path = "/".join(name for name in (article.section, article.subsection) if name)
        return self.misses(path, article.published_at)

    def misses(self, section: str, published_at: str | None) -> tuple[str, str] | None:
        """Say why an article of that section and time is not wanted; None where it is, or may be.

        Args:
            section: Section, or section/subsection; empty where it is not known.
            published_at: ISO 8601 with a zone, or None where it is not known.
        """
        name, _, subsection = section.partition("/")
        if self.sections and name and not in_sections(name, subsection or None, self.sections):
            return OTHER_SECTION, f"it is of the section {name}"
        side = self.window.side(published_at) if published_at else "inside"
        if side == "inside":
            return None
        return OLDER if side == "older" else NEWER, f"published {published_at}"

    def side(self, published_at: str | None) -> str | None:
        """Tell on which side of the wanted days a moment lies; None where it is not known."""
        return self.window.side(published_at) if published_at else None
