"""A crawl of the replica without delay, beside a bare Scrapy spider that parses nothing.

`python benchmarks/crawl.py` (or `make bench`). Ours does all that `langson crawl` does: durable state, WARC,
records, months published. The bare spider fetches the addresses that ours asked for, in its order. Every
crawl is a fresh process with a fresh data folder; crawls and the replica, which only looks its answers up,
share the machine's cores as they like. In each round the crawls follow one another; ratios are taken within.
CPU is that of the crawl with its readers.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.cached_replica import REPORT
from benchmarks.table import middle, ratios, spread, table, verdict

HERE = Path(__file__).parent
TARGET = 0.6
COLUMNS = ("crawl", "pages", "pages/s", "CPU s/1,000", "RSS MB", "server busy", "ratio", "ratio, least–most")


@dataclass(slots=True)
class Crawl:
    """A kind of crawl, and what was measured, round by round.

    Attributes:
        speed: Pages a second.
        cpu: CPU seconds a thousand pages.
        server: Share of the time in which the server's process was busy.
    """

    name: str
    kind: str
    settings: dict[str, Any] = field(default_factory=dict)
    pages: list[float] = field(default_factory=list)
    speed: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rss: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Replica:
    """The served paper: where, and what the crawlers ask it for."""

    origin: str
    addresses: list[str] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        """What was asked since the last report."""
        with urlopen(self.origin + REPORT) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def start(arguments: Sequence[object]) -> subprocess.Popen[str]:
    """Start a program of this folder."""
    command = [sys.executable, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


@contextmanager
def served(articles: int, seed: int) -> Iterator[Replica]:
    """Serve the replica while the block lasts."""
    with start((HERE / "cached_replica.py", articles, seed)) as server:
        try:
            assert server.stdout is not None
            yield Replica(server.stdout.readline().strip())
        finally:
            server.terminate()


def run(crawl: Crawl, replica: Replica) -> dict[str, Any]:
    """Run a crawl once in a process of its own. Returns what it and the server measured."""
    before = replica.report()["cpu"]
    with tempfile.TemporaryDirectory() as data:
        task = {"kind": crawl.kind, "origin": replica.origin, "data": data, "settings": crawl.settings,
                "addresses": replica.addresses}  # fmt: skip
        with start((HERE / "one_crawl.py",)) as process:
            answer, said = process.communicate(json.dumps(task))
    if process.returncode:
        raise SystemExit(f"{said}\nbroke: {crawl.name}")
    found = replica.report()
    found["server"] = found["cpu"] - before
    found.update(json.loads(answer))  # its own CPU
    return found


def measure(crawls: Sequence[Crawl], replica: Replica, rounds: int) -> float:
    """Measure the crawls in turn. Returns the mean size of an answer in KB."""
    # Not measured: ours shows which addresses it asks for, and from now on the answers are ready.
    replica.addresses = [replica.origin + target for target in run(crawls[-1], replica)["targets"]]
    run(crawls[0], replica)
    size = 0.0
    for crawl in [crawl for _ in range(rounds) for crawl in crawls]:
        found = run(crawl, replica)
        size = found["bytes"] / len(found["targets"]) / 1024
        _note(crawl, found)
    return size


def _note(crawl: Crawl, found: dict[str, Any]) -> None:
    pages = len(found["targets"])
    crawl.pages.append(pages)
    crawl.speed.append(pages / found["seconds"])
    crawl.cpu.append(found["cpu"] / pages * 1000)
    crawl.rss.append(found["rss_mb"])
    crawl.server.append(found["server"] / found["seconds"] * 100)


def report(title: str, crawls: Sequence[Crawl]) -> str:
    """Give the table."""
    rows = []
    for crawl in crawls:
        ratio = ratios(crawl.speed, crawls[0].speed)
        rows.append(
            (crawl.name, middle(crawl.pages, 0), middle(crawl.speed, 0), middle(crawl.cpu),
             middle(crawl.rss, 0), f"{middle(crawl.server, 0)} %", middle(ratio), spread(ratio))
        )  # fmt: skip
    return table(title, COLUMNS, rows)


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser(description="Speed of a crawl, bare Scrapy = 1.")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--articles", type=int, default=2000, help="of the replica, political or not")
    arguments.add_argument("--seed", type=int, default=1, help="of the replica")
    options = arguments.parse_args()
    crawls = (
        Crawl("bare Scrapy, default settings", "bare"),
        Crawl("bare Scrapy, CONCURRENT_ITEMS = 4 as ours", "bare", {"CONCURRENT_ITEMS": 4}),
        Crawl("langson crawl", "ours"),
    )
    with served(options.articles, options.seed) as replica:
        size = measure(crawls, replica, options.rounds)
    place = f"{os.cpu_count()} cores"
    print(
        report(f"Crawl on loopback, {size:.0f} KB a page, {place}; {options.rounds} rounds, medians", crawls)
    )
    print(verdict("pages a second, ours / bare", ratios(crawls[-1].speed, crawls[0].speed), least=TARGET))


if __name__ == "__main__":
    main()
