"""The candidates for near-duplicates among many texts, in bounded memory.

In memory: 8 bytes for each sampled shingle (one in eight), and per article its id and four numbers. The
shingles themselves lie in a temporary file and are read again for candidates only.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crawler.annotate.duplicates.rules import same_text
from crawler.annotate.duplicates.shingles import Shingled, shingled

SAMPLED: Final = 8  # one shingle in so many is a key
# A shingle of more texts than this is a phrase of the trade or a form's, and brings no two together.
COMMON: Final = 32
# Of the shorter's keys, how many two texts must share to be held against each other.
SHARE: Final = 0.25
_ONCE: Final = 1 << 20  # pairs counted at a time
_KEPT: Final = 2048  # texts read again and still in memory
_Pairs = NDArray[np.uint64]


class Index:
    """Texts by their sampled shingles.

    Attributes:
        names: (id, time of publication) of each article, by its number.
    """

    def __init__(self) -> None:
        self.names: list[tuple[str, str | None]] = []
        self._file = tempfile.TemporaryFile(prefix="langson-duplicates-")  # noqa: SIM115  # closed by close()
        self._places: list[tuple[int, ...] | None] = []  # offset, and how many of each set
        self._keys: list[NDArray[np.uint64]] = []
        self._key_counts: list[int] = []
        self._first: dict[bytes, int] = {}
        self._same: list[tuple[int, int]] = []
        self._kept: OrderedDict[int, Shingled] = OrderedDict()
        self._end = 0

    @property
    def count(self) -> int:
        """How many articles were added."""
        return len(self.names)

    def close(self) -> None:
        """Give up the temporary file."""
        self._file.close()

    def add(self, name: str, published: str | None, text: str) -> None:
        """Take an article in."""
        number = self.count
        self.names.append((name, published))
        sets = shingled(text)
        first = self._first.setdefault(sets.digest, number) if sets else number
        if sets is None or first != number:
            self._places.append(None)
            self._key_counts.append(0)
            if sets:
                self._same.append((first, number))
            return
        self._keep(sets)
        keys = sets.shingles[sets.shingles % SAMPLED == 0].astype(np.uint64)
        self._keys.append((keys << np.uint64(32)) | np.uint64(number))
        self._key_counts.append(len(keys))
        if len(self._keys) > 4096:
            self._keys = [np.concatenate(self._keys)]

    def duplicates(self) -> Iterator[tuple[int, int]]:
        """Pairs of numbers of articles that are one text."""
        yield from self._same
        for one, other in self._candidates():
            if same_text(self._sets(one), self._sets(other)):
                yield one, other

    def _keep(self, sets: Shingled) -> None:
        parts = (sets.shingles, sets.words, sets.facts, sets.opening)
        data = b"".join(part.tobytes() for part in parts)
        self._places.append((self._end, *map(len, parts)))
        self._file.write(data)
        self._end += len(data)

    def _sets(self, number: int) -> Shingled:
        if kept := self._kept.get(number):
            self._kept.move_to_end(number)
            return kept
        place = self._places[number]
        assert place is not None  # only such numbers have keys
        offset, *counts = place
        self._file.seek(offset)
        numbers = np.frombuffer(self._file.read(4 * sum(counts)), dtype=np.uint32)
        shingles, words, facts, opening, _ = np.split(numbers, np.cumsum(counts))
        sets = self._kept[number] = Shingled(shingles, words, facts, opening, b"")
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return sets

    def _candidates(self) -> Iterator[tuple[int, int]]:
        pairs, counts = _counted(self._shared_keys())
        key_counts = np.array(self._key_counts, dtype=np.uint32)
        one, other = (
            (pairs >> np.uint64(32)).astype(np.int64),
            (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64),
        )
        enough = counts >= SHARE * np.minimum(key_counts[one], key_counts[other])
        yield from zip(one[enough].tolist(), other[enough].tolist(), strict=True)

    def _shared_keys(self) -> Iterator[_Pairs]:
        """Pairs of articles, once for each key they share."""
        if not self._keys:
            return
        keys = np.concatenate(self._keys)
        self._keys = []
        keys.sort()
        starts = np.flatnonzero(np.diff(keys >> np.uint64(32), prepend=np.uint64(0xFFFFFFFFFFFF)))
        sizes = np.diff(starts, append=len(keys))
        numbers = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        del keys
        for size in range(2, COMMON + 1):
            left, right = np.triu_indices(size, 1)
            groups = starts[sizes == size]
            step = max(1, _ONCE // len(left))
            for at in range(0, len(groups), step):
                members = numbers[groups[at : at + step, None] + np.arange(size)].astype(np.uint64)
                yield ((members[:, left] << np.uint64(32)) | members[:, right]).ravel()


def _counted(parts: Iterator[_Pairs]) -> tuple[_Pairs, NDArray[np.int64]]:
    """Each pair once, with how often it came."""
    pairs, counts = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    for part in parts:
        new, times = np.unique(part, return_counts=True)
        both, places = np.unique(np.concatenate([pairs, new]), return_inverse=True)
        total = np.zeros(len(both), dtype=np.int64)
        np.add.at(total, places, np.concatenate([counts, times]))
        pairs, counts = both, total
    return pairs, counts
