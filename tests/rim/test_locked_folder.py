"""One run at a time in a data folder."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.store.lock import FolderBusyError, folder_lock
from tests.rim.command import ROOT, Done, langson, records, scrapy
from tests.rim.site import Site, article, listing, of_articles, served

pytestmark = pytest.mark.drill

COUNT = 40


@pytest.fixture
def site() -> Iterator[Site]:
    """A paper with one listing."""
    with served(of_articles(COUNT)) as running:
        yield running


def begin(site: Site, data: Path) -> subprocess.Popen[str]:
    """Start a slow crawl, and wait until it has asked for something."""
    place = ["--origin", site.url, "--section", "chinh-tri", "--data", str(data), "--delay", "0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.cli", "crawl", *place],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not site.paths() and time.monotonic() < deadline:
        time.sleep(0.02)
    return process


def one_line(done: Done, data: Path) -> bool:
    """Whether standard error is the one line that says who is at work."""
    return (
        done.stderr.startswith(f"langson: another run is at work in {data}") and done.stderr.count("\n") == 1
    )


def test_the_second_run_ends_at_once(tmp_path: Path) -> None:
    """Exit code 7, one line, no request, whoever started it; the first run completes its work."""
    paths = [f"/chinh-tri/{number}-hoi-nghi.html" for number in range(1000, 1000 + COUNT)]
    routes = {path: article(1000 + n) for n, path in enumerate(paths)}
    with served(Site({"/chinh-tri": listing(paths), **routes})) as site, served(Site()) as idle:
        first = begin(site, tmp_path)
        started = time.monotonic()
        second = langson("crawl", "--origin", idle.url, "--data", tmp_path, "--delay", 0)
        seconds = time.monotonic() - started
        arguments = ("-a", f"origin={idle.url}", "-s", f"LANGSON_DATA={tmp_path}", "-s", "DOWNLOAD_DELAY=0")
        third = scrapy("crawl", "politics", *arguments, "-L", "ERROR")
        assert first.poll() is None
        first.communicate(timeout=60)

        assert (second.returncode, third.returncode, first.returncode) == (7, 7, 0)
        assert one_line(second, tmp_path)
        assert one_line(third, tmp_path)
        assert idle.log == []
    assert seconds < 10  # Python's own start included; 0.3 s on an idle machine
    assert len(records(tmp_path)) == COUNT


def test_a_killed_run_holds_nothing(site: Site, tmp_path: Path) -> None:
    """After kill -9 the folder is free, whatever files lie about."""
    process = begin(site, tmp_path)
    process.kill()
    process.communicate()

    done = langson("crawl", "--origin", site.url, "--section", "chinh-tri", "--data", tmp_path, "--delay", 0)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".lock").is_file()


def test_the_demo_does_not_clear_a_folder_in_use(tmp_path: Path) -> None:
    """A folder that another run holds is left as it is."""
    (tmp_path / "articles").mkdir()
    with folder_lock(tmp_path):
        done = langson("demo", "--articles", 20, "--data", tmp_path)

    assert done.returncode == 7
    assert (tmp_path / "articles").is_dir()


def test_the_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    """It excludes while it is held, and not longer."""
    with folder_lock(tmp_path / "new"), pytest.raises(FolderBusyError), folder_lock(tmp_path / "new"):
        pass
    with folder_lock(tmp_path / "new"):
        pass
