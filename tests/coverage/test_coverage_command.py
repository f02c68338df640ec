"""`langson coverage`: exit codes, the table, the files."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.cli import main
from tests.coverage.folder import PAPER, Folder, url_of

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `langson coverage` in this process: exit code, standard output, standard error."""

    def coverage(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["langson", "coverage", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return coverage


EXIT_CODES = [
    # state, reason of the one article that is not stored -> exit code
    (None, "", 0),
    ("gone", "http-410", 0),
    ("filtered", "other-section", 0),
    ("failed", "robots", 4),
    ("failed", "http-404", 3),
    ("pending", "", 3),
    ("quarantine", "missing:title", 3),
]


@pytest.mark.parametrize(("state", "reason", "code"), EXIT_CODES)
def test_exit_code(run: Run, tmp_path: Path, state: str | None, reason: str, code: int) -> None:
    """Only an unexplained hole is an alarm; where robots.txt makes all of them, it has its own code."""
    folder = Folder(tmp_path)
    folder.store(531453, "2026-11-02")
    if state is not None:
        folder.address(531454, state, reason)
    folder.state.close()

    assert run("--data", tmp_path)[0] == code


def last_crawl(folder: Folder, spider: str, code: int, *, day: str) -> None:
    """Let a crawl have ended with an exit code."""
    run = f"{day}-{spider}"
    folder.state.runs.begin(run, started_at=f"{day}T08:00:00+07:00", options={"spider": spider})
    folder.state.runs.report(run, exit_code=code, report={})


@pytest.mark.parametrize(
    ("runs", "code", "words"),
    [
        ([("backfill", 10)], 0, "explained; run `langson backfill` again on another day"),
        ([("politics", 3), ("backfill", 10)], 0, "explained; run `langson backfill` again"),
        ([("backfill", 10), ("ingest", 0)], 0, "explained; run `langson backfill` again"),  # takes up nothing
        ([("backfill", 10), ("backfill", 130)], 3, "the same command (`langson crawl`, `backfill`) goes on"),
        ([("backfill", 10), ("politics", 0)], 3, "the same command"),
        ([], 3, "the same command"),
    ],
)
def test_what_waits_after_a_spent_budget(
    run: Run, tmp_path: Path, runs: list[tuple[str, int]], code: int, words: str
) -> None:
    """It is explained while the last crawl is the one whose budget was spent, and says how to go on."""
    folder = Folder(tmp_path)
    folder.store(531453, "2026-11-02")
    folder.address(531454, "pending")
    for number, (spider, ended) in enumerate(runs):
        last_crawl(folder, spider, ended, day=f"2026-11-0{number + 3}")
    folder.state.close()
    found, out, _ = run("--data", tmp_path)

    assert found == code
    (line,) = [line for line in out.splitlines() if url_of(531454) in line]
    assert "  not-fetched  " in line
    assert words in line


def test_an_empty_folder(run: Run, tmp_path: Path) -> None:
    """A folder that knows of no article is not complete: code 5."""
    Folder(tmp_path).state.close()

    assert run("--data", tmp_path)[0] == 5


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--data", "/no/such/folder"), 6, "no such file"),
        (("--section", "the-thao"), 2, "unknown section"),
        (("--since", "yesterday"), 2, "cannot read 'yesterday'"),
        (("--format", "xml"), 2, "xml"),
    ],
)
def test_bad_options(run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    """What cannot be used is named, and nothing is done."""
    Folder(tmp_path).state.close()
    options = arguments if "--data" in arguments else ("--data", tmp_path, *arguments)
    found, out, err = run(*options)

    assert (found, out) == (code, "")
    assert words in err


def test_the_table_names_every_hole(run: Run, tmp_path: Path) -> None:
    """A line for complete months together, one for a month with holes, one for each hole: address, cause,
    what to do."""
    folder = Folder(tmp_path)
    for number, day in enumerate(("2026-08-03", "2026-09-07", "2026-11-02")):
        folder.store(531000 + number, day)
    folder.sight("sitemap", [531500], day="2026-11-05")
    folder.address(531400, "failed", "robots", published_at="2026-11-04T08:00:00+07:00")
    folder.state.close()
    _, out, _ = run("--data", tmp_path)

    lines = [line.split() for line in out.splitlines()]
    assert ["chinh-tri", "2026-08", "-", "2026-09", "2", "2", "0"] in lines
    assert "chinh-tri 2026-11 3 1 2 refused 1, never-asked 1".split() in lines
    (asked,) = [line for line in out.splitlines() if url_of(531500) in line]
    assert asked.startswith("2026-11-05  never-asked  chinh-tri  ")
    assert "shown by sitemap" in asked
    assert "`langson crawl --via sitemap --section chinh-tri --since 2026-11-05 --until 2026-11-05`" in asked
    assert "--permission" in next(line for line in out.splitlines() if url_of(531400) in line)


def table(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_files(run: Run, tmp_path: Path) -> None:
    """The whole is written to coverage/: JSON that adds up, CSV that a spreadsheet shows and does not run."""
    folder = Folder(tmp_path)
    folder.store(531453, "2026-11-02")
    folder.sight("feed", [531454], day="2026-11-03", section="chinh-tri")
    evil = "=HYPERLINK(1)\n\x1b[31m"
    folder.address(531455, "failed", "parse-crash", detail=evil)
    folder.state.close()
    code, out, _ = run("--data", tmp_path)
    whole = json.loads((tmp_path / "coverage" / "coverage.json").read_text("utf-8"))
    rows, days = (table(tmp_path / "coverage" / name) for name in ("holes.csv", "days.csv"))

    assert code == 3
    assert "\x1b" not in out
    assert whole["expected"] == sum(day["expected"] for day in whole["days"]) == 3
    assert whole["articles"]["stored"] == sum(int(day["stored"]) for day in days) == 1
    assert len(whole["holes"]) == len(rows) == 2
    assert {cell[0] for row in rows for cell in row.values() if cell} & set("=+-@\t\r\n") == set()


def test_standard_output(run: Run, tmp_path: Path) -> None:
    """With a format, standard output is that and nothing else; with --out nothing is written elsewhere."""
    folder = Folder(tmp_path)
    folder.sight("feed", [531454], day="2026-11-03")
    folder.state.close()

    assert json.loads(run("--data", tmp_path, "--format", "json")[1])["holes"][0]["url"] == url_of(531454)
    assert run("--data", tmp_path, "--format", "csv")[1].startswith("kind,section,day,")
    (tmp_path / "coverage" / "coverage.json").unlink()
    for form in ("table", "json", "csv"):
        code, out, _ = run("--data", tmp_path, "--format", form, "--out", tmp_path / f"out.{form}")
        assert (code, out.splitlines()[0]) == (3, f"wrote {tmp_path / f'out.{form}'}")
    assert not (tmp_path / "coverage" / "coverage.json").exists()
    assert url_of(531454) in (tmp_path / "out.table").read_text("utf-8")
    assert (tmp_path / "out.days.csv").exists()


def test_a_crawl_at_work(run: Run, tmp_path: Path) -> None:
    """While a crawl is at work what waits is not due yet."""
    from crawler.store.lock import folder_lock

    folder = Folder(tmp_path)
    folder.address(531454, "pending", url=f"{PAPER}/hoi-nghi-5314540.html")
    folder.state.close()
    with folder_lock(tmp_path):
        code, out, _ = run("--data", tmp_path)

    assert code == 0
    assert "not-due" in out
