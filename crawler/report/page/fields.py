"""How many of a run's new articles have each field, against the runs before. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.report.coverage import EARLIER, ENOUGH, FIELDS, Shares, fallen

LAYOUTS = {"era1": "Pages of the old site", "era2": "Pages of the new site"}
NAMES = {"view_count": "view count"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field's share among the articles of the run.

    Attributes:
        name: For people.
        now: Share of the run's articles that have it.
        before: Mean of earlier runs, or None where there is none to compare with.
        has_fallen: Whether the fall stops a run, see `report.coverage.fallen`.
    """

    name: str
    now: float
    before: float | None
    has_fallen: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of one layout's pages.

    Attributes:
        name: For people.
        articles: How many the run added.
        runs: With how many earlier runs it is compared.
        fields: In the order of the report.
    """

    name: str
    articles: int
    runs: int
    fields: tuple[Field, ...]


def layouts(now: Shares, earlier: Sequence[Shares]) -> list[Layout]:
    """Compare a run with earlier ones.

    Args:
        now: A report's `coverage`.
        earlier: The same of the runs before, the newest first.
    """
    return [_layout(name, shares, earlier) for name, shares in now.items()]


def _layout(name: str, now: Mapping[str, float], earlier: Sequence[Shares]) -> Layout:
    before = [shares[name] for shares in earlier if shares.get(name, {}).get("articles", 0) >= ENOUGH]
    before = before[:EARLIER]
    dropped = {line.split(" ", 1)[0] for line in fallen(now, before)}
    fields = tuple(
        Field(NAMES.get(field, field), now.get(field, 0.0), _mean(field, before), field in dropped)
        for field in FIELDS
    )
    return Layout(LAYOUTS.get(name, f"Layout {name}"), int(now["articles"]), len(before), fields)


def _mean(field: str, before: Sequence[Mapping[str, float]]) -> float | None:
    return sum(shares.get(field, 0.0) for shares in before) / len(before) if before else None
