"""A crawl that is stopped, killed, or cannot write: nothing torn, nothing silent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rim.command import ROOT, langson, records
from tests.rim.site import Site, of_articles, served

pytestmark = pytest.mark.drill

ARTICLES = 60


@pytest.fixture
def site() -> Iterator[Site]:
    """A paper with one listing of sixty articles."""
    with served(of_articles(ARTICLES)) as running:
        yield running


def begin(site: Site, data: Path, delay: float) -> subprocess.Popen[str]:
    """Start a crawl and wait until it has asked for some articles."""
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--origin", site.url, "--section", "chinh-tri"]
    process = subprocess.Popen(
        [*command, "--data", str(data), "--delay", str(delay)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while len(site.paths()) < 8 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.poll() is None
    return process


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopped(site: Site, tmp_path: Path, sign: signal.Signals) -> None:
    """Ctrl-C and SIGTERM end the run soon: what was read is published, the rest is called pending."""
    process = begin(site, tmp_path, 0.2)
    process.send_signal(sign)
    out, err = process.communicate(timeout=10)

    assert process.returncode == 130, err
    assert 0 < len(records(tmp_path)) < ARTICLES
    assert "pending" in out
    assert "interrupted" in err
    assert "Traceback" not in err


def test_killed(site: Site, tmp_path: Path) -> None:
    """After kill -9 the same command completes the folder: every article once, no torn line."""
    for _ in range(2):
        process = begin(site, tmp_path, 0.05)
        process.kill()
        process.communicate()
        site.log.clear()
    place = ("--origin", site.url, "--section", "chinh-tri", "--data", tmp_path)
    done = langson("crawl", *place, "--delay", 0)

    assert done.returncode == 0, done.stderr
    ids = [record["id"] for record in records(tmp_path)]
    assert sorted(ids) == [str(number) for number in range(1000, 1000 + ARTICLES)]
    assert [path.name for path in (tmp_path / "articles").iterdir()] == ["2022-10.jsonl"]


def test_a_folder_that_cannot_be_published_to(site: Site, tmp_path: Path) -> None:
    """Files that cannot be written are exit code 6; the store keeps the articles for the next run."""
    (tmp_path / "articles").write_text("in the way")
    place = ("--origin", site.url, "--section", "chinh-tri", "--data", tmp_path, "--delay", 0)
    done = langson("crawl", *place)
    assert done.returncode == 6
    assert "articles" in done.stderr
    assert "Traceback" not in done.stderr

    (tmp_path / "articles").unlink()
    assert langson("crawl", *place).returncode == 0
    assert len(records(tmp_path)) == ARTICLES


def test_a_store_that_breaks_ends_the_crawl(site: Site, tmp_path: Path) -> None:
    """Where articles cannot be kept, no more are fetched."""
    place = ("--origin", site.url, "--section", "chinh-tri", "--data", tmp_path, "--delay", 0)
    code = (
        "import sys; from crawler.store.articles import ArticleStore; from crawler.errors import StoreError\n"
        "def save(self, article, *, seen_at): raise StoreError('crawl.sqlite: database or disk is full')\n"
        "ArticleStore.save = save\n"
        "from crawler.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "crawl", *map(str, place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 6, done.stderr
    assert "database or disk is full" in done.stderr
    assert len(site.paths()) < ARTICLES


def test_demo_stops_everything(tmp_path: Path) -> None:
    """`langson demo` shows files and a record; Ctrl-C in the middle leaves no server behind."""
    done = langson("demo", "--articles", 60, "--data", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout[done.stdout.index("\n{") :])
    assert record["schema"] == "article/1"
    assert record["url"].startswith("http://127.0.0.1:")

    command = [sys.executable, "-u", "-m", "crawler.cli", "demo", "--articles", "2000"]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "two")], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert "serves 2000 articles" in process.stdout.readline()
    time.sleep(2)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert "the replica is stopped" in out
    assert "Traceback" not in err
