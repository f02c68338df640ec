"""The articles of a data folder: the newest record of each, its revisions, its observed views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import orjson

from crawler.items import Article, as_record
from crawler.store.database import Database
from crawler.store.records import Record, article_key, merge, with_aliases

Change = Literal["new", "changed", "unchanged"]


class ArticleStore:
    """Keep articles. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, article: Article, *, seen_at: str) -> Change:
        """Keep an observation of an article; what a second one changes is `records.merge`'s to say.

        Args:
            article: The record, valid.
            seen_at: When its page was fetched, ISO 8601.
        """
        key = article_key(article.crawl.layout, article.language, article.id)
        new: Record = as_record(article)
        with self._database.transaction():
            new = with_aliases(new, self._aliases(key))
            self._observe(key, new, seen_at)
            old = self._record(key)
            if old is None:
                self._write(key, new, seen_at)
                return "new"
            kept = merge(old, new)
            if kept == old:
                self._seen(key, seen_at)
                return "unchanged"
            if kept["crawl"]["revision"] != old["crawl"]["revision"]:
                self._keep_revision(key, old)
            self._mark_dirty(old)
            self._write(key, kept, seen_at)
        return "changed"

    def holds(self, key: str) -> bool:
        """Whether an article is stored."""
        return self._database.value("SELECT 1 FROM article WHERE key = ?", (key,)) is not None

    def seen_again(self, key: str, *, seen_at: str) -> None:
        """Note that the server says an article has not changed (HTTP 304)."""
        with self._database.transaction():
            self._seen(key, seen_at)

    def add_aliases(self, key: str, addresses: Iterable[str]) -> None:
        """Add addresses under which an article was seen; also for one that is yet to be stored.

        Args:
            key: See `records.article_key`.
            addresses: Canonical addresses.
        """
        with self._database.transaction():
            for address in addresses:
                self._database.execute("INSERT OR IGNORE INTO alias VALUES (?, ?)", (key, address))
            old = self._record(key)
            if old is not None and (kept := with_aliases(old, self._aliases(key))) != old:
                seen = self._database.value("SELECT last_seen FROM article WHERE key = ?", (key,))
                self._write(key, kept, seen)

    def restore(self, key: str, record: Record | None) -> Record | None:
        """Take an article back to a record of before, or out of the store where it is None.

        Returns:
            The record that is kept now.
        """
        with self._database.transaction():
            if (wrong := self._record(key)) is None:
                return None
            self._mark_dirty(wrong)
            if record is None:
                self._database.execute("DELETE FROM article WHERE key = ?", (key,))
                self._database.execute("DELETE FROM revision WHERE key = ?", (key,))
                return None
            revision = record["crawl"]["revision"]
            query = "DELETE FROM revision WHERE key = ? AND revision >= ?"
            self._database.execute(query, (key, revision))
            kept = with_aliases(record, self._aliases(key))
            seen = self._database.value("SELECT last_seen FROM article WHERE key = ?", (key,))
            self._write(key, kept, seen)
        return kept

    def _aliases(self, key: str) -> list[str]:
        return [row[0] for row in self._database.rows("SELECT url FROM alias WHERE key = ?", (key,))]

    def _record(self, key: str) -> Record | None:
        text = self._database.value("SELECT record FROM article WHERE key = ?", (key,))
        return orjson.loads(text) if text is not None else None

    def _seen(self, key: str, seen_at: str) -> None:
        self._database.execute("UPDATE article SET last_seen = ? WHERE key = ?", (seen_at, key))

    def _observe(self, key: str, record: Record, seen_at: str) -> None:
        if record["view_count"] is not None:
            row = (key, seen_at, record["view_count"])
            self._database.execute("INSERT OR REPLACE INTO observation VALUES (?, ?, ?)", row)

    def _keep_revision(self, key: str, record: Record) -> None:
        row = (key, record["crawl"]["revision"], orjson.dumps(record).decode())
        self._database.execute("INSERT OR REPLACE INTO revision VALUES (?, ?, ?)", row)

    def _write(self, key: str, record: Record, seen_at: str) -> None:
        published, crawl = record["published_at"], record["crawl"]
        self._database.execute(
            "INSERT INTO article VALUES (:key, :id, :month, :published_at, :content_hash, :revision,"
            " :seen_at, :seen_at, :record) ON CONFLICT (key) DO UPDATE SET"
            " month = :month, published_at = :published_at, content_hash = :content_hash,"
            " revision = :revision, last_seen = :seen_at, record = :record",
            {"key": key, "id": record["id"], "month": published[:7], "published_at": published,
             "content_hash": crawl["content_hash"], "revision": crawl["revision"],
             "seen_at": seen_at, "record": orjson.dumps(record).decode()},
        )  # fmt: skip
        self._mark_dirty(record)

    def _mark_dirty(self, record: Record) -> None:
        month = record["published_at"][:7]
        self._database.execute("INSERT OR IGNORE INTO dirty_month VALUES (?)", (month,))

    def mark_published(self, month: str) -> None:
        """Note that a month's file shows what the store holds."""
        with self._database.transaction():
            self._database.execute("DELETE FROM dirty_month WHERE month = ?", (month,))

    def months(self) -> list[str]:
        """The months that have articles, in order."""
        return self._column("SELECT DISTINCT month FROM article ORDER BY month")

    def dirty_months(self) -> list[str]:
        """The months whose files do not show yet what the store holds."""
        return self._column("SELECT month FROM dirty_month ORDER BY month")

    def count(self) -> int:
        """How many articles the store holds."""
        return int(self._database.value("SELECT count(*) FROM article"))

    def lines(self, month: str | None = None, ids: Sequence[str] = ()) -> Iterator[bytes]:
        """The JSON lines (without line end), by time of publication, then by number.

        Args:
            month: Only this month, or None for all.
            ids: Only these numbers (in every series), or all where empty.
        """
        conditions = ["month = :month"] if month is not None else []
        if ids:
            conditions.append("id IN (SELECT value FROM json_each(:ids))")
        where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        query = f"SELECT record FROM article {where}ORDER BY published_at, length(id), id, key"
        for (record,) in self._database.rows(query, {"month": month, "ids": orjson.dumps(ids).decode()}):
            yield record.encode()

    def _column(self, query: str) -> list[str]:
        return [row[0] for row in self._database.rows(query)]
