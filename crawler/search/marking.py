"""Which words of a text answer a query. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.search.query import Query, Term
from crawler.search.words import Word


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that answers.

    Attributes:
        first, last: Its first word, and the one behind its last.
        terms: Which terms of the query, by their number.
        exact: With the marks that the query has.
    """

    first: int
    last: int
    terms: tuple[int, ...]
    exact: bool


def marks(text: Sequence[Word], query: Query) -> list[Mark]:
    """Give the stretches of a text that answer a query, in order; none overlaps another.

    Where words of the query stand side by side as they do in it, those alone are given of these words; and
    of a word that is written with marks those with the same marks, if there are any: `đồng` is
    rarely meant by `đóng` or `dòng`.
    """
    found = _best(list(_all(text, query)))
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.first, -mark.last)):
        if not kept or mark.first >= kept[-1].last:
            kept.append(mark)
    return kept


def _all(text: Sequence[Word], query: Query) -> Iterator[Mark]:
    beginnings: dict[str, list[int]] = {}
    open_ended = []
    for number, term in enumerate(query.terms):
        if term.prefix and len(term.words) == 1:
            open_ended.append(number)
        else:
            beginnings.setdefault(term.words[0].key, []).append(number)
    for place, word in enumerate(text):
        numbers = [*beginnings.get(word.key, ()), *open_ended]
        for number in numbers:
            if (run := _run(text, place, query.terms, number)) is not None:
                yield run


def _run(text: Sequence[Word], place: int, terms: Sequence[Term], number: int) -> Mark | None:
    """The longest run of terms, from one on, that stands at a place."""
    first, exact, met = place, True, []
    while number < len(terms) and _stands_at(text, place, terms[number]):
        stretch = text[place : place + len(terms[number].words)]
        exact = exact and _is_exact(stretch, terms[number])
        met.append(number)
        place += len(stretch)
        number += 1
    return Mark(first, place, tuple(met), exact) if met else None


def _stands_at(text: Sequence[Word], place: int, term: Term) -> bool:
    stretch = text[place : place + len(term.words)]
    if len(stretch) < len(term.words):
        return False
    *whole, last = zip(stretch, term.words, strict=True)
    if any(there.key != asked.key for there, asked in whole):
        return False
    there, asked = last
    return there.key.startswith(asked.key) if term.prefix else there.key == asked.key


def _is_exact(stretch: Sequence[Word], term: Term) -> bool:
    """Each word that has marks in the query has the same ones here."""
    return all(
        asked.exact.isascii() or there.exact == asked.exact
        for there, asked in zip(stretch, term.words, strict=True)
    )


def _best(found: list[Mark]) -> list[Mark]:
    """Leave out marks of a term that has better ones: longer runs, then the marks that were asked for."""
    quality: dict[int, tuple[bool, bool]] = {}
    for mark in found:
        for term in mark.terms:
            quality[term] = max(quality.get(term, (False, False)), _quality(mark))
    return [mark for mark in found if any(_quality(mark) == quality[term] for term in mark.terms)]


def _quality(mark: Mark) -> tuple[bool, bool]:
    return mark.exact, len(mark.terms) > 1
