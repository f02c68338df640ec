"""The project is an ordinary Scrapy project, and its settings keep the doors shut."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.items import Article
from crawler.store.json_schema import json_schema
from tests.rim.command import scrapy
from tests.rim.site import Answer, Site, article, listing, served


@pytest.fixture
def site() -> Iterator[Site]:
    """A paper of three articles, of which one has no page."""
    paths = [f"/chinh-tri/{number}-hoi-nghi.html" for number in (1001, 1002, 1003)]
    site = Site({"/chinh-tri": listing(paths), paths[0]: article(1001), paths[1]: article(1002)})
    with served(site):
        yield site


def test_scrapy_list() -> None:
    """`scrapy list` names the spiders."""
    assert scrapy("list").stdout.split() == ["article", "backfill", "doctor", "politics"]


def test_scrapy_crawl_politics(site: Site, tmp_path: Path) -> None:
    """`scrapy crawl politics -O out.jsonl` writes the dataset's lines: UTF-8, fields in the table's order."""
    out = tmp_path / "out.jsonl"
    arguments = ["-a", f"origin={site.url}", "-a", "section=chinh-tri", "-s", "DOWNLOAD_DELAY=0"]
    done = scrapy("crawl", "politics", "-O", out, *arguments)

    assert done.returncode == 0, done.stderr
    lines = out.read_bytes().splitlines()
    assert {json.loads(line)["id"] for line in lines} == {"1001", "1002"}
    assert [list(json.loads(line)) for line in lines] == [json_schema()["required"]] * 2
    assert "Hội nghị".encode() in lines[0]
    assert "'failed/http-404': 1" in done.stderr
    assert not (tmp_path / "crawl.sqlite").exists()


def test_scrapy_crawl_article(site: Site, tmp_path: Path) -> None:
    """The spider `article` takes addresses by argument and by file; a refused one is counted, not asked."""
    file = tmp_path / "addresses.txt"
    file.write_text(f"{site.url}/chinh-tri/1002-hoi-nghi.html\nhttps://example.org/1-a.html\n")
    out = tmp_path / "out.jl"
    url = f"url={site.url}/chinh-tri/1001-hoi-nghi.html"
    arguments = ["-a", url, "-a", f"file={file}", "-a", f"origin={site.url}", "-s", "DOWNLOAD_DELAY=0"]
    done = scrapy("crawl", "article", "-O", out, *arguments)

    assert {json.loads(line)["id"] for line in out.read_bytes().splitlines()} == {"1001", "1002"}
    assert "'filtered/foreign-address': 1" in done.stderr
    assert len(site.paths()) == 2


def test_scrapy_crawl_from_a_listing(site: Site, tmp_path: Path) -> None:
    """`from_listing` reads a listing by its address, whatever its section is called."""
    path = "/bau-cu-khoa-xvi/1009-hoi-nghi.html"
    site.routes |= {"/bau-cu-khoa-xvi": listing([path]), path: article(1009)}
    out = tmp_path / "out.jsonl"
    start = f"from_listing={site.url}/bau-cu-khoa-xvi"
    scrapy("crawl", "politics", "-O", out, "-a", start, "-a", f"origin={site.url}", "-s", "DOWNLOAD_DELAY=0")

    assert [json.loads(line)["section"] for line in out.read_bytes().splitlines()] == ["bau-cu-khoa-xvi"]
    assert "/chinh-tri" not in site.paths()


@pytest.mark.drill
def test_a_page_is_not_printed_into_the_log(site: Site, tmp_path: Path) -> None:
    """One event is one log line: neither bodies nor items stand in the log, at any level."""
    site.routes["/chinh-tri/1003-hoi-nghi.html"] = Answer("<html><h1>Chỉ có tiêu đề</h1><p>kín</p></html>")
    arguments = ["-a", f"origin={site.url}", "-a", "section=chinh-tri", "-s", "DOWNLOAD_DELAY=0"]
    done = scrapy("crawl", "politics", "-L", "DEBUG", *arguments)

    assert "quarantine/missing" in done.stderr
    assert "đông đủ các đại biểu" not in done.stderr
    assert "kín" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REMOTE_CONTROL_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("DOWNLOAD_MAXSIZE", 8 * 2**20),
        ("DOWNLOAD_TIMEOUT", 30),
        ("REDIRECT_MAX_TIMES", 5),
        ("METAREFRESH_ENABLED", False),
        ("CONCURRENT_ITEMS", 4),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("ROBOTSTXT_OBEY", True),
        ("DOWNLOAD_DELAY", 1.0),
        ("DOWNLOAD_DELAY_JITTER", 0.0),
        ("COOKIES_ENABLED", False),
        ("FEED_EXPORT_ENCODING", "utf-8"),
        ("DOWNLOAD_HANDLERS", {"file": None, "data": None, "ftp": None, "s3": None}),
    ],
)
def test_settings_that_matter(name: str, value: object) -> None:
    """Each of these defaults of Scrapy is unsafe or unkind, and is changed."""
    settings = Settings()
    default = settings.get(name)
    settings.setmodule("crawler.settings")

    got = settings.get(name)
    if isinstance(value, dict):  # the others are set as well
        got, default = {name: dict(got)[name] for name in value}, {}
    assert got == value
    assert got != default or name == "ROBOTSTXT_OBEY" or default is value


def test_exported_fields_are_the_tables() -> None:
    """The schema's fields are the record's, in order."""
    assert list(json_schema()["properties"]) == list(Article.__dataclass_fields__)
