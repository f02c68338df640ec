"""Train, validation and test in the order of time, near-duplicates together. Pure.

A model is tried on news that are younger than what it has learnt from, and on none that it has seen before:
a text that was printed again a month later belongs where it was printed first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from crawler.errors import SettingError

NAMES: Final = ("train", "validation", "test")
DEFAULT_SHARES: Final = (80, 10, 10)


class Dated(NamedTuple):
    """An article and when it was published (ISO 8601, one zone for all)."""

    published_at: str
    key: str


def parse_shares(text: str) -> tuple[int, int, int]:
    """Read how many parts of the articles each split gets.

    >>> parse_shares("80/10/10")
    (80, 10, 10)

    Raises:
        SettingError: It is something else than three numbers, the first of which is not 0.
    """
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})/(\d{1,3})", text, re.ASCII)
    if match is None or not int(match[1]):
        raise SettingError(f"split: {text!r} is not of the form 80/10/10 (train/validation/test)")
    return int(match[1]), int(match[2]), int(match[3])


def assign(
    articles: Iterable[Dated],
    clusters: Iterable[Sequence[str]],
    shares: tuple[int, int, int] = DEFAULT_SHARES,
) -> dict[str, str]:
    """Give each article its split.

    Articles in the order of publication are cut where the shares say; near-duplicates count where the
    earliest of them stands. So a split may be larger than its share by one cluster.

    Args:
        articles: All of them, each once, in any order.
        clusters: Near-duplicates, by key; no article stands in two of them.
        shares: Parts of train, validation and test.

    Returns:
        Key -> "train", "validation" or "test".
    """
    ordered = sorted(articles)
    group_of = {key: number for number, cluster in enumerate(clusters) for key in cluster}
    sizes: dict[int, int] = {}
    for _, key in ordered:
        if key in group_of:
            sizes[group_of[key]] = sizes.get(group_of[key], 0) + 1
    placed: dict[int, str] = {}
    splits: dict[str, str] = {}
    before = 0
    for _, key in ordered:
        group = group_of.get(key)
        if group in placed:
            splits[key] = placed[group]
            continue
        splits[key] = _split_at(before, len(ordered), shares)
        before += 1 if group is None else sizes[group]
        if group is not None:
            placed[group] = splits[key]
    return splits


def _split_at(before: int, total: int, shares: tuple[int, int, int]) -> str:
    """The split of an article that has so many before it."""
    place = before * sum(shares)
    if place < shares[0] * total:
        return NAMES[0]
    return NAMES[1] if place < (shares[0] + shares[1]) * total else NAMES[2]


def borders(splits: Mapping[str, str], articles: Iterable[Dated]) -> dict[str, tuple[str, str, int]]:
    """Give the first and last moment of publication of each split, and its number of articles."""
    found: dict[str, tuple[str, str, int]] = {}
    for published_at, key in articles:
        first, last, number = found.get(splits[key], (published_at, published_at, 0))
        found[splits[key]] = (min(first, published_at), max(last, published_at), number + 1)
    return found
