"""What hits are narrowed down by: facets and days. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.discover.window import parse_window
from crawler.search.entry import FACETS

# Name -> the query of the hits in that order; each order is complete, so that two pages never share a hit.
# The best come without a look at all other hits' articles, the newest along the index by time.
_BY_TIME = "SELECT n, key FROM articles WHERE n IN (SELECT n FROM temp.hit) ORDER BY {} LIMIT ? OFFSET ?"
SORTS: Mapping[str, str] = {
    "relevance": "SELECT n, key FROM (SELECT n, place FROM temp.hit ORDER BY place, n LIMIT ? OFFSET ?)"
    " JOIN articles USING (n) ORDER BY place, n",
    "newest": _BY_TIME.format("published_at DESC, key DESC"),
    "oldest": _BY_TIME.format("published_at, key"),
    "views": _BY_TIME.format("view_count DESC NULLS LAST, published_at DESC, key DESC"),
}
_LABELLED = "n IN (SELECT n FROM labelled JOIN labels USING (label) WHERE kind = ? AND ({values}))"
_VALUE = {"section": "value = ? OR substr(value, 1, length(?) + 1) = ? || '/'"}
_EXCLUSIVE = ("section", "month")  # an article has one: several of them mean any


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions that a hit has to meet, all of them.

    Attributes:
        labels: Facet -> values. All of several authors, tags and documents are wanted, one of several
            sections and months. A section stands for its subsections too.
        since, until: First and last day, YYYY-MM-DD, or None.
    """

    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return bool(self.since or self.until or any(self.labels.values()))

    def conditions(self) -> Iterator[tuple[str, list[str]]]:
        """Give SQL conditions on `articles`, each with its parameters."""
        for kind in FACETS:
            values = self.labels.get(kind, ())
            for group in [values] if kind in _EXCLUSIVE and values else [[value] for value in values]:
                yield _condition(kind, group)
        if self.since:
            yield "published_at >= ?", [self.since]
        if self.until:
            yield "published_at < ?", [f"{self.until}~"]


def _condition(kind: str, values: Sequence[str]) -> tuple[str, list[str]]:
    form = _VALUE.get(kind, "value = ?")
    parameters = [value for value in values for _ in range(form.count("?"))]
    return _LABELLED.format(values=" OR ".join([form] * len(values))), [kind, *parameters]


def filters_of(
    labels: Mapping[str, Sequence[str]], *, since: str | None, until: str | None, now: datetime
) -> Filters:
    """Read filters as people give them.

    Args:
        labels: Facet -> values; empty ones are no filter.
        since, until: Days as `discover.window.parse_window` reads them (`2026-11-01`, `7d`).
        now: The moment from which `7d` counts back.

    Raises:
        SettingError: A day cannot be read, or no day lies between the two.
    """
    window = parse_window(since, until, now=now)
    last = window.before - timedelta(days=1) if window.before else None
    return Filters(
        labels={kind: tuple(filter(None, values)) for kind, values in labels.items()},
        since=window.since.date().isoformat() if window.since else None,
        until=last.date().isoformat() if last else None,
    )
