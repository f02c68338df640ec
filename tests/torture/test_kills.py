"""kill -9 at random moments (faults.md P1): nothing lost, nothing doubled, nothing torn."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

from tests.torture.crawling import Crawl, kill, wait_for_requests
from tests.torture.oracle import Truth, assert_good, assert_intact, refetches, undisturbed
from tests.torture.paper import served

pytestmark = pytest.mark.drill

WINDOW = 8  # pages that a kill may make the next run fetch again


def kill_once(crawl: Crawl, truth: Truth, random: Random, kills: int) -> bool:
    """Start a crawl and kill it: one in four while it starts, the others while it works.

    Args:
        crawl: The crawl.
        truth: What there is to fetch.
        random: Chooses the moment, so that `kills` of them spread over what is left of the crawl.
        kills: How many kills are still to come.

    Returns:
        Whether it was killed; a crawl may end by itself before.
    """
    asked = len(crawl.paper.log)
    process = crawl.start()
    if random.random() < 0.25:
        time.sleep(random.uniform(0, 2.0))
    else:
        left = len(truth.asked.keys() - crawl.paper.articles_asked().keys())
        requests = random.uniform(1, 2 * (left + 20) / kills + 8)
        wait_for_requests(process, crawl.paper, asked + round(requests))
        time.sleep(random.uniform(0, 0.05))
    return kill(process)


def kill_and_resume(crawl: Crawl, truth: Truth, scratch: Path, kills: int, random: Random) -> None:
    """Kill a crawl so many times, let it come to its end, and hold the oracle to what it leaves."""
    done, most = 0, 0
    for _ in range(kills * 3):
        before = refetches(crawl.paper, truth)
        done += kill_once(crawl, truth, random, kills - done)
        most = max(most, refetches(crawl.paper, truth) - before)
        assert_intact(crawl.data, scratch)
        if done == kills:
            break
    total = len(crawl.paper.articles_asked())
    last = crawl.run()
    again = refetches(crawl.paper, truth)
    print(
        f"{done} kills, {again} refetches, at most {most} after one; {total} addresses asked by the last kill"
    )
    assert_good(crawl, truth, last)
    assert done == kills
    assert most <= WINDOW
    assert again <= WINDOW * kills


def test_twelve_kills(tmp_path: Path) -> None:
    """A crawl of three hundred articles, killed twelve times and resumed each time, gives every one once."""
    with served(300, seed=3) as paper:
        truth = undisturbed(Crawl(paper, tmp_path / "truth"))
        kill_and_resume(Crawl(paper, tmp_path / "data"), truth, tmp_path, 12, Random(12))


@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_hundred_kills(seed: int, tmp_path: Path) -> None:
    """The same with two thousand articles and a hundred kills."""
    with served(2000, seed=seed) as paper:
        truth = undisturbed(Crawl(paper, tmp_path / "truth"))
        kill_and_resume(Crawl(paper, tmp_path / "data"), truth, tmp_path, 100, Random(seed))
