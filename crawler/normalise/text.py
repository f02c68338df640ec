"""Clean text for the record, and keys for comparing texts. Words are never repaired.

Source of the rules: the paper mixes `ủy`/`uỷ` and `khóa`/`khoá` even within one article, so what is
written is kept (NFC only) and comparisons go through `fold`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import is_normalized

from crawler.normalise.letters import FOLD_LETTERS, translator

# Control characters that are no white space, soft hyphen, joiners, zero-width characters, bidi
# marks, BOM, interlinear marks, tag characters: nothing a reader sees.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
# Blanks that `str.split` does not take for white space: Hangul fillers, the empty Braille cell.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_TO_BLANKS = dict.fromkeys(map(ord, _BLANK_LETTERS), " ")
# More marks than any letter bears: Unicode's stream-safe text has no more than 30 in a row (UAX #15,
# section 13). To sort them in order takes time with the square of their number.
_MOST_MARKS = 30
_MANY_MARKS = re.compile(rf"[^\w\x00-\x7f]{{{_MOST_MARKS + 1}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Give the text as the record keeps it: NFC, single blanks, nothing invisible.

    Args:
        text: Any string; NBSP, thin and other odd blanks, tabs and newlines become one blank.

    Returns:
        The text, stripped. Zero-width characters, BOM, soft hyphens, bidi marks and control
        characters are dropped; a lone surrogate becomes U+FFFD.

    Raises:
        Nothing.

    >>> clean("  Thứ\\u00a0tư,\\n\\t05/10/2022\\u200b ")
    'Thứ tư, 05/10/2022'
    """
    if text.isprintable() and "  " not in text and is_normalized("NFC", text):
        # isprintable() rules out every odd blank, control, format character and surrogate.
        words = text.strip(" ")
    else:
        words = " ".join(text.split())
        if not (words.isprintable() and is_normalized("NFC", words)):
            return _scrub(text)
    if words.isascii() or not (  # written out: this is asked of every line
        "\u3164" in words or "\u2800" in words or "\u115f" in words or "\u1160" in words or "\uffa0" in words
    ):
        return words
    return _scrub(text)


def _scrub(text: str) -> str:
    """The slow path of `clean`."""
    if _SURROGATE.search(text):
        # Joins pairs that a JavaScript-minded source left apart, replaces what stays alone.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _INVISIBLE.sub("", text)
    text = text.translate(_TO_BLANKS)
    if _MANY_MARKS.search(text):
        text = "".join(_without_towers(text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_towers(text: str) -> Iterator[str]:
    """The characters of a text, of the marks on one letter no more than text can bear."""
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            yield char


class _Keys(dict[int, str]):
    """Character -> its part of a key; worked out once for each character that is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFD", char.casefold()).translate(FOLD_LETTERS)
        key = "".join(part for part in plain if part.isalnum())
        if not key and unicodedata.category(char) != "Mn" and not _INVISIBLE.match(char):
            key = " "
        self[code] = key
        return key


_to_key = translator(_Keys())
# A page's headings, names and labels are compared again and again.
_MEMO = 128


@lru_cache(maxsize=_MEMO)
def fold(text: str) -> str:
    """Give a key for comparing texts: letters and digits only, without case and diacritics.

    Args:
        text: Any string.

    Returns:
        Lower case, đ as d, every run of other characters as one blank, stripped. `uỷ` and `ủy`,
        `khoá` and `khóa` give the same key.

    Raises:
        Nothing.

    >>> fold("Đảng uỷ – KHOÁ XIV.") == fold("đảng ủy, khóa XIV") == "dang uy khoa xiv"
    True
    """
    return " ".join(_to_key(text).split())


def same_words(a: str, b: str) -> bool:
    """Say whether two texts have the same words, whatever their case, tones and punctuation."""
    return a == b or fold(a) == fold(b)
