"""Which articles are released, and in which split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

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
    asked: Mapping[str, set[str]],
    near_copies: Clusters,
    *,
    shares: tuple[int, int, int],
    keep_gone: bool,
) -> Selection:
    """Choose what is released of a data folder, and part it into splits.

    Args:
        snapshot: The folder's rows.
        redaction: Who asked to be left out.
        asked: Which articles that means, see `requested`.
        near_copies: Finds near-duplicates.
        shares: Parts of train, validation and test.
        keep_gone: Release what the paper has taken down.
    """
    selection = Selection(redaction, keep_gone, snapshot.tombstones())
    dated: list[Dated] = []
    clusters = list(near_copies(_released(snapshot, selection, asked, dated)))
    selection.splits = assign(dated, clusters, shares)
    selection.borders = borders(selection.splits, dated)
    selection.clusters, selection.clustered = len(clusters), sum(map(len, clusters))
    return selection


def requested(snapshot: Snapshot, redaction: Redaction) -> dict[str, set[str]]:
    """Give the articles that are to be left out on request: key -> the requests.

    Raises:
        SettingError: A request that leaves nothing out cannot have been meant so.
    """
    if not redaction.asked():
        return {}
    found: dict[str, set[str]] = {}
    for key, line in chain(snapshot.articles(), snapshot.earlier()):
        found.setdefault(key, set()).update(redaction.asks_for(key, orjson.loads(line)))
    if redaction.ids or redaction.addresses:
        for key, url in snapshot.addresses():
            if key in found:
                found[key] |= redaction.at(url)
    redaction.refuse(redaction.asked().difference(*found.values()))
    return {key: requests for key, requests in found.items() if requests}


def _released(
    snapshot: Snapshot, selection: Selection, asked: Mapping[str, set[str]], dated: list[Dated]
) -> Iterator[Printed]:
    """Give what is released, as it is compared; what is left out is noted."""
    for article in snapshot.articles():
        if requests := asked.get(article.key):
            selection.redacted.add(article.key)
            selection.answered.update(requests)
        elif article.key in selection.tombstones and not selection.keep_gone:
            selection.gone.add(article.key)
        else:
            text = printed(article)
            dated.append(Dated(text[1], article.key))
            yield text
