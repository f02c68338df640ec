"""A stamp's tokens -> its clauses: what was published, what was updated, and who stands beside it.

A clause holds exactly one day, at most one time of day and at most one weekday. What is left over
must be a short name or section behind a hard separator; anything else refuses the whole line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from crawler.normalise.bylines import is_person_name, read_byline
from crawler.normalise.counts import counter_end
from crawler.normalise.date_tokens import BY_END, COMMON, HARD, token_at
from crawler.normalise.date_values import UNKNOWN, Clock, Day, Refusal, clock, full_year, offset_of
from crawler.normalise.date_words import MONTHS, WEEKDAYS
from crawler.normalise.line_form import LineForm
from crawler.normalise.relative import Past, read_past
from crawler.normalise.stamp_names import is_short_name

_MAX_NAMES = 3


@dataclass(slots=True)
class Clause:
    """One stamp with its label. `weekday`: its number and whether the word is English."""

    label: str | None = None
    day: Day | None = None
    clock: Clock | None = None
    weekday: tuple[int, bool] | None = None
    offset: timedelta | None = None
    past: Past | None = None

    @property
    def dated(self) -> bool:
        """Whether it names a day, in the calendar or relative."""
        return self.day is not None or self.past is not None

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return not self.dated and self.clock is None and self.weekday is None


@dataclass(slots=True)
class Stamp:
    """The clauses of a line in printed order; the names beside them; whether a lunar day was left out."""

    form: LineForm
    clauses: list[Clause] = field(default_factory=lambda: [Clause()])
    names: list[tuple[int, int]] = field(default_factory=list)
    lunar: bool = False

    @property
    def last(self) -> Clause:
        """The clause being read."""
        return self.clauses[-1]

    def byline(self) -> str | None:
        """The name beside the stamp as printed; a person's or an agency's rather than a section's."""
        groups: list[tuple[int, int]] = []
        for start, end in self.names:
            if groups and self.form.key[groups[-1][1] : start].strip() == "-":
                groups[-1] = (groups[-1][0], end)
            else:
                groups.append((start, end))
        texts = [self.form.text[start:end].strip() for start, end in groups]
        signed = [text for text in texts if read_byline(text)]
        return next(iter(signed or texts), None)


def read_stamp(form: LineForm) -> Stamp:
    """Take a line apart.

    Raises:
        Refusal: Something on the line is no part of a stamp, or stands there twice.
    """
    stamp, key = Stamp(form), form.key
    common = COMMON.fullmatch(key)
    if common:
        _take_common(stamp, common)
        return stamp
    position = segment = 0
    begun = joint = False
    while position < len(key):
        token = token_at(key, position)
        if token is None:
            end = counter_end(key, position)
            if end is None:
                end, joint = _segment_name(stamp, segment, begun=begun), False
            position = end
            continue
        position, kind = token.end(), token.lastgroup or ""
        if kind == "space":
            if HARD.search(token[0]):
                segment, begun = position, False
        elif kind == "by":
            position = _name_behind_label(stamp, position)
        elif kind == "joint":
            joint = True
        elif kind != "noise":
            _TAKE[kind](stamp, token)
            if kind not in ("published", "updated", "zone"):
                begun, joint = True, False
    if joint:
        raise Refusal(UNKNOWN, "no day behind the last word")
    return stamp


def _take_common(stamp: Stamp, found: re.Match[str]) -> None:
    """A stamp of the commonest form: a numeric date with its time, perhaps a weekday and the zone."""
    if found["weekday"]:
        _weekday(stamp, found)
    year, month, day, hour, minute, second = found.group("y", "m", "d", "h", "n", "c")
    stamp.last.day = Day(int(year), int(month), int(day), swappable=True)
    stamp.last.clock = clock(hour, minute, second, None)
    if found["zone"]:
        stamp.last.offset = timedelta(hours=7)


# --- names beside the stamp -----------------------------------------------------------------------


def _segment_name(stamp: Stamp, start: int, *, begun: bool) -> int:
    """A segment between hard separators that is no part of the stamp. Gives where it ends."""
    if begun:
        raise Refusal(UNKNOWN, "other words beside the date")
    hard = HARD.search(stamp.form.key, start)
    end = hard.start() if hard else len(stamp.form.key)
    # A word that opens like a label may open a name: `Đăng Khoa | …`.
    if stamp.last.empty and stamp.last.label:
        if len(stamp.clauses) > 1:
            stamp.clauses.pop()
        else:
            stamp.last.label = None
    signed = _SIGNED.match(stamp.form.text, start, end)
    if signed and signed[1].isupper() and is_person_name(signed[1]):
        end = signed.end()
    _add_name(stamp, start, end)
    return end


# `TRẦN HỮU 30/04/2016 11:39`: only capitals before a day with a time need no separator.
_SIGNED = re.compile(r"([^\W\d_a-z][^\d|:,.]{3,40}?) (?=\d[^|]*\d[:h]\d\d)")


def _name_behind_label(stamp: Stamp, start: int) -> int:
    """`Đăng bởi X lúc …`: the name up to a joint, a comma, a bar or a digit."""
    found = BY_END.search(stamp.form.key, start)
    end = found.start() if found else len(stamp.form.key)
    _add_name(stamp, start, end)
    return end


def _add_name(stamp: Stamp, start: int, end: int) -> None:
    if not is_short_name(stamp.form.text[start:end].strip()) or len(stamp.names) == _MAX_NAMES:
        raise Refusal(UNKNOWN, "other words beside the date")
    stamp.names.append((start, end))


# --- tokens -----------------------------------------------------------------------------------------


def _label(stamp: Stamp, token: re.Match[str]) -> None:
    """A label opens a clause, unless a lone time or weekday before it still waits for its day."""
    if stamp.last.label is None and not stamp.last.dated:
        stamp.last.label = token.lastgroup
    else:
        stamp.clauses.append(Clause(token.lastgroup))


def _lunar(stamp: Stamp, token: re.Match[str]) -> None:
    stamp.lunar = True


def _day(stamp: Stamp, token: re.Match[str]) -> None:
    if stamp.last.dated:
        raise Refusal("two-dates", "two dates and no labels to tell them apart")
    stamp.last.day = _written_day(token)


def _written_day(token: re.Match[str]) -> Day:
    get = token.group
    if get("y1"):
        return Day(int(get("y1")), int(get("m1")), int(get("d1")))
    if get("y2"):
        return Day(full_year(get("y2")), int(get("m2")), int(get("d2")), swappable=True)
    if get("y3"):
        return Day(int(get("y3")), int(get("m3")), int(get("d3")))
    if get("m5"):
        return Day(int(get("y5")), _month(get("m5")), int(get("d5")))
    if get("m6"):
        return Day(full_year(get("y6") or get("y6b")), _month(get("m6")), int(get("d6")))
    if get("m7"):
        return Day(int(get("y7")), _month(get("m7")), int(get("d7")))
    if get("first") and int(get("d4")) > 10:
        raise Refusal("impossible-date", "mùng goes with the first ten days only")
    year = get("y4") or get("y4b") or get("y4c")
    return Day(full_year(year), _month(get("m4")), int(get("d4")))


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return MONTHS.get(word) or MONTHS[word[:3]]


def _clock(stamp: Stamp, token: re.Match[str]) -> None:
    if stamp.last.clock is not None:
        raise Refusal("two-times", "two times of day")
    hour = token["h1"] or token["h2"] or token["h3"]
    minute = token["n1"] or token["n2"] or token["n3"]
    stamp.last.clock = clock(hour, minute, token["c1"] or token["c2"], token["half"])


def _weekday(stamp: Stamp, token: re.Match[str]) -> None:
    if stamp.last.weekday is not None:
        raise Refusal("two-weekdays", "two weekdays")
    english = token["we"]
    word = english[:3] if english else token["wa"] or token["wb"] or token["wc"] or "cn"
    stamp.last.weekday = (WEEKDAYS[word], bool(english))


def _zone(stamp: Stamp, token: re.Match[str]) -> None:
    named = token[0].startswith(("gmt", "utc"))
    if token["zs"]:
        stamp.last.offset = offset_of(token["zs"], token["zh"], token["zm"])
    elif named:
        stamp.last.offset = timedelta(0)


def _past(stamp: Stamp, token: re.Match[str]) -> None:
    if stamp.last.dated:
        raise Refusal("two-dates", "two dates and no labels to tell them apart")
    stamp.last.past = read_past(token)


_TAKE = {
    "published": _label,
    "updated": _label,
    "lunar": _lunar,
    "date": _day,
    "time": _clock,
    "weekday": _weekday,
    "zone": _zone,
    "relative": _past,
}
