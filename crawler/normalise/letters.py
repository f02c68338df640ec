"""The letters of Vietnamese, and translating texts made of them quickly.

`str.translate` looks each letter up in a dict. Nearly all lines of a page are made of fewer than 256
different characters, and through an 8-bit code made of just those Python translates four times as fast.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping

_FORMS = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
    "d": "đð",  # Ð (eth) is printed for Đ by old keyboards
}

FOLD_LETTERS: dict[int, str] = {
    ord(form): plain for plain, forms in _FORMS.items() for form in forms + forms.upper()
}
"""One Vietnamese letter (NFC, either case) -> one lower-case ASCII letter; keeps string positions."""
_MARKED = "".join(map(chr, FOLD_LETTERS))
FOLD_LETTERS |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}

_UNDEFINED = "\ufffe"  # what the codecs take for no character
# The code must begin with NUL, which is translated nowhere.
_CODE = "\0" + "".join(map(chr, range(0x20, 0x7F))) + _MARKED + "“”‘’–—…•·\xa0"
_ENCODING = codecs.charmap_build(_CODE.ljust(256, _UNDEFINED))


def translator(table: Mapping[int, str]) -> Callable[[str], str]:
    """Give a function that does what `text.translate(table)` does, faster for Vietnamese.

    Args:
        table: For `str.translate`; each character of the 8-bit code stands for one character or itself.
    """
    row = _UNDEFINED + "".join(_replacement(table, char) for char in _CODE[1:])
    if len(row) != len(_CODE):
        raise ValueError("the table makes none or several characters of one of the common ones")
    encode, decode = codecs.charmap_encode, codecs.charmap_decode

    def translate(text: str) -> str:
        try:
            return decode(encode(text, "strict", _ENCODING)[0], "strict", row)[0]
        except UnicodeError:  # a character that is not in the code
            return text.translate(table)

    return translate


def _replacement(table: Mapping[int, str], char: str) -> str:
    try:
        return table[ord(char)]
    except KeyError:
        return char
