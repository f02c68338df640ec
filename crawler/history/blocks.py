"""What changed in a sequence of blocks: which stayed, changed, moved, came and went. Pure.

Blocks that are the same on both sides keep their place where they stand in the longest common order; the
others of them were moved, and so as few as possible are. Between the blocks that stayed, what is left on
either side is paired by likeness (shared words): those blocks changed. What is then left was removed or
added, unless a block elsewhere is like it: then it was moved and changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from crawler.history.words import nfc, tokens

Block = Mapping[str, Any]
Fate = Literal["same", "changed", "moved", "moved-changed", "added", "removed"]
# A block that shares half of its words with another one is that one, changed.
ALIKE = 0.5
_ALIKE_ELSEWHERE = 0.65  # moved and changed at once: it must be more like it
_MOST_PAIRS = 40_000  # of blocks that are compared by likeness at once; beyond, only in their order
# Blocks of running text may turn into each other: a paragraph becomes a heading.
_RUNNING = frozenset({"paragraph", "heading", "quote"})


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What became of a block.

    Attributes:
        fate: What became of it.
        old, new: The block before and after; None where there was or is none.
        old_place, new_place: Its place in the body, from 1; None likewise.
    """

    fate: Fate
    old: Block | None
    new: Block | None
    old_place: int | None
    new_place: int | None


def block_changes(old: Sequence[Block], new: Sequence[Block]) -> tuple[BlockChange, ...]:
    """Say what became of each block: in the order of the new body, removed ones where they stood.

    The same blocks in another form of Unicode (NFD) are the same.
    """
    pairs = _pairs(old, new)
    partner = {j: i for i, j in pairs}
    stayed = _longest_rising([(i, j) for i, j in pairs])
    return tuple(_in_order(old, new, partner, stayed))


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Give which blocks belong together, as places."""
    left, right = _numbered(old), _numbered(new)
    same = [(i, right[name]) for name, i in left.items() if name in right]
    kept = _longest_rising(same)
    found = same + list(_alike_between(old, new, kept, same))
    found += _alike(old, new, *_left_over(old, new, found), _ALIKE_ELSEWHERE)
    return sorted(found)


def _numbered(blocks: Sequence[Block]) -> dict[tuple[bytes, int], int]:
    """Place of each block by what it says; the second of two that say the same is another one."""
    seen: Counter[bytes] = Counter()
    places = {}
    for place, block in enumerate(blocks):
        said = identity(block)
        places[said, seen[said]] = place
        seen[said] += 1
    return places


def identity(block: Any) -> bytes:
    """Give what is the same for blocks that say the same, whatever Unicode form they are written in."""
    return nfc(orjson.dumps(block, option=orjson.OPT_SORT_KEYS).decode()).encode()


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Give the longest chain of pairs that rises on both sides (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    ordered = sorted(pairs)
    for number, (_, place) in enumerate(ordered):
        rank = bisect_left(ends, place)
        before.append(last[rank - 1] if rank else -1)
        ends[rank : rank + 1], last[rank : rank + 1] = [place], [number]
    chain, number = set(), last[-1] if last else -1
    while number >= 0:
        chain.add(ordered[number])
        number = before[number]
    return chain


def _left_over(
    old: Sequence[Block], new: Sequence[Block], pairs: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    taken, given = {i for i, _ in pairs}, {j for _, j in pairs}
    return [i for i in range(len(old)) if i not in taken], [j for j in range(len(new)) if j not in given]


def _alike_between(
    old: Sequence[Block], new: Sequence[Block], kept: set[tuple[int, int]], same: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Pair what is left between the blocks that stayed."""
    lefts, rights = _left_over(old, new, same)
    begin = (-1, -1)
    for end in [*sorted(kept), (len(old), len(new))]:
        here = lefts[bisect_left(lefts, begin[0]) : bisect_left(lefts, end[0])]
        there = rights[bisect_left(rights, begin[1]) : bisect_left(rights, end[1])]
        yield from _alike(old, new, here, there, ALIKE)
        begin = end


def _alike(
    old: Sequence[Block], new: Sequence[Block], lefts: Sequence[int], rights: Sequence[int], least: float
) -> list[tuple[int, int]]:
    """Pair blocks by likeness, the most alike first; of equally alike ones those nearest in order."""
    words = {side: {n: _words(blocks[n]) for n in places}
             for side, blocks, places in (("old", old, lefts), ("new", new, rights))}  # fmt: skip
    rows = [
        (-likeness(old[i], new[j], words["old"][i], words["new"][j]), abs(a - b), i, j)
        for a, i in enumerate(lefts)
        for b, j in (enumerate(rights) if len(lefts) * len(rights) <= _MOST_PAIRS else _opposite(a, rights))
    ]
    taken, given, found = set[int](), set[int](), []
    for less, _, i, j in sorted(rows):
        if -less >= least and i not in taken and j not in given:
            found.append((i, j))
            taken.add(i)
            given.add(j)
    return found


def _opposite(number: int, places: Sequence[int]) -> list[tuple[int, int]]:
    return [(number, places[number])] if number < len(places) else []


def likeness(old: Block, new: Block, words: Counter[str], others: Counter[str]) -> float:
    """Give how much two blocks are alike, 0 to 1: the share of their words that they have in common."""
    if old["type"] != new["type"] and not {old["type"], new["type"]} <= _RUNNING:
        return 0.0
    if old.get("src") is not None and old.get("src") == new.get("src"):
        return 1.0
    both = words.total() + others.total()
    return 2 * (words & others).total() / both if both else float("src" not in old)


def _words(block: Block) -> Counter[str]:
    return Counter(word for word in tokens(nfc(block_text(block)).casefold()) if word[0].isalnum())


def block_text(block: Block) -> str:
    """Give the text of a block: its parts a line each, cells parted by ` | `."""
    if "rows" in block:
        return "\n".join(" | ".join(row) for row in block["rows"])
    if "items" in block:
        return "\n".join(block["items"])
    parts = (block.get(name) for name in ("text", "cite", "caption", "credit"))
    return "\n".join(part for part in parts if part)


def _in_order(
    old: Sequence[Block], new: Sequence[Block], partner: Mapping[int, int], stayed: set[tuple[int, int]]
) -> Iterator[BlockChange]:
    moved_away, reached = set(partner.values()), 0

    def removed(until: int) -> Iterator[BlockChange]:
        for i in range(reached, until):
            if i not in moved_away:
                yield BlockChange("removed", old[i], None, i + 1, None)

    for j, block in enumerate(new):
        i = partner.get(j)
        if i is None:
            yield BlockChange("added", None, block, None, j + 1)
            continue
        if (i, j) in stayed:
            yield from removed(i)
            reached = i + 1
        yield BlockChange(_fate(old[i], block, (i, j) in stayed), old[i], block, i + 1, j + 1)
    yield from removed(len(old))


def _fate(old: Block, new: Block, stayed: bool) -> Fate:
    same = identity(old) == identity(new)
    if stayed:
        return "same" if same else "changed"
    return "moved" if same else "moved-changed"
