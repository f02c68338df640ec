"""What the links of a listing do to the frontier: new articles wait, known ones are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.discover.goal import OF_THE_GOAL, OTHER_SECTION, Goal
from crawler.discover.scope import address_is_elsewhere
from crawler.report.outcomes import FILTERED, GONE
from crawler.sites.baolangson.listing import ListingLink
from crawler.store.frontier import MAIN, Known
from crawler.store.state import State


@dataclass(slots=True)
class Met:
    """What a listing's links came to, as keys of articles.

    Attributes:
        news: Never met before.
        waiting: Now waiting to be asked for: new ones, and known ones that this goal judges otherwise.
        elsewhere: New, but their address names a section that is not wanted: address -> why.
        known: What was known before.
    """

    known: dict[str, Known]
    news: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)


def meet(state: State, links: Mapping[str, ListingLink], goal: Goal, *, found_at: str, priority: int) -> Met:
    """Take in a listing's links, within one transaction.

    Args:
        state: The state.
        links: Article key -> link.
        goal: What the listing was read for.
        found_at: When, ISO 8601.
        priority: Of the articles that now wait.
    """
    met = Met(state.frontier.known(links))
    with state.transaction():
        number = state.frontier.goal(goal.to_json())
        for key, link in links.items():
            if (known := met.known.get(key)) is None:
                _meet_new(state, met, key, link, goal, number, found_at, priority)
            else:
                _meet_again(state, met, link, known, goal, number)
            if link.also:
                state.articles.add_aliases(key, link.also)
    return met


def _meet_new(
    state: State,
    met: Met,
    key: str,
    link: ListingLink,
    goal: Goal,
    number: int,
    found_at: str,
    priority: int,
) -> None:
    address = link.address
    met.news.append(key)
    waits = state.frontier.add_article(
        key,
        address.canonical,
        goal=number,
        form=MAIN if link.main else "",
        found_at=found_at,
        priority=priority,
    )
    if goal.sections and address_is_elsewhere(address, goal.sections):
        path = "/".join(name for name in (address.section, address.subsection) if name)
        detail = f"its address names the section {address.section}"
        state.frontier.settle(address.canonical, FILTERED, OTHER_SECTION, detail, section=path)
        met.elsewhere[address.canonical] = detail
    elif waits:
        met.waiting.append(key)


def _meet_again(state: State, met: Met, link: ListingLink, known: Known, goal: Goal, number: int) -> None:
    if link.address.canonical != known.url:
        state.articles.add_aliases(known.key, [link.address.canonical])
        if known.url not in link.also:
            state.frontier.note_renamed(known.key, link.address.canonical)
    elif known.state == GONE and link.main and not state.runs.has_visited(state.run, known.url):
        # The listing says that it is there; once a run is enough to see.
        state.frontier.ask_again(known.url)
        met.waiting.append(known.key)
        return
    is_main = link.main or known.form == MAIN
    if link.main and known.form != MAIN:
        state.frontier.note_main(known.url)
    if known.state != FILTERED or known.reason not in OF_THE_GOAL:
        return
    judged_anew = known.goal != number or (link.main and known.form != MAIN)
    may_be_wanted = (known.section or is_main) and goal.misses(known.section, known.published_at) is None
    if judged_anew and may_be_wanted:
        state.frontier.ask_again(known.url, goal=number, form=MAIN if is_main else "")
        met.waiting.append(known.key)
