"""Runs after the first: what is asked again, what is new, changed, unchanged or gone, and what is kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.rim.command import langson, records
from tests.rim.section import crawl_section, era1
from tests.rim.site import SENTENCE, Answer, Asked, Site, article, listing

pytestmark = pytest.mark.drill

HOUR, DAY = 3600, 24 * 3600
LONG_AGO = "Thứ 4, 05.10.2022 | 15:48:48"


PATHS = [era1(number) for number in range(1001, 1006)]


def fill(site: Site) -> None:
    """Five articles and their listing."""
    site.routes["/chinh-tri"] = listing(PATHS)
    site.routes.update({path: article(1001 + n) for n, path in enumerate(PATHS)})


def crawl(site: Site, data: Path, *options: object, later: float = 0) -> tuple[int, str]:
    """Crawl the section; exit code and all that was said."""
    done = crawl_section(site, data, *options, later=later)
    return done.returncode, done.stdout + done.stderr


def asked_since(site: Site, mark: int) -> list[str]:
    """The articles asked for after so many requests."""
    return sorted(path for path in site.paths()[mark:] if path.endswith(".html"))


def rows(data: Path, query: str) -> list[Any]:
    """What the state says."""
    connection = sqlite3.connect(data / "crawl.sqlite")
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_nothing_new(site: Site, tmp_path: Path) -> None:
    """A run that finds nothing new asks for listings only, changes no byte, and says so by its code."""
    fill(site)
    assert crawl(site, tmp_path)[0] == 0
    before = {path: path.read_bytes() for path in tmp_path.glob("articles/*")}
    mark = len(site.paths())
    code, said = crawl(site, tmp_path)

    assert code == 8, said
    assert asked_since(site, mark) == []
    assert {path: path.read_bytes() for path in tmp_path.glob("articles/*")} == before


def test_only_what_is_new(site: Site, tmp_path: Path) -> None:
    """A later run fetches the new article and none of the others."""
    fill(site)
    crawl(site, tmp_path)
    mark, new = len(site.paths()), era1(1009)
    site.routes |= {"/chinh-tri": listing([new, *PATHS]), new: article(1009)}

    assert crawl(site, tmp_path)[0] == 0
    assert asked_since(site, mark) == [new]
    assert len(records(tmp_path)) == 6


def conditional(page: Answer) -> Any:
    """An article that is sent once, and then only where it has changed."""

    def route(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == '"v1"':
            return Answer(status=304)
        return Answer(
            page.body, headers=(("ETag", '"v1"'), ("Last-Modified", "Wed, 05 Oct 2022 08:48:48 GMT"))
        )

    return route


def test_conditional_requests(site: Site, tmp_path: Path) -> None:
    """A due visit sends the validators back; HTTP 304 is an unchanged article, not a failure."""
    fill(site)
    site.routes[PATHS[0]] = conditional(article(1001))
    crawl(site, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("articles/*")}
    code, said = crawl(site, tmp_path, "--revisit", "all")

    assert code == 8, said
    sent = [asked.headers for asked in site.log if asked.path == PATHS[0]]
    assert "if-none-match" not in sent[0]
    assert sent[1]["if-none-match"] == '"v1"'
    assert sent[1]["if-modified-since"] == "Wed, 05 Oct 2022 08:48:48 GMT"
    assert {path: path.read_bytes() for path in tmp_path.glob("articles/*")} == before


@pytest.mark.parametrize(
    ("old", "new", "revision", "observations"),
    [
        ("đông đủ các đại biểu", "đông đủ các đại biểu và khách mời", 2, [(101,), (101,)]),
        ("101 lượt xem", "250 lượt xem", 1, [(101,), (250,)]),
        ("<footer>", "<aside>Tin mới: Hội nghị khác</aside><footer>", 1, [(101,), (101,)]),
    ],
    ids=["text", "views", "noise"],
)
def test_an_edit(
    site: Site, tmp_path: Path, old: str, new: str, revision: int, observations: list[tuple[int]]
) -> None:
    """A changed text is a revision, changed views are observed, a changed sidebar is nothing."""
    fill(site)
    crawl(site, tmp_path)
    body = str(article(1001).body)
    assert old in body
    site.routes[PATHS[0]] = Answer(body.replace(old, new))
    crawl(site, tmp_path, "--revisit", "all", later=HOUR)

    (record,) = [record for record in records(tmp_path) if record["id"] == "1001"]
    assert record["crawl"]["revision"] == revision
    query = "SELECT view_count FROM observation WHERE key = 'main/1001' ORDER BY seen_at"
    assert rows(tmp_path, query) == observations
    kept = rows(tmp_path, "SELECT revision FROM revision WHERE key = 'main/1001'")
    assert kept == ([(1,)] if revision == 2 else [])


def test_young_articles_are_visited_again(site: Site, tmp_path: Path) -> None:
    """By their age: an article of 2022 never, one of yesterday a day later."""
    fill(site)
    from crawler import clock

    yesterday = clock.now().replace(hour=8)
    stamp = f"{yesterday:%d/%m/%Y} 00:10"
    site.routes[PATHS[0]] = article(1001, stamp=stamp)
    crawl(site, tmp_path)
    mark = len(site.paths())
    crawl(site, tmp_path, later=2 * DAY)

    assert asked_since(site, mark) == [PATHS[0]]


@pytest.mark.parametrize(
    "missing",
    [
        Answer("<h1>404</h1>", status=404),
        Answer("<h1>Gone</h1>", status=410),
        Answer(
            "<html><head><title>Không tìm thấy trang</title></head><body><h1>Không tìm thấy trang</h1>"
            "<p>Trang bạn yêu cầu không tồn tại.</p></body></html>"
        ),
        Answer(status=302, headers=(("Location", "/"),)),
    ],
    ids=["404", "410", "soft 404", "redirect home"],
)
def test_gone(site: Site, tmp_path: Path, missing: Answer) -> None:
    """What is missing twice, a day apart, is gone: a tombstone; its record stays. Once is no proof."""
    fill(site)
    site.routes["/"] = Answer("<html><body><h1>Báo</h1></body></html>")
    crawl(site, tmp_path)
    site.routes[PATHS[0]] = missing
    crawl(site, tmp_path, "--revisit", "all")
    assert rows(tmp_path, "SELECT key FROM tombstone") == []

    crawl(site, tmp_path, later=HOUR)
    assert rows(tmp_path, "SELECT key FROM tombstone") == []
    crawl(site, tmp_path, later=1.1 * DAY)

    assert rows(tmp_path, "SELECT key FROM tombstone") == [("main/1001",)]
    assert "1001" in [record["id"] for record in records(tmp_path)]
    assert rows(tmp_path, "SELECT state FROM address WHERE key = 'main/1001'") == [("gone",)]


def test_missing_for_an_hour(site: Site, tmp_path: Path) -> None:
    """An article that is there again is no tombstone."""
    fill(site)
    crawl(site, tmp_path)
    site.routes[PATHS[0]] = Answer("<h1>404</h1>", status=404)
    crawl(site, tmp_path, "--revisit", "all")
    site.routes[PATHS[0]] = article(1001)
    crawl(site, tmp_path, later=1.1 * DAY)

    assert rows(tmp_path, "SELECT state, gone_at FROM address WHERE key = 'main/1001'") == [("done", None)]


def test_a_page_that_failed_is_asked_by_the_next_run(site: Site, tmp_path: Path) -> None:
    """A hole that a bad hour left is filled."""
    fill(site)
    site.routes[PATHS[0]] = Answer("<h1>403</h1>", status=403)
    code, _ = crawl(site, tmp_path)
    assert code == 3
    site.routes[PATHS[0]] = article(1001)

    assert crawl(site, tmp_path)[0] == 0
    assert len(records(tmp_path)) == 5


def test_a_hand_edited_file(site: Site, tmp_path: Path) -> None:
    """A published file that was torn or edited is written anew from the state."""
    fill(site)
    crawl(site, tmp_path)
    (path,) = tmp_path.glob("articles/*.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    crawl(site, tmp_path)
    assert path.read_bytes() == whole

    path.write_bytes(whole.replace(SENTENCE.encode()[:9], b"Chieu nay"))
    crawl(site, tmp_path)
    assert path.read_bytes() == whole


def test_a_narrow_run_leaves_no_hole(site: Site, tmp_path: Path) -> None:
    """After runs over the last days only, a run over everything still reads to the end."""
    pages = [[era1(1000 + 10 * page + n) for n in range(10)] for page in range(4)]
    for page, paths in enumerate(pages):
        after = f'<a href="/chinh-tri/page/{page + 2}/">{page + 2}</a>' if page < 3 else ""
        route = f"/chinh-tri/page/{page + 1}/" if page else "/chinh-tri"
        site.routes[route] = listing(paths, after=after)
        for n, path in enumerate(paths):
            site.routes[path] = article(1000 + 10 * page + n, stamp=f"05/{10 - page:02}/2022 08:{n:02}")
    crawl(site, tmp_path, "--since", "2022-10-01")
    narrow = len(records(tmp_path))
    crawl(site, tmp_path)

    assert narrow == 10
    assert len(records(tmp_path)) == 40


def test_what_a_run_left_out_another_takes(site: Site, tmp_path: Path) -> None:
    """An article that was too old for one run is stored by the next that wants it."""
    fill(site)
    crawl(site, tmp_path, "--since", "2023-01-01")
    assert records(tmp_path) == []

    crawl(site, tmp_path)
    assert len(records(tmp_path)) == 5


def test_scrape_needs_no_folder(site: Site) -> None:
    """Single addresses are asked without any state on the disk."""
    fill(site)
    done = langson("scrape", site.url + PATHS[0], "--origin", site.url, "--delay", 0)

    assert done.returncode == 0, done.stderr
    assert '"id":"1001"' in done.stdout
