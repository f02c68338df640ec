"""`langson ingest` in this process: what is refused before anything is made, and its last lines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.cli import main
from tests.ingest.material import address, capture, foreign_warc, page

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `langson ingest` among files of every kind: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    (tmp_path / "nameless.html").write_text("<html><body><h1>Tin</h1><p>Sáng nay.</p></body></html>", "utf-8")
    (tmp_path / "page.html").write_bytes(page(1001))
    (tmp_path / "no-column.csv").write_text("a,b\n1,2\n")
    (tmp_path / "bad-line.csv").write_text("file,url\npage.html,ftp://a.vn\n")
    robots = capture("https://baolangson.vn/robots.txt", body=b"#")
    other = [capture("https://example.org/tin.html", body=b"<p>"), robots]
    (tmp_path / "other.warc").write_bytes(foreign_warc(other))
    ours = [capture(address(1001)), robots, capture(address(1002))]
    (tmp_path / "ours.warc").write_bytes(foreign_warc(ours))

    def ingest(arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["langson", "ingest", *arguments.split(), "--data", "data"])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return ingest


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("missing.html", 2, "missing.html: no such file"),
        ("missing.html gone/*.warc.gz", 2, "gone/*.warc.gz: no such file"),
        ("missing.html --dry-run", 2, "missing.html: no such file"),
        ("page.html --table no-column.csv", 2, "no-column.csv has no column file, url"),
        ("page.html --table bad-line.csv", 2, "bad-line.csv, line 2"),
        ("page.html --table missing.csv", 2, "missing.csv: No such file"),
        ("page.html --table empty", 2, "empty: Is a directory"),
        ("page.html --section the-thao", 2, "unknown section"),
        ("page.html --since tomorrow", 2, "cannot read 'tomorrow'"),
        ("page.html --origin nonsense", 2, "'nonsense' is no address"),
        ("empty", 5, "holds no WARC"),
        ("noise.bin", 5, "is no WARC"),
        ("nameless.html", 5, "nameless.html"),
        ("other.warc", 5, "no page of the paper is in these files"),
        ("other.warc --dry-run", 5, "no page of the paper is in these files"),
        ("empty missing.html", 5, "missing.html: no such file"),
    ],
)
def test_nothing_is_made_for_nothing(run: Run, tmp_path: Path, arguments: str, code: int, words: str) -> None:
    """A slip (2) and files that hold nothing for us (5): it is said, and there is no folder and no run."""
    found, _, err = run(arguments)

    assert found == code, err
    assert words in err
    assert not (tmp_path / "data").exists()


def test_nothing_is_added_to_a_folder_either(run: Run, tmp_path: Path) -> None:
    """A slip leaves no run in a folder that is there already, and its files as they are."""
    assert run("ours.warc")[0] == 0
    before = {path: path.read_bytes() for path in tmp_path.glob("data/**/*") if path.is_file()}

    assert run("page.html --table bad-line.csv")[0] == 2
    assert run("other.warc")[0] == 5
    assert {path: path.read_bytes() for path in tmp_path.glob("data/**/*") if path.is_file()} == before


def test_a_missing_file_among_others(run: Run) -> None:
    """It is named, the others are read: partial."""
    code, out, err = run("missing.html ours.warc")

    assert code == 3
    assert "missing.html: no such file" in err
    assert "2 new articles" in out


def test_the_last_lines(run: Run) -> None:
    """Captures and articles are told apart, what was in already has its own line, and all adds up."""
    _, first, _ = run("ours.warc")
    _, again, _ = run("ours.warc")

    def counts(out: str) -> dict[str, list[str]]:
        return {
            line.split()[0]: line.split()[1:] for line in out.splitlines() if not line.startswith("wrote")
        }

    assert counts(first)["found"] == "3 captures of pages in 1 file".split()
    assert counts(first)["stored"] == "2 2 captures of articles: 2 new articles, 0 changed".split()
    assert counts(first)["filtered"] == ["1", "robots.txt", "1"]
    assert counts(again)["skipped"] == "2 this folder has these captures already".split()
    for told in (counts(first), counts(again)):
        numbers = [int(told[name][0]) for name in ("stored", "skipped", "filtered") if name in told]
        assert int(told["found"][0]) == sum(numbers)
