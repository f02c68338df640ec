"""What a release's data card says of it, counted as its rows go by, in the memory of one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

# Fields that may be empty: what is always there needs no table.
OPTIONAL_FIELDS: Final = (
    *("section", "subsection", "kicker", "updated_at", "view_count", "lead", "authors", "source", "tags"),
    "aliases",
)


@dataclass(slots=True)
class Facts:
    """Counts over the released articles.

    Attributes:
        articles: How many there are by layout (era1, era2…).
        filled: (layout, field) -> in how many of them it is filled.
        ways: (via, robots.txt's verdict or the permission) -> how many.
        sections: How many by section; "" where the page names none.
        years: How many by year of publication.
        languages: How many by language.
        blocks: How many blocks of each type.
        characters: Length of all flat texts, in code points.
        extractors: How many by extractor.
    """

    articles: Counter[str] = field(default_factory=Counter)
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)
    ways: Counter[tuple[str, str]] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    blocks: Counter[str] = field(default_factory=Counter)
    extractors: Counter[str] = field(default_factory=Counter)
    characters: int = 0

    def add(self, record: Mapping[str, Any], text: str) -> None:
        """Count an article.

        Args:
            record: It in its JSON form.
            text: Its flat text.
        """
        crawl, layout = record["crawl"], record["crawl"]["layout"]
        self.articles[layout] += 1
        for name in OPTIONAL_FIELDS:
            if record[name] not in (None, []):
                self.filled[layout, name] += 1
        self.ways[crawl["via"], crawl["robots"] or ""] += 1
        self.sections[record["section"] or ""] += 1
        self.years[record["published_at"][:4]] += 1
        self.languages[record["language"]] += 1
        self.extractors[crawl["extractor"]] += 1
        self.blocks.update(block["type"] for block in record["body"])
        self.characters += len(text)

    def total(self) -> int:
        """Give how many articles there are."""
        return self.articles.total()


@dataclass(slots=True)
class ViewFacts:
    """Counts over the observed view counts, which come by article and time.

    Attributes:
        observations: How many there are.
        articles: How many articles have any.
        followed: How many articles have more than one.
        first, last: Moments of the first and the last one, ISO 8601.
    """

    observations: int = 0
    articles: int = 0
    followed: int = 0
    first: str = ""
    last: str = ""
    _key: str = ""
    _of_key: int = 0

    def add(self, key: str, seen_at: str) -> None:
        """Count an observation."""
        self._of_key = self._of_key + 1 if key == self._key else 1
        self._key = key
        self.observations += 1
        self.articles += self._of_key == 1
        self.followed += self._of_key == 2
        self.first = min(self.first or seen_at, seen_at)
        self.last = max(self.last, seen_at)
