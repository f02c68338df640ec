"""An ingest that is killed anywhere goes on: nothing is lost, nothing doubled, the folder is whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from crawler.store.replay.rebuild import rebuild
from crawler.store.verify import verify
from tests.ingest.material import Inline, capture, foreign_warc, ingest, months, page
from tests.ingest.test_order import POOL, rows
from tests.rim.command import ROOT, langson

pytestmark = pytest.mark.drill

POINTS = (
    ("run.begun", 1),
    ("archive.begun", 1),
    ("frontier.leased", 1),
    ("page.received", 1),
    ("archive.written", 4),
    ("archive.flushed", 3),
    ("page.archived", 1),
    ("page.archived", 9),
    ("state.committing", 3),
    ("state.committing", 4),
    ("state.committed", 4),
    ("page.acknowledged", 1),
    ("publish.begun", 1),
    ("publish.part-written", 1),
    ("publish.renamed", 1),
    ("publish.marking", 1),
    ("run.changes-written", 1),
    ("archive.closing", 1),
    ("archive.renamed", 1),
    ("run.ended", 1),
    ("run.reported", 1),
    ("state.sealing", 1),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The captures taken in without a kill."""
    data = tmp_path_factory.mktemp("whole")
    ingest(data, POOL)
    return data


@pytest.mark.parametrize(("point", "number"), POINTS)
def test_at_each_point(point: str, number: int, whole: Path, tmp_path: Path) -> None:
    """Killed at a named point, then run again: the same dataset, from the archive alone as well."""
    command = [sys.executable, "-m", "tests.ingest.killed", str(tmp_path / "data"), point, str(number)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, f"{point} was not reached: {done.stderr}"
    ingest(tmp_path / "data", POOL)

    assert months(tmp_path / "data") == months(whole)
    assert rows(tmp_path / "data") == rows(whole)
    assert list(verify(tmp_path / "data", readers=Inline)) == []
    assert rebuild(tmp_path / "data", tmp_path / "anew", readers=Inline).damages == []
    assert months(tmp_path / "anew") == months(whole)
    assert rows(tmp_path / "anew") == rows(whole)


def archive(path: Path, count: int) -> Path:
    """An archive of another crawler: each article at three moments."""
    captures = [
        capture(f"https://baolangson.vn/chinh-tri/{number}-tin.html", day, body=page(number, views=day * 9))
        for day in (1, 2, 3)
        for number in range(1000, 1000 + count)
    ]
    path.write_bytes(foreign_warc(Random(count).sample(captures, len(captures))))
    return path


@pytest.mark.parametrize(
    ("seed", "count", "kills"), [(1, 40, 4), pytest.param(2, 300, 40, marks=pytest.mark.torture)]
)
def test_at_random_moments(seed: int, count: int, kills: int, tmp_path: Path) -> None:
    """Killed with -9 again and again, whenever: the same as without."""
    given, random, died = archive(tmp_path / "a.warc.gz", count), Random(seed), 0
    assert langson("ingest", given, "--data", tmp_path / "whole").returncode == 0
    command = [sys.executable, "-m", "crawler.cli", "ingest", str(given), "--data", str(tmp_path / "data")]
    for _ in range(kills):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.5, 3))
        process.kill()
        died += process.wait() == -signal.SIGKILL
    done = langson("ingest", given, "--data", tmp_path / "data")

    assert died
    assert done.returncode in (0, 8), done.stderr
    assert months(tmp_path / "data") == months(tmp_path / "whole")
    assert rows(tmp_path / "data") == rows(tmp_path / "whole")
    assert langson("verify", "--data", tmp_path / "data").returncode == 0


def test_a_signal(tmp_path: Path) -> None:
    """SIGTERM ends it in good order: what was read is kept and published, the same command goes on."""
    given = archive(tmp_path / "a.warc.gz", 120)
    command = [sys.executable, "-m", "crawler.cli", "ingest", str(given), "--data", str(tmp_path / "data")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not list(tmp_path.glob("data/runs/*/*.open")) and process.poll() is None:
        time.sleep(0.01)
    process.terminate()
    said = process.communicate(timeout=60)[1]

    assert process.returncode == 130
    assert "the same command goes on" in said
    assert langson("ingest", given, "--data", tmp_path / "data").returncode == 0
    assert langson("verify", "--data", tmp_path / "data").returncode == 0
