"""Whole crawls of a paper whose pages were edited: revisions of what was changed, of nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from random import Random

import pytest

from crawler.replica.reply import html as as_reply
from tests.rim.command import langson_later
from tests.torture.crawling import Crawl
from tests.torture.noise_edits import NOISE_EDITS, noisy, printed, sheet_of
from tests.torture.oracle import GOOD
from tests.torture.paper import Paper, served
from tests.torture.real_edits import REAL_EDITS, edited

pytestmark = pytest.mark.drill

HOUR = 3600


def print_all(paper: Paper) -> None:
    """Serve each article's page of each era as its sheet gives it."""
    for index in range(len(paper.newspaper)):
        for era in paper.newspaper.served_eras(index):
            put(paper, index, era, printed(sheet_of(paper.newspaper, index, era)))


def put(paper: Paper, index: int, era: int, html: str) -> None:
    """Serve this page from now on."""
    paper.ready[(paper.newspaper.path(index, era), "")] = as_reply(html)


def edit_all(paper: Paper) -> tuple[dict[str, str], dict[str, str]]:
    """Edit every article: the even ones truly, the odd ones by noise.

    Returns:
        Number -> kind of edit, of the real ones and of the others.
    """
    real, noise = {}, {}
    real_kinds, noise_kinds = cycle(REAL_EDITS), cycle(NOISE_EDITS)
    for index in range(len(paper.newspaper)):
        random, number = Random(index), str(paper.newspaper.story(index).number)
        kind = next(noise_kinds) if index % 2 else next(real_kinds)
        for era in paper.newspaper.served_eras(index):
            sheet = sheet_of(paper.newspaper, index, era)
            if index % 2:
                put(paper, index, era, noisy(sheet, kind, random)[0])
                noise[number] = kind
                continue
            truth = edited(sheet.truth, kind, Random(index)) or edited(sheet.truth, "a word", Random(index))
            if truth is not None:
                put(paper, index, era, printed(replace(sheet, truth=truth)))
                real[number] = kind
    return real, noise


def revisions(data: Path) -> dict[str, int]:
    """Number -> revision of each article; the text of before is kept of those that have a second one."""
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        rows = dict(state.execute("SELECT key, revision FROM article"))
        kept = {key for (key,) in state.execute("SELECT key FROM revision WHERE revision = 1")}
    assert kept == {key for key, revision in rows.items() if revision == 2}
    return {key.partition("/")[2]: revision for key, revision in rows.items()}


@pytest.mark.parametrize("articles", [60, pytest.param(300, marks=pytest.mark.torture)])
def test_crawled_edited_and_crawled_again(articles: int, tmp_path: Path) -> None:
    """Each edit is a revision, with the text of before kept; noise is none."""
    with served(articles, seed=6) as paper:
        print_all(paper)
        crawl = Crawl(paper, tmp_path / "data")
        first = crawl.run()
        assert first.returncode in GOOD, first.stderr
        before = revisions(crawl.data)
        real, noise = edit_all(paper)
        where = ("--origin", paper.origin, "--data", crawl.data, "--delay", 0)
        again = langson_later(HOUR, "crawl", *where, "--revisit", "all", timeout=300)
        assert again.returncode in GOOD, again.stderr
        after = revisions(crawl.data)

    assert set(before.values()) == {1}
    assert after.keys() == before.keys()
    stored = real.keys() & before.keys(), noise.keys() & before.keys()
    print(f"{len(stored[0])} edits, {len(stored[1])} changes that are none")
    assert min(map(len, stored)) >= articles // 6
    assert {number: real[number] for number in stored[0] if after[number] == 1} == {}
    assert {number: noise[number] for number in stored[1] if after[number] == 2} == {}
