"""What the rest of a text says of its places: larger units named after them, districts near them, its time.

Each answer takes one walk over the sightings: the time is linear in the text. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crawler.annotate.places import known
from crawler.annotate.places.gazetteer import MERGER, Unit, named
from crawler.annotate.places.scan import Sighting
from crawler.annotate.words import Words

_LEVEL: Final = {"province": 3, "city": 2, "district": 2, "township": 1, "ward": 1, "commune": 1}
_BETWEEN_AT_MOST: Final = 2
_IN_BRACKETS_AT_MOST: Final = 7
FOREIGN: Final = "foreign"


def level(sighting: Sighting) -> int:
    """3 for a province, 2 for a district or city, 1 below."""
    if sighting.alone and sighting.name:
        return _LEVEL[known.ALONE[sighting.name]]
    return max(_LEVEL[kind] for kind in sighting.kinds)


def larger(words: Words, sightings: Sequence[Sighting]) -> list[str | None]:
    """The larger unit named right after each place: a district's folded name, `foreign`, or None.

    "xã A, huyện X, tỉnh Y" is read from its end: what Y says of X, it says of A as well. Names under one
    designation ("các xã A, B, huyện X") share what follows the last of them.
    """
    found: list[str | None] = [None] * len(sightings)
    for at in range(len(sightings) - 2, -1, -1):
        this, following = sightings[at], sightings[at + 1]
        if following.group == this.group and not following.own:
            found[at] = found[at + 1]
        elif (
            level(following) > level(this)
            and _linked(words, this, following)
            and not _beside(words, this, following)
        ):
            found[at] = FOREIGN if FOREIGN in (found[at + 1], _own(following)) else _own(following)
    return found


def _own(sighting: Sighting) -> str | None:
    if not sighting.name or not _is_ours(sighting):
        return FOREIGN
    return sighting.name if level(sighting) == 2 else None


def _is_ours(sighting: Sighting) -> bool:
    return sighting.alone or any(unit.kind in sighting.kinds for unit in named()[sighting.name])


def _linked(words: Words, this: Sighting, following: Sighting) -> bool:
    between = range(this.last, following.first)
    joins = [words.keys[at] in known.BETWEEN for at in between]
    if len(between) <= _BETWEEN_AT_MOST:
        return all(joins)
    # "xã A (Vụ Bản, Nam Định)": the district between them is not known here.
    return (
        len(between) <= _IN_BRACKETS_AT_MOST
        and words.keys[this.last] == "("
        and all(join or words.capital(at) for join, at in zip(joins, between, strict=True))
    )


def _beside(words: Words, this: Sighting, following: Sighting) -> bool:
    """A district and another province named side by side: "huyện Hữu Lũng, Bắc Giang"."""
    return level(this) == 2 and following.alone and words.keys[following.first - 1] != "("


def era(sightings: Sequence[Sighting], foreign: Sequence[bool], published: str | None) -> str | None:
    """`before` or `after` the merger of 1 July 2025, by the day of publication or by what the text names."""
    if published:
        return "before" if published[:10] < MERGER else "after"
    before = after = False
    for sighting, is_foreign in zip(sightings, foreign, strict=True):
        if is_foreign or sighting.alone or not sighting.name:
            continue
        units = [unit for unit in named()[sighting.name] if unit.kind in sighting.kinds]
        before = before or (
            bool(units) and all(unit.kind in ("district", "city", "township") for unit in units)
        )
        after = after or (bool(units) and all(unit.today for unit in units) and _is_new(sighting))
    return None if before == after else "before" if before else "after"


def _is_new(sighting: Sighting) -> bool:
    return sighting.own or not any(unit.kind == "district" for unit in named()[sighting.name])


def nearest(
    sightings: Sequence[Sighting],
    lines: Sequence[int],
    parents: Sequence[dict[str, int]],
    wanted: frozenset[int],
) -> dict[int, tuple[str, ...]]:
    """The districts near the places wanted, nearest first: same line before, after, then other lines.

    Args:
        sightings: The places.
        lines: The line each stands in.
        parents: The districts that each names or lies in (id -> 2 where named, 1 where only implied).
        wanted: The places asked for: those that several units may be.
    """
    before = _walk(parents, range(len(sightings)), wanted)
    after = _walk(parents, range(len(sightings) - 1, -1, -1), wanted)
    ranked = {}
    for at in wanted:
        seen: dict[str, tuple[int, int, int, int]] = {}
        for side, places in enumerate((before[at], after[at])):
            for district, (other, weight) in places.items():
                distance = abs(sightings[other].first - sightings[at].first)
                rank = (lines[other] != lines[at], -weight, side, distance)
                seen[district] = min(seen.get(district, rank), rank)
        ranked[at] = tuple(sorted(seen, key=lambda district: (*seen[district], district)))
    return ranked


def _walk(
    parents: Sequence[dict[str, int]], order: range, wanted: frozenset[int]
) -> dict[int, dict[str, tuple[int, int]]]:
    seen: dict[str, tuple[int, int]] = {}
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for at in order:
        if at in wanted:
            found[at] = seen.copy()
        for district, weight in parents[at].items():
            seen[district] = (at, weight)
    return found


def implied(candidates: Sequence[Unit]) -> dict[str, int]:
    """The district a place lies in, where only one can be meant."""
    parents = {unit.parent for unit in candidates if unit.parent}
    return dict.fromkeys(parents, 1) if len(parents) == 1 else {}
