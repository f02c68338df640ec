"""What holds after every fault, once a run has come to its good end."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import time
import unicodedata
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter

from crawler.archive.check import check
from crawler.items import Article
from crawler.store.records import article_key
from crawler.store.verify import verify
from tests.torture.crawling import Crawl, Done
from tests.torture.paper import Paper

Record = dict[str, Any]
# What a record says of the visit, not of the page.
_OF_THE_VISIT = ("fetched_at", "run", "warc")
_ARTICLE = TypeAdapter(Article)
GOOD = (0, 3, 8)  # ended by itself: all, or some pages that cannot be read, or nothing new


@dataclass(frozen=True)
class Truth:
    """What an undisturbed crawl of a paper gives.

    Attributes:
        records: Key -> record, without what is of the visit.
        months: Key -> name of the file.
        asked: How often each article's address was asked for.
        failed: Addresses of pages that cannot be read, with their reason.
        code: Its exit code.
        seconds: How long it took, the start of Python included.
    """

    records: dict[str, Record]
    months: dict[str, str]
    asked: Counter[str]
    failed: dict[str, str]
    code: int
    seconds: float


def undisturbed(crawl: Crawl) -> Truth:
    """Crawl a paper undisturbed: that is the truth, and it must be the replica's own."""
    data, paper, began = crawl.data, crawl.paper, time.monotonic()
    done = crawl.run()
    seconds = time.monotonic() - began
    assert done.returncode in GOOD, done.stderr
    records, months = published(data)
    failed = {url: reason for url, state, reason in ends(data) if state not in ("done", "filtered")}
    truth = Truth(records, months, paper.articles_asked(), failed, done.returncode, seconds)
    stored = {tuple(key.split("/")) for key, record in records.items() if record["language"] == "vi"}
    wanted = paper.wanted((crawl.section,)) if crawl.section else paper.wanted()
    assert stored <= wanted
    assert len(wanted - stored) <= len(failed)
    paper.log.clear()
    return truth


def assert_good(crawl: Crawl, truth: Truth, last: Done) -> None:
    """Hold the oracle (O1 to O9) to a data folder whose last run has come to a good end.

    At the end `langson verify` is asked too: it reads the archive anew and compares state and files with it.

    Args:
        crawl: The crawl, undisturbed; it is run once more.
        truth: What the folder must hold.
        last: How the last run ended.
    """
    data = crawl.data
    assert last.returncode in GOOD, last.stderr
    assert "Traceback" not in last.stderr
    assert_dataset(data, truth)
    assert_state(data, truth)
    for run in data.glob("runs/*"):
        assert_archive(run)
    assert [*data.rglob("*.open"), *data.rglob("*.part")] == []
    _assert_quiet(crawl)
    assert [str(damage) for damage in verify(data)] == []


def assert_intact(data: Path, scratch: Path) -> None:
    """Hold what must be so at every moment, also right after a kill: no torn line, a sound state.

    Looked at is a copy of the state: SQLite mends what it opens, and that is the next run's to do.
    """
    for path in data.glob("articles/*.jsonl"):
        lines_of(path)
    copy = scratch / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in data.glob("crawl.sqlite*"):
        shutil.copy(path, copy)
    if (copy / "crawl.sqlite").exists():
        with closing(sqlite3.connect(copy / "crawl.sqlite")) as state:
            assert state.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for run in sorted(data.glob("runs/*"))[-2:]:  # older ones were looked at before
        assert_archive(run)


def assert_dataset(data: Path, truth: Truth) -> None:
    """O1 to O3: every line is a record, each article stands once, and it is the right one."""
    records, months = published(data)
    assert records.keys() - truth.records.keys() == set()
    assert truth.records.keys() - records.keys() == set()
    assert [key for key in truth.records if records[key] != truth.records[key]] == []
    assert months == truth.months


def assert_state(data: Path, truth: Truth) -> None:
    """O3, O4, O7: SQLite says what the files say, and every address has an end."""
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        assert state.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        lines = [line for path in sorted(data.glob("articles/*.jsonl")) for line in lines_of(path)]
        stored = state.execute("SELECT record FROM article ORDER BY month, published_at, length(id), id, key")
        assert [record.encode() for (record,) in stored] == lines
        assert state.execute("SELECT * FROM dirty_month").fetchall() == []
        open_ends = "SELECT url, state FROM address WHERE state IN ('pending', 'leased')"
        assert state.execute(open_ends).fetchall() == []
        no_fate = (
            "SELECT url FROM visit JOIN run ON run.id = visit.run WHERE fate = '' AND run.state = 'ended'"
            " AND run.exit_code NOT IN (6, 130)"
        )
        assert state.execute(no_fate).fetchall() == []
        assert state.execute("SELECT id FROM run WHERE state = 'running'").fetchall() == []
    failed = {url: reason for url, state, reason in ends(data) if state not in ("done", "filtered")}
    assert failed == truth.failed


def assert_archive(run: Path) -> None:
    """O5: every byte of a run's closed archive files is as it was written."""
    for path in run.glob("*.warc.gz"):
        assert check(path) == []


def _assert_quiet(crawl: Crawl) -> None:
    """O8, O9: one more run asks for listings (and what failed) only, and changes no byte."""
    before, asked = digests(crawl.data), crawl.paper.articles_asked()
    done = crawl.run()
    assert done.returncode in GOOD, done.stderr
    assert "no file had to change" in done.stdout or done.returncode == 8, done.stdout
    assert digests(crawl.data) == before
    assert crawl.paper.articles_asked() - asked == Counter()


def published(data: Path) -> tuple[dict[str, Record], dict[str, str]]:
    """Read the published files: key -> record without what is of the visit, and key -> file."""
    records: dict[str, Record] = {}
    months: dict[str, str] = {}
    for path in sorted(data.glob("articles/*.jsonl")):
        for line in lines_of(path):
            record = orjson.loads(line)
            key = article_key(record["crawl"]["layout"], record["language"], record["id"])
            assert key not in records, f"{key} stands twice"
            record["crawl"] = {n: v for n, v in record["crawl"].items() if n not in _OF_THE_VISIT}
            records[key], months[key] = record, path.name
    return records, months


def lines_of(path: Path) -> list[bytes]:
    """The lines of a published file; each is whole, NFC, and valid by the schema."""
    data = path.read_bytes()
    assert data.endswith(b"\n"), f"{path} is torn"
    lines = data.removesuffix(b"\n").split(b"\n")
    for line in lines:
        text = line.decode("utf-8")
        assert unicodedata.is_normalized("NFC", text)
        _ARTICLE.validate_json(line)
        json.loads(text, parse_constant=_no_constant)
    return lines


def _no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def ends(data: Path) -> list[tuple[str, str, str]]:
    """Address, state and reason of each article's address in the frontier."""
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        query = "SELECT url, state, reason FROM address WHERE kind = 'article' ORDER BY url"
        return list(state.execute(query))


def digests(data: Path) -> dict[str, str]:
    """Name -> digest of each published file."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in data.glob("articles/*")}


def refetches(paper: Paper, truth: Truth) -> int:
    """How many requests for articles there were beyond those of an undisturbed crawl."""
    return sum((paper.articles_asked() - truth.asked).values())
