"""The grammar of an office, such as `Phó Bí thư Thường trực Tỉnh uỷ`: title, qualifier, institution. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crawler.annotate.officials.institutions import COUNTRIES, PLACES, UNITS, head_start, institution
from crawler.annotate.reading import fold
from crawler.annotate.words import Phrases, Words, lines

_LED: Final = lines("""
    Bí thư; Chủ tịch; Chủ nhiệm; Giám đốc; Tổng Giám đốc; Tổng Biên tập; Viện trưởng; Chánh án
    Chánh Văn phòng; Chánh Thanh tra; Hiệu trưởng; Chỉ huy trưởng; Tham mưu trưởng; Chính uỷ
    Chính trị viên; Tư lệnh; Đồn trưởng; Cục trưởng; Tổng cục trưởng; Chi cục trưởng; Vụ trưởng
    Hạt trưởng; Trạm trưởng; Đội trưởng; Tổ trưởng; Trưởng Ban; Trưởng Phòng; Trưởng Đoàn
    Trưởng Tiểu ban; Trưởng Khoa; Trưởng Công an; Trưởng thôn; Trưởng bản; Trưởng khối; Trưởng khối phố
    Trưởng khu; Trưởng xóm; Trưởng Chi nhánh; Trưởng Đại diện; Trưởng Trạm; Trưởng Đoàn giám sát
    Trưởng Đoàn công tác; Trưởng Đoàn kiểm tra; Trưởng Đoàn khảo sát; Trưởng Bộ phận; Trưởng Ban Quản lý
    Trưởng Ban Chỉ đạo; Trưởng Ban Công tác Mặt trận; Trưởng Đồn; Trưởng Đài; Tổng Thư ký
    Tổng Tham mưu trưởng; Tổng Kiểm toán; Thống đốc; Tổng Thanh tra; Thủ tướng; Tổng Lãnh sự
    Sư đoàn trưởng; Lữ đoàn trưởng; Trung đoàn trưởng; Tiểu đoàn trưởng; Đại đội trưởng; Chánh Toà
    Chủ nhiệm Chính trị; Viện phó; Hiệu phó; Tổ phó; Đội phó; Đồn phó; Trưởng Cơ quan; Thị trưởng
    Tỉnh trưởng; Châu trưởng; Trưởng Hạt; Chi hội trưởng; Phân hội trưởng; Hội trưởng; Chi hội phó
    Thủ trưởng; Tổng Chỉ huy; Trưởng Văn phòng; Trưởng Ban Điều hành; Trưởng Ban Vận động
    Trưởng Ban Đại diện; Bí thư thứ nhất; Trưởng Ban Liên lạc; Trưởng Ban Thường trực; Khối trưởng
    Cụm trưởng; Trưởng nhóm; Chính trị viên phó; Chỉ huy phó; Tham mưu phó; Tổng thống; Lãnh sự
""")
_OTHER: Final = lines("""
    Tổng Bí thư; Chủ tịch nước; Phó Chủ tịch nước; Bộ trưởng; Thứ trưởng; Phó Ban; Phó Phòng; Phó Đoàn
    Uỷ viên; Uỷ viên dự khuyết; Tỉnh uỷ viên; Thành uỷ viên; Huyện uỷ viên; Thị uỷ viên; Quận uỷ viên
    Đảng uỷ viên; Chi uỷ viên; Khu uỷ viên; Đại biểu Quốc hội; Đại biểu HĐND; Đại biểu Hội đồng nhân dân
    ĐBQH; Thư ký; Trợ lý; Kế toán trưởng; Đại sứ; Thường trực Ban Bí thư; Bộ trưởng, Chủ nhiệm
    Chuyên viên cao cấp; Phó Trưởng; Phó Chánh; UVBTV; UVTV; UVTW; Uỷ viên BTV; Uỷ viên BCH; UV BTV
    UV BCH; UV; PCT; Kiểm tra viên; Kiểm sát viên; Thẩm phán; Phát ngôn viên
""")
TITLES: Final = Phrases([*_LED, *(f"Phó {title}" for title in _LED), *_OTHER])
# No office by themselves.
_WANTING: Final = frozenset(
    fold(title)
    for title in lines("Uỷ viên; Phó Trưởng; Phó Chánh; Uỷ viên dự khuyết; UV; Thư ký; Trợ lý; ĐBQH")
)
_BEFORE: Final = Phrases(lines("nguyên; cựu; quyền; nguyên quyền; Q.; hàm"))
_QUALIFIERS: Final = Phrases(
    lines("""
    Thường trực; chuyên trách; phụ trách; điều hành; danh dự; lâm thời; dự khuyết; không chuyên trách
    Thường trực phụ trách; thứ nhất; Thường vụ
    """)
)
_CELL: Final = ["chi", "bộ"]  # `Bí thư Chi bộ 3, Đảng bộ Sở Y tế`
_PARTS: Final = frozenset({"phòng", "vụ", "cục"})  # their institution may follow after a comma
_POSTED: Final = Phrases(
    lines("Đại sứ; Tổng Lãnh sự; Phó Tổng Lãnh sự; Đại biện lâm thời; Tham tán; Lãnh sự")
)
OPENINGS: Final = TITLES | _BEFORE  # what an office can begin with


@dataclass(slots=True)
class Office:
    """An office in a line of words.

    Attributes:
        start, end: Its first word, and the word after it.
        bounds: Where it may end instead, should a name begin there; the last first.
        naming: Whether a name of its own may follow (`Giám đốc Công ty TNHH`).
    """

    start: int
    end: int
    bounds: list[int]
    naming: bool = False


def office(words: Words, at: int) -> Office | None:
    """Read the office that begins at a word; None where none does."""
    begun = _BEFORE.end(words, at)
    titled = TITLES.end(words, begun)
    if titled == begun:
        return None
    end = titled
    while (further := _QUALIFIERS.end(words, end)) > end:
        end = further
    part = not _PARTS.isdisjoint(words.keys[begun : titled + 1])
    part = part or words.keys[titled : titled + 2] == _CELL
    place = head_start(words, begun, titled)
    body = institution(words, place, any_case=place < titled or not words.capital(begun))
    if body.end > max(titled, place):
        found = Office(at, max(body.end, end), [bound for bound in body.bounds if bound >= end], body.naming)
        _extend(words, found, local=body.local, part=part)
        if _POSTED.end(words, begun) > begun and words.keys[found.end] == "tại":
            found.end = max(PLACES.end(words, found.end + 1), found.end)
        return found
    if end > titled:
        body = institution(words, end, any_case=not words.capital(begun))
        found = Office(at, body.end, body.bounds)
        _extend(words, found, local=body.local, part=part)
        return found
    key = " ".join(words.keys[begun:titled])
    if key in _WANTING:
        return None
    found = Office(at, end, [])
    _extend(words, found, local=False, part=words.keys[at] == "hàm")
    return found


def is_foreign(words: Words, found: Office) -> bool:
    """Whether an office is another country's, or held in another (`Đại sứ … tại Việt Nam`)."""
    keys = words.keys[found.start : found.end]
    return "tại" in keys or any(
        COUNTRIES.end(words, at) == found.end for at in range(max(found.start, found.end - 5), found.end)
    )


def _extend(words: Words, found: Office, *, local: bool, part: bool) -> None:
    """Go on after a comma: to the unit above (`thôn Nà Lầu, xã Yên Trạch`), or to what a part is of."""
    while found.end + 1 < words.count and words.keys[found.end] == ",":
        at = found.end + 1
        unit = UNITS.end(words, at)
        above = local and (PLACES.end(words, at) > at or (unit > at and words.capital(unit)))
        whole = part and TITLES.end(words, at) == at
        if not (words.capital(at) or unit > at) or not (above or whole):
            return
        further = institution(words, at)
        if further.end == at:
            return
        if PLACES.end(words, at) == further.end:
            further.local = True
        found.end, found.bounds, local, part = further.end, further.bounds, further.local, False
