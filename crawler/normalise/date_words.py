"""The words of printed dates, as they stand in a `LineForm.key` (plain letters, but ứ and ì).

Found on Vietnamese news sites; `Chúa nhật` and `15g48` are kept for completeness.
"""

from __future__ import annotations

END = r"(?![a-zứì\d])"
"""The end of a word or number."""

WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4,
    "bay": 5, "7": 5, "cn": 6,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
"""`bay` stands for bảy and bẩy alike."""

MONTHS = {
    "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
"""Without giêng and chạp: those name lunar months."""

# `mười một` before `mười`: the longest first.
MONTH_WORD = r"(?:muoi (?:mot|hai)|muoi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin)"
MONTH_ENGLISH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY_ENGLISH = r"(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"

# --- labels -------------------------------------------------------------------------------------

_BODY = r"(?: bai(?: viet)?| tin(?: bai)?)?"
PUBLISHED = (
    r"(?:(?:bai(?: viet)?|tin) )?"
    r"(?:(?:(?:ngay|gio|ngay gio|ngay,? gio|ngay thang|thoi gian|thoi diem) )?(?:da |duoc ){0,2}"
    rf"(?:dang(?: tai| len)?|xuat ban|phat hanh|dua(?: len)?|tao|khoi tao|gui|viet|cong bo){_BODY}"
    r"|thoi gian|(?:date )?(?:posted|published|created)"
    r"|(?:publish(?:ed|ing)?|publication|pub|post(?:ed)?|creat(?:ed|ion)|release) ?date|publish|date|time)"
)
UPDATED = (
    r"(?:(?:(?:ngay|gio|ngay gio|thoi gian|lan|moi) )?(?:da |duoc ){0,2}"
    rf"(?:cap nhat|sua(?: doi| chua)?|chinh sua|hieu chinh){_BODY}(?: (?:lan|vao))?"
    r"(?: (?:cuoi(?: cung)?|moi nhat|gan nhat|gan day))?"
    r"|(?:date )?(?:last )?(?:updated?|modified|edited)|last change)"
)
BY = (
    r"(?:(?:da |duoc ){0,2}(?:dang|viet|gui) boi|(?:posted|published|written|created) by"
    r"|boi|by|nguoi dang|tac gia)"
)
JOINT = r"(?:vao luc|luc|vao|hoi|ngay|on|at)"

# --- the lunar calendar ---------------------------------------------------------------------------

LUNAR_YEAR = (
    r"(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy)"
    r" (?:ty|ti|suu|dan|mao|meo|th[iì]n|ngo|mui|than|dau|tuat|hoi)"
)
_LUNAR_DAY = (
    rf"(?:ngay )?(?:mung |mong |ram )?\d{{1,2}} ?(?:[/.-] ?|thang )(?:\d{{1,2}}|gieng|chap|{MONTH_WORD})"
)
_LUNAR_MARK = r"(?:am lich|a\.?l\.?)"
LUNAR = (
    rf"(?:(?:t[ứu]c(?: la)?|nham) )?"
    rf"(?:{_LUNAR_DAY}(?: ?[/.-] ?\d{{2,4}})?(?:,? nam {LUNAR_YEAR})?(?:,? nam \d{{4}})?"
    rf" ?(?:{_LUNAR_MARK}{END}|\({_LUNAR_MARK}\))|{_LUNAR_DAY}(?:,? nam | ?/ ?){LUNAR_YEAR}{END}"
    rf"|{_LUNAR_MARK} ?:? ?{_LUNAR_DAY}(?: ?[/.-] ?\d{{2,4}}(?!\d))?(?:,? nam {LUNAR_YEAR})?{END})"
)

# --- relative phrases -----------------------------------------------------------------------------

NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "a": 1, "an": 1, "one": 1,
}  # fmt: skip
UNITS = {
    "giay": "second", "s": "second", "sec": "second", "second": "second",
    "phut": "minute", "p": "minute", "ph": "minute", "'": "minute", "min": "minute", "minute": "minute",
    "gio": "hour", "tieng": "hour", "h": "hour", "hour": "hour", "hr": "hour",
    "ngay": "day", "hom": "day", "day": "day",
    "tuan": "week", "week": "week", "thang": "month", "month": "month", "nam": "year", "year": "year",
}  # fmt: skip
NUMBER = r"(?:\d{1,4}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|an?|one|nua)"
UNIT = (
    r"(?:giay|phut|gio|tieng|ngay|hom|tuan|thang|nam|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?"
    r"|weeks?|months?|years?|ph?|h|s|')"
)
RELATIVE_DAYS = {
    "hom nay": 0, "today": 0, "sang nay": 0, "trua nay": 0, "chieu nay": 0, "toi nay": 0,
    "hom qua": 1, "yesterday": 1, "sang qua": 1, "chieu qua": 1, "toi qua": 1, "dem qua": 1,
    "hom kia": 2, "hom kìa": 3,
}  # fmt: skip
NOW = (
    r"(?:(?:vua|moi) (?:xong|dang|moi|day)|vua moi(?: xong| dang)?|just now|vai giay truoc|a few seconds ago"
    r"|bay gio)"
)
FUTURE = r"(?:ngay mai|ngay kia|tomorrow|tuan sau|tuan toi|thang sau|nam sau)"

# --- what stands beside a stamp without saying anything about it ------------------------------------

NOISE = (
    r"(?:a ?[+-]?|aa|co chu|in(?: bai(?: viet)?| trang)?|chia se|b[iì]nh luan|google news"
    r"|nghe(?: doc)?(?: bai)?|print|share|email|facebook|zalo|luu(?: bai)?|theo doi"
    r"|duong lich|gui(?: email| bai)?)"
)
