"""The grammar of an institution's name, such as `Ban Tổ chức Tỉnh uỷ`: heads, fields, units, places. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crawler.annotate.officials import institution_words as vocabulary
from crawler.annotate.person_names import HISTORICAL, family
from crawler.annotate.places.gazetteer import named
from crawler.annotate.reading import read
from crawler.annotate.words import Phrases, Words

_HEADS: Final = Phrases(vocabulary.HEADS)
_FIELDS: Final = Phrases(vocabulary.FIELDS)
_LOWER: Final = Phrases(vocabulary.LOWER)
_NAMING: Final = Phrases(vocabulary.NAMING)
UNITS: Final = Phrases(vocabulary.UNITS)
PLACES: Final = Phrases([*vocabulary.PLACES, *vocabulary.COUNTRIES])
COUNTRIES: Final = Phrases(vocabulary.COUNTRIES)
_SMALL: Final = Phrases(vocabulary.SMALL)
LOCAL_PLACES: Final = Phrases([*vocabulary.PLACES, *vocabulary.COUNTRIES, *named()])
_OWNERS: Final = Phrases(vocabulary.OWNERS)
_TOPICAL: Final = frozenset({"đạo", "lý"})  # `Ban Chỉ đạo`, `Ban Quản lý`: what for may be in small letters
_NAMESAKES: Final = HISTORICAL
_JOINTS: Final = frozenset({"và", "-", "&"})
_LONGEST: Final = 30  # words
_LONGEST_PLACE: Final = 4
_ROMAN: Final = frozenset("i ii iii iv v vi vii viii ix x".split())
_TAILS: Final = (3, 4, 2)  # words of the name of a person that follows a place, likeliest first


@dataclass(slots=True)
class Institution:
    """What was read of an institution's name.

    Attributes:
        end: The word after it.
        bounds: Where its elements begin, the last ones first: where it may end if a name follows.
        naming: Whether a head was read that has a name of its own (`Trường`, `Công ty`).
        local: Whether it ends with a unit and its place or number (`thôn Nà Lầu`).
    """

    end: int
    bounds: list[int]
    local: bool = False
    naming: bool = False


def institution(words: Words, at: int, *, any_case: bool = False) -> Institution:
    """Read the institution that begins at a word; its end is `at` where none does.

    Args:
        words: The line.
        at: Its first word.
        any_case: The first element may begin with a small letter.
    """
    found = Institution(at, [])
    joinable = False  # by "và" to another field
    while found.end < words.count and found.end - at < _LONGEST:
        here = found.end
        found.bounds.insert(0, here)
        if words.keys[here] == "của" and _OWNERS.end(words, here + 1) > here + 1 and words.capital(here + 1):
            end, joinable, found.local = _OWNERS.end(words, here + 1), False, False
        elif joinable and words.keys[here] in _JOINTS:
            end = _FIELDS.end(words, here + 1) if words.capital(here + 1) else here + 1
            if end == here + 1:
                break
            found.local = False
        else:
            end, joinable = _element(words, here, found, any_case=any_case and here == at, first=here == at)
        if end == here:
            break
        found.end = end
    found.bounds = [bound for bound in found.bounds if bound < found.end]
    return found


def _element(words: Words, at: int, found: Institution, *, any_case: bool, first: bool) -> tuple[int, bool]:
    """One element's end, and whether another field may be joined to it."""
    topical = not first and words.keys[at - 1] in _TOPICAL
    if words.capital(at) or any_case or topical:
        head, field = _HEADS.end(words, at) if not topical else at, _FIELDS.end(words, at)
        end = max(head, field)
        if end > at and not (first and PLACES.end(words, at) > end):
            found.local = False
            found.naming |= any(_NAMING.end(words, start) == end for start in range(at, end))
            return end, True
    unit, small = UNITS.end(words, at), _LOWER.end(words, at)
    if unit > at and small <= unit:  # `khu`, not `khu vực`
        end = _place_end(words, unit, alone=words.keys[unit - 1] in ("tỉnh", "nước"))
        found.local = end > unit
        found.bounds.insert(0, unit)
        return end, False
    if first:
        return (PLACES if words.capital(at) else _SMALL).end(words, at), False
    numbered = at + (words.keys[at] == "số")  # `Đội Quản lý thị trường số 3`
    if numbered < words.count and _is_number(words, numbered):
        found.local = True
        return numbered + 1, False
    end = _own_name_end(words, at, found) if words.capital(at) else at
    end = end if end > at else small
    found.local = found.local and end == at
    return end, False


def _own_name_end(words: Words, at: int, found: Institution) -> int:
    """Where a known place ends, or the name of a school, a post, a company; not that of a person."""
    known = PLACES.end(words, at)
    if known > at or not found.naming:
        return known
    small = words.keys[at + 1]
    if words.capital(at + 1) or not small.isalpha() or small in vocabulary.SENTENCE:
        return _place_end(words, at)
    # It goes on in small letters: `Công ty Cổ phần Xi măng Đồng Bành`.
    whole = words.capital(at + 2) or words.keys[min(at + 2, words.count)] in ",;."
    return at + 2 if whole else LOCAL_PLACES.end(words, at)


def head_start(words: Words, floor: int, end: int) -> int:
    """Where the head or unit begins that a title ends with (`Trưởng Ban`, `Trưởng thôn`); else `end`."""
    return floor + _head_in(" ".join(words.keys[floor:end]))


@lru_cache(maxsize=1024)  # titles are few
def _head_in(title: str) -> int:
    words = Words(read(title), 0, len(title))
    for at in range(max(1, words.count - 3), words.count):
        if words.count in (_HEADS.end(words, at), UNITS.end(words, at)):
            return at
    return words.count


def _begins_known(words: Words, at: int) -> bool:
    return _HEADS.end(words, at) > at or _FIELDS.end(words, at) > at


def _is_number(words: Words, at: int) -> bool:
    key = words.keys[at]
    if words.keys[at + 1] in ("/", "-", "%") if at + 1 < words.count else False:
        return False
    if key not in _ROMAN:
        return key.isdigit() and len(key) <= 4
    if not words.reading.text[words.starts[at] : words.ends[at]].isupper():
        return False
    return len(key) == 1 or not words.is_name_word(at + 1)  # `VI VĂN AN` is a person


def _place_end(words: Words, at: int, *, alone: bool = False) -> int:
    """Where a place's name ends, which a person's may follow without a mark between.

    Args:
        words: The line.
        at: Its first word.
        alone: Only a known place.
    """
    if at < words.count and _is_number(words, at):
        return at + 1
    if not words.is_name_word(at):
        return at
    known = (PLACES if alone else LOCAL_PLACES).end(words, at)
    if known > at or alone:
        return known
    if (namesake := _NAMESAKES.end(words, at)) > at:
        return namesake
    end = at + 1
    while words.is_name_word(end) and end - at < 2 * _LONGEST_PLACE and not _begins_known(words, end):
        end += 1
    return _split(words, at, end)


def _split(words: Words, at: int, end: int) -> int:
    """The end of a place in a run of capitals that may be place and person."""
    for tail in _TAILS:
        if end - tail > at and family(words, end - tail) and (tail > 2 or end - at > 3):
            return end - tail
    if family(words, at) and end - at > 2:
        return at
    return min(end, at + _LONGEST_PLACE)
