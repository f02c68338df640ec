"""The new readings put into a data folder's state: what a rebuild would make, in the old one's place.

The replayed state (`crawler.batch.known`) is compared with the folder's, row by row, and what differs is
taken over in transactions of some hundred articles. Whoever is killed between two of them leaves articles of
both readings, each whole; the next start takes over the rest. Nothing else of the state is touched: what
waits to be asked, what the runs noted, which sources answer.

`content_hash` is of the new reading. `revision` counts the changes of content among an article's archived
pages, all read by the same rules: a better rule is no revision. The record of a page that only was read
otherwise keeps its number, and so the next crawl, which reads the same page by the same rules, finds nothing
changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from crawler.batch.ends import take_ends
from crawler.errors import StoreError
from crawler.store.database import FILE_NAME, Database
from crawler.store.publish import RUNS_FOLDER, publish
from crawler.store.replay.rebuild import Rebuilt, write_deltas
from crawler.store.state import State

BATCH = 300  # articles a transaction

# table -> its columns besides the article's key; all that a reading decides
_OF_ARTICLE = {
    "article": "id, month, published_at, content_hash, revision, first_seen, last_seen, record",
    "revision": "revision, record",
    "observation": "seen_at, view_count",
    "overtaken": "seen_at, record",
    "reading": "seen_at, digest, record",
    "alias": "url",
    "tombstone": "url, gone_at",
    "change": "run, url, kind",
}
# Articles that a page added or changed which the new rules refuse.
_REFUSED = (
    "SELECT ours.key FROM main.change AS ours JOIN reread.visit AS theirs USING (run, url)"
    " WHERE theirs.fate IN ('quarantine', 'failed', 'filtered', 'gone')"
)
_VANISHING = (
    f"SELECT key FROM main.article WHERE key NOT IN (SELECT key FROM reread.article) AND key IN ({_REFUSED})"
)
_FILES = "SELECT DISTINCT run, substr(warc, 1, instr(warc, ':') - 1) FROM visit WHERE warc IS NOT NULL"


@dataclass(slots=True)
class Applied:
    """What was taken over.

    Attributes:
        articles: How many articles' rows differed.
        addresses: How many addresses had another end.
        left: Articles that stay as they were: the archive does not hold all of their pages.
        files: The published files that were written or removed, the runs' own with them.
    """

    articles: int = 0
    addresses: int = 0
    left: int = 0
    files: list[Path] = field(default_factory=list)


def vanishing(data: Path, work: Path) -> list[str]:
    """Give the articles that are stored, and whose archived pages the new rules refuse.

    Args:
        data: The data folder.
        work: Where its archive was replayed.
    """
    state = State(data)
    try:
        with _attached(state.database, work):
            return sorted(row[0] for row in state.database.rows(_VANISHING))
    finally:
        state.close()


def apply(data: Path, work: Path, rebuilt: Rebuilt) -> Applied:
    """Take the replayed state over, and publish the months that it touches. The caller holds the lock.

    Args:
        data: The data folder.
        work: Where its archive was replayed.
        rebuilt: What the replay came to.

    Raises:
        StoreError: The state or a file cannot be written; what was taken over stays, start again.
    """
    state, applied = State(data, create=True, durable=True), Applied()
    try:
        with _attached(state.database, work):
            whole = not rebuilt.damages and not _lost_files(state.database, data)
            _take_articles(state, applied, whole=whole)
            applied.addresses = take_ends(state, whole=whole, batch=BATCH)
        applied.files += publish(state)
    finally:
        state.close()
    if not rebuilt.damages:
        write_deltas(data, work, rebuilt)
        applied.files += rebuilt.files
    return applied


@contextmanager
def _attached(database: Database, work: Path) -> Iterator[None]:
    database.execute("ATTACH DATABASE ? AS reread", (str(work / FILE_NAME),))
    try:
        yield
    finally:
        with suppress(StoreError):  # after an error, which is told; closing detaches too
            database.execute("DETACH DATABASE reread")


def _lost_files(database: Database, data: Path) -> list[Path]:
    """The archive's files that the state knows and that are not there."""
    paths = [data / RUNS_FOLDER / run / name for run, name in database.rows(_FILES)]
    return [path for path in paths if not path.exists()]


# --- articles -----------------------------------------------------------------------------------


def _take_articles(state: State, applied: Applied, *, whole: bool) -> None:
    database = state.database
    database.execute("CREATE TEMP TABLE touched (key TEXT PRIMARY KEY) WITHOUT ROWID")
    for table, columns in _OF_ARTICLE.items():
        ours, theirs = (f"SELECT key, {columns} FROM {of}.{table}" for of in ("main", "reread"))
        database.execute(f"INSERT OR IGNORE INTO touched SELECT key FROM ({theirs} EXCEPT {ours})")
        database.execute(f"INSERT OR IGNORE INTO touched SELECT key FROM ({ours} EXCEPT {theirs})")
    # Of these the archive says nothing: they stay.
    database.execute(
        "DELETE FROM touched WHERE key NOT IN (SELECT key FROM reread.article)"
        f" AND (key IN (SELECT key FROM main.article) AND NOT key IN ({_REFUSED}))"
    )
    if not whole:
        applied.left = _leave_alone(database)
    keys = iter([row[0] for row in database.rows("SELECT key FROM touched ORDER BY key")])
    while batch := list(islice(keys, BATCH)):
        with state.transaction():
            _take(database, batch[0], batch[-1], whole=whole)
        applied.articles += len(batch)
    database.execute("DROP TABLE touched")


def _leave_alone(database: Database) -> int:
    """Where pages are lost, an article is taken over only if all of its own seem to be there."""
    agree = (
        "SELECT key FROM main.article JOIN reread.article AS other USING (key)"
        " WHERE article.first_seen = other.first_seen AND article.last_seen = other.last_seen"
        " AND article.revision = other.revision"
    )
    lost = f"FROM touched WHERE key IN (SELECT key FROM main.article) AND key NOT IN ({agree})"
    number = int(database.value(f"SELECT count(*) {lost}"))
    database.execute(f"DELETE {lost}")
    return number


def _take(database: Database, first: str, last: str, *, whole: bool) -> None:
    keys = {"first": first, "last": last}
    within = "key BETWEEN :first AND :last AND key IN (SELECT key FROM temp.touched)"
    ours, theirs = (
        f"SELECT key, month, record FROM {of}.article WHERE {within}" for of in ("main", "reread")
    )
    for one, other in ((ours, theirs), (theirs, ours)):
        query = f"INSERT OR IGNORE INTO main.dirty_month SELECT month FROM ({one} EXCEPT {other})"
        database.execute(query, keys)
    for table, columns in _OF_ARTICLE.items():
        if whole:
            database.execute(f"DELETE FROM main.{table} WHERE {within}", keys)
        names = f"key, {columns}"
        query = (
            f"INSERT OR REPLACE INTO main.{table} ({names}) SELECT {names} FROM reread.{table} WHERE {within}"
        )
        database.execute(query, keys)
