"""Every run leaves a report: ended, interrupted, killed, refused; its ledger adds up or says so loudly."""

from __future__ import annotations

import json
import logging
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.extensions.run_log import begin_log, end_log
from tests.rim.command import ROOT, Done, langson
from tests.rim.site import Answer, Site, article, listing, of_articles, served

ARTICLES = 12
FATES = ("stored", "unchanged", "gone", "failed", "quarantine", "filtered", "returned")


@pytest.fixture
def site() -> Iterator[Site]:
    """A paper with one listing of twelve articles."""
    with served(of_articles(ARTICLES)) as running:
        yield running


def crawl(site: Site, data: Path, *options: object) -> Done:
    """Crawl the site without a pause."""
    place = ("--origin", site.url, "--data", data, "--section", "chinh-tri", "--delay", 0)
    return langson("crawl", *place, *options)


def reports(data: Path) -> list[dict[str, Any]]:
    """The reports in the order of the runs."""
    paths = (data / "runs").glob("*/report.json")
    return sorted((json.loads(path.read_bytes()) for path in paths), key=lambda report: report["started_at"])


def adds_up(report: dict[str, Any]) -> bool:
    """Whether what was requested is the sum of what became of it."""
    ledger = report["ledger"]
    return bool(ledger["balanced"]) and ledger["requested"] == sum(ledger[fate] for fate in FATES)


def test_a_run_and_one_with_nothing_new(site: Site, tmp_path: Path) -> None:
    """The first run stores all, the second asks for the listing alone: 0, then 8, each with its report."""
    broken = "/chinh-tri/500-hoi-nghi.html"
    page = listing([broken, *(path for path in site.routes if path.endswith(".html"))])
    site.routes["/chinh-tri"] = page
    site.routes[broken] = Answer("<html><h1>Chỉ có tiêu đề</h1></html>")
    assert crawl(site, tmp_path).returncode == 3
    done = crawl(site, tmp_path, "--permission", " Toà soạn,  24.11.2026,\tcrawl ")
    assert done.returncode == 8, done.stderr
    assert "nothing was new" in done.stdout

    first, second = reports(tmp_path)
    assert first["exit_name"], first["finish_reason"] == ("partial", "finished")
    assert first["articles"] == {"new": ARTICLES, "changed": 0, "unchanged": 0}
    assert first["counts"]["article"] == {
        "stored": {"new": ARTICLES},
        "quarantine": {"missing:title": 1},
    }
    assert first["coverage"]["era1"]["articles"] == ARTICLES
    assert first["months"] == ["2022-10"]
    assert first["published"] == ["2022-10.jsonl"]
    assert [(row["origin"], row["status"]) for row in first["robots"]] == [(site.url, 404)]
    assert first["verdicts"] == {"allowed: no robots.txt (HTTP 404)": first["requests"] - 1}
    for report in (first, second):
        folder = tmp_path / "runs" / report["run"]
        assert {row["file"]: row["bytes"] for row in report["warc"]} == {
            path.name: path.stat().st_size for path in folder.glob("*.warc.gz")
        }
        assert adds_up(report)
    assert second["exit_name"] == "nothing-new"
    assert second["permission"] == "Toà soạn, 24.11.2026, crawl"
    assert second["articles"]["new"] == 0
    assert second["published"] == []
    (entry,) = map(json.loads, (tmp_path / "quarantine" / f"{first['run']}.jsonl").read_text().splitlines())
    assert (entry["url"], entry["reason"]) == (site.url + broken, "missing:title")
    assert not (tmp_path / "quarantine" / f"{second['run']}.jsonl").exists()


def test_what_was_left_out_is_counted_as_the_console_counts_it(site: Site, tmp_path: Path) -> None:
    """Also articles of other sections that a listing showed and nobody asked for."""
    own = [path for path in site.routes if path.endswith(".html")]
    others = [f"/kinh-te/{number}-gia-hoi.html" for number in (601, 602, 603)]
    site.routes["/chinh-tri"] = listing([*own, *others])
    done = crawl(site, tmp_path)

    (report,) = reports(tmp_path)
    said = re.search(r"^filtered +(\d+) +other-section (\d+)$", done.stdout, re.MULTILINE)
    assert said is not None, done.stdout
    assert said.groups() == ("3", "3")
    assert report["counts"]["article"]["filtered"] == {"other-section": 3}
    assert adds_up(report)
    page = (tmp_path / "runs" / report["run"] / "report.html").read_text("utf-8")
    assert "3 articles: <code>other-section</code> 3." in page


@pytest.mark.drill
def test_refused_by_robots(site: Site, tmp_path: Path) -> None:
    """A refused run's report names the rule, the text's hash and the agent's fate."""
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", type="text/plain")
    assert crawl(site, tmp_path).returncode == 4

    (report,) = reports(tmp_path)
    assert report["exit_name"] == "robots"
    assert len(report["robots"][0]["sha256"]) == 64
    assert ["Disallow: / (line 2" in text for text in report["refusals"]] == [True]
    assert adds_up(report)


def begin(site: Site, data: Path) -> subprocess.Popen[str]:
    """Start a slow crawl and wait until it has asked for some articles."""
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--origin", site.url, "--section", "chinh-tri"]
    process = subprocess.Popen(
        [*command, "--data", str(data), "--delay", "0.2"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(site.paths()) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.poll() is None
    return process


@pytest.mark.drill
def test_interrupted(site: Site, tmp_path: Path) -> None:
    """What a stopped run had in hand is counted as returned, not lost."""
    process = begin(site, tmp_path)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)

    (report,) = reports(tmp_path)
    assert (report["state"], report["exit_name"]) == ("ended", "interrupted")
    assert 0 < report["articles"]["new"] < ARTICLES
    assert adds_up(report)


@pytest.mark.drill
def test_killed(site: Site, tmp_path: Path) -> None:
    """The next start writes the report, log and quarantine of a run that could not write them."""
    process = begin(site, tmp_path)
    process.kill()
    process.communicate(timeout=30)
    assert reports(tmp_path) == []
    status = json.loads(langson("status", "--data", tmp_path, "--json").stdout)
    assert (status["running"], status["runs"][0]["end"]) == (False, "crashed")

    assert crawl(site, tmp_path).returncode == 0
    killed, ended = reports(tmp_path)
    assert (killed["state"], killed["exit_code"], killed["exit_name"]) == ("crashed", None, "crashed")
    assert adds_up(killed)
    assert adds_up(ended)
    assert killed["articles"]["new"] + ended["articles"]["new"] == ARTICLES
    assert killed["warc"][0]["bytes"] > 0


def python(code: str, site: Site, data: Path) -> Done:
    """Crawl in a process that runs some code first."""
    arguments = ["crawl", "--origin", site.url, "--data", str(data), "--section", "chinh-tri", "--delay", "0"]
    command = [sys.executable, "-c", f"{code}\nfrom crawler.cli import main\nmain()", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.drill
def test_a_ledger_that_does_not_add_up(site: Site, tmp_path: Path) -> None:
    """An end that is not noted is a fault: said loudly, exit code 1."""
    forget = (
        "from crawler.store.runs import Runs\n"
        "visit = Runs.visit\n"
        "def some(self, run, url, *end): '/1003-' in url or visit(self, run, url, *end)\n"
        "Runs.visit = some"
    )
    done = python(forget, site, tmp_path)

    assert done.returncode == 1, done.stderr
    assert "ledger unbalanced: 1 without an end in the state 'done'" in done.stderr
    (report,) = reports(tmp_path)
    assert report["ledger"]["balanced"] is False
    assert report["exit_name"] == "fault"


@pytest.mark.drill
def test_a_run_killed_when_its_gate_had_closed(site: Site, tmp_path: Path) -> None:
    """What a gate decided holds although the run could not take it back itself."""
    changed = Answer("<html><body><h1>Hội nghị</h1></body></html>")
    bad = {f"/chinh-tri/{number}-hoi-nghi.html": changed for number in range(3000, 3010)}
    good = [path for path in site.routes if path.endswith(".html")]
    site.routes |= bad
    site.routes["/chinh-tri"] = listing([*good, *bad])
    die = (
        "import asyncio, os, signal\n"
        "from crawler.extensions.run import Run\n"
        "die = lambda: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Run.close_spider = lambda self, reason: asyncio.get_running_loop().call_soon(die)"
    )
    assert python(die, site, tmp_path).returncode == -signal.SIGKILL

    site.routes |= {path: article(int(path[11:15])) for path in bad}
    done = crawl(site, tmp_path, "-v")
    assert done.returncode == 0, done.stderr
    assert " articles were taken back (layout-change)" in done.stderr
    killed, ended = reports(tmp_path)
    assert killed["articles"]["new"] == 0
    assert killed["warnings"][0].startswith("layout-change: ")
    assert len((tmp_path / "quarantine" / f"{killed['run']}.jsonl").read_text().splitlines()) > 6
    assert ended["articles"]["new"] == ARTICLES + len(bad)


@pytest.mark.drill
def test_the_log(site: Site, tmp_path: Path) -> None:
    """One event one line with its time: what was read, and how it ended."""
    crawl(site, tmp_path)

    (log,) = (tmp_path / "runs").glob("*/log")
    lines = log.read_text("utf-8").splitlines()
    assert any(f"chinh-tri: {ARTICLES} articles, {ARTICLES} new" in line for line in lines)
    for line in lines:
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00 (INFO|WARNING|ERROR|CRITICAL) \S+: ", line)
        assert line.isprintable()


def test_nothing_from_a_page_breaks_a_log_line(tmp_path: Path) -> None:
    """Line breaks, escape sequences, odd letters and endless addresses: still one printable line each."""
    handler, logger = begin_log(tmp_path / "log"), logging.getLogger("tests.log")
    hostile = ["a\nINFO forged: b", "\x1b[31mđỏ\x07", "\u202eexe.txt", "\ud800", "x" * 10_000, "\u2028\x85"]
    try:
        for text in hostile:
            # Past the loggers: what captures their output for a report may not know half a letter.
            handler.handle(logger.makeRecord(logger.name, logging.ERROR, "", 0, "%s", (text,), None))
        logger.debug("not of interest")
    finally:
        end_log(handler)

    lines = (tmp_path / "log").read_text("utf-8").split("\n")
    assert (len(lines), lines[-1]) == (len(hostile) + 1, "")
    assert all(line.isprintable() and len(line) < 2100 for line in lines)
    assert "đỏ" in lines[1]


@pytest.mark.drill
def test_a_log_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    """The crawl goes on without it, in silence."""
    done = python(
        "from crawler.extensions import run_report; run_report.LOG_NAME = 'missing/log'", site, tmp_path
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert reports(tmp_path)[0]["exit_name"] == "ok"
