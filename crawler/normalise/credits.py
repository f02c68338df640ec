"""A caption and the photographer printed at its end."""

from __future__ import annotations

import re

from crawler.normalise.names import is_office, is_person_name, is_source
from crawler.normalise.text import fold

_LIMIT = 60
# `Trong ảnh: …` points into the picture and is no credit, so a small letter counts only in brackets
# or behind a bar or slash.
_MARK = re.compile(
    r"(?P<sep>[\[(|/–—-]\s*)?(?:(?P<word>Ảnh|ẢNH|Nguồn ảnh|Hình|Photos?(?: by)?)|(?P<small>ảnh|photos?))"
    r"(?P<kind> tư liệu| minh họa| minh hoạ| chụp màn hình| CTV cung cấp)?(?P<colon>\s*[::])?\s*(?=\S)"
)
_NOBODY = frozenset(
    map(fold, ("tư liệu", "minh họa", "minh hoạ", "Internet", "nguồn Internet", "sưu tầm", "chụp màn hình"))
)
_STAFF = frozenset({"pv", "ctv", "p v", "c t v", "phong vien", "cong tac vien", "btv"})
_JOINT = re.compile(r"\s+[-–—]\s*|\s*[,;&/–]\s*|\s+và\s+|\s+and\s+")


def split_credit(caption: str) -> tuple[str, str | None]:
    """Split a caption from the photographer named at its end.

    Args:
        caption: A clean caption, or the lines of one joined by blanks.

    Returns:
        The caption without the credit and its separator (its own full stop stays), and the name as
        printed; or the caption as it is and None where nobody is named (`Ảnh minh họa`).

    Raises:
        Nothing.

    >>> split_credit("Đại biểu phát biểu tại hội nghị. Ảnh: Hoàng Nam")
    ('Đại biểu phát biểu tại hội nghị.', 'Hoàng Nam')
    """
    tail_from = max(0, len(caption) - 2 * _LIMIT)
    for mark in reversed(list(_MARK.finditer(caption, tail_from))):
        credit = _credit(caption, mark)
        if credit:
            return caption[: mark.start()].rstrip(" ,;-–—|/("), credit
    return caption, None


def _credit(caption: str, mark: re.Match[str]) -> str | None:
    """The name behind a mark, or None where the mark is part of the caption's sentence."""
    before = caption[: mark.start()]
    if before and not before[-1].isspace() and before[-1] not in ".,;:!?)]…\"”'–—-|/" and not mark["sep"]:
        return None
    if mark["small"] and (not mark["sep"] or mark["sep"].strip() in "–—-"):
        return None
    name = caption[mark.end() :].strip().rstrip(".").rstrip(")] ").rstrip(".")
    if not mark["colon"] and not (mark["sep"] and _is_photographer(name, strict=True)):
        return None
    if mark["colon"] and fold(name) == "tu lieu":
        return name  # `Ảnh: Tư liệu` is a credit as printed; `Ảnh tư liệu` only says what it is
    return name if len(name) <= _LIMIT and _is_photographer(name, strict=False) else None


def _is_photographer(name: str, *, strict: bool) -> bool:
    if not name or fold(name) in _NOBODY:
        return False
    return all(_is_one(part, strict=strict) for part in _JOINT.split(name)) or is_source(name)


def _is_one(name: str, *, strict: bool) -> bool:
    if is_person_name(name) or is_source(name) or fold(name) in _STAFF:
        return True
    words = name.split(" ")
    if strict or not name or any(char in ".:!?" for char in name):
        return False
    capitalised = all(word[:1].isupper() for word in words)
    return (len(words) <= 5 and capitalised) or (len(words) <= 6 and is_office(name))
