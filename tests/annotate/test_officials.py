"""Officials: the forms in which a name and its offices stand together, and what is no person."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.annotate import officials


def found(text: str) -> list[tuple[str, ...]]:
    return [(one.name, *one.offices) for one in officials.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bí thư Tỉnh uỷ Nông Văn Hiển: Phải đổi mới", [("Nông Văn Hiển", "Bí thư Tỉnh uỷ")]),
        (
            "đồng chí Vi Thị An, Uỷ viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh uỷ phát biểu",
            [("Vi Thị An", "Uỷ viên Ban Thường vụ", "Trưởng Ban Tổ chức Tỉnh uỷ")],
        ),
        (
            "các đồng chí: Bế Văn Sơn, Bí thư Huyện ủy; Chu Thị Mai, Chủ tịch UBND huyện",
            [("Bế Văn Sơn", "Bí thư Huyện ủy"), ("Chu Thị Mai", "Chủ tịch UBND huyện")],
        ),
        (
            "Các đồng chí Phó Chủ tịch UBND tỉnh: Lý Văn Tâm, Triệu Thị Hoa dự",
            [("Lý Văn Tâm", "Phó Chủ tịch UBND tỉnh"), ("Triệu Thị Hoa", "Phó Chủ tịch UBND tỉnh")],
        ),
        (
            "các đồng chí Vi Văn Lập và Bùi Quốc Huy được bầu giữ chức Phó Bí thư Đảng uỷ",
            [("Vi Văn Lập", "Phó Bí thư Đảng uỷ"), ("Bùi Quốc Huy", "Phó Bí thư Đảng uỷ")],
        ),
        (
            "Bí thư Huyện uỷ Lộc Bình Lộc Thị Yến, Chủ tịch HĐND huyện",
            [("Lộc Thị Yến", "Bí thư Huyện uỷ Lộc Bình", "Chủ tịch HĐND huyện")],
        ),
        (
            "Chủ tịch UBND xã Hoàng Văn Thụ Hoàng Văn Páo",
            [("Hoàng Văn Páo", "Chủ tịch UBND xã Hoàng Văn Thụ")],
        ),
        ("Phó Chủ tịch UBND tỉnh Đoàn Thị Lan", [("Đoàn Thị Lan", "Phó Chủ tịch UBND tỉnh")]),
        ("BÍ THƯ TỈNH UỶ LƯƠNG VĂN TÀI THĂM XÃ TÂN TRI", [("LƯƠNG VĂN TÀI", "BÍ THƯ TỈNH UỶ")]),
        ("ông Giàng A Sính, trưởng thôn Khuổi Cáp", [("Giàng A Sính", "trưởng thôn Khuổi Cáp")]),
        (
            "Đại tá Vi Hồng Quân - Chỉ huy trưởng Bộ CHQS tỉnh",
            [("Vi Hồng Quân", "Chỉ huy trưởng Bộ CHQS tỉnh")],
        ),
        ("Chủ tịch UBND tỉnh Vi Văn Kiên kiểm tra", [("Vi Văn Kiên", "Chủ tịch UBND tỉnh")]),
        ("CHỦ TỊCH UBND TỈNH VI VĂN KIÊN LÀM VIỆC", [("VI VĂN KIÊN", "CHỦ TỊCH UBND TỈNH")]),
        (
            "Tổng thống Cộng hòa Pháp Antoine Delacroix thăm",
            [("Antoine Delacroix", "Tổng thống Cộng hòa Pháp")],
        ),
        (
            "đồng chí Vi Văn Kiên, lúc đó là Bí thư Huyện uỷ, kể",
            [("Vi Văn Kiên", "Bí thư Huyện uỷ")],
        ),
        (
            "Ông Vi Kim Sơn, Giám đốc Công ty TNHH Hoa Hồi Việt trao quà",
            [("Vi Kim Sơn", "Giám đốc Công ty TNHH Hoa Hồi Việt")],
        ),
        ("Bà Vi Thị Lan, Trưởng Ban Hòa nhạc; ông A", [("Vi Thị Lan", "Trưởng Ban Hòa nhạc")]),
        ("Bà Vi Thị Lan, Trưởng phòng Trưng bày hiện vật trao quà", []),
    ],
)
def test_forms_of_an_office(text: str, expected: list[tuple[str, ...]]) -> None:
    """Name and offices as printed, in composed and in decomposed letters alike."""
    assert found(text) == expected
    assert found(unicodedata.normalize("NFD", text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch Hồ Chí Minh", "Chủ tịch UBND xã Hoàng Văn Thụ", "Bí thư Huyện uỷ Lộc Bình phát biểu",
        "Trường THPT Hoàng Văn Thụ, đường Trần Đăng Ninh", "Chủ tịch UBND tỉnh Cao Bằng dự",
        "tại huyện Lộc Bình, Phó Chủ tịch UBND tỉnh yêu cầu", "cử tri Hoàng Thị Én, thôn Nà Lầu",
        "ông Nông Văn Lìn ở thôn Pác Luống", "các đồng chí lãnh đạo Tỉnh uỷ, UBND tỉnh", "",
    ],
)  # fmt: skip
def test_what_is_no_official(text: str) -> None:
    """Places, institutions, people of history, people without an office."""
    assert found(text) == []


def test_places_of_a_name_and_its_offices() -> None:
    """Offsets count in the text as given."""
    text = unicodedata.normalize(
        "NFD", "Dự có đồng chí Nông Thị Hoà, Bí thư Thành uỷ,\xa0Chủ tịch HĐND tỉnh."
    )
    (one,) = officials.find(text)
    parts = [text[start:end] for start, end in [(one.start, one.end), *one.office_spans]]
    printed = [unicodedata.normalize("NFC", part) for part in parts]
    assert printed == [one.name, *one.offices]


_PIECES = st.sampled_from(
    ["đồng chí", "các", "Nông Văn An", "Vi", "Hoàng Văn Thụ", ",", ";", ":", "và", "-", "(",
     "Bí thư", "Tỉnh uỷ", "Phó Chủ tịch",
     "UBND", "xã", "tỉnh", "giữ chức", "vụ", "nguyên", "kiêm", "Trưởng Ban", "của",
     "Quốc hội",
     "Chủ tịch nước", "1", "I", "\n", "\u0302", "&amp;", "UỶ VIÊN", "LÝ A", "İ",
     "thôn", "Đoàn", "HỒ CHÍ MINH"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=60).map(" ".join)))
def test_any_text_is_read_and_the_places_lie_in_it(text: str) -> None:
    """No text raises; a name is at least two words, and no place is outside of the text."""
    for one in officials.find(text):
        assert one.offices
        assert len(one.offices) == len(one.office_spans)
        assert len(one.name.split()) > 1
        for start, end in [(one.start, one.end), *one.office_spans]:
            assert 0 <= start < end <= len(text)
