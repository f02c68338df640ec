"""Why an article is not stored: the frontier's states and reasons, as rows of a table."""

from __future__ import annotations

import pytest

from crawler.report.completeness.causes import MEANINGS, Cause, judge
from crawler.report.completeness.item import OTHER, UNKNOWN, Item, placed, section_name, verdict
from crawler.sites.baolangson.urls import POLITICS_SECTIONS

CAUSES = [
    # state, reason, cause, explained
    ("", "", "never-asked", False),
    ("pending", "", "not-fetched", False),
    ("leased", "", "not-fetched", False),
    ("failed", "robots", "refused", False),
    ("failed", "http-403", "refused", False),
    ("failed", "wall-captcha", "refused", False),
    ("failed", "http-404", "gone", False),  # missing once: a second look comes a day later
    ("failed", "soft-404", "gone", False),
    ("failed", "gone-home", "gone", False),
    ("gone", "http-410", "gone", True),
    ("failed", "http-503", "site-failed", False),
    ("failed", "timeout", "site-failed", False),
    ("failed", "redirect-loop", "site-failed", False),
    ("failed", "parse-timeout", "we-broke", False),
    ("failed", "encoding", "we-broke", False),
    ("failed", "a-reason-of-tomorrow", "we-broke", False),
    ("quarantine", "missing", "we-broke", False),
    ("quarantine", "layout-change", "we-broke", False),
    ("filtered", "not-article", "we-broke", False),
    ("filtered", "other-section", "left-out", True),
    ("filtered", "older-than-since", "left-out", True),
    ("filtered", "newer-than-until", "left-out", True),
    ("filtered", "duplicate", "left-out", True),
    ("filtered", "foreign-address", "left-out", True),
    ("filtered", "no-such-number", "left-out", True),
    ("done", "new", "we-broke", False),  # the ledger says read, and there is no article
]


@pytest.mark.parametrize(("state", "reason", "cause", "explained"), CAUSES)
def test_cause(state: str, reason: str, cause: str, explained: bool) -> None:
    """Each end of an address has one cause; only what nothing is left to be done about is explained."""
    found = judge(state, reason)

    assert (found.cause, found.explained) == (cause, explained)


def test_what_cannot_have_come_yet_is_not_due() -> None:
    """What waits while a crawl is at work, or while the server wants a pause, is no alarm."""
    found = judge("pending", "", waits=True)

    assert (found.cause, found.explained) == (Cause.NOT_DUE, True)


def test_read_under_another_number() -> None:
    """An address whose article is stored under the number of the page it led to is no hole."""
    assert judge("done", "new", elsewhere=True).cause == Cause.LEFT_OUT


def test_every_cause_is_told_in_words() -> None:
    """The table names no cause that it does not explain."""
    assert set(MEANINGS) == set(Cause)


PAPER = "https://baolangson.vn"
PLACES = [
    # page's section, address, shown in, row, wanted
    ("chinh-tri", "/the-thao/531453-a.html", ("xa-hoi",), "chinh-tri", True),  # the page counts most
    ("", "/chinh-tri/xay-dung-dang/531453-a.html", (), "chinh-tri/xay-dung-dang", True),
    ("", "/the-thao/531453-a.html", ("chinh-tri",), OTHER, False),  # a box beside a listing
    ("", "/a-5012345.html", ("chinh-tri", "chinh-tri/xay-dung-dang"), "chinh-tri/xay-dung-dang", True),
    ("", "/a-5012345.html", ("the-thao", "tieu-diem"), "tieu-diem", True),
    ("", "/a-5012345.html", ("the-thao",), OTHER, False),
    ("", "/a-5012345.html", (), UNKNOWN, True),  # it may be political: the page has to be asked
    ("politics", "/en/politics/5314-a.html", (), "en/politics", True),
    ("", "/en/politics/5314-a.html", (), "en/politics", True),
    ("kinh-te", "/a-5012345.html", ("chinh-tri",), OTHER, False),
]


@pytest.mark.parametrize(("page", "path", "shown", "row", "wanted"), PLACES)
def test_place(page: str, path: str, shown: tuple[str, ...], row: str, wanted: bool) -> None:
    """An article is counted once: by its page's section, its address's, or a wanted one that shows it."""
    item = Item(key="main/1", url=f"{PAPER}{path}", page_section=page, shown_in=shown)

    found = placed(item, POLITICS_SECTIONS)

    assert (found.section, found.wanted) == (row, wanted)


def test_another_sections_failure_is_no_hole() -> None:
    """What is of another section may fail: nobody wanted it. What is stored counts as stored anywhere."""
    sport = Item(key="main/1", url=f"{PAPER}/the-thao/531453-a.html", state="failed", reason="http-404")
    kept = Item(key="main/2", url=f"{PAPER}/the-thao/531454-a.html", stored=True)

    assert verdict(sport, placed(sport, POLITICS_SECTIONS)).cause == Cause.LEFT_OUT
    assert verdict(kept, placed(kept, POLITICS_SECTIONS)).cause == Cause.STORED


@pytest.mark.parametrize(
    ("path", "name"),
    [("/chinh-tri/", "chinh-tri"), ("politics", "en/politics"), ("en/politics", "en/politics")],
)
def test_section_name(path: str, name: str) -> None:
    """A section has one name, however it is written."""
    assert section_name(path) == name
