"""Whole crawls under robots.txt: what the server's log shows, what is said, how the command ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.replica import Newspaper
from crawler.replica.server import Served, serve
from tests.rim.command import Done, langson, records, scrapy
from tests.rim.site import Answer, Asked, Site, article, listing, served

pytestmark = pytest.mark.drill

PATHS = [f"/chinh-tri/{number}-hoi-nghi.html" for number in (1001, 1002)]
FORBIDS = "User-agent: *\nDisallow: /\n"


@pytest.fixture
def site() -> Iterator[Site]:
    """A paper of two articles."""
    routes = {path: article(1001 + n) for n, path in enumerate(PATHS)}
    with served(Site({"/chinh-tri": listing(PATHS), **routes})) as running:
        yield running


@pytest.fixture(scope="module")
def forbidding() -> Iterator[Served]:
    """The replica with a slow robots.txt that forbids everything."""
    with serve(Newspaper(1, 60), robots_txt=FORBIDS, latency=0.1) as paper:
        yield paper


def crawl(site: Site, data: Path) -> Done:
    """Crawl one section of the site without a pause."""
    place = ("--origin", site.url, "--data", data, "--section", "chinh-tri")
    done = langson("crawl", *place, "--delay", 0)
    assert "Traceback" not in done.stderr
    return done


def test_langson_asks_for_no_page(forbidding: Served, tmp_path: Path) -> None:
    """Eight requests at once wait for robots.txt: none of them gets through."""
    before = len(forbidding.log)
    done = langson("crawl", "--origin", forbidding.origin, "--data", tmp_path, "--delay", 0)

    assert done.returncode == 4
    assert forbidding.log[before:] == ["/robots.txt"]
    assert done.stderr.startswith("langson: REFUSED BY robots.txt: ")
    assert "forbids 8 listing pages" in done.stderr
    assert "Nothing was fetched" in done.stderr
    assert sum("robots.txt refuses it" in line for line in done.stdout.splitlines()) == 1


def test_scrapy_asks_for_no_page(forbidding: Served, tmp_path: Path) -> None:
    """Under `scrapy crawl` likewise; an empty file is no success: it says why, and ends with a code."""
    before = len(forbidding.log)
    at_once = [f"-s{name}=8" for name in ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN")]
    pace = ["-s", "DOWNLOAD_DELAY=0", *at_once, "-a", f"origin={forbidding.origin}"]
    done = scrapy("crawl", "politics", "-O", tmp_path / "out.jsonl", *pace)

    assert done.returncode == 4
    assert forbidding.log[before:] == ["/robots.txt"]
    assert "CRITICAL: REFUSED BY robots.txt" in done.stderr
    assert "ask the paper for permission" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refusal_in_part_says_what_is_there(site: Site, tmp_path: Path) -> None:
    """One article refused, one stored: the notice does not say that nothing was fetched."""
    site.routes["/robots.txt"] = Answer(f"User-agent: *\nDisallow: {PATHS[0]}\n", type="text/plain")
    done = crawl(site, tmp_path)

    assert done.returncode == 3
    assert "forbids 1 article to the agent 'langson', such as " + site.url + PATHS[0] in done.stderr
    assert "1 other article could be stored." in done.stderr
    assert "Nothing was fetched" not in done.stderr
    assert PATHS[0] not in site.paths()


@pytest.mark.parametrize(
    ("status", "body", "code", "asked"),
    [
        (200, "", 0, True),
        (404, FORBIDS, 0, True),
        (403, "", 0, True),
        (500, "", 5, False),
        (503, "User-agent: *\nAllow: /\n", 5, False),
        (429, "", 5, False),
    ],
)
def test_status_of_robots_txt(
    site: Site, tmp_path: Path, status: int, body: str, code: int, asked: bool
) -> None:
    """4xx allows everything; a server in trouble is not asked, and the run says that it was not refused."""
    site.routes["/robots.txt"] = Answer(body, status=status, type="text/plain")
    done = crawl(site, tmp_path)

    assert done.returncode == code, done.stderr
    assert (PATHS[0] in site.paths()) is asked
    assert bool(site.paths()) is asked
    assert ("ROBOTS UNREACHABLE" in done.stderr) is not asked
    assert "REFUSED" not in done.stderr


def test_redirects_are_judged_where_they_lead(site: Site, tmp_path: Path) -> None:
    """An allowed page that leads to a refused one: the refused one is not asked, as no other is."""
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /noi-bo\n", type="text/plain")
    site.routes[PATHS[0]] = Answer("", status=302, headers=(("Location", "/noi-bo/1001-hoi-nghi.html"),))
    site.routes["/noi-bo/1001-hoi-nghi.html"] = article(1001)
    crawl(site, tmp_path)

    assert PATHS[0] in site.paths()
    assert not [path for path in site.paths() if path.startswith("/noi-bo")]
    assert [record["id"] for record in records(tmp_path)] == ["1002"]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("User-agent: *\nDisallow: /noi-bo\n", "allowed: no rule matches"),
        ("User-agent: *\nDisallow: /\nAllow: /chinh-tri\n", "allowed: Allow: /chinh-tri (line 3)"),
        (None, "allowed: no robots.txt (HTTP 404)"),
    ],
)
def test_the_record_says_by_which_rule(site: Site, tmp_path: Path, rules: str | None, words: str) -> None:
    """Each record names the rule under which its page was fetched."""
    if rules is not None:
        site.routes["/robots.txt"] = Answer(rules, type="text/plain")
    crawl(site, tmp_path)

    assert [record["crawl"]["robots"] for record in records(tmp_path)] == [words] * 2


def test_a_permission_is_recorded(site: Site, tmp_path: Path) -> None:
    """Who has a permission asks what robots.txt refuses, and each record says on whose word."""
    site.routes["/robots.txt"] = Answer(FORBIDS, type="text/plain")
    options = ("DOWNLOAD_DELAY=0", "LANGSON_PERMISSION=Toà soạn, 24/11/2026, mục chính trị")
    settings = [part for option in options for part in ("-s", option)]
    out = tmp_path / "out.jsonl"
    done = scrapy(
        "crawl", "politics", "-O", out, "-a", f"origin={site.url}", "-a", "section=chinh-tri", *settings
    )

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    words = "permission: Toà soạn, 24/11/2026, mục chính trị (refused: Disallow: / (line 2))"
    assert [line["crawl"]["robots"] for line in lines] == [words] * 2
    assert [asked.path for asked in site.log].count("/robots.txt") == 1


@pytest.mark.parametrize(("hops", "asked"), [(5, True), (6, False)])
def test_redirects_of_robots_txt(site: Site, tmp_path: Path, hops: int, asked: bool) -> None:
    """Five redirects are followed to rules that hold; after more the rules are not known."""
    site.routes["/robots.txt"] = Answer("", status=301, headers=(("Location", "/r1"),))
    for n in range(1, hops):
        site.routes[f"/r{n}"] = Answer("", status=302, headers=(("Location", f"/r{n + 1}"),))
    rules = f"User-agent: *\nDisallow: {PATHS[0]}\n"
    site.routes[f"/r{hops}"] = Answer(rules, type="text/plain")
    crawl(site, tmp_path)

    assert (PATHS[1] in site.paths()) is asked
    assert PATHS[0] not in site.paths()


def test_crawl_delay(site: Site, tmp_path: Path) -> None:
    """A Crawl-delay holds also where no pause was asked for."""
    times: list[float] = []

    def timed(asked: Asked) -> Answer:
        import time

        times.append(time.monotonic())
        return article(1001 + PATHS.index(asked.path))

    site.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.8\n", type="text/plain")
    site.routes |= dict.fromkeys(PATHS, timed)
    assert crawl(site, tmp_path).returncode == 0

    assert times[1] - times[0] >= 0.75
    assert len(records(tmp_path)) == 2


def test_a_dead_origin_is_said_once(tmp_path: Path) -> None:
    """Nobody there: the cause comes first, in a line, not once an address."""
    with served(Site()) as gone:
        pass
    done = langson("crawl", "--origin", gone.url, "--data", tmp_path, "--delay", 0)

    assert done.returncode == 5
    first, second = done.stderr.splitlines()
    assert "connection-refused, nobody answers at that host and port" in first
    assert f"nothing found at {gone.url}" in second
    assert len([line for line in done.stdout.splitlines() if "connection-refused" in line]) == 1
    assert "robots-unreachable 8" in done.stdout
