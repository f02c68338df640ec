"""The index made from the state, or brought up to date: only the articles that changed are read anew."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from importlib import resources

from crawler.search.entry import entry
from crawler.search.state_file import StateFile

VERSION = "3"  # of index.sql and of all that `entry` says
Told = Callable[[int, int], None]
_ABOUT_EACH = 1_000  # articles
_LARGE = 5_000  # changes after which the index is put in order: it answers faster, and is smaller

# Whole tables that are small beside the articles: copied anew each time.
_COPIES = (
    ("revisions", "SELECT key, revision, record FROM revision"),
    ("view_counts", "SELECT key, seen_at, view_count FROM observation"),
    ("tombstones", "SELECT key, url, gone_at FROM tombstone"),
)


def make_tables(index: sqlite3.Connection) -> None:
    """Make the empty tables."""
    index.executescript(resources.files("crawler.search").joinpath("index.sql").read_text("utf-8"))


def update(state: StateFile, index: sqlite3.Connection, told: Told | None = None) -> int:
    """Bring an index up to date with a state.

    Args:
        state: A state at one moment, see `state_file.reading`.
        index: The index; its tables are there.
        told: Called now and then with how many articles were looked at, and how many there are.

    Returns:
        How many articles were added, changed or taken out.
    """
    known = {key: (n, digest) for n, key, digest in index.execute("SELECT n, key, digest FROM articles")}
    [(total,)] = state.rows("SELECT count(*) FROM article")
    writer = _Writer(index)
    # In the order of keys: a new index of the same state gives each article the same number.
    for looked, (key, line) in enumerate(state.rows("SELECT key, record FROM article ORDER BY key")):
        n, digest = known.pop(key, (None, None))
        now = hashlib.blake2b(line.encode(), digest_size=16).digest()
        if now != digest:
            if n is not None:
                writer.remove(n)
            writer.add(n, key, line, now)
        if told is not None and looked % _ABOUT_EACH == 0:
            told(looked, total)
    for n, _ in known.values():
        writer.remove(n)
    for table, query in _COPIES:
        _copy(index, table, state.rows(query))
    writer.finish()
    return writer.changes


def _copy(index: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    index.execute(f"DELETE FROM {table}")
    index.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)


class _Writer:
    """Writes entries."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index
        self._next = index.execute("SELECT coalesce(max(n), 0) + 1 FROM articles").fetchone()[0]
        query = "SELECT kind, value, label FROM labels"
        self._labels = {(kind, value): label for kind, value, label in index.execute(query)}
        self.changes = 0

    def add(self, n: int | None, key: str, line: str, digest: bytes) -> None:
        """Add an article, under its old number if it had one."""
        if n is None:
            n, self._next = self._next, self._next + 1
            self.changes += 1
        made = entry(key, line)
        self._insert("articles", (n, *made.row, digest))
        self._insert("texts", (n, *made.texts))
        self._insert("word_index (rowid, title, lead, body, labels, numbers)", (n, *made.indexed))
        rows = [(n, self._label(*label)) for label in made.labels]
        self._index.executemany("INSERT INTO labelled VALUES (?, ?)", rows)

    def remove(self, n: int) -> None:
        """Take an article out; its words have to be told to FTS5, which keeps no texts of its own."""
        query = "SELECT key, record FROM articles JOIN texts USING (n) WHERE n = ?"
        key, line = self._index.execute(query, (n,)).fetchone()
        columns = "word_index (word_index, rowid, title, lead, body, labels, numbers)"
        self._insert(columns, ("delete", n, *entry(key, line).indexed))
        for table in ("articles", "texts", "labelled"):
            self._index.execute(f"DELETE FROM {table} WHERE n = ?", (n,))
        self.changes += 1

    def finish(self) -> None:
        """Leave out labels that no article has, and put the index in order after much was written."""
        self._index.execute("DELETE FROM labels WHERE label NOT IN (SELECT label FROM labelled)")
        if self.changes >= _LARGE:
            self._index.execute("INSERT INTO word_index (word_index) VALUES ('optimize')")

    def _label(self, kind: str, value: str) -> int:
        label = self._labels.get((kind, value))
        if label is None:
            label = self._insert("labels (kind, value)", (kind, value))
            self._labels[kind, value] = label
        return label

    def _insert(self, table: str, row: tuple[object, ...]) -> int:
        marks = ", ".join("?" * len(row))
        return self._index.execute(f"INSERT INTO {table} VALUES ({marks})", row).lastrowid or 0
