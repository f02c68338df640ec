"""Wire copies and near-duplicates: articles that print one text, edited, shortened or under another title.

A text is the set of its shingles (runs of four syllables, folded). Candidates share sampled shingles: those
whose hash falls into one of eight parts, whichever text they stand in (MinHash in its scaled form, which
estimates containment as well as likeness; see `duplicate_index`). Each candidate is then held against the
whole shingles of both texts (`duplicate_rules`). The hashes have no seed but constants: the same articles
give the same clusters, in whatever order they come.

Needs numpy: `pip install -e '.[release]'`. Pure but for a temporary file that holds the shingles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.annotate.duplicates.index import Index

Article = tuple[str, str | None, str]


def clusters(articles: Iterable[Article]) -> list[tuple[str, ...]]:
    """Group near-duplicates.

    What is alike is joined: a copy's copy stands in one cluster with the original.

    Args:
        articles: (id, time of publication in ISO 8601 or None, text); read once. Texts of fewer than
            twenty syllables (a picture's caption) are like nothing.

    Returns:
        Clusters of two and more ids, the earliest first (by time, then id; without a time last), in the
        order of their first members.

    >>> text = "Sáng nay, Huyện ủy tổ chức hội nghị giao ban công tác xây dựng Đảng quý I năm 2024 với các xã"
    >>> clusters([("2", "2024-01-02", text), ("1", "2024-01-01", text + " biên giới"), ("3", None, "Khác")])
    [('1', '2')]
    """
    with closing(_index(articles)) as index:
        joined = _joined(index.count, index.duplicates())
        keys = [(published is None, published or "", name) for name, published in index.names]
        groups: dict[int, list[tuple[bool, str, str]]] = {}
        for number, root in enumerate(joined):
            groups.setdefault(root, []).append(keys[number])
    found = sorted(sorted(members) for members in groups.values() if len(members) > 1)
    return [tuple(name for _, _, name in members) for members in found]


def _index(articles: Iterable[Article]) -> Index:
    from crawler.annotate.duplicates.index import Index

    index = Index()
    try:
        for name, published, text in articles:
            index.add(name, published, text)
    except BaseException:
        index.close()
        raise
    return index


def _joined(count: int, pairs: Iterator[tuple[int, int]]) -> list[int]:
    """For each number the smallest of those it is joined with."""
    root = list(range(count))

    def find(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for one, other in pairs:
        first, second = sorted((find(one), find(other)))
        root[second] = first
    return [find(number) for number in range(count)]
