"""Articles whose readings do not come in the order of time: the newest moment decides, not the last to come.

A crawl sees an article in order, and keeps what changed. Files and web archives bring what was seen before,
or between: then all readings of that article are kept, and its record and revisions are made anew from them
in the order of their moments. The same readings give the same bytes, however they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import orjson

from crawler.items import Article, as_record
from crawler.store.articles import ArticleStore, Change
from crawler.store.records import Record, article_key, merge, with_aliases


class Taken(NamedTuple):
    """What a reading came to.

    Attributes:
        change: What it did to the article's record.
        older: Whether something newer was known of the article.
    """

    change: Change
    older: bool


class Timeline(ArticleStore):
    """`ArticleStore` with a memory for readings out of order."""

    def save(self, article: Article, *, seen_at: str) -> Change:
        """Keep a reading that is the newest, as a crawl's are; where it is not, see `take_in`."""
        key = article_key(article.crawl.layout, article.language, article.id)
        with self._database.transaction():
            if self._is_timed(key, seen_at):
                return self.take_in(article, seen_at=seen_at).change
            before = self._record(key)
            change = super().save(article, seen_at=seen_at)
            if before is not None:
                self._note_overtaken(key, before, article, seen_at)
        return change

    def seen_again(self, key: str, *, seen_at: str) -> None:
        """Note that the server says an article has not changed (HTTP 304)."""
        with self._database.transaction():
            if self._is_timed(key, seen_at) and (current := self._record(key)) is not None:
                self._add(key, _at(current, seen_at), seen_at)
                self._make_anew(key)
                return
            self._overtake(key, seen_at, "")
            super().seen_again(key, seen_at=seen_at)

    def restore(self, key: str, record: Record | None) -> Record | None:
        """Take an article back to a record of before: that is no longer overtaken."""
        with self._database.transaction():
            moment = record["crawl"]["fetched_at"] if record is not None else ""  # of none: all of it
            query = "DELETE FROM overtaken WHERE key = ? AND (seen_at = ? OR ? = '')"
            self._database.execute(query, (key, moment, moment))
            return super().restore(key, record)

    def take_in(self, article: Article, *, seen_at: str) -> Taken:
        """Keep a reading of whatever moment.

        Args:
            article: The record, valid.
            seen_at: When its page was fetched, ISO 8601, +07:00.
        """
        key = article_key(article.crawl.layout, article.language, article.id)
        new: Record = as_record(article)
        with self._database.transaction():
            last = self._database.value("SELECT last_seen FROM article WHERE key = ?", (key,))
            if last is None:
                return Taken(super().save(article, seen_at=seen_at), older=False)
            before = self._record(key)
            self._begin(key)
            self._observe(key, new, seen_at)
            self._add(key, new, seen_at)
            after = self._make_anew(key)
        return Taken("unchanged" if after == before else "changed", older=seen_at < last)

    def _is_timed(self, key: str, seen_at: str) -> bool:
        query = (
            "SELECT 1 FROM reading WHERE key = :key"
            " UNION ALL SELECT 1 FROM article WHERE key = :key AND last_seen > :seen_at LIMIT 1"
        )
        return self._database.value(query, {"key": key, "seen_at": seen_at}) is not None

    def _observe(self, key: str, record: Record, seen_at: str) -> None:
        """Two readings of one moment: the greater number, whichever came first."""
        if record["view_count"] is not None:
            self._database.execute(
                "INSERT INTO observation VALUES (?, ?, ?) ON CONFLICT (key, seen_at)"
                " DO UPDATE SET view_count = max(view_count, excluded.view_count)",
                (key, seen_at, record["view_count"]),
            )

    # --- readings in order ----------------------------------------------------------------------

    def _note_overtaken(self, key: str, before: Record, article: Article, seen_at: str) -> None:
        """Keep what the tables of records, revisions and views do not: the reading that was replaced without
        being a revision, or that the same was read again where the page shows no views."""
        after = self._record(key)
        assert after is not None
        moments = before["crawl"]["fetched_at"], after["crawl"]["fetched_at"]
        if moments[0] == moments[1]:
            if article.view_count is None:
                self._overtake(key, seen_at, "")
        elif before["crawl"]["revision"] == after["crawl"]["revision"]:
            differing = {
                name: value for name, value in before.items() if value != after[name] and name != "aliases"
            }
            self._overtake(key, moments[0], orjson.dumps(differing).decode())

    def _overtake(self, key: str, seen_at: str, text: str) -> None:
        self._database.execute("INSERT OR IGNORE INTO overtaken VALUES (?, ?, ?)", (key, seen_at, text))

    def _in_order(self, key: str, records: Iterable[Record]) -> list[Record]:
        """Put the readings that were overtaken between the records that are kept, oldest first."""
        kept: dict[str, Record] = {record["crawl"]["fetched_at"]: record for record in records}
        query = "SELECT seen_at, record FROM overtaken WHERE key = ? AND record <> ''"
        overtaken = dict(self._database.rows(query, (key,)))
        found: list[Record] = []
        for moment in sorted({*kept, *overtaken}, reverse=True):
            record = kept[moment] if moment in kept else found[-1] | orjson.loads(overtaken[moment])
            found.append(record)
        return found[::-1]

    # --- readings of any order ------------------------------------------------------------------

    def _begin(self, key: str) -> None:
        """Take over what is known of an article that came in order so far."""
        if self._database.value("SELECT 1 FROM reading WHERE key = ? LIMIT 1", (key,)) is not None:
            return
        query = "SELECT record FROM revision WHERE key = ? ORDER BY revision"
        texts = [row[0] for row in self._database.rows(query, (key,))]
        [(text, last)] = self._database.rows("SELECT record, last_seen FROM article WHERE key = ?", (key,))
        records = self._in_order(key, (orjson.loads(text) for text in (*texts, text)))
        moments = [record["crawl"]["fetched_at"] for record in records]
        for record, since, until in zip(records, moments, [*moments[1:], last + "~"], strict=True):
            self._add(key, record, since)
            for moment in self._seen_between(key, record["view_count"], since, until):
                self._add(key, _at(record, moment), moment)
        if last > moments[-1]:
            self._add(key, _at(records[-1], last), last)
        self._database.execute("DELETE FROM overtaken WHERE key = ?", (key,))

    def _seen_between(self, key: str, views: int | None, since: str, until: str) -> list[str]:
        """When a record was read again and nothing was new: only the views are noted, or the moment."""
        query = (
            "SELECT seen_at FROM observation WHERE key = :key AND view_count = :views AND seen_at > :since"
            " AND seen_at < :until UNION SELECT seen_at FROM overtaken WHERE key = :key AND record = ''"
            " AND seen_at > :since AND seen_at < :until ORDER BY 1"
        )
        values = {"key": key, "views": views, "since": since, "until": until}
        return [row[0] for row in self._database.rows(query, values)]

    def _add(self, key: str, record: Record, seen_at: str) -> None:
        text = orjson.dumps(record)
        digest = hashlib.blake2b(text, digest_size=12).hexdigest()
        row = (key, seen_at, digest, text.decode())
        self._database.execute("INSERT OR IGNORE INTO reading VALUES (?, ?, ?, ?)", row)

    def _make_anew(self, key: str) -> Record:
        """Make record and revisions from the readings."""
        query = "SELECT seen_at, record FROM reading WHERE key = ?"
        readings = sorted(self._database.rows(query, (key,)))
        kept, earlier = fold(orjson.loads(record) for _, record in readings)
        kept = with_aliases(kept, self._aliases(key))
        self._database.execute("DELETE FROM revision WHERE key = ?", (key,))
        for record in earlier:
            self._keep_revision(key, record)
        first, last, old = readings[0][0], readings[-1][0], self._record(key)
        if kept != old:
            if old is not None:
                self._mark_dirty(old)
            self._write(key, kept, last)
        self._database.execute(
            "UPDATE article SET first_seen = min(first_seen, ?), last_seen = max(last_seen, ?) WHERE key = ?",
            (first, last, key),
        )
        return kept


def fold(records: Iterable[Record]) -> tuple[Record, list[Record]]:
    """Give the record that readings in the order of time come to, and the earlier contents it replaced."""
    kept: Record | None = None
    earlier: list[Record] = []
    for record in records:
        if kept is None:
            kept = record
            continue
        following = merge(kept, record)
        if following["crawl"]["revision"] != kept["crawl"]["revision"]:
            earlier.append(kept)
        kept = following
    assert kept is not None, "an article has a reading"
    return kept, earlier


def _at(record: Record, seen_at: str) -> Record:
    """The same, read at another moment."""
    return {**record, "crawl": {**record["crawl"], "fetched_at": seen_at}}
