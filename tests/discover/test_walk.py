"""The way through a listing: where next, when to stop."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crawler.discover.walk import Walk
from crawler.sites.baolangson.paging import NextPage

START = NextPage("https://baolangson.vn/chinh-tri")


def page(number: int, *, xhr: bool = False) -> NextPage:
    """The address of a page of the listing."""
    if xhr:
        return NextPage(f"https://baolangson.vn/list-post-by-category?page={number}&category_id=58", xhr=True)
    return NextPage(f"{START.url}/page/{number}/" if number > 1 else START.url)


MET: dict[int, set[str]] = {}  # walk -> the articles it has shown


@pytest.fixture(autouse=True)
def _forget() -> None:
    MET.clear()


def read(walk: Walk, keys: Sequence[str], *following: NextPage, met: Sequence[str] = ()) -> list[str]:
    """Let the walk read a page on which every article stands in the main list. Gives the new ones.

    Args:
        met: Articles of earlier runs; what this test has shown before was met too.
    """
    known = MET.setdefault(id(walk.after or walk), set())
    news = [key for key in keys if key not in known and key not in met]
    known.update(keys)
    walk.read(keys, following, keys, news=news)
    return news


def test_pages_one_after_the_other() -> None:
    """Each page leads to the next; the last leads nowhere."""
    walk = Walk("chinh-tri", START)

    assert walk.next_page() == START
    assert read(walk, ["a", "b"], page(2)) == ["a", "b"]
    assert walk.next_page() == page(2)
    assert read(walk, ["b", "c"]) == ["c"]
    assert walk.next_page() is None
    assert walk.stopped == "last-page"


def test_a_page_is_asked_once() -> None:
    """A pager that leads back does not make a circle."""
    walk = Walk("chinh-tri", START)
    walk.next_page()
    read(walk, ["a"], START)

    assert walk.next_page() is None


def test_three_dead_ends() -> None:
    """Pages that repeat what is known are followed for a while, then no more."""
    walk = Walk("chinh-tri", START)
    walk.next_page()
    read(walk, ["a"], page(2))
    for number in (2, 3, 4):
        assert walk.next_page() == page(number)
        read(walk, ["a"], page(number + 1))

    assert walk.next_page() is None
    assert walk.stopped == "nothing-new"


def test_news_after_a_dead_end() -> None:
    """A repeated page (a burst of new stories pushed it down) is no end."""
    walk = Walk("chinh-tri", START)
    walk.next_page()
    read(walk, ["a"], page(2))
    walk.next_page()
    read(walk, ["a"], page(3))

    assert walk.next_page() == page(3)
    assert read(walk, ["b"], page(4)) == ["b"]
    assert walk.next_page() == page(4)


def test_a_missing_page_leaves_the_other_forms() -> None:
    """Where the first way on is not there (404), the next one is tried."""
    walk = Walk("chinh-tri", START)
    walk.next_page()
    read(walk, ["a"], page(2), page(1, xhr=True))
    assert walk.next_page() == page(2)
    walk.dead_end()

    assert walk.next_page() == page(1, xhr=True)


def test_xhr_goes_on_where_we_are() -> None:
    """The XHR list is entered a little before the point reached, so that its pages overlap ours."""
    walk = Walk("chinh-tri", START)
    walk.next_page()
    read(walk, [f"{n}" for n in range(120)], page(1, xhr=True))

    assert walk.next_page() == page(8, xhr=True)


@pytest.mark.parametrize(("pages", "stopped"), [(1, "max-pages"), (3, "last-page")])
def test_max_pages(pages: int, stopped: str) -> None:
    """No more pages than asked for."""
    walk = Walk("chinh-tri", START, max_pages=pages)
    walk.next_page()
    read(walk, ["a"], page(2))
    if walk.next_page():
        read(walk, ["b"])
        walk.next_page()

    assert walk.stopped == stopped


@pytest.mark.parametrize(
    ("pages", "stopped"),
    [
        (["old old", "old old"], "older-than-since"),
        (["old old", "old new", "old old"], None),
        (["new old", "old old"], None),
        (["old old", "? ?", "old old"], "older-than-since"),
        (["? ?", "? ?", "? ?"], None),
    ],
)
def test_two_whole_pages_of_older_articles(pages: list[str], stopped: str | None) -> None:
    """Reading ends after two pages of older articles alone; pages of unknown dates do not count."""
    sides = {"old": "older", "new": "inside", "?": None}
    walk = Walk("chinh-tri", START)
    for number, kinds in enumerate(pages, start=1):
        assert walk.next_page() is not None
        known = {f"{number}-{n}": sides[kind] for n, kind in enumerate(kinds.split())}
        read(walk, list(known), page(number + 1))
        walk.judge(known.get)

    assert walk.stopped == stopped


def test_a_second_pass_ends_where_nothing_is_new() -> None:
    """The first page read again: nothing new, and the pass is over; something new, and it goes on."""
    walk = Walk("chinh-tri", START)
    walk.next_page()
    read(walk, ["b"], page(2))
    walk.next_page()
    read(walk, ["c"])
    walk.begin_again()

    assert walk.next_page() == START
    assert read(walk, ["a", "b"], page(2)) == ["a"]
    assert walk.next_page() == page(2)

    walk.begin_again()
    walk.next_page()
    read(walk, ["a", "b"], page(2))
    assert walk.next_page() is None
    assert walk.new_in_pass == 0


def test_a_second_form_of_the_address() -> None:
    """The walk over the other form waits for the first, and ends at once where both are one listing."""
    first = Walk("chinh-tri", START)
    second = Walk("chinh-tri", NextPage(f"{START.url}/"), after=first)
    assert second.waits()
    first.next_page()
    read(first, ["a"])
    assert first.next_page() is None

    assert not second.waits()
    second.next_page()
    assert read(second, ["a"], page(2)) == []
    assert second.next_page() is None


def test_a_failed_page_stops_the_walk() -> None:
    """What lies behind a page that cannot be had is not guessed."""
    walk = Walk("chinh-tri", START)
    walk.next_page()
    read(walk, ["a"], page(2))
    walk.fail("timeout")

    assert walk.next_page() is None
    assert walk.stopped == "timeout"


def known_pages(walk: Walk, number: int, *, recent: bool = False) -> int:
    """Show a walk so many pages of articles that earlier runs have met. Returns how many it asked for."""
    for count in range(number):
        if walk.next_page() is None:
            return count
        keys = [f"{count}-{n}" for n in range(3)]
        walk.read(keys, [page(count + 2)], keys, news=[], recent=recent)
    return number


@pytest.mark.parametrize(
    ("stop_at_known", "recent", "asked"),
    [(False, False, 40), (True, False, 3), (True, True, 13)],
    ids=["a hole below is possible", "all below is covered", "late posts may stand among the last days'"],
)
def test_pages_of_earlier_runs(stop_at_known: bool, recent: bool, asked: int) -> None:
    """Pages of known articles end a walk only where everything below was met; recent ones a little later."""
    walk = Walk("chinh-tri", START, stop_at_known=stop_at_known)

    assert known_pages(walk, 40, recent=recent) == asked


def pinned(walk: Walk, pages: int, since: bool = False) -> int:
    """Show a walk so many pages of old, known, pinned stories, then a new one before the front of the known.

    Returns:
        How many pages it asked for before it stopped; the new one stands on page `pages`.
    """
    walk.front = frozenset({"newest"})
    for count in range(60):
        if walk.next_page() is None:
            return count
        keys = [f"{count}-{n}" for n in range(3)]
        news = []
        if count == pages:
            keys, news = ["news", "newest"], ["news"]
        walk.read(keys, [page(count + 2)], keys, news=news)
        if since:
            walk.judge({key: "inside" if key in ("news", "newest") else "older" for key in keys}.get)
    return 60


@pytest.mark.parametrize("since", [False, True])
@pytest.mark.parametrize("pages", [0, 1, 3, 9])
def test_pinned_stories_hide_nothing(pages: int, since: bool) -> None:
    """Pages of known old stories before the newest known one are read on through: the new one is met."""
    walk = Walk("chinh-tri", START, stop_at_known=True)
    asked = pinned(walk, pages, since=since)

    assert asked == pages + 1 + (2 if since else 3)  # behind the news it ends as ever
    assert walk.new_in_pass == 1
    walk.begin_again()  # and so does the look at the first pages after the crawl
    assert known_pages(walk, 40) == pages + 1


def test_a_front_that_is_gone() -> None:
    """Where none of the newest known articles is shown any more, a walk ends some pages later."""
    walk = Walk("chinh-tri", START, stop_at_known=True)

    assert pinned(walk, 99) == 10 + 2
    assert pinned(Walk("chinh-tri", START, stop_at_known=True), 99, since=True) == 10 + 1


def test_a_killed_walk_goes_on() -> None:
    """A saved walk begins at the page before the one that was being asked, and knows what it knew."""
    walk = Walk("chinh-tri", START, began="2026-11-24T08:00:00+07:00")
    for number in (2, 3, 4):
        walk.next_page()
        read(walk, [f"article {number}"], page(number))
    walk.next_page()
    later = Walk("chinh-tri", START)
    later.resume(walk.to_json())

    assert [later.next_page(), later.next_page()] == [page(3), page(4)]
    assert (later.began, later.new_in_pass) == ("2026-11-24T08:00:00+07:00", 3)
