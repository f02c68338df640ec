"""Words of a text with their places, and phrases looked up in them a word at a time. Pure.

The grammars of this package step through words with dictionaries, never with a regular expression that
could go back and forth: their time is linear in the text whatever it says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress, count
from operator import add
from typing import Any

from crawler.annotate.reading import Reading, fold

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_MARKS = frozenset(',.;:)!?"”')  # at the end of a word
_WHOLE = ""  # the key of a phrase's end
_END = "\n"  # the key past the last word: no word has it


class Words:
    """The words and marks of a part of a reading.

    Attributes:
        keys: Each word folded, and an end key that no phrase holds.
        starts, ends: Where they stand in the reading's text.
        count: How many there are.
    """

    __slots__ = ("count", "ends", "keys", "reading", "starts")

    def __init__(self, reading: Reading, start: int, end: int) -> None:
        self.reading = reading
        starts, ends, keys = _tokens(reading.folded)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        self.starts, self.ends, self.keys = starts[first:last], ends[first:last], keys[first:last]
        self.keys.append(_END)
        self.count = last - first

    def capital(self, at: int) -> bool:
        """Whether a word begins with a capital letter."""
        return at < self.count and self.reading.text[self.starts[at]].isupper()

    def all_capitals(self, at: int) -> bool:
        """Whether a word of more than one letter is in capitals."""
        word = self.reading.text[self.starts[at] : self.ends[at]]
        return len(word) > 1 and word.isupper()

    def is_name_word(self, at: int) -> bool:
        """Whether a word can be part of a name: a capital, letters only."""
        return self.capital(at) and self.keys[at].isalpha()

    def printed(self, first: int, last: int) -> str:
        """The words from `first` up to, not including, `last`, as printed."""
        return self.reading.printed(self.starts[first], self.ends[last - 1])

    def source(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from `first` up to `last` stand in the source."""
        return self.reading.source(self.starts[first], self.ends[last - 1])


@lru_cache(maxsize=4)  # the finders of one record read the same few texts
def _tokens(folded: str) -> tuple[list[int], list[int], list[str]]:
    """Where the words of a text begin and end, and the words."""
    keys: list[str] = []
    starts: list[int] = []
    key, start, at = keys.append, starts.append, 0
    for piece in folded.split(" "):
        if piece.isalnum():  # most are one word: no look at its letters
            key(piece)
            start(at)
        elif (word := piece[:-1]).isalnum() and piece[-1] in _MARKS:
            keys += word, piece[-1]
            starts += at, at + len(word)
        elif piece:
            for match in _WORD.finditer(piece):
                key(match.group())
                start(at + match.start())
        at += len(piece) + 1
    return starts, list(map(add, starts, map(len, keys))), keys


class Phrases:
    """A set of phrases, found at a place of a text by its longest member.

    >>> phrases = Phrases(["Bí thư", "Bí thư thứ nhất"])
    >>> from crawler.annotate.reading import read
    >>> phrases.end(Words(read("Bí thư thứ hai"), 0, 14), 0)
    2
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)
        self._tree: dict[str, Any] = {}
        for phrase in self._phrases:
            node = self._tree
            for word in _WORD.findall(fold(phrase)):
                node = node.setdefault(word, {})
            node[_WHOLE] = {}

    def __or__(self, other: Phrases) -> Phrases:
        """The phrases of both."""
        return Phrases([*self._phrases, *other._phrases])

    def candidates(self, keys: Sequence[str]) -> list[int]:
        """Where a phrase may begin: its first two words stand there, or its only one.

        Args:
            keys: The words, an end key after them.
        """
        tree = self._tree
        begun = compress(count(), map(tree.__contains__, keys))  # three times faster than a loop
        return [at for at in begun if _WHOLE in (node := tree[keys[at]]) or keys[at + 1] in node]

    @property
    def starters(self) -> frozenset[str]:
        """The words, folded, that a phrase begins with."""
        return frozenset(self._tree)

    def end(self, words: Words, at: int) -> int:
        """Where the longest phrase that begins at a word ends; `at` itself where none does."""
        if at >= words.count or (node := self._tree.get(words.keys[at])) is None:
            return at
        keys, found = words.keys, at
        while node is not None:  # the key past the last word is in no phrase
            at += 1
            if _WHOLE in node:
                found = at
            node = node.get(keys[at])
        return found


def lines(text: str) -> tuple[str, ...]:
    """The entries of a block of text, one a line; several on a line are parted by semicolons."""
    return tuple(entry.strip() for line in text.splitlines() for entry in line.split(";") if entry.strip())
