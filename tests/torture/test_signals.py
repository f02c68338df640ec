"""SIGTERM, SIGINT, and SIGTERM twice (faults.md P4): the run ends soon, says so, and can be resumed."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from tests.torture.conftest import SECTION, SPRING, SUMMER
from tests.torture.crawling import Crawl, assert_gone, ended, readers_of, wait_for_requests
from tests.torture.oracle import Truth, assert_good, assert_intact, undisturbed
from tests.torture.paper import Paper, served

pytestmark = pytest.mark.drill

INTERRUPTED = 130
LIMIT = 10.0
SIGNALS = {
    "SIGTERM": (signal.SIGTERM,),
    "SIGINT": (signal.SIGINT,),
    "SIGTERM twice": (signal.SIGTERM, signal.SIGTERM),
}


@dataclass(frozen=True)
class Way:
    """How the crawl goes on when the signal comes: its pause, and what the server does."""

    delay: float = 0.0
    latency: float = 0.0
    stalls: bool = False


WAYS = {
    "as fast as it can": Way(latency=0.05),
    "a request a second": Way(delay=1.0),
    "a body that stalls": Way(stalls=True),
}


@pytest.fixture(scope="module")
def paper() -> Iterator[Paper]:
    """A paper of its own: its answers are slowed and stalled."""
    with served(60, seed=1, first=SPRING, last=SUMMER) as paper:
        yield paper


@pytest.fixture(scope="module")
def truth(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """What one section holds."""
    return undisturbed(Crawl(paper, tmp_path_factory.mktemp("truth") / "data", section=SECTION))


def interrupt(crawl: Crawl, way: Way, signals: tuple[signal.Signals, ...], random: Random) -> float:
    """Start a crawl, send it signals at a random moment, and see it end as it should.

    Returns:
        Seconds from the first signal to the end.
    """
    paper = crawl.paper
    before = len(paper.log)
    paper.latency = way.latency
    number = random.randint(1, 3 if way.delay else 8)
    paper.stalls_after = before + number - 1 if way.stalls else None
    try:
        process = replace(crawl, options=("--delay", way.delay)).start()
        wait_for_requests(process, paper, before + number)
        time.sleep(random.uniform(0.0, 0.4))
        if process.poll() is not None:
            return _already_ended(ended(process).returncode)
        readers = readers_of(process)
        began = time.monotonic()
        for number in signals:
            process.send_signal(number)
            time.sleep(random.uniform(0.0, 0.2))
        done = ended(process, LIMIT)
        seconds = time.monotonic() - began
    finally:
        paper.latency, paper.stalls_after = 0.0, None
    assert done.returncode == INTERRUPTED, (done.returncode, done.stdout, done.stderr)
    assert "interrupted" in done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert_gone(readers)
    return seconds


def _already_ended(code: int) -> float:
    assert code in (0, 3, 8)
    return 0.0


def interrupt_and_resume(
    crawl: Crawl, truth: Truth, signals: tuple[signal.Signals, ...], ways: list[Way], scratch: Path
) -> None:
    """Interrupt a crawl in each of the ways, one after the other; then it is completed."""
    random, seconds = Random(len(ways)), []
    for way in ways:
        seconds.append(interrupt(crawl, way, signals, random))
        assert_intact(crawl.data, scratch)
    crawl.paper.log.clear()
    assert_good(crawl, truth, crawl.run())
    print(f"{len(seconds)} x {[s.name for s in signals]}: the slowest ended after {max(seconds):.1f} s")
    assert max(seconds) <= LIMIT


@pytest.mark.parametrize("name", SIGNALS)
def test_one_in_each_way(name: str, paper: Paper, truth: Truth, tmp_path: Path) -> None:
    """Within ten seconds with code 130, readers gone, nothing torn; the next run completes the crawl."""
    crawl = Crawl(paper, tmp_path / "data", section=SECTION)
    interrupt_and_resume(crawl, truth, SIGNALS[name], list(WAYS.values()), tmp_path)


@pytest.mark.torture
@pytest.mark.parametrize("name", SIGNALS)
def test_twenty(name: str, paper: Paper, tmp_path: Path) -> None:
    """The same twenty times, in all sections."""
    truth = undisturbed(Crawl(paper, tmp_path / "truth"))
    ways = [way for _ in range(7) for way in WAYS.values()][:20]
    interrupt_and_resume(Crawl(paper, tmp_path / "data"), truth, SIGNALS[name], ways, tmp_path)
