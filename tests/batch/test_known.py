"""A data folder's archive replayed with known readings, and put in place, without a cluster."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from crawler.archive.exchange import Exchange
from crawler.archive.writer import ArchiveWriter, encode
from crawler.batch.apply import apply, vanishing
from crawler.batch.job import Job
from crawler.batch.known import archive_paths, replay_known
from crawler.batch.output import read_lines, read_summary, write_atomically, write_summary
from crawler.batch.version import version
from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.items import Article, Page, RawArticle
from crawler.store.replay.rebuild import rebuild
from crawler.workers import tasks
from crawler.workers.tasks import ListingPage
from tests.batch.warcs import START, address, contents, exchange, read_inline, unchanged

TABLES = ("article", "revision", "observation", "alias", "tombstone", "address", "visit", "change")


class Counting:
    """Reads pages in this process, and notes which articles."""

    def __init__(self) -> None:
        self.read: list[str] = []

    async def read_article(self, page: Page) -> RawArticle:
        """Read an article."""
        self.read.append(page.url)
        return tasks.read_article(page)

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""
        self.read.append(page.url)
        return tasks.read_record(page)

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing."""
        return tasks.read_listing(body, url, scope, wanted)

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses."""
        raise AssertionError("there is none")

    async def close(self) -> None:
        """Nothing to end."""


def write_run(data: Path, run: str, exchanges: list[Any]) -> None:
    """Archive a run."""
    with ArchiveWriter(
        data / "runs" / run, run=run, info={"started_at": START.isoformat()}, now=START
    ) as writer:
        for item in exchanges:
            one, earlier = item if isinstance(item, tuple) else (item, None)
            writer.append(encode(one, earlier=earlier))


def edited(number: int, *, after: int) -> Exchange:
    """An article whose text the paper has changed."""
    one = exchange(number, after=after)
    return replace(one, body=one.body.replace("Phát biểu kết luận".encode(), "Bế mạc hội nghị".encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of two runs: new articles, a page that is none; then an edit, other views, the same again."""
    folder = tmp_path / "data"
    none = exchange(
        1009, after=9, body=b"<html><body><h1>Tin</h1><p>Kh\xc3\xb4ng c\xc3\xb3.</p></body></html>"
    )
    write_run(folder, "20261124T090000-aaaaaa", [*(exchange(1000 + n, after=n) for n in range(5)), none])
    later = [
        edited(1000, after=100),
        exchange(1001, views=77, after=101),
        unchanged(exchange(1002, after=2), after=102),
    ]
    write_run(folder, "20261124T090100-bbbbbb", later)
    rebuild(folder, readers=Counting)
    return folder


def outputs(data: Path) -> dict[Path, Path]:
    """Read the archive of a folder into outputs."""
    places = {path: data / "reextract" / f"{path.parent.name}.jsonl" for path in archive_paths(data)}
    for path, output in places.items():
        read_inline(Job(path=path, output=output, version=version(), as_crawled=True))
    return places


def rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a state holds."""
    with closing(sqlite3.connect(folder / "crawl.sqlite")) as state:
        return {table: sorted(state.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def published(data: Path) -> dict[str, dict[str, Any]]:
    """The published records by number."""
    lines = [line for content in contents(data, "articles/*").values() for line in content.splitlines()]
    return {record["id"]: record for record in map(orjson.loads, lines)}


def read_otherwise(places: dict[Path, Path], *, number: str) -> None:
    """Change the lead of an article in the outputs, as a better rule would have read it; its views too."""
    for output in places.values():
        records = [orjson.loads(line) for line in read_lines(output)]
        for record in records:
            if record["id"] == number:
                record["lead"] += " (Hữu Lũng)"
                content = orjson.dumps([record["lead"], record["body"]])
                record["crawl"]["content_hash"] = hashlib.sha256(content).hexdigest()
        lines = b"".join(orjson.dumps(record) + b"\n" for record in records)
        summary = read_summary(output)
        assert summary is not None
        write_summary(output, replace(summary, output=write_atomically(output, lines)))


def test_known_pages_are_not_read_again(data: Path, tmp_path: Path) -> None:
    """The replay with known readings makes the same state; only what no output holds is read."""
    places, readers = outputs(data), Counting()
    replay_known(data, tmp_path / "work", places, readers=lambda: readers)

    assert rows(tmp_path / "work") == rows(data)
    # The body of the unchanged page stands in the other run's file: a cluster's second round would know it.
    assert readers.read == [address(1002)]


def test_nothing_to_apply(data: Path, tmp_path: Path) -> None:
    """The same readings change no row and no byte."""
    before, files = rows(data), contents(data, "articles/*")
    rebuilt = replay_known(data, tmp_path / "work", outputs(data), readers=Counting)
    applied = apply(data, tmp_path / "work", rebuilt)

    assert (applied.articles, applied.addresses, applied.files) == (0, 0, [])
    assert (rows(data), contents(data, "articles/*")) == (before, files)


@pytest.mark.parametrize(("number", "revision"), [("1000", 2), ("1001", 1), ("1003", 1)])
def test_another_reading_is_no_revision(data: Path, tmp_path: Path, number: str, revision: int) -> None:
    """Only the article that is read otherwise changes; its revision still counts what the paper changed."""
    places, before = outputs(data), published(data)
    read_otherwise(places, number=number)
    rebuilt = replay_known(data, tmp_path / "work", places, readers=Counting)
    applied = apply(data, tmp_path / "work", rebuilt)
    after = published(data)

    assert applied.articles == 1
    assert {key for key in after if after[key] != before[key]} == {number}
    assert after[number]["lead"].endswith(" (Hữu Lũng)")
    assert after[number]["crawl"]["revision"] == before[number]["crawl"]["revision"] == revision
    assert rows(data) == rows(tmp_path / "work")


def test_lost_pages_take_nothing_away(data: Path, tmp_path: Path) -> None:
    """Where a run's archive is gone, articles that the rest does not give stay as they were."""
    places, before = outputs(data), published(data)
    read_otherwise(places, number="1001")
    [first, second] = archive_paths(data)
    first.unlink()
    rebuilt = replay_known(data, tmp_path / "work", {second: places[second]}, readers=Counting)

    assert vanishing(data, tmp_path / "work") == []
    assert apply(data, tmp_path / "work", rebuilt).left > 0
    assert published(data) == before
