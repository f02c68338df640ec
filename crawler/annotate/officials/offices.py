"""Officials: who is named together with an office, as printed. Pure.

The ways in which the paper joins the two::

    đồng chí Nông Văn An, Phó Bí thư Tỉnh uỷ, Chủ tịch UBND tỉnh     the person, then offices
    các đồng chí: Nông Văn An, Bí thư Tỉnh uỷ; Vi Thị Hoa, …         a list of them
    Chủ tịch UBND tỉnh Nông Văn An                                   the office, then the person
    các đồng chí Phó Chủ tịch UBND tỉnh: Nông Văn An, Vi Thị Hoa     one office of several people
    bầu đồng chí Nông Văn An giữ chức Phó Bí thư Huyện uỷ            an appointment

A person without an office beside the name is not an official here, and an office without a name is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from crawler.annotate.officials.institutions import LOCAL_PLACES, UNITS
from crawler.annotate.officials.titles import OPENINGS, TITLES, Office, is_foreign, office
from crawler.annotate.officials.unlisted import office_end
from crawler.annotate.person_names import HONORIFICS, name_end, name_start
from crawler.annotate.reading import Reading, fold, read
from crawler.annotate.words import Words

_OPENINGS: Final = OPENINGS | HONORIFICS
_BESIDE: Final = frozenset(",-(")  # between a name and the office after it
_THEN: Final = frozenset(fold("khi lúc hồi bấy ấy đó giờ hiện nay đang từng vốn trước đây nguyên").split())
_LONGEST_SENTENCE: Final = 60  # words between a name and the appointment
_LONGEST_LIST: Final = 12  # people who share an office


@dataclass(frozen=True, slots=True)
class Official:
    """A person with the offices printed beside the name.

    Attributes:
        name: As printed, without honorific and rank.
        offices: As printed, in the order of the text.
        start: Where the name begins, in code points of the text.
        end: Where it ends.
        office_spans: Where each office begins and ends.
    """

    name: str
    offices: tuple[str, ...]
    start: int
    end: int
    office_spans: tuple[tuple[int, int], ...]


def find(text: str) -> list[Official]:
    """Find the officials of a text, in its order. Any text will do; the time is linear in its length.

    >>> [(o.name, o.offices) for o in find("Dự có đồng chí Vi Thị An, Tỉnh uỷ viên, Bí thư Huyện uỷ.")]
    [('Vi Thị An', ('Tỉnh uỷ viên', 'Bí thư Huyện uỷ'))]
    """
    reading = read(text)
    return [found for words in _lines(reading) for found in _Line(words).officials()]


def _lines(reading: Reading) -> Iterator[Words]:
    """The lines that may name an office."""
    folded, done = reading.folded, 0
    words = Words(reading, 0, len(folded))
    for at in TITLES.candidates(words.keys):
        if words.starts[at] >= done:
            start = folded.rfind("\n", done, words.starts[at]) + 1
            end = folded.find("\n", words.ends[at])
            done = len(folded) if end < 0 else end
            yield Words(reading, start, done)


@dataclass(slots=True)
class _Person:
    start: int
    end: int
    offices: list[Office] = field(default_factory=list)
    from_office: bool = False  # the office stood before the name


class _Line:
    """One walk over the words of a line."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._people: list[_Person] = []
        self._floor = 0  # the words before it are read

    def officials(self) -> Iterator[Official]:
        read = 0
        for at in _OPENINGS.candidates(self._words.keys):
            if at >= read:
                read = self._step(at)
        for person in sorted(self._people, key=lambda one: one.start):
            if person.offices:
                yield self._official(person)

    def _step(self, at: int) -> int:
        words = self._words
        if (titled := HONORIFICS.end(words, at)) > at:
            end = name_end(words, titled, any_family=True, stop=TITLES)
            if end == titled:
                return self._offices(at) or self._offices(titled) or titled
            self._people.append(_Person(titled, end))
            return self._listed(end) if at and words.keys[at - 1] == "các" else end
        return self._offices(at) or at + 1

    def _listed(self, at: int) -> int:
        """Go on over the names of a list: `các đồng chí Vi Văn An, Bế Thị Hoa và Chu Văn Lâm`."""
        words = self._words
        while words.keys[at] in (",", "và"):
            start = HONORIFICS.end(words, at + 1)
            end = name_end(words, start, any_family=start > at + 1, stop=TITLES)
            if end == start:
                break
            self._people.append(_Person(start, end))
            at = end
        return at

    def _offices(self, at: int) -> int:
        """Read the offices that begin at a word and give them to whom they belong; the end, or 0."""
        chain, split = self._chain(at)
        if not chain:
            return 0
        before = self._person_before(at)
        end = self._forward(chain, before, split, at)
        self._floor = end
        return end

    def _chain(self, at: int) -> tuple[list[Office], bool]:
        """Offices joined by commas, and whether the last is joined by "và"."""
        words, chain, joint = self._words, [], ""
        while (found := office(words, at)) is not None:
            chain.append(found)
            joint, at = words.keys[found.end], found.end + 1
            if joint == "kiêm" or (joint == "," and words.keys[min(at, words.count)] == "kiêm"):
                at += joint == ","
            elif joint not in (",", "và"):
                break
            following = office(words, at)
            if following is None or (joint == "và" and not words.capital(at)):
                break
        split = len(chain) > 1 and words.keys[chain[-1].start - 1] == "và"
        return chain, split

    def _forward(self, chain: list[Office], before: _Person | None, split: bool, at: int) -> int:
        after = self._person_after(chain[-1], alone=before is None)
        if after is None:
            end = self._complete(chain)
            for person in self._sharing(before, at):
                person.offices += chain
            return self._shared(chain, at) or end
        own = len(chain) - 1 if (before is not None and not before.from_office) or split else 0
        if before is not None:
            before.offices += chain[:own]
        after.offices += chain[own:]
        self._people.append(after)
        return after.end

    def _complete(self, chain: list[Office]) -> int:
        """Let the last office go on over an institution of no list, or give it up; its end."""
        end = chain[-1].end
        further = office_end(self._words, end, naming=chain[-1].naming)
        if further == 0:
            chain.pop()
            return end
        chain[-1].end = further
        return further

    def _sharing(self, before: _Person | None, at: int) -> list[_Person]:
        """The person, and before an appointment all who are listed with the person."""
        if before is None or self._words.keys[at - 1] not in ("chức", "vụ"):
            return [before] if before is not None else []
        sharing, keys = [before], self._words.keys
        for person in islice(reversed(self._people), 1, None):
            if person.offices or keys[person.end : sharing[0].start] not in ([","], ["và"]):
                break
            sharing.insert(0, person)
        return sharing

    def _person_before(self, at: int) -> _Person | None:
        """Whose office begins at a word."""
        words, last = self._words, self._people[-1] if self._people else None
        if last is not None and self._holds(last, at):
            return last
        if at < 2 or words.keys[at - 1] not in _BESIDE:
            return None
        start = name_start(words, at - 1)
        if start == at - 1 or start < self._floor or self._is_place(start, at - 1):
            return None
        person = _Person(start, at - 1)
        self._people.append(person)
        return person

    def _holds(self, last: _Person, at: int) -> bool:
        """Whether the last person named is the one: the office follows, or an appointment does."""
        keys = self._words.keys
        if last.end == at or (last.end == at - 1 and (keys[at - 1] in _BESIDE)):
            return True
        if last.end == at - 1 and keys[at - 1] in ("là", "làm") and self._words.capital(at):
            return True
        if self._was(last.end, at):
            return True
        held = keys[max(0, at - 2) : at] == ["giữ", "chức"] or keys[max(0, at - 3) : at] == [
            "giữ",
            "chức",
            "vụ",
        ]
        near = at - last.end <= _LONGEST_SENTENCE
        return held and near and not self._sentence_ends(last.end, at)

    def _was(self, start: int, at: int) -> bool:
        """Whether a time stands between: `Vi Văn An, khi ấy là Bí thư Huyện uỷ`."""
        keys = self._words.keys
        start += keys[start] == ","
        return start < at - 1 <= start + 4 and keys[at - 1] == "là" and _THEN.issuperset(keys[start : at - 1])

    def _sentence_ends(self, start: int, end: int) -> bool:
        words = self._words
        return any(words.keys[at] in ".!?" and words.capital(at + 1) for at in range(start, end - 1))

    def _is_place(self, start: int, end: int) -> bool:
        words = self._words
        return LOCAL_PLACES.end(words, start) >= end or (start > 0 and UNITS.end(words, start - 1) == start)

    def _person_after(self, last: Office, *, alone: bool) -> _Person | None:
        """Who is named right after an office; the office gives back what it took of the name."""
        words, at = self._words, last.end
        marked = at + 1 if alone and words.keys[at] in (",", "-") else at
        marked = at + 2 if alone and words.keys[at : at + 2] == ["đối", "với"] else marked
        titled = HONORIFICS.end(words, marked)
        if titled > marked:
            end = name_end(words, titled, any_family=True, stop=TITLES)
            return _Person(titled, end, from_office=True) if end > titled else None
        if last.naming and not alone:
            return None  # `ông Vi Văn An, Giám đốc Công ty Hoa Hồi Việt`
        for bound in (at, *last.bounds[:3]) if words.is_name_word(at) else ():
            end = name_end(words, bound, any_family=bound == at and is_foreign(words, last), stop=TITLES)
            if end > max(bound, at):
                last.end = bound
                return _Person(bound, end, from_office=True)
        return None

    def _shared(self, chain: list[Office], at: int) -> int:
        """Give an office to each of the people listed after its colon; the end, or 0."""
        if not chain:
            return 0
        words, place = self._words, chain[-1].end
        listed = at >= 2 and "các" in words.keys[max(0, at - 3) : at]
        if words.keys[place] != ":" or not (listed or at == 0):
            return 0
        for _ in range(_LONGEST_LIST):
            start = HONORIFICS.end(words, place + 1)
            end = name_end(words, start, any_family=start > place + 1, stop=TITLES)
            if end == start:
                break
            self._people.append(_Person(start, end, list(chain)))
            place = end
            if words.keys[place] not in (",", ";", "và"):
                break
        return place

    def _official(self, person: _Person) -> Official:
        words = self._words
        start, end = words.source(person.start, person.end)
        printed = tuple(words.printed(one.start, one.end) for one in person.offices)
        spans = tuple(words.source(one.start, one.end) for one in person.offices)
        return Official(words.printed(person.start, person.end), printed, start, end, spans)
