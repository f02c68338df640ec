"""What somebody asks for: words, phrases, beginnings of words, words that may not be there. Pure.

Any text is a query: what has a meaning in FTS5's language (`NEAR(`, `AND`, `^`, `title:`) is words here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.search.words import Word, words

MOST_TERMS = 32  # of one query; the cost of a search grows with them
_MOST_CHARACTERS = 2_000
# A phrase in straight, curly or angle quotes (the last one may be left open), or a run without a blank.
_PIECE = re.compile(r'(-?)(?:["“”«»]([^"“”«»]*)(?:["“”«»](\*?)|$)|([^\s"“”«»]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that is asked for.

    Attributes:
        words: Its words, at least one.
        prefix: The last word may go on.
        quoted: Written as a phrase.
    """

    words: tuple[Word, ...]
    prefix: bool = False
    quoted: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The words' keys."""
        return tuple(word.key for word in self.words)

    @property
    def marked(self) -> bool:
        """Whether it is written with marks, so that other marks are less likely to be meant."""
        return any(not word.exact.isascii() for word in self.words)

    @property
    def match(self) -> str:
        """The term in FTS5's language; keys hold letters and digits only."""
        return _phrase(self.keys) + ("*" if self.prefix else "")


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read.

    Attributes:
        text: As it was written.
        terms: All of these are asked for.
        excluded: None of these.
        cut: It was too long, and is searched for its first terms only.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    cut: bool = False

    def match(self, *, loose: bool = False) -> str:
        """Give the expression for FTS5's MATCH; empty where no word is asked for.

        Words that stand side by side in the query are asked for as phrases too. They change nothing in
        what is found, but much in the rank: without marks most syllables are of many words, and only
        their neighbour tells which is meant.

        Args:
            loose: Some of the words are enough.
        """
        if not self.terms:
            return ""
        terms, pairs = [term.match for term in self.terms], self._pairs()
        if loose:
            wanted = " OR ".join([*terms, *pairs])
        elif pairs:
            wanted = f"({' AND '.join(terms)}) AND ({' OR '.join([terms[0], *pairs])})"
        else:
            wanted = " AND ".join(terms)
        if not self.excluded:
            return wanted
        return f"({wanted}) NOT ({' OR '.join(term.match for term in self.excluded)})"

    def _pairs(self) -> list[str]:
        """The phrases of two neighbours that are not phrases already."""
        pairs = [
            _phrase([*one.keys, *next_one.keys]) + ("*" if next_one.prefix else "")
            for one, next_one in pairwise(self.terms)
            if not (one.quoted or one.prefix or next_one.quoted)
        ]
        return list(dict.fromkeys(pairs))


def _phrase(keys: Sequence[str]) -> str:
    return f'"{" ".join(keys)}"'


def parse(text: str) -> Query:
    """Read a query.

    Args:
        text: Words in any case, form of Unicode, with or without marks; `"a phrase"`; `beginning*`;
            `-without`. What is written without a blank (`05-CT/TW`) is a phrase.

    >>> parse('uỷ ban "hữu lũng" -tết').match()
    '(("uy" AND "ban" AND "huu lung") AND ("uy" OR "uy ban")) NOT ("tet")'
    """
    terms: list[Term] = []
    excluded: list[Term] = []
    for minus, phrase, star, run in _PIECE.findall(text[:_MOST_CHARACTERS]):
        found = tuple(words(phrase or run))
        if found:
            term = Term(found, prefix=bool(star) or run.endswith("*"), quoted=not run)
            (excluded if minus else terms).append(term)
    terms, excluded = _distinct(terms), _distinct(excluded)
    cut = len(text) > _MOST_CHARACTERS or len(terms) > MOST_TERMS or len(excluded) > MOST_TERMS
    if not terms:  # what shall not be there is nothing to look for by itself
        excluded = []
    return Query(text, tuple(terms[:MOST_TERMS]), tuple(excluded[:MOST_TERMS]), cut)


def _distinct(terms: Sequence[Term]) -> list[Term]:
    return list({term.match: term for term in reversed(terms)}.values())[::-1]
