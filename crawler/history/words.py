"""What changed within a text, word by word. Pure.

Words are compared in Unicode's composed form (NFC), so that `ế` is `ế` however it is written, and given
as they stand. A letter keeps its marks: no piece begins or ends within one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["equal", "removed", "added"]
# A letter or digit with the marks that follow it; else one character (with its marks).
_MARK = r"[\u0300-\u036f\u1dc4-\u1dff\u200c\u200d]"
_TOKEN = re.compile(rf"(?:\w{_MARK}*)+|\s+|.{_MARK}*", re.DOTALL)
# Where so many pairs of words are the same, comparing takes seconds: all of it counts as changed.
_BOUND = 50_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, was removed or was added."""

    kind: Kind
    text: str


def nfc(text: str) -> str:
    """Give a text in Unicode's composed form."""
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> list[str]:
    """Take a text apart into words, white space and single signs; joined again they are the text."""
    return _TOKEN.findall(text)


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """Give what changed between two texts.

    Without the added pieces it is the old text, without the removed ones the new text (both in NFC, where
    a stretch that stayed was written in another form).

    >>> [(p.kind, p.text) for p in word_changes("họp sáng nay", "họp chiều nay")]
    [('equal', 'họp '), ('removed', 'sáng'), ('added', 'chiều'), ('equal', ' nay')]
    """
    before, after = tokens(old), tokens(new)
    left, right = [nfc(token) for token in before], [nfc(token) for token in after]
    return tuple(_joined(_smoothed(list(_steps(left, right, before, after)))))


def _steps(
    left: Sequence[str], right: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Give the stretches as (removed, added); a stretch that stayed as (text, text)."""
    head, tail = _ends(left, right)
    inner = left[head : len(left) - tail], right[head : len(right) - tail]
    yield from ((token, token) for token in after[:head])
    if _same_pairs(*inner) > _BOUND:
        yield "".join(before[head : len(left) - tail]), "".join(after[head : len(right) - tail])
    else:
        matcher = SequenceMatcher(str.isspace, *inner, autojunk=False)  # white space alone is no match
        for op, i, j, k, m in matcher.get_opcodes():
            text = "".join(after[head + k : head + m])
            yield (text if op == "equal" else "".join(before[head + i : head + j])), text
    yield from ((token, token) for token in after[len(after) - tail :])


def _same_pairs(left: Sequence[str], right: Sequence[str]) -> int:
    numbers, others = Counter(left), Counter(right)
    return sum(number * others[word] for word, number in numbers.items() if not word.isspace())


def _ends(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How many tokens are the same at the beginning and at the end."""
    shorter = min(len(left), len(right))
    head = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    tail = next((n for n in range(shorter - head) if left[-1 - n] != right[-1 - n]), shorter - head)
    return head, tail


def _smoothed(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Let white space between two changes be part of them: two changed words read better as one change."""
    for number in range(1, len(steps) - 1):
        (old, new), sides = steps[number], (steps[number - 1], steps[number + 1])
        if old == new and old.isspace() and all(a != b for a, b in sides):
            before, after = steps[number - 1]
            steps[number - 1 : number + 1] = [("", ""), (before + old, after + new)]
    return steps


def _joined(steps: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    """Join neighbours of a kind; in a change what was removed comes first."""
    same, removed, added = "", "", ""
    for old, new in [*steps, ("", "")]:
        if old == new and old:
            yield from _pieces(removed=removed, added=added)
            same, removed, added = same + new, "", ""
        elif old or new:
            yield from _pieces(equal=same)
            same, removed, added = "", removed + old, added + new
    yield from _pieces(removed=removed, added=added, equal=same)


def _pieces(**texts: str) -> Iterator[Piece]:
    yield from (Piece(kind, text) for kind, text in texts.items() if text)  # type: ignore[arg-type]
