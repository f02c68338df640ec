"""Places of Lạng Sơn that a text names: the province, its districts, communes, wards and towns. Pure.

`find` gives each with what it was before the merger of 1 July 2025 and what it lies in today. The walk
(`places_scan`) finds names; the context (`places_context`) says which of several units is meant, and
whether it is another province's. What cannot be told stays open: both units None, the candidates named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crawler.annotate.places import context
from crawler.annotate.places.gazetteer import Kind, Unit, named, now, units
from crawler.annotate.places.known import ALONE
from crawler.annotate.places.scan import Scan, Sighting
from crawler.annotate.reading import read
from crawler.annotate.words import Words

_PROVINCE: Final = "tinh-lang-son"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as printed.

    Attributes:
        name: As printed, a designation directly before it included ("xã Tân Thanh").
        kind: What is printed or, for a name alone, what it stands for; None where open.
        unit_then: The unit of before 1 July 2025 it names (ids of gazetteer.tsv); None where it names a
            unit of today, or is open.
        unit_now: The unit of today it names or lies in; None for a district (there is none today), for
            a unit that was divided, or where open.
        candidates: Where open or divided, the units it may be; else empty.
        start, end: Code points of the text.
    """

    name: str
    kind: Kind | None
    unit_then: str | None
    unit_now: str | None
    candidates: tuple[str, ...]
    start: int
    end: int


def find(text: str, *, published: str | None = None) -> list[Place]:
    """Find the places a text names, in its order.

    Args:
        text: A title, a lead, or a body's flat text.
        published: The day it was published (ISO); decides between units of before and after the merger
            that have one name. None: what the text itself names decides.

    Returns:
        The places; names that are a person's, a thing's or another province's are none.

    >>> [(place.name, place.unit_then) for place in find("Xã Tân Thanh, huyện Văn Lãng")]
    [('Xã Tân Thanh', 'van-lang/xa-tan-thanh'), ('huyện Văn Lãng', 'huyen-van-lang')]
    """
    reading = read(text)
    words = Words(reading, 0, len(reading.text))
    sightings = list(Scan(words).sightings())
    if not sightings:
        return []
    larger = context.larger(words, sightings)
    lines = _lines(words, sightings)
    candidates = [_candidates(sighting, after) for sighting, after in zip(sightings, larger, strict=True)]
    foreign = _foreign(sightings, candidates, larger, lines)
    when = context.era(sightings, foreign, published)
    parents = [
        {} if is_foreign else _parents(sighting, same)
        for sighting, same, is_foreign in zip(sightings, candidates, foreign, strict=True)
    ]
    open_ = frozenset(at for at, same in enumerate(candidates) if len(same) > 1)
    near = context.nearest(sightings, lines, parents, open_)
    found = []
    for at, sighting in enumerate(sightings):
        if not foreign[at]:
            place = _place(words, sighting, _meant(candidates[at], near.get(at, ()), when, published), when)
            found += [place] if place else []
    return found


def _lines(words: Words, sightings: Sequence[Sighting]) -> list[int]:
    text, line, at, found = words.reading.text, 0, 0, []
    for sighting in sightings:
        start = words.starts[sighting.first]
        line += text.count("\n", at, start)
        at = start
        found.append(line)
    return found


def _candidates(sighting: Sighting, larger: str | None) -> tuple[Unit, ...]:
    if not sighting.name:
        return ()
    kinds = {ALONE[sighting.name]} if sighting.alone else sighting.kinds
    same = tuple(unit for unit in named()[sighting.name] if unit.kind in kinds)
    if not same and "commune" in kinds and not sighting.own:
        same = tuple(unit for unit in named()[sighting.name] if unit.kind in ("township", "ward", "district"))
    if not same and not sighting.own:
        same = tuple(unit for unit in named()[sighting.name] if unit.kind == "district")
    district = next(
        (unit.id for unit in named().get(larger or "", ()) if unit.kind in ("district", "city")), None
    )
    within = tuple(unit for unit in same if unit.parent == district)
    return within or same


def _parents(sighting: Sighting, same: Sequence[Unit]) -> dict[str, int]:
    districts = [unit for unit in same if unit.kind in ("district", "city")]
    if districts:
        return {districts[0].id: 2}
    return context.implied([unit for unit in same if not unit.today])


def _foreign(
    sightings: Sequence[Sighting],
    candidates: Sequence[tuple[Unit, ...]],
    larger: Sequence[str | None],
    lines: Sequence[int],
) -> list[bool]:
    """Which names are another province's: said right after them, or by a line that names only others."""
    found = [not same or after == context.FOREIGN for same, after in zip(candidates, larger, strict=True)]
    anchored = {
        lines[at] for at, same in enumerate(candidates)
        if not found[at] and not all(unit.elsewhere for unit in same)
    }  # fmt: skip
    others: set[int] = set()
    for at, sighting in enumerate(sightings):
        if found[at] and context.level(sighting) > 1:
            others.add(lines[at])
        elif not found[at] and lines[at] in others and lines[at] not in anchored:
            found[at] = True
    return found


def _meant(
    same: tuple[Unit, ...], near: Sequence[str], when: str | None, published: str | None
) -> tuple[Unit, ...]:
    """The units a name can mean, the nearest district and the time taken into account."""
    if when == "after" and (today := tuple(unit for unit in same if unit.today)):
        return today
    if when == "before" and (then := tuple(unit for unit in same if not unit.today)):
        same = then
        if published:
            there = tuple(unit for unit in same if not unit.until or unit.until >= published[:10])
            same = there or same
    old = [unit for unit in same if not unit.today]
    if len(old) > 1:
        for district in near:
            if within := tuple(unit for unit in old if unit.parent == district):
                return within + tuple(unit for unit in same if unit.today)
    return same


def _place(words: Words, sighting: Sighting, meant: tuple[Unit, ...], when: str | None) -> Place | None:
    start, end = words.source(sighting.first, sighting.last)
    old = [unit for unit in meant if not unit.today]
    today = [unit for unit in meant if unit.today]
    then = old[0] if len(old) == 1 else None
    after = now(then.id) if then else today[0].id if len(today) == 1 and not old else None
    if then and today and after != today[0].id:
        then = after = None
    kinds = {unit.kind for unit in meant}
    open_ = then is None and after is None
    heirs = (
        units()[then.id].successors
        if then and after is None and then.kind not in ("district", "city")
        else ()
    )
    return Place(
        name=words.reading.printed(words.starts[sighting.first], words.ends[sighting.last - 1]),
        kind=kinds.pop() if len(kinds) == 1 else None,
        unit_then=then.id if then else None,
        unit_now=after,
        candidates=tuple(sorted(unit.id for unit in meant)) if open_ else tuple(h for h in heirs if h != "?"),
        start=start,
        end=end,
    )
