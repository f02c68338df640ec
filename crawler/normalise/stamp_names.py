"""The short name or section that may stand beside a stamp: `Hoàng Lan | …`, `Thời sự - …`."""

from __future__ import annotations

import re

_LIMIT = 60
_MAX_WORDS = 8
_TEXT = r"[^\d_{}<>=?!:;\"]"
_ALLOWED = re.compile(
    rf"(?:(?:tác giả|nguồn|theo|bài|tin|ảnh|bài, ảnh)\s?: ?)?[^\W\d_]{_TEXT}*", re.IGNORECASE
)

# A day beside these is the day of something else: a deadline, a birth, a meeting, an anniversary.
# Compared with accents: `lễ` is no `Lê`, `năm` no `Nam`.
_EVENT = re.compile(
    r"(?:^|[ /,(])(?:ngày|tháng|năm|tuần|giờ|hôm|sáng|trưa|chiều|tối|đêm|thứ|số|hạn|hiệu lực|ban hành"
    r"|khai mạc|bế mạc|diễn ra|bắt đầu|kết thúc|khởi công|khánh thành|dự kiến|từ|đến|tới|trước|sau|tại"
    r"|sinh|mất|kỷ niệm|kỉ niệm|quốc khánh|hội nghị|kỳ họp|họp|đại hội|lễ|tết|lịch|ký|giai đoạn|nhiệm kỳ"
    r"|hội chợ|hội thảo|quyết định|nghị quyết|nghị định|chỉ thị|thông tư|công văn|văn bản|ảnh chụp"
    r"|deadline|until|from|born|died|event|start|end|due|copyright|bản quyền|phép)(?=$|[ /,)])",
    re.IGNORECASE,
)


def is_short_name(text: str) -> bool:
    """Say whether the text is short, without digits, capitalised, and names no other event.

    >>> is_short_name("Hoàng Lan"), is_short_name("Hạn nộp hồ sơ"), is_short_name("tổ chức lễ ra quân")
    (True, False, False)
    """
    if not text or len(text) > _LIMIT or not _ALLOWED.fullmatch(text) or _EVENT.search(text):
        return False
    words = text.split()
    if len(words) > _MAX_WORDS or not text[0].isupper():
        return False
    capitals = sum(word[0].isupper() for word in words)
    return len(words) <= 5 or capitals * 2 >= len(words)
