"""A disk that is full from the k-th write on, for each store by itself (faults.md P5)."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.torture.conftest import SECTION
from tests.torture.crawling import Crawl, Done
from tests.torture.oracle import Truth, assert_good, assert_intact, undisturbed
from tests.torture.paper import Paper, served

pytestmark = pytest.mark.drill

# Store -> its files, as patterns of fnmatch(3).
STORES = {
    "state": "*/crawl.sqlite*",
    "archive": "*/pages*.warc.gz*",
    "dataset": "*/articles/*.jsonl*",
    "changes": "*/runs/*/*articles.jsonl*",
    "report": "*/runs/*/*report.json*",
}
LOG = "*/runs/*/log"
SOME = {
    "state": (1, 2, 9, 30, 77, 150),
    "archive": (1, 2, 3, 17, 60),
    "dataset": (1, 2, 4),
    "changes": (1, 2),
    "report": (1, 2),
}
STORAGE_ERROR = 6


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that fails, compiled."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("a C compiler on Linux is needed for the failing disk")
    library = tmp_path_factory.mktemp("shim") / "full.so"
    source = Path(__file__).with_name("full.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
    return library


def full_at(crawl: Crawl, shim: Path, pattern: str, number: int, *, torn: bool = False) -> tuple[Done, int]:
    """Run a crawl whose disk is full from a write on. Returns how it ended, and how many writes it tried."""
    counts = crawl.data.with_name("counts")
    counts.unlink(missing_ok=True)
    environment = {
        "LD_PRELOAD": str(shim), "FULL_PATTERN": pattern, "FULL_AT": str(number), "FULL_COUNTS": str(counts)
    } | ({"FULL_TORN": "1"} if torn else {})  # fmt: skip
    done = replace(crawl, environment=environment).run()
    return done, counts.stat().st_size if counts.exists() else 0


def assert_said(done: Done) -> None:
    """The exit code is storage's, and one line names the file and what to do or what is wrong."""
    assert done.returncode == STORAGE_ERROR, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("langson: ")]
    assert len(lines) == 1, done.stderr
    assert any(word in lines[0] for word in ("No space left", "full", "disk I/O error")), done.stderr


def fill_again_and_again(
    crawl: Crawl, shim: Path, store: str, numbers: Sequence[int], scratch: Path
) -> Iterator[int]:
    """Let the disk be full at one write after the other; each run goes on where the last one stopped.

    Yields:
        The numbers at which there was a write to fail.
    """
    for number in numbers:
        done, calls = full_at(crawl, shim, STORES[store], number)
        if calls >= number:
            assert_said(done)
            yield number
        assert_intact(crawl.data, scratch)


@pytest.fixture
def crawl(small_paper: Paper, tmp_path: Path) -> Crawl:
    """A crawl of one section of the small paper."""
    return Crawl(small_paper, tmp_path / "data", section=SECTION)


@pytest.mark.parametrize("store", STORES)
def test_full_at_some_writes(
    crawl: Crawl, shim: Path, section_truth: Truth, store: str, tmp_path: Path
) -> None:
    """Never exit code 0, one clear line, nothing torn; with space again the crawl is completed."""
    failed = list(fill_again_and_again(crawl, shim, store, SOME[store], tmp_path))

    assert failed, f"nothing is written to {store} any more: is its pattern right?"
    assert_good(crawl, section_truth, crawl.run())


def test_a_full_log_ends_nothing(crawl: Crawl, shim: Path, section_truth: Truth) -> None:
    """The log is for people: a crawl goes on without it."""
    done, calls = full_at(crawl, shim, LOG, 1)

    assert calls > 0
    assert_good(crawl, section_truth, done)


@pytest.mark.parametrize("store", ["state", "archive", "dataset"])
def test_ended_in_the_middle_of_a_write(
    crawl: Crawl, shim: Path, section_truth: Truth, store: str, tmp_path: Path
) -> None:
    """kill -9 when half of a write's bytes are there: torn where it lies, whole after the next run."""
    for number in SOME[store][1:3]:
        done, calls = full_at(crawl, shim, STORES[store], number, torn=True)
        assert (done.returncode == -signal.SIGKILL) == (calls >= number)
    assert_good(crawl, section_truth, crawl.run())


@pytest.mark.torture
@pytest.mark.parametrize("store", ["state", "archive", "dataset"])
def test_full_at_each_of_the_first_200_writes(store: str, shim: Path, tmp_path: Path) -> None:
    """The same at each write; a folder that has too little left to be written is completed and left."""
    failed = set()
    with served(300, seed=4) as paper:
        truth = undisturbed(Crawl(paper, tmp_path / "truth"))
        crawl = Crawl(paper, tmp_path / "0" / "data")
        for number in range(1, 201):
            crawl.data.parent.mkdir(exist_ok=True)
            now = list(fill_again_and_again(crawl, shim, store, [number], tmp_path))
            if not now:
                assert_good(crawl, truth, crawl.run())
                crawl = replace(crawl, data=tmp_path / str(number) / "data")
                crawl.data.parent.mkdir()
                now = list(fill_again_and_again(crawl, shim, store, [number], tmp_path))
            failed.update(now)
        assert_good(crawl, truth, crawl.run())
    print(f"{store}: full at {len(failed)} of 200 writes")
    assert len(failed) == 200
