"""Which records differ between two datasets, and in which field. Pure.

Two sequences of (key, record), each in the order of its keys, are read side by side; only the samples are
held. A sample is the same for the same datasets: not the first articles of the paper's life, but those whose
keys a digest puts first.
"""

from __future__ import annotations

import hashlib
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Keyed = Iterable[tuple[str, Record]]

# Parts that are compared field by field; what stands in `crawl.extractor` always differs, and says nothing.
_DEEP = ("crawl", "raw", "evidence")
_IGNORED = ("crawl.extractor",)


@dataclass(slots=True)
class Samples:
    """A few of many, chosen by their keys' digests.

    Attributes:
        most: How many are kept.
        count: How many there were.
    """

    most: int
    count: int = 0
    kept: list[tuple[bytes, str, Any]] = field(default_factory=list)

    def add(self, key: str, value: Any) -> None:
        """Take one in."""
        self.count += 1
        rank = hashlib.blake2b(key.encode(), digest_size=8).digest()
        if len(self.kept) < self.most or (self.kept and rank < self.kept[-1][0]):
            insort(self.kept, (rank, key, value), key=lambda sample: sample[:2])
            del self.kept[self.most :]

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((key, value) for _, key, value in sorted(self.kept, key=lambda sample: sample[1]))


@dataclass(slots=True)
class Difference:
    """How a dataset differs from an earlier one.

    Attributes:
        most: Samples a field.
        before, after: How many records there are.
        same: How many read the same, whichever extractor did.
        changed: How many differ in one field or more.
        added, missing: Articles that only the new, only the old one has: their titles.
        fields: Field -> (old, new) of the records that differ in it.
    """

    most: int = 5
    before: int = 0
    after: int = 0
    same: int = 0
    changed: int = 0
    added: Samples = field(default_factory=lambda: Samples(5))
    missing: Samples = field(default_factory=lambda: Samples(5))
    fields: dict[str, Samples] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.added, self.missing = Samples(self.most), Samples(self.most)

    def compare(self, key: str, old: Record, new: Record) -> None:
        """Take in an article that both have."""
        differing = [(name, values) for name, values in _differing(old, new) if name not in _IGNORED]
        for name, values in differing:
            self.fields.setdefault(name, Samples(self.most)).add(key, values)
        self.changed += bool(differing)
        self.same += not differing


def difference(old: Keyed, new: Keyed, *, samples: int = 5) -> Difference:
    """Compare two datasets.

    Args:
        old, new: Records by their keys, in the order of the keys.
        samples: How many of each field are kept.

    >>> old = [("main/1", {"title": "Hội nghị"}), ("main/2", {"title": "Tin"})]
    >>> found = difference(old, [("main/1", {"title": "Hội nghị tỉnh"})])
    >>> found.changed, found.missing.count, list(found.fields["title"])
    (1, 1, [('main/1', ('Hội nghị', 'Hội nghị tỉnh'))])
    """
    found = Difference(samples)
    olds, news = iter(old), iter(new)
    before, after = next(olds, None), next(news, None)
    while before is not None or after is not None:
        if after is None or (before is not None and before[0] < after[0]):
            assert before is not None
            found.before += 1
            found.missing.add(before[0], before[1].get("title"))
            before = next(olds, None)
        elif before is None or after[0] < before[0]:
            found.after += 1
            found.added.add(after[0], after[1].get("title"))
            after = next(news, None)
        else:
            found.before, found.after = found.before + 1, found.after + 1
            found.compare(after[0], before[1], after[1])
            before, after = next(olds, None), next(news, None)
    return found


def _differing(old: Record, new: Record, above: str = "") -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name in (*new, *(name for name in old if name not in new)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if not above and name in _DEEP and isinstance(before, dict) and isinstance(after, dict):
            yield from _differing(before, after, f"{name}.")
        elif name == "body" and isinstance(before, list) and isinstance(after, list):
            yield name, _first_blocks(before, after)
        else:
            yield above + name, (before, after)


def _first_blocks(old: list[Any], new: list[Any]) -> tuple[Any, Any]:
    """The first blocks that differ, with their number."""
    at = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    return tuple({"block": at + 1, "of": len(body), "is": body[at : at + 1]} for body in (old, new))  # type: ignore[return-value]
