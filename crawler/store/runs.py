"""The ledger: every run, what it asked for, and what became of each address it asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from crawler.store.database import Database

RUNNING, ENDED, CRASHED = "running", "ended", "crashed"


class Runs:
    """The runs of a data folder. Every method is one transaction, or part of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, run: str, *, started_at: str, options: Mapping[str, Any]) -> list[str]:
        """Note that a run begins. Returns the runs before it that never ended: they are marked as crashed."""
        with self._database.transaction():
            query = "UPDATE run SET state = 'crashed' WHERE state = 'running' RETURNING id"
            crashed = [row[0] for row in self._database.execute(query).fetchall()]
            self._database.execute(
                "INSERT INTO run (id, started_at, options, state) VALUES (?, ?, ?, 'running')",
                (run, started_at, orjson.dumps(options).decode()),
            )
        return crashed

    def end(self, run: str, *, ended_at: str) -> None:
        """Note that a run has come to its end, whatever it found."""
        query = "UPDATE run SET state = 'ended', ended_at = ? WHERE id = ?"
        with self._database.transaction():
            self._database.execute(query, (ended_at, run))

    def report(self, run: str, *, exit_code: int, report: Mapping[str, Any]) -> None:
        """Keep a run's report, which later runs are compared with."""
        query = "UPDATE run SET exit_code = ?, report = ? WHERE id = ?"
        with self._database.transaction():
            self._database.execute(query, (exit_code, orjson.dumps(report).decode(), run))

    def last(self, number: int) -> list[dict[str, Any]]:
        """The last runs, the newest first."""
        names = ("id", "started_at", "ended_at", "options", "state", "exit_code", "report")
        query = f"SELECT {', '.join(names)} FROM run ORDER BY started_at DESC, id DESC LIMIT ?"
        runs = [dict(zip(names, row, strict=True)) for row in self._database.rows(query, (number,))]
        for run in runs:
            run["options"], run["report"] = orjson.loads(run["options"]), orjson.loads(run["report"])
        return runs

    # --- one run --------------------------------------------------------------------------------

    def ask(self, run: str, url: str, kind: str) -> None:
        """Note that a run asks for an address."""
        query = "INSERT OR IGNORE INTO visit VALUES (?, ?, ?, '', '', '', NULL)"
        self._database.execute(query, (run, url, kind))

    def visit(
        self, run: str, url: str, kind: str, fate: str, reason: str, detail: str, warc: str | None
    ) -> None:
        """Note what became of an address that a run asked for."""
        query = "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._database.execute(query, (run, url, kind, fate, reason, detail, warc))

    def change(self, run: str, key: str) -> None:
        """Note that a run added or changed an article."""
        self._database.execute("INSERT OR IGNORE INTO change VALUES (?, ?)", (run, key))

    def sums(self, run: str, kind: str = "article") -> Counter[str]:
        """How many addresses of a run had each fate; '' counts those that have none."""
        query = "SELECT fate, count(*) FROM visit WHERE run = ? AND kind = ? GROUP BY fate"
        return Counter(dict(self._database.rows(query, (run, kind))))

    def reasons(self, run: str, kind: str = "article") -> list[tuple[str, str, int]]:
        """How many addresses of a run had each fate for each reason, as (fate, reason, number)."""
        query = (
            "SELECT fate, reason, count(*) FROM visit WHERE run = ? AND kind = ?"
            " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        )
        return list(self._database.rows(query, (run, kind)))

    def visits(self, run: str, *fates: str) -> Iterator[tuple[str, str, str, str, str, str | None]]:
        """The visits of a run with one of the fates, as (url, kind, fate, reason, detail, warc)."""
        query = (
            "SELECT url, kind, fate, reason, detail, warc FROM visit"
            " WHERE run = ? AND fate IN (SELECT value FROM json_each(?)) ORDER BY url"
        )
        yield from self._database.rows(query, (run, orjson.dumps(fates).decode()))

    def changed_lines(self, run: str) -> Iterator[bytes]:
        """The JSON lines of the articles that a run added or changed, in the order of publication."""
        query = (
            "SELECT record FROM change JOIN article USING (key) WHERE run = ?"
            " ORDER BY published_at, length(id), id, key"
        )
        for (record,) in self._database.rows(query, (run,)):
            yield record.encode()

    def note_robots(self, run: str, origin: str, fetched_at: str, status: int | None, text: str) -> None:
        """Keep the text of a robots.txt as it was fetched."""
        with self._database.transaction():
            row = (run, origin, fetched_at, status, text)
            self._database.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?, ?)", row)
