"""A text, or its passage that answers a query best, in pieces that answer and pieces that do not. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crawler.search.marking import Mark, marks
from crawler.search.query import Query
from crawler.search.words import Word, words

ELLIPSIS = "…"
_WIDTH = 34  # words of a passage
_BEFORE = 6  # of these before the first word that answers
MOST_READ = 60_000  # characters in which a passage is looked for: an article of 10 MB takes seconds
_COUNTED = 8  # marks of a passage; more make it no better


class Piece(NamedTuple):
    """A stretch of text; `hit`: it answers the query."""

    text: str
    hit: bool


def highlight(text: str, query: Query) -> list[Piece]:
    """Give the whole text in pieces; joined they are the text."""
    found = words(text)
    return list(_pieces(text, found, marks(found, query), 0, len(text)))


def snippet(text: str, query: Query, width: int = _WIDTH) -> list[Piece]:
    """Give the passage with the most of what is asked for, the earliest of equals; its beginning if none.

    Args:
        text: The text, of any length; the passage is one of its first `MOST_READ` characters.
        query: What is asked for.
        width: How many words of it are shown.
    """
    whole, text = len(text), text[:MOST_READ]
    found = words(text)
    if not found:
        return []
    hits = marks(found, query)
    first = _best_start(hits, width)
    last = min(first + width, len(found))
    first = max(0, min(first, last - width))
    start = 0 if first == 0 else found[first].start
    end = len(text) if last == len(found) else found[last - 1].end
    inside = [mark for mark in hits if first <= mark.first and mark.last <= last]
    pieces = [*_pieces(text, found, inside, start, end)]
    before = [Piece(f"{ELLIPSIS} ", False)] if start else []
    return [*before, *pieces, *([Piece(f" {ELLIPSIS}", False)] if end < whole else [])]


def _best_start(hits: Sequence[Mark], width: int) -> int:
    """Where the passage begins that has most of the terms, and of these most of the better marks."""
    best, place = (0, 0), 0
    for number, first in enumerate(hits):
        end = first.first + width - _BEFORE
        window = [mark for mark in hits[number : number + width] if mark.last <= end]
        terms = {term for mark in window for term in mark.terms}
        worth = (len(terms), sum(1 + mark.exact + len(mark.terms) for mark in window[:_COUNTED]))
        if worth > best:
            best, place = worth, max(0, first.first - _BEFORE)
    return place


def _pieces(text: str, found: Sequence[Word], hits: Sequence[Mark], start: int, end: int) -> Iterator[Piece]:
    for mark in hits:
        begin, close = found[mark.first].start, found[mark.last - 1].end
        if start < begin:
            yield Piece(text[start:begin], False)
        yield Piece(text[begin:close], True)
        start = close
    if start < end:
        yield Piece(text[start:end], False)
