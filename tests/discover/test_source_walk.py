"""The way through a source: where its chains end, what a later walk asks, what is wanted of its links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover import source_walk
from crawler.discover.goal import Goal
from crawler.discover.source_walk import BARREN, DEAD_ENDS, PAGE, PART, SourceWalk, wants
from crawler.discover.sources.found import SourceLink, SourcePage, SourcePart
from crawler.discover.via import Result
from crawler.discover.window import VIETNAM, Window
from crawler.sites.baolangson.urls import article_address

SINCE = datetime(2024, 3, 1, tzinfo=VIETNAM)
BEFORE = datetime(2024, 4, 1, tzinfo=VIETNAM)


def link(
    number: int, day: date | None = None, *, published: bool = True, section: str | None = None
) -> SourceLink:
    """An article of era 2 as a source shows it."""
    address = article_address(f"https://baolangson.vn/hoi-nghi-{3_000_000 + number}.html")
    assert address is not None
    return SourceLink(address, day, published and day is not None, section)


def step(name: str, kind: str = PAGE, day: date | None = None) -> SourcePart:
    """An address of the source."""
    return SourcePart(f"https://baolangson.vn/{name}", kind, day)


def shows(numbers: Sequence[int], *parts: SourcePart, day: date | None = None) -> SourcePage:
    """A page with these articles that leads on to these addresses."""
    return SourcePage(tuple(link(number, day) for number in numbers), parts)


def walked(walk: SourceWalk, answer: Callable[[str], SourcePage], known: Sequence[int] = ()) -> list[str]:
    """Walk to the end; give the names that were asked for."""
    asked = []
    while (found := walk.next_step()) is not None:
        name = found.url.rpartition("/")[2]
        asked.append(name)
        page = answer(name)
        keys = [one.address.id for one in page.links]
        old = {str(3_000_000 + number) for number in known}
        walk.read(page, keys, news=set(keys) - old)
    return asked


def chain(last: int, beyond: Callable[[int], SourcePage]) -> Callable[[str], SourcePage]:
    """A feed of pages 1 to `last`, one article each; what its further pages show."""
    return lambda name: (
        shows([int(name)], step(str(int(name) + 1))) if int(name) <= last else beyond(int(name))
    )


@pytest.mark.parametrize(
    ("beyond", "more"),
    [
        (lambda n: shows([]), 1),
        (lambda n: shows([], step(str(n + 1))), 1),
        (lambda n: shows([5], step(str(n + 1))), DEAD_ENDS),
        (lambda n: shows([1, 2, 3], step(str(n + 1))), DEAD_ENDS),
        (lambda n: shows([5], step("1")), 1),
    ],
    ids=[
        "empty",
        "empty for ever",
        "the last page again for ever",
        "articles of before for ever",
        "a circle",
    ],
)
def test_a_chain_ends(beyond: Callable[[int], SourcePage], more: int) -> None:
    """However a list goes on behind its last page, it is left after that page or the next."""
    walk = SourceWalk("feed", "k", step("1", PART))
    asked = walked(walk, chain(5, beyond))

    assert asked[:5] == ["1", "2", "3", "4", "5"]
    assert len(asked) <= 5 + more
    assert (walk.shown, walk.stopped) == (5, "last-page")


def test_a_page_that_repeats_one_is_passed() -> None:
    """New stories push a whole page down once: the walk goes on behind it."""
    pages = {"1": [1, 2], "2": [1, 2], "3": [3, 4]}
    walk = SourceWalk("feed", "k", step("1", PART))
    asked = walked(walk, lambda n: shows(pages.get(n, []), step(str(int(n) + 1))))
    assert asked == ["1", "2", "3", "4"]


def test_a_tree_is_read_whole() -> None:
    """An index of indexes: each part once, a part's pages before the next part."""
    tree = {
        "index": shows([], step("a", PART), step("b", PART)),
        "a": shows([1], step("a2")),
        "a2": shows([2]),
        "b": shows([3], step("a", PART), step("index", PART), step("c", PART)),
        "c": shows([4]),
    }
    walk = SourceWalk("sitemap", "k", step("index", PART))
    assert walked(walk, tree.__getitem__) == ["index", "a", "a2", "b", "c"]
    assert walk.shown == 4


def test_endless_parts_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Maps that lead to maps without an article, and lists that never end, are bounded."""
    walk = SourceWalk("sitemap", "k", step("0", PART))
    asked = walked(walk, lambda name: shows([], step(str(int(name) + 1), PART)))
    assert len(asked) == BARREN
    assert walk.stopped == "nothing-new"

    monkeypatch.setattr(source_walk, "MAX_PAGES", 50)
    endless = SourceWalk("feed", "k", step("0", PART))
    assert len(walked(endless, lambda name: shows([int(name)], step(str(int(name) + 1))))) == 50
    assert endless.stopped == "max-pages"


def test_a_later_walk_asks_the_front_only() -> None:
    """What was read to its end: the first page, parts that may have changed; then nothing."""
    index = shows(
        [],
        step("old", PART, date(2024, 2, 1)),
        step("new", PART, date(2024, 3, 9)),
        step("undated", PART),
    )
    tree = {"index": index, "old": shows([1]), "new": shows([2]), "undated": shows([3])}
    walk = SourceWalk("sitemap", "k", step("index", PART), settled="2024-03-10T08:00:00+07:00")
    assert walked(walk, tree.__getitem__, known=(1, 2, 3)) == ["index", "new", "undated"]

    feed = SourceWalk("feed", "k", step("1", PART), settled="2024-03-10T08:00:00+07:00")
    pages = {"1": [9, 8], "2": [8, 7], "3": [7, 6], "4": [6, 5]}
    asked = walked(feed, lambda n: shows(pages[n], step(str(int(n) + 1))), known=(1, 2, 3, 4, 5, 6, 7))
    assert asked == ["1", "2", "3"], "down to the first page without anything new"


@pytest.mark.parametrize(
    ("source", "url", "settled", "conditional"),
    [
        ("feed", "start", "2024-03-10T08:00:00+07:00", True),
        ("feed", "start", "", False),
        ("sitemap", "start", "2024-03-10T08:00:00+07:00", False),
        ("rest", "start", "2024-03-10T08:00:00+07:00", False),
    ],
)
def test_what_may_be_unchanged(source: str, url: str, settled: str, conditional: bool) -> None:
    """A page is asked for on a condition only where "not modified" says that nothing is missed by it."""
    walk = SourceWalk(source, "k", step(url, PART), settled=settled)
    walk.next_step()
    assert walk.may_be_unchanged is conditional


def test_since_ends_a_chain_and_leaves_parts_out() -> None:
    """Pages of older days are not followed; older parts not asked."""
    walk = SourceWalk("rest", "k", step("1", PART), Window(SINCE))
    days = {"1": date(2024, 3, 5), "2": date(2024, 3, 1), "3": date(2024, 2, 28), "4": date(2024, 2, 1)}
    asked = walked(walk, lambda n: shows([int(n)], step(str(int(n) + 1)), day=days[n]))
    assert asked == ["1", "2", "3"]

    sitemap = SourceWalk("sitemap", "k", step("index", PART), Window(SINCE))
    index = shows([], step("a", PART, date(2024, 2, 29)), step("b", PART, date(2024, 3, 1)))
    assert walked(sitemap, {"index": index, "b": shows([1])}.__getitem__) == ["index", "b"]


def test_max_pages_bounds_each_chain() -> None:
    """`max_pages` counts the pages of a chain, and what was left is no known ground."""
    walk = SourceWalk("feed", "k", step("1", PART), max_pages=2)
    assert walked(walk, chain(9, lambda n: shows([]))) == ["1", "2"]
    assert walk.is_limited


@given(st.integers(1, 12), st.integers(0, 11))
def test_a_killed_walk_goes_on(length: int, killed_after: int) -> None:
    """From whatever page: what was asked for last is asked again, everything is shown."""
    answer = chain(length, lambda n: shows([]))
    walk = SourceWalk("feed", "k", step("1", PART))
    seen: set[str] = set()
    for _ in range(min(killed_after, length) + 1):
        found = walk.next_step()
        assert found is not None
        saved = walk.to_json()
        page = answer(found.url.rpartition("/")[2])
        if _ < min(killed_after, length):
            seen |= {one.address.id for one in page.links}
            walk.read(page, [one.address.id for one in page.links], news=seen)
    again = SourceWalk("feed", "k", step("1", PART))
    again.resume(saved)
    numbers = {name for name in walked(again, answer) if int(name) <= length}
    assert {str(3_000_000 + int(name)) for name in numbers} | seen == {
        str(3_000_001 + number) for number in range(length)
    }


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (link(1), True),
        (link(1, date(2024, 3, 1)), True),
        (link(1, date(2024, 3, 31)), True),
        (link(1, date(2024, 2, 29)), False),
        (link(1, date(2024, 4, 1)), False),
        (link(1, date(2024, 4, 1), published=False), True),
        (link(1, date(2024, 2, 29), published=False), False),
        (link(1, section="the-thao"), False),
        (link(1, section="chinh-tri/xay-dung-dang"), True),
    ],
)
def test_what_is_wanted_of_a_link(shown: SourceLink, wanted: bool) -> None:
    """A day of publication decides on both sides, one of the last change on the older; a section counts."""
    assert wants(Goal(("chinh-tri",), Window(SINCE, BEFORE)), shown) is wanted


def test_an_endless_index_says_so() -> None:
    """A sitemap that leads to sub-sitemaps for ever is left, and what is said of it names the rule."""
    walk = SourceWalk("sitemap", "key", step("0", PART))
    asked = walked(walk, lambda name: shows([], step(str(int(name) + 1), PART), step(f"9{name}", PART)))
    assert len(asked) == BARREN
    assert f"left after {BARREN} pages" in walk.cut()

    whole = SourceWalk("feed", "key", step("1"))
    walked(whole, chain(3, lambda n: shows([])))
    assert whole.cut() == ""


@pytest.mark.parametrize("state", ["empty", "answers"])
def test_what_is_said_of_a_cut_source(state: str) -> None:
    """The line for people and the report have it; so has a list that speaks of more than it shows."""
    result = Result("rest", state, shown=9, unshown=3, cut="it was left after 200 pages")
    assert "left after 200 pages" in result.line()
    assert ("speaks of 3 more" in result.line()) == (state == "answers")
    assert result.to_json()["unshown"] == 3
    assert "left after" in result.to_json()["cut"]


def rest_list(size: int, there: int, said: int, *, pages: int = 1) -> tuple[SourceWalk, list[str]]:
    """Walk a REST list of so many articles that says how many it has, and names no page after `pages`."""

    def answer(name: str) -> SourcePage:
        number = int(name.partition("page=")[2])
        numbers = range((number - 1) * size, min(number * size, there))
        parts = (
            (SourcePart(f"https://baolangson.vn/posts?page={number + 1}", PAGE),) if number < pages else ()
        )
        return SourcePage(tuple(link(one) for one in numbers), parts, said)

    start = SourcePart("https://baolangson.vn/posts?page=1", PART)
    walk = SourceWalk("rest", "key", start)
    return walk, walked(walk, answer)


@pytest.mark.parametrize(
    ("size", "there", "said", "pages", "asked", "unshown"),
    [
        (10, 25, 25, 3, 3, 0),
        (10, 25, 25, 1, 3, 0),  # X-WP-TotalPages says too little
        (3, 7, 7, 1, 3, 0),  # fewer on a page than were asked for
        (10, 25, 5000, 1, 4, 4975),  # it never shows what it speaks of
        (10, 25, 20, 3, 3, 0),
        (10, 25, 0, 1, 1, 0),
    ],
)
def test_a_rest_list_that_shows_less_than_it_says(
    size: int, there: int, said: int, pages: int, asked: int, unshown: int
) -> None:
    """It is asked for the next page though it names none; what stays away then is counted."""
    walk, names = rest_list(size, there, said, pages=pages)
    assert (len(names), walk.unshown) == (asked, unshown)
    assert walk.stopped == "last-page"


def test_a_list_that_was_killed_goes_on_counting() -> None:
    """What a list has shown before a kill counts after it; a walk of an older version lacks the numbers."""
    walk = SourceWalk("rest", "key", SourcePart("https://baolangson.vn/posts?page=1", PART))
    walk.next_step()
    walk.read(
        SourcePage(tuple(link(number) for number in range(10)), (), 12), [str(n) for n in range(10)], news="1"
    )
    walk.next_step()
    again = SourceWalk("rest", "key", walk.start)
    again.resume(walk.to_json())
    again.next_step()
    again.read(SourcePage((link(10),), (), 12), ["10"], news="1")
    again.next_step()
    again.missing(is_hole=False)
    assert again.unshown == 1
