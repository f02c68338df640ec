"""Bylines: who signed, and for whom; and what is no byline."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise.bylines import Byline, is_person_name, read_byline
from crawler.normalise.text import clean

BYLINES = [
    # people
    ("NÔNG THU HÀ", Byline(("NÔNG THU HÀ",))),
    ("Nông Thu Hà", Byline(("Nông Thu Hà",))),
    ("– VI LAN.", Byline(("VI LAN",))),
    ("VI LAN – HOÀNG THẢO", Byline(("VI LAN", "HOÀNG THẢO"))),
    ("VI LAN - HOÀNG THẢO - LÝ MAI", Byline(("VI LAN", "HOÀNG THẢO", "LÝ MAI"))),
    ("VI LAN-HOÀNG THẢO", Byline(("VI LAN", "HOÀNG THẢO"))),
    ("Vi Lan, Hoàng Thảo", Byline(("Vi Lan", "Hoàng Thảo"))),
    ("Vi Lan và Hoàng Thảo", Byline(("Vi Lan", "Hoàng Thảo"))),
    ("Vi Lan/Hoàng Thảo", Byline(("Vi Lan", "Hoàng Thảo"))),
    ("THẾ THẢO", Byline(("THẾ THẢO",))),
    ("ĐOÀN HỒNG", Byline(("ĐOÀN HỒNG",))),
    ("TRƯỜNG HÀ", Byline(("TRƯỜNG HÀ",))),
    ("MINH", Byline(("MINH",))),
    ("T.H", Byline(("T.H",))),
    ("Tác giả: Triệu Thị Mây", Byline(("Triệu Thị Mây",))),
    ("Người viết: Chu Đàm", Byline(("Chu Đàm",))),
    ("Đăng bởi Vi Lan", Byline(("Vi Lan",))),
    ("By Peter Williams", Byline(("Peter Williams",))),
    ("Phóng viên Vi Lan", Byline(("Vi Lan",))),
    # people for a paper, or of an office
    ("VI LAN/baolangson.vn", Byline(("VI LAN",), source="baolangson.vn")),
    ("VI LAN – HOÀNG THẢO/baolangson.vn", Byline(("VI LAN", "HOÀNG THẢO"), source="baolangson.vn")),
    ("VI LAN (TTXVN)", Byline(("VI LAN",), source="TTXVN")),
    ("VI LAN (Theo TTXVN/Vietnam+)", Byline(("VI LAN",), source="TTXVN/Vietnam+")),
    ("VI LAN/TTXVN", Byline(("VI LAN",), source="TTXVN")),
    ("VI LAN – TTXVN", Byline(("VI LAN",), source="TTXVN")),
    ("VI LAN (Theo Tuổi Trẻ)", Byline(("VI LAN",), source="Tuổi Trẻ")),
    ("VI LAN (tổng hợp)", Byline(("VI LAN",))),
    ("VI LAN (Sở Tư pháp)", Byline(("VI LAN",))),
    ("VI LAN - Sở Nội vụ", Byline(("VI LAN",))),
    ("VI LAN - CTV", Byline(("VI LAN",))),
    # papers and agencies
    ("TTXVN", Byline(source="TTXVN")),
    ("(TTXVN)", Byline(source="TTXVN")),
    ("Theo TTXVN/Vietnam+", Byline(source="TTXVN/Vietnam+")),
    ("(Theo TTXVN)", Byline(source="TTXVN")),
    ("Theo baochinhphu.vn", Byline(source="baochinhphu.vn")),
    ("chinhphu.vn", Byline(source="chinhphu.vn")),
    ("Nguồn: Báo Nhân Dân", Byline(source="Báo Nhân Dân")),
    ("Theo Báo Quân đội nhân dân", Byline(source="Báo Quân đội nhân dân")),
    ("Nhân Dân", Byline(source="Nhân Dân")),
    ("Theo Thanh Niên", Byline(source="Thanh Niên")),
    ("Thông tấn xã Việt Nam", Byline(source="Thông tấn xã Việt Nam")),
    # nobody by name
    ("BBT", Byline(editors=True)),
    ("BAN BIÊN TẬP", Byline(editors=True)),
    ("PV", Byline()),
    ("P.V", Byline()),
    ("PHÓNG VIÊN", Byline()),
    ("CTV", Byline()),
    ("PV - CTV", Byline()),
    ("PV (tổng hợp)", Byline()),
    # photographers
    ("Bài, ảnh: VI LAN", Byline(("VI LAN",), credit="VI LAN")),
    ("Bài và ảnh: Vi Lan", Byline(("Vi Lan",), credit="Vi Lan")),
    ("Tin, ảnh: Vi Lan - Lý Mai", Byline(("Vi Lan", "Lý Mai"), credit="Vi Lan - Lý Mai")),
    ("Bài, ảnh và clip: VI LAN", Byline(("VI LAN",), credit="VI LAN")),
    ("Ảnh: LÝ MAI", Byline(credit="LÝ MAI")),
    ("Bài: VI LAN - Ảnh: LÝ MAI", Byline(("VI LAN",), credit="LÝ MAI")),
    ("Bài: Vi Lan; Ảnh: Lý Mai", Byline(("Vi Lan",), credit="Lý Mai")),
    ("VI LAN - Ảnh: LÝ MAI", Byline(("VI LAN",), credit="LÝ MAI")),
    ("Ảnh: LÝ MAI - Bài: VI LAN", Byline(("VI LAN",), credit="LÝ MAI")),
    ("Nội dung: VI LAN - Đồ họa: LÝ MAI", Byline(("VI LAN",))),
]


@pytest.mark.parametrize(("text", "expected"), BYLINES)
def test_reads_the_byline(text: str, expected: Byline) -> None:
    """People, source, photographer and editors come out as printed."""
    assert read_byline(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        ", ",
        "Sở Nội vụ",
        "SỞ NỘI VỤ",
        "UBND tỉnh",
        "CÔNG AN TỈNH",
        "HỘI NÔNG DÂN",
        "Tin liên quan",
        "TIN LIÊN QUAN",
        "Từ khoá",
        "Chính trị",
        "CHÍNH TRỊ",
        "XÂY DỰNG ĐẢNG",
        "Quốc phòng - An ninh",
        "Xem thêm",
        "Bình luận",
        "Trang chủ",
        "Lộc Bình",
        "Báo Lạng Sơn",
        "Báo cáo chính trị",
        "Thanh niên",
        "A A",
        "Bài:",
        "Ảnh tư liệu",
        "Ảnh: Các đại biểu dự hội nghị",
        "Theo kế hoạch",
        "Theo kế hoạch, buổi làm việc diễn ra trong tháng 6.",
        "Đại biểu phát biểu tại buổi làm việc",
        "ĐẠI HỘI ĐẢNG BỘ TỈNH",
        "Sáng 5/10, đoàn công tác kiểm tra thực địa",
        "https://baolangson.vn/chinh-tri/500001-vi-du.html",
        "https://baolangson.vn",
        "Vi Lan " * 30,
    ],
)
def test_other_lines_are_no_bylines(text: str) -> None:
    """Sentences, headings, sections and offices are not taken for signatures."""
    assert read_byline(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoàng Văn Sơn", True),
        ("HOÀNG VĂN SƠN", True),
        ("Hoàng Văn A", True),
        ("N.H", True),
        ("Hoàng", False),
        ("hoàng văn sơn", False),
        ("Hoàng văn Sơn", False),
        ("HOÀNG Văn Sơn", False),
        ("Hoàng Văn Sơn 2", False),
        ("Latest News", False),
        ("Nguyễn Thị Hoa Mai Lan Anh", False),
    ],
)
def test_form_of_a_persons_name(text: str, expected: bool) -> None:
    """Two to five Vietnamese syllables, all in capitals or all in title case."""
    assert is_person_name(text) is expected


PIECES = [
    "VI LAN", "Hoàng Thảo", "Bài", "ảnh", "Ảnh:", "Theo", "TTXVN", "PV", "BBT", "/", "(", ")", " - ",
    ",", ".", " ",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_no_string_raises_and_names_stand_in_the_text(text: str) -> None:
    """Whatever the line, authors and credit are printed in it."""
    found = read_byline(text)

    for name in (*found.authors, found.credit or "", found.source or "") if found else ():
        assert name in clean(text)
