"""Markdown for a card: tables, and texts from elsewhere that mean nothing in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def plain(text: str) -> str:
    r"""Give a text so that it shows as it is: one line, no markup, no HTML.

    >>> plain("<b>a_b</b>")
    '\\<b\\>a\\_b\\</b\\>'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Give the lines of a table; whole numbers stand right."""
    body = [[_cell(value) for value in row] for row in rows]
    values = [*body]
    right = [bool(values) and all(_is_number(row[at]) for row in values) for at in range(len(head))]
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---:' if it else '---' for it in right)}|"
    for row in body:
        yield f"| {' | '.join(row)} |"


def number(value: int) -> str:
    """Give a number as people read it.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def share(part: int, whole: int) -> str:
    """Give a part of a whole in per cent; 100 % only where it is all of it, 0 % only where it is none.

    >>> share(999_999, 1_000_000), share(1, 10), share(0, 0)
    ('99.9 %', '10.0 %', '–')
    """
    if not whole:
        return "–"
    tenths = 1000 * part // whole
    return f"{max(tenths, 1 if part else 0) / 10:.1f} %"


def _cell(value: object) -> str:
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _is_number(text: str) -> bool:
    return text.replace(",", "").isdigit()
