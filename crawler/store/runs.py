"""The ledger: every run, what it asked for, and what became of each address it asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from crawler.archive.steps import reached
from crawler.fetch.robots_policy import RobotsText
from crawler.report.outcomes import LAYOUT_CHANGE
from crawler.store.database import Database

# What a run writes into its archive of the runs before it, for `langson rebuild`.
TAKEN_BACK = "taken_back"
UNACKNOWLEDGED = "unacknowledged"  # of what `Runs.in_hand` gives, in the archive of the run that asks again
RUNNING, ENDED, CRASHED = "running", "ended", "crashed"


class Runs:
    """The runs of a data folder. Every method is one transaction, or part of the caller's.

    Attributes:
        asked: How many addresses this process has asked for, each counted once a run.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.asked = 0

    def begin(self, run: str, *, started_at: str, options: Mapping[str, Any]) -> list[str]:
        """Note that a run begins.

        Returns:
            The runs before it that never ended and have no report yet, the oldest first. They are marked
            as crashed; whoever is killed before their reports are written leaves them to the next run.
        """
        with self._database.transaction():
            self._database.execute("UPDATE run SET state = 'crashed' WHERE state = 'running'")
            query = "SELECT id FROM run WHERE state = 'crashed' AND json_type(report, '$.counts') IS NULL"
            crashed = [row[0] for row in self._database.rows(f"{query} ORDER BY started_at, id")]
            self._database.execute(
                "INSERT INTO run (id, started_at, options, state) VALUES (?, ?, ?, 'running')",
                (run, started_at, orjson.dumps(options).decode()),
            )
        reached("run.begun")
        return crashed

    def end(self, run: str, *, ended_at: str) -> None:
        """Note that a run has come to its end, whatever it found."""
        query = "UPDATE run SET state = 'ended', ended_at = ? WHERE id = ?"
        with self._database.transaction():
            self._database.execute(query, (ended_at, run))
        reached("run.ended")

    def report(self, run: str, *, exit_code: int | None, report: Mapping[str, Any]) -> None:
        """Keep a run's report, which later runs are compared with."""
        query = "UPDATE run SET exit_code = ?, report = ? WHERE id = ?"
        with self._database.transaction():
            self._database.execute(query, (exit_code, orjson.dumps(report).decode(), run))
        reached("run.reported")

    def note_gate(self, run: str, reason: str, detail: str) -> None:
        """Note that a gate stops a run, before it ends: if it is killed now, the next start knows."""
        gate = orjson.dumps({"gate": {"reason": reason, "detail": detail}}).decode()
        with self._database.transaction():
            self._database.execute("UPDATE run SET report = ? WHERE id = ?", (gate, run))

    def last(self, number: int) -> list[dict[str, Any]]:
        """The last runs, the newest first."""
        return self._runs("ORDER BY id DESC LIMIT ?", number)

    def get(self, run: str) -> dict[str, Any]:
        """One run. It must be there."""
        return self._runs("WHERE id = ?", run)[0]

    def _runs(self, condition: str, value: Any) -> list[dict[str, Any]]:
        names = ("id", "started_at", "ended_at", "options", "state", "exit_code", "report")
        query = f"SELECT {', '.join(names)} FROM run {condition}"
        runs = [dict(zip(names, row, strict=True)) for row in self._database.rows(query, (value,))]
        for run in runs:
            run["options"], run["report"] = orjson.loads(run["options"]), orjson.loads(run["report"])
        return runs

    # --- one run --------------------------------------------------------------------------------

    def ask(self, run: str, url: str, kind: str) -> None:
        """Note that a run asks for an address."""
        query = "INSERT OR IGNORE INTO visit VALUES (?, ?, ?, '', '', '', NULL)"
        self.asked += max(self._database.execute(query, (run, url, kind)).rowcount, 0)

    def visit(
        self, run: str, url: str, kind: str, fate: str, reason: str, detail: str, warc: str | None
    ) -> None:
        """Note what became of an address that a run asked for."""
        query = "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._database.execute(query, (run, url, kind, fate, reason, detail, warc))

    def in_hand(self) -> list[tuple[str, str, str | None]]:
        """What an earlier run had in hand when it ended: its answers to these addresses had no effect.

        To be asked before `Frontier.reclaim`.

        Returns:
            (run, address, place of the last answer to it that was acknowledged before, or None).
        """
        query = (
            "SELECT max(visit.run), url, visit.warc FROM address JOIN visit USING (url)"
            " WHERE address.state = 'leased' GROUP BY url"
            " UNION SELECT capturing.run, address, warc FROM capturing LEFT JOIN visit"
            " ON visit.run = capturing.run AND visit.url = address ORDER BY 2, 1"
        )
        return list(self._database.rows(query))

    def taken_back(self) -> list[str]:
        """The runs whose articles were taken back, see `store.quarantine`."""
        query = "SELECT DISTINCT run FROM visit WHERE fate = 'quarantine' AND reason = ? ORDER BY run"
        return [row[0] for row in self._database.rows(query, (LAYOUT_CHANGE,))]

    def has_visited(self, run: str, url: str) -> bool:
        """Whether a run has asked for an address."""
        query = "SELECT 1 FROM visit WHERE run = ? AND url = ?"
        return self._database.value(query, (run, url)) is not None

    def change(self, run: str, key: str, *, url: str = "", kind: str = "", before: str | None = None) -> None:
        """Note that a run added or changed an article.

        Args:
            run: The run.
            key: The article's.
            url: The address whose page did it.
            kind: "new" or "changed".
            before: The article's record before, as JSON; see `store.quarantine.take_back`.
        """
        row = (run, key, url, kind, before)
        self._database.execute("INSERT OR IGNORE INTO change VALUES (?, ?, ?, ?, ?)", row)

    def forget_before(self, run: str) -> None:
        """Drop the records before: the run has ended well, nothing will be taken back."""
        self._database.execute("UPDATE change SET before = NULL WHERE run = ? AND before NOT NULL", (run,))

    def changes(self, run: str) -> Counter[str]:
        """How many articles a run added ("new") and changed ("changed")."""
        query = "SELECT kind, count(*) FROM change WHERE run = ? GROUP BY kind"
        return Counter(dict(self._database.rows(query, (run,))))

    def new_records(self, run: str) -> Iterator[dict[str, Any]]:
        """The records of the articles that a run added."""
        query = "SELECT record FROM change JOIN article USING (key) WHERE run = ? AND kind = 'new'"
        for (record,) in self._database.rows(query, (run,)):
            yield orjson.loads(record)

    def changed_months(self, run: str) -> list[str]:
        """The months of the articles that a run added or changed."""
        query = "SELECT DISTINCT month FROM change JOIN article USING (key) WHERE run = ? ORDER BY 1"
        return [row[0] for row in self._database.rows(query, (run,))]

    def ends(self, run: str) -> list[tuple[str, str, int]]:
        """A run's ends as (fate, state of the address now, number); see `report.balance`."""
        query = (
            "SELECT fate, coalesce(address.state, ''), count(*) FROM visit LEFT JOIN address USING (url)"
            " WHERE run = ? GROUP BY 1, 2"
        )
        return list(self._database.rows(query, (run,)))

    def was_full(self, run: str, url: str) -> bool:
        """Whether another run could read a page of a listing."""
        query = (
            "SELECT 1 FROM visit WHERE run < ? AND url = ? AND kind = 'listing' AND fate = 'stored' LIMIT 1"
        )
        return self._database.value(query, (run, url)) is not None

    def robots(self, run: str) -> list[tuple[str, float, int | None, str]]:
        """The robots.txt that a run received, as (origin, time, status, text)."""
        query = "SELECT origin, fetched_at, status, text FROM robots WHERE run = ? ORDER BY 1, 2"
        return list(self._database.rows(query, (run,)))

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

    def note_robots(self, run: str, origin: str, text: RobotsText) -> None:
        """Keep a robots.txt as it was received, or why none was."""
        words = text.body.decode("utf-8", "replace") if text.status is not None else text.trouble
        with self._database.transaction():
            row = (run, origin, text.fetched_at, text.status, words)
            self._database.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?, ?)", row)

    def earlier_robots(self, run: str, origin: str, *, since: float) -> RobotsText | None:
        """Give the last robots.txt that a run before this one received since a moment (Unix seconds)."""
        query = (
            "SELECT fetched_at, status, text FROM robots WHERE origin = ? AND run <> ?"
            " AND status IS NOT NULL AND fetched_at >= ? ORDER BY fetched_at DESC LIMIT 1"
        )
        row = self._database.execute(query, (origin, run, since)).fetchone()
        return RobotsText(row[0], row[1], row[2].encode()) if row else None
