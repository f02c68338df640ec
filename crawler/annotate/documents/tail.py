"""What follows a document's number: its date and who issued it, in either order. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawler.annotate.officials.institutions import institution
from crawler.annotate.officials.titles import office
from crawler.annotate.reading import Reading
from crawler.annotate.words import Words

_DATE: Final = re.compile(
    r"\s?,?\s?\(?\s?(?:(?:được\s)?(?:ban\shành|ký|đề)\s(?:vào\s)?)?(?P<day>ngày\s?:?\s?)?"
    r"(\d{1,2})(?:\s?[/.-]\s?|\stháng\s)(\d{1,2})(?:\s?[/.-]\s?|\s?,?\snăm\s|,\s)(\d{4}|\d{2})(?![\d/])\s?\)?"
)
# Without its year, or its day: none can be given.
_INCOMPLETE: Final = re.compile(
    r"\s?,?\s?(?:ngày\s\d{1,2}\s?[/.-]\s?\d{1,2}(?![\d/.-])|ngày\s\d{1,2}\stháng\s\d{1,2}(?!\d)"
    r"|(?:ngày|tháng)\s\d{1,2}\s?[/-]\s?\d{4}(?!\d))"
)
_ISSUER: Final = re.compile(r"\s?,?\s?\(?\s?(?:do|của)\s")
_TERM: Final = re.compile(r"\s?,?\s?\(?\s?khóa\s(?:[ivx]{1,6}|\d{1,2})\b\s?\)?")
_PRESENTED: Final = frozenset("trình đọc báo soạn chủ phối tham triển thực tổ".split())
_REACH: Final = 240  # letters after the number; no citation is longer
_OLDEST, _CENTURY = 1930, 2000  # the party's founding; a year of two digits is 20yy
# An issuer of no known form goes on over capitals, up to one of these.
_STOPS: Final = frozenset("về quy thực và ban phê đã được là có trong cho tại để".split())


@dataclass(frozen=True, slots=True)
class Tail:
    """What was read: the date (ISO 8601) or None, the issuer or None, and where it ends."""

    date: str | None
    issuer: str | None
    end: int


def read_tail(reading: Reading, at: int, *, joint: bool = False) -> Tail:
    """Read the date and the issuer that follow a place of a reading.

    Args:
        reading: The text.
        at: Where the number ends.
        joint: The kind is of several issuers (`liên tịch`), whose names a dash joins.
    """
    limit = min(len(reading.text), at + _REACH)
    newline = reading.folded.find("\n", at, limit)
    limit = limit if newline < 0 else newline
    day: str | None = None
    issuer: str | None = None
    dated = issued = False
    while True:
        if not dated and (found := _date_at(reading.folded, at, limit)) is not None:
            dated, (day, at) = True, found
        elif not issued and (named := _issuer_at(reading, at, limit, joint=joint)) is not None:
            issued, (issuer, at) = True, named
        elif not dated and (part := _INCOMPLETE.match(reading.folded, at, limit)):
            dated, at = True, part.end()
        elif (term := _TERM.match(reading.folded, at, limit)) and _goes_on(reading, term.end(), limit):
            at = term.end()
        else:
            return Tail(day, issuer, at)


def _goes_on(reading: Reading, at: int, limit: int) -> bool:
    return bool(_ISSUER.match(reading.folded, at, limit)) or _date_at(reading.folded, at, limit) is not None


def _date_at(folded: str, at: int, limit: int) -> tuple[str | None, int] | None:
    """The date (None: an impossible one) and its end; None where none is written."""
    match = _DATE.match(folded, at, limit)
    if match is None or not (match["day"] or "(" in match[0]):
        return None
    day, month, year = (int(match[group]) for group in (2, 3, 4))
    end = match.end() if "(" in match[0] else match.end() - (match[0] != match[0].rstrip(") "))
    try:
        found = date(year if year > 99 else _CENTURY + year, month, day)
    except ValueError:
        return None, end
    return (found.isoformat() if found.year >= _OLDEST else None), end


def _issuer_at(reading: Reading, at: int, limit: int, *, joint: bool) -> tuple[str, int] | None:
    """Who issued it, and where the name ends; None where it is not written."""
    match = _ISSUER.match(reading.folded, at, limit)
    if match is None:
        return None
    words = Words(reading, match.end(), limit)
    last = issuer_end(words, 0)
    while joint and last and words.keys[last] in ("-", ",") and issuer_end(words, last + 1) > last + 1:
        last = issuer_end(words, last + 1)
    if last == 0 or ("do " in match[0] and _is_presented(words, last)):
        return None
    return words.printed(0, last), words.ends[last - 1]


def _is_presented(words: Words, last: int) -> bool:
    """Whether who is named only speaks of it: `Báo cáo số 5/BC-UBND do Phó Giám đốc Sở … trình bày`."""
    return words.is_name_word(last) or words.keys[last] in _PRESENTED


def issuer_end(words: Words, at: int) -> int:
    """Where the issuer that begins at a word ends: an office, an institution, or else a run of capitals."""
    held = office(words, at)
    if held is not None:
        return held.end
    if (end := institution(words, at, any_case=True).end) > at:
        return end
    end = at
    while words.is_name_word(end) and words.keys[end] not in _STOPS:
        end += 1
    return end
