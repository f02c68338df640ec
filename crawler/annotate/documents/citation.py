"""Cited party and state documents: kind, number, date and issuer, as far as each is written. Pure.

A grammar around the number (`55-NQ/TU`, `06/2016/QĐ-UBND`, `22/2019/QH14`): the kind stands before it, or
is that of the list it stands in, or is coded in it; date and issuer follow. The policies are those of the
project's data of cited documents: the issuer only where written, ending before `về`, `quy định`,
`thực hiện`, `và`; the number without inner blanks; an impossible date is none, the document stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crawler.annotate.documents.kinds import (
    ABBREVIATIONS,
    CODES,
    KINDS,
    LONGEST_KIND,
    MODIFIERS,
    NUMBERED_ALONE,
    SAID_ALONE,
)
from crawler.annotate.documents.tail import issuer_end, read_tail
from crawler.annotate.reading import Reading, fold, read
from crawler.annotate.words import Words

_DIGITS: Final = r"[0-9](?<![\w/.,-][0-9])[0-9]{0,5}+"  # a digit first: the search is five times faster
_CODE: Final = r"[A-ZĐa-zđ&][A-ZĐa-zđ&0-9]{0,19}+"
_NUMBER: Final = re.compile(
    rf"{_DIGITS}[a-zđ]?(?:\s?/\s?(?:19|20)[0-9]{{2}}(?=\s?[/-]))?"  # 06, 06/2016, 06a
    rf"\s?[-/]\s?(?P<code>{_CODE})"
    rf"(?:\s?[-/]\s?(?=[A-ZĐ]{{2}})(?:{_CODE})|[-/](?:{_CODE}))?"  # the part that names the issuer
    rf"(?:[-/.,](?=[A-ZĐ]{{2}})(?:{_CODE})){{0,6}}+(?!\w)"
)
_ALONE: Final = re.compile(
    rf"(?P<number>{_DIGITS}(?:/(?:19|20)[0-9]{{2}})?)(?![\w/%-])(?![.,][0-9])"
    r"(?=\s?(?:[.,;:!?)\"”]|$|\n)|\s(?:của|về|ngày|khóa|và|do)\b)"
)
_SAYS: Final = ("số ", "số: ")
_NAMES: Final = tuple(f"{kind.split()[-1]} " for kind in NUMBERED_ALONE)
_PLENARIES: Final = tuple(
    re.compile(
        rf"(?P<kind>{kind})\s(?:hội nghị\s)?(?:lần thứ\s\w+\s)?(?:ban chấp hành\s)?trung ương"
        r"\s(?:[0-9]{1,2}|lần thứ\s\w+)(?:\s?,?\s?\(?khóa\s[ivx]{1,5}\)?)?(?!\w)(?!\s?số\s)"
    )
    for kind in ("nghị quyết", "kết luận")
)
_LISTED: Final = re.compile(r"\s?[,;]?\s?(?:và|cùng|hoặc|đến)?\s?,?\s?(?:số\s?:?\s?)?")
_BEFORE: Final = 90  # letters before a number; no kind begins earlier
_OPENERS: Final = " \"'“”‘’«(:"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a text cites.

    Attributes:
        kind: `Nghị quyết`, `Quyết định`…, written in full whatever the text's letters.
        number: As printed without inner blanks; None for a document that is only named (`Nghị quyết
            Trung ương 4 khoá XII`).
        date: ISO 8601, or None where none is written or it is impossible.
        issuer: As printed, or None where none is written.
        start: Where the citation begins, in code points of the text.
        end: Where it ends.
    """

    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    start: int
    end: int


def find(text: str) -> list[Document]:
    """Find the documents that a text cites, in its order. Any text will do; the time is linear.

    >>> [(d.kind, d.number, d.issuer) for d in find("theo Chỉ thị số 05-CT/TW của Bộ Chính trị")]
    [('Chỉ thị', '05-CT/TW', 'Bộ Chính trị')]
    """
    reading = read(text)
    cited = list(_numbered(reading))
    cited += list(_bare(reading, cited))
    return [_in_source(reading, one) for one in sorted(cited, key=lambda one: one.start)]


def _in_source(reading: Reading, one: Document) -> Document:
    start, end = reading.source(one.start, one.end)
    return Document(one.kind, one.number, one.date, one.issuer, start, end)


def _numbered(reading: Reading) -> Iterator[Document]:
    """Documents with a full number."""
    last: Document | None = None
    for match in _NUMBER.finditer(reading.text):
        start, floor = match.start(), last.end if last else 0
        if start < floor:
            continue
        named = _kind_before(reading, floor, start) or _inherited(reading, last, match)
        if named is None or not _is_coded(match[0]):
            continue
        kind, begin = named
        tail = read_tail(reading, match.end(), joint="liên" in kind)
        number = "".join(match[0].split())
        last = Document(kind, number, tail.date, tail.issuer, begin, tail.end)
        yield last


def _is_coded(number: str) -> bool:
    """Whether it can be a document's: `5/km` and `10/ha` are not."""
    return not number.islower() or ("/" in number and "-" in number)


def _inherited(reading: Reading, last: Document | None, match: re.Match[str]) -> tuple[str, int] | None:
    """The kind of a number that stands in a list, or that says its kind itself."""
    between = last is not None and _LISTED.fullmatch(reading.folded, last.end, match.start())
    code = match["code"].lower()
    coded = CODES.get(code) if match["code"][0].isupper() else None
    if last is not None and between and last.number:
        same = re.search(rf"[-/]{re.escape(code)}\b", last.number.lower())
        return (last.kind if same or coded is None else coded), match.start()
    return (coded, match.start()) if coded and len(match[0]) > len(code) + 3 and "/" in match[0] else None


def _kind_before(reading: Reading, floor: int, at: int) -> tuple[str, int] | None:
    """The kind written right before a number, and where it begins."""
    begin = max(floor, at - _BEFORE)
    begin = reading.folded.rfind("\n", begin, at) + 1 or begin
    words = Words(reading, begin, at)
    last = words.count
    while last and words.keys[last - 1] in _OPENERS:
        last -= 1
    if last and words.keys[last - 1] == "số":
        last -= 1
        while last and words.keys[last - 1] in _OPENERS:
            last -= 1
    while last and words.keys[last - 1] in MODIFIERS:
        last -= 1
    last = last - 2 if words.keys[max(0, last - 2) : last] == ["hỏa", "tốc"] else last
    return _kind_ending(words, last, bare=True) or _kind_with_issuer(words, last)


def _kind_ending(words: Words, last: int, *, bare: bool) -> tuple[str, int] | None:
    """The longest kind that ends before a word."""
    for first in range(max(0, last - LONGEST_KIND), last):
        phrase = " ".join(words.keys[first:last]).replace(" ,", ",")
        if kind := KINDS.get(phrase):
            return kind, words.starts[first]
    if bare and last and (kind := ABBREVIATIONS.get(words.keys[last - 1])) and words.capital(last - 1):
        return kind, words.starts[last - 1]
    return None


def _kind_with_issuer(words: Words, last: int) -> tuple[str, int] | None:
    """The kind before `của` and an issuer: `Chỉ thị của Ban Bí thư số 54-CT/TW`."""
    for at in range(last - 1, max(0, last - 12), -1):
        if words.keys[at] == "của" and issuer_end(words, at + 1) == last:
            return _kind_ending(words, at, bare=False)
    return None


def _bare(reading: Reading, taken: list[Document]) -> Iterator[Document]:
    """Documents known by a number without its code, or by the plenum that passed them."""
    for start, end, kind, number in (*_alone(reading), *_plenary(reading)):
        before = bisect_right(taken, start, key=lambda one: one.start) - 1
        after = taken[before + 1].start if before + 1 < len(taken) else len(reading.text)
        if end <= after and (before < 0 or taken[before].end <= start):
            tail = read_tail(reading, end)
            yield Document(kind, number, tail.date, tail.issuer, start, min(tail.end, after))


_Bare = tuple[int, int, str, str | None]  # start, end, kind, number


def _alone(reading: Reading) -> Iterator[_Bare]:
    folded = reading.folded
    for match in _ALONE.finditer(folded):
        at = match.start()
        said = folded.endswith(_SAYS, 0, at)
        if not said and not folded.endswith(_NAMES, 0, at):
            continue
        named = _kind_before(reading, 0, at)
        if named is None or fold(named[0]) not in (SAID_ALONE if said else NUMBERED_ALONE):
            continue
        if said or reading.text[named[1]].isupper():
            yield named[1], match.end(), named[0], match["number"]


def _plenary(reading: Reading) -> Iterator[_Bare]:
    for pattern in _PLENARIES if "trung ương" in reading.folded else ():
        for match in pattern.finditer(reading.folded):
            yield match.start(), match.end(), KINDS[match["kind"]], None
