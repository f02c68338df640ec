"""A printed view counter -> how often the article was viewed.

Policies (the paper's forms and other papers' of its kind):

- groups of exactly three digits are thousands, whatever the separator (dot, comma, blank);
- a comma or dot is decimal only before a unit (K, N, nghìn, ngàn, Tr, triệu, M, T, tỷ, tỉ, B);
  three decimals could be a group as well, so they are read only after a comma before a
  Vietnamese unit;
- missing, negative, malformed, over 63 bits, visitor counters, reading time and counters inside a
  sentence give None; "0 lượt xem" is 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.normalise.line_form import line_form, surely_long

MAX_VIEWS = 2**63 - 1
_SEGMENT_LIMIT = 80  # a byline or a stamp beside the counter is shorter; a sentence need not be

_EXPONENTS = {
    "k": 3, "n": 3, "nghin": 3, "ngan": 3,
    "tr": 6, "trieu": 6, "m": 6,
    "t": 9, "ty": 9, "ti": 9, "b": 9,
}  # fmt: skip
_INTERNATIONAL = {"k", "m", "b"}

_NUMBER = r"\d{1,3}(?: \d{3})+(?![\d.,]| \d{3}\b)|\d[\d.,]*(?<![.,])"
_UNIT = r"(?:nghin|ngan|trieu|tr|ty|ti|[knmtb])"
_END = r"(?![a-z\d])"
_AMOUNT = rf"(?P<num>{_NUMBER})(?: ?(?P<unit>{_UNIT}){_END})?(?![\d+%]|[.,]\d)"
_WORDS = re.compile(  # the label after the number
    rf"{_AMOUNT} ?(?:(?:luot|lan)(?: nguoi)?(?: da)? (?:xem|doc|view)|nguoi (?:da )?(?:xem|doc)"
    r"|page ?views?|views?|reads?)(?: bai(?: viet)?)?" + _END
)
_LABELLED = re.compile(  # the label before the number
    r"(?:(?:tong )?(?:so )?(?:luot|lan|nguoi)(?: nguoi)?(?: da| duoc){0,2} (?:xem|doc|view)s?"
    r"(?: bai(?: viet)?| tin)?"
    r"|(?:da |duoc ){0,2}(?:xem|doc)|page ?views?|views?(?: counts?)?|hits?|reads?)"
    rf"(?: ?[:(-]+ ?(?!-)| )(?<!--){_AMOUNT}{_END}(?: ?(?:luot|lan|views?)(?: xem| doc)?(?![a-z]))?"
)
_BARE = re.compile(_AMOUNT + _END)
_PHONE = re.compile(r"0\d")  # a bare number with a leading zero is no count

_OTHER_WORDS = (
    r"(?:binh luan|phan hoi|y kien|nhan xet|tra loi|thich|yeu thich|quan tam|chia se|luu"
    r"|comments?|likes?|shares?|replies|reply)"
)
_OTHER = re.compile(
    rf"(?:\d+ ?(?:luot |nguoi )?{_OTHER_WORDS}|(?:so )?(?:luot )?{_OTHER_WORDS} ?[:(]? ?\d+"
    r"|(?:thoi gian doc:? )?\d+ (?:phut|min(?:ute)?s?)(?: doc| read)?)" + _END
)
_STAMP = re.compile(
    r"(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}(?: ?[:hg] ?|h:)\d{2}(?::\d{2})?'?(?: ?(?:sa|ch|am|pm))?"
    r"|(?:thu ?(?:[2-7]|hai|ba|tu|nam|sau|bay)|chua? nhat|t\.?[2-7]|cn)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|ngay(?: dang| tao| cap nhat)?|luc|(?:cap nhat|dang|xuat ban)(?: luc| ngay)?|gmt ?\+ ?7)" + _END
)
_SEPARATOR = re.compile(r"[ ,;()\[\]:/.]|-(?!\d)|a[+-]?(?![a-z])")  # A A: the font buttons
_VISITORS = re.compile(
    r"truy cap|online|truc tuyen|hom nay|hom qua|tuan nay|thang nay|ghe tham|visit|dang xem|thanh vien"
)
_VIEW_WORD = re.compile(r"xem|doc|view|hits?\b|reads?\b")

# On the raw string in lower case: NFD and entities must not hide the word.
_CHEAP = ("xem", "view", "đọc", "đo\u0323c", "doc", "hit", "read", "&")
_DIGIT = re.compile(r"\d")


# Several parts of one page's reading ask about the same line; a pure function may remember a few.
_MEMO = 32


@dataclass(frozen=True, slots=True)
class CountReading:
    """What a counter says.

    Attributes:
        value: The count, or None.
        reason: Why there is none ("not-a-counter: …"); None where there is a value.
    """

    value: int | None
    reason: str | None


def read_views(text: str) -> CountReading:
    """Read the text of an element that is known to hold the view count.

    Args:
        text: As printed; a bare number ("408", "1,2K") is taken.

    Returns:
        The count, or None with the reason.

    Raises:
        Nothing.

    >>> read_views("Thứ 4, 05.10.2022 | 15:48:48 | 1.408 lượt xem").value
    1408
    """
    key = _plain_key(text)
    bare = _BARE.fullmatch(key or "")
    if bare and not _PHONE.match(bare["num"]):
        return _amount(bare)
    return _labelled(key)


@lru_cache(maxsize=_MEMO)
def labelled_views(text: str) -> CountReading:
    """Read a counter from any line of a page: only a number with its label (xem, đọc, view).

    >>> labelled_views("408")
    CountReading(value=None, reason='no-counter: no view counter is printed')
    """
    return _labelled(_plain_key(text))


def looks_like_views(text: str) -> bool:
    """Say whether `labelled_views` might read this line: False is certain, True is not. Cheap."""
    if surely_long(text) or _DIGIT.search(text) is None:
        return False
    text = text.lower()
    return any(word in text for word in _CHEAP)


def counter_end(key: str, position: int) -> int | None:
    """Where a counter that begins at this position of a key ends; None where none begins.

    For the grammar of stamps: views, comments and reading time may stand beside a stamp.
    """
    key = _plain(key)
    for pattern in (_WORDS, _LABELLED, _OTHER):
        counter = pattern.match(key, position)
        if counter:
            return counter.end()
    return None


def _refuse(slug: str, words: str) -> CountReading:
    return CountReading(None, f"{slug}: {words}")


def _plain_key(text: str) -> str | None:
    """The line as plain ASCII letters; None where it is too long to be a line."""
    form = line_form(text)
    return None if form is None else _plain(form.key).strip()


def _plain(key: str) -> str:
    return key if key.isascii() else key.replace("ứ", "u").replace("ì", "i")


def _labelled(key: str | None) -> CountReading:
    if key is None:
        return _refuse("too-long", "longer than a line")
    if _VISITORS.search(key):
        return _refuse("site-counter", "counts visitors of the site, not views of the article")
    readings: list[CountReading] = []
    for segment in key.split("|"):
        found = _segment(segment)
        if found is None:
            return _refuse("prose", "a number of views inside other text")
        readings.extend(found)
    if not readings:
        return _refuse("no-counter", "no view counter is printed")
    if len({reading.value for reading in readings}) > 1:
        return _refuse("ambiguous", "more than one view counter")
    return readings[0]


def _segment(segment: str) -> list[CountReading] | None:
    """The counters between two bars; None where a counter stands inside other text."""
    readings: list[CountReading] = []
    position = 0
    while position < len(segment):
        view = _WORDS.match(segment, position) or _LABELLED.match(segment, position)
        if view:
            readings.append(_amount(view))
        step = view or _next(segment, position)
        if step is None:
            quiet = not readings and not _VIEW_WORD.search(segment) and len(segment) <= _SEGMENT_LIMIT
            return [] if quiet else None
        position = step.end()
    return readings


def _next(segment: str, position: int) -> re.Match[str] | None:
    return (
        _STAMP.match(segment, position)
        or _OTHER.match(segment, position)
        or _SEPARATOR.match(segment, position)
    )


def _amount(match: re.Match[str]) -> CountReading:
    digits, unit = match["num"], match["unit"]
    value = _scaled(digits, unit) if unit else _whole(digits)
    if value is None:
        return _refuse("malformed", "the digits are not grouped as a number")
    if value > MAX_VIEWS:
        return _refuse("too-large", "over 63 bits")
    return CountReading(value, None)


_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+")


def _whole(digits: str) -> int | None:
    if digits.isdigit() or _GROUPED.fullmatch(digits):
        return int(re.sub(r"\D", "", digits))
    return None


def _scaled(digits: str, unit: str) -> int | None:
    """A number with a unit: 1,2 Tr."""
    if " " in digits:
        return None
    whole, mark, decimals = digits.replace(",", ".", 1).partition(".")
    if mark and not decimals.isdigit():
        return None
    exponent = _EXPONENTS[unit]
    unclear = len(decimals) == 3 and ("," not in digits or unit in _INTERNATIONAL)
    if unclear or len(decimals) > exponent:
        return None
    scale: int = 10 ** (exponent - len(decimals))
    return int(whole + decimals) * scale
