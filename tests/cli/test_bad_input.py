"""What a user gets wrong: each is one line on standard error, an exit code, and no traceback."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
PAGES = Path(__file__).parents[1] / "pages"
ARTICLE = "https://baolangson.vn/chinh-tri/531453-hoi-nghi.html"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of the wrong kind, in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "blank.html").write_bytes(b" \n\n")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")
    (tmp_path / "photo.html").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    (tmp_path / "listing.html").write_text(
        f'<html><head><link rel="canonical" href="https://baolangson.vn/chinh-tri"></head>'
        f'<body><h1>Chính trị</h1><a href="{ARTICLE}">Tin</a></body></html>',
        "utf-8",
    )
    (tmp_path / "copied.html").write_text(
        '<html><head><meta property="og:url" content="http://127.0.0.1:8000/tieu-diem/page/2/"></head></html>'
    )
    (tmp_path / "nameless.html").write_text("<html><body><h1>Tin</h1><p>Sáng nay.</p></body></html>", "utf-8")
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(b"<html>" * 99)[:20])
    (tmp_path / "pages").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        # files
        ("extract missing.html", 2, "missing.html: no such file; name saved pages or WARC files"),
        ("extract pages", 2, "pages: is a folder; name the pages in it"),
        ("extract empty.html", 5, "empty.html: the page is empty"),
        (f"extract blank.html --url {ARTICLE}", 5, "blank.html: the page is empty"),
        ("extract paper.pdf", 5, "paper.pdf: this is a PDF"),
        (f"extract paper.pdf --url {ARTICLE}", 5, "paper.pdf: this is a PDF"),
        ("extract photo.html", 5, "photo.html: this is a JPEG"),
        (f"extract empty.html --url {ARTICLE}", 5, "empty.html: the page is empty"),
        ("extract empty.html --url nonsense", 5, "empty.html: the page is empty"),
        ("extract nameless.html", 5, "nameless.html: the page does not name its address; give it with --url"),
        ("extract nameless.html", 5, "no article was recognised without it"),
        ("extract listing.html", 5, "names https://baolangson.vn/chinh-tri as its address: the listing of"),
        ("extract listing.html", 5, "filtered: not-article"),
        (f"extract listing.html --url {ARTICLE}", 3, "quarantine: missing"),
        ("extract copied.html --origin http://127.0.0.1:8000", 5, "the listing of tieu-diem"),
        ("extract nameless.html --origin 127.0.0.1", 2, "origin: '127.0.0.1' is no address"),
        ("extract torn.html.gz", 5, "torn.html.gz: cannot be read"),
        (f"extract nameless.html empty.html --url {ARTICLE}", 2, "--url goes with one file"),
        (f"extract nameless.html --url {ARTICLE} --fetched-at yesterday", 2, "--fetched-at: cannot read"),
        # addresses
        ("scrape https://example.org/chinh-tri/531453-a.html", 3, "no address of https://baolangson.vn"),
        ("scrape https://baolangson.vn.evil.tld/a-1531453.html", 3, "foreign-address"),
        ("scrape file:///etc/passwd", 3, "foreign-address"),
        ("scrape nonsense", 3, "nonsense: that is no web address"),
        ("scrape http://[::", 3, "that is no web address"),
        ("scrape file:///etc/passwd", 3, "that is no web address"),
        ("scrape https://baolangson.vn/chinh-tri", 3, "is a listing; crawl it with `langson crawl --section"),
        ("scrape https://baolangson.vn/chinh-tri/page/2/", 3, "is a listing"),
        ("scrape https://baolangson.vn/lien-he", 3, "is no article's address"),
        (f"scrape {ARTICLE}", 2, "say who asks: set LANGSON_CONTACT or give --contact"),
        (f"scrape {ARTICLE} --contact me", 2, "neither a mail address nor a web address"),
        (f"scrape {ARTICLE} --contact a@b.vn --delay 0.1", 2, "at most every 1 s"),
        (f"scrape {ARTICLE} --origin 127.0.0.1:8000", 2, "origin: '127.0.0.1:8000' is no address"),
        # crawls
        (
            "crawl --section the-thao",
            2,
            "unknown section the-thao; known: chinh-tri, chinh-tri/xay",
        ),
        ("crawl --since 05/10/2022", 2, "since: cannot read '05/10/2022'"),
        ("crawl --since 2026-02-02 --until 2026-02-01", 2, "lies before since"),
        ("crawl", 2, "say who asks"),
        ("crawl --section=", 2, "section: it is empty"),
        ("backfill --origin http://127.0.0.1:9 --from 2020 --section=", 2, "section: it is empty"),
        ("crawl --origin http://127.0.0.1:9 --budget 9", 2, "give --via ids with it"),
        ("crawl --origin http://127.0.0.1:9 --via listing,feed --budget 9", 2, "give --via ids with it"),
        ("crawl --origin http://127.0.0.1:9 --via file --addresses paper.pdf", 2, "addresses: paper.pdf: "),
        (
            "crawl --origin http://127.0.0.1:9 --via file --addresses pages",
            2,
            "addresses: pages: Is a directory",
        ),
        (
            "backfill --origin http://127.0.0.1:9 --from 2020 --via file --addresses missing.txt",
            2,
            "missing.txt: No such file",
        ),
        ("archives wayback --cdx nonsense", 2, "--cdx: 'nonsense' is no address"),
        ("archives wayback --replay nonsense", 2, "--replay: 'nonsense' is no address"),
        ("crawl --origin http://127.0.0.1:9 --delay inf", 2, "is negative or no number"),
        ("crawl --contact a@b.vn --delay 0", 2, "at most every 1 s"),
        ("crawl --origin http://127.0.0.1:9 --data paper.pdf", 6, "paper.pdf"),
        # data
        ("export", 6, "no such file; `langson crawl` makes it"),
        ("demo --data .", 2, "holds more than a demo"),
        ("replica serve --port 1 --robots missing.txt", 2, "missing.txt"),
    ],
)
def test_one_line_that_says_what_to_do(run: Run, folder: Path, arguments: str, code: int, words: str) -> None:
    """The error is one line that names the trouble; nothing stands on standard output."""
    got, out, err = run(*arguments.split())

    assert (got, out) == (code, "")
    assert words in err
    assert err.startswith("langson: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_each_bad_file_is_named_and_the_good_ones_are_read(run: Run, folder: Path) -> None:
    """One bad file does not keep the others from being read; of nothing but bad ones the code is 5."""
    bad, good = ["empty.html", "paper.pdf", "pages", "missing.html"], PAGES / "a-infographic" / "page.html"
    code, out, err = run("extract", *bad)
    both, record, again = run("extract", *bad, good)

    assert (code, out) == (5, "")
    assert (both, record.count("\n"), again) == (3, 1, err)
    assert [line.split(":")[1].strip() for line in err.splitlines()] == bad


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            "crawl --max-pages 0",
            "'--max-pages': Input should be greater than or equal to 1. See `langson crawl",
        ),
        (
            "export --format csv",
            "'--format': 'csv' is not one of 'jsonl', 'text'. See `langson export --help`.",
        ),
        ("normalise words", "'words' is not one of 'dates', 'views'. See `langson normalise --help`."),
        ("replica serve --era 3", "'--era': Input should be"),
        ("no-such-command", "No such command 'no-such-command'. See `langson --help`."),
        ("crawl --sectoin x", "No such option"),
        ("extract", "Missing argument 'FILE…'. See `langson extract --help`."),
    ],
)
def test_usage_errors(run: Run, folder: Path, arguments: str, words: str) -> None:
    """An option of the wrong kind is a usage error: exit code 2, one line, with a hint at --help."""
    code, out, err = run(*arguments.split())

    assert (code, out) == (2, "")
    assert err.startswith("langson: ")
    assert words in err
    assert err.count("\n") == 1


def test_control_characters_do_not_reach_the_terminal(run: Run, folder: Path) -> None:
    """An address with escape sequences is shown masked, on one line."""
    code, _, err = run("scrape", "https://evil.tld/\x1b[31mred\x07")

    assert code == 3
    assert "\x1b" not in err
    assert err.count("\n") == 1
