"""A text made even for its grammars, with the way back to where each letter stands in the source. Pure.

Entities, decomposed letters (NFD), no-break spaces, full-width digits, dashes of every length and the
two places of a tone mark (`uỷ`/`ủy`) must not matter to a grammar, and an annotation must still say
where it stands in the text as it was given.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

_MARKS = "\u0300-\u036f"
_HIDDEN = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_ENTITY = re.compile(r"&[#\w]+;")
_LETTERS = f"{_MARKS}{_HIDDEN}\uff01-\uff5e\u0340-\u0345"
_UNEVEN = re.compile(f"[{_LETTERS}]")  # one set, which is searched for five times faster than alternatives
# At most eight marks are composed at a time: ordering a longer run of them is quadratic.
_PIECE = re.compile(f"&[#\\w]{{1,12}};|.[{_MARKS}]{{0,8}}", re.DOTALL)
_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_VARIANTS = re.compile(f"[{_DASHES}{_SPACES}]")
_ODD = re.compile(f"[&{_LETTERS}{_DASHES}{_SPACES}]")
_HIDDEN_LETTER = re.compile(f"[{_HIDDEN}]")
_TONES = {
    first + toned: marked + second
    for first, second, toned_letters, marked_letters in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for toned, marked in zip(toned_letters, marked_letters, strict=True)
}
_TONED = re.compile("o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]")


@dataclass(frozen=True, slots=True)
class Reading:
    """An even text.

    Attributes:
        text: Composed letters (NFC), plain spaces and dashes; case as printed.
        folded: The same in lower case, the tone marks in one place; as long as `text`.
    """

    text: str
    folded: str
    _shown: str  # with dashes and blanks as printed
    _starts: array[int] | None
    _ends: array[int] | None

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of `text` (not empty) stands in the source."""
        if self._starts is None or self._ends is None:
            return start, end
        return self._starts[start], self._ends[end - 1]

    def printed(self, start: int, end: int) -> str:
        """A part of the text on one line, blanks as single spaces."""
        return " ".join(self._shown[start:end].split())


@lru_cache(maxsize=4)  # the finders of one record read the same few texts
def read(text: str) -> Reading:
    """Make a text even."""
    starts = ends = None
    if _ODD.search(text) is None:
        return Reading(text, fold(text), text, None, None)
    if _UNEVEN.search(text) or ("&" in text and _ENTITY.search(text)):
        text, starts, ends = _evened(text)
    even = _VARIANTS.sub(lambda match: " " if match[0].isspace() else "-", text)
    return Reading(even, fold(even), text, starts, ends)


def fold(text: str) -> str:
    """Lower case, tone marks where the newer spelling has them; the length stays.

    >>> fold("Tỉnh uỷ Hoà Bình")
    'tỉnh ủy hòa bình'
    """
    folded = text.lower()
    if len(folded) != len(text):  # a capital that has no single small letter (U+0130)
        folded = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return _TONED.sub(lambda match: _TONES[match[0]], folded)


def _evened(text: str) -> tuple[str, array[int], array[int]]:
    letters: list[str] = []
    starts, ends = array("q"), array("q")
    for match in _PIECE.finditer(text):
        piece = match.group()
        if len(piece) > 1 or not piece.isalnum():
            piece = _even_piece(piece)
        elif not piece.isascii():
            piece = unicodedata.normalize("NFKC", piece) if "\uff01" <= piece <= "\uff5e" else piece
        for letter in piece:
            letters.append(letter)
            starts.append(match.start())
            ends.append(match.end())
    return "".join(letters), starts, ends


def _even_piece(piece: str) -> str:
    if piece[0] == "&" and len(piece) > 1:
        piece = html.unescape(piece)
    if "\uff01" <= piece[:1] <= "\uff5e":
        piece = unicodedata.normalize("NFKC", piece)
    return _HIDDEN_LETTER.sub("", unicodedata.normalize("NFC", piece))
