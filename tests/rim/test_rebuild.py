"""`langson rebuild`: what was crawled comes back from the archive alone, byte for byte."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.rim.command import ROOT, langson, records
from tests.rim.moving_paper import MovingPaper, crawl, rebuild
from tests.rim.site import Answer, Asked, Site, article, of_articles, served

pytestmark = pytest.mark.drill

TABLES = ("article", "revision", "observation", "alias", "tombstone")


def published(data: Path) -> dict[str, bytes]:
    """The published files' bytes, the runs' own files with them."""
    files = [*data.glob("articles/*"), *data.glob("runs/*/articles.jsonl")]
    return {str(path.relative_to(data)): path.read_bytes() for path in files}


def months(data: Path) -> dict[str, bytes]:
    """The published files of the months."""
    return {path.name: path.read_bytes() for path in data.glob("articles/*")}


def rows(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the state holds of articles, without the order of insertion."""
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        return {table: sorted(state.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_runs_of_a_moving_paper(tmp_path: Path, seed: int) -> None:
    """Edits, views, 304, gone pages, redirects, other addresses: rebuild gives the same bytes and rows."""
    data, paper = tmp_path / "data", MovingPaper(seed)
    with served(paper.site) as site:
        for _ in range(3):
            assert crawl(site, data).returncode in (0, 3)
            paper.edit()
    before = rows(data)
    for table in ("article", "revision", "observation", "alias"):
        assert before[table], f"the paper should have given rows to {table}"
    done = rebuild(data, "--into", tmp_path / "anew")

    assert done.returncode == 0, done.stderr
    assert months(tmp_path / "anew") == months(data)
    assert rows(tmp_path / "anew") == before
    assert langson("verify", "--data", data).stdout == f"{data}: all is well\n"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_random_damage_of_the_state(tmp_path: Path, seed: int) -> None:
    """However the state is damaged, the folder is whole again; the damaged file is kept."""
    data, random = tmp_path / "data", Random(seed)
    with served(MovingPaper(seed).site) as site:
        assert crawl(site, data).returncode == 0
    before, path = (rows(data), published(data)), data / "crawl.sqlite"
    damaged = bytearray(path.read_bytes())
    for _ in range((1, 50, 5000)[seed - 1]):
        damaged[random.randrange(len(damaged))] ^= random.randrange(1, 256)
    path.write_bytes(damaged[: random.choice((len(damaged), len(damaged) // 2, 100))])
    damaged_bytes = path.read_bytes()
    assert langson("verify", "--data", data).returncode == 6
    done = rebuild(data)

    assert done.returncode == 0, done.stderr
    assert (data / "crawl.sqlite.damaged-1").read_bytes() == damaged_bytes
    assert (rows(data), published(data)) == before
    assert langson("verify", "--data", data).returncode == 0


def killed_crawl(site: Site, data: Path, requests: int) -> None:
    """Begin a crawl and kill it after some requests."""
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--origin", site.url, "--section", "chinh-tri"]
    process = subprocess.Popen(
        [*command, "--data", str(data), "--delay", "0"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline, before = time.monotonic() + 30, len(site.log)
    while len(site.log) < before + requests and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_after_kills(tmp_path: Path) -> None:
    """Pages that a killed run received but never acknowledged leave no trace: the next run asked again."""
    data, counter, site = tmp_path / "data", count(1), of_articles(60)

    def viewed(asked: Asked) -> Answer:
        """Each answer shows another number of views."""
        page = article(int(asked.path.split("/")[2].split("-")[0]))
        return Answer(str(page.body).replace(" lượt xem", f"{next(counter)} lượt xem"))

    site.routes |= dict.fromkeys([path for path in site.routes if path.endswith(".html")], viewed)
    random = Random(4)
    with served(site):
        for _ in range(4):
            killed_crawl(site, data, random.randrange(5, 30))
        done = langson("crawl", "--origin", site.url, "--section", "chinh-tri", "--data", data, "--delay", 0)
    assert done.returncode == 0, done.stderr
    assert len(records(data)) == 60
    assert rebuild(data, "--into", tmp_path / "anew").returncode == 0

    assert months(tmp_path / "anew") == months(data)
    assert rows(tmp_path / "anew") == rows(data)
    assert langson("verify", "--data", data).returncode == 0


def test_verify_after_a_kill(tmp_path: Path) -> None:
    """A killed run damages nothing: all that is to be said is that its archive was left open."""
    random = Random(5)
    with served(of_articles(60)) as site:
        for _ in range(2):
            killed_crawl(site, tmp_path, random.randrange(5, 40))
    left = [f"{path}: was left open" for path in tmp_path.glob("runs/*/*.open")]
    done = langson("verify", "--data", tmp_path)

    assert done.returncode == 6
    assert len(left) == 1
    assert [line for line in done.stdout.splitlines() if "was left open" in line]
    assert [line for line in done.stdout.splitlines() if ".warc.gz.open" not in line] == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder of one crawl of eight articles."""
    with served(of_articles(8)) as site:
        assert crawl(site, tmp_path / "data").returncode == 0
    return tmp_path / "data"


def damage_archive(data: Path) -> None:
    """Change a byte in the middle of a run's archive."""
    [path] = data.glob("runs/*/pages.warc.gz")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def test_a_damaged_archive_beside_a_whole_state(small: Path) -> None:
    """The state knows more than the archive: it is kept, the published files are written from it."""
    before = rows(small), published(small)
    damage_archive(small)
    next(small.glob("articles/*")).write_bytes(b"torn")
    done = rebuild(small)

    assert done.returncode == 3
    assert "pages.warc.gz, byte" in done.stderr
    assert "is whole and was kept" in done.stdout
    assert (rows(small), published(small)) == before


def test_a_damaged_archive_and_a_damaged_state(small: Path) -> None:
    """What can be read is read, what cannot is named, the exit code says so, the old state is kept."""
    damage_archive(small)
    os.truncate(small / "crawl.sqlite", 5000)
    done = rebuild(small)

    assert done.returncode == 3
    assert "pages.warc.gz, byte" in done.stderr
    assert (small / "crawl.sqlite.damaged-1").stat().st_size == 5000
    assert 7 <= len(records(small)) <= 8


def test_nothing_to_rebuild_from(tmp_path: Path, small: Path) -> None:
    """A folder without an archive keeps its state."""
    for path in small.glob("runs/*/pages.warc.gz"):
        path.unlink()
    before = (small / "crawl.sqlite").read_bytes()
    done = rebuild(small)

    assert (done.returncode, len(done.stderr.splitlines())) == (6, 1)
    assert "no archived pages" in done.stderr
    assert (small / "crawl.sqlite").read_bytes() == before
    assert rebuild(tmp_path / "nowhere").returncode == 6
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", ["rebuild", "verify"])
def test_beside_a_running_crawl(small: Path, command: str) -> None:
    """While a crawl holds the folder, nothing is looked at: exit code 7."""
    with (small / ".lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = langson(command, "--data", small)

    assert (done.returncode, done.stdout) == (7, "")
    assert "another run is at work" in done.stderr


def test_the_next_crawl_goes_on_from_a_rebuilt_state(tmp_path: Path) -> None:
    """What was rebuilt is known: no article is asked for again."""
    data = tmp_path / "data"
    with served(of_articles(8)) as site:
        assert crawl(site, data).returncode == 0
        os.truncate(data / "crawl.sqlite", 1000)
        made = rebuild(data)
        assert made.returncode == 0
        assert "the next crawl reads them to their end again" in made.stdout
        before = published(data)
        site.log.clear()
        done = langson("crawl", "--origin", site.url, "--section", "chinh-tri", "--data", data, "--delay", 0)

    assert done.returncode == 8, done.stderr  # nothing new
    assert [path for path in site.paths() if path.endswith(".html")] == []
    assert published(data) == before
