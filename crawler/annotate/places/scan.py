"""Names of units as a text prints them, one walk over its words. What unit each is, comes after. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crawler.annotate.person_names import FAMILY_NAMES
from crawler.annotate.places import known
from crawler.annotate.places.gazetteer import named
from crawler.annotate.words import Phrases, Words

_NAMES: Final = Phrases(named())
_ALONE: Final = Phrases(known.ALONE)
_DESIGNATING: Final = known.BODY.starters | known.DESIGNATION.starters
_LONGEST_FOREIGN: Final = 5


@dataclass(slots=True)
class Sighting:
    """A name where it stands.

    Attributes:
        first, last: Its words, the designation directly before it included.
        name: The folded name; empty for a unit that is not Lạng Sơn's.
        kinds: What the designation says; of several ("các xã, thị trấn"), all. Empty where alone.
        group: Names under one designation have the same number.
        own: The designation stands directly before this name.
        alone: No designation at all.
        several: Its designation stands for several ("các xã").
    """

    first: int
    last: int
    name: str
    kinds: frozenset[str]
    group: int
    own: bool = False
    alone: bool = False
    several: bool = False


@dataclass(slots=True)
class _Designation:
    kinds: frozenset[str]
    group: int
    first: int | None  # where it begins, while the name directly after it belongs to it
    several: bool
    expecting: bool = True


@dataclass(slots=True)
class Scan:
    """The walk: `sightings` is what it finds, in the order of the text."""

    words: Words
    _at: int = 0
    _groups: int = 0
    _open: _Designation | None = None
    _outside: _Designation | None = None  # the list that a parenthesis interrupts
    _named_since: bool = False  # the open designation has had a name

    def sightings(self) -> Iterator[Sighting]:
        """Walk over the words once."""
        starts = known.TRIGGERS.candidates(self.words.keys)
        next_start = 0
        while self._at < self.words.count:
            if self._open is None:
                while next_start < len(starts) and starts[next_start] < self._at:
                    next_start += 1
                if next_start == len(starts):
                    return
                self._at = starts[next_start]
            found = self._step()
            if found:
                yield found

    def joined(self, at: int) -> bool:
        """Whether only spaces of the same line stand before a word, and a word before them."""
        if not 0 < at < self.words.count:
            return False
        between = self.words.reading.text[self.words.ends[at - 1] : self.words.starts[at]]
        return "\n" not in between and (bool(between) or not self._letters(at - 1))

    def _step(self) -> Sighting | None:
        if self._designation() or self._parenthesis():
            return None
        if self._open and self._open.expecting:
            return self._expected(self._open)
        if self._open and self.words.keys[self._at] in known.SEPARATORS:
            self._open.expecting, self._open.first = True, None
            self._at += 1
            return None
        self._open = None
        return self._standing_alone()

    # --- designations --------------------------------------------------------------------------

    def _designation(self) -> bool:
        at, words = self._at, self.words
        if words.keys[at] not in _DESIGNATING:  # most words: one look
            return False
        for phrases, kinds, inside in (
            (known.BODY, known.BODIES, False),
            (known.DESIGNATION, known.DESIGNATIONS, True),
        ):
            end = phrases.end(words, at)
            if end > at:
                self._begin(kinds[_key(words, at, end)], at, end, inside)
                return True
        return False

    def _begin(self, kind: str, at: int, end: int, inside: bool) -> None:
        self._at = end
        if not kind:
            self._open = None
            return
        several = self._is_several(at - 1)
        kinds = frozenset({kind})
        if self._open and self._open.several and not self._named_since:
            kinds, several = kinds | self._open.kinds, True  # "các xã, thị trấn: …"
        self._groups += 1
        first = at if inside and not several else None
        self._open = _Designation(kinds, self._groups, first, several)
        self._named_since = False

    def _is_several(self, at: int) -> bool:
        """Whether the word before a designation says several; "12/4 huyện …" is a day, no number of them."""
        key = self.words.keys[at] if at >= 0 else ""
        if not key.isdecimal():
            return key in known.SEVERAL
        before = self.words.keys[at - 1] if at else ""
        return len(key) <= known.LONGEST_NUMBER and int(key) > 1 and before not in known.NO_NUMBER_AFTER

    def _parenthesis(self) -> bool:
        key = self.words.keys[self._at]
        if key == "(":
            self._outside, self._open = self._open, None
        elif key == ")":
            self._open, self._outside = self._outside, None
            if self._open:
                self._open.expecting = False
        else:
            return False
        self._at += 1
        return True

    def _expected(self, open_: _Designation) -> Sighting | None:
        at, words = self._at, self.words
        end = _NAMES.end(words, at)
        if not self._named_since and (
            words.keys[at] == ":" or (open_.several and words.keys[at] in known.OPENERS)
        ):
            open_.several, open_.first = True, None  # "huyện: Hữu Lũng; …" is a list as well
            self._at += 1
            return None
        if not open_.several and not self.joined(at):
            self._open = None  # the name begins a line of its own
            return self._standing_alone()
        if end > at and self._is_name(at, end):
            return self._named(open_, at, end)
        if self._named_since and "province" not in open_.kinds and (province := self._province_end(at)) > at:
            self._open = None
            return self._alone(at, province, foreign=True)
        foreign = self._foreign_end(at)
        if foreign > at:
            return self._named(open_, at, foreign, foreign=True)
        self._open = None
        return self._standing_alone()

    def _named(self, open_: _Designation, at: int, end: int, foreign: bool = False) -> Sighting | None:
        own = open_.first is not None and self.joined(at)
        first = open_.first if own and open_.first is not None else at
        direct = own or not self._named_since
        open_.expecting, open_.first, self._named_since = False, None, True
        self._at = end
        if not direct and not foreign and not open_.several and self._goes_on(end):
            return None  # "xã A, Tân Thành Đông": no unit of ours
        name = "" if foreign or self._longer(end) else _key(self.words, at, end)
        return Sighting(first, end, name, open_.kinds, open_.group, own=own, several=open_.several)

    # --- names ---------------------------------------------------------------------------------

    def _standing_alone(self) -> Sighting | None:
        at, words = self._at, self.words
        self._at = at + 1
        if not words.capital(at):
            return None
        for phrases, foreign in ((_ALONE, False), (known.OTHER_PROVINCES, True)):
            end = phrases.end(words, at)
            if end > at and self._is_name(at, end) and (foreign or self._is_place(at, end)):
                return self._alone(at, end, foreign)
        return None

    def _alone(self, at: int, end: int, foreign: bool) -> Sighting:
        self._at = end
        self._groups += 1
        name = "" if foreign else _key(self.words, at, end)
        kinds = frozenset({"province"}) if foreign else frozenset[str]()
        return Sighting(at, end, name, kinds, self._groups, alone=True)

    def _is_name(self, at: int, end: int) -> bool:
        words = self.words
        for word in range(at, end):
            if words.keys[word].isalnum() and not (
                (words.capital(word) or words.keys[word] in known.SMALL) and (word == at or self.joined(word))
            ):
                return False
        return True

    def _province_end(self, at: int) -> int:
        end = known.OTHER_PROVINCES.end(self.words, at)
        return end if end > at and self._is_name(at, end) else at

    def _foreign_end(self, at: int) -> int:
        end = self._province_end(at)
        while end < at + _LONGEST_FOREIGN and self.words.capital(end) and (end == at or self.joined(end)):
            end += 1
        return end

    def _goes_on(self, end: int) -> bool:
        """Whether the next word is a capital of the same name, in a line that is not all capitals."""
        return self.joined(end) and self.words.capital(end) and not self._shouting(end - 1)

    def _longer(self, end: int) -> bool:
        if not self._goes_on(end) or _NAMES.end(self.words, end) > end:
            return False
        key = self.words.keys[end]
        return key in known.LONGER or key not in FAMILY_NAMES

    def _is_place(self, at: int, end: int) -> bool:
        """Whether a name without designation is the place, not a person, a thing or a battle."""
        name = _key(self.words, at, end)
        if self._longer(end) or self._is_thing(at) or (name != known.PROVINCE and self._is_person(at)):
            return False
        return name not in known.STORIED or self._is_told_as_place(at, end)

    def _is_person(self, at: int) -> bool:
        if not self.joined(at):
            return False
        key = self.words.keys[at - 1]
        if key in known.TITLES:
            return True
        if not self.words.capital(at - 1) or key in known.WHERE:
            return False
        if key in FAMILY_NAMES:
            return True
        if self._shouting(at) or self.words.all_capitals(at - 1):
            return False
        return self._letters(at - 2) and self.joined(at - 1)

    def _is_thing(self, at: int) -> bool:
        for back in range(at - 1, max(-1, at - 1 - known.LOOK_BACK), -1):
            key = self.words.keys[back]
            if key in known.TURN or not (self._letters(back) or key == "-") or not self.joined(back + 1):
                return False
            if known.DESIGNATION.end(self.words, back) > back:
                return False
            if known.THINGS.end(self.words, back) > back:
                return True
        return False

    def _is_told_as_place(self, at: int, end: int) -> bool:
        keys = self.words.keys
        before = keys[at - 1] if at else "\n"
        after = keys[end]
        if before in known.WHERE or before == "(":
            return True
        if not self.joined(at) and after == ":":
            return True
        if after in known.SEPARATORS and _ALONE.end(self.words, end + 1) > end + 1:
            return True
        return before in known.SEPARATORS and self._after_place(at - 1)

    def _after_place(self, at: int) -> bool:
        """Whether a name that stands alone ends right before a separator."""
        return any(_ALONE.end(self.words, at - back) == at for back in (2, 3) if at >= back)

    def _shouting(self, at: int) -> bool:
        return self.words.all_capitals(at)

    def _letters(self, at: int) -> bool:
        return 0 <= at < self.words.count and self.words.keys[at].isalnum()


def _key(words: Words, first: int, last: int) -> str:
    """A name or designation as the tables write it: its words, folded, a space between them."""
    return " ".join(words.keys[first:last])
