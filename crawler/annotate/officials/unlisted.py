"""Institutions that are in no list: how far an office goes on over words the grammar does not know. Pure.

A part of an office is a wrong office. Where capitals follow what was read and no name does, the office goes
on to the next mark, if that is near and no verb stands before it, or else it is given up.
"""

from __future__ import annotations

from typing import Final

from crawler.annotate.officials.institution_words import SENTENCE
from crawler.annotate.officials.institutions import PLACES, UNITS, institution
from crawler.annotate.reading import fold
from crawler.annotate.words import Phrases, Words, lines

_LONGEST: Final = 8  # words
_LONGEST_TOPIC: Final = 12
_MARKS: Final = frozenset(",;.)\n")
# What a sentence goes on with after whoever it speaks of.
_PREDICATES: Final = Phrases(
    lines("""
    cho biết; cho rằng; cho hay; nhấn mạnh; khẳng định; phát biểu; chia sẻ; đã; cùng dự; thông tin; kiến nghị
    """)
)
# What a `Ban Chỉ đạo` is for, in small letters: `công tác …`, `thực hiện …`.
_TOPICS: Final = frozenset(fold("công thực phong chương cuộc xây phát cải phòng sắp giảm xóa đề dự").split())
_TOPICAL: Final = (["chỉ", "đạo"], ["quản", "lý"], ["vận", "động"])


def office_end(words: Words, end: int, *, naming: bool) -> int:
    """Where an office goes on to, that was read as far as a word; 0 where that cannot be told.

    Args:
        words: The line.
        end: The word after what was read; no name begins there.
        naming: A company or school was read whose own name may follow.
    """
    if naming and words.is_name_word(end):
        last = end + _LONGEST
        while end < last and words.is_name_word(end):
            end += 1
        return end if words.keys[end] in SENTENCE else _to_mark(words, end)
    if words.capital(end) and words.keys[end].isalpha():
        shouted = words.all_capitals(end) and words.keys[end] in SENTENCE  # `BÍ THƯ TỈNH ỦY THĂM`
        return end if shouted else _to_mark(words, end)
    if words.keys[end] in _TOPICS and words.keys[max(0, end - 2) : end] in _TOPICAL:
        return _to_unit(words, end)
    return end


def _to_mark(words: Words, at: int) -> int:
    for end in range(at, min(at + _LONGEST, words.count) + 1):
        if words.keys[end] in _MARKS or (end > at and _PREDICATES.end(words, end) > end):
            return end
        if words.keys[end] in SENTENCE:
            placed = end > at and _is_unit(words, end)
            return end if placed else 0
        if not words.keys[end].isalpha():
            return 0
    return 0


def _is_unit(words: Words, end: int) -> bool:
    """Whether a unit or a place ends before a word: `… Bảo tàng tỉnh trao`."""
    return any(UNITS.end(words, at) == end or PLACES.end(words, at) == end for at in (end - 1, end - 2))


def _to_unit(words: Words, at: int) -> int:
    """Up to the unit whose board it is (`công tác gia đình tỉnh`); where it begins, if none is named."""
    for end in range(at, min(at + _LONGEST_TOPIC, words.count)):
        if UNITS.end(words, end) > end:
            return institution(words, end, any_case=True).end
        if words.keys[end] in SENTENCE or not words.keys[end].isalpha():
            break
    return at
