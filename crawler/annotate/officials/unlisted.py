"""Institutions that are in no list: how far an office goes on over words the grammar does not know. Pure.

A part of an office is a wrong office. Where capitals follow what was read and no name does, the office goes
on to the next mark, if that is near and no verb stands before it, or else it is given up.
"""

from __future__ import annotations

from typing import Final

from crawler.annotate.officials.institutions import UNITS
from crawler.annotate.person_names import family
from crawler.annotate.reading import fold
from crawler.annotate.words import Words

_LONGEST: Final = 8  # words
_LONGEST_TOPIC: Final = 12
_MARKS: Final = frozenset(",;.)\n")
# No name of an institution has them, and a sentence seldom goes far without one.
_SENTENCE: Final = frozenset(
    fold("""
    cho đã được cùng nói trao tặng dự là làm giữ vừa sẽ đang nhấn yêu khẳng chia trong với đến tại để nhận
    gửi chúc thăm tiếp ký rằng bày trình kết ghi đánh giá chủ trì cảm tuyên mong bị vào khi này
    """).split()
)
# What a `Ban Chỉ đạo` is for, in small letters: `công tác …`, `thực hiện …`.
_TOPICS: Final = frozenset(fold("công thực phong chương cuộc xây phát cải phòng sắp giảm xóa đề dự").split())
_TOPICAL: Final = (["chỉ", "đạo"], ["quản", "lý"], ["vận", "động"])


def office_end(words: Words, end: int) -> int:
    """Where an office goes on to, that was read as far as a word; 0 where that cannot be told.

    Args:
        words: The line.
        end: The word after what was read; no name begins there.
    """
    if words.capital(end) and words.keys[end].isalpha():
        shouted = words.all_capitals(end) and words.keys[end] in _SENTENCE  # `BÍ THƯ TỈNH ỦY THĂM`
        return end if shouted or family(words, end) else _to_mark(words, end)
    if words.keys[end] in _TOPICS and words.keys[max(0, end - 2) : end] in _TOPICAL:
        return _to_unit(words, end)
    return end


def _to_mark(words: Words, at: int) -> int:
    for end in range(at, at + _LONGEST + 1):
        if words.keys[min(end, words.count)] in _MARKS:
            return end
        if words.keys[end] in _SENTENCE or not words.keys[end].isalpha():
            return 0
    return 0


def _to_unit(words: Words, at: int) -> int:
    """Up to the unit whose board it is (`công tác người cao tuổi tỉnh`); what was read, where none is named."""
    for end in range(at, min(at + _LONGEST_TOPIC, words.count)):
        if (unit := UNITS.end(words, end)) > end:
            return unit
        if words.keys[end] in _SENTENCE or not words.keys[end].isalpha():
            break
    return at
