"""Whether two shingled texts are one text: likeness, containment, and what tells a copy from a form. Pure.

- Likeness (shared shingles of all) of two fifths or more, or containment (shared of the shorter) of two
  thirds, where the shorter is no mere scrap of the longer. A quoted paragraph, or two reports of one
  meeting, reach neither.
- A form filled in anew (the week's prices, a notice with another day and other names) is alike in words and
  differs in facts: where what the shorter has and the longer lacks is mostly numbers and names, they are two.
  So are two that open with different days or weeks (a programme of the 4th and one of the 5th), neither of
  which the other has anywhere.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from crawler.annotate.duplicates.shingles import Hashes, Shingled

LIKENESS: Final = 0.4
CONTAINMENT: Final = 0.65
SCRAP: Final = 0.2  # of the longer's shingles; a shorter text is contained by chance or by quotation
SMALL: Final = 40  # shingles; below, containment says little
OTHER_FACTS: Final = 3  # facts that a copy's editor may have changed are fewer
OTHER_SHARE: Final = 0.12  # of the shorter's facts


def same_text(one: Shingled, other: Shingled) -> bool:
    """Whether one is a copy of the other, edited or not."""
    shorter, longer = sorted((one, other), key=lambda text: len(text.shingles))
    shared = _shared(shorter.shingles, longer.shingles)
    likeness = shared / (len(shorter.shingles) + len(longer.shingles) - shared)
    contained = shared / len(shorter.shingles)
    big_enough = len(shorter.shingles) >= max(SMALL, SCRAP * len(longer.shingles))
    if likeness < LIKENESS and not (contained >= CONTAINMENT and big_enough):
        return False
    return not _filled_in_anew(shorter, longer) and not _other_days(one, other)


def _filled_in_anew(shorter: Shingled, longer: Shingled) -> bool:
    facts, words = (_lacking(part, longer) for part in (shorter.facts, shorter.words))
    return facts >= max(OTHER_FACTS, OTHER_SHARE * len(shorter.facts)) and facts > words


def _lacking(words: Hashes, text: Shingled) -> int:
    """How many words a text has nowhere, with a capital or without."""
    known = np.union1d(text.facts, text.words)
    return len(np.setdiff1d(words, known, assume_unique=True))


def _other_days(one: Shingled, other: Shingled) -> bool:
    return bool(
        len(one.opening)
        and len(other.opening)
        and not _shared(one.opening, other.facts)
        and not _shared(other.opening, one.facts)
    )


def _shared(one: Hashes, other: Hashes) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))
