"""`langson extract FILE.warc.gz`: the articles of any archive, one JSON line each."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.exchange import Exchange
from crawler.archive.writer import ArchiveWriter, encode
from crawler.discover.window import VIETNAM
from tests.rim.command import ROOT, Done, langson
from tests.rim.site import article, listing

pytestmark = pytest.mark.drill  # each starts processes of its own
PAPER = "https://baolangson.vn"
NOW = datetime(2026, 11, 24, 9, 0, 0, tzinfo=VIETNAM)
HTML = (("Content-Type", "text/html; charset=UTF-8"),)


def address(number: int) -> str:
    """An article's address."""
    return f"{PAPER}/chinh-tri/{number}-hoi-nghi.html"


def body(number: int) -> bytes:
    """An article's page."""
    return str(article(number).body).encode()


Answered = tuple[str, int, bytes, tuple[tuple[str, str], ...]]


def foreign(path: Path, *answers: Answered, packed: bool = True) -> Path:
    """Write a WARC as another tool does: response records without any note."""
    records = [record("warcinfo", "", b"software: Wget/1.21\r\n")]
    for url, status, content, headers in answers:
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers)
        head = f"HTTP/1.1 {status} OK\r\n{fields}\r\n"
        records.append(record("response", f"WARC-Target-URI: {url}\r\n", head.encode() + content))
    path.write_bytes(b"".join(gzip.compress(part, 1) if packed else part for part in records))
    return path


def record(kind: str, fields: str, block: bytes) -> bytes:
    """Write a record as WARC 1.0 has it."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{uuid.uuid4().urn}>\r\n{fields}"
        f"WARC-Date: 2026-11-24T02:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {len(block)}"
    )
    return head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def lines(done: Done) -> list[dict[str, Any]]:
    """The records that were printed."""
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


ANSWERS = (
    (address(1001), 200, body(1001), HTML),
    (f"{PAPER}/chinh-tri", 200, str(listing(["/chinh-tri/1001-hoi-nghi.html"]).body).encode(), HTML),
    (address(1002), 200, gzip.compress(body(1002)), (*HTML, ("Content-Encoding", "gzip"))),
    (address(1003), 200, body(1003), (*HTML, ("Content-Encoding", "gzip"))),  # decoded, the header kept
    (address(1004), 404, b"<h1>404</h1>", HTML),
    ("https://example.org/5.html", 200, body(5), HTML),
    (f"{PAPER}/anh.jpg", 200, b"\xff\xd8\xff\xe0", (("Content-Type", "image/jpeg"),)),
)


@pytest.mark.parametrize("packed", [True, False])
def test_the_archive_of_another_tool(tmp_path: Path, packed: bool) -> None:
    """Every article is a line; the rest is counted on standard error."""
    path = foreign(tmp_path / ("wget.warc.gz" if packed else "wget.warc"), *ANSWERS, packed=packed)
    done = langson("extract", path)
    found = lines(done)

    assert done.returncode == 0
    assert [record["id"] for record in found] == ["1001", "1002", "1003"]
    assert {record["crawl"]["via"] for record in found} == {"warc"}
    assert {record["crawl"]["fetched_at"] for record in found} == {"2026-11-24T09:00:00+07:00"}
    assert "3 articles; passed over: HTTP 404 1, no article's address 3" in done.stderr


def test_one_address(tmp_path: Path) -> None:
    """`--url` selects a page; one that is not there is said so."""
    path = foreign(tmp_path / "wget.warc.gz", *ANSWERS)
    assert [record["id"] for record in lines(langson("extract", path, "--url", address(1002)))] == ["1002"]
    done = langson("extract", path, "--url", address(9999))

    assert (done.returncode, done.stdout) == (5, "")
    assert f"{address(9999)} is not in it" in done.stderr


def test_explain(tmp_path: Path) -> None:
    """`--explain` shows how a page of an archive is read."""
    path = foreign(tmp_path / "wget.warc.gz", *ANSWERS)
    done = langson("extract", path, "--url", address(1001), "--explain")

    assert done.returncode == 0
    assert "id 1001" in done.stdout
    assert "title: " in done.stdout


def own(path: Path) -> Path:
    """Write an archive as the crawl does: an article, a redirect to it, a listing, robots.txt."""
    origin = "http://127.0.0.1:8000"
    url = f"{origin}/chinh-tri/1001-hoi-nghi.html"
    note = {"kind": "article", "asked": f"{origin}/?p=1001", "origin": origin, "robots": "allowed"}
    steps = [
        (f"{origin}/robots.txt", 200, b"", {"kind": "robots"}),
        (f"{origin}/?p=1001", 301, b"", note),
        (url, 200, body(1001), note),
        (f"{origin}/chinh-tri", 200, b"<html></html>", {"kind": "listing", "asked": f"{origin}/chinh-tri"}),
    ]
    with ArchiveWriter(path, run="r1", info={}, now=NOW) as writer:
        for place, status, content, given in steps:
            exchange = Exchange(
                url=place, fetched_at=NOW, status=status, headers=HTML, body=content, note=given
            )
            writer.append(encode(exchange))
    return path / "pages.warc.gz"


def test_our_own_archive(tmp_path: Path) -> None:
    """What the crawl noted is used: the copy's origin, the address that was asked, robots.txt's verdict."""
    done = langson("extract", own(tmp_path))
    [record] = lines(done)

    assert (record["id"], record["crawl"]["robots"]) == ("1001", "allowed")
    assert record["crawl"]["fetched_url"] == "http://127.0.0.1:8000/?p=1001"
    assert "listing 1" in done.stderr
    assert "robots 1" in done.stderr


def test_a_damaged_archive(tmp_path: Path) -> None:
    """What stands before the damage is printed, the damage is named."""
    path = own(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:-20])
    done = langson("extract", path)

    assert done.returncode == 3
    assert len(lines(done)) == 1
    assert "langson verify" in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.warc.gz", b""),
        ("no.warc.gz", b"\x1f\x8b broken"),
        ("text.warc", b"WARC/1.0\r\n"),
        ("no.warc", b"x" * 99),
    ],
)
def test_no_archive(tmp_path: Path, name: str, content: bytes) -> None:
    """A file that is called an archive and is none: a line on standard error, code 5."""
    path = tmp_path / name
    path.write_bytes(content)
    done = langson("extract", path)

    assert (done.returncode, done.stdout) == (5, "")
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_that_is_cut(tmp_path: Path) -> None:
    """Half an article is none: it is named, the others are printed."""
    cut = (address(1001), 200, body(1001)[:-300], HTML)
    done = langson("extract", foreign(tmp_path / "a.warc.gz", cut, ANSWERS[2]))

    assert done.returncode == 3
    assert [record["id"] for record in lines(done)] == ["1002"]
    assert f"{address(1001)}: the page's end is missing" in done.stderr


@pytest.mark.drill
def test_memory_stays_flat(tmp_path: Path) -> None:
    """An archive of 360 MB of pages is read in less memory than that."""
    filler = b"<!--" + b"x" * 3_000_000 + b"-->"
    page = body(1001).replace(b"<footer>", filler + b"<footer>")
    path = foreign(tmp_path / "big.warc.gz", *[(address(1001 + n), 200, page, HTML) for n in range(120)])
    limit = "import resource; resource.setrlimit(resource.RLIMIT_DATA, (300 << 20,) * 2)"
    code = f"{limit}; from crawler.cli import main; main()"
    command = [sys.executable, "-c", code, "extract", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    assert len(lines(done)) == 120


@pytest.mark.parametrize("command", ["extract", "rebuild", "verify"])
def test_help(command: str) -> None:
    """Each command's help has an example that begins with the command."""
    done = langson(command, "--help")

    assert done.returncode == 0
    assert f"langson {command}" in done.stdout.partition("Example")[2]
