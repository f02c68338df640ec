"""An article's readings in any order: `store.timeline` against the plain fold over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from functools import cache

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Article, Page, as_record
from crawler.process import process
from crawler.store.records import Record
from crawler.store.state import State
from crawler.store.timeline import fold
from tests.ingest.material import START, address, page

KEY = "main/1001"
# A reading: minutes after START, which text, how many views, seen under which address.
READINGS = st.lists(
    st.tuples(
        st.integers(0, 30), st.sampled_from("abc"), st.integers(1, 3), st.sampled_from(("mot", "hai"))
    ),
    min_size=1, max_size=9, unique_by=lambda reading: reading[0],
)  # fmt: skip


@cache
def read(minute: int, words: str, views: int, slug: str) -> Article:
    """What was read at a moment."""
    moment = START + timedelta(minutes=minute)
    body = page(1001, views=views, words=f"bản {words}")
    return process(Page(address(1001, slug), body, {"content-type": "text/html"}, moment, via="warc"))


def expected(readings: Iterable[tuple[int, str, int, str]]) -> tuple[Record, list[Record]]:
    """The record and the earlier texts that all readings in the order of time come to."""
    return fold(as_record(read(*one)) for one in sorted(readings))


def kept(state: State) -> tuple[Record, list[Record]]:
    """What the state has."""
    rows = state.database.rows("SELECT record FROM revision WHERE key = ? ORDER BY revision", (KEY,))
    record = state.database.value("SELECT record FROM article WHERE key = ?", (KEY,))
    return orjson.loads(record), [orjson.loads(row[0]) for row in rows]


def moment(reading: tuple[int, str, int, str]) -> str:
    """When."""
    return read(*reading).crawl.fetched_at


def without_aliases(records: Iterable[Record]) -> list[Record]:
    """Of an earlier text the addresses known by then depend on the order."""
    return [{**record, "aliases": None} for record in records]


@settings(max_examples=40)
@given(READINGS, st.randoms(use_true_random=False))
def test_readings_in_any_order(readings: list[tuple[int, str, int, str]], random: object) -> None:
    """Some twice: record, revisions, first and last moment and views are as if they came in order."""
    given_order = [*readings, *readings[:2]]
    random.shuffle(given_order)  # type: ignore[attr-defined]
    with closing(State(None)) as state:
        for one in given_order:
            state.articles.take_in(read(*one), seen_at=moment(one))
        record, earlier = kept(state)
        wanted, before = expected(readings)
        seen = list(state.database.rows("SELECT first_seen, last_seen FROM article"))
        views = list(state.database.rows("SELECT seen_at, view_count FROM observation"))

    assert record == wanted
    assert without_aliases(earlier) == without_aliases(before)
    assert seen == [(moment(min(readings)), moment(max(readings)))]
    assert views == [(moment(one), one[2]) for one in sorted(readings)]


@settings(max_examples=40)
@given(READINGS, st.data())
def test_captures_between_the_visits_of_a_crawl(
    readings: list[tuple[int, str, int, str]], data: st.DataObject
) -> None:
    """A crawl's visits come in order, captures whenever they come: nothing depends on which came first.

    Also where visits found other views alone, or nothing new.
    """
    ordered = sorted(readings)
    captured = data.draw(st.sets(st.sampled_from(ordered)))
    visits = [one for one in ordered if one not in captured]
    steps = data.draw(st.permutations([*captured, *([None] * len(visits))]))
    with closing(State(None)) as state:
        for one in steps:
            reading = visits.pop(0) if one is None else one
            keep = state.articles.take_in if one else state.articles.save
            keep(read(*reading), seen_at=moment(reading))
        record, earlier = kept(state)
        seen = list(state.database.rows("SELECT first_seen, last_seen FROM article"))
        views = list(state.database.rows("SELECT seen_at, view_count FROM observation ORDER BY seen_at"))
    wanted, before = expected(readings)

    assert record == wanted
    assert without_aliases(earlier) == without_aliases(before)
    assert views == [(moment(one), one[2]) for one in ordered]
    assert seen == [(moment(ordered[0]), moment(ordered[-1]))]


def test_the_same_seen_again_is_newer_than_what_lies_between() -> None:
    """Read at 1 and unchanged at 3: a capture of 2 with another text is an earlier one."""
    with closing(State(None)) as state:
        for minute in (1, 3, 5):
            state.articles.save(read(minute, "a", 1, "mot"), seen_at=moment((minute, "a", 1, "mot")))
        taken = state.articles.take_in(read(2, "b", 1, "mot"), seen_at=moment((2, "b", 1, "mot")))
        record, earlier = kept(state)

    assert taken.older
    assert record["crawl"]["fetched_at"] == moment((3, "a", 1, "mot"))
    assert (record["crawl"]["revision"], len(earlier)) == (3, 2)


def test_not_modified_is_a_reading() -> None:
    """The server said at 3 that nothing had changed: a capture of 2 is no newer text."""
    with closing(State(None)) as state:
        state.articles.take_in(read(0, "c", 1, "mot"), seen_at=moment((0, "c", 1, "mot")))
        state.articles.take_in(read(1, "a", 1, "mot"), seen_at=moment((1, "a", 1, "mot")))
        state.articles.seen_again(KEY, seen_at=moment((3, "a", 1, "mot")))
        state.articles.take_in(read(2, "b", 1, "mot"), seen_at=moment((2, "b", 1, "mot")))
        record, _ = kept(state)

    assert "bản a" in str(record["body"])
    assert record["crawl"]["revision"] == 4


def test_not_modified_in_a_crawl_is_a_reading() -> None:
    """The same of a crawl, whose visits came in order."""
    with closing(State(None)) as state:
        state.articles.save(read(1, "a", 1, "mot"), seen_at=moment((1, "a", 1, "mot")))
        state.articles.seen_again(KEY, seen_at=moment((3, "a", 1, "mot")))
        state.articles.save(read(5, "b", 2, "mot"), seen_at=moment((5, "b", 2, "mot")))
        state.articles.take_in(read(2, "c", 1, "mot"), seen_at=moment((2, "c", 1, "mot")))
        record, earlier = kept(state)

    assert [str(one["body"]).split("bản ")[1][0] for one in (*earlier, record)] == ["a", "c", "a", "b"]
    assert record["crawl"]["revision"] == 4
