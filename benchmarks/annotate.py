"""CPU of annotations a page, and relative to `process()` reading the same pages.

`python benchmarks/annotate.py` reads the replica's pages, then annotates their records: documents,
officials, places and all three. In each round every tool takes its turn on the same pages; a ratio is
taken within its round. What a finder remembers of earlier texts is forgotten before each turn.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.extraction import replica_pages
from benchmarks.table import middle, ratios, spread, table, verdict
from crawler.annotate import annotate, documents, officials, places
from crawler.annotate.reading import read
from crawler.annotate.text import flat_text
from crawler.errors import PageError
from crawler.items import Page, as_record
from crawler.process import process

TARGET_MS = 1.0
SEED = 1
COLUMNS = ("tool", "records", "ms a page", "ratio to process()", "ratio, least–most")

Record = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    pages, records = _material(options.articles)
    tools: dict[str, Callable[[int], object]] = {
        "process()": lambda number: process(pages[number]),
        "documents": lambda number: documents.find(flat_text(records[number])),
        "officials": lambda number: officials.find(flat_text(records[number])),
        "places": lambda number: places.find(flat_text(records[number])),
        "annotate()": lambda number: annotate(records[number]),
    }
    seconds: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(options.rounds):
        for name, tool in tools.items():
            seconds[name].append(_turn(tool, len(records)))
    rows = [_row(name, seconds[name], seconds["process()"], len(records)) for name in tools]
    print(table("Annotations", COLUMNS, rows))
    cost = [value * 1000 / len(records) for value in seconds["annotate()"]]
    print(verdict("ms a page of annotate()", cost, most=TARGET_MS))
    return 0


def _material(articles: int) -> tuple[list[Page], list[Record]]:
    pages, records = [], []
    for page in replica_pages(articles, SEED):
        try:
            records.append(as_record(process(page)))
            pages.append(page)
        except PageError:
            continue
    return pages, records


def _turn(tool: Callable[[int], object], count: int) -> float:
    read.cache_clear()
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for number in range(count):
            tool(number)
        return time.process_time() - start
    finally:
        gc.enable()


def _row(name: str, seconds: list[float], base: list[float], count: int) -> tuple[str, ...]:
    quotients = ratios(seconds, base)
    cost = middle([value * 1000 / count for value in seconds])
    return name, str(count), cost, middle(quotients), spread(quotients)


if __name__ == "__main__":
    sys.exit(main())
