"""Which articles are released, and in which split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from crawler.release.near_copies import Clusters, Printed, printed
from crawler.release.redaction import Redaction
from crawler.release.snapshot import Snapshot
from crawler.release.splits import Dated, assign, borders


@dataclass(slots=True)
class Selection:
    """What is released, and what is left out.

    Attributes:
        redaction: Who asked to be left out.
        keep_gone: Whether articles that the paper has taken down are released.
        tombstones: Those: key -> when that was seen.
        splits: Each released article's split.
        borders: First and last moment of publication of each split, and its number of articles.
        redacted: Articles that are left out on request.
        gone: Articles that are left out since the paper has taken them down.
        answered: Requests that left something out -> how many articles; one may be named by several.
        clusters: How many near-duplicates stand together.
    """

    redaction: Redaction
    keep_gone: bool
    tombstones: dict[str, str]
    splits: dict[str, str] = field(default_factory=dict)
    borders: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    redacted: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    answered: Counter[str] = field(default_factory=Counter)
    clusters: int = 0
    clustered: int = 0

    def unanswered(self) -> list[str]:
        """Give the requests for which there is nothing to leave out."""
        return sorted(self.redaction.asked() - self.answered.keys())

    def gone_at(self, key: str) -> str | None:
        """Give when an article was seen to be taken down; None where it was not."""
        return self.tombstones.get(key)


def select(
    snapshot: Snapshot,
    redaction: Redaction,
    near_copies: Clusters,
    *,
    shares: tuple[int, int, int],
    keep_gone: bool,
) -> Selection:
    """Choose what is released of a data folder, and part it into splits.

    Args:
        snapshot: The folder's rows.
        redaction: Who asked to be left out.
        near_copies: Finds near-duplicates.
        shares: Parts of train, validation and test.
        keep_gone: Release what the paper has taken down.
    """
    selection = Selection(redaction, keep_gone, snapshot.tombstones())
    authored = _by_earlier_author(snapshot, redaction)
    dated: list[Dated] = []
    clusters = list(near_copies(_released(snapshot, selection, authored, dated)))
    selection.splits = assign(dated, clusters, shares)
    selection.borders = borders(selection.splits, dated)
    selection.clusters, selection.clustered = len(clusters), sum(map(len, clusters))
    return selection


def _by_earlier_author(snapshot: Snapshot, redaction: Redaction) -> dict[str, set[str]]:
    """The requests that name an author of an article's earlier contents."""
    found: dict[str, set[str]] = {}
    if redaction.names:
        for key, line in snapshot.earlier():
            if requests := redaction.written_by(orjson.loads(line)):
                found.setdefault(key, set()).update(requests)
    return found


def _released(
    snapshot: Snapshot, selection: Selection, authored: dict[str, set[str]], dated: list[Dated]
) -> Iterator[Printed]:
    """Give what is released, as it is compared; what is left out is noted."""
    redaction = selection.redaction
    for article in snapshot.articles():
        requests = redaction.named(article.key) | authored.get(article.key, set())
        if redaction.names:
            requests |= redaction.written_by(orjson.loads(article.line))
        if requests:
            selection.redacted.add(article.key)
            selection.answered.update(requests)
        elif article.key in selection.tombstones and not selection.keep_gone:
            selection.gone.add(article.key)
        else:
            text = printed(article)
            dated.append(Dated(text[1], article.key))
            yield text
