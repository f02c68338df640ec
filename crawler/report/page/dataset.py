"""The dataset as a run leaves it, in numbers: kept in the run's report, so that its page stays as it was.

All by SQL over indexes; the text of no article is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from crawler.report.page.words import shown
from crawler.store.database import Database

DAYS: Final = 60
SECTIONS: Final = 5  # named of their own; the others together
OTHERS: Final = "other sections"
UNKNOWN: Final = "no section"
# The lower ends of the bins: 1, 2, 5, 10, 20, 50 …; what is above the last is in the last.
VIEW_BINS: Final = (0, *(step * 10**power for power in range(7) for step in (1, 2, 5)))

_SECTION = (
    "coalesce(nullif(a.section, ''), rtrim(coalesce(json_extract(r.record, '$.section'), '') || '/' ||"
    " coalesce(json_extract(r.record, '$.subsection'), ''), '/'))"
)
_BY_DAY = (
    f"SELECT substr(r.published_at, 1, 10), {_SECTION}, count(*) FROM article AS r"
    " LEFT JOIN address AS a ON a.key = r.key WHERE r.month >= ?1 AND r.published_at >= ?2 GROUP BY 1, 2"
)
# The newest observation of each article.
_VIEWS = "SELECT view_count, max(seen_at) FROM observation GROUP BY key"
_NEW = (
    "SELECT month, count(*) FROM change JOIN article USING (key) WHERE run = ? AND kind = 'new'"
    " GROUP BY 1 ORDER BY 1"
)


def dataset(database: Database, run: str) -> dict[str, Any]:
    """Count what is stored.

    Args:
        database: The state's.
        run: What this run added is counted apart.

    Returns:
        `articles`; `months` as (month, articles) and `new_months` likewise; `days` and `sections`, see
        `recent_days`; `views` as (lower end of the bin, articles) and `without_views`; `frontier` as (kind,
        state, addresses).
    """
    articles = int(database.value("SELECT count(*) FROM article"))
    seen, bins = view_bins(row[0] for row in database.rows(_VIEWS))
    counts = database.rows("SELECT kind, state, count(*) FROM address GROUP BY 1, 2 ORDER BY 1, 2")
    return {
        "articles": articles,
        "months": _lists(database.rows("SELECT month, count(*) FROM article GROUP BY 1 ORDER BY 1")),
        "new_months": _lists(database.rows(_NEW, (run,))),
        **recent_days(database),
        "views": bins,
        "without_views": max(articles - seen, 0),
        "frontier": _lists(counts),
    }


def _lists(rows: Iterable[Any]) -> list[list[Any]]:
    return [list(row) for row in rows]


def recent_days(database: Database) -> dict[str, Any]:
    """Count the articles of the last `DAYS` days up to the newest article.

    Returns:
        `until`, the last day, or None; `sections`, the names of the columns, the largest first; `days`, as
        (day, number for each section) where there are any.
    """
    newest = database.value(
        "SELECT max(published_at) FROM article WHERE month = (SELECT max(month) FROM article)"
    )
    if newest is None:
        return {"until": None, "sections": [], "days": []}
    since = (date.fromisoformat(newest[:10]) - timedelta(days=DAYS - 1)).isoformat()
    rows = list(database.rows(_BY_DAY, (since[:7], since)))
    totals: Counter[str] = Counter()
    for _, section, count in rows:
        totals[section or ""] += count
    largest = sorted(totals, key=lambda name: (-totals[name], name))[:SECTIONS]
    columns = {name: place for place, name in enumerate(largest)}
    width = len(largest) + (len(totals) > len(largest))
    days: dict[str, list[int]] = {}
    for on, section, count in rows:
        counts = days.setdefault(on, [0] * width)
        counts[columns.get(section or "", SECTIONS)] += count
    names = [shown(name, 60) if name else UNKNOWN for name in largest]
    return {
        "until": newest[:10],
        "sections": names + [OTHERS] * (width - len(names)),
        "days": [[on, *counts] for on, counts in sorted(days.items())],
    }


def view_bins(values: Iterable[int]) -> tuple[int, list[list[int]]]:
    """Count numbers in bins.

    Returns:
        How many there were, and (lower end, number) from the first bin with any to the last.

    >>> view_bins([0, 1, 3, 4, 12])
    (5, [[0, 1], [1, 1], [2, 2], [5, 0], [10, 1]])
    """
    counts: Counter[int] = Counter()
    for value, number in Counter(values).items():
        counts[bisect_right(VIEW_BINS, max(value, 0)) - 1] += number
    if not counts:
        return 0, []
    span = range(min(counts), max(counts) + 1)
    return counts.total(), [[VIEW_BINS[place], counts[place]] for place in span]
