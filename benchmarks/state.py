"""The frontier with many known addresses: a listing page's links checked, beside a small frontier.

`python benchmarks/state.py` (or `make bench`). A page of 240 links is checked against a frontier of
1,000,000 addresses that was opened anew, half of the links known, half new; and as many against one of
1,000 addresses in the same run. Memory is what the process grew by.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.table import table
from crawler.discover.goal import Goal
from crawler.sites.baolangson.listing import ListingLink
from crawler.sites.base import ArticleAddress
from crawler.store.meeting import meet
from crawler.store.state import State

LINKS = 240
TARGET_MS = 30.0
FOUND_AT = "2026-11-24T08:00:00+07:00"
_BATCH = 50_000


def url(number: int) -> str:
    """The address of an article."""
    return f"https://baolangson.vn/chinh-tri/{number}-hoi-nghi-giao-ban-cong-tac-thang-cua-ban-thuong-vu.html"


def fill(state: State, known: int) -> None:
    """Let so many articles be known."""
    goal = state.frontier.goal(Goal().to_json())
    for first in range(0, known, _BATCH):
        with state.transaction():
            for number in range(first, min(first + _BATCH, known)):
                state.frontier.add_article(
                    f"main/{number}", url(number), goal=goal, form="main", found_at=FOUND_AT
                )


def page(rng: random.Random, known: int, new: Iterator[int]) -> dict[str, ListingLink]:
    """The links of a page of a listing, half of them known."""
    numbers = [rng.randrange(known) if n % 2 else next(new) for n in range(LINKS)]
    return {
        f"main/{number}": ListingLink(
            ArticleAddress(str(number), "era1", "chinh-tri", None, "vi", url(number)), main=True
        )
        for number in numbers
    }


def measure(folder: Path, known: int, pages: int) -> tuple[float, float, float]:
    """Check pages against a frontier. Returns ms to open it, ms a page, and the MB that the process grew."""
    state = State(folder, create=True)
    fill(state, known)
    state.close()
    rng, new = random.Random(known), iter(range(known, known + pages * LINKS))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    state = State(folder, create=True)
    opened = time.perf_counter() - started
    times = []
    for _ in range(pages):
        links = page(rng, known, new)
        started = time.perf_counter()
        meet(state, links, Goal(), found_at=FOUND_AT, priority=0)
        times.append(time.perf_counter() - started)
    state.close()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return opened * 1000, statistics.median(times) * 1000, grown / 1024


def main() -> None:
    """Measure and print the table."""
    arguments = argparse.ArgumentParser(description="A listing's links against many known addresses.")
    arguments.add_argument("--known", type=int, default=1_000_000)
    arguments.add_argument("--pages", type=int, default=50)
    options = arguments.parse_args()
    rows, last = [], 0.0
    for known in (1000, options.known):
        with tempfile.TemporaryDirectory() as folder:
            opened, last, grown = measure(Path(folder), known, options.pages)
        rows.append((f"{known:,}", f"{opened:.1f}", f"{last:.1f}", f"{grown:.1f}"))
    columns = ("known addresses", "ms to open", f"ms a page of {LINKS} links", "MB grown")
    print(table("Links met, half of them new; medians", columns, rows))
    met = "met" if last <= TARGET_MS else "NOT met"
    print(f"a page against {options.known:,} addresses: {last:.1f} ms, target at most {TARGET_MS:g}: {met}")


if __name__ == "__main__":
    main()
