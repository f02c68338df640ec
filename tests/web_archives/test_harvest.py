"""Of each article one capture is taken: the best one that is a whole page."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp import web

from crawler.discover.goal import Goal
from crawler.discover.scope import parse_sections
from crawler.discover.window import Window
from tests.web_archives.desk import Desk
from tests.web_archives.few_captures import (
    MISSING,
    MOVED,
    OTHER,
    PAPER,
    WANTED,
    key,
    page,
    published,
    stamp,
    told,
    two_captures,
)
from tests.web_archives.shelf import CommonCrawlServer, Server, Shelf, WaybackServer, serving


def test_every_article_once(tmp_path: Path) -> None:
    """All that the index lists, under whichever address: each is fetched once, by its own bytes alone.

    Records are the truth although each page's header shows the day of its capture.
    """
    rng = Random(7)
    server, desk = CommonCrawlServer(lines_a_page=17), Desk(tmp_path)
    for number in range(3):
        shelf = Shelf(filename=f"crawl-data/CC-MAIN-{number}/x.warc.gz")
        server.shelves[f"CC-MAIN-{number}"] = shelf
        for index in rng.sample(range(len(PAPER)), k=len(PAPER)):
            when = stamp(published(index) + timedelta(days=rng.randint(1, 400), hours=number))
            for era in PAPER.served_eras(index):
                url = PAPER.address(index, era)
                if era == 1:
                    url = url.replace("https://", rng.choice(["https://", "http://", "https://old."]))
                shelf.put(url, when, page(index, when, era))
        shelf.put("https://baolangson.vn/chinh-tri", "20260801000000", b"<html>a listing</html>")
        shelf.put("https://baolangson.vn/uploads/a.jpg", "20260801000000", b"x", mime="image/jpeg")
        shelf.put("https://evil.vn/chinh-tri/531453-hoi-nghi.html", "20260801000000", b"<html>")
        shelf.put(PAPER.address(WANTED[0]), f"2026080100000{number}", b"gone", status=404)
    with serving(server):
        done = desk.harvest(server)

    assert desk.keys() == {key(index) for index in WANTED}
    for index in WANTED:
        record = desk.record(key(index))
        assert record is not None
        truth: dict[str, Any] = dict(PAPER.truth(index, 1 if record["crawl"]["layout"] == "era1" else 2))
        assert told(record) == told(truth)
        assert record["crawl"]["via"] == "commoncrawl"
    assert done.counts.ends["stored"] == len(WANTED)
    lengths = {(row["url"], row["timestamp"]): int(row["length"]) for shelf in server.shelves.values()
               for row in shelf.rows}  # fmt: skip
    assert server.sent == sum(lengths[one] for one in desk.taken)
    shown = {
        row[0] for row in desk.state.database.rows("SELECT key FROM sighting WHERE source = 'commoncrawl'")
    }
    assert shown >= desk.keys()


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [("latest", "2026-10-01T07:00:00+07:00"), ("nearest", "2026-08-01T07:00:00+07:00")],
)
def test_the_best_capture(tmp_path: Path, prefer: str, expected: str) -> None:
    """The latest one, or the one nearest to publication; the record says when it was captured."""
    server, _ = two_captures()
    desk = Desk(tmp_path)
    with serving(server):
        desk.harvest(server, prefer=prefer)

    record = desk.record(key(WANTED[0]))
    assert record is not None
    assert record["crawl"]["fetched_at"] == expected
    assert len(server.paths(data=True)) == 1


def since(day: str) -> Goal:
    """All of politics from a day on."""
    return Goal(parse_sections(None), Window(since=datetime.fromisoformat(f"{day}T00:00:00+07:00")))


def test_what_was_captured_before_the_first_day(tmp_path: Path) -> None:
    """It was published before: it is not fetched, at whichever moment it was captured again."""
    server, _ = two_captures()
    desk = Desk(tmp_path, goal=since("2026-09-01"))
    with serving(server):
        done = desk.harvest(server)

    assert (desk.taken, done.counts.older) == ([], 1)


def test_another_goal_reads_again(tmp_path: Path) -> None:
    """What was read and not wanted is not fetched again, but where another goal may want it."""
    server, desk = CommonCrawlServer(), Desk(tmp_path, goal=Goal(("tieu-diem",)))
    server.shelves["A"] = Shelf()
    index = next(
        i for i in WANTED if PAPER.served_eras(i) == (2,) and PAPER.section(i).section == "chinh-tri"
    )
    server.shelves["A"].put(PAPER.address(index), "20261101000000", page(index, "20261101000000"))
    with serving(server):
        assert desk.harvest(server).counts.ends == {"filtered": 1}
        assert desk.harvest(server).counts.ends == {}
        desk.goal = Goal(("chinh-tri",))
        assert desk.harvest(server).counts.ends == {"stored": 1}


def test_another_section_by_address(tmp_path: Path) -> None:
    """An address of era 1 names its section, also for the article's address of era 2 that names none."""
    server, desk = CommonCrawlServer(), Desk(tmp_path)
    server.shelves["A"] = Shelf()
    for url in (
        PAPER.address(OTHER, 1),
        f"https://baolangson.vn/bai-{1_000_000 + PAPER.story(OTHER).number}.html",
    ):
        server.shelves["A"].put(url, "20261101000000", page(OTHER, "20261101000000", 1))
    with serving(server):
        done = desk.harvest(server)

    assert (desk.taken, done.counts.articles) == ([], 0)


def test_a_few_at_a_time(tmp_path: Path) -> None:
    """A run with a limit leaves the rest to the next one, which asks the index nothing."""
    server, desk = CommonCrawlServer(), Desk(tmp_path)
    server.shelves["A"] = Shelf()
    for index in WANTED[:5]:
        server.shelves["A"].put(PAPER.address(index), "20261123000000", page(index, "20261123000000"))
    with serving(server):
        first = desk.harvest(server, most=2)
        index_requests = len(server.paths(data=False))
        second = desk.harvest(server)

    assert (first.counts.left, second.counts.left) == (3, 0)
    assert (second.counts.stored_before, second.counts.ends["stored"]) == (2, 3)
    assert len(server.paths(data=False)) == index_requests


def test_a_page_of_an_index_that_is_none(tmp_path: Path) -> None:
    """The other indexes are read, and the trouble is named."""
    server, _ = two_captures()
    desk = Desk(tmp_path)
    server.shelves["CC-MAIN-BAD"] = Shelf()
    server.shelves["CC-MAIN-BAD"].put(PAPER.address(WANTED[1]), "20261101000000", b"<html>")
    bad = web.Response
    server.fault = lambda request: (
        bad(text="<html>maintenance</html>")
        if "BAD-index" in request.path and "page" in request.query
        else None
    )
    with serving(server):
        done = desk.harvest(server)

    assert desk.keys() == {key(WANTED[0])}
    assert len(done.troubles) == 1
    assert "CC-MAIN-BAD" in done.troubles[0]


def test_an_index_that_is_closed_is_asked_once(tmp_path: Path) -> None:
    """A crawl's index changes no more; a new one, and the list of them, are asked for the next day."""
    server, _ = two_captures()
    server.shelves["CC-MAIN-2020-05"] = Shelf()
    server.ends = {"CC-MAIN-2020-05": "2020-02-01T00:00:00", "CC-MAIN-2026-47": "2026-11-20T00:00:00"}
    desk = Desk(tmp_path)
    with serving(server):
        desk.harvest(server)
        server.asked.clear()
        desk.now += timedelta(days=2)
        desk.harvest(server)

    assert server.paths(data=False) == ["/collinfo.json", *["/CC-MAIN-2026-47-index"] * 2]


@pytest.mark.parametrize("resumes", [True, False])
def test_the_wayback_machine(tmp_path: Path, resumes: bool) -> None:
    """Its index is read to its end, with resumption keys or without; pages come by raw replay."""
    server, desk = WaybackServer(resumes=resumes), Desk(tmp_path)
    for index in WANTED:
        for day in (1, 2):
            when = stamp(published(index) + timedelta(days=day))
            server.put(PAPER.address(index), when, page(index, when))
    server.put(PAPER.address(WANTED[0]), stamp(published(WANTED[0]) + timedelta(days=9)), MISSING.encode())
    with serving(server):
        done = desk.harvest(server, lines=7)

    assert desk.keys() == {key(index) for index in WANTED}
    assert (done.troubles, done.counts.refused) == ([], {"soft-404": 1})
    assert len(server.paths(data=True)) == len(WANTED) + 1


def test_an_index_that_goes_round_in_a_circle(tmp_path: Path) -> None:
    """It is left, by name, with what it gave."""
    server, desk = WaybackServer(), Desk(tmp_path)
    server.put(PAPER.address(WANTED[0]), "20261101000000", page(WANTED[0], "20261101000000"))
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    row = ["k", "20261101000000", PAPER.address(WANTED[0]), "text/html", "200", "-", "9"]
    server.fault = lambda request: (
        web.json_response([names, row, [], ["again"]]) if request.path == "/cdx" else None
    )
    with serving(server):
        done = desk.harvest(server)

    assert (desk.keys(), len(done.troubles)) == ({key(WANTED[0])}, 1)


def test_one_article_under_two_addresses(tmp_path: Path) -> None:
    """Captures of its addresses of both eras are captures of one article."""
    server, desk = CommonCrawlServer(), Desk(tmp_path)
    server.shelves["A"] = Shelf()
    for era, when in ((1, "20261001000000"), (2, "20261101000000")):
        server.shelves["A"].put(PAPER.address(MOVED, era), when, page(MOVED, when, era))
    with serving(server):
        done = desk.harvest(server)

    assert (done.counts.articles, done.counts.listed, len(desk.taken)) == (1, 2, 1)
    assert desk.taken == [(PAPER.address(MOVED, 2), "20261101000000")]


def server_of(kind: str) -> Server:
    """An archive without any capture."""
    return CommonCrawlServer(shelves={"A": Shelf()}) if kind == "commoncrawl" else WaybackServer()


@pytest.mark.parametrize("kind", ["commoncrawl", "wayback"])
def test_an_archive_without_any(tmp_path: Path, kind: str) -> None:
    """Nothing found is no error."""
    with serving(server_of(kind)) as server:
        assert Desk(tmp_path).harvest(server).counts.articles == 0
