"""The words around a place's name: designations, what makes it another thing's name, the other provinces."""

from __future__ import annotations

import re
from typing import Final

from crawler.annotate.reading import fold
from crawler.annotate.words import Phrases, lines

# The words before a name (marks apart), and the kind of unit they say. An empty kind: no designation at all.
DESIGNATIONS: Final[dict[str, str]] = {
    " ".join(re.findall(r"\w+|\.", fold(words))): kind
    for words, kind in {
        "tỉnh": "province",
        "thành phố": "city",
        "TP": "city",
        "TP.": "city",
        "T.P": "city",
        "thị xã": "city",
        "huyện": "district",
        "quận": "district",
        "thị trấn": "township",
        "phường": "ward",
        "xã": "commune",
        "hợp tác xã": "",
        "xã hội": "",
        "tỉnh lộ": "",
        "huyện lộ": "",
        "phường hội": "",
    }.items()
}
DESIGNATION: Final = Phrases(DESIGNATIONS)
# Bodies named by their level: the name after them is that unit's, but they are no part of it.
BODIES: Final[dict[str, str]] = {
    fold(words): kind
    for words, kind in {
        "tỉnh ủy": "province",
        "tỉnh đoàn": "province",
        "thành ủy": "city",
        "thành đoàn": "city",
        "huyện ủy": "district",
        "huyện đoàn": "district",
    }.items()
}
BODY: Final = Phrases(BODIES)
SEVERAL: Final = frozenset(fold("các những hai ba bốn sáu bảy tám chín mười nhiều số").split())
SEPARATORS: Final = frozenset({",", ";", "và", "cùng", "-"})
# After these a number counts no units: "12/4 huyện …", "năm 24 xã …".
NO_NUMBER_AFTER: Final = frozenset({"/", "-", ".", ":", "năm", "tháng", "ngày", "số", "lần", "khóa", "thứ"})
LONGEST_NUMBER: Final = 2
OPENERS: Final = frozenset({":", ",", "gồm", "như", "là"})
# Between a unit and the larger one it lies in.
BETWEEN: Final = frozenset({",", "(", "-", "thuộc", "của", "ở", "cũ"})
# A name's continuation that makes it another unit's: `Tân Thành Đông`.
LONGER: Final = frozenset(fold("Đông Tây Nam Bắc Trung Thượng Hạ Nội Ngoại A B C I II III").split())
# Words of a name that are often printed small: `thị trấn Nông trường Thái Bình`.
SMALL: Final = frozenset({"nông", "trường"})
TITLES: Final = frozenset(fold("ông bà anh chị chí cô chú bác em cháu cụ đ/c").split())

# Names that may stand alone: the province, its districts, and towns that nothing else is called.
ALONE: Final = {
    fold(name): kind
    for name, kind in {
        "Lạng Sơn": "province",
        **dict.fromkeys(
            ["Tràng Định", "Bình Gia", "Văn Lãng", "Cao Lộc", "Văn Quan", "Hữu Lũng", "Lộc Bình", "Đình Lập"],
            "district",
        ),
        **dict.fromkeys(["Bắc Sơn", "Chi Lăng"], "district"),
        **dict.fromkeys(["Đồng Đăng", "Na Sầm", "Thất Khê", "Đồng Mỏ", "Na Dương"], "township"),
    }.items()
}
PROVINCE: Final = fold("Lạng Sơn")  # nobody's name: "Đoàn Lạng Sơn" is its delegation
# Known from history as well: alone they are places only where the sentence says so.
STORIED: Final = frozenset({fold("Bắc Sơn"), fold("Chi Lăng")})
WHERE: Final = frozenset(fold("tại ở về từ đến tới lên qua vào người dân đất quê rời thăm").split())
# Before the name of a thing, not of a unit: `ga Đồng Đăng`, `khởi nghĩa Bắc Sơn`.
THINGS: Final = Phrases(
    lines("""
    đường; đại lộ; phố; ngõ; cầu; quốc lộ; cao tốc; cửa khẩu; lối mở; ga; bến xe; chợ; đồn; trạm; cặp chợ
    trường; THPT; THCS; TH; PTDTBT; PTDTNT; mầm non; tiểu học; học viện; đại học; cao đẳng
    công ty; nhà máy; mỏ; mỏ than; xí nghiệp; tập đoàn; hợp tác xã; HTX; khách sạn; nhà hàng; siêu thị
    khu kinh tế; khu công nghiệp; cụm công nghiệp; khu du lịch; khu di tích; bảo tàng; tượng đài; quảng trường
    ải; thành; đền; chùa; miếu; đình; hang; động; núi; dãy; đèo; đỉnh; sông; suối; hồ; hồ chứa; ngã ba; ngã tư
    khởi nghĩa; chiến thắng; trận; du kích; đội du kích; cứu quốc quân; chiến dịch; văn hóa; căn cứ địa
    báo; đài; tạp chí; na; quýt; hồng; câu lạc bộ; CLB; vườn hoa; công viên; sân vận động; thủy điện
    nhiệt điện; xi măng; bệnh viện
    """)
)
# What ends the look back for such a word: from here on the sentence speaks of the place itself.
TURN: Final = frozenset(
    fold("tại ở của trên qua về từ đến tới vào thuộc cho là nối giữa khiến bởi với do giúp").split()
)
LOOK_BACK: Final = 7

_OTHERS: Final = lines(
    """
    An Giang; Bà Rịa - Vũng Tàu; Bạc Liêu; Bắc Giang; Bắc Kạn; Bắc Ninh; Bến Tre; Bình Dương; Bình Định
    Bình Phước; Bình Thuận; Cà Mau; Cao Bằng; Cần Thơ; Đà Nẵng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai
    Đồng Tháp; Gia Lai; Hà Giang; Hà Nam; Hà Nội; Hà Tĩnh; Hải Dương; Hải Phòng; Hậu Giang; Hưng Yên
    Khánh Hòa; Kiên Giang; Kon Tum; Lai Châu; Lâm Đồng; Lào Cai; Long An; Nam Định; Nghệ An; Ninh Bình
    Ninh Thuận; Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng
    Sơn La; Tây Ninh; Thanh Hóa; Thừa Thiên Huế; Tiền Giang; Hồ Chí Minh; Thành phố Hồ Chí Minh
    TP Hồ Chí Minh; TP. Hồ Chí Minh; TP.HCM; TPHCM; Trà Vinh; Tuyên Quang; Vĩnh Long; Vĩnh Phúc; Yên Bái
    Thái Nguyên; Quảng Tây; Vân Nam; Quảng Đông
    """
)
OTHER_PROVINCES: Final = Phrases(_OTHERS)
# Where nothing is open, no other words begin anything: most of a text costs one look.
TRIGGERS: Final = Phrases(["(", ")", *DESIGNATIONS, *BODIES, *ALONE, *_OTHERS])
