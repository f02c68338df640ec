"""A text's words with their places, their keys without marks and their exact forms. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from crawler.normalise.text import fold

# The tone marks: grave, acute, tilde, hook above, dot below. The others (ơ, ê, ă) make letters.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile("w[wm]*")
MEMO = 1 << 15  # words; the language has some 7,000 syllables


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        start, end: Its place, in code points.
        key: As `normalise.text.fold` gives it: `đồng` is `dong`.
        exact: With its marks, see `exact`.
    """

    start: int
    end: int
    key: str
    exact: str


class _Shapes(dict[int, str]):
    """Character -> "w": a word's letter or digit, "m": a mark within one, " ": it ends a word."""

    def __missing__(self, code: int) -> str:
        part = fold(f"a{chr(code)}a")[1:-1]
        self[code] = shape = " " if " " in part else "w" if part else "m"
        return shape


_SHAPES = _Shapes()


def words(text: str) -> list[Word]:
    """Give the words of a text, in order; their keys are those of `fold` of the whole text.

    >>> [(word.start, word.end, word.key) for word in words("Đảng uỷ")]
    [(0, 4, 'dang'), (5, 7, 'uy')]
    """
    places = [found.span() for found in _WORD.finditer(text.translate(_SHAPES))]
    return [Word(start, end, *_forms(text[start:end])) for start, end in places]


@lru_cache(maxsize=MEMO)
def _forms(word: str) -> tuple[str, str]:
    return fold(word).replace(" ", ""), exact(word)


def exact(word: str) -> str:
    """Give a word's form with all its marks: without capitals, the tone at the end wherever it stood.

    >>> exact("Uỷ") == exact("ủy"), exact("đảng") == exact("đang")
    (True, False)
    """
    letters = unicodedata.normalize("NFD", word.casefold())
    if letters.isascii():
        return letters
    tones = "".join(sorted(char for char in letters if char in _TONES))
    return "".join(char for char in letters if char not in _TONES) + tones
