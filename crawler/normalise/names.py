"""What a name of a person, a paper or an office looks like in a byline.

A closed judgement by form, not a register of people: capitalised Vietnamese syllables that are no
heading, no section, no office. A place name alone (`BẮC SƠN`) has the same form as a pen name; only
the commonest places are kept out.
"""

from __future__ import annotations

import re

from crawler.normalise.text import fold

# Onset, nucleus, coda of a Vietnamese syllable without tone marks. English words rarely fit.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|t[hr]?|v|x)?[aeiouy]{1,3}(?:ch?|m|nh|ng?|p|t)?"
)
_INITIALS = re.compile(r"[A-ZĐ](?:\.[A-ZĐ]){1,3}\.?")

# Compared with their accents: `THẾ THẢO` signs articles, `THỂ THAO` is a section.
_HEADINGS = frozenset(
    " ".join(heading.split())
    for heading in """chính trị|kinh tế|xã hội|pháp luật|giáo dục|văn hóa|văn hoá|thể thao|giải trí|du lịch
    |quốc tế|nông nghiệp|công nghệ|khoa học|tiêu điểm|thời sự|tin tức|đời sống|sức khỏe
    |sức khoẻ|y tế|quốc phòng|an ninh|phóng sự|phóng sự ảnh|thông báo|bạn đọc|quảng cáo
    |liên hệ|trang chủ|trang nhất|trang sau|trang trước|trang đầu|trang cuối|trang địa phương
    |liên quan|bài liên quan|tin liên quan|từ khóa|từ khoá|xem|xem thêm|xem tiếp|đọc|đọc thêm
    |đọc tiếp|đọc nhiều|bình luận|ý kiến|mới|tin mới|tin khác|mới nhất|tin nổi bật|nổi bật
    |chia sẻ|theo dõi|gửi|gửi bài|in bài|quay lại|đăng|đăng nhập|đăng ký|đăng kí|tìm|tìm kiếm
    |chuyên mục|chuyên đề|nhịp sống|nông thôn mới|môi trường|giao thông|dân tộc|biên giới
    |cải cách hành chính|chuyển đổi số|tin nhanh|tin ảnh|tin bài|ảnh|tin|bài|hình ảnh
    |thời tiết|tỷ giá|tỉ giá|giá vàng|lịch chiếu phim|lịch sự kiện|về|sau|trước|theo|lưu|nghe
    |trực tiếp|tiếng việt|trung ương|tag|tags|hot|new|top|live|menu|home|more|news|politics
    |related|video|audio|podcast|multimedia|infographic|emagazine|megastory|báo lạng sơn
    |báo lạng sơn điện tử|báo điện tử|lạng sơn|thành phố lạng sơn|hà nội|việt nam|hồ chí minh
    |bắc sơn|bình gia|cao lộc|chi lăng|đình lập|hữu lũng|lộc bình|tràng định|văn lãng
    |văn quan|hết|còn nữa|xem tiếp kỳ sau""".split("|")
)

# First words of offices and organisations. `Đoàn`, `Hội`, `Trường`, `Công` also begin names
# (`ĐOÀN HỒNG`, `TRƯỜNG HÀ`, `CÔNG MINH`), so they count only with the word that follows.
_OFFICE = re.compile(
    r"(?:phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó giám đốc|giám đốc|trưởng ban|phó trưởng|t/m|tm\.|"
    r"kt\.|thừa lệnh"
    r"|sở|ủy ban|uỷ ban|ubnd|hđnd|ubmttq|mttq|mặt trận|cục|chi cục|tổng cục|phòng|bộ|ban|tỉnh|huyện"
    r"|thành (?:phố|ủy|uỷ|đoàn)|thị (?:xã|trấn|ủy|uỷ)|đảng|khối|liên (?:đoàn|minh|hiệp)"
    r"|đoàn (?:thanh|đại|tncs|công|khối|kinh|luật|viên|kiểm)"
    r"|hội (?:đồng|nông|liên|cựu|chữ|nghị|luật|nhà|người|khuyến|làm|sinh|doanh|văn)"
    r"|trường (?:đại|cao|chính|thpt|thcs|tiểu|trung|mầm|phổ|quân|dân|cđ|đh)"
    r"|bệnh viện|trạm|viện|tòa|toà|hạt|kho bạc|trung tâm|quân (?:đội|khu|sự)|bộ đội|biên phòng|đồn"
    r"|công (?:an|ty|đoàn|trình|tác|bố|nghệ|nghiệp|khai|chức)|ngân hàng|bảo hiểm|điện lực"
    r"|chính phủ|quốc hội|văn phòng|thanh tra|kiểm sát|xã|phường|cơ quan|vksnd|tand"
    r"|đài (?:phát|truyền|pt|tiếng)|cổng|báo|tạp chí|thông tấn|nxb|nhà xuất)(?= |$)"
)
# Words that stand in headlines and never in a name.
_NOT_NAME = re.compile(
    r"(?:^| )(?:tỉnh|huyện|xã|đảng|của|về|các|những|cho|với|là|có|được|trong|nghị|quyết|kỳ|họp|lễ|ngày"
    r"|tháng|năm|số|danh sách|trúng cử|ứng cử|ứng viên|kết quả|xin|c[aảá]m ơn|trân trọng|kính"
    r"|lời|thông tin|nội dung|phụ lục|chúc mừng|hẹn gặp|đại hội|hội nghị|thứ|tin|ảnh|nhất|nhiều|tiếng|lịch"
    r"|giá|theo|từ|đến|tại|trên|dưới|lớp|ở)(?= |$)"
)

_DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)+(?:vn|com|net|org|info|gov|edu)(?:\.vn)?/?", re.IGNORECASE)
_AGENCIES = frozenset(
    map(
        fold,
        """TTXVN|Vietnam+|VietnamPlus|Vietnam Plus|VNA|VOV|VTV|VTC|VTC News|VGP|VGP News|Nhân Dân|Nhandan
        |Tân Hoa xã|THX|AFP|AP|Reuters|Xinhua|BBC|CNN|CAND|QĐND|SGGP|ĐCSVN|ĐĐK|VnExpress|VietNamNet|LSO|PLO
        |Zing|Zing News|Thông tấn xã Việt Nam|Hànộimới""".split("|"),
    )
)
# Papers whose names are words or names of their own: read only behind `Theo`, `/` or in brackets.
_PAPERS = frozenset(
    map(
        fold,
        """Tin tức|Đảng Cộng sản|Quân đội nhân dân|Công an nhân dân|Đại biểu Nhân dân|Tuổi Trẻ|Thanh Niên
        |Tiền Phong|Dân trí|Lao Động|Người Lao Động|Hà Nội mới|Đại Đoàn Kết|Chính phủ|Pháp luật""".split("|"),
    )
)
_PUBLISHERS = ("báo ", "tạp chí ", "đài ", "cổng ", "thông tấn xã ")
_SMALL_WORDS = frozenset({"điện", "tử", "và", "xã"})


def is_person_name(text: str) -> bool:
    """Say whether the text has the form of a person's name: 2 to 5 capitalised syllables.

    Capitals (`THANH HUYỀN`) or title case (`Nông Thị Hoa`), initials (`N.H`); no heading, section
    or office in capitals.

    >>> is_person_name("NÔNG THỊ HOA"), is_person_name("SỞ NỘI VỤ"), is_person_name("Chính trị")
    (True, False, False)
    """
    if _INITIALS.fullmatch(text):
        return True
    words = text.split(" ")
    return 2 <= len(words) <= 5 and _capitalised(words) and not is_heading(text) and _no_office(text)


def is_pen_name(text: str) -> bool:
    """Say whether a single word in capitals can be a pen name (`MINH`), and no abbreviation."""
    return 2 <= len(text) <= 7 and text.isupper() and _capitalised([text]) and not is_heading(text)


def is_heading(text: str) -> bool:
    """Say whether the text is a section or a heading of a page (`Tin liên quan`, `CHÍNH TRỊ`)."""
    return text.lower().strip(" .:") in _HEADINGS


def is_office(text: str) -> bool:
    """Say whether the text begins as the name of an office (`Sở Nội vụ`, `Công an tỉnh`)."""
    return bool(_OFFICE.match(text.lower()))


def is_source(text: str) -> bool:
    """Say whether the text, where a source is announced, names one or several joined by `/`.

    >>> is_source("TTXVN/Vietnam+"), is_source("baochinhphu.vn"), is_source("Báo Nhân Dân")
    (True, True, True)
    """
    return all(_is_one_source(part.strip()) for part in text.split("/"))


def is_masthead(text: str) -> bool:
    """Say whether the text names a source even where none is announced.

    >>> is_masthead("TTXVN"), is_masthead("Thanh Niên"), is_masthead("Báo cáo chính trị")
    (True, False, False)
    """
    if is_heading(text) or not text[:1].isalpha():
        return False
    parts = [part.strip() for part in text.split("/")]
    return is_source(text) and all(_DOMAIN.fullmatch(part) or _all_capital(part) for part in parts)


def _all_capital(text: str) -> bool:
    key = fold(text)
    if key in _AGENCIES or key in _PAPERS:
        return key in _AGENCIES
    words = text.split(" ")
    return len(words) <= 6 and all(word[:1].isupper() or word in _SMALL_WORDS for word in words)


def _is_one_source(text: str) -> bool:
    key = fold(text)
    if _DOMAIN.fullmatch(text) or key in _AGENCIES or key in _PAPERS:
        return True
    publisher = text.lower().startswith(_PUBLISHERS) and not text.lower().startswith("báo cáo")
    return publisher and len(text) <= 60 and text[0].isupper() and text[-1] not in ".:,;!?"


def _no_office(text: str) -> bool:
    plain = text.lower()
    return not _OFFICE.match(plain) and not _NOT_NAME.search(plain) and not _is_one_source(text)


def _capitalised(words: list[str]) -> bool:
    """All in capitals or all in title case, each a Vietnamese syllable."""
    if not all(word.isalpha() for word in words) or max(map(len, words)) == 1:
        return False
    capitals = all(word.isupper() for word in words)
    title = all(word[0].isupper() and (len(word) == 1 or word[1:].islower()) for word in words)
    return (capitals or title) and all(_SYLLABLE.fullmatch(fold(word)) for word in words)
