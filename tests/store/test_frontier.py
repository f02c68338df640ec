"""The frontier: every address is asked once, by whichever run, and has one end."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover.goal import Goal
from crawler.discover.window import parse_window
from crawler.report.outcomes import FILTERED, Outcome
from crawler.sites.baolangson.listing import ListingLink, parse_listing
from crawler.sites.baolangson.urls import article_address
from crawler.store.meeting import Met, meet
from crawler.store.records import address_key
from crawler.store.state import State, Visit

FOUND_AT = "2026-11-24T08:00:00+07:00"
POLITICS = Goal(("chinh-tri",))


@pytest.fixture
def state(tmp_path: Path) -> Any:
    """An empty state with a run."""
    state = State(tmp_path, create=True, run="run 1")
    yield state
    state.close()


def link(path: str, *, main: bool = True) -> ListingLink:
    """A link to an article of the paper."""
    address = article_address(f"https://baolangson.vn{path}")
    assert address is not None
    return ListingLink(address, main)


def show(state: State, *links: ListingLink, goal: Goal = POLITICS) -> Met:
    """Let a listing show links."""
    found = {address_key(link.address): link for link in links}
    return meet(state, found, goal, found_at=FOUND_AT, priority=10)


def leased(state: State, limit: int = 100, now: float = 0.0) -> list[str]:
    """Lease what waits; the addresses' paths."""
    return [lease.url.removeprefix("https://baolangson.vn") for lease in state.lease(limit, now)]


ERA1, ERA2 = "/chinh-tri/531453-hoi-nghi.html", "/hoi-nghi-1531453.html"


def test_an_article_is_asked_once(state: State) -> None:
    """However many listings show it, and under whichever address; the others are aliases."""
    assert show(state, link(ERA1)).news == ["main/531453"]
    assert show(state, link(ERA2)).news == []
    assert leased(state) == [ERA1]
    assert leased(state) == []
    assert [row[0] for row in state.database.rows("SELECT url FROM alias")] == [
        f"https://baolangson.vn{ERA2}"
    ]


def test_two_addresses_on_one_page(state: State) -> None:
    """An article that a page shows under two addresses has the other one as an alias, in whichever order."""
    for number, order in enumerate([(ERA1, ERA2), (ERA2, ERA1)]):
        page = "".join(f'<a href="{path.replace("531453", f"53145{number}")}">Hội nghị</a>' for path in order)
        listing = parse_listing(page.encode(), "https://baolangson.vn/chinh-tri")
        for _ in range(2):
            show(state, *listing.articles)

    aliases = {row[0] for row in state.database.rows("SELECT url FROM alias")}
    assert aliases == {
        "https://baolangson.vn/hoi-nghi-1531450.html",
        "https://baolangson.vn/chinh-tri/531451-hoi-nghi.html",
    }
    assert leased(state) == ["/chinh-tri/531450-hoi-nghi.html", "/hoi-nghi-1531451.html"]


def test_in_page_order(state: State) -> None:
    """What was found first is asked first: articles before listings, while there are enough of them."""
    state.frontier.ask_listing("https://baolangson.vn/chinh-tri", start="", form="", found_at=FOUND_AT)
    paths = [f"/chinh-tri/{number}-a.html" for number in range(1040, 1000, -2)]
    show(state, *map(link, paths))

    assert leased(state, 2) == paths[:2]
    assert leased(state, 2) == paths[2:4]
    assert leased(state, 2) == [paths[4], paths[5]]


def test_listings_keep_ahead(state: State) -> None:
    """Where few articles wait, the listing that shows the next ones is asked before none is left."""
    state.frontier.ask_listing("https://baolangson.vn/chinh-tri", start="", form="", found_at=FOUND_AT)
    paths = [f"/chinh-tri/{number}-a.html" for number in (1009, 1001, 1005)]
    show(state, *map(link, paths))

    assert sorted(leased(state, 2)) == ["/chinh-tri", paths[0]]
    assert leased(state) == paths[1:]


def test_a_killed_runs_leases(state: State) -> None:
    """What a run had in hand is asked by the next; what it had settled is not."""
    show(state, link(ERA1), link("/chinh-tri/1002-b.html"))
    leased(state)
    state.settle(
        Visit(url=f"https://baolangson.vn{ERA1}", seen_at=FOUND_AT), Outcome(FILTERED, "x"), FILTERED
    )
    state.frontier.reclaim()

    assert leased(state) == ["/chinh-tri/1002-b.html"]


def test_postponed(state: State) -> None:
    """An address that was given back waits for its moment; the next run need not wait."""
    show(state, link(ERA1))
    leased(state)
    state.frontier.postpone(f"https://baolangson.vn{ERA1}", 60.0)

    assert leased(state, now=59.0) == []
    assert state.frontier.next_moment() == 60.0
    assert state.lease(1, 60.0)[0].tries == 1
    state.frontier.postpone(f"https://baolangson.vn{ERA1}", 1e12)
    state.frontier.reclaim()
    assert leased(state, now=61.0) == [ERA1]


def settle_as_other(state: State, reason: str, **facts: Any) -> None:
    """Note that the article was read and not wanted."""
    visit = Visit(url=f"https://baolangson.vn{ERA2}", seen_at=FOUND_AT)
    state.settle(visit, Outcome(FILTERED, reason), FILTERED, **facts)


def week(since: str) -> Goal:
    """Politics since a day."""
    return Goal(("chinh-tri",), parse_window(since, None, now=parse_now()))


def parse_now() -> datetime:
    """The present of these tests."""
    return datetime.fromisoformat(FOUND_AT)


@pytest.mark.parametrize(
    ("reason", "facts", "goal", "main", "asked"),
    [
        ("older-than-since", {"published_at": "2026-11-01T08:00:00+07:00"}, week("2026-10-01"), True, True),
        ("older-than-since", {"published_at": "2026-11-01T08:00:00+07:00"}, week("2026-11-02"), True, False),
        ("other-section", {"section": "kinh-te"}, Goal(), True, True),
        ("other-section", {"section": "kinh-te"}, week("2026-10-01"), True, False),
        ("other-section", {"section": ""}, week("2026-10-01"), False, False),
        ("other-section", {"section": ""}, POLITICS, True, True),
        ("not-article", {}, week("2026-10-01"), True, False),
    ],
)
def test_left_out_before(
    state: State, reason: str, facts: dict[str, Any], goal: Goal, main: bool, asked: bool
) -> None:
    """What another goal left out is asked again where it may be wanted now, and not where it cannot be."""
    show(state, link(ERA2, main=False))
    leased(state)
    settle_as_other(state, reason, **facts)
    show(state, link(ERA2, main=main), goal=goal)

    assert leased(state) == ([ERA2] if asked else [])


def test_judged_by_the_goal_it_was_found_under(state: State) -> None:
    """A narrow run that asks for what a wide one left over judges by the wide one's goal."""
    show(state, link(ERA1), goal=POLITICS)
    show(state, link(ERA1), goal=week("2026-11-23"))

    assert state.lease(1, 0.0)[0].goal == POLITICS.to_json()


def test_an_address_of_another_section(state: State) -> None:
    """An address that names another section is not asked; it has its end at once."""
    met = show(state, link("/the-thao/1007-bong-da.html"))

    assert list(met.elsewhere) == ["https://baolangson.vn/the-thao/1007-bong-da.html"]
    assert leased(state) == []


@given(seed=st.integers(0, 2**32), steps=st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_and_nothing_asked_twice(seed: int, steps: int) -> None:
    """Whatever comes in whichever order, kills included: each article is settled once, none stays behind."""
    rng, state = random.Random(seed), State(None, run="run 1")
    settled: list[str] = []
    in_hand: list[str] = []

    def settle(url: str) -> None:
        state.settle(Visit(url=url, seen_at=FOUND_AT), Outcome(FILTERED, "read"), FILTERED)
        settled.append(url)

    for _ in range(steps):
        action = rng.choice(["meet", "lease", "settle", "postpone", "kill"])
        if action == "meet":
            numbers = rng.sample(range(1001, 1040), 5)
            show(state, *(link(f"/chinh-tri/{number}-a.html") for number in numbers))
        elif action == "lease":
            in_hand += [lease.url for lease in state.lease(rng.randint(1, 4), 0.0)]
        elif action == "kill":
            in_hand.clear()
            state.frontier.reclaim()
        elif in_hand:
            url = in_hand.pop(rng.randrange(len(in_hand)))
            settle(url) if action == "settle" else state.frontier.postpone(url, 0.0)
    state.frontier.reclaim()
    for lease in state.lease(1000, 0.0):
        settle(lease.url)

    met = {url for (url,) in state.database.rows("SELECT url FROM address")}
    assert sorted(settled) == sorted(met)
    state.close()
