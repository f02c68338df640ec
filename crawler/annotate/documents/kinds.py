"""The kinds of party and state documents: as they are written, abbreviated, and coded in numbers. Pure.

The sources are the party's rule on the forms of its documents (Hướng dẫn 36-HD/VPTW), the decree on
clerical work (Nghị định 30/2020/NĐ-CP) and the law on legal documents (Luật 80/2015/QH13).
"""

from __future__ import annotations

from typing import Final

from crawler.annotate.reading import fold
from crawler.annotate.words import lines

_KINDS: Final = lines("""
    Nghị quyết; Nghị quyết liên tịch; Nghị quyết chuyên đề; Chỉ thị; Kết luận; Quy định; Quy chế
    Quy chế làm việc; Quy chế phối hợp; Quyết định; Kế hoạch; Kế hoạch liên tịch; Kế hoạch phối hợp
    Chương trình; Đề án; Dự án; Chương trình hành động; Chương trình phối hợp; Chương trình công tác
    Chương trình kiểm tra, giám sát; Hướng dẫn; Hướng dẫn liên ngành; Hướng dẫn liên tịch; Công văn
    Công điện; Văn bản; Thông báo; Tờ trình; Thông báo kết luận; Báo cáo; Báo cáo thẩm tra
    Báo cáo chính trị; Báo cáo giám sát; Báo cáo tổng kết; Luật; Bộ luật; Pháp lệnh; Lệnh; Sắc lệnh
    Sắc luật; Hiến pháp; Nghị định; Nghị định thư; Thông tư; Thông tư liên tịch; Thông tri; Phương án
    Quy hoạch; Quy trình; Quy ước; Biên bản; Giấy phép; Giấy mời; Phiếu; Tuyên bố; Lời kêu gọi
    Hiệp định; Thoả thuận; Bản ghi nhớ; Điều lệ; Giấy chứng nhận; Công lệnh; Bản án; Văn bản hợp nhất
    Kế hoạch liên ngành; Kế hoạch hành động; Quy chế hoạt động; Quy định thi hành; Thông cáo; Quyết nghị
    Phụ lục; Đề cương; Thư kêu gọi; Thể lệ; Quy chuẩn; Công hàm; Kháng nghị; Kiến nghị; Cáo trạng
""")
_SHORT: Final = {
    "qđ": "Quyết định", "nq": "Nghị quyết", "ct": "Chỉ thị", "kl": "Kết luận", "kh": "Kế hoạch",
    "nđ": "Nghị định", "tt": "Thông tư", "ttlt": "Thông tư liên tịch", "hd": "Hướng dẫn", "cv": "Công văn",
    "cđ": "Công điện", "tb": "Thông báo", "bc": "Báo cáo", "ttr": "Tờ trình", "ctr": "Chương trình",
    "qc": "Quy chế", "đa": "Đề án", "qyđ": "Quy định", "vb": "Văn bản", "nqlt": "Nghị quyết liên tịch",
    "pa": "Phương án", "pl": "Pháp lệnh", "ctrhđ": "Chương trình hành động", "tbkl": "Thông báo kết luận",
    "tlt": "Thông tư liên tịch", "sl": "Sắc lệnh", "bb": "Biên bản", "gp": "Giấy phép", "l": "Luật",
    "cthđ": "Chương trình hành động", "ctrph": "Chương trình phối hợp", "qcph": "Quy chế phối hợp",
    "khlt": "Kế hoạch liên tịch", "hdlt": "Hướng dẫn liên tịch", "hdln": "Hướng dẫn liên ngành",
    "khph": "Kế hoạch phối hợp", "qt": "Quy trình", "qh": "Quy hoạch", "da": "Dự án",
}  # fmt: skip
KINDS: Final = {fold(kind): kind for kind in _KINDS}
# A code says the kind where the text does not; `CT` and `QH14` are left out that could be something else.
CODES: Final = {
    code: kind for code, kind in _SHORT.items() if code not in ("l", "da", "qt", "qh", "bb", "pl")
}
ABBREVIATIONS: Final = {code: kind for code, kind in _SHORT.items() if code != "l"}
# Known by a number alone without its code: `Nghị quyết 04 của Tỉnh uỷ`.
NUMBERED_ALONE: Final = frozenset(
    fold(kind)
    for kind in lines("Nghị quyết; Chỉ thị; Kết luận; Nghị định; Thông tư; Quy định; Quyết định; Pháp lệnh")
)
# The same with `số`: `Kế hoạch số 5 của Huyện uỷ`.
SAID_ALONE: Final = NUMBERED_ALONE | {
    fold(kind)
    for kind in lines(
        "Kế hoạch; Hướng dẫn; Công văn; Thông báo; Công điện; Chương trình hành động; Đề án; Tờ trình; Luật"
    )
}
# Between a kind and its number they say nothing of the document.
MODIFIERS: Final = frozenset(lines("khẩn; hoả tốc; hỏa tốc; mật; thượng khẩn; chung; riêng; chuyên đề"))
LONGEST_KIND: Final = max(len(kind.replace(",", " ,").split()) for kind in _KINDS)
