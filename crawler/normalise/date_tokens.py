"""The tokens of a printed stamp: one regular expression that knows every part of the grammar.

Every repetition in the pattern is bounded, and each token is matched once where the last one ended,
so the time to read a line grows with its length only.
"""

from __future__ import annotations

import re

from crawler.normalise import date_words as words
from crawler.normalise.date_words import END

_MONTH = rf"(?:{words.MONTH_WORD}|\d{{1,2}})"
_NUMERIC = (
    r"(?P<y1>\d{4})(?P<s1> ?[-/.] ?)(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d|[/.]\d)"
    r"|(?P<d2>\d{1,2}) ?(?P<s2>[/.-]) ?(?P<m2>\d{1,2}) ?(?P=s2) ?(?P<y2>\d{4}|\d{2})(?!\d|[/.]\d)"
    r"|(?P<d3>\d{1,2}) ?[/.-] ?(?P<m3>\d{1,2}),? nam (?P<y3>\d{4})(?!\d)"
)
_WRITTEN = (
    rf"(?P<first>mung |mong )?(?P<d4>\d{{1,2}}) ?[-/,]? ?(?:thang|thg\.?|th\.?) ?(?P<m4>{_MONTH})"
    r"(?:(?: ?[,/-]? ?| )nam (?P<y4>\d{4}|\d{2})| ?[,/-] ?(?P<y4b>\d{4})| (?P<y4c>\d{4}))(?!\d)"
    rf"|(?:thang|thg\.?|th\.?) ?(?P<m5>{_MONTH}),? (?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?: ?, ?| )(?:nam )?"
    r"(?P<y5>\d{4})(?!\d)"
)
_ENGLISH = (
    rf"(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m6>{words.MONTH_ENGLISH})\.?,?[ -]"
    r"(?:(?P<y6>\d{4})(?!\d)|(?P<y6b>\d{2})(?=,? \d{1,2}:\d))"
    rf"|(?P<m7>{words.MONTH_ENGLISH})\.? (?P<d7>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<y7>\d{{4}})(?!\d)"
)
_HALF = rf"(?: ?(?P<half>[ap]\.?m\.?|sa|ch|(?:buoi )?(?:rang sang|sang|trua|chieu|toi|dem)){END})?"
# `22h 02/01/2023`, `22h 02 tháng 1, 2023`: what stands behind the hour may be the date's day.
_NO_DATE = (
    r"(?! ?(?P<sx>[/.-]) ?\d{1,2} ?(?P=sx) ?(?:\d{4}|\d{2})(?!\d| ?(?P=sx) ?\d)"
    r"|(?<= \d\d) ?(?:thang|thg|th\d)|\d)"
)
_MINUTES = rf"(?:(?:phut|ph?){END}|')"
_TIME = (
    r"(?:(?P<h1>\d{1,2}) ?: ?(?P<n1>\d{2})(?: ?: ?(?P<c1>\d{2})(?:[.,]\d{1,9})?)?'{0,2}"
    r"|(?P<h2>\d{1,2}) ?(?:gio,?|h|g) ?:? ?"
    rf"(?:(?P<n2>\d{{2}}){_NO_DATE}(?: ?{_MINUTES})?|(?P<n3>\d) ?{_MINUTES})"
    rf"(?: ?(?P<c2>\d{{1,2}}) ?(?:(?:giay|s){END}|''))?"
    rf"|(?P<h3>\d{{1,2}}) ?(?:gio|h)(?![a-zứì:])){_HALF}(?![\d:])"
)
_WEEKDAY = (
    rf"thứ ?(?P<wa>hai|ba|tu|nam|sau|bay|[2-7]){END}"
    # Without its accent `Thu` is Thursday as well: `Thu 4, 05/10/2022`, but `Thu 4 Oct 2022`.
    rf"|thu (?P<wb>hai|ba|tu|nam|sau|bay|[2-7](?= ?[,|]| - | ngay )){END}"
    rf"|t\.? ?(?P<wc>[2-7]){END}|(?P<wd>chua? nh[au]t|c\.?n){END}"
    rf"|(?P<we>{words.DAY_ENGLISH}){END}"
)
_ZONE = (
    rf"(?:gmt|utc) ?(?:(?P<zs>[+-]) ?(?P<zh>\d{{1,2}}):?(?P<zm>\d{{2}})?)?{END}|\+ ?0?7(?::?00)?{END}"
    rf"|ict{END}|gio (?:viet nam|vn|ha noi|dong duong){END}|asia/[a-z_]+|indochina time{END}"
)
_RELATIVE = (
    rf"(?:khoang )?(?P<rn>{words.NUMBER}) ?(?P<ru>{words.UNIT})"
    rf"(?:,? (?P<rn2>\d{{1,2}}) ?(?P<ru2>{words.UNIT}))? ?(?P<dir>truoc(?: day)?|ago|nua|sau){END}"
    rf"|cach day (?:khoang )?(?P<an>{words.NUMBER}) ?(?P<au>{words.UNIT}){END}"
    rf"|(?P<now>{words.NOW}){END}|(?P<last>tuan truoc){END}"
    rf"|(?P<past>{'|'.join(words.RELATIVE_DAYS)}){END}|(?P<future>{words.FUTURE}){END}"
)
_SPACE = r" ?[|] ?| - ?| ?- |[ ,;()\[\].:*/~@_-]|t(?=\d{1,2}:)"

KINDS = {
    "space": _SPACE,
    "lunar": words.LUNAR,  # before "date": the lunar day may be written with its year
    "date": f"{_NUMERIC}|{_WRITTEN}|{_ENGLISH}",
    "relative": _RELATIVE,  # behind "date": `1 tháng sáu, 2023` is no month to come
    "time": _TIME,
    "weekday": _WEEKDAY,
    "zone": _ZONE,
    "by": rf"{words.BY}(?: ?: ?| )",
    "updated": words.UPDATED + END,
    "published": words.PUBLISHED + END,
    "joint": words.JOINT + END,
    "noise": words.NOISE + END,
}
"""The kinds of tokens and their patterns, in the order in which they are tried."""


def pattern_of(*kinds: str) -> re.Pattern[str]:
    """One pattern for some kinds, each a group of that name."""
    return re.compile("|".join(f"(?P<{kind}>{KINDS[kind]})" for kind in kinds))


# What a token begins with leaves few kinds to try.
_AT_DIGIT = pattern_of("lunar", "date", "relative", "time")
_AT_LETTER = pattern_of(*(kind for kind in KINDS if kind != "time"))
_ELSEWHERE = pattern_of("space", "zone")


def token_at(key: str, position: int) -> re.Match[str] | None:
    """The token that begins at a position of a key; its `lastgroup` names the kind. None for other words."""
    char = key[position]
    pattern = _AT_DIGIT if char.isdecimal() else _AT_LETTER if char.isalpha() else _ELSEWHERE
    return pattern.match(key, position)


COMMON = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY})(?: ?\| ?|,? ))?"
    r"(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})(?: ?\| ?|,? | - )"
    r"(?P<h>\d{1,2}):(?P<n>\d{2})(?::(?P<c>\d{2}))?(?P<zone> ?[(\[]{0,2}gmt ?\+ ?7[)\]]{0,2})?"
)
"""The whole of most stamps, `Thứ 4, 05.10.2022 | 15:48:48`: what its tokens say can be read in one step."""

HARD = re.compile(r"\||- | -")
"""What separates a name or a section from a stamp: a bar or bullet, a dash with a blank beside it."""

BY_END = re.compile(
    r" ?[|(\[]| ?, ?| - ?| ?- | (?=\d)| (?=(?:vao luc|luc|vao|ngay|hoi|on|at|thứ [a-z2-7]+|chu nhat) )"
)
"""Where the name behind `Đăng bởi` ends."""
