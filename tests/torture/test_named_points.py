"""kill -9 at every named point between a page's arrival and its place in the dataset (faults.md P2)."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from crawler.archive.steps import POINTS
from tests.torture.conftest import SECTION
from tests.torture.crawling import ROOT, Crawl
from tests.torture.oracle import Truth, assert_good, assert_intact
from tests.torture.paper import Paper

pytestmark = pytest.mark.drill

DRIVER = (sys.executable, str(Path(__file__).with_name("driver.py")))
# With a pause every acknowledgement is flushed to the disk, as in a crawl of the paper itself.
FLUSHED = ("--delay", 0.001)
OF_FLUSHING = ("archive.flushed",)
KILLED = -9

# Point -> at which of its passages, drawn from 1 to this: the next kills need something to fetch too.
WHILE_IT_FETCHES = {
    "run.begun": 1,
    "archive.begun": 1,
    "frontier.reclaimed": 1,
    "frontier.leased": 3,
    "page.received": 4,
    "archive.written": 4,
    "archive.flushed": 4,
    "page.archived": 4,
    "page.acknowledging": 2,
    "state.committing": 9,
    "state.committed": 9,
    "page.acknowledged": 2,
    "walk.saved": 3,
}
AT_THE_END = {
    "publish.begun": 1,
    "publish.part-written": 4,
    "publish.parts-flushed": 1,
    "publish.renamed": 4,
    "publish.folder-flushed": 1,
    "publish.marking": 1,
    "publish.marked": 1,
    "run.closing": 1,
    "archive.closing": 1,
    "archive.renamed": 1,
    "archive.closed": 1,
    "run.ended": 1,
    "run.reported": 1,
    "state.sealing": 2,
    "state.sealed": 2,
}
OF_NEW_ARTICLES = {"run.changes-written": 1}  # reached where the run itself has read some


def kill_at(crawl: Crawl, point: str, passage: int, counts: Path) -> None:
    """Run a crawl that ends at a passage of a point, and prove by the file of counts that it did."""
    counts.unlink(missing_ok=True)
    environment = {"TORTURE_COUNTS": str(counts), "TORTURE_POINT": point, "TORTURE_PASSAGE": str(passage)}
    done = replace(crawl, program=DRIVER, environment=environment).run()
    reached = counts.read_text().split()
    assert done.returncode == KILLED, f"{point} was passed {Counter(reached)[point]} times: {done.stderr}"
    assert (reached[-1], Counter(reached)[point]) == (point, passage)


def kill_at_each(crawl: Crawl, points: dict[str, int], random: Random, scratch: Path) -> None:
    """Kill a crawl at one point after the other; each run goes on where the last was killed."""
    for point, passages in points.items():
        one = replace(crawl, options=FLUSHED) if point in OF_FLUSHING else crawl
        kill_at(one, point, random.randint(1, passages), scratch / "counts")
        assert_intact(crawl.data, scratch)


@pytest.fixture
def crawl(small_paper: Paper, tmp_path: Path) -> Crawl:
    """A crawl of the small paper."""
    return Crawl(small_paper, tmp_path / "data")


def test_every_point_is_in_the_code_and_in_the_tables() -> None:
    """A point that nobody passes proves nothing, nor does one at which nobody is killed."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "crawler").rglob("*.py"))
    passed = re.findall(r'reached\("([^"]+)"\)', code)

    assert Counter(passed) == Counter(POINTS)
    assert {*WHILE_IT_FETCHES, *AT_THE_END, *OF_NEW_ARTICLES} == set(POINTS)


def test_killed_while_it_fetches(crawl: Crawl, small_truth: Truth, tmp_path: Path) -> None:
    """Killed at each point of a page's way, in one crawl: the next good run completes it."""
    kill_at_each(crawl, WHILE_IT_FETCHES, Random(1), tmp_path)
    assert_good(crawl, small_truth, crawl.run())


def test_killed_at_the_end(crawl: Crawl, small_truth: Truth, tmp_path: Path) -> None:
    """Killed at each point of publication and of a run's end, in one crawl."""
    kill_at_each(replace(crawl, section=SECTION), AT_THE_END, Random(2), tmp_path)
    kill_at_each(crawl, OF_NEW_ARTICLES, Random(2), tmp_path)  # the other sections are new
    assert_good(crawl, small_truth, crawl.run())


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(5))
def test_killed_in_any_order(crawl: Crawl, small_truth: Truth, tmp_path: Path, seed: int) -> None:
    """The same five times, the points of fetching in any order and at other passages."""
    random = Random(seed)
    shuffled = dict(random.sample(sorted(WHILE_IT_FETCHES.items()), len(WHILE_IT_FETCHES)))
    kill_at_each(replace(crawl, section=SECTION), shuffled, random, tmp_path)
    kill_at_each(replace(crawl, section=SECTION), AT_THE_END, random, tmp_path)
    kill_at_each(crawl, OF_NEW_ARTICLES, random, tmp_path)
    assert_good(crawl, small_truth, crawl.run())
