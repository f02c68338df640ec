"""The SQLite file behind the state: opened, checked, written in whole transactions.

WAL, so that a reader (`langson export`) does not wait for a crawl, and a killed crawl leaves whole
transactions only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from crawler.archive.steps import reached
from crawler.errors import StoreError
from crawler.store.seal import break_seal, changed_pages, seal

FILE_NAME = "crawl.sqlite"
VERSION = 4
_BUSY_SECONDS = 10.0
_GO_ON = "free or mend the disk and start again, which goes on from here"
# The primary result codes of a disk that is full or failing, https://www.sqlite.org/rescode.html
_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_REPAIR = "move it away and run `langson rebuild`, which makes it anew from the archived pages"


class OlderStoreError(StoreError):
    """The state is of an older version."""


class Database:
    """One connection to a data folder's state.

    Args:
        folder: The data folder; the file is its `crawl.sqlite`. None: in memory, gone at the end.
        create: Make folder and file where they are missing, and bring an older file up to date.
        durable: Every transaction survives a power cut, not only a kill (one fsync each).

    Raises:
        StoreError: The folder or file cannot be opened or written, is damaged, or is none of ours.
    """

    def __init__(self, folder: Path | None, *, create: bool = False, durable: bool = False) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME if folder else Path(":memory:")
        self._depth = 0
        self._written = False  # whether the seal is broken, by us
        with self.reported():
            if folder and create:
                folder.mkdir(parents=True, exist_ok=True)
            elif folder and not self.path.is_file():
                raise StoreError(f"{self.path}: no such file; `langson crawl` makes it")
            if folder and create:
                self._refuse_changed()
            self._connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
            try:
                self._prepare(create=create or folder is None, durable=durable)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, *, create: bool, durable: bool) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError(
                f"{self.path}: made by a newer langson (store version {version}); upgrade langson"
            )
        if create:
            self._break_seal()
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            if version != VERSION:
                self._make_tables()
        elif version == 0:
            raise StoreError(f"{self.path}: is no store of langson")
        elif version < VERSION:
            message = f"{self.path}: made by an older langson (store version {version})"
            raise OlderStoreError(f"{message}; {update_it(self.path.parent)}")

    def _make_tables(self) -> None:
        """Make what is missing: each version so far only added tables to the one before."""
        schema = resources.files("crawler.store").joinpath("schema.sql").read_text("utf-8")
        self._connection.executescript(f"BEGIN; {schema} PRAGMA user_version = {VERSION}; COMMIT;")

    def _refuse_changed(self) -> None:
        """What was changed by nobody is not to be written on, and sealed as if it were ours.

        Before the file is connected to: whoever reads a file beside SQLite in one process takes SQLite's
        locks away when it closes it (POSIX), and another process may then delete the log of a running crawl.
        """
        if pages := changed_pages(self.path):
            problem = f"damaged ({len(pages)} pages were changed by a disk or by hand, byte {pages[0]} on)"
            raise StoreError(f"{self.path}: {problem}; {_REPAIR}")

    def _break_seal(self) -> None:
        """Before the first write."""
        if self.folder is not None and not self._written:
            break_seal(self.path)
            self._written = True

    def check(self) -> None:
        """Read the whole file.

        Raises:
            StoreError: It is damaged.
        """
        with self.reported():
            found = [row[0] for row in self._connection.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"]:
            raise StoreError(f"{self.path}: damaged ({found[0]}); {_REPAIR}")

    @contextmanager
    def reported(self) -> Iterator[None]:
        """Turn what SQLite and the system say into a StoreError that names the file."""
        try:
            yield
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # of its own words about a damage
            raise StoreError(f"{self.path}: {error}{_advice(error)}") from error
        except OSError as error:
            raise StoreError(f"{error.filename or self.path}: {error.strerror or error}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in the block is kept, or nothing of it. A block in a block is part of it."""
        if self._depth:
            yield
            return
        with self.reported():
            self._break_seal()
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                reached("state.committing")
                self._connection.execute("COMMIT")
                reached("state.committed")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled it back already
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def execute(self, query: str, parameters: Any = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with self.reported():
            return self._connection.execute(query, parameters)

    def executemany(self, query: str, rows: Iterable[Any]) -> sqlite3.Cursor:
        """Run one statement for each row of parameters."""
        with self.reported():
            return self._connection.executemany(query, rows)

    def rows(self, query: str, parameters: Any = ()) -> Iterator[Any]:
        """The rows of a query, one by one."""
        with self.reported():
            yield from self._connection.execute(query, parameters)

    def value(self, query: str, parameters: Any = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.execute(query, parameters).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Close the file, and seal it where it was written to and all is in it."""
        self._connection.close()
        if self._written and not self.path.with_name(f"{FILE_NAME}-wal").exists():
            reached("state.sealing")
            seal(self.path)
            reached("state.sealed")
            self._written = False


def update_it(folder: Path) -> str:
    """What to do about a state of an older version."""
    return f"`langson verify --data {folder} --update` brings it up to date, as does the next `langson crawl`"


def update(folder: Path) -> None:
    """Bring a state of an older version up to date; one that is keeps its bytes.

    Raises:
        StoreError: There is none, it is damaged, or a newer langson made it.
    """
    try:
        Database(folder).close()
    except OlderStoreError:
        Database(folder, create=True).close()


def _advice(error: Exception) -> str:
    """What to do about an error; nothing where its words say all."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DISK:
        return f"; {_GO_ON}"
    damaged = not isinstance(error, sqlite3.OperationalError | sqlite3.IntegrityError)
    return f"; {_REPAIR}" if damaged else ""
