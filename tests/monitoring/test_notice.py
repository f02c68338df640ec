"""The notice of a run: its JSON Schema stands in the documents, and every notice keeps to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from crawler.monitoring.notice import Notice, notice_of_failure, notice_of_run, notice_schema
from crawler.report.current_silence import Silence

DOCS = Path(__file__).parents[2] / "docs" / "monitoring"
SILENCE = Silence().to_json()
RUN: dict[str, Any] = {
    "id": "20261124T070000-abcdef", "started_at": "2026-11-24T07:00:00+07:00",
    "ended_at": "2026-11-24T07:01:30+07:00", "options": {}, "state": "ended", "exit_code": 3,
    "report": {
        "schema": "run/1", "articles": {"new": 12, "changed": 3, "unchanged": 40},
        "counts": {"article": {"quarantine": {"missing:title": 1}, "gone": {"http-404": 2}}},
        "requests": 75, "refusals": {"Disallow: /": 4}, "warnings": ["đ" * 9999] * 99,
        "published": ["2026-11.jsonl"], "error": None,
    },
}  # fmt: skip


def checked(notice: Notice) -> dict[str, Any]:
    """A notice as JSON, which keeps to the schema of the documents."""
    told: dict[str, Any] = json.loads(json.dumps(notice.to_json()))
    jsonschema.validate(told, json.loads((DOCS / "notice.schema.json").read_text("utf-8")))
    return told


def test_the_schema_in_the_documents() -> None:
    """It is the one that the code gives, and is itself valid; the documents' example keeps to it."""
    text = (DOCS / "notice.schema.json").read_text("utf-8")
    assert json.loads(text) == notice_schema()
    jsonschema.Draft202012Validator.check_schema(notice_schema())

    example = (DOCS / "README.md").read_text("utf-8").partition("```json\n")[2].partition("```")[0]
    jsonschema.validate(json.loads(example), notice_schema())


def test_a_run_that_ended() -> None:
    """The counts of its report, a line for people; long warnings are cut."""
    told = checked(notice_of_run(RUN, command="crawl", data="/srv/langson", silence=SILENCE))

    assert (told["event"], told["exit_name"], told["robots_refused"]) == ("run.ended", "partial", 4)
    assert told["text"] == "langson crawl, /srv/langson: partial; 12 new, 3 changed, 2 gone; 1 quarantined"
    assert (len(told["warnings"]), len(told["warnings"][0])) == (20, 500)
    assert told["report"] == "/srv/langson/runs/20261124T070000-abcdef/report.json"


def test_a_silent_paper() -> None:
    """An unusual silence is part of the line."""
    silence = SILENCE | {"unusual": True, "working_days": 3, "cause": "site-silent"}
    told = checked(notice_of_run(RUN, command="crawl", data="d", silence=silence))

    assert told["text"].endswith("; 3 working days without an article (site-silent)")


def test_a_killed_run() -> None:
    """No code; the next start has written its report."""
    told = checked(notice_of_run({**RUN, "state": "crashed", "exit_code": None, "ended_at": None},
                                 command="crawl", data="d", silence=None))  # fmt: skip

    assert (told["event"], told["exit_code"], told["exit_name"]) == ("run.crashed", None, "crashed")


@pytest.mark.parametrize(("code", "name"), [(6, "storage"), (1, "fault"), (130, "interrupted"), (77, "77")])
def test_a_run_that_left_no_report(code: int, name: str) -> None:
    """It broke, or could not be begun."""
    told = checked(notice_of_failure(command="backfill", data="d", code=code, error="no space"))

    assert (told["event"], told["text"]) == ("run.failed", f"langson backfill, d: {name}: no space")
