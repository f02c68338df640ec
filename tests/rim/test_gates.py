"""Walls, changed layouts, emptied listings: the run stops with its code, the dataset hears nothing of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fastwarc
import pytest

from tests.rim.command import Done, langson, records
from tests.rim.site import SENTENCE, Answer, Site, article, listing, served

pytestmark = pytest.mark.drill

WALL = Answer(
    "<html><body><p>Checking your browser</p></body></html>", headers=(("cf-mitigated", "challenge"),)
)
# The layout after a relaunch: no stamp and no text where they were.
CHANGED = Answer(
    f"<html><body><main><h1>Hội nghị giao ban</h1><div>{SENTENCE[:40]}</div></main></body></html>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty paper on loopback."""
    with served(Site()) as running:
        yield running


def path(number: int) -> str:
    """An article's address."""
    return f"/chinh-tri/{number}-hoi-nghi.html"


def show(site: Site, pages: dict[int, Answer]) -> None:
    """Put articles on the site, the listing in this order."""
    site.routes["/chinh-tri"] = listing([path(number) for number in pages])
    site.routes.update({path(number): answer for number, answer in pages.items()})


def crawl(site: Site, data: Path, *options: object) -> Done:
    """Crawl the site; what it asked for is in the site's log."""
    site.log.clear()
    place = ("--origin", site.url, "--data", data, "--section", "chinh-tri", "--delay", 0)
    done = langson("crawl", *place, *options)
    assert "Traceback" not in done.stderr
    return done


def report(data: Path) -> dict[str, Any]:
    """The last run's report."""
    newest = max((data / "runs").glob("*/report.json"), key=lambda path: path.stat().st_mtime_ns)
    found: dict[str, Any] = json.loads(newest.read_bytes())
    return found


def quarantine(data: Path) -> list[dict[str, Any]]:
    """The last run's quarantine."""
    run = report(data)["run"]
    lines = (data / "quarantine" / f"{run}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def files(data: Path) -> dict[str, tuple[bytes, int]]:
    """The published files: their bytes and when they were written."""
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in data.glob("articles/*")}


def asked(site: Site) -> list[str]:
    """The articles that were asked for."""
    return [where for where in site.paths() if where.endswith(".html")]


def archived_url(data: Path, entry: dict[str, Any]) -> str:
    """The address of the archived response at a quarantine's position."""
    with (data / entry["warc"]).open("rb") as file:
        file.seek(entry["offset"])
        return str(next(iter(fastwarc.ArchiveIterator(file))).headers["WARC-Target-URI"])


def test_three_walls_in_a_row(site: Site, tmp_path: Path) -> None:
    """The run stops at the third wall; what was read before is published, the walls are asked again later."""
    pages = {number: article(number) if number < 1010 else WALL for number in range(1000, 1040)}
    show(site, pages)
    done = crawl(site, tmp_path)

    assert done.returncode == 9, done.stderr
    assert "wall" in done.stderr
    assert len(asked(site)) <= 10 + 3 + 8 + 2  # what was under way when the gate closed
    assert [record["id"] for record in records(tmp_path)] == [str(number) for number in range(1000, 1010)]
    assert {entry["reason"] for entry in quarantine(tmp_path)} == {"wall-challenge"}
    assert len(quarantine(tmp_path)) >= 3
    for entry in quarantine(tmp_path):
        assert archived_url(tmp_path, entry) == entry["url"]
        assert entry["fetched_at"] is not None
    assert report(tmp_path)["exit_name"] == report(tmp_path)["finish_reason"] == "wall"

    show(site, {number: article(number) for number in pages})
    assert crawl(site, tmp_path).returncode == 0
    assert len(records(tmp_path)) == 40


def test_single_walls_stop_nothing(site: Site, tmp_path: Path) -> None:
    """One page in three behind a paywall: the others are read, and the run is partial."""
    show(site, {number: WALL if number % 3 == 0 else article(number) for number in range(1000, 1030)})
    done = crawl(site, tmp_path)

    assert done.returncode == 3, done.stderr
    assert len(records(tmp_path)) == 20


def test_a_listing_behind_a_wall(site: Site, tmp_path: Path) -> None:
    """Where the first page already is a wall, it is 9 and not "nothing found"."""
    site.routes["/chinh-tri"] = WALL
    assert crawl(site, tmp_path).returncode == 9


def test_a_changed_layout(site: Site, tmp_path: Path) -> None:
    """All that the run stored is taken back; a restart stops soon again; when it is mended, all are read."""
    old = {number: article(number) for number in range(1000, 1010)}
    show(site, old)
    assert crawl(site, tmp_path).returncode == 0
    before = files(tmp_path)

    good = {number: article(number) for number in range(2000, 2010)}
    bad = dict.fromkeys(range(2010, 2040), CHANGED)
    show(site, good | bad | old)
    done = crawl(site, tmp_path)

    assert done.returncode == 9, done.stderr
    assert "layout-change" in done.stderr
    assert len(asked(site)) <= 10 + 6 + 8
    assert files(tmp_path) == before
    entries = {entry["url"].removeprefix(site.url): entry["reason"] for entry in quarantine(tmp_path)}
    assert {entries[path(number)] for number in good} == {"layout-change"}
    assert {reason.partition(":")[0] for reason in entries.values()} == {"layout-change", "missing"}
    assert report(tmp_path)["articles"] == {"new": 0, "changed": 0, "unchanged": 0}
    assert report(tmp_path)["ledger"]["balanced"]

    for _ in range(2):
        assert crawl(site, tmp_path).returncode == 9
        assert len(asked(site)) <= 10 + 6 + 8
        assert files(tmp_path) == before

    show(site, {number: article(number) for number in good | bad} | old)
    assert crawl(site, tmp_path).returncode == 0
    assert {record["id"] for record in records(tmp_path)} == {str(number) for number in [*old, *good, *bad]}


def test_a_changed_layout_that_is_accepted(site: Site, tmp_path: Path) -> None:
    """The message names the way on: what can be read is stored, the rest is set aside, and it is said."""
    pages = {number: CHANGED if number % 2 else article(number) for number in range(1000, 1040)}
    show(site, pages)
    stopped = crawl(site, tmp_path)
    assert (stopped.returncode, records(tmp_path)) == (9, [])
    assert "--accept-layout" in stopped.stderr
    assert "langson doctor" in stopped.stderr

    done = crawl(site, tmp_path, "--accept-layout")
    assert done.returncode == 3, done.stderr
    assert len(records(tmp_path)) == 20
    assert len(quarantine(tmp_path)) == 20
    assert any(line.startswith("layout-change accepted: ") for line in report(tmp_path)["warnings"])


def test_a_changed_article_is_as_it_was(site: Site, tmp_path: Path) -> None:
    """A record that the stopped run has changed is the one of before, with its revision and its views."""
    old = {number: article(number) for number in range(1000, 1010)}
    show(site, old)
    assert crawl(site, tmp_path).returncode == 0
    before, records_before = files(tmp_path), records(tmp_path)

    edited = {
        number: Answer(str(page.body).replace("đông đủ", "khá đông").replace("lượt xem", "0 lượt xem"))
        for number, page in old.items()
    }
    show(site, edited | dict.fromkeys(range(2000, 2010), CHANGED))
    assert crawl(site, tmp_path, "--revisit", "all").returncode == 9
    assert files(tmp_path) == before
    with closing(sqlite3.connect(tmp_path / "crawl.sqlite")) as database:
        rows = database.execute("SELECT record FROM article ORDER BY id").fetchall()
        assert [json.loads(row[0]) for row in rows] == sorted(records_before, key=lambda record: record["id"])
        assert database.execute("SELECT count(*) FROM revision").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM observation").fetchone() == (10,)

    show(site, edited | {number: article(number) for number in range(2000, 2010)})
    assert crawl(site, tmp_path, "--revisit", "all").returncode == 0
    assert [record["crawl"]["revision"] for record in records(tmp_path)] == [2] * 10 + [1] * 10


def test_a_field_that_falls_away(site: Site, tmp_path: Path) -> None:
    """New articles without the names that earlier ones had: the layout has changed, though all were read."""
    show(site, {number: article(number) for number in range(1000, 1025)})
    assert crawl(site, tmp_path).returncode == 0
    assert report(tmp_path)["coverage"]["era1"]["authors"] == 1.0
    before = files(tmp_path)

    nameless = {n: Answer(str(article(n).body).replace("<p>HOÀNG LAN</p>", "")) for n in range(2000, 2025)}
    show(site, nameless)
    done = crawl(site, tmp_path)

    assert done.returncode == 9, done.stderr
    assert "authors on 0% of 20 articles, before 100%" in done.stderr
    assert files(tmp_path) == before


def test_an_emptied_listing(site: Site, tmp_path: Path) -> None:
    """A section that was full and shows nothing is no empty day: 9, and nothing is lost."""
    show(site, {number: article(number) for number in range(1000, 1003)})
    assert crawl(site, tmp_path).returncode == 0
    before = files(tmp_path)

    site.routes["/chinh-tri"] = Answer("<html><body><p>Chuyên mục</p></body></html>")
    done = crawl(site, tmp_path)

    assert done.returncode == 9
    assert "shows no article, but did before" in done.stderr
    assert files(tmp_path) == before
