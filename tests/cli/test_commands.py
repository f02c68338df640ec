"""The subcommands that work on what is already here, and their help."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler import __version__
from crawler.cli import main
from crawler.cli.exit_codes import ExitCode
from crawler.items import Page
from crawler.process import process
from crawler.store.json_schema import json_schema
from crawler.store.state import State
from crawler.store.text import to_text
from tests.rim.site import article

Run = Callable[..., tuple[int, str, str]]
URL = "https://baolangson.vn/chinh-tri/1001-hoi-nghi-giao-ban.html"
MOMENT = "2026-11-24T08:00:00+07:00"
SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `langson` in this process: exit code, standard output, standard error."""

    def langson(*arguments: object, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["langson", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return langson


def html() -> bytes:
    """An article's page that names its own address."""
    body = article(1001).body
    assert isinstance(body, str)
    return body.replace("</title>", f'</title><link rel="canonical" href="{URL}">').encode()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two articles."""
    store = State(tmp_path, create=True)
    for number in (1001, 1002):
        body = str(article(number).body).encode()
        url = f"https://baolangson.vn/chinh-tri/{number}-hoi-nghi.html"
        page = Page(url=url, body=body, headers={}, fetched_at=datetime.fromisoformat(MOMENT))
        store.articles.save(process(page), seen_at=MOMENT)
    store.close()
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        *("crawl", "scrape", "status", "schedule", "extract", "export", "schema", "normalise", "demo"),
        *("replica serve", "replica truth"),
    ],
)
def test_help_gives_an_example(run: Run, command: str) -> None:
    """Every subcommand's help shows how it is used."""
    code, out, _ = run(*command.split(), "--help")

    assert code == 0
    assert f"langson {command}" in " ".join(out.split())
    assert "Example" in out


def test_help_names_every_command(run: Run) -> None:
    """`langson --help` lists the subcommands."""
    _, out, _ = run("--help")

    known = "crawl scrape status schedule extract export schema normalise replica demo"
    for command in known.split():
        assert f" {command} " in out


def test_version(run: Run) -> None:
    """`langson --version` names program and version."""
    assert run("--version") == (0, f"langson {__version__}\n", "")


@pytest.mark.parametrize("command", ["crawl", "scrape"])
def test_help_names_the_exit_codes(run: Run, command: str) -> None:
    """Whoever writes a script finds every exit code in the help."""
    _, out, _ = run(command, "--help")
    text = " ".join(out.split())

    for code in ExitCode:
        assert code == ExitCode.FAULT or f" {int(code)} " in text.partition("Exit codes:")[2]


def test_help_of_crawl_shows_forms(run: Run) -> None:
    """The help of days and pages shows what they look like."""
    text = " ".join(run("crawl", "--help")[1].replace("│", " ").split())

    for words in ("2026-11-01, or 7d", "2026-11-30, or 1d", "3 reads the newest three"):
        assert words in text


def test_extract_from_a_copy(run: Run, tmp_path: Path) -> None:
    """With --origin a page saved from a copy is read as the paper's, its address kept as the copy's."""
    page = html().replace(b"https://baolangson.vn", b"http://127.0.0.1:8000")
    (tmp_path / "page.html").write_bytes(page)
    _, unknown, _ = run("extract", tmp_path / "page.html")
    code, out, err = run("extract", tmp_path / "page.html", "--origin", "http://127.0.0.1:8000")

    assert (code, err) == (0, "")
    record = json.loads(out)
    assert record["url"] == URL.replace("https://baolangson.vn", "http://127.0.0.1:8000")
    assert (record["crawl"]["layout"], record["section"]) == ("era1", "chinh-tri")
    assert json.loads(unknown)["crawl"]["layout"] == "unknown"


@pytest.mark.parametrize("packed", [False, True])
def test_extract(run: Run, tmp_path: Path, packed: bool) -> None:
    """A saved page, plain or gzipped, gives one line; its address is the one it names."""
    path = tmp_path / ("page.html.gz" if packed else "page.html")
    path.write_bytes(gzip.compress(html()) if packed else html())
    code, out, err = run("extract", path, "--fetched-at", MOMENT)

    assert (code, err) == (0, "")
    record = json.loads(out)
    assert (record["id"], record["url"]) == ("1001", URL)
    assert record["crawl"]["via"] == "file"
    assert record["crawl"]["fetched_at"] == MOMENT


def test_extract_takes_the_files_time(run: Run, tmp_path: Path) -> None:
    """Without --fetched-at, a page counts as fetched when its file was written."""
    import os

    path = tmp_path / "page.html"
    path.write_bytes(html())
    os.utime(path, (1_700_000_000, 1_700_000_000))
    _, out, _ = run("extract", path)

    fetched_at = json.loads(out)["crawl"]["fetched_at"]
    assert datetime.fromisoformat(fetched_at).timestamp() == 1_700_000_000


def test_extract_explains(run: Run, tmp_path: Path) -> None:
    """--explain shows the landmarks instead of the record."""
    path = tmp_path / "page.html"
    path.write_bytes(html())
    code, out, err = run("extract", path, "--explain")

    assert (code, err) == (0, "")
    assert "title: Hội nghị giao ban" in out
    assert "stamp: Thứ 4, 05.10.2022 | 15:48:48" in out


def test_export_jsonl(run: Run, data: Path) -> None:
    """Stored records come as they are published."""
    code, out, _ = run("export", "--data", data)

    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1001", "1002"]


def test_export_text(run: Run, data: Path) -> None:
    """Articles are printed as a reader sees them, a line of = between them."""
    code, out, _ = run("export", "--format", "text", "--data", data, "1001", "1002")

    assert code == 0
    first, second = out.split("\n\n" + "=" * 72 + "\n\n")
    assert first.startswith(
        "Hội nghị giao ban công tác tháng lần thứ 1001\n\nThứ 4, 05.10.2022 | 15:48:48\n101 lượt xem\n\n"
    )
    assert second.endswith(
        "\nHOÀNG LAN\n\nhttps://baolangson.vn/chinh-tri/1002-hoi-nghi.html\n\n  • Từ khóa\n"
    )


def test_export_names_what_is_not_there(run: Run, data: Path) -> None:
    """A number that is not stored is named; the others are printed."""
    code, out, err = run("export", "--data", data, "1002", "7")

    assert code == 5
    assert json.loads(out)["id"] == "1002"
    assert err.startswith("langson: 7: no such article")


def test_schema_describes_the_lines(run: Run, data: Path) -> None:
    """The schema is JSON, and a record has exactly its fields."""
    code, out, _ = run("schema")
    schema = json.loads(out)

    assert code == 0
    assert schema == json_schema()
    record = json.loads(run("export", "--data", data, "1001")[1])
    assert list(record) == schema["required"] == list(schema["properties"])


def test_normalise(run: Run) -> None:
    """Lines in, JSON lines out, one for one, each with its reason where there is no value."""
    code, out, _ = run("normalise", "dates", stdin="Thứ 4, 05.10.2022 | 15:48:48\n\nhôm nào đó\n")
    lines = [json.loads(line) for line in out.splitlines()]

    assert code == 0
    assert lines[0]["value"] == "2022-10-05T15:48:48+07:00"
    assert lines[-1]["value"] is None
    assert lines[-1]["reason"]
    assert json.loads(run("normalise", "views", stdin="1.234 lượt xem\n")[1])["value"] == 1234


def test_replica_truth(run: Run) -> None:
    """The replica says what is true of its pages, one line an article."""
    code, out, _ = run("replica", "truth", "--articles", 5, "--seed", 3)

    assert code == 0
    assert len([json.loads(line)["title"] for line in out.splitlines()]) == 5


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed article is not beside this checkout")
def test_text_is_the_seeds() -> None:
    """The seed's record is printed line for line as the seed's text."""
    record: dict[str, Any] = {"aliases": [], **json.loads((SEED / "article.json").read_text("utf-8"))}

    assert to_text(record) == (SEED / "article.txt").read_text("utf-8")
