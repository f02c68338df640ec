"""How long the paper has been silent: working days, Tết, what is usual, and whose doing it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.discover.goal import Goal
from crawler.discover.window import VIETNAM, Window
from crawler.report.completeness.causes import Cause
from crawler.report.completeness.looks import Look
from crawler.report.current_silence import Evidence, Silence, current_silence, silence_lines
from crawler.store.current_silence import read_silence
from tests.coverage.folder import NOW, Folder

DAY = timedelta(days=1)


def at(day: str, hour: int = 8) -> datetime:
    """A moment in Vietnam."""
    return datetime.combine(date.fromisoformat(day), time(hour), tzinfo=VIETNAM)


def paper(newest: str, a_day: int = 12, weeks: int = 20) -> Counter[date]:
    """A paper with so many articles a working day, two on Saturdays, none on Sundays, up to a day."""
    last = date.fromisoformat(newest)
    days = [last - number * DAY for number in range(7 * weeks)]
    return Counter({day: (a_day, 2, 0)[max(day.weekday() - 4, 0)] for day in days if day.weekday() < 6})


def judged(
    newest: str,
    now: str,
    *,
    code: int | None = 0,
    not_heard: Mapping[Cause, int] | None = None,
    a_day: int = 12,
) -> Silence:
    """The silence of a paper whose last article came on a day, and of which one run looked each morning."""
    first, last = date.fromisoformat(newest) + DAY, date.fromisoformat(now)
    looks = [
        Look(f"run-{number}", at((first + number * DAY).isoformat(), 6), code)
        for number in range((last - first).days + 1)
    ]
    evidence = Evidence(
        counts=paper(newest, a_day), newest_at=at(newest, 17), looks=looks if code is not None else (),
        not_heard=not_heard or {},
    )  # fmt: skip
    return current_silence(evidence, now=at(now))


@pytest.mark.parametrize(
    ("newest", "now", "days", "unusual", "cause"),
    [
        # a Friday's article, looked at on Monday morning: a weekend has passed
        ("2026-11-20", "2026-11-20", 0, False, None),
        ("2026-11-20", "2026-11-21", 0, False, None),
        ("2026-11-20", "2026-11-22", 0, False, "site-silent"),
        ("2026-11-20", "2026-11-23", 0, False, "site-silent"),
        # and on Tuesday: one working day, on which twelve are usual
        ("2026-11-20", "2026-11-24", 1, True, "site-silent"),
        # 24 November is a day off, the Day of Vietnamese Culture
        ("2026-11-20", "2026-11-27", 3, True, "site-silent"),
        # Tết 2026: New Year's day is 17 February; the days off are no silence
        ("2026-02-14", "2026-02-23", 0, False, "site-silent"),
        ("2026-02-14", "2026-02-27", 3, True, "site-silent"),
        # the two days of National Day
        ("2026-09-01", "2026-09-03", 0, False, "site-silent"),
    ],
)
def test_the_rhythm(newest: str, now: str, days: int, unusual: bool, cause: str | None) -> None:
    """Today does not count, nor do weekends, Tết and holidays; a silence that chance explains is usual."""
    found = judged(newest, now)

    assert (found.working_days, found.unusual) == (days, unusual)
    assert (found.cause.value if found.cause else None) == cause


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (0, Cause.SITE_SILENT),
        (8, Cause.SITE_SILENT),
        (3, Cause.SITE_SILENT),
        (1, Cause.WE_BROKE),
        (6, Cause.WE_BROKE),
        (4, Cause.REFUSED),
        (9, Cause.REFUSED),
        (5, Cause.SITE_FAILED),
        (None, Cause.NOT_LOOKED_AT),
    ],
)
def test_whose_doing(code: int | None, cause: Cause) -> None:
    """Runs that went well and found nothing say that the paper was silent; others do not."""
    assert judged("2026-11-18", "2026-11-24", code=code).cause == cause


@pytest.mark.parametrize(
    ("looks", "cause"),
    [
        ([("2026-11-24", 0, {})], Cause.SITE_SILENT),  # the first run ever: it read the front of the listings
        ([("2026-11-22", 0, {}), ("2026-11-24", 5, {})], Cause.SITE_SILENT),
        ([("2026-11-20", 0, {}), ("2026-11-24", 5, {})], Cause.SITE_FAILED),
        ([("2026-11-20", 0, {}), ("2026-11-23", None, {})], Cause.WE_BROKE),
        ([("2026-11-19", 0, {})], Cause.NOT_LOOKED_AT),
        ([("2026-11-24", 3, {"chinh-tri": "http-503"})], Cause.WE_BROKE),
        ([("2026-11-01", 5, {})], Cause.NOT_LOOKED_AT),  # long ago
    ],
)
def test_who_looked_when(looks: list[tuple[str, int | None, dict[str, str]]], cause: Cause) -> None:
    """One run that went well lately is enough; one with a listing that it could not read is none."""
    evidence = Evidence(
        counts=paper("2026-11-18"),
        newest_at=at("2026-11-18"),
        looks=[Look(day, at(day, 6), code, broken=broken) for day, code, broken in looks],
        not_heard={},
    )

    assert current_silence(evidence, now=at("2026-11-24")).cause == cause


@pytest.mark.parametrize("cause", [Cause.WE_BROKE, Cause.REFUSED, Cause.SITE_FAILED, Cause.NOT_FETCHED])
def test_newer_articles_that_are_not_stored(cause: Cause) -> None:
    """They prove that the paper has spoken, whatever the runs' exit codes."""
    found = judged("2026-11-18", "2026-11-24", not_heard={cause: 7})

    assert found.cause == cause
    assert "7 newer articles are known and not stored" in found.detail


def test_a_slack_section() -> None:
    """Where one article a day comes, three days without one are usual; what is usual is told."""
    found = judged("2026-11-20", "2026-11-26", a_day=1)

    assert (found.working_days, found.unusual) == (2, False)
    assert found.expected == 4.0  # Monday, Wednesday, and two on Saturday; Tuesday is a day off


def test_too_little_known() -> None:
    """A young folder: the days are counted, nothing is said of what is usual."""
    evidence = Evidence(counts={date(2026, 11, 19): 3}, newest_at=at("2026-11-19"), not_heard={})
    found = current_silence(evidence, now=at("2026-11-24"))

    assert (found.working_days, found.expected, found.unusual) == (2, None, False)
    assert current_silence(Evidence(counts={}, newest_at=None, not_heard={}), now=NOW) == Silence()


def test_lines() -> None:
    """For people: how long, what is usual, and the likely cause where it is not."""
    said = " | ".join(silence_lines(judged("2026-11-18", "2026-11-24").to_json()))

    assert said.startswith(
        "newest article 2026-11-18 17:00: 3 working days without one since; 38 articles are"
    )
    assert "that is unusual; likely site-silent: run run-5 looked and found nothing newer" in said
    assert list(silence_lines(judged("2026-11-20", "2026-11-20").to_json())) == [
        "newest article 2026-11-20 17:00"
    ]
    assert list(silence_lines(Silence().to_json())) == []


# --- out of a folder ----------------------------------------------------------------------------


def filled(path: Path) -> Folder:
    """A folder with articles up to Thursday 2026-11-19; `NOW` is Tuesday 2026-11-24."""
    folder = Folder(path)
    number = 1000
    with folder.state.transaction():
        for day, count in sorted(paper("2026-11-19").items()):
            for _ in range(count):
                number += 1
                folder.store(number, day.isoformat())
    return folder


@pytest.mark.parametrize(
    ("state", "reason", "facts", "cause"),
    [
        ("quarantine", "missing:published_at", {}, "we-broke"),
        ("failed", "robots", {}, "refused"),
        ("failed", "http-503", {}, "site-failed"),
        ("pending", "", {}, "not-fetched"),
        # no proof that the paper has spoken
        ("gone", "http-404", {}, "not-looked-at"),
        ("filtered", "other-section", {}, "not-looked-at"),
        ("quarantine", "missing:title", {"form": "ids"}, "not-looked-at"),
    ],
)
def test_in_the_frontier(tmp_path: Path, state: str, reason: str, facts: dict[str, Any], cause: str) -> None:
    """Articles with higher numbers than the newest one that are known and not stored."""
    folder = filled(tmp_path)
    folder.address(900, "quarantine", "missing:title")  # an older one
    folder.address(9000, state, reason, **facts)
    folder.state.close()

    found = read_silence(tmp_path, now=NOW, busy=False).to_json()

    assert (found["working_days"], found["unusual"], found["cause"]) == (2, True, cause)


def goal(since: str | None = None, before: str | None = None) -> str:
    """A run's goal: some days of all sections."""
    return Goal((), Window(at(since, 0) if since else None, at(before, 0) if before else None)).to_json()


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        ({"spider": "politics"}, Cause.SITE_SILENT),
        ({"spider": "politics", "goal": goal(since="2026-11-17")}, Cause.SITE_SILENT),
        ({"spider": "politics", "goal": goal(before="2026-11-24")}, Cause.SITE_SILENT),
        # what says nothing of the paper's newest articles
        ({"spider": "backfill", "goal": goal(before="2016-01-01")}, Cause.NOT_LOOKED_AT),
        ({"command": "archives", "source": "commoncrawl"}, Cause.NOT_LOOKED_AT),
        ({"command": "ingest"}, Cause.NOT_LOOKED_AT),
        ({"spider": "article"}, Cause.NOT_LOOKED_AT),
    ],
)  # fmt: skip
def test_who_has_looked(tmp_path: Path, options: dict[str, Any], cause: Cause) -> None:
    """A run that did not ask the paper for its newest articles says nothing of its silence."""
    folder = filled(tmp_path)
    name = "20261124T070000-abcdef"
    folder.state.runs.begin(name, started_at="2026-11-24T07:00:00+07:00", options=options)
    folder.state.runs.end(name, ended_at="2026-11-24T07:01:00+07:00")
    folder.state.runs.report(name, exit_code=8, report={})
    folder.state.close()

    assert read_silence(tmp_path, now=NOW, busy=False).cause == cause


def test_a_run_that_is_about_to_end(tmp_path: Path) -> None:
    """A run that writes its report is not in the state as ended yet: its code is given."""
    folder = filled(tmp_path)
    name = "20261124T070000-abcdef"
    folder.state.runs.begin(name, started_at="2026-11-24T07:00:00+07:00", options={"spider": "politics"})
    folder.state.close()

    assert read_silence(tmp_path, now=NOW, busy=False).cause == Cause.WE_BROKE
    assert read_silence(tmp_path, now=NOW, busy=False, ended=(name, 8)).cause == Cause.SITE_SILENT
