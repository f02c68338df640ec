"""Searching: what is found, in which order, how it is narrowed down and counted."""

from __future__ import annotations

import sqlite3
import unicodedata
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.discover.window import VIETNAM
from crawler.errors import SettingError
from crawler.search.facets import facets
from crawler.search.filters import Filters, filters_of
from crawler.search.find import page, searched
from crawler.search.query import parse

NOW = datetime(2026, 11, 24, tzinfo=VIETNAM)


def found(index: sqlite3.Connection, text: str, *, sort: str = "relevance", **filters: Any) -> list[str]:
    """The numbers of the articles that are found, in order."""
    with searched(index, parse(text), Filters(**filters)):
        return [key.removeprefix("main/") for _, key in page(index, sort, 0, 100)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("dong dang", "1001"),
        ("Đồng Đăng", "1001"),
        ("ĐỒNG ĐĂNG", "1001"),
        (unicodedata.normalize("NFD", "đồng đăng"), "1001"),
        ("huu lung", "1003"),
        ("hữu lũng", "1003"),
        ("khóa cửa", "1004"),
        ("khoá cua", "1004"),
        ("05-CT/TW", "1003"),
        ("chỉ thị 05", "1003"),
        ("vuon na", "1006"),  # a caption
        ("minh an", "1001"),  # an author
        ("1004", "1004"),
        ("https://baolangson.vn/chinh-tri/1004-bai.html", "1004"),
        ("nông nghiệp", "1006"),  # a kicker
    ],
)
def test_found_first(index: sqlite3.Connection, text: str, first: str) -> None:
    """With marks or without, in any case and form; by text, caption, person, document, number, address."""
    assert found(index, text)[0] == first


@pytest.mark.parametrize("text", ["đảng uỷ", "đảng ủy", "dang uy", "ĐẢNG UỶ"])
def test_both_places_of_the_tone(index: sqlite3.Connection, text: str) -> None:
    """The paper writes uỷ and ủy."""
    assert set(found(index, text)) >= {"1003", "1004"}


def test_marks_decide_the_order(index: sqlite3.Connection) -> None:
    """`đang họp` means the one with just these marks, `đảng ủy` the others; none is left out."""
    assert found(index, "đang")[0] == "1002"
    assert set(found(index, "đang")) == set(found(index, "dang"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ('"chợ phiên"', {"1001", "1003"}),
        ('"phiên chợ"', set()),
        ("pho*", set()),
        ("phi*", {"1001", "1003"}),
        ("chợ -rừng", {"1001"}),
        ("-chợ", set()),  # nothing to look for
        ("🙂", set()),
        ("", {"1001", "1002", "1003", "1004", "1005", "1006"}),
    ],
)
def test_sets(index: sqlite3.Connection, text: str, numbers: set[str]) -> None:
    """Phrases, beginnings, exclusions; signs alone find nothing, an empty query finds all."""
    assert set(found(index, text)) == numbers


def test_some_of_the_words(index: sqlite3.Connection) -> None:
    """A half-remembered phrase: where no article has all the words, those with some come, the best first."""
    with searched(index, parse("trồng rừng phòng hộ ở hữu lũng"), Filters()) as result:
        assert result.loose
        assert page(index, "relevance", 0, 1)[0][1] == "main/1003"


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"labels": {"section": ["chinh-tri"]}}, {"1002", "1003", "1004", "1005", "1006"}),
        ({"labels": {"section": ["chinh-tri/xay-dung-dang", "kinh-te"]}}, {"1001", "1003"}),
        ({"labels": {"section": ["chinh"]}}, set()),
        ({"labels": {"tag": ["chợ phiên", "cửa khẩu"]}}, {"1001"}),
        ({"labels": {"author": ["HÀ VY"]}}, {"1002", "1006"}),
        ({"labels": {"month": ["2025-03", "2024-01"]}}, {"1003", "1005"}),
        ({"labels": {"document": ["Chỉ thị 05-CT/TW"]}}, {"1003"}),
        ({"labels": {"tag": ["' OR 1=1 --"]}}, set()),
        ({"since": "2025-03-02", "until": "2025-03-02"}, {"1003"}),
        ({"until": "2025-03-01"}, {"1005"}),
    ],
)
def test_filters(index: sqlite3.Connection, filters: dict[str, Any], numbers: set[str]) -> None:
    """All conditions have to be met; days are inclusive; a section stands for its subsections."""
    assert set(found(index, "", **filters)) == numbers
    assert set(found(index, "a* b* c* d* h* m* n* s* t* 1*", **filters)) <= numbers


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("newest", ["1006", "1004", "1002", "1001", "1003", "1005"]),
        ("oldest", ["1005", "1003", "1001", "1002", "1004", "1006"]),
        ("views", ["1004", "1001", "1006", "1002", "1003", "1005"]),
    ],
)
def test_orders(index: sqlite3.Connection, sort: str, numbers: list[str]) -> None:
    """By time, or by views: those without a count come last, the newest of them first."""
    assert found(index, "", sort=sort) == numbers


def test_facets_count_the_hits(index: sqlite3.Connection) -> None:
    """Of what was found, not of all; each article once a value."""
    with searched(index, parse("cho"), Filters()) as result:
        counted = facets(index)

    assert result.total == 2
    assert counted["section"] == [("chinh-tri/xay-dung-dang", 1), ("kinh-te", 1)]
    assert counted["month"] == [("2026-10", 1), ("2025-03", 1)]
    assert counted["tag"] == [("chợ phiên", 2), ("cửa khẩu", 1)]
    assert counted["document"] == [("Chỉ thị 05-CT/TW", 1)]
    assert counted["author"] == [("MINH AN", 1)]


def test_days_are_read_as_elsewhere() -> None:
    """`7d` and days; what cannot be read is an error that says how."""
    filters = filters_of({"tag": ("", "x")}, since="7d", until="2026-11-23", now=NOW)

    assert (filters.since, filters.until, filters.labels) == ("2026-11-17", "2026-11-23", {"tag": ("x",)})
    with pytest.raises(SettingError, match="since: cannot read '31/12'"):
        filters_of({}, since="31/12", until=None, now=NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.text(alphabet='"*^()-:+{}ANDORTNE đồng🙂\x00,')))
def test_no_query_is_an_error(index: sqlite3.Connection, text: str) -> None:
    """Whatever is typed is searched for."""
    with searched(index, parse(text), Filters()) as result:
        assert len(page(index, "relevance", 0, 100)) == result.total
