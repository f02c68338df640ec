"""`langson archives` and `langson crawl --source`, as a user starts them."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from aiohttp import web

from crawler.cli.exit_codes import ExitCode
from tests.rim.command import ROOT, langson, records
from tests.web_archives.served_paper import archives, fill, page, paper_of, published, wanted
from tests.web_archives.shelf import CommonCrawlServer, Shelf, WaybackServer, serving

PAPER = paper_of(16)
TRUTH = {
    (str(PAPER.story(index).number), era): PAPER.truth(index, era)
    for index in wanted(PAPER)
    for era in PAPER.served_eras(index)
}
KEYS = {str(PAPER.story(index).number) for index in wanted(PAPER)}


@pytest.fixture
def server() -> Iterator[CommonCrawlServer]:
    """Common Crawl with two captures of every article."""
    found = CommonCrawlServer()
    fill(PAPER, found)
    with serving(found):
        yield found


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "--source", "wayback", "--via", "feed"], "via: it is of a crawl of the paper"),
        (["crawl", "--source", "wayback"], "say who asks"),
        (["archives", "commoncrawl", "--contact", "a@example.org", "--delay", "0.5"], "at most every 1 s"),
        (["archives", "wayback", "--contact", "a@example.org", "--delay", "1"], "at most every 4 s"),
        (["archives", "commoncrawl", "--cdx", "file:///etc"], "it does not begin with http://"),
        (["archives", "commoncrawl", "--section", " "], "section: it is empty"),
        (["archives", "commoncrawl", "--since", "tomorrow"], "since: cannot read"),
        (["archives", "altavista"], "altavista"),
    ],
)
def test_orders_that_cannot_be_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """One line says what to change; nobody is asked, nothing is made."""
    from crawler.cli import main

    monkeypatch.setattr(sys, "argv", ["langson", *arguments, "--data", str(tmp_path / "data")])
    with pytest.raises(SystemExit) as ended:
        main()

    assert (ended.value.code, (tmp_path / "data").exists()) == (ExitCode.USAGE, False)
    assert words in capsys.readouterr().err


@pytest.mark.drill
def test_a_harvest(tmp_path: Path, server: CommonCrawlServer) -> None:
    """All articles, each with the capture that it is of; a second start has nothing to do; rebuild agrees."""
    first = archives(server, tmp_path / "data")
    asked = len(server.asked)
    second = archives(server, tmp_path / "data")

    assert (first.returncode, second.returncode) == (ExitCode.OK, ExitCode.NOTHING_NEW), first.stderr
    assert len(server.asked) == asked
    assert {record["id"] for record in records(tmp_path / "data")} == KEYS
    for record in records(tmp_path / "data"):
        era = 1 if record["crawl"]["layout"] == "era1" else 2
        assert record["aliases"] == TRUTH[record["id"], era]["aliases"]
        assert record["crawl"]["via"] == "commoncrawl"
        assert record["crawl"]["fetched_at"].startswith("2026-09-0")
        assert record["evidence"]["capture"].startswith("sha1:")
    [report] = [json.loads(path.read_text()) for path in (tmp_path / "data").glob("runs/*/report.json")
                if json.loads(path.read_text())["exit_code"] == 0]  # fmt: skip
    assert report["archive"]["ends"]["stored"] == len(KEYS)
    assert langson("verify", "--data", tmp_path / "data").returncode == 0
    assert langson("rebuild", "--data", tmp_path / "data", "--into", tmp_path / "anew").returncode == 0
    assert published(tmp_path / "anew") == published(tmp_path / "data")


@pytest.mark.parametrize(
    "seed",
    [pytest.param(1, marks=pytest.mark.drill), *(pytest.param(n, marks=pytest.mark.torture) for n in (2, 3))],
)
def test_killed_and_resumed(tmp_path: Path, server: CommonCrawlServer, seed: int) -> None:
    """Killed at any point, again and again: the dataset is the same, and next to nothing is fetched twice."""
    assert archives(server, tmp_path / "whole").returncode == ExitCode.OK
    once = len(server.paths(data=True))
    server.asked.clear()
    rng, kills = Random(seed), 0
    while archives(server, tmp_path / "data", kill_after=rng.randint(10, 150)).returncode == -signal.SIGKILL:
        kills += 1
        assert kills < 200

    assert kills >= 3
    assert published(tmp_path / "data") == published(tmp_path / "whole")
    assert len(server.paths(data=True)) <= once + kills
    assert langson("verify", "--data", tmp_path / "data").returncode == 0
    assert langson("rebuild", "--data", tmp_path / "data", "--into", tmp_path / "anew").returncode == 0
    assert published(tmp_path / "anew") == published(tmp_path / "whole")


@pytest.mark.drill
def test_stopped_and_resumed(tmp_path: Path, server: CommonCrawlServer) -> None:
    """SIGTERM while a pause is kept: what was fetched is published, the next run goes on."""
    given: list[web.Response] = []

    def pause(request: web.Request) -> web.Response | None:
        if len(server.paths(data=True)) == 4 and not given:
            given.append(web.Response(status=503, headers={"Retry-After": "900"}))
            return given[0]
        return None

    server.fault = pause
    command = [sys.executable, "-m", "crawler.cli", "archives", "commoncrawl", "--cdx", server.base]
    command += ["--replay", server.base, "--data", str(tmp_path / "data"), "--contact", "desk@example.org"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if "asked again" in line:
                running.send_signal(signal.SIGTERM)
        code = running.wait(120)
    stored = len(records(tmp_path / "data"))
    after = archives(server, tmp_path / "data")

    assert (code, stored) == (ExitCode.INTERRUPTED, 3)
    assert (after.returncode, len(records(tmp_path / "data"))) == (ExitCode.OK, len(KEYS))


@pytest.mark.drill
def test_an_archive_that_is_away(tmp_path: Path) -> None:
    """An archive that asks for a long pause is left alone: exit code 5, the words say what to do."""
    away = CommonCrawlServer(fault=lambda request: web.Response(status=429, headers={"Retry-After": "7200"}))
    with serving(away):
        done = archives(away, tmp_path / "data")

    assert (done.returncode, len(away.asked)) == (ExitCode.NOTHING, 1)
    assert "asks for a pause of 7200 s" in done.stderr


@pytest.mark.drill
def test_crawl_with_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`crawl --source wayback` is the same; where it is asked comes from the environment."""
    server = WaybackServer()
    fill(PAPER, server)
    with serving(server):
        monkeypatch.setenv("LANGSON_WAYBACK_CDX", f"{server.base}/cdx")
        monkeypatch.setenv("LANGSON_WAYBACK_REPLAY", f"{server.base}/web")
        done = langson("crawl", "--source", "wayback", "--data", tmp_path, "--contact", "a@example.org")

    assert done.returncode == ExitCode.OK, done.stderr
    assert {record["id"] for record in records(tmp_path)} == KEYS
    assert {record["crawl"]["via"] for record in records(tmp_path)} == {"wayback"}


@pytest.mark.drill
def test_no_whole_capture(tmp_path: Path) -> None:
    """An article that cannot be had is named, and the run is partial; one with a second capture is not."""
    server, shelf = CommonCrawlServer(), Shelf()
    server.shelves["A"] = shelf
    one, two = wanted(PAPER)[:2]
    for index, when in ((two, "20261001000000"), (two, "20261101000000"), (one, "20261001000000")):
        shelf.put(PAPER.address(index), when, page(PAPER, index, when))
    for row in shelf.rows[1:]:
        row["digest"] = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    with serving(server):
        done = archives(server, tmp_path)

    assert done.returncode == ExitCode.PARTIAL
    assert "no capture of it is a whole page (digest" in done.stderr
    assert [record["id"] for record in records(tmp_path)] == [str(PAPER.story(two).number)]
    with closing(sqlite3.connect(tmp_path / "crawl.sqlite")) as state:
        ends = dict(state.execute("SELECT state, count(*) FROM web_capture GROUP BY 1"))
    assert ends == {"refused": 2, "taken": 1}
