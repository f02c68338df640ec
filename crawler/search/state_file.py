"""The state of a data folder, opened for reading only: nothing of it is written, its log is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from crawler.errors import StoreError
from crawler.store.database import FILE_NAME, VERSION

_BUSY_SECONDS = 10.0
_LOG = f"{FILE_NAME}-wal"
# What an older store lacks only matters where it is read: articles, revisions, observations, tombstones.
_OLDEST = 1


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of a file into a StoreError that names it."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; `langson verify` says what is damaged") from error
    except OSError as error:
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error


def state_path(folder: Path) -> Path:
    """Give the file of a data folder's state.

    Raises:
        StoreError: There is none.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise StoreError(f"{path}: no such file; `langson crawl` makes it")
    return path


class StateFile:
    """A state at one moment, whatever a crawl writes meanwhile."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def rows(self, query: str) -> Iterator[Any]:
        """Give the rows of a query, one by one.

        Raises:
            StoreError: The state is damaged. What goes wrong elsewhere meanwhile is no fault of it.
        """
        with reported(self._path):
            yield from self._connection.execute(query)


@contextmanager
def reading(folder: Path) -> Iterator[StateFile]:
    """Open the state of a folder.

    Raises:
        StoreError: The state is missing, damaged or of another version.
    """
    path = state_path(folder)
    with reported(path):
        connection = _connected(path)
    with closing(connection):
        state = StateFile(path, connection)
        [(version,)] = state.rows("PRAGMA user_version")
        if version > VERSION:
            raise StoreError(f"{path}: made by a newer langson (store version {version}); upgrade langson")
        if version < _OLDEST:
            raise StoreError(f"{path}: is no store of langson")
        [*state.rows("BEGIN")]
        yield state


def _connected(path: Path) -> sqlite3.Connection:
    """Connect so that no file is left changed, added or taken away.

    A log that is there belongs to a crawl, at work or killed: a connection that may not write leaves it to
    that one. Where there is none SQLite makes an empty one, and only a connection that may write removes it.
    """
    mode = "ro" if path.with_name(_LOG).exists() else "rw"
    address = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def fingerprint(folder: Path) -> str:
    """Give a text that changes whenever the state is written to: sizes and times of its file and log.

    The file is not opened: closing it would take away the locks that SQLite holds on it in this process.
    """
    path = state_path(folder)
    with reported(path):
        return " ".join(map(_facts, (path, path.with_name(_LOG))))


def _facts(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:  # the log is there only while somebody is connected
        return "-"
    return f"{found.st_size}:{found.st_mtime_ns}" if found.st_size else "-"
