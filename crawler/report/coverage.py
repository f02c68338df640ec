"""How many of a run's articles have each field that a page may lack. Pure.

Counted apart by layout (era 1's pages have no tags, say): a run over old articles is not compared with
runs over new ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.items import Article

FIELDS = ("lead", "authors", "view_count", "tags", "images", "section")
# Fewer articles say nothing of a paper.
ENOUGH = 20
# So many earlier runs are looked at.
EARLIER = 7
# A field that pages usually have has fallen where fewer than half as many articles have it.
USUAL = 0.6
FALL = 0.5

Shares = dict[str, dict[str, float]]


class Coverage:
    """The counts of one run, layout by layout."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._having: Counter[tuple[str, str]] = Counter()

    def add(self, article: Article) -> str:
        """Count an article. Returns its layout."""
        images = any(block.type == "image" for block in article.body)
        values = (article.lead, article.authors, article.view_count, article.tags, images, article.section)
        return self._add(article.crawl.layout, values)

    def add_record(self, record: Mapping[str, Any]) -> None:
        """Count an article by its JSON form."""
        images = any(block["type"] == "image" for block in record["body"])
        values = [images if name == "images" else record[name] for name in FIELDS]
        self._add(record["crawl"]["layout"], values)

    def _add(self, layout: str, values: Sequence[Any]) -> str:
        self._articles[layout] += 1
        for name, value in zip(FIELDS, values, strict=True):
            # A count of 0 views is printed like any other.
            self._having[layout, name] += value is not None if name == "view_count" else bool(value)
        return layout

    def articles(self, layout: str) -> int:
        """How many articles of a layout were counted."""
        return self._articles[layout]

    def shares(self) -> Shares:
        """Give layout -> articles counted, and the share of them that has each field."""
        return {
            layout: {
                "articles": number,
                **{name: round(self._having[layout, name] / number, 4) for name in FIELDS},
            }
            for layout, number in sorted(self._articles.items())
        }


def fallen(now: Mapping[str, float], earlier: Sequence[Mapping[str, float]]) -> list[str]:
    """Say which fields have fallen against earlier runs, each as a sentence.

    Args:
        now: What `Coverage.shares` gives of one layout.
        earlier: The same of earlier runs, the newest first.
    """
    before = [shares for shares in earlier if shares["articles"] >= ENOUGH][:EARLIER]
    if now["articles"] < ENOUGH or not before:
        return []
    found = []
    for name in FIELDS:
        mean = sum(shares.get(name, 0.0) for shares in before) / len(before)
        if mean >= USUAL and now[name] < FALL * mean:
            found.append(f"{name} on {now[name]:.0%} of {now['articles']:.0f} articles, before {mean:.0%}")
    return found
