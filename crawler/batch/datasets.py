"""A dataset as records by their keys: a data folder's state, or JSON lines files."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import orjson

from crawler.batch.fields import Keyed, Record
from crawler.batch.output import read_lines
from crawler.errors import SettingError, StoreError
from crawler.store.database import FILE_NAME
from crawler.store.records import record_key
from crawler.store.state import State


@contextmanager
def dataset(place: Path) -> Iterator[Keyed]:
    """Give the records of a data folder, or of a file or folder of JSON lines, in the order of their keys.

    Of an article that stands twice in the files the last line counts.

    Raises:
        SettingError: Nothing of the kind is there.
        StoreError: It cannot be read; a line is no record of ours.
    """
    if (place / FILE_NAME).is_file():
        with closing(State(place)) as state:
            yield _parsed(state.database.rows("SELECT key, record FROM article ORDER BY key"))
        return
    files = sorted(place.rglob("*.jsonl*")) if place.is_dir() else [place] if place.is_file() else []
    if not files:
        raise SettingError(f"{place}: no dataset is there; name a data folder, or a folder of *.jsonl files")
    with tempfile.TemporaryDirectory() as work, closing(_gathered(files, Path(work))) as gathered:
        yield _parsed(gathered.execute("SELECT key, record FROM article ORDER BY key"))


def _parsed(rows: Iterator[tuple[str, str]] | sqlite3.Cursor) -> Keyed:
    return ((key, orjson.loads(record)) for key, record in rows)


def _gathered(files: list[Path], work: Path) -> sqlite3.Connection:
    """Sort the lines by their keys, on the disk."""
    gathered = sqlite3.connect(work / "gathered.sqlite", isolation_level=None)
    gathered.execute("CREATE TABLE article (key TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID")
    gathered.execute("BEGIN")
    for path in files:
        rows = ((_key(path, number, line), line) for number, line in enumerate(read_lines(path), start=1))
        gathered.executemany("INSERT OR REPLACE INTO article VALUES (?, ?)", rows)
    gathered.execute("COMMIT")
    return gathered


def _key(path: Path, number: int, line: bytes) -> str:
    try:
        record: Record = orjson.loads(line)
        return record_key(record)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path}, line {number}: is no record of an article ({error!r})") from error
