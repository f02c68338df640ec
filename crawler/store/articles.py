"""The store of articles: one SQLite file, one transaction an article.

WAL, so that a reader (`langson export`) does not wait for a crawl, and a killed crawl leaves whole
transactions only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Literal

import orjson

from crawler.errors import StoreError
from crawler.items import Article, as_record
from crawler.store.records import Record, article_key, merge, with_aliases

FILE_NAME = "crawl.sqlite"
VERSION = 1
_BUSY_SECONDS = 10.0

Change = Literal["new", "changed", "unchanged"]


class ArticleStore:
    """The articles of one data folder.

    Args:
        folder: The data folder; the store is its `crawl.sqlite`.
        create: Make folder and file where they are missing.

    Raises:
        StoreError: The folder or file cannot be opened or written, or is none of ours.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        with self._reported():
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            elif not self.path.is_file():
                raise StoreError(f"{self.path}: no such file; `langson crawl` makes it")
            self._connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
            try:
                self._prepare(create=create)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, *, create: bool) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError(
                f"{self.path}: made by a newer langson (store version {version}); upgrade langson"
            )
        if create:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")  # survives a kill; fsync at checkpoints
            schema = resources.files("crawler.store").joinpath("schema.sql").read_text("utf-8")
            self._connection.executescript(schema)
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
        elif version == 0:
            raise StoreError(f"{self.path}: is no store of langson")

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.path}: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._reported():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def save(self, article: Article, *, seen_at: str) -> Change:
        """Keep an observation of an article; what a second one changes is `records.merge`'s to say.

        Args:
            article: The record, valid.
            seen_at: When its page was fetched, ISO 8601.
        """
        new: Record = as_record(article)
        key = article_key(article.crawl.layout, article.language, article.id)
        with self._transaction():
            old = self._record(key)
            if old is None:
                self._write(key, new, seen_at)
                return "new"
            kept = merge(old, new)
            if kept == old:
                self._connection.execute("UPDATE article SET last_seen = ? WHERE key = ?", (seen_at, key))
                return "unchanged"
            self._mark_dirty(old)
            self._write(key, kept, seen_at)
        return "changed"

    def add_aliases(self, key: str, addresses: Iterable[str]) -> None:
        """Add addresses under which an article was seen; an article that is not stored has none.

        Args:
            key: See `records.article_key`.
            addresses: Canonical addresses.
        """
        with self._transaction():
            old = self._record(key)
            if old is not None and (kept := with_aliases(old, addresses)) != old:
                query = "SELECT last_seen FROM article WHERE key = ?"
                self._write(key, kept, self._connection.execute(query, (key,)).fetchone()[0])

    def _record(self, key: str) -> Record | None:
        row = self._connection.execute("SELECT record FROM article WHERE key = ?", (key,)).fetchone()
        return orjson.loads(row[0]) if row else None

    def _write(self, key: str, record: Record, seen_at: str) -> None:
        published, crawl = record["published_at"], record["crawl"]
        self._connection.execute(
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
        self._connection.execute("INSERT OR IGNORE INTO dirty_month VALUES (?)", (month,))

    def mark_published(self, month: str) -> None:
        """Note that a month's file shows what the store holds."""
        with self._transaction():
            self._connection.execute("DELETE FROM dirty_month WHERE month = ?", (month,))

    def months(self) -> list[str]:
        """The months that have articles, in order."""
        return self._column("SELECT DISTINCT month FROM article ORDER BY month")

    def dirty_months(self) -> list[str]:
        """The months whose files do not show yet what the store holds."""
        return self._column("SELECT month FROM dirty_month ORDER BY month")

    def count(self) -> int:
        """How many articles the store holds."""
        with self._reported():
            return int(self._connection.execute("SELECT count(*) FROM article").fetchone()[0])

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
        with self._reported():
            for (record,) in self._connection.execute(
                query, {"month": month, "ids": orjson.dumps(ids).decode()}
            ):
                yield record.encode()

    def _column(self, query: str) -> list[str]:
        with self._reported():
            return [row[0] for row in self._connection.execute(query)]
