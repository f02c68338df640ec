"""Two crawls of one data folder (faults.md P10): one works, the other ends at once and asks for nothing."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.torture.crawling import Crawl, Done, ended
from tests.torture.oracle import Truth, assert_good, undisturbed
from tests.torture.paper import Paper

pytestmark = pytest.mark.drill

BUSY = 7
AGENTS = ("mot@example.org", "hai@example.org")


def started(crawl: Crawl, skew: float) -> list[tuple[Done, float]]:
    """Start it twice, the second so many seconds later. Returns how each ended, and after which time."""
    results: list[tuple[Done, float]] = [None, None]  # type: ignore[list-item]  # filled by the threads

    def wait(number: int, process: subprocess.Popen[str], began: float) -> None:
        results[number] = (ended(process), time.monotonic() - began)

    threads = []
    for number, agent in enumerate(AGENTS):
        one = replace(crawl, options=(*crawl.options, "--contact", agent))
        began = time.monotonic()
        threads.append(threading.Thread(target=wait, args=(number, one.start(), began)))
        threads[-1].start()
        if number == 0:
            time.sleep(skew)
    for thread in threads:
        thread.join()
    return results


def overlap(crawl: Crawl, truth: Truth, random: Random, times: int) -> list[float]:
    """Let pairs of crawls overlap, each pair in the folder as the last has left it.

    Returns:
        How long each loser took, the start of Python included.
    """
    seconds = []
    paper = crawl.paper
    with paper.slow(0.02):  # no winner is through before the other has begun
        for _ in range(times):
            paper.log.clear()
            (first, first_took), (second, second_took) = started(crawl, random.uniform(0, 0.5))
            losers = [n for n, done in enumerate((first, second)) if done.returncode == BUSY]
            assert len(losers) == 1, (first, second)
            loser = (first, second)[losers[0]]
            assert loser.stderr.startswith("langson: another run is at work in ")
            assert loser.stderr.count("\n") == 1
            assert {agent for _, agent in paper.log if AGENTS[losers[0]] in agent} == set()
            assert len(paper.log) > 0
            seconds.append((first_took, second_took)[losers[0]])
    paper.log.clear()
    assert_good(crawl, truth, crawl.run())
    return seconds


def test_six_pairs(small_paper: Paper, section_truth: Truth, tmp_path: Path) -> None:
    """Of two crawls begun within half a second, one wins and the other sends no request."""
    overlap(Crawl(small_paper, tmp_path / "data", section="chinh-tri"), section_truth, Random(6), 6)


@pytest.mark.torture
def test_fifty_pairs(small_paper: Paper, tmp_path: Path) -> None:
    """The same fifty times; how long the losers took is printed."""
    truth = undisturbed(Crawl(small_paper, tmp_path / "truth"))
    seconds = sorted(overlap(Crawl(small_paper, tmp_path / "data"), truth, Random(50), 50))
    bare = sorted(_bare_start() for _ in range(10))
    print(f"losers: median {seconds[25]:.2f} s, slowest {seconds[-1]:.2f} s")
    print(f"`langson --help` takes {bare[5]:.2f} s")


def _bare_start() -> float:
    began = time.monotonic()
    subprocess.run([*Crawl.program, "--help"], capture_output=True, check=True)
    return time.monotonic() - began
