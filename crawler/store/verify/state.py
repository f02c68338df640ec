"""The SQLite file: its seal, its structure, each record by itself. It is read in a copy."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson

from crawler.errors import StoreError
from crawler.store.database import FILE_NAME, VERSION, update_it
from crawler.store.records import article_key
from crawler.store.seal import PAGE, changed_pages
from crawler.store.verify.damage import Damage, rebuild_it
from crawler.store.verify.record import record_problems

# What reading a damaged file raises; Python cannot even decode some of SQLite's own words about it.
UNREADABLE = (sqlite3.Error, UnicodeError)
_SIGNATURE = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html, 1.3
_JSON_COLUMNS = (
    ("run", "id", "options"),
    ("run", "id", "report"),
    ("walk", "start", "walk"),
    ("goal", "id", "text"),
)


def copy_state(data: Path, folder: Path) -> Path:
    """Copy the state with what is not yet merged into it. Opening the original would write beside it.

    Raises:
        OSError: It cannot be read.
    """
    folder.mkdir()
    for suffix in ("", "-wal"):
        path = data / f"{FILE_NAME}{suffix}"
        if path.exists():
            shutil.copyfile(path, folder / path.name)
    return folder / FILE_NAME


def state_damages(data: Path, copy: Path) -> Iterator[Damage]:
    """Check the state.

    Args:
        data: The data folder.
        copy: A copy of its state.
    """
    path, repair = data / FILE_NAME, rebuild_it(data)
    yield from _seal_damages(path, repair)
    yield from _older(data, copy)
    for where, what in _read_all(copy):
        yield Damage(path, where, what, repair)


def _seal_damages(path: Path, repair: str) -> Iterator[Damage]:
    try:
        pages = changed_pages(path) or []
    except StoreError as error:
        yield Damage(path, "", str(error), repair)
        return
    if path.with_name(f"{path.name}-wal").exists():  # whoever writes breaks the seal before
        pages = []
    for start in pages:
        what = f"{PAGE} bytes differ from the seal: a disk or a hand changed them"
        yield Damage(path, f"byte {start}", what, repair)


def _older(data: Path, copy: Path) -> Iterator[Damage]:
    """Say that the state is of an older version, which is no damage to rebuild for."""
    try:
        with closing(open_raw(copy)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    except UNREADABLE:
        return  # `_read_all` says so
    if 0 < version < VERSION:
        what = f"made by an older langson (store version {version})"
        yield Damage(data / FILE_NAME, "", what, update_it(data))


def _read_all(copy: Path) -> Iterator[tuple[str, str]]:
    if copy.read_bytes()[: len(_SIGNATURE)] != _SIGNATURE:
        yield "byte 0", "is no SQLite file"
        return
    try:
        with closing(open_raw(copy)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if not 0 < version <= VERSION:
                yield "byte 60", f"its version is {version}, not {VERSION}"
            for (problem,) in connection.execute("PRAGMA integrity_check(20)"):
                if problem not in ("ok", b"ok"):
                    yield "", _text(problem)
            yield from _rows(connection)
    except UNREADABLE as error:
        yield "", f"cannot be read ({error})"


def open_raw(path: Path) -> sqlite3.Connection:
    """Open a state for reading: texts come as bytes, so that a damaged one stops nothing."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.text_factory = bytes
    return connection


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    columns = "key, id, month, published_at, content_hash, revision, record"
    for key, *row, record in connection.execute(f"SELECT {columns} FROM article"):
        where = f"article {_text(key)}"
        for problem in record_problems(record):
            yield where, problem
        if (expected := _columns(record)) is not None and expected != (key, *row):
            yield where, "its columns differ from its record"
    for key, number, record in connection.execute("SELECT key, revision, record FROM revision"):
        for problem in record_problems(record):
            yield f"revision {number} of {_text(key)}", problem
        if (expected := _columns(record)) is not None and (expected[0], expected[-1]) != (key, number):
            yield f"revision {number} of {_text(key)}", "its columns differ from its record"
    for table, name, column in _JSON_COLUMNS:
        for key, text in connection.execute(f"SELECT {name}, {column} FROM {table}"):
            if not _is_json(text):
                yield f"{table} {_text(key)}", f"{column} is no JSON"


def _columns(record: bytes) -> tuple[bytes | int, ...] | None:
    try:
        fields = orjson.loads(record)
        crawl, published = fields["crawl"], fields["published_at"]
        key = article_key(crawl["layout"], fields["language"], fields["id"])
        texts = (key, fields["id"], published[:7], published, crawl["content_hash"])
        return (*(text.encode() for text in texts), crawl["revision"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # `record_problems` says so


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except (ValueError, TypeError):
        return False
    return True


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
