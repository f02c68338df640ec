"""How much a text has what a query says beyond its single words: the marks, and who stands beside whom. Pure.

Without marks most syllables are of many words, and only the neighbour tells which is meant: `dong dang` is
in nearly every article somehow, `Đồng Đăng` is a town.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from crawler.normalise.text import fold
from crawler.search.query import Query, Term
from crawler.search.words import MEMO, Word, exact

_WORD = re.compile(r"[^\W_]+")
_exact = lru_cache(maxsize=MEMO)(exact)


class Likeness:
    """Compares texts (NFC, as records have them) with a query.

    Words that are written with marks count, and neighbours, with their marks where they have some; the
    tone may stand on either vowel. It is a matter of order only: what is found is found without marks.

    Args:
        query: What is asked for.
    """

    def __init__(self, query: Query) -> None:
        runs = [*([term] for term in query.terms if term.marked), *map(list, pairwise(query.terms))]
        marked = [run for run in runs if any(term.marked for term in run)]
        self._exact = [_form([word.exact for word in _words(run)], run) for run in marked]
        self._plain = [_form([word.key for word in _words(run)], run) for run in runs if run not in marked]

    def __bool__(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self._exact or self._plain)

    def share(self, *texts: str | None) -> float:
        """Give which share of the words and neighbours the best of some texts has, 0 to 1."""
        return max((self._share(text) for text in texts if text), default=0.0)

    def _share(self, text: str) -> float:
        met = 0
        if self._exact:
            form = f" {' '.join(map(_exact, _WORD.findall(text)))} "
            met += sum(wanted in form for wanted in self._exact)
        if self._plain:
            form = f" {fold(text)} "
            met += sum(wanted in form for wanted in self._plain)
        return met / (len(self._exact) + len(self._plain))


def _words(terms: Sequence[Term]) -> list[Word]:
    return [word for term in terms for word in term.words]


def _form(words: Sequence[str], terms: Sequence[Term]) -> str:
    return f" {' '.join(words)}" + ("" if terms[-1].prefix else " ")
