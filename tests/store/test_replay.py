"""The replay: each kind of archived answer has the end that the crawl gave it."""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from crawler.archive.exchange import Earlier, Exchange, payload_digest
from crawler.archive.writer import ArchiveWriter, encode
from crawler.discover.goal import Goal
from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.window import VIETNAM
from crawler.errors import StoreError
from crawler.items import Article, Page, RawArticle
from crawler.settings import DOWNLOAD_MAXSIZE
from crawler.store.replay import answer, rebuild
from crawler.store.runs import TAKEN_BACK, UNACKNOWLEDGED
from crawler.store.state import State
from crawler.workers import tasks
from crawler.workers.tasks import ListingPage
from tests.rim.site import article, listing

PAPER = "http://127.0.0.1:8000"
START = datetime(2026, 11, 24, 9, 0, 0, tzinfo=VIETNAM)
GOAL = Goal(("chinh-tri",)).to_json()
HTML = (("Content-Type", "text/html; charset=UTF-8"), ("ETag", '"1"'))


class Inline:
    """Reads pages in this process."""

    async def read_article(self, page: Page) -> RawArticle:
        """Read an article."""
        return tasks.read_article(page)

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""
        return tasks.read_record(page)

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing."""
        return tasks.read_listing(body, url, scope, wanted)

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses."""
        return tasks.read_source(name, body, url, question)

    async def close(self) -> None:
        """Nothing to end."""


def address(number: int, slug: str = "hoi-nghi") -> str:
    """An article's address."""
    return f"{PAPER}/chinh-tri/{number}-{slug}.html"


def page(number: int, views: int = 7) -> bytes:
    """An article's page, with its views."""
    return str(article(number).body).replace(f">{number % 900} lượt xem<", f">{views} lượt xem<").encode()


def exchange(url: str, body: bytes = b"", status: int = 200, **note: Any) -> Exchange:
    """An answer to an article's address, as the crawl archives it."""
    full = {"kind": "article", "asked": url, "goal": GOAL, "origin": PAPER} | note
    return Exchange(url=url, fetched_at=START, status=status, headers=HTML, body=body, note=full)


def listed(*urls: str, url: str = f"{PAPER}/chinh-tri") -> Exchange:
    """A page of the listing that shows some addresses."""
    body = str(listing([shown.removeprefix(PAPER) for shown in urls]).body).encode()
    return exchange(url, body, kind="listing", start=url, goal=None)


Run = Sequence[Exchange | tuple[Exchange, Earlier]]


def write_runs(
    data: Path, *runs: Run, infos: Mapping[int, Mapping[str, Any]] | None = None
) -> list[list[str]]:
    """Write runs a day apart, exchanges a second apart. Returns the place of each exchange."""
    places = []
    for number, run in enumerate(runs, start=1):
        name, now = f"2026112{number}T090000-00000{number}", START + timedelta(days=number)
        info = {"started_at": now.isoformat(), "goal": GOAL, "origin": PAPER, **(infos or {}).get(number, {})}
        found = []
        with ArchiveWriter(data / "runs" / name, run=name, info=info, now=now) as writer:
            for second, step in enumerate(run):
                given, earlier = step if isinstance(step, tuple) else (step, None)
                moved = replace(given, fetched_at=now + timedelta(seconds=second))
                position = writer.append(encode(moved, earlier=earlier))
                found.append(f"{position.file}:{position.offset}")
        places.append(found)
    return places


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder."""
    return tmp_path / "data"


def rebuilt(data: Path) -> State:
    """The state that the archive gives; the caller closes it."""
    assert rebuild.rebuild(data, readers=Inline).damages == []
    return State(data)


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of the rebuilt state."""
    with closing(rebuilt(data)) as state:
        return list(state.database.rows(query))


ENDS = "SELECT fate, reason FROM visit ORDER BY url"
VIEWS = "SELECT key, view_count FROM observation ORDER BY key, seen_at"

CHALLENGE = ("cf-mitigated", "challenge")
OTHER = exchange(f"{PAPER}/hoi-nghi-5001000.html", str(article(1, crumb="the-thao").body).encode())
CASES: dict[str, tuple[Exchange, list[tuple[str, str]]]] = {
    "an article": (exchange(address(1000), page(1000)), [("stored", "new")]),
    "a page that is not there": (exchange(address(1000), page(1), 404), [("failed", "http-404")]),
    "a page that is gone": (exchange(address(1000), status=410), [("failed", "http-410")]),
    "a refusal": (exchange(address(1000), status=403), [("failed", "http-403")]),
    "a failure that passes": (exchange(address(1000), status=503), []),
    "a redirect": (exchange(address(1000), status=301), []),
    "a wall": (
        replace(exchange(address(1000), b"<p>x</p></body></html>"), headers=(*HTML, CHALLENGE)),
        [("failed", "wall-challenge")],
    ),
    "a page cut before its end": (exchange(address(1000), page(1000)[:-200]), []),
    "an answer cut by the network": (
        replace(exchange(address(1000), page(1000)), headers=(*HTML, ("Content-Length", "99999"))),
        [],
    ),
    "an answer that broke off": (exchange(address(1000), page(1000), flags=["dataloss"]), []),
    "a part": (exchange(address(1000), page(1000), 206), []),
    "no content": (exchange(address(1000), status=204), [("failed", "http-204")]),
    "an image": (exchange(address(1000), b"GIF89a" + bytes(50)), [("failed", "not-html")]),
    "an unknown coding": (
        replace(exchange(address(1000), page(1)), headers=(*HTML, ("Content-Encoding", "snappy"))),
        [("failed", "content-encoding")],
    ),
    "an article of another section": (OTHER, [("filtered", "other-section")]),
    "a listing in an article's place": (
        exchange(f"{PAPER}/", listed(address(1)).body, asked=address(1000)),
        [("failed", "gone-home")],
    ),
    "robots.txt": (exchange(f"{PAPER}/robots.txt", b"User-agent: *\n", kind="robots", asked=None), []),
    "something else": (exchange(f"{PAPER}/a", b"x", kind="other", asked=None), []),
    "a listing": (listed(address(1000)), [("stored", "")]),
    "the listing's end": (
        exchange(f"{PAPER}/chinh-tri/page/9/", status=404, kind="listing"),
        [("filtered", "past-the-end")],
    ),
    "a confirmation of nothing": (exchange(address(1000), status=304), []),
}


@pytest.mark.parametrize(("given", "ends"), CASES.values(), ids=CASES.keys())
def test_ends(data: Path, given: Exchange, ends: list[tuple[str, str]]) -> None:
    """What one answer comes to; what the crawl would have asked again comes to nothing."""
    write_runs(data, [given])

    assert rows(data, ENDS) == ends


RULES = b"User-agent: *\nDisallow: /a\n"


def robots(
    url: str = f"{PAPER}/robots.txt", body: bytes = RULES, status: int = 200, **fields: str
) -> Exchange:
    """An answer to the request for robots.txt, as the crawl archives it."""
    headers = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    kind = "robots" if url.endswith("/robots.txt") else "other"
    return replace(exchange(url, body, status), headers=headers, note={"kind": kind})


@pytest.mark.parametrize(
    ("given", "noted"),
    [
        ([robots()], [(PAPER, 200, RULES.decode())]),
        ([robots(body=gzip.compress(RULES), Content_Encoding="gzip")], [(PAPER, 200, RULES.decode())]),
        ([robots(body=b"\xff", status=404)], [(PAPER, 404, "\ufffd")]),
        ([robots("https://Paper.vn:443/robots.txt")], [("https://paper.vn", 200, RULES.decode())]),
        (
            [robots(status=301, Location="/r.txt"), robots(f"{PAPER}/r.txt")],
            [(PAPER, 200, RULES.decode())],
        ),
        ([robots(f"{PAPER}/r.txt")], []),
        ([robots(body=b"x", Content_Encoding="gzip")], []),
        ([robots(body=b"a" * 600_000)], [(PAPER, 200, "a" * (500 * 1024 + 1))]),
        ([robots(), robots(status=503)], [(PAPER, 200, RULES.decode()), (PAPER, 503, RULES.decode())]),
    ],
)
def test_robots(data: Path, given: list[Exchange], noted: list[tuple[str, int, str]]) -> None:
    """Each robots.txt that was received is noted again, under the origin that was asked."""
    write_runs(data, given)

    assert rows(data, "SELECT origin, status, text FROM robots ORDER BY fetched_at") == noted


def test_when_robots_came(data: Path) -> None:
    """The time is that of the archive."""
    write_runs(data, [robots()], [robots()])

    seconds = [(START + timedelta(days=number)).timestamp() for number in (1, 2)]
    assert rows(data, "SELECT fetched_at FROM robots ORDER BY 1") == [(second,) for second in seconds]


def test_robots_that_did_not_come(data: Path) -> None:
    """Why none came is in no archive: the run's report says it, and the second in which one was noted."""
    write_runs(data, [robots()])
    received = START + timedelta(days=1)
    later = (received + timedelta(seconds=1)).isoformat()
    none = {"origin": "http://b", "fetched_at": later, "status": None, "trouble": "timeout"}
    noted = [none, {"origin": PAPER, "fetched_at": later, "status": 200}, {"origin": 7}, "damaged"]
    (folder,) = (data / "runs").iterdir()
    (folder / "report.json").write_text(json.dumps({"robots": noted}))

    seconds = received.timestamp() + 1
    found = rows(data, "SELECT origin, fetched_at, status, text FROM robots ORDER BY 1")
    assert found == [
        ("http://127.0.0.1:8000", seconds, 200, RULES.decode()),
        ("http://b", seconds, None, "timeout"),
    ]


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": lambda body: zlib.compress(body),
    "br": lambda body: brotli.compress(body),
    "zstd": lambda body: zstd.compress(body),
    "identity": lambda body: body,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_content_codings(data: Path, coding: str) -> None:
    """The archive holds what was received; what is read is decoded."""
    body = CODINGS[coding](page(1000))
    headers = (*HTML, ("Content-Encoding", coding))
    write_runs(data, [replace(exchange(address(1000), body), headers=headers)])

    assert rows(data, VIEWS) == [("main/1000", 7)]


def test_an_unchanged_body(data: Path) -> None:
    """A `revisit` has the body of the response it refers to: the article was seen again, nothing changed."""
    first = exchange(address(1000), page(1000))
    earlier = Earlier(first.url, START.isoformat(), payload_digest(first.body))
    write_runs(data, [first], [(first, earlier)])

    assert rows(data, VIEWS) == [("main/1000", 7), ("main/1000", 7)]
    assert rows(data, "SELECT fate FROM visit ORDER BY run") == [("stored",), ("unchanged",)]


def test_a_confirmation(data: Path) -> None:
    """HTTP 304 moves the time of the last sight and nothing else."""
    asked = (("If-None-Match", '"1"'),)
    confirmed = replace(exchange(address(1000), status=304), request_headers=asked)
    write_runs(data, [listed(address(1000)), exchange(address(1000), page(1000))], [confirmed])

    [(first, last)] = rows(data, "SELECT first_seen, last_seen FROM article")
    assert (first[:10], last[:10]) == ("2026-11-25", "2026-11-26")
    assert rows(data, VIEWS) == [("main/1000", 7)]


def test_gone_after_two_checks(data: Path) -> None:
    """Missing on two days makes a tombstone; the record stays."""
    missing = exchange(address(1000), status=404)
    write_runs(data, [listed(address(1000)), exchange(address(1000), page(1000))], [missing], [missing])

    assert [row[0] for row in rows(data, "SELECT key FROM tombstone")] == ["main/1000"]
    assert len(rows(data, "SELECT key FROM article")) == 1


def test_other_addresses(data: Path) -> None:
    """Addresses met in listings and redirects become aliases; the first page of a run counts."""
    other = address(1000, "ten-khac")
    write_runs(
        data,
        [
            listed(address(1000)),
            exchange(address(1000), page(1000, views=1)),
            exchange(address(1000), page(1000, views=2), asked=f"{PAPER}/?p=1000"),
            listed(other),
        ],
    )

    assert rows(data, VIEWS) == [("main/1000", 1)]
    assert {row[0] for row in rows(data, "SELECT url FROM alias")} == {other, f"{PAPER}/?p=1000"}


@pytest.mark.parametrize("known", [True, False])
def test_unacknowledged_answers(data: Path, known: bool) -> None:
    """What the next run found in hand had no effect before; without its word every answer counts."""
    url = address(1000)
    runs = [listed(url), exchange(url, page(1000, views=1))], [exchange(url, page(1000, views=2))]
    info = {UNACKNOWLEDGED: [["20261121T090000-000001", url, None]]} if known else {}
    write_runs(data, *runs, infos={2: info})

    assert rows(data, VIEWS) == [*([] if known else [("main/1000", 1)]), ("main/1000", 2)]


def test_answers_up_to_an_acknowledged_one(data: Path) -> None:
    """Of a listing that a run asked twice, only the second answer was never acknowledged."""
    runs = [listed(address(1000)), listed(address(1000, "ten-khac"))], [listed(address(1001))]
    [[first, *_], _] = write_runs(data.with_name("try"), *runs)
    info = {UNACKNOWLEDGED: [["20261121T090000-000001", f"{PAPER}/chinh-tri", first]]}
    write_runs(data, *runs, infos={2: info})

    assert rows(data, "SELECT count(*) FROM alias") == [(0,)]
    assert rows(data.with_name("try"), "SELECT count(*) FROM alias") == [(1,)]


SAYS_SO = {
    "the next run": (
        {2: {TAKEN_BACK: ["20261122T090000-000002"]}, 3: {TAKEN_BACK: ["20261122T090000-000002"]}},
        {},
    ),
    "its own report": ({}, {"warnings": ["layout-change: articles of era1 lack what they had"]}),
    "nobody": ({}, {"warnings": []}),
}


@pytest.mark.parametrize(("infos", "report"), SAYS_SO.values(), ids=SAYS_SO.keys())
def test_a_run_that_was_taken_back(
    data: Path, infos: dict[int, dict[str, Any]], report: dict[str, Any]
) -> None:
    """What a run stored that a change of layout stopped is no part of the dataset, nor are its views."""
    first = [listed(address(1000), address(1001)), exchange(address(1000), page(1000, views=1))]
    second = [exchange(address(1000), page(1000, views=2)), exchange(address(1001), page(1001))]
    write_runs(data, first, second)
    if 3 in infos:
        shutil.rmtree(data)
        write_runs(data, first, second, [listed(address(1000))], infos=infos)
    if report:
        path = data / "runs" / "20261122T090000-000002" / "report.json"
        path.write_text(json.dumps(report))

    taken = bool(infos or report["warnings"])
    expected = [("main/1000", 1)] if taken else [("main/1000", 1), ("main/1000", 2), ("main/1001", 7)]
    assert rows(data, VIEWS) == expected


def test_a_run_that_was_killed(data: Path) -> None:
    """An open file is read up to its torn end, and closed."""
    write_runs(data, [listed(address(1000)), exchange(address(1000), page(1000))])
    [path] = data.glob("runs/*/*.gz")
    path.rename(torn := path.with_name(path.name + ".open"))
    torn.write_bytes(torn.read_bytes()[:-30])  # into the closing record

    assert rows(data, VIEWS) == [("main/1000", 7)]
    assert list(data.glob("runs/*/*.open")) == []


def test_no_time_zone_but_the_papers(data: Path) -> None:
    """The archive's UTC comes back as the crawl's clock wrote it."""
    write_runs(data, [exchange(address(1000), page(1000))])

    assert rows(data, "SELECT first_seen FROM article") == [("2026-11-25T09:00:00+07:00",)]


def failing(*arguments: object) -> Iterator[object]:
    """Stand for a disk that is full."""
    raise OSError(28, "No space left on device", "crawl.sqlite")


def test_a_rebuild_that_fails_changes_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old state is in its place until the new one is whole."""
    write_runs(data, [exchange(address(1000), page(1000))])
    rebuilt(data).close()
    before = (data / "crawl.sqlite").read_bytes()
    monkeypatch.setattr(rebuild, "_swap", failing)

    with pytest.raises(StoreError, match="No space left on device"):
        rebuild.rebuild(data, readers=Inline)
    assert (data / "crawl.sqlite").read_bytes() == before
    assert [path.name for path in data.glob(".rebuild")] == []


def test_the_limit_is_the_crawls() -> None:
    """A page that the crawl would refuse as too large is refused here too."""
    assert answer.MAX_BODY == DOWNLOAD_MAXSIZE
