"""A data folder's rows for a release, all of one moment. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from crawler.discover.window import VIETNAM
from crawler.errors import StoreError
from crawler.store.database import Database

_NEWEST = (
    "SELECT max(seen) FROM (SELECT max(last_seen) AS seen FROM article"
    " UNION ALL SELECT max(seen_at) FROM observation UNION ALL SELECT max(gone_at) FROM tombstone)"
)
_OF_MONTH = "SELECT key, record FROM article WHERE month = ? ORDER BY published_at, length(id), id, key"
_ROBOTS = (
    "SELECT origin, status, text, min(fetched_at), max(fetched_at) FROM robots"
    " GROUP BY origin, status, text ORDER BY origin, min(fetched_at), text"
)
_ADDRESSES = (
    "SELECT key, url FROM alias UNION SELECT key, url FROM renamed"
    " UNION SELECT key, url FROM address WHERE key IS NOT NULL ORDER BY key, url"
)


class Keyed(NamedTuple):
    """A stored record: its article's key and its JSON."""

    key: str
    line: bytes


class Views(NamedTuple):
    """A view count as printed on a page."""

    key: str
    seen_at: str
    view_count: int


class RobotsSeen(NamedTuple):
    """A robots.txt as it was received, with the first and last time."""

    origin: str
    status: int | None
    text: str
    first: datetime
    last: datetime


class Snapshot:
    """What a data folder holds.

    Args:
        folder: The data folder.

    Raises:
        StoreError: See `Database`.
    """

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder)
        # Not `mode=ro`: such a connection leaves its -wal file behind.
        self._database.execute("PRAGMA query_only = ON")
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def observed_until(self) -> datetime:
        """Give the moment of the newest observation of an article, in Vietnam's time.

        Raises:
            StoreError: There is none.
        """
        newest = self._database.value(_NEWEST)
        if newest is None:
            raise StoreError(f"{self._database.path}: holds no article; `langson crawl` fetches some")
        return datetime.fromisoformat(newest).astimezone(VIETNAM)

    def articles(self) -> Iterator[Keyed]:
        """Give the newest record of each article, by time of publication, then by number."""
        months = [row[0] for row in self._rows("SELECT DISTINCT month FROM article ORDER BY month")]
        for month in months:  # a month at a time: SQLite need not sort all records at once
            for key, record in self._rows(_OF_MONTH, (month,)):
                yield Keyed(key, record.encode())

    def earlier(self) -> Iterator[Keyed]:
        """Give the contents that articles had before, by key and revision."""
        for key, record in self._rows("SELECT key, record FROM revision ORDER BY key, revision"):
            yield Keyed(key, record.encode())

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Give each address under which an article was met, as (key, address); some are of no stored one."""
        return self._rows(_ADDRESSES)

    def views(self) -> Iterator[Views]:
        """Give the view counts observed, by key and time."""
        query = "SELECT key, seen_at, view_count FROM observation ORDER BY key, seen_at"
        return (Views(*row) for row in self._rows(query))

    def tombstones(self) -> dict[str, str]:
        """Give the articles that the paper has taken down: key -> when that was seen."""
        return dict(self._rows("SELECT key, gone_at FROM tombstone"))

    def robots(self) -> list[RobotsSeen]:
        """Give every robots.txt that was received, each text of an origin once."""
        return [
            RobotsSeen(origin, status, text, _moment(first), _moment(last))
            for origin, status, text, first, last in self._rows(_ROBOTS)
        ]

    def _rows(self, query: str, values: Any = ()) -> Iterator[Any]:
        with self._database.reported():
            # Not `yield from`: a generator that an error leaves behind would close its cursor after the file.
            for row in self._database.execute(query, values):  # noqa: UP028
                yield row


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), VIETNAM)
