"""The gazetteer of Lạng Sơn: its units before and after 1 July 2025, and which went into which.

`gazetteer.tsv` has a row a unit: id, name, kind, the unit it belonged to, first and last day (empty where it
is older than 2020, or still there), successors, the statistical office's code, how sure the row is, and
whether a unit of that name stands in another province as well. It was put together from the texts of
resolutions 818/NQ-UBTVQH14 (2019), that of October 2024 for 2023-2025 and 1672/NQ-UBTVQH15 (16 June 2025),
read in parts, and from public tables checked against one another:

- `law`: named in the text of a resolution, or the same in three tables (all 65 units of today and what went
  into them, but one; the mergers of 2024; part of those of 2019);
- `one`: one table only, with numbers of units that add up to what the resolution says (2019);
- `part`: only one of several successors is known, or tables differ; `?` stands among the successors.

Successors name the next units, not always today's: `now` follows them to the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from crawler.annotate.reading import fold

Kind = Literal["province", "city", "district", "township", "ward", "commune"]
UNKNOWN: Final = "?"
MERGER: Final = "2025-07-01"  # the first day of the units of resolution 1672/NQ-UBTVQH15


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of local government.

    Attributes:
        id: Today's begin with `2025/`; the others with their district.
        parent: The unit it belongs or belonged to; None for the province.
        since: Its first day (ISO), empty where before 2020.
        until: Its last day, empty where it is still there.
        successors: What it went into, in part or whole; `?` where more is not known.
        elsewhere: Another province has, or had, a unit of this name.
    """

    id: str
    name: str
    kind: Kind
    parent: str | None
    since: str
    until: str
    successors: tuple[str, ...]
    code: str | None
    sure: str
    elsewhere: bool

    @property
    def today(self) -> bool:
        """Whether the unit is one of today's communes and wards."""
        return self.since >= MERGER


@cache
def units() -> dict[str, Unit]:
    """All units by id."""
    text = files("crawler.annotate.places").joinpath("gazetteer.tsv").read_text(encoding="utf-8")
    return {unit.id: unit for unit in _units(text)}


def _units(text: str) -> Iterator[Unit]:
    for line in text.splitlines()[1:]:
        unit, name, kind, parent, since, until, successors, code, sure, elsewhere = line.split("\t")
        yield Unit(
            id=unit,
            name=name,
            kind=cast(Kind, kind),
            parent=parent or None,
            since=since,
            until=until,
            successors=tuple(successors.split()),
            code=code or None,
            sure=sure,
            elsewhere=bool(elsewhere),
        )


@cache
def named() -> dict[str, tuple[Unit, ...]]:
    """Units by their folded name."""
    found: dict[str, list[Unit]] = {}
    for unit in units().values():
        found.setdefault(fold(unit.name), []).append(unit)
    return {name: tuple(same) for name, same in found.items()}


@cache
def heirs(unit: str) -> frozenset[str]:
    """The units of today that a unit went into, `?` among them where not all are known.

    >>> sorted(heirs("van-lang/xa-tan-thanh"))
    ['2025/xa-hoang-van-thu']
    """
    there = units()[unit]
    if not there.until:
        return frozenset({unit})
    return frozenset().union(
        *({UNKNOWN} if following == UNKNOWN else heirs(following) for following in there.successors)
    )


def now(unit: str) -> str | None:
    """The unit of today that a unit lies in; None where it was divided, abolished or is not known.

    >>> now("huu-lung/xa-do-luong"), now("dinh-lap/xa-binh-xa"), now("huyen-cao-loc")
    ('2025/xa-van-nham', None, None)
    """
    after = heirs(unit)
    return next(iter(after)) if len(after) == 1 and UNKNOWN not in after else None
