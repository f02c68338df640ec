"""Last lines of articles: who wrote it, as printed, and what that says of authors and source."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from crawler.replica.vocabulary import (
    DISTRICTS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MIDDLE_NAMES,
    PEN_FIRST,
    PEN_LAST,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline and what it means; `raw` is None where none is printed."""

    raw: str | None
    authors: tuple[str, ...] = ()
    source: str | None = None


_AGENCIES = (
    ("Theo TTXVN/Vietnam+", "TTXVN/Vietnam+"),
    ("TTXVN/Vietnam+", "TTXVN/Vietnam+"),
    ("TTXVN", "TTXVN"),
    ("Theo TTXVN", "TTXVN"),
    ("(Theo TTXVN)", "TTXVN"),
)


def agency(rng: Random) -> Byline:
    """Draw the byline of an agency's copy."""
    raw, source = rng.choice(_AGENCIES)
    return Byline(raw, (), source)


def notice(rng: Random) -> Byline:
    """Draw a notice's byline: the editors (BBT) or none."""
    return Byline("BBT") if rng.random() < 0.5 else Byline(None)


def staff(rng: Random, year: int) -> Byline:
    """Draw the byline of the paper's own report, in the manner of its year."""
    first = _name(rng)
    draw = rng.random()
    if year == 2010:
        first = first.title()
    if draw < 0.14:
        second = _name(rng)
        while second == first:
            second = _name(rng)
        return _pair(rng, first, second.title() if year == 2010 else second)
    if year in (2022, 2023) and draw < 0.6:
        return Byline(f"{first}/baolangson.vn", (first,), "baolangson.vn")
    if draw > 0.97:
        return Byline(None)
    if draw > 0.94:
        return Byline(f"Bài, ảnh: {first}", (first,))
    return Byline(first, (first,))


def _pair(rng: Random, first: str, second: str) -> Byline:
    return Byline(f"{first}{rng.choice((' – ', ' - '))}{second}", (first, second))


def _name(rng: Random) -> str:
    """Draw a pen name of two words, or a full name, in capitals."""
    if rng.random() < 0.75:
        name = f"{rng.choice(PEN_FIRST)} {rng.choice(PEN_LAST)}"
        # Nobody can tell a pen name from the place it is also the name of.
        return name.upper() if name not in (*DISTRICTS, "Việt Nam") else _name(rng)
    return " ".join(rng.choice(names) for names in (FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES)).upper()
