"""The addresses that a run's page names: bounded queries, each with how many more there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crawler.report.outcomes import FAILED, GONE, QUARANTINE
from crawler.store.database import Database

NEW: Final = 40
OF_A_REASON: Final = 8
REASONS: Final = 12

# The keys are sorted before a record is read: a run may have added 50,000.
_NEW = (
    "SELECT n.url, r.published_at, json_extract(r.record, '$.title'), json_extract(r.record, '$.section'),"
    " json_extract(r.record, '$.view_count'), json_extract(r.record, '$.url') FROM"
    " (SELECT key, change.url FROM change JOIN article USING (key) WHERE run = ? AND kind = 'new'"
    "  ORDER BY published_at DESC, key LIMIT ?) AS n JOIN article AS r USING (key)"
    " ORDER BY r.published_at DESC, r.key"
)
# A few of each reason; the title is the stored article's, where one is.
_ENDS = (
    "SELECT v.kind, v.reason, v.url, v.detail, v.warc, json_extract(r.record, '$.title') FROM"
    " (SELECT kind, reason, url, detail, warc,"
    "  row_number() OVER (PARTITION BY kind, reason ORDER BY url) AS place"
    "  FROM visit WHERE run = ? AND fate = ?) AS v"
    " LEFT JOIN address AS a ON a.url = v.url LEFT JOIN article AS r ON r.key = a.key"
    " WHERE v.place <= ? ORDER BY v.kind, v.reason, v.url"
)
_REASONS = (
    "SELECT kind, reason, count(*) FROM visit WHERE run = ? AND fate = ? GROUP BY 1, 2"
    " ORDER BY kind, 3 DESC, reason"
)


@dataclass(frozen=True, slots=True)
class New:
    """An article that the run added. `views` None where none is printed."""

    url: str
    published_at: str
    title: str
    section: str
    views: int | None


@dataclass(frozen=True, slots=True)
class End:
    """An address that came to an end that somebody may have to look at.

    Attributes:
        url: The address.
        detail: What is known, a sentence.
        warc: Where its answer lies, as file:offset in the run's folder, or None.
        title: Of the article that is stored of it, or None.
    """

    url: str
    detail: str
    warc: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """The addresses that had one end for one reason.

    Attributes:
        kind: "article" or "listing".
        reason: The slug.
        number: How many there are.
        ends: Some of them.
    """

    kind: str
    reason: str
    number: int
    ends: tuple[End, ...]


def new_articles(database: Database, run: str) -> list[New]:
    """The newest articles that a run added, at most `NEW`."""
    return [
        New(url or own, published_at, title, section or "", views)
        for url, published_at, title, section, views, own in database.rows(_NEW, (run, NEW))
    ]


def ends(database: Database, run: str, fate: str) -> list[Reason]:
    """The addresses of a run with one fate by reason, at most `OF_A_REASON` of each of `REASONS`."""
    named: dict[tuple[str, str], list[End]] = {}
    for kind, reason, url, detail, warc, title in database.rows(_ENDS, (run, fate, OF_A_REASON)):
        named.setdefault((kind, reason), []).append(End(url, detail, warc, title))
    counts = list(database.rows(_REASONS, (run, fate)))[:REASONS]
    return [Reason(kind, reason, number, tuple(named[kind, reason])) for kind, reason, number in counts]


def troubles(database: Database, run: str) -> Iterator[tuple[str, list[Reason]]]:
    """Give (fate, its addresses) for what is gone, set aside and failed."""
    for fate in (GONE, QUARANTINE, FAILED):
        yield fate, ends(database, run, fate)


def earlier_coverage(database: Database, run: str, most: int) -> list[str]:
    """The field coverage of the runs before one, as JSON, the newest first; of those that have any."""
    query = (
        "SELECT json_extract(report, '$.coverage') FROM run WHERE id < ?"
        " AND json_extract(report, '$.coverage') NOT IN ('{}') ORDER BY id DESC LIMIT ?"
    )
    return [text for (text,) in database.rows(query, (run, most))]
