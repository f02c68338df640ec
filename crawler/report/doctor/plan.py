"""What the doctor asks, one question after another: each depends on what was answered before.

A generator: it gives a question and is sent what came of it. So the same order can be tried without a
network, and whoever fetches needs to know nothing of it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.discover.scope import PAPER
from crawler.discover.sources.ids import short_link
from crawler.discover.sources.start import first_addresses
from crawler.fetch.robots_rules import parse
from crawler.report.doctor.answers import BUSY, EMPTY, SHOWS, WALL, Answer, Shown
from crawler.report.doctor.evidence import ARTICLE, FEED, IDS, LISTING, REST, SEARCH, SITEMAP, XHR, Place

OLD_HOST = "https://old.baolangson.vn"
_PER_ERA = 3
_RESERVED = 8  # requests kept for articles
# How many addresses are tried where a feed or a sitemap may be, on one host or on each of two.
_MOST_FEEDS, _MOST_SITEMAPS = {1: 3, 2: 2}, {1: 3, 2: 2}
_TOO_OFTEN = 2  # troubles in a row that end the visit: who is in trouble is left alone


@dataclass(frozen=True, slots=True)
class Step:
    """A question: an address, and the way that it belongs to."""

    way: str
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a question.

    Attributes:
        answer: None where nothing was answered, or robots.txt refuses the address.
        left: How many requests may still be sent.
        ends: Whether nobody is there to answer further questions.
        robots: robots.txt, as far as it is known by now: its ``Sitemap:`` lines are asked first.
    """

    answer: Answer | None
    left: int
    ends: bool = False
    robots: bytes = b""


Steps = Generator[Step, Reply, None]


class _Visit:
    """What is known so far."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.robots = b""
        self.shown: dict[str, Shown] = {}
        self.left = 1
        self.troubles = 0
        self.over = False

    def ask(self, way: str, url: str) -> Generator[Step, Reply, Answer | None]:
        if self.over or self.left <= 0:
            return None
        reply = yield Step(way, url)
        self.left, answer, self.robots = reply.left, reply.answer, reply.robots
        troubled = answer is not None and answer.state in (BUSY, WALL)
        self.troubles = self.troubles + 1 if troubled or reply.ends else 0
        self.over = self.over or reply.ends or self.troubles >= _TOO_OFTEN
        for one in answer.shown if answer is not None else ():
            known = self.shown.get(one.url)
            if known is None or known.day is None:
                self.shown[one.url] = one
        return answer

    @property
    def may_go_on(self) -> bool:
        return not self.over and self.left > _RESERVED


def steps(place: Place) -> Steps:
    """Give the questions of a visit."""
    visit = _Visit(place)
    # The old site's software stands on a host of its own by now, as far as is known.
    bases = [place.base] + ([OLD_HOST] if place.base == PAPER else [])
    for base in bases:
        yield from _listings(visit, base)
    for base in bases:
        yield from _feeds(visit, base, _MOST_FEEDS[len(bases)])
    for base in bases:
        yield from _sitemaps(visit, base, _MOST_SITEMAPS[len(bases)])
    yield from _rest(visit, bases[-1])
    if visit.may_go_on:
        yield from visit.ask(SEARCH, first_addresses(SEARCH, place.base, place.sections)[0])
    yield from _articles(visit)


def _listings(visit: _Visit, base: str) -> Generator[Step, Reply, None]:
    """The first section that shows something, its second page, and the list that its script asks for."""
    for section in visit.place.sections[:2]:
        answer = yield from visit.ask(LISTING, f"{base}/{section}")
        if answer is None or answer.state not in (SHOWS, EMPTY):
            continue
        # Behind an empty page the next is a guess; its script may be asked all the same.
        ahead = ((LISTING, "page"), (XHR, "xhr")) if answer.state == SHOWS else ((XHR, "xhr"),)
        for way, kind in ahead:
            further = next((one.url for one in answer.further if one.kind == kind), None)
            if further and visit.may_go_on:
                yield from visit.ask(way, further)
        if answer.state == SHOWS:
            return


def _feeds(visit: _Visit, base: str, most: int) -> Generator[Step, Reply, None]:
    section = visit.place.sections[:1]
    for url in first_addresses(FEED, base, section)[:most]:
        if not visit.may_go_on:
            return
        answer = yield from visit.ask(FEED, url)
        if answer is not None and answer.state == SHOWS:
            return


def _sitemaps(visit: _Visit, base: str, most: int) -> Generator[Step, Reply, None]:
    """The first that answers; of an index its first and its last part, which reach back the farthest."""
    named = parse(visit.robots).sitemaps if base == visit.place.base else ()
    declared = [urljoin(base, url) for url in named]
    usual = [url for url in first_addresses(SITEMAP, base) if not url.endswith("/robots.txt")]
    for url in list(dict.fromkeys([*declared, *usual]))[:most]:
        if not visit.may_go_on:
            return
        answer = yield from visit.ask(SITEMAP, url)
        if answer is None or answer.state != SHOWS:
            continue
        parts = [one.url for one in answer.further if one.kind == "part"]
        for part in dict.fromkeys([*parts[:1], *parts[-1:]]):
            if visit.may_go_on:
                yield from visit.ask(SITEMAP, part)
        return


def _rest(visit: _Visit, base: str) -> Generator[Step, Reply, None]:
    if not visit.may_go_on:
        return
    answer = yield from visit.ask(REST, first_addresses(REST, base)[0])
    if answer is not None and answer.further and visit.may_go_on:
        yield from visit.ask(REST, answer.further[0].url)


def _articles(visit: _Visit) -> Generator[Step, Reply, None]:
    """Of each era the newest, the oldest and one between; then an old one by its number alone."""
    for layout in ("era2", "era1"):
        for url in _chosen([one for one in visit.shown.values() if one.layout == layout]):
            yield from visit.ask(ARTICLE, url)
    old = next(
        (one for one in visit.shown.values() if one.layout == "era1" and int(one.id) < 1_000_000), None
    )
    if old is not None:
        yield from visit.ask(IDS, short_link(urljoin(old.url, "/"), int(old.id)))


def _chosen(shown: Iterable[Shown]) -> list[str]:
    """A few, spread over the numbers, which mostly follow the days."""
    ordered = sorted(shown, key=lambda one: int(one.id), reverse=True)
    if not ordered:
        return []
    places = [round(n * (len(ordered) - 1) / (_PER_ERA - 1)) for n in range(_PER_ERA)]
    return list(dict.fromkeys(ordered[at].url for at in places))
