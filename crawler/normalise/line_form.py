"""The form in which the grammars read a line: decoded, folded to ASCII, same positions.

`LineForm.key` has one character for each character of `LineForm.text`, so that a grammar matches
on the plain key and cuts names out of the text as printed.
"""

from __future__ import annotations

import html
import unicodedata
from dataclasses import dataclass

from crawler.normalise.letters import FOLD_LETTERS, translator
from crawler.normalise.text import clean

RAW_LIMIT = 4000
"""Longer strings are no line: they are refused unread."""
LINE_LIMIT = 200
"""The longest cleaned line that a grammar reads."""

_DASHES = "‐‑‒–—―−﹣－"
_BULLETS = "•·●∙⋅‧▪■◦○◆♦│┃｜¦»›→>"
_QUOTES = "’‘′´`ʼ＇"

# Icons of web fonts (private use), emoji and other pictures beside a stamp or counter.
_PICTURES = (range(0xE000, 0xF900), range(0x2300, 0x2400), range(0x2600, 0x27C0), range(0x1F300, 0x1FB00))

_KEY: dict[int, str] = {
    **{code: " " for pictures in _PICTURES for code in pictures},
    0xFE0F: " ",
    **FOLD_LETTERS,
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _BULLETS), "|"),
    **dict.fromkeys(map(ord, _QUOTES), "'"),
    ord("【"): "[",
    ord("】"): "]",
    ord("、"): ",",
    ord("。"): ".",
    # Kept apart, since they tell words apart: thứ (weekday) from Thu, hôm kìa from hôm kia.
    ord("ứ"): "ứ",
    ord("Ứ"): "ứ",
    ord("ì"): "ì",
    ord("Ì"): "ì",
}
# Full-width capitals come out as capitals above; one more step makes them small.
_KEY |= {code: chr(code - 0xFEE0 + 32) for code in range(0xFF21, 0xFF3B)}
_to_key = translator(_KEY)


@dataclass(frozen=True, slots=True)
class LineForm:
    """A line as printed and its key.

    Attributes:
        text: Entities decoded, then cleaned.
        key: `text` with letters as lower-case ASCII (but ứ and ì), dashes as ``-``, bullets as
            ``|``, icons as blanks, quotes as ``'``, full-width forms as ASCII; of the same length.
    """

    text: str
    key: str


def line_form(text: str) -> LineForm | None:
    """Give the form of a line, or None where the string is too long to be one.

    Entities are decoded twice: pages print `&amp;nbsp;`.
    """
    if len(text) > RAW_LIMIT:
        return None
    if "&" in text:
        text = html.unescape(html.unescape(text))
    text = clean(text)
    if len(text) > LINE_LIMIT:
        return None
    return LineForm(text, _to_key(text))


def surely_long(text: str) -> bool:
    """Say, cheaply, that `line_form` would give None. False does not say that it would not."""
    if len(text) <= LINE_LIMIT + 2:
        return False
    if len(text) > RAW_LIMIT:
        return True
    # Nothing here that cleaning could make shorter, but a blank at either end.
    return (
        "&" not in text and "  " not in text and text.isprintable() and unicodedata.is_normalized("NFC", text)
    )
