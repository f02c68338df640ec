"""Near-duplicates among the articles of a release: those that one split must hold together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import orjson

from crawler.annotate.text import compared_text
from crawler.release.snapshot import Keyed

Printed = tuple[str, str, str]


class Clusters(Protocol):
    """Find near-duplicates among (key, published_at, text), as `annotate.duplicates.clusters` does."""

    def __call__(self, articles: Iterable[Printed], /) -> Iterable[Sequence[str]]: ...


def printed(article: Keyed) -> Printed:
    """Give what is compared of an article: lead and body. Titles of copies are the copyist's own."""
    record = orjson.loads(article.line)
    return article.key, record["published_at"], compared_text(record)
