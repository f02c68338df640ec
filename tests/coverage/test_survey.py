"""The survey of a data folder: every article is counted once, on its day, with its cause."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover.window import VIETNAM, Window
from crawler.report.completeness.causes import Cause
from tests.coverage.folder import PAPER, Folder, url_of


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty data folder."""
    return Folder(tmp_path)


def holes(found: list[dict[str, Any]]) -> dict[str, str]:
    """Key -> cause."""
    return {hole["key"]: hole["cause"] for hole in found}


def test_an_article_shown_by_many_is_counted_once(folder: Folder) -> None:
    """Listing, feed and sitemap show it under two sections: one article, on the earliest day given."""
    folder.sight("listing", [531453], day=None)
    folder.sight("feed", [531453], day="2026-11-03", section="tieu-diem")
    folder.sight("sitemap", [531453], day="2026-11-09")
    survey, found, number = folder.survey()

    (hole,) = found
    assert number == 1
    assert (hole["day"], hole["cause"], hole["sources"]) == (
        "2026-11-03",
        "never-asked",
        ["feed", "listing", "sitemap"],
    )
    assert survey.unexplained == {"never-asked": 1}


def test_the_printed_day_counts(folder: Folder) -> None:
    """What the page prints beats what a source says, and what no source can mean is no day."""
    folder.sight("sitemap", [531453, 531454], day="2026-11-09")
    folder.store(531453, "2026-11-02")
    folder.sight("sitemap", [531455], day="9999-01-01")
    survey, found, _ = folder.survey()

    days = {(str(day), row.causes[Cause.STORED]) for _, day, row in survey.rows()}
    assert days == {("2026-11-02", 1), ("2026-11-09", 0), ("None", 0)}
    assert {hole["day"] for hole in found} == {"2026-11-09", None}


def test_a_day_by_the_numbers(folder: Folder) -> None:
    """A listing gives no days: the known numbers around tell it, where they stand close and are in order."""
    for number, day in ((531400, "2026-11-02"), (531500, "2026-11-03"), (531900, "2026-11-20")):
        folder.store(number, day)
    folder.sight("listing", [531453, 531700, 1453], day=None)
    _, found, _ = folder.survey()

    days = {hole["key"]: (hole["day"], hole["detail"]) for hole in found}
    assert days == {
        "main/531453": ("2026-11-02", "by its number between 2026-11-02 and 2026-11-03"),
        "main/531700": (None, "by its number between 2026-11-03 and 2026-11-20"),
        "main/1453": (None, ""),  # of the imported ones, whose order is not that of days
    }


def test_what_no_run_was_asked_for_is_left_out(folder: Folder) -> None:
    """A sitemap shows twenty years; the folder holds what was asked for. Days given by hand count all."""
    folder.goal("chinh-tri", since="2026-11-01")
    folder.sight("sitemap", [400000], day="2015-03-02")
    folder.sight("sitemap", [531453], day="2026-11-02")
    folder.sight("sitemap", [531454], day="2026-11-02", section="tieu-diem")

    assert holes(folder.survey()[1]) == {"main/531453": "never-asked"}
    window = Window(datetime(2015, 1, 1, tzinfo=VIETNAM))
    again = Folder(folder.path)
    assert holes(again.survey(window=window)[1]) == {
        "main/400000": "never-asked",
        "main/531453": "never-asked",
    }


def test_numbers_that_were_tried_are_no_holes(folder: Folder) -> None:
    """`--via ids` tries numbers that no source shows; a page that came and cannot be read is a hole."""
    folder.address(531453, "filtered", "no-such-number", form="ids", url=f"{PAPER}/?p=531453")
    folder.address(531454, "pending", form="ids", url=f"{PAPER}/?p=531454")
    folder.address(531455, "failed", "timeout", form="ids", url=f"{PAPER}/?p=531455")
    folder.address(531456, "quarantine", "missing:published_at", form="ids", url=f"{PAPER}/?p=531456")

    assert holes(folder.survey()[1]) == {"main/531456": "we-broke"}


def test_gone_for_good_is_explained_unless_an_archive_has_it(folder: Folder) -> None:
    """What the paper has taken off is named and no alarm; a web archive's capture makes it one."""
    folder.sight("listing", [531453, 531454], day="2026-11-02")
    folder.sight("wayback", [531454], day=None)
    folder.address(531453, "gone", "http-410")
    folder.address(531454, "gone", "http-410")
    survey, found, _ = folder.survey()

    assert {hole["key"]: hole["explained"] for hole in found} == {"main/531453": True, "main/531454": False}
    assert (
        "langson archives --source wayback" in next(h for h in found if h["key"] == "main/531454")["advice"]
    )
    assert survey.unexplained == {"gone": 1}


@pytest.mark.parametrize(
    ("state", "cause"),
    [("found", "not-fetched"), ("refused", "we-broke"), ("passing", "site-failed"), (None, "never-asked")],
)
def test_captures(folder: Folder, state: str | None, cause: str) -> None:
    """An article that only an archive has: what became of its captures is the cause."""
    folder.sight("wayback", [531453], day=None)
    if state is not None:
        row = ("wayback", url_of(531453), "20260101000000", "main/531453", 200, "", "", state, "timeout", "")
        folder.state.database.execute(f"INSERT INTO web_capture VALUES ({', '.join('?' * 10)})", row)

    assert holes(folder.survey()[1]) == {"main/531453": cause}


def test_read_under_another_number(folder: Folder) -> None:
    """An address led to an article of another number, which has it as an alias: no hole."""
    folder.sight("listing", [531453], day="2026-11-02")
    folder.address(531453, "done", "new")
    folder.state.articles.add_aliases("main/531999", [url_of(531453)])
    folder.store(531999, "2026-11-02")

    assert folder.survey()[1] == []


def test_named_by_hand(folder: Folder) -> None:
    """An address that somebody gave and that failed is a hole, also before its key was noted."""
    folder.address(531453, "failed", "http-503", key=None)
    folder.address(0, "failed", "http-503", key=None, url="https://example.org/x")

    assert holes(folder.survey()[1]) == {"main/531453": "site-failed"}


LISTING: dict[str, Any] = {
    "kind": "listing",
    "key": None,
    "url": f"{PAPER}/chinh-tri",
    "start": f"{PAPER}/chinh-tri",
}


@pytest.mark.parametrize(
    ("reason", "answering", "cause", "explained"),
    [
        ("robots", None, "refused", False),
        ("timeout", None, "site-failed", False),
        ("timeout", "feed", "site-failed", False),  # a feed shows the newest only
        ("timeout", "sitemap", "site-failed", True),
    ],
)
def test_a_listing_that_was_not_read(
    folder: Folder, reason: str, answering: str | None, cause: str, explained: bool
) -> None:
    """What it shows is not known: a hole, unless another source shows all of the paper."""
    folder.address(0, "failed", reason, **LISTING)
    if answering:
        row = (PAPER, answering, "answers", "", "2026-11-24T08:00:00+07:00")
        folder.state.database.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?)", row)
    _, found, number = folder.survey()

    assert number == 0
    assert [(h["kind"], h["section"], h["cause"], h["explained"]) for h in found] == [
        ("listing", "chinh-tri", cause, explained)
    ]


@pytest.mark.parametrize(
    ("codes", "hole"),
    [
        ([0], False),
        ([0, 9], True),
        ([0, 5], True),
        ([8, 9, 8], False),  # a later run saw what there is
        ([0, 10], False),
        ([0, 130], False),
        ([9], True),
    ],
)
def test_a_last_run_that_was_shown_nothing(folder: Folder, codes: list[int], hole: bool) -> None:
    """All that is known may be stored: what came since the run before is not known."""
    folder.sight("listing", [531453], day="2026-11-02")
    folder.store(531453, "2026-11-02")
    for number, code in enumerate(codes):
        folder.run(f"run-{number}", f"2026-11-{20 + number}T08:00:00+07:00", code)
    survey, found, _ = folder.survey()

    since = "2026-11-20"
    expected = [("days", since, "not-looked-at", False)] if hole else []
    assert [(h["kind"], h["day"], h["cause"], h["explained"]) for h in found] == expected
    assert bool(survey.unexplained) == hole


def test_a_last_run_that_found_nothing_in_an_empty_folder(folder: Folder) -> None:
    """Where no article is known at all there is nothing to compare: the exit code says that already."""
    folder.run("run-1", "2026-11-20T08:00:00+07:00", 5)
    assert folder.survey()[1] == []


def test_a_section_asked_for(folder: Folder) -> None:
    """With a section given, the others are no holes; what names none may be of it."""
    folder.sight("listing", [531453], day="2026-11-02")
    folder.sight("listing", [531454], day="2026-11-02", section="tieu-diem")
    folder.address(5012345, "pending", url=f"{PAPER}/hoi-nghi-5012345.html")
    survey, found, number = folder.survey(sections=("tieu-diem",))

    assert holes(found) == {"main/531454": "never-asked", "main/5012345": "not-fetched"}
    assert number == 3
    assert survey.total().missing() == 2


def test_the_state_is_not_touched(folder: Folder) -> None:
    """Not a byte of the folder changes, and nothing is left beside it."""
    folder.sight("listing", range(531000, 531100), day="2026-11-02")
    folder.state.close()
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    folder.survey()

    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == before


STATES = ("pending", "leased", "done", "gone", "failed", "filtered", "quarantine")
REASONS = ("", "robots", "http-404", "timeout", "other-section", "no-such-number", "missing", "x\ny;=1")
SECTIONS = ("chinh-tri", "the-thao", "", "en/politics", "a,b", "=1+1")
DAYS = (None, "2026-11-02", "2010-01-01", "9999-12-31")
Row = tuple[int, str, str, str | None]
ROWS = st.lists(st.tuples(st.integers(100, 130), st.sampled_from(("listing", "feed", "wayback")),
                          st.sampled_from(SECTIONS), st.sampled_from(DAYS)), max_size=25)  # fmt: skip
ADDRESSES = st.dictionaries(
    st.integers(110, 140), st.tuples(st.sampled_from(STATES), st.sampled_from(REASONS)), max_size=12
)


@settings(deadline=None, max_examples=25)
@given(sighted=ROWS, addresses=ADDRESSES, stored=st.sets(st.integers(120, 150), max_size=12))
def test_nothing_is_lost(sighted: list[Row], addresses: dict[int, tuple[str, str]], stored: set[int]) -> None:
    """The table's cells sum up to the distinct articles, whatever is known of them, and what is missing in
    it are the holes."""
    with TemporaryDirectory() as path:
        folder = Folder(Path(path))
        with folder.state.transaction():
            for number, source, section, day in sighted:
                folder.sight(source, [number], day=day, section=section)
            for number, (state, reason) in addresses.items():
                folder.address(number, state, reason)
            for number in stored:
                folder.store(number, "2026-11-02")
        survey, found, number = folder.survey()

    keys = {row[0] for row in sighted} | addresses.keys() | stored
    assert number == len(keys)
    assert survey.total().missing() == len(found) == len({hole["key"] for hole in found})
    assert survey.total().causes[Cause.STORED] == len(stored)
