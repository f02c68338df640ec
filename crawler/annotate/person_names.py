"""Names of people as Vietnamese print them: family name, middle names, given name, each with a capital. Pure.

A name is told from a place by where it stands and by its first word: the family names of the Kinh and of
the peoples of the north (Tày, Nùng, Dao, Hmông, Thái, Sán Chay) and of the highlands are a small set.
"""

from __future__ import annotations

from typing import Final

from crawler.annotate.reading import fold
from crawler.annotate.words import Phrases, Words, lines

LONGEST: Final = 5  # words; `Tôn Nữ Thị Bích Ngọc`
FAMILY_NAMES: Final = frozenset(
    fold("""
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Lương Vi Vy Bế Chu Châu
    Triệu Hà Lộc Lục Mã Đàm Tô Trịnh Phùng Lăng Hứa Đinh Đào Đoàn Mai Trương Lâm Cao Thái Tạ Tống Quách
    La Lò Lô Cầm Quàng Lường Giàng Vàng Thào Sùng Mùa Ma Hầu Cư Lầu Ly Bàn Phàn Tẩn Tẩy Đèo Điêu Tòng Cà
    Ksor Siu Rơ Nay Thạch Sơn Kim Danh Từ Vương Văn Viên Âu Ân An Bạch Bành Cam Cung Doãn Dư Đồng Giáp
    Hán Hạ Khổng Khuất Kiều Lại Liễu Lã Lữ Lưu Mạc Mông Nghiêm Ngọ Ninh Nhữ Ong Ôn Phí Phương Quan Quản
    Sầm Sái Tăng Thân Thẩm Thiều Tiêu Tôn Trác Triều Trà Trưng Ứng Uông Xa Khương Đổng Nhâm Nhan Hồng
    Chung Chương Diệp Đan Đậu Đường Giang Lam Long Lỗ Mẫn Nhạc Phúc Tiền Tập Tần Tưởng Trì Liêu Luân Lèo
    Chảo Chẩu Tráng Thèn Vừ Hờ Hạng Hảng Cứ Páo Mùi Lồ Củng Phủng Sìn Khoàng Khúc Kha Lang Bồ Hoa Hùng
    Hướng Hữu Ngọc Nghê Ngạc Ngân Nhung Tào Tất Thi Thôi Tiết Trang Trình Viết Việt Xuân Yên Dịp Dìu
    Tằng Lài Chíu Voòng Chìu Tắng Chềnh Phoóng Lỷ Trạc Sằn Đặc Nịnh Ooc Hù Mạch Giềng Lèng Lầm Bẩy Lềm
    Sần Thàng Liềng Mộc Ngưu
    """).split()
)
# People of history whom a title goes before and who hold no office in the news.
HISTORICAL: Final = Phrases(lines("Hồ Chí Minh"))
# After them a name may begin with any word.
HONORIFICS: Final = Phrases(
    lines("""
    đồng chí; đ/c; ông; bà; anh; chị; cụ; ngài; bác sĩ; tiến sĩ; thạc sĩ; giáo sư; phó giáo sư; kỹ sư
    luật sư; nhà báo; nhà giáo; nghệ nhân; cố; bác sĩ CKI; bác sĩ CKII; đại biểu; TS; ThS; PGS.TS; GS.TS
    BS; LS; cử tri; đại tướng; thượng tướng; trung tướng; thiếu tướng; đại tá; thượng tá; trung tá
    thiếu tá; đại uý; thượng uý; trung uý; thiếu uý; chuẩn đô đốc; hoà thượng; thượng toạ; đại đức
    ni sư; linh mục; đại tá, tiến sĩ; tiến sĩ, bác sĩ; đồng chí đại tá; đồng chí thượng tá
    đồng chí trung tá; đồng chí thiếu tướng; đồng chí thiếu tá; đồng chí trung tướng
    đồng chí thượng tướng; đồng chí đại tướng
    """)
)
# A name in a line of capitals ends before one of these, or else its end cannot be told.
_VERBS: Final = frozenset(
    fold("""
    thăm dự tiếp trao làm phát nhận tham khảo viếng gửi yêu được là với và tại cùng đi nói tặng gặp kiểm
    đối trả chủ chúc dâng đến tri ký chỉ nhấn đề cho về
    """).split()
)


def family(words: Words, at: int) -> bool:
    """Whether a word is a family name with a capital."""
    return words.capital(at) and words.keys[at] in FAMILY_NAMES


def name_end(words: Words, at: int, *, any_family: bool = False, stop: Phrases | None = None) -> int:
    """Where the name that begins at a word ends; `at` itself where none does.

    Args:
        words: The line.
        at: Its first word.
        any_family: Its first word need not be a family name: an honorific stands before it.
        stop: Phrases that no name goes on over (offices).
    """
    if not words.is_name_word(at) or not (any_family or words.keys[at] in FAMILY_NAMES):
        return at
    if stop is not None and stop.end(words, at) > at:
        return at
    end = at + 1
    while end < at + LONGEST and words.is_name_word(end):
        if words.all_capitals(end) and not words.all_capitals(at):
            break  # `Nguyễn Văn An UBND tỉnh`
        if end > at + 1 and words.keys[end] in _VERBS and words.all_capitals(end):
            break  # `VI THỊ AN THĂM XÃ YÊN PHÚC`
        if stop is not None and end > at + 1 and stop.end(words, end) > end:
            break
        end += 1
    if words.all_capitals(at) and words.is_name_word(end) and words.keys[end] not in _VERBS:
        return at  # the sentence goes on in capitals
    if end - at < 2 or HISTORICAL.end(words, at) > at:
        return at
    return end


def name_start(words: Words, end: int) -> int:
    """Where the name that ends before a word begins; `end` itself where none does.

    An honorific tells its beginning, or else the earliest family name of the run of capitals.
    """
    at = end
    while at > 0 and end - at < LONGEST and words.is_name_word(at - 1):
        if HONORIFICS.end(words, at - 1) == at and at < end - 1 and not family(words, at - 1):
            break  # `Ông Nguyễn Văn An`: at the beginning of a sentence
        at -= 1
    if end - at < 2 or not _honorific_before(words, at):
        at = _first_family(words, at, end)
    return at if end - at >= 2 and HISTORICAL.end(words, at) == at else end


def _honorific_before(words: Words, at: int) -> bool:
    return any(HONORIFICS.end(words, before) == at for before in range(max(0, at - 4), at))


def _first_family(words: Words, at: int, end: int) -> int:
    return next((place for place in range(at, end - 1) if family(words, place)), end)
