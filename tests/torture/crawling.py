"""Start `langson crawl` in a process of its own, and end it in every way there is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.torture.paper import Paper

ROOT = Path(__file__).parents[2]
LANGSON = (sys.executable, "-m", "crawler.cli")
Done = subprocess.CompletedProcess[str]


@dataclass
class Crawl:
    """A crawl of a paper into a data folder.

    Attributes:
        paper: What is crawled.
        data: The data folder.
        options: Further options of `langson crawl`.
        section: The one that is crawled; all of them where empty.
        program: What is run in the place of `langson`.
        environment: Variables that are set for it.
    """

    paper: Paper
    data: Path
    options: Sequence[object] = ("--delay", 0)
    section: str = ""
    program: Sequence[str] = LANGSON
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> subprocess.Popen[str]:
        """Start it."""
        place: tuple[object, ...] = ("--origin", self.paper.origin, "--data", self.data)
        if self.section:
            place += ("--section", self.section)
        return subprocess.Popen(
            [*self.program, "crawl", *map(str, (*place, *self.options))],
            cwd=ROOT, env=os.environ | self.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, timeout: float = 300) -> Done:
        """Run it to its end."""
        return ended(self.start(), timeout)


def ended(process: subprocess.Popen[str], timeout: float = 300) -> Done:
    """Wait for a process's end; kill it where it does not come."""
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"the crawl did not end within {timeout} s: {out}{err}") from None
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def readers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes that a crawl has started."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill a crawl, the parent alone, and see its readers end by themselves.

    Returns:
        Whether it was still running.
    """
    readers = readers_of(process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert_gone(readers)
    return process.returncode == -signal.SIGKILL


def assert_gone(readers: Sequence[psutil.Process], seconds: float = 2.0) -> None:
    """Readers end with their crawl: no orphan is left after two seconds."""
    _, alive = psutil.wait_procs(readers, timeout=seconds)
    orphans = [reader for reader in alive if _runs(reader)]
    assert orphans == []


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for_requests(process: subprocess.Popen[str], paper: Paper, number: int, seconds: float = 60) -> None:
    """Wait until the paper was asked so many times, or the process has ended."""
    deadline = time.monotonic() + seconds
    while len(paper.log) < number and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.003)
