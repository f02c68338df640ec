"""A data folder that a test fills row by row, through the state's own tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from crawler.discover.goal import Goal
from crawler.discover.window import VIETNAM, Window
from crawler.report.completeness.survey import Survey
from crawler.store.completeness.survey_folder import survey_folder
from crawler.store.sightings import Sighting, Sightings
from crawler.store.state import State

NOW = datetime(2026, 11, 24, 8, tzinfo=VIETNAM)
PAPER = "https://baolangson.vn"
_COLUMNS = "url, kind, key, state, reason, found_at, section, published_at, form, start, detail"


def url_of(number: int, section: str = "chinh-tri") -> str:
    """An era 1 address."""
    return f"{PAPER}/{section}/{number}-hoi-nghi.html"


class Folder:
    """A data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = State(path, create=True)

    def sight(
        self, source: str, numbers: Iterable[int], *, day: str | None, section: str = "chinh-tri"
    ) -> None:
        """Let a source show articles."""
        when = date.fromisoformat(day) if day else None
        rows = [Sighting(f"main/{n}", url_of(n, section), when, section) for n in numbers]
        Sightings(self.state.database).note(source, rows, seen_at=NOW.isoformat())

    def address(
        self, number: int, state: str, reason: str = "", *, kind: str = "article", **facts: Any
    ) -> None:
        """Let an address be in a state."""
        values = {
            "url": url_of(number),
            "kind": kind,
            "key": f"main/{number}",
            "state": state,
            "reason": reason,
            "found_at": NOW.isoformat(),
            "section": None,
            "published_at": None,
            "form": "",
            "start": None,
            "detail": "",
            **facts,
        }
        places = ", ".join(f":{name}" for name in values)
        self.state.database.execute(f"INSERT INTO address ({_COLUMNS}) VALUES ({places})", values)

    def store(self, number: int, day: str, *, section: str = "chinh-tri", key: str = "") -> None:
        """Store an article; its address is not made."""
        record = orjson.dumps(
            {"section": section, "subsection": None, "url": url_of(number, section)}
        ).decode()
        at = f"{day}T08:00:00+07:00"
        row = (key or f"main/{number}", str(number), day[:7], at, "", at, at, record)
        self.state.database.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)", row)

    def goal(self, *sections: str, since: str | None = None) -> None:
        """Let a run have been asked for sections and days."""
        first = datetime.fromisoformat(f"{since}T00:00:00+07:00") if since else None
        with self.state.transaction():
            self.state.frontier.goal(Goal(sections, Window(first)).to_json())

    def run(self, name: str, began: str, code: int, options: str = "{}") -> None:
        """Let a run have ended."""
        row = (name, began, began, options, "ended", code)
        query = (
            "INSERT INTO run (id, started_at, ended_at, options, state, exit_code) VALUES (?, ?, ?, ?, ?, ?)"
        )
        self.state.database.execute(query, row)

    def survey(
        self, *, sections: tuple[str, ...] | None = None, window: Window | None = None
    ) -> tuple[Survey, list[dict[str, Any]], int]:
        """Survey it. Returns the survey, its holes as records, and the number of articles in its table."""
        from crawler.report.completeness.records import hole_record

        self.state.close()
        with survey_folder(self.path, sections=sections, window=window or Window(), now=NOW) as (survey, _):
            holes = [hole_record(hole) for hole in survey.holes()]
            number = sum(row.causes.total() for _, _, row in survey.table.rows())
        return survey, holes, number
