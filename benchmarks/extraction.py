"""CPU of extraction, relative to `lxml.html` parsing the same pages, beside other programs.

`python benchmarks/extraction.py` (or `make bench`, which installs the other programs first). In each
round every tool reads the same pages, one tool after the other; a ratio is taken within its round.
Page by page only the reading is timed; garbage is collected before each tool's turn, not in it. What
process() remembers of earlier lines is forgotten before each turn, so that no page is met twice.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import importlib
import logging
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from lxml import html

from benchmarks.table import middle, ratios, spread, table, verdict
from crawler.discover.declared import declared_address
from crawler.discover.window import VIETNAM
from crawler.errors import PageError
from crawler.items import Page
from crawler.process import process
from crawler.replica import Newspaper

TARGET = 4.0
SEED = 1
FETCHED_AT = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
# Two saved pages of a large Vietnamese paper; they are no part of the project.
REAL_PAGES = Path(__file__).parents[2] / "shared" / "pages"
COLUMNS = ("tool", "pages", "KB mean", "read", "ms a page", "ratio", "ratio, least–most")

Reader = Callable[[Page], object]


@dataclass(slots=True)
class Tool:
    """A program that reads pages. `seconds` and `parsing`: its and lxml's CPU on the same pages, by round.

    Attributes:
        read: Reads one page; None where the page gave nothing.
        pages: How many of the pages it reads at most; the slow ones read fewer.
        rounds: In how many rounds it takes part at most.
    """

    name: str
    read: Reader
    pages: int = sys.maxsize
    rounds: int = sys.maxsize
    answered: int = 0
    seconds: list[float] = field(default_factory=list)
    parsing: list[float] = field(default_factory=list)


# --- the tools ----------------------------------------------------------------------------------


def by_lxml(page: Page) -> object:
    """Only parse: the unit."""
    return html.document_fromstring(page.body)


def by_process(page: Page) -> object:
    """Make the record, as every command of this project does."""
    try:
        return process(page)
    except PageError:
        return None


def by_trafilatura(trafilatura: Any) -> Reader:
    """Text and metadata, with the defaults otherwise."""
    return lambda page: trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)


def by_newspaper(newspaper: Any) -> Reader:
    """Text and metadata of the page given; nothing is fetched, not even the images to find the largest."""

    def read(page: Page) -> object:
        article = newspaper.Article(page.url, language="vi", fetch_images=False)
        article.download(input_html=page.body.decode("utf-8", "replace"), ignore_read_more=True)
        article.parse()
        return article.text or None

    return read


def tools() -> list[Tool]:
    """Give the tools that are installed; say which are not."""
    found = [Tool("lxml.html, parse only", by_lxml), Tool("langson process()", by_process)]
    for module, name, reader, pages, rounds in (
        ("trafilatura", "trafilatura bare_extraction", by_trafilatura, 60, 3),
        ("newspaper", "newspaper4k parse", by_newspaper, 20, 3),
    ):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of parts that are not used here
                found.append(Tool(name, reader(importlib.import_module(module)), pages, rounds))
        except ImportError as error:
            print(f"{module} is skipped: {error}; pip install .[bench]")
    return found


# --- the pages ----------------------------------------------------------------------------------


def replica_pages(articles: int, seed: int) -> list[Page]:
    """Give every article of a replica in each era in which it is served, mixed."""
    paper = Newspaper(seed=seed, articles=articles, layouts=200)
    served = [(index, era) for index in range(articles) for era in paper.served_eras(index)]
    # A prime step: the first few are of all years too, for the tools that read only those.
    mixed = [served[number * 101 % len(served)] for number in range(len(served))]
    return [
        Page(
            url=paper.address(index, era),
            body=paper.page(index, fetched_at=FETCHED_AT, era=era),
            headers=paper.headers(index, era),
            fetched_at=FETCHED_AT,
        )
        for index, era in (mixed if len(set(mixed)) == len(served) else served)
    ]


def real_pages(folder: Path) -> list[Page]:
    """Give the saved pages of a folder, each under the address that it declares."""
    bodies = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.html.gz"))]
    return [
        Page(url=declared_address(body) or "", body=body, headers={}, fetched_at=FETCHED_AT, via="file")
        for body in bodies
    ]


# --- the measurement ----------------------------------------------------------------------------


def forget_lines() -> None:
    """Empty the memories of the project's functions: they hold answers for lines already met."""
    for name, module in list(sys.modules.items()):
        if name.startswith("crawler."):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


def cpu_seconds(tool: Tool, pages: Sequence[Page], turns: int) -> tuple[list[float], int]:
    """Give the CPU seconds of each page, the least of a few turns, and how many pages gave something."""
    best, answered = [float("inf")] * len(pages), 0
    for _ in range(turns):
        forget_lines()
        gc.collect()
        gc.disable()
        answered = 0
        for number, page in enumerate(pages):
            start = time.process_time()
            answer = tool.read(page) is not None
            best[number] = min(best[number], time.process_time() - start)
            answered += answer
        gc.enable()
    return best, answered


def measure(found: Sequence[Tool], pages: Sequence[Page], rounds: int, turns: int) -> None:
    """Let the tools read the pages, one after the other, round by round."""
    for tool in found:
        cpu_seconds(tool, pages[:5], 1)  # imports, compiled patterns, the processor's clock
    for number in range(rounds):
        parsing: list[float] = []
        for tool in found:
            if number >= tool.rounds:
                continue
            seconds, tool.answered = cpu_seconds(tool, pages[: tool.pages], turns)
            parsing = parsing or seconds
            tool.seconds.append(sum(seconds))
            tool.parsing.append(sum(parsing[: len(seconds)]))


def report(title: str, found: Sequence[Tool], pages: Sequence[Page]) -> str:
    """Give the table of one set of pages."""
    rows = []
    for tool in found:
        read = pages[: tool.pages]
        size = sum(len(page.body) for page in read) / len(read) / 1024
        each = [seconds / len(read) * 1000 for seconds in tool.seconds]
        ratio = ratios(tool.seconds, tool.parsing)
        rows.append(
            (tool.name, str(len(read)), f"{size:.0f}", str(tool.answered), middle(each),
             middle(ratio, 1), spread(ratio, 1))
        )  # fmt: skip
    return table(title, COLUMNS, rows)


def run(title: str, pages: Sequence[Page], rounds: int, turns: int) -> list[float]:
    """Measure one set of pages, print its table, give the ratios of `process()`."""
    found = tools()
    measure(found, pages, rounds, turns)
    print(report(f"{title}; {rounds} rounds, medians", found, pages), flush=True)
    return ratios(found[1].seconds, found[1].parsing)


def main() -> None:
    """Print a table for the replica's pages and, where they are at hand, one for real pages."""
    arguments = argparse.ArgumentParser(description="CPU of extraction, parsing with lxml.html = 1.")
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--articles", type=int, default=200, help="of the replica")
    arguments.add_argument("--seed", type=int, default=SEED, help="of the replica's texts and markups")
    options = arguments.parse_args()
    logging.disable(logging.CRITICAL)

    pages = replica_pages(options.articles, options.seed)
    ratio = run("CPU on the replica's pages, both eras", pages, options.rounds, 1)
    print(verdict("process() / lxml.html", ratio, most=TARGET))
    if real := real_pages(REAL_PAGES) if REAL_PAGES.is_dir() else []:
        print()
        run("CPU on real pages of another paper", real, options.rounds, 5)


if __name__ == "__main__":
    main()
