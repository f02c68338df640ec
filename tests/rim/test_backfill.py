"""`langson backfill`: past years by months, the newest first, within a budget a day; kills lose nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crawler.replica import Newspaper
from crawler.replica.server import Served, serve
from tests.rim.command import ROOT, langson, langson_later
from tests.rim.test_replica_crawl import keys, truths

pytestmark = pytest.mark.drill
DAY = 86400.0
SPAN = ("2012", "2018")


def backfill(served: Served, data: Path, *options: object, later: float = 0) -> tuple[int, str]:
    """Fill the span from the replica without a pause, so many seconds from now."""
    span = ("--from", SPAN[0], "--to", SPAN[1])
    place = ("--origin", served.origin, "--delay", 0, "--data", data)
    done = langson_later(later, "backfill", *span, *place, *options)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def wanted(served: Served) -> set[tuple[str, str]]:
    """The political articles of the span."""
    found = truths(served).items()
    return {key for key, truth in found if SPAN[0] <= truth["published_at"][:4] <= SPAN[1]}


def months(data: Path) -> dict[str, Any]:
    """What the last run says of the months."""
    last = max((data / "runs").iterdir())
    found: dict[str, Any] = json.loads((last / "report.json").read_bytes())["sources"]["months"]
    return found


def test_a_budget_a_day(tmp_path: Path) -> None:
    """Each day's requests are within the budget, a second start of a day asks nothing; months become
    complete from the newest on, until all of the span is there."""
    with serve(Newspaper(21, 100, eras=(1,)), sources=frozenset({"sitemap"})) as served:
        expected, complete, days = wanted(served), [0], 0
        while True:
            mark = len(served.log)
            code, out = backfill(served, tmp_path, "--budget", 25, later=days * DAY)
            asked = len(served.log) - mark
            assert asked <= 25, out
            stored = sorted(record for record in keys(tmp_path))
            assert set(stored) <= expected
            complete.append(len(months(tmp_path)["complete"]))
            if code != 10:
                break
            assert asked >= 24, "the budget is used; one request is kept for robots.txt"
            assert "the day's budget of requests is spent; the same command goes on tomorrow" in out
            if days == 0:
                mark = len(served.log)
                assert backfill(served, tmp_path, "--budget", 25)[0] == 10
                assert len(served.log) == mark, "nothing is left of the day"
                mark = len(served.log)
                assert backfill(served, tmp_path, "--budget", 30)[0] == 10
                assert 4 <= len(served.log) - mark <= 6, "what is left is used"
            days += 1
    assert code in (0, 8), out
    assert set(keys(tmp_path)) == expected
    assert complete == sorted(complete)
    assert complete[-1] == 84


def test_month_by_month(tmp_path: Path) -> None:
    """By REST each month is asked for by itself, the newest first; what is complete is not asked again."""
    with serve(Newspaper(22, 60, eras=(1,)), sources=frozenset({"rest"})) as served:
        code, out = backfill(served, tmp_path)
        before, days = len(served.log), [p.partition("after=")[2][:10] for p in served.log if "after=" in p]
        assert code == 0, out
        assert set(keys(tmp_path)) == wanted(served)
        assert days == sorted(days, reverse=True)
        assert len(months(tmp_path)["complete"]) == 84

        code, out = backfill(served, tmp_path)
        assert code == 8, out
        assert [path for path in served.log[before:] if "posts" in path or path.endswith(".html")] == []


def test_without_days_the_listings_are_read(tmp_path: Path) -> None:
    """Where neither sitemap nor REST answers, the listings lead back."""
    with serve(Newspaper(23, 60, eras=(1,)), sources=frozenset({"listing"})) as served:
        code, out = backfill(served, tmp_path)
        assert code == 0, out
        assert set(keys(tmp_path)) == wanted(served)
    assert "listing answers" in out


def test_kills_lose_nothing(tmp_path: Path) -> None:
    """kill -9 at random moments of a crawl by sitemap, again and again: every article once, and rebuild
    gives the same bytes."""
    kill_and_complete(tmp_path, articles=120, kills=4, seed=24)


@pytest.mark.torture
@pytest.mark.parametrize("seed", [31, 32, 33])
def test_many_kills_lose_nothing(seed: int, tmp_path: Path) -> None:
    """The same with more articles and kills."""
    kill_and_complete(tmp_path, articles=1500, kills=40, seed=seed)


def kill_and_complete(tmp_path: Path, *, articles: int, kills: int, seed: int) -> None:
    """Kill crawls by sitemap and feed, let the last one end, and compare with the truth."""
    data, random = tmp_path / "data", Random(seed)
    with serve(Newspaper(seed, articles, eras=(1,)), sources=frozenset({"sitemap", "feed"})) as served:
        place = ("--origin", served.origin, "--delay", "0", "--data", str(data), "--via", "sitemap,feed")
        killed = 0
        for _ in range(kills):
            mark = len(served.log)
            process = subprocess.Popen(
                [sys.executable, "-m", "crawler.cli", "crawl", *place],
                cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            wait_for(process, served, mark + random.randrange(2, articles // kills))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
        done = langson("crawl", *place, timeout=600)
        expected = truths(served)
    assert killed > kills / 2
    assert done.returncode in (0, 8), done.stdout + done.stderr
    assert set(keys(data)) == set(expected)
    assert max(keys(data).values()) == 1
    assert langson("rebuild", "--data", data, "--into", tmp_path / "anew").returncode == 0
    before, after = (
        {p.name: p.read_bytes() for p in d.glob("articles/*")} for d in (data, tmp_path / "anew")
    )
    assert before == after
    assert langson("verify", "--data", data).stdout == f"{data}: all is well\n"


def wait_for(process: subprocess.Popen[bytes], served: Served, number: int, seconds: float = 120) -> None:
    """Wait until the paper was asked so many times, or the process has ended."""
    deadline = time.monotonic() + seconds
    while len(served.log) < number and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--from", "2x"), "from: '2x' is no year, month or day"),
        (("--from", "2024", "--to", "2010"), "to (2010-12-31) lies before from (2024-01-01)"),
        (("--from", "2999"), "from: 2999-01-01 is in the future"),
    ],
)
def test_a_span_that_is_none(options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """It is said before anything is asked."""
    done = langson("backfill", "--origin", "http://127.0.0.1:9", "--data", tmp_path / "d", *options)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
