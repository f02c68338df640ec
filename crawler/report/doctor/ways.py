"""Each way to the articles: whether it answers, how many articles it shows, how far back it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crawler.report.doctor.answers import BUSY, EMPTY, FAULTY, MOVED, NOT_THERE, SHOWS, WALL, Answer
from crawler.report.doctor.evidence import FAILED, FEED, IDS, LISTING, REFUSED, SEARCH, WAYS, Asked

ANSWERS, SILENT, NOT_TRIED = "answers", "silent", "not-tried"
_STATES = (SHOWS, WALL, BUSY, FAULTY, EMPTY, NOT_THERE)  # the first that occurs decides


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the articles.

    Attributes:
        name: listing, xhr, feed, sitemap, rest, search or ids.
        state: "answers", "empty" (it is there and shows nothing), "silent" (it is not there), "refused"
            by robots.txt, "wall", "busy", "faulty", "failed" (no answer), "not-tried".
        shown: How many different articles were seen there.
        total: How many it says there are, where it says so.
        oldest, newest: The days that it gives.
        goes_on: Whether it leads to further pages.
        detail: Why it does not answer, in words.
        example: An address at which it answers, or the first one that was tried.
    """

    name: str
    state: str
    shown: int = 0
    total: int | None = None
    oldest: date | None = None
    newest: date | None = None
    goes_on: bool = False
    detail: str = ""
    example: str = ""

    @property
    def reach(self) -> str:
        """How far it reaches and what is out of its reach, in words; empty where it does not answer."""
        if self.state != ANSWERS:
            return ""
        if self.name == IDS:
            return "an old article's number alone leads to it: gaps in the numbers can be tried"
        days = f", from {self.oldest} to {self.newest}" if self.oldest else ", without any day"
        of = f" of {self.total}" if self.total else ""
        seen = f"{self.shown} articles seen{of}{days}"
        if self.name == FEED and not self.goes_on:
            return f"{seen}; it shows the newest only: older ones are out of its reach"
        if self.name == SEARCH:
            return f"{seen}; articles that its words do not match are out of its reach"
        if self.goes_on and self.name == LISTING:
            return f"{seen}; it leads on from page to page, how far was not tried"
        return (
            f"{seen}; it leads on, how far was not tried" if self.goes_on else f"{seen}; it does not lead on"
        )


def ways(answers: Sequence[Answer], asked: Sequence[Asked]) -> tuple[Way, ...]:
    """Give each way's state, in the order of `WAYS`."""
    return tuple(
        _way(name, [a for a in answers if a.way == name], [q for q in asked if q.way == name])
        for name in WAYS
    )


def _way(name: str, answers: Sequence[Answer], asked: Sequence[Asked]) -> Way:
    final = [answer for answer in answers if answer.state != MOVED]
    shown = {one.id: one for answer in final for one in answer.shown}
    if name == IDS:
        shown |= {a.article.url: None for a in final if a.article is not None}  # type: ignore[misc]
    if shown:
        days = [one.day for answer in final for one in answer.shown if one.day is not None]
        return Way(
            name,
            ANSWERS,
            len(shown),
            next((answer.total for answer in final if answer.total is not None), None),
            min(days, default=None),
            max(days, default=None),
            any(answer.further for answer in final if answer.shown),
            example=next(a.asked for a in final if a.shown or a.article is not None),
        )
    if final:
        first = min(final, key=lambda answer: _STATES.index(answer.state))
        state = {NOT_THERE: SILENT, SHOWS: EMPTY}.get(first.state, first.state)
        return Way(name, state, detail=first.detail, example=first.asked)
    for outcome in (REFUSED, FAILED):
        for question in asked:
            if question.outcome == outcome:
                return Way(name, outcome, detail=question.detail, example=question.url)
    return Way(name, NOT_TRIED)
