"""All findings of what was asked and answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from crawler.report.doctor.answers import BUSY, EMPTY, FAULTY, MOVED, NOT_THERE, SHOWS, WALL, Answer
from crawler.report.doctor.evidence import (
    ARTICLE,
    FAILED,
    LISTING,
    REFUSED,
    ROBOTS,
    XHR,
    Asked,
)
from crawler.report.doctor.fields import ERAS, field_findings
from crawler.report.doctor.finding import LATER, SEND, Finding
from crawler.report.doctor.rules import LABELS, Rules
from crawler.report.doctor.ways import ANSWERS, Way
from crawler.report.outcomes import ROBOTS_UNREACHABLE

_ELSEWHERE = "pages can also be had lawfully from web archives (`langson archives`) or from files"
_PERMISSION = "Ask the paper for permission, and give it with --permission"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to judge: everything read."""

    answers: Sequence[Answer]
    asked: Sequence[Asked]
    rules: Sequence[Rules]
    ways: Sequence[Way]
    permitted: bool = False
    is_paper: bool = False  # and no copy of it, which may hold a part only

    @property
    def pages(self) -> list[Answer]:
        """The answers that count: no robots.txt, no redirect."""
        return [answer for answer in self.answers if answer.way != ROBOTS and answer.state != MOVED]

    def way(self, name: str) -> Way:
        """One way."""
        return next(way for way in self.ways if way.name == name)


def judge(case: Case) -> tuple[Finding, ...]:
    """Give all findings, those about access first."""
    found = [*_unreachable(case), *_robots(case), *_walls(case), *_troubles(case), *_lists(case)]
    readings = [answer.article for answer in case.pages if answer.article is not None]
    found += [*_articles(case), *_unseen(case, {reading.layout for reading in readings})]
    found += field_findings(readings)
    return tuple(found)


def _unreachable(case: Case) -> Iterator[Finding]:
    failed = [question for question in case.asked if question.outcome == FAILED]
    for rules in case.rules:
        if not rules.reachable:
            text = f"robots.txt of {rules.origin}: {rules.summary[0].lower()}{rules.summary[1:]}"
            yield Finding("unreachable" if not case.pages else "partial", text, LATER)
    others = [question for question in failed if question.reason not in (ROBOTS_UNREACHABLE, "stopped")]
    if others:
        first = others[0]
        text = f"{len(others)} of {len(case.asked)} questions had no answer: {first.detail} ({first.url})."
        yield Finding("partial" if case.pages else "unreachable", text, LATER, _urls(others))
    refused = any(q.outcome == REFUSED for q in case.asked) or any(rules.refused for rules in case.rules)
    if not case.pages and not failed and not refused:
        yield Finding("unreachable", "No page was answered at all.", LATER)


def _robots(case: Case) -> Iterator[Finding]:
    for rules in case.rules:
        if not rules.refused:
            continue
        names = [LABELS[way] for way in rules.refused]
        said = next(rule for rule in rules.rules if rule.way == rules.refused[0])
        text = f"robots.txt of {rules.origin} refuses us {', '.join(names)}"
        text += f", by “{said.rule}” (line {said.line})."
        if case.permitted:
            yield Finding("note", f"{text} With the permission given they are asked for all the same.")
        elif ARTICLE in rules.refused:
            yield Finding("robots", f"{text} So no article may be fetched from there.", _what_to_do())
        elif any(way.state == ANSWERS for way in case.ways):
            yield Finding("note", f"{text} Articles may be fetched, and other ways lead to them.")
        else:
            advice = f"{_PERMISSION}; or give the addresses in a file (`langson crawl --via file`)."
            yield Finding("robots", f"{text} Articles may be fetched, but no way leads to them.", advice)


def _what_to_do() -> str:
    return f"{_PERMISSION}; {_ELSEWHERE} (`langson ingest`)."


def _walls(case: Case) -> Iterator[Finding]:
    walls = [answer for answer in case.pages if answer.state == WALL]
    if not walls:
        return
    first = walls[0]
    text = f"On {len(walls)} of {len(case.pages)} pages something stands in the page's place: {first.detail}."
    advice = (
        "This program does not go round it. Open the address in a browser from the same network; if the page"
        f" comes there, write to the paper. {_ELSEWHERE.capitalize()}."
    )
    yield Finding("wall", text, advice, _urls(walls))


def _troubles(case: Case) -> Iterator[Finding]:
    busy = [answer for answer in case.pages if answer.state == BUSY]
    if busy:
        text = f"{len(busy)} of {len(case.pages)} answers: {busy[0].detail}."
        all_are = len(busy) == len(case.pages)
        yield Finding("unreachable" if all_are else "partial", text, LATER, _urls(busy))
    faulty = [answer for answer in case.pages if answer.state == FAULTY]
    if faulty:
        text = f"{len(faulty)} of {len(case.pages)} answers cannot be used: {faulty[0].detail}."
        yield Finding("partial", text, f"Try again later; if it lasts: {SEND}", _urls(faulty))


def _lists(case: Case) -> Iterator[Finding]:
    """Listings that show nothing, and no way that shows anything."""
    listing, others = case.way(LISTING), [way for way in case.ways if way.state == ANSWERS]
    empty = [answer for answer in case.pages if answer.way == LISTING and answer.state == EMPTY]
    if empty:
        first = empty[0]
        text = f"The listing {first.url} answers, but shows no article that can be asked for. {first.detail}"
        if any(way.name == XHR for way in others):
            text += " The list that its script asks for can be read, so a crawl finds the articles there."
            yield Finding("note", text, pages=_urls(empty))
        else:
            names = ", ".join(LABELS[way.name] for way in others)
            instead = f" Meanwhile these lead to articles: {names}." if others else ""
            shows = listing.state == ANSWERS
            yield Finding("partial" if shows else "layout", f"{text}{instead}", SEND, _urls(empty))
    elif not others and any(answer.state in (NOT_THERE, EMPTY, SHOWS) for answer in _of_lists(case)):
        tried = ", ".join(dict.fromkeys(LABELS[a.way] for a in _of_lists(case) if a.way in LABELS))
        text = f"No way to the articles answers; tried: {tried}."
        advice = f"The site may have been rebuilt. {SEND} {_ELSEWHERE.capitalize()}."
        yield Finding("layout", text, advice, _urls(_of_lists(case)))
    elif _loops(case):
        text = "The second page of the listing shows the same articles as the first: a crawl ends there."
        advice = f"Articles behind it are found by other ways only (see there), or not at all. {SEND}"
        yield Finding("partial", text, advice, _urls([page for page in case.pages if page.way == LISTING]))
    elif listing.state != ANSWERS and others:
        names = ", ".join(LABELS[way.name] for way in others)
        text = f"The section listings cannot be used; a crawl finds articles by: {names}."
        yield Finding("note", f"{text} What these do not show is out of reach; see “Ways to the articles”.")
    yield from (
        Finding("partial", f"{LABELS[answer.way].capitalize()}: {answer.detail}.", SEND, (answer.url,))
        for answer in case.pages
        if answer.way not in (LISTING, ARTICLE) and answer.state in (SHOWS, EMPTY) and answer.detail
        and answer.way in LABELS and answer.way != XHR
    )  # fmt: skip


def _loops(case: Case) -> bool:
    """Whether two pages of listings show the same articles."""
    pages = {answer.url: answer.shown for answer in case.pages if answer.way == LISTING and answer.shown}
    return len({frozenset(one.id for one in shown) for shown in pages.values()}) < len(pages)


def _of_lists(case: Case) -> list[Answer]:
    return [answer for answer in case.pages if answer.way != ARTICLE]


def _articles(case: Case) -> Iterator[Finding]:
    """Articles that a list shows and that are not there; none that was looked at."""
    pages = [answer for answer in case.pages if answer.way == ARTICLE]
    missing = [answer for answer in pages if answer.state == NOT_THERE]
    if missing:
        text = f"{len(missing)} of {len(pages)} articles that are shown cannot be had: {missing[0].detail}."
        yield Finding("partial", text, "Open one in a browser. If it is there: " + SEND, _urls(missing))
    if not pages and any(way.state == ANSWERS for way in case.ways):
        reasons = {question.outcome for question in case.asked if question.way == ARTICLE}
        if not reasons:
            yield Finding("note", "No article's page was looked at.", "Allow more requests with --requests.")


def unseen_eras(layouts: Collection[str]) -> list[str]:
    """The sites of which no article's page was looked at, where one of the other was.

    >>> unseen_eras({"era1"}), unseen_eras({"unknown"})
    (['era2'], [])
    """
    eras = [layout for layout in ERAS if layout != "unknown"]
    return [layout for layout in eras if layout not in layouts] if set(eras).intersection(layouts) else []


def _unseen(case: Case, layouts: Collection[str]) -> Iterator[Finding]:
    """A site of which nothing was seen: all may be well there, or nothing."""
    for layout in unseen_eras(layouts):
        shown = any(one.layout == layout for answer in case.pages for one in answer.shown)
        why = "one is shown, and its page was not had" if shown else "nothing that answers shows one"
        text = f"No article of {ERAS[layout]} was seen: {why}. Whether its pages can be read is not known."
        advice = (
            f"Find an article of {ERAS[layout]} in a browser and try `langson scrape ADDRESS`. If that prints"
            " a record, a crawl needs the addresses of such articles only: `langson crawl --via file`."
        )
        # The paper's news of today stand on the new site: without them the visit has not done its work.
        grave = layout == "era2" and case.is_paper and bool(case.asked)
        yield Finding("partial" if grave else "note", text, advice)


def _urls(things: Sequence[Answer] | Sequence[Asked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.url for one in things))[:_SHOWN]
