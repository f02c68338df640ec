"""Cited documents: the project's own data, forms that newspapers print, hostile text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.annotate import documents

CITED = Path(__file__).parents[2] / "../shared/vi/vi-cited-open.jsonl"


def found(text: str) -> list[tuple[str | None, ...]]:
    return [(one.kind, one.number, one.date, one.issuer) for one in documents.find(text)]


def test_every_line_of_the_open_data_is_read_as_it_says() -> None:
    """All lines, the ambiguous ones too."""
    if not CITED.exists():
        pytest.skip("the shared data is not here")
    for line in CITED.read_text("utf-8").splitlines():
        case: dict[str, Any] = json.loads(line)
        expected = case["expected"] or []
        expected = [expected] if isinstance(expected, dict) else expected
        names = ("kind", "number", "date", "issuer")
        wanted = [tuple(one[name] for name in names) for one in expected]
        assert found(case["input"]) == wanted, case["input"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị quyết số 43/2022/QH15", ("Nghị quyết", "43/2022/QH15", None, None)),
        ("Pháp lệnh 01/2020/UBTVQH14", ("Pháp lệnh", "01/2020/UBTVQH14", None, None)),
        ("Quyết định số 06a/2016/QĐ-UBND", ("Quyết định", "06a/2016/QĐ-UBND", None, None)),
        ("Quy định 08-QĐi/TW", ("Quy định", "08-QĐi/TW", None, None)),
        (
            "Nghị quyết 55-NQ/TU, ngày 17-11-21, của Ban Thường vụ Tỉnh uỷ về du lịch",
            ("Nghị quyết", "55-NQ/TU", "2021-11-17", "Ban Thường vụ Tỉnh uỷ"),
        ),
        (
            "Chỉ thị của Ban Bí thư số 54-CT/TW ngày 30-11-2005",
            ("Chỉ thị", "54-CT/TW", "2005-11-30", None),
        ),
        (
            "Nghị quyết số 04-NQ/TW ngày 30/10 của Bộ Chính trị",
            ("Nghị quyết", "04-NQ/TW", None, "Bộ Chính trị"),
        ),
        (
            "Thông tư số 22/2021/TT-BGDĐT của Bộ Giáo dục và Đào tạo và các văn bản",
            ("Thông tư", "22/2021/TT-BGDĐT", None, "Bộ Giáo dục và Đào tạo"),
        ),
        (
            "Quyết định số 06/QĐ-UBND của Chủ tịch UBND huyện Văn Lãng quy định",
            ("Quyết định", "06/QĐ-UBND", None, "Chủ tịch UBND huyện Văn Lãng"),
        ),
        (
            "KẾ HOẠCH SỐ 112/KH-UBND NGÀY 3/6/2021 CỦA UBND TỈNH VỀ CHUYỂN ĐỔI SỐ",
            ("Kế hoạch", "112/KH-UBND", "2021-06-03", "UBND TỈNH"),
        ),
        ("Quyết định số 788 ngày 29/4/2021", ("Quyết định", "788", "2021-04-29", None)),
        (
            "Nghị quyết số 28-NQ/TU (khoá XVII) ngày 10/5/2021 của Tỉnh uỷ",
            ("Nghị quyết", "28-NQ/TU", "2021-05-10", "Tỉnh uỷ"),
        ),
    ],
)
def test_forms_of_a_citation(text: str, expected: tuple[str | None, ...]) -> None:
    """One document each, in composed and in decomposed letters alike."""
    assert found(text) == [expected]
    assert found(unicodedata.normalize("NFD", text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "tỷ số 3-1", "Quốc lộ 4B", "Kế hoạch 5 năm 2021 - 2025", "Kết luận 3 nội dung", "quy định 5/km",
        "tăng 18%/năm", "số điện thoại 0205.3812.345", "Tổ đại biểu số 3", "Điều 251 Bộ luật Hình sự",
        "Chương trình 135", "ngày 30/4-1/5", "giai đoạn 2021-2025 và Luật Đất đai", "",
    ],
)  # fmt: skip
def test_what_is_no_citation(text: str) -> None:
    """Numbers, roads, plans without a number: none."""
    assert found(text) == []


def test_a_citation_stands_from_its_kind_to_its_issuer() -> None:
    """Offsets count in the text as given, entities and decomposed letters in it."""
    text = (
        unicodedata.normalize("NFD", "Thực hiện ") + "Quyết định 788/Q&#272;-UBND ng&agrave;y 29/4/2021, họ"
    )
    (one,) = documents.find(text)
    assert text[one.start : one.end] == "Quyết định 788/Q&#272;-UBND ng&agrave;y 29/4/2021"


_PIECES = st.sampled_from(
    ["Nghị quyết", "số", "05-CT/TW", "ngày", "15/5/2016", "của", "Bộ Chính trị", "và", "(", ")", "-", "/",
     ",",
     "31/2/2020", "khoá", "XII",
     "QĐ", "&#272;", "\u0301", "\n", "1", "TU",
     "Trung ương", "788/QĐ - UBND", "İ"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=40).map(" ".join), st.lists(_PIECES).map("".join)))
def test_any_text_is_read_and_the_places_lie_in_it(text: str) -> None:
    """No text raises; citations are in order, do not overlap and are not empty."""
    end = 0
    for one in documents.find(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end
