"""The frontier: every address ever met, with its state. What is pending is asked, once.

pending -> leased -> done | gone | failed | filtered | quarantine. A lease ends with the run: what a killed
run had leased is pending again for the next. Times are Unix seconds; the caller gives the present.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from crawler.archive.steps import reached
from crawler.store.database import Database

ARTICLE: Literal["article"] = "article"
LISTING: Literal["listing"] = "listing"
MAIN = "main"
XHR = "xhr"
_LEASED = (
    "url, kind, key, goal, start, form, tries, fails, published_at, gone_at,"
    " etag, last_modified, digest, digest_at"
)
_FEW = 16  # addresses: what a crawl has in hand, twice
_MANY_WAIT = (
    f"SELECT 1 FROM address WHERE state = 'pending' ORDER BY priority DESC, rowid LIMIT 1 OFFSET {_FEW - 1}"
)
_KNOWN = "key, url, state, reason, published_at, section, form, goal, gone_at"


@dataclass(frozen=True, slots=True)
class Lease:
    """An address to ask for now, and what is known of it.

    Attributes:
        kind: "article" or "listing".
        goal: What was wanted when it was found, see `discover.goal`.
        start: Of a listing's page: the first page of its walk.
        form: "xhr" for a listing asked as the page's script does, "main" for an article of a main list.
        tries: How often it was tried in vain in this run.
        fails: How many runs in a row have given it up.
        published_at: Of the article, as far as it was read once; ISO 8601.
        gone_at: When it was first not there, Unix seconds; None while it is there.
        etag, last_modified: The validators of the last answer that gave the article.
        digest, digest_at: Payload digest and time of that answer, or None.
    """

    url: str
    kind: str
    key: str | None
    goal: str | None
    start: str | None
    form: str
    tries: int
    fails: int
    published_at: str | None
    gone_at: float | None
    etag: str | None
    last_modified: str | None
    digest: str | None
    digest_at: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article's address. `section` has its subsection, empty where unknown."""

    key: str
    url: str
    state: str
    reason: str
    published_at: str | None
    section: str
    form: str
    goal: int | None
    gone_at: float | None


class Frontier:
    """The addresses of a data folder. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._goals: dict[str, int] = {}
        self._goal_texts: dict[int, str] = {}

    # --- what is known --------------------------------------------------------------------------

    def known(self, keys: Iterable[str]) -> dict[str, Known]:
        """Give what is known of articles, by key; those never met are not in it."""
        query = f"SELECT {_KNOWN} FROM address WHERE key IN (SELECT value FROM json_each(?))"
        rows = self._database.rows(query, (orjson.dumps(list(keys)).decode(),))
        return {
            key: Known(key, url, state, reason, published_at, section or "", form, goal, gone_at)
            for key, url, state, reason, published_at, section, form, goal, gone_at in rows
        }

    def knows_articles(self) -> bool:
        """Whether any article was ever met, or shown by a source and not wanted."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM address WHERE kind = 'article') OR EXISTS (SELECT 1 FROM sighting)"
        )
        return bool(self._database.value(query))

    def counts(self) -> list[tuple[str, str, str, int]]:
        """How many addresses are in which state, as (kind, state, reason, number)."""
        query = "SELECT kind, state, reason, count(*) FROM address GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC"
        return list(self._database.rows(query))

    def next_moment(self) -> float | None:
        """The earliest moment at which a pending address may be asked; None where none is pending."""
        moment = self._database.value("SELECT min(not_before) FROM address WHERE state = 'pending'")
        return None if moment is None else float(moment)

    # --- what comes in --------------------------------------------------------------------------

    def goal(self, text: str) -> int:
        """Give the number of a goal."""
        if text not in self._goals:
            with self._database.transaction():
                self._database.execute("INSERT OR IGNORE INTO goal (text) VALUES (?)", (text,))
                number = int(self._database.value("SELECT id FROM goal WHERE text = ?", (text,)))
            self._goals[text], self._goal_texts[number] = number, text
        return self._goals[text]

    def goal_text(self, number: int | None) -> str | None:
        """Give the goal of a number."""
        if number is not None and number not in self._goal_texts:
            text = self._database.value("SELECT text FROM goal WHERE id = ?", (number,))
            self._goal_texts[number] = text
        return None if number is None else self._goal_texts[number]

    def give(self, url: str, *, found_at: str) -> None:
        """Let an address that somebody named wait to be asked for, whatever is known of it."""
        self._database.execute(
            "INSERT INTO address (url, kind, state, priority, found_at)"
            " VALUES (?, 'article', 'pending', 1, ?)"
            " ON CONFLICT (url) DO UPDATE SET state = 'pending', tries = 0, not_before = 0, goal = NULL",
            (url, found_at),
        )

    def add_article(
        self, key: str, url: str, *, goal: int, form: str, found_at: str, priority: int = 0
    ) -> bool:
        """Let an article that was never met wait to be asked for. Returns whether it does: somebody may have
        named its address before; what became of it then stays, and now it has its key."""
        query = (
            "INSERT INTO address (url, kind, key, state, goal, form, priority, found_at)"
            " VALUES (?, 'article', ?, 'pending', ?, ?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET kind = 'article', key = coalesce(key, excluded.key)"
            " RETURNING state"
        )
        row = (url, key, goal, form, priority, found_at)
        return bool(self._database.execute(query, row).fetchall() == [("pending",)])

    def ask_again(self, url: str, *, goal: int | None = None, form: str | None = None) -> None:
        """Let a known address wait to be asked for, under a new goal where one is given."""
        self._database.execute(
            "UPDATE address SET state = 'pending', reason = '', detail = '', tries = 0, not_before = 0,"
            " goal = coalesce(?, goal), form = coalesce(?, form) WHERE url = ?",
            (goal, form, url),
        )

    def note_renamed(self, key: str, url: str) -> None:
        """Note that a listing shows an article under another address than the one that stands for it."""
        self._database.execute("INSERT OR REPLACE INTO renamed VALUES (?, ?)", (key, url))

    def follow_renamed(self) -> None:
        """Let articles that are missing at their address be asked for where a listing shows them now.

        At the start of a run: the ends of a run stand in the ledger under the addresses that it asked.
        """
        missing = (
            "SELECT address.url, renamed.url FROM renamed JOIN address USING (key)"
            " WHERE gone_at IS NOT NULL AND state NOT IN ('pending', 'leased') ORDER BY key"
        )
        query = "UPDATE OR IGNORE address SET url = ?, gone_at = NULL WHERE url = ?"
        with self._database.transaction():
            for url, to in list(self._database.rows(missing)):
                if url != to and self._database.execute(query, (to, url)).rowcount:
                    self.ask_again(to)

    def note_main(self, url: str) -> None:
        """Note that an article stood in a main list."""
        self._database.execute("UPDATE address SET form = 'main' WHERE url = ?", (url,))

    def ask_listing(self, url: str, *, start: str, form: str, found_at: str, priority: int = 0) -> None:
        """Let a page of a listing wait to be asked for; listings are asked in every run."""
        self._database.execute(
            "INSERT INTO address (url, kind, state, start, form, priority, found_at)"
            " VALUES (:url, 'listing', 'pending', :start, :form, :priority, :found_at)"
            " ON CONFLICT (url) DO UPDATE SET state = 'pending', reason = '', detail = '', kind = 'listing',"
            " start = :start, form = :form, tries = 0, not_before = 0, priority = :priority"
            " WHERE kind = 'listing'",  # a pager that names an article makes no listing of it
            {"url": url, "start": start, "form": form, "priority": priority, "found_at": found_at},
        )

    def forget_listings(self) -> None:
        """Drop the pages of listings that wait: the saved walks know where to go on."""
        with self._database.transaction():
            self._database.execute("DELETE FROM address WHERE kind = 'listing' AND state = 'pending'")

    # --- what goes out --------------------------------------------------------------------------

    def reclaim(self) -> int:
        """Make what an earlier run had leased pending again. Returns how many addresses that were."""
        query = "UPDATE address SET state = 'pending', not_before = 0 WHERE state = 'leased'"
        with self._database.transaction():
            # What a run put off, the next one may ask: whether the host can be asked is found out anew.
            self._database.execute("UPDATE address SET not_before = 0 WHERE state = 'pending'")
            count = self._database.execute(query).rowcount
        reached("frontier.reclaimed")
        return count

    def make_due(self, now: float, *, all_articles: bool = False) -> int:
        """Let the addresses whose time has come wait to be asked for. Returns how many."""
        ends = "('done', 'gone', 'failed', 'quarantine')"
        which = f"kind = 'article' AND state IN {ends}" if all_articles else "FALSE"
        query = (
            "UPDATE address SET state = 'pending', tries = 0, not_before = 0"
            f" WHERE (due <= ? OR {which}) AND state NOT IN ('pending', 'leased')"
        )
        with self._database.transaction():
            return self._database.execute(query, (now,)).rowcount

    def lease(self, limit: int, now: float) -> list[Lease]:
        """Take addresses to ask for, the most urgent first, in the order in which they were found.

        Where few wait, listings come first: the articles that they show are found before none is left.
        """
        with self._database.transaction():
            order = "priority DESC" if self._database.value(_MANY_WAIT) else "priority"
            query = (
                "UPDATE address SET state = 'leased' WHERE rowid IN (SELECT rowid FROM address"
                f" WHERE state = 'pending' AND not_before <= ? ORDER BY {order}, rowid LIMIT ?)"
                f" RETURNING priority, rowid, {_LEASED}"
            )
            rows = sorted(self._database.execute(query, (now, limit)), key=lambda row: (-row[0], row[1]))
        return [self._lease(row[2:]) for row in rows]

    def lease_one(self, url: str) -> Lease | None:
        """Take one address to ask for, whatever its state; None where it was never met."""
        query = f"UPDATE address SET state = 'leased' WHERE url = ? RETURNING {_LEASED}"
        with self._database.transaction():
            row = self._database.execute(query, (url,)).fetchone()
        return self._lease(row) if row else None

    def _lease(self, row: Any) -> Lease:
        url, kind, key, goal, *others = row
        return Lease(url, kind, key, self.goal_text(goal), *others)

    def note_missing(self, url: str, now: float) -> None:
        """Note when a listing's page was first not there."""
        query = "UPDATE address SET gone_at = coalesce(gone_at, ?) WHERE url = ?"
        self._database.execute(query, (now, url))

    def postpone(self, url: str, not_before: float) -> None:
        """Give a leased address back, to be tried again after a moment."""
        query = "UPDATE address SET state = 'pending', tries = tries + 1, not_before = ? WHERE url = ?"
        with self._database.transaction():
            self._database.execute(query, (not_before, url))

    def settle(self, url: str, state: str, reason: str = "", detail: str = "", **facts: Any) -> None:
        """Give an address its end.

        Args:
            url: The address.
            state: done, gone, failed, filtered or quarantine.
            reason: A slug to count by.
            detail: A sentence for people.
            facts: Columns of `address` to set besides, such as ``due`` and ``checked_at``.
        """
        values: Mapping[str, Any] = {"state": state, "reason": reason, "detail": detail, **facts}
        columns = ", ".join(f"{name} = :{name}" for name in values)
        with self._database.transaction():
            self._database.execute(f"UPDATE address SET {columns} WHERE url = :url", {**values, "url": url})

    def oldest_pending(self, limit: int) -> Iterator[tuple[str, str]]:
        """The addresses that wait the longest, as (time, address)."""
        query = "SELECT found_at, url FROM address WHERE state = 'pending' ORDER BY found_at LIMIT ?"
        yield from self._database.rows(query, (limit,))
