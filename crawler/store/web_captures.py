"""The captures that web archives have of the paper's articles, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson

from crawler.discover.captures.capture import Archive, Capture, moment
from crawler.store.database import Database

FOUND: Final = "found"  # not tried yet
TAKEN: Final = "taken"  # the article came of it
FILTERED: Final = "filtered"  # its article was read, and is not what was asked for
REFUSED: Final = "refused"  # it gave no article: the next one is tried
PASSING: Final = "passing"  # likewise, for a reason that may pass: a later run tries it again
UNFIT: Final = "unfit"  # the index says that it is no whole page

_INSERT = (
    "INSERT INTO web_capture VALUES (:archive, :url, :captured_at, :key, :status, :digest, :locator, :state,"
    " :reason, '') ON CONFLICT DO NOTHING"
)
# Sets, not conditions on each row: SQLite would look the filtered ones up among all of the archive's.
_OPEN = (
    "SELECT DISTINCT key FROM web_capture WHERE archive = :archive AND state = 'found'"
    " AND key NOT IN (SELECT key FROM article)"
    " AND key NOT IN (SELECT key FROM web_capture WHERE archive = :archive AND state = 'filtered')"
    " ORDER BY length(key), key"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A capture as an index lists it: the article it is of, and why it cannot be its page ('' if it may)."""

    capture: Capture
    key: str
    unfit: str = ""


class WebCaptures:
    """The captures of one archive. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database, archive: Archive) -> None:
        self._database, self._archive = database, archive

    def add(self, listed: Iterable[Listed]) -> None:
        """Keep what an index lists; what is there already keeps its state."""
        with self._database.transaction():
            for one in listed:
                self._database.execute(_INSERT, self._row(one))

    def retry_passing(self) -> None:
        """Let what failed for a reason that may pass be tried again."""
        with self._database.transaction():
            query = "UPDATE web_capture SET state = 'found' WHERE archive = ? AND state = 'passing'"
            self._database.execute(query, (self._archive,))

    def open_keys(self) -> list[str]:
        """The articles that are not stored and have captures to be tried, by number."""
        return [row[0] for row in self._database.rows(_OPEN, {"archive": self._archive})]

    def filtered(self) -> list[tuple[str, str, str]]:
        """The articles that were read and not wanted, as (key, section, published_at), as far as known."""
        query = (
            "SELECT DISTINCT one.key, coalesce(address.section, ''), address.published_at"
            " FROM web_capture AS one JOIN address USING (key)"
            " WHERE archive = ? AND one.state = 'filtered' AND address.published_at NOT NULL"
        )
        return list(self._database.rows(query, (self._archive,)))

    def reopen(self, key: str) -> None:
        """Let an article that was not wanted be read again."""
        with self._database.transaction():
            query = (
                "UPDATE web_capture SET state = 'found' WHERE archive = ? AND key = ? AND state = 'filtered'"
            )
            self._database.execute(query, (self._archive, key))

    def untried(self, key: str) -> list[Capture]:
        """The captures of an article that are to be tried."""
        query = (
            "SELECT url, captured_at, status, digest, locator FROM web_capture"
            " WHERE archive = ? AND key = ? AND state = 'found'"
        )
        return [_capture(*row) for row in self._database.rows(query, (self._archive, key))]

    def first_capture(self, key: str) -> datetime | None:
        """When an article was first captured as a page, by any archive: it is not younger."""
        query = "SELECT min(captured_at) FROM web_capture WHERE key = ? AND state <> 'unfit'"
        found = self._database.value(query, (key,))
        return moment(found) if found is not None else None

    def stored_among(self, keys: Iterable[str]) -> int:
        """How many of some articles are stored."""
        query = "SELECT count(*) FROM article WHERE key IN (SELECT value FROM json_each(?))"
        return int(self._database.value(query, (orjson.dumps(list(keys)).decode(),)))

    def given_up(self, keys: Iterable[str]) -> set[str]:
        """Those of some articles that are not stored and whose captures all gave nothing."""
        query = (
            "SELECT key FROM web_capture WHERE archive = ? AND key IN (SELECT value FROM json_each(?))"
            " AND key NOT IN (SELECT key FROM article) AND state <> 'unfit'"
            " GROUP BY key HAVING min(state IN ('refused', 'passing'))"
        )
        rows = self._database.rows(query, (self._archive, orjson.dumps(list(keys)).decode()))
        return {row[0] for row in rows}

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written in the block is kept, or nothing of it."""
        return self._database.transaction()

    def settle(self, capture: Capture, state: str, reason: str = "", detail: str = "") -> None:
        """Note what became of a capture."""
        with self._database.transaction():
            self._database.execute(
                "UPDATE web_capture SET state = ?, reason = ?, detail = ?"
                " WHERE archive = ? AND url = ? AND captured_at = ?",
                (state, reason, detail, self._archive, capture.url, capture.timestamp),
            )

    def sums(self) -> Counter[str]:
        """How many captures are in each state."""
        query = "SELECT state, count(*) FROM web_capture WHERE archive = ? GROUP BY state"
        return Counter(dict(self._database.rows(query, (self._archive,))))

    def _row(self, one: Listed) -> dict[str, object]:
        capture = one.capture
        return {
            "archive": self._archive, "url": capture.url, "captured_at": capture.timestamp, "key": one.key,
            "status": capture.status, "digest": capture.digest, "locator": capture.locator,
            "state": UNFIT if one.unfit else FOUND, "reason": one.unfit,
        }  # fmt: skip


def _capture(url: str, timestamp: str, status: int | None, digest: str, locator: str) -> Capture:
    offset, length, filename = locator.split(" ", 2) if locator else ("", "", "")
    return Capture(
        url=url,
        timestamp=timestamp,
        status=status,
        digest=digest,
        filename=filename,
        offset=int(offset) if offset.isdecimal() else None,
        length=int(length) if length.isdecimal() else None,
    )
