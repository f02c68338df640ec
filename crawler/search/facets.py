"""How hits are spread over sections, months, authors, tags and cited documents."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from crawler.search.entry import FACETS


class Count(NamedTuple):
    """How many hits have a value of a facet."""

    value: str
    number: int


def facets(index: sqlite3.Connection) -> dict[str, list[Count]]:
    """Count the hits by facet: months newest first, the others by number. Only within `find.searched`."""
    found: dict[str, list[Count]] = {kind: [] for kind in FACETS}
    sql = (
        "SELECT kind, value, number FROM (SELECT label, count(*) AS number FROM temp.hit"
        " CROSS JOIN labelled USING (n) GROUP BY label) JOIN labels USING (label) WHERE value <> ''"
        " ORDER BY number DESC, value"
    )
    for kind, value, number in index.execute(sql):
        found[kind].append(Count(value, number))
    found["month"].sort(reverse=True)
    return found
