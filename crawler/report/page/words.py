"""Numbers, moments and other people's texts as the page shows them. Pure."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

LONGEST = 240  # characters of a text
LONGEST_LINK = 2000
NO_BREAK = "\N{NO-BREAK SPACE}"
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


def shown(text: object, longest: int = LONGEST) -> str:
    r"""Give a text in one line of bounded length, with what cannot be printed masked.

    Marks of direction stay: the page isolates every text of others (`<bdi>`).

    >>> shown("Hội\n nghị \x00", 6), shown("a" * 9, 4)
    ('Hội n…', 'aaa…')
    """
    whole = str(text)
    line = " ".join(whole[: 8 * longest].split())
    clean = "".join(char if _fits(char) else "\N{REPLACEMENT CHARACTER}" for char in line)
    return clean if len(clean) <= longest else f"{clean[: longest - 1].rstrip()}…"


def _fits(char: str) -> bool:
    """Whether a character may stand in HTML: no control, no half of a pair (HTML, 13.2.3.5)."""
    code = ord(char)
    return (
        code >= 0x20 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000 and code & 0xFFFE != 0xFFFE
    )


def link(url: object) -> str | None:
    """Give an address that may be followed, or None: http and https only, nothing hidden in it.

    >>> link("https://baolangson.vn/a.html"), link("javascript:alert(1)"), link("//evil.example")
    ('https://baolangson.vn/a.html', None, None)
    """
    text = str(url)
    if len(text) > LONGEST_LINK or any(not _fits(char) or char.isspace() for char in text):
        return None
    try:
        parts = urlsplit(text)
        return text if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def number(value: float | None) -> str:
    """Give a number for people.

    >>> number(12345), number(0.5), number(None)
    ('12,345', '0.5', '–')
    """
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def counted(value: int, one: str, many: str = "") -> str:
    """Give a number with its noun.

    >>> counted(1, "article"), counted(0, "article"), counted(2, "entry", "entries")
    ('1 article', '0 articles', '2 entries')
    """
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def percent(share: float | None) -> str:
    """Give a share; nearly all is not all, nearly none is not none.

    >>> [percent(share) for share in (1, 0.9999, 0.5, 0.0001, 0, None)]
    ['100 %', '>99 %', '50 %', '<1 %', '0 %', '–']
    """
    if share is None:
        return "–"
    rounded = round(share * 100)
    if rounded == 100 and share < 1:
        return ">99 %"
    return "<1 %" if rounded == 0 and share > 0 else f"{rounded} %"


def size(count: int) -> str:
    """Give a number of bytes.

    >>> size(1_000), size(7_192_596)
    ('1 kB', '7.2 MB')
    """
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{max(round(count / 1e3), 1):,} kB"


def day(text: str | None) -> str:
    """Give the day of an ISO 8601 moment.

    >>> day("2026-11-24T08:00:00+07:00"), day(None)
    ('24 Nov 2026', '–')
    """
    try:
        moment = date.fromisoformat((text or "")[:10])
    except ValueError:
        return "–"
    return f"{moment.day} {moment:%b %Y}"


def moment(text: str | None) -> str:
    """Give day and time of an ISO 8601 moment, in its own zone.

    >>> moment("2026-11-24T08:05:00+07:00")
    '24 Nov 2026, 08:05'
    """
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return "–"
    return f"{found.day} {found:%b %Y, %H:%M}"


def duration(seconds: float | None) -> str:
    """Give a span of time in its two largest units.

    The space between number and unit does not break.

    >>> [duration(seconds).replace(NO_BREAK, "_") for seconds in (0.4, 11, 75, 3_660, 90_000)]
    ['under a second', '11_s', '1_min 15_s', '1_h 1_min', '1_d 1_h']
    """
    if seconds is None:
        return "an unknown time"
    whole = round(seconds)
    if whole < 1:
        return "under a second"
    units = (("d", _DAY), ("h", _HOUR), ("min", _MINUTE), ("s", 1))
    parts = []
    for name, size in units:
        parts.append((whole // size, name))
        whole %= size
    first = next(place for place, (value, _) in enumerate(parts) if value)
    return " ".join(f"{value}{NO_BREAK}{name}" for value, name in parts[first : first + 2] if value)
