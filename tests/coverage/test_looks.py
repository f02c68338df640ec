"""Why days were silent: the listing was read without a hole, a run looked, runs broke, nobody looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from crawler.discover.window import VIETNAM
from crawler.report.completeness.looks import Covered, Look, why_silent
from crawler.report.completeness.silence import Span

SPAN = Span(date(2026, 11, 10), date(2026, 11, 11), 20.0, 1e-9)


def at(text: str) -> datetime:
    """A moment in Vietnam, as "11-12 08"."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H").replace(tzinfo=VIETNAM)


def look(text: str, code: int | None = 0, sections: tuple[str, ...] = (), **broken: str) -> Look:
    """A run that began then."""
    trouble = {name.replace("_", "-"): why for name, why in broken.items()}
    return Look(f"run-{text[:5]}", at(text), code, sections, trouble)


CASES: list[tuple[str, Sequence[Look], Sequence[Covered], str, str]] = [
    ("nobody", [], [], "not-looked-at", "no run looked"),
    ("long before", [look("11-01 08")], [], "not-looked-at", "no run looked"),
    ("weeks later", [look("11-24 08")], [], "not-looked-at", "no run looked"),
    ("the day after each", [look("11-11 08"), look("11-12 08")], [], "site-silent", "run-11-12"),
    ("two days later", [look("11-13 08")], [], "site-silent", "run-11-13"),
    ("a wall", [look("11-11 08", 9), look("11-12 08", 9)], [], "we-broke", "run-11-11 (wall)"),
    ("a crash", [look("11-12 08", None)], [], "we-broke", "run-11-12 (it never ended well)"),
    ("a wall, then a good one", [look("11-11 08", 9), look("11-12 08")], [], "site-silent", "run-11-12"),
    ("its listing failed", [look("11-12 08", 3, chinh_tri="timeout")], [], "we-broke", "(timeout)"),
    ("another listing failed", [look("11-12 08", 3, tieu_diem="timeout")], [], "site-silent", "run-11-12"),
    ("asked for another section", [look("11-12 08", 0, ("tieu-diem",))], [], "not-looked-at", "no run"),
    (
        "read without a hole later",
        [look("11-12 08", 9)],
        [Covered("chinh-tri", None, at("11-20 08"))],
        "site-silent",
        "without a hole",
    ),
    (
        "read without a hole, but not so far back",
        [],
        [Covered("chinh-tri", at("11-11 00"), at("11-20 08"))],
        "not-looked-at",
        "no run",
    ),
    (
        "read without a hole before their end",
        [look("11-12 08", 5)],
        [Covered("chinh-tri", None, at("11-11 20"))],
        "we-broke",
        "run-11-12 (unreachable)",
    ),
    (
        "another listing without a hole",
        [],
        [Covered("tieu-diem", None, at("11-20 08"))],
        "not-looked-at",
        "no run",
    ),
]


@pytest.mark.parametrize(
    ("looks", "covered", "cause", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_why(looks: Sequence[Look], covered: Sequence[Covered], cause: str, words: str) -> None:
    """Each story of runs and listings has its cause, and the runs are named."""
    found, why = why_silent("chinh-tri", SPAN, looks, covered)

    assert found == cause
    assert words in why


def test_all_sections_together() -> None:
    """For the paper as a whole any listing counts, and one section's trouble does not."""
    looks = [look("11-12 08", 3, chinh_tri="timeout")]

    assert why_silent("", SPAN, looks, [])[0] == "site-silent"
    assert why_silent("", SPAN, [], [Covered("tieu-diem", None, at("11-20 08"))])[0] == "site-silent"


def test_many_runs_are_not_all_named() -> None:
    """Three runs are named, the others counted."""
    looks = [look(f"11-10 {hour:02}", 5) for hour in range(10)]

    assert why_silent("chinh-tri", SPAN, looks, [])[1].endswith("and 7 more")
