"""A text as sets of numbers: its shingles, its words, and which of these are facts. Pure; needs numpy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crawler.annotate.reading import read

SHINGLE: Final = 4  # syllables
SHORTEST: Final = 20  # syllables; a shorter text is like nothing
OPENING: Final = 25  # words: a title and the first words of the text
_DATED: Final = frozenset({"ngày", "tuần", "số", "kỳ"})
_ENDS: Final = frozenset(".!?:;")
_TOKEN: Final = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))  # splitmix64's constants
Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Shingled:
    """A text as sets: sorted, each hash once.

    Attributes:
        shingles: Runs of syllables.
        words: Its words as ordinary words (folded).
        facts: Its numbers, and its words with a capital within a sentence: what one notice of a kind does
            not share with the next.
        opening: The days or weeks its first words say.
        digest: The same for the same words only.
    """

    shingles: Hashes
    words: Hashes
    facts: Hashes
    opening: Hashes
    digest: bytes


def shingled(text: str) -> Shingled | None:
    """Read a text; None where it is too short to be like another."""
    reading = read(text)
    spans = [match.span() for match in _TOKEN.finditer(reading.folded)]
    if len(spans) < SHORTEST:
        return None
    tokens = [reading.folded[start:end] for start, end in spans]
    hashes = np.array([_token_hash(token) for token in tokens], dtype=np.uint64)
    numbers = np.array([token[0].isdecimal() for token in tokens], dtype=bool)
    facts = numbers | _capitals(reading.text, [start for start, _ in spans])
    return Shingled(
        shingles=np.unique(_runs(hashes)),
        words=np.unique(_short(hashes[~facts])),
        facts=np.unique(_short(hashes[facts])),
        opening=np.unique(_short(hashes[_dates(tokens)])),
        digest=_digest([reading.text[start:end] for start, end in spans]),
    )


def _dates(tokens: Sequence[str]) -> list[int]:
    """Where the first words say a day or a week: "4/3", "ngày 4", "tuần 2"."""
    return [
        at
        for at, token in enumerate(tokens[:OPENING])
        if token[0].isdecimal() and ("/" in token or (at and tokens[at - 1] in _DATED))
    ]


def _capitals(text: str, starts: Sequence[int]) -> NDArray[np.bool_]:
    """Which words have a capital of their own, no sentence's; none, where the whole text is in capitals."""
    capital = np.array([text[start].isupper() for start in starts], dtype=bool)
    if 2 * capital.sum() >= len(capital):
        return np.zeros_like(capital)
    for at in np.flatnonzero(capital).tolist():
        capital[at] = _is_within(text[max(0, starts[at] - 2) : starts[at]])
    return capital


def _is_within(before: str) -> bool:
    """Whether a word stands within a sentence, by the two letters before it."""
    return before[-1:] not in ("", "\n") and before[0] not in _ENDS


def _digest(tokens: Sequence[str]) -> bytes:
    return blake2b(" ".join(tokens).encode(), digest_size=16).digest()


@lru_cache(maxsize=65_536)
def _token_hash(token: str) -> int:
    return int.from_bytes(blake2b(token.encode(), digest_size=8).digest(), "little")


def _runs(hashes: NDArray[np.uint64]) -> Hashes:
    """One hash for each run of `SHINGLE` syllables, their order counted in."""
    count = len(hashes) - SHINGLE + 1
    total = hashes[:count].copy()
    for step in range(1, SHINGLE):
        total = total * _FACTOR + hashes[step : step + count]
    return _short(_mixed(total))


def _mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, factor in _MIX:
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * np.uint64(factor)
    return hashes ^ (hashes >> np.uint64(31))


def _short(hashes: NDArray[np.uint64]) -> Hashes:
    return (hashes >> np.uint64(32)).astype(np.uint32)
