"""A printed byline -> people, source; a caption -> caption and photographer.

Forms of the paper and its like: `THANH HUYỀN/baolangson.vn`, `A – B`, `Theo TTXVN/Vietnam+`, `BBT`,
`Bài, ảnh: A`, `Bài: A - Ảnh: B`, `A (tổng hợp)`. Names are kept exactly as printed.

Limits: a place or a motto in capitals of two to five syllables looks like a pen name; the caller
knows where a byline may stand. Foreign names are read only behind a label (`Tác giả: …`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from crawler.normalise.credits import split_credit as split_credit
from crawler.normalise.names import is_heading, is_masthead, is_office, is_pen_name, is_source
from crawler.normalise.names import is_person_name as is_person_name
from crawler.normalise.text import clean, fold

_LIMIT = 100
# Several parts of one page's reading ask about the same line; a pure function may remember a few.
_MEMO = 32


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says.

    Attributes:
        authors: Names of people as printed; empty for agencies, staff (`PV`) and the editors.
        source: The paper or agency as printed, or None.
        credit: The photographer as printed, where the byline names one, or None.
        editors: True for `BBT`: signed by the editorial board.
    """

    authors: tuple[str, ...] = ()
    source: str | None = None
    credit: str | None = None
    editors: bool = False


_EDITORS = frozenset(
    {"bbt", "b b t", "ban bien tap", "bbt bao lang son", "toa soan", "ban bien tap bao lang son"}
)
_STAFF = frozenset(
    {
        "pv", "p v", "pv ctv", "pvtt", "pv tt", "phong vien", "ctv", "cong tac vien", "ttv", "thong tin vien",
        "btv", "bien tap vien", "nhom pv", "nhom p v", "nhom phong vien", "nhom pv ctv", "nhom tac gia",
        "th", "tong hop",
    }
)  # fmt: skip
_ACTS = frozenset(
    {
        "tong hop", "t h", "th", "ghi", "luoc ghi", "bien soan", "dich", "suu tam", "thuc hien", "bien dich",
        "luoc dich", "gioi thieu", "st", "t/h", "bs",
    }
)  # fmt: skip

_BOTH = re.compile(  # one person wrote and photographed
    r"(?:tin bài|tin|bài)(?: viết)?(?:, (?:tin|bài))?(?:\s*[,/&+-]\s*|\s+và\s+)(?:ảnh|clip|video)"
    r"(?:(?:,| và) (?:ảnh|clip|video))?\s*:\s*",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"(?:^|[\s;,.|/(–-])\(?(?:ảnh|hình|photos?(?: by)?)\s*:\s*", re.IGNORECASE)
_TEXT_AFTER_PHOTO = re.compile(r"\s*[–;,|.-]\s*(?:bài(?: viết)?|tin|lời)\s*:\s*", re.IGNORECASE)
_GRAPHICS = re.compile(
    r"\s*[–;,|.-]\s*(?:đồ họa|đồ hoạ|thiết kế|trình bày|kỹ thuật|dựng|clip|video)\s*:.*", re.IGNORECASE
)
# `LÂM SƠN HẢI lược ghi`: what the person did stands behind the name without brackets.
_ACT_BEHIND = re.compile(r"(?<=\w) (?:lược ghi|ghi chép|ghi|biên soạn|lược dịch|sưu tầm|thực hiện|tổng hợp)$")
_LABEL = re.compile(
    r"(?:tác giả|người (?:viết|tổng hợp|thực hiện|ghi|biên soạn)|nội dung|bài viết|bài|tin|thực hiện|"
    r"biên soạn|tổng hợp|author) ?: *"
    r"|(?:phóng sự|ghi chép|bút ký|ký sự|bài|tin)(?: ảnh)? của "
    r"|(?:(?:được )?(?:đăng|viết) bởi|bởi|(?:written|posted) by|by)(?: *: *| )",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:theo|nguồn(?: tin)?|source)(?: *: *| )", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:PV|CTV|P\.V|BTV|Phóng viên|Cộng tác viên|Nhà báo|Nhà văn|Luật sư|Bác sĩ|Thạc sĩ|Tiến sĩ"
    r"|Th\.?S|(?:P?GS\.?\s?)?TS|BS)[.:]? +"
)
_JOINT = re.compile(r"\s+[-–—]\s*|\s*[–—]\s*|\s*[,;&+|]\s*|\s+và\s+|\s+and\s+", re.IGNORECASE)
_BRACKET = re.compile(r"(?P<name>[^()]+?)\s*\((?P<note>[^()]+)\)")


@lru_cache(maxsize=_MEMO)
def read_byline(text: str) -> Byline | None:
    """Read a byline; None where the text is none.

    Args:
        text: One line as printed.

    Returns:
        The byline, or None for sentences, headings, section and office names, and any text over
        100 characters.

    Raises:
        Nothing.

    >>> read_byline("THANH HUYỀN/baolangson.vn")
    Byline(authors=('THANH HUYỀN',), source='baolangson.vn', credit=None, editors=False)
    """
    if len(text) > 4 * _LIMIT:
        return None
    text = clean(text).strip(" -–—|•*")
    if not text or len(text) > _LIMIT or text[-1] in ":?!":
        return None
    if text.startswith("http") or _is_sentence(text):
        return None
    if text[0] == "(" and text[-1] == ")" and text.count("(") == 1:
        text = text[1:-1].strip()
    text = _ACT_BEHIND.sub("", text)
    text = _GRAPHICS.sub("", text)  # neither author nor photographer
    both = _BOTH.match(text)
    if both:
        return _writer_and_photographer(text[both.end() :])
    return _with_photographer(text)


def _is_sentence(text: str) -> bool:
    """More small words than a byline has: most lines of a page, turned away at once."""
    if any(mark in text for mark in ("(", ":", " - ", " – ")):
        return False
    return sum(word[0].islower() for word in text.split(" ")) > 4


def _writer_and_photographer(text: str) -> Byline | None:
    found = _writers(text, labelled=True)
    if found is None:
        return None
    return replace(found, credit=found.authors[0] if len(found.authors) == 1 else text.rstrip(". "))


def _with_photographer(text: str) -> Byline | None:
    """`Ảnh: B`, `A - Ảnh: B`, or no photographer at all."""
    photo = _PHOTO.search(text)
    if photo is None:
        return _writers(text, labelled=False)
    written, credit = text[: photo.start()].strip(" -–—;,.|/("), text[photo.end() :].strip(" ).")
    later = _TEXT_AFTER_PHOTO.search(credit)
    if later and not written:
        written, credit = credit[later.end() :], credit[: later.start()]
    if split_credit("Ảnh: " + credit) != ("", credit):
        return None
    if not written:
        return Byline(credit=credit)
    found = _writers(written, labelled=False)
    return replace(found, credit=credit) if found else None


def _writers(text: str, *, labelled: bool) -> Byline | None:
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    label = _LABEL.match(text)
    if label:
        text, labelled = text[label.end() :], True
    text = text.rstrip(". ") if not text.endswith("..") else text
    given = _FROM.match(text)
    if given:
        return _source(text[given.end() :])
    if not text[:1].isupper() and not is_masthead(text):
        return None
    if fold(text) in _EDITORS:
        return Byline(editors=True)
    if is_masthead(text):
        return Byline(source=text)
    return _bracketed(text, labelled=labelled)


def _source(text: str) -> Byline | None:
    """What follows `Theo` or `Nguồn`: a source, and no sentence (`Theo kế hoạch, …`)."""
    name, _, paper = text.partition("/")
    if paper and is_person_name(name.strip()) and is_source(paper.strip()):  # `Theo Hoàng Nam/TTXVN`
        return Byline(authors=(name.strip(),), source=paper.strip())
    words = text.split(" ")
    capital = text[:1].isalpha() and all(word[:1].isupper() or not word[:1].isalpha() for word in words)
    if is_source(text) or (capital and len(words) <= 5 and not re.search(r"[.,;:]", text)):
        return Byline(source=text)
    return _bracketed_source(text)


def _bracketed_source(text: str) -> Byline | None:
    """`Theo Hoàng Nam (TTXVN)`, `Theo TTXVN (Vietnam+)`."""
    match = _BRACKET.fullmatch(text)
    if match and is_person_name(match["name"]) and is_source(match["note"]):
        return Byline(authors=(match["name"],), source=match["note"])
    return None


def _bracketed(text: str, *, labelled: bool) -> Byline | None:
    """`NAME (tổng hợp)`, `NAME (Theo TTXVN)`, `NAME (Sở Tư pháp)`, `NAME`."""
    match = _BRACKET.fullmatch(text)
    if match is None:
        return _names(text, labelled=labelled)
    found = _names(match["name"].strip(), labelled=labelled)
    if found is None or len(match["note"]) > 60:
        return None
    note = _FROM.sub("", match["note"], count=1)
    if is_source(note) or note != match["note"]:
        return replace(found, source=note)
    if fold(note) in _ACTS or is_office(note) or note[0].isupper():
        return found
    return None


def _names(text: str, *, labelled: bool) -> Byline | None:
    """Names joined by dashes, commas, `và`; the last may carry its source behind a slash."""
    if fold(text) in _STAFF:
        return Byline()
    text, source = _cut_source(text)
    authors: list[str] = []
    parts = _parts(text)
    if not parts:
        return None
    for part in parts:
        name = _ROLE.sub("", part, count=1)
        if fold(part) in _STAFF:
            continue
        if is_source(part) if authors else is_masthead(part):
            source = source or part
        elif _is_author(name, labelled=labelled):
            authors.append(name)
        elif not (authors and is_office(part)):
            return None
    return Byline(authors=tuple(authors), source=source)


def _cut_source(text: str) -> tuple[str, str | None]:
    name, slash, rest = text.partition("/")
    rest = _FROM.sub("", rest.strip(), count=1)
    if slash and is_source(rest):
        return name.strip(), rest
    return text, None


def _parts(text: str) -> list[str]:
    parts = [part for joint in _JOINT.split(text) for part in _halves(joint.strip())]
    return [part for part in parts if part]


def _halves(text: str) -> list[str]:
    """`THANH HUYỀN-HOÀNG NAM`, `Hoàng Nam/Thanh Huyền`: two names without blanks between."""
    for mark in "-/":
        halves = [half.strip() for half in text.split(mark)]
        if len(halves) > 1 and all(is_person_name(half) for half in halves):
            return halves
    return [text]


def _is_author(name: str, *, labelled: bool) -> bool:
    if is_person_name(name) or is_pen_name(name):
        return True
    words = name.split(" ")
    # Behind a label any capitalised name goes: foreign names, one-word pen names.
    letters = all(word.replace(".", "").replace("'", "").isalpha() and word[0].isupper() for word in words)
    return labelled and len(words) <= 5 and letters and not is_heading(name) and not is_office(name)
