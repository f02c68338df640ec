"""The store: one record an article, months published whole."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crawler.cli.app import app
from crawler.errors import StoreError
from crawler.items import Article, Crawl, Paragraph, Raw, as_record
from crawler.store.database import FILE_NAME, update
from crawler.store.publish import publish
from crawler.store.records import merge, to_line
from crawler.store.seal import seal
from crawler.store.state import State

SEEN = "2026-11-24T08:00:00+07:00"
LATER = "2026-11-25T08:00:00+07:00"


def article(number: int = 531453, **changes: Any) -> Article:
    """A record; `layout`, `content_hash` and `fetched_at` go to its `crawl`."""
    crawl = Crawl(
        fetched_url=f"https://baolangson.vn/chinh-tri/{number}-a.html",
        fetched_at=changes.pop("fetched_at", SEEN),
        via="live",
        status=200,
        layout=changes.pop("layout", "era1"),
        revision=1,
        content_hash=changes.pop("content_hash", "a" * 64),
        extractor="test",
    )
    plain = Article(
        id=str(number), url=crawl.fetched_url, section="chinh-tri", subsection=None, kicker=None,
        title="Hội nghị", published_at="2022-10-05T15:48:48+07:00", updated_at=None, view_count=408,
        lead=None, body=(Paragraph(text="Sáng nay."),), authors=(), source=None, tags=(), language="vi",
        raw=Raw(), crawl=crawl,
    )  # fmt: skip
    return replace(plain, **changes)


def lines(folder: Path | None, month: str = "2022-10") -> list[dict[str, Any]]:
    """The published records of a month."""
    assert folder is not None
    return [json.loads(line) for line in (folder / f"articles/{month}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """An empty store."""
    store = State(tmp_path / "data", create=True)
    yield store
    store.close()


def test_published_line_is_the_records(store: State) -> None:
    """What is published is byte for byte the exporter's line."""
    store.articles.save(article(), seen_at=SEEN)
    (path,) = publish(store)

    assert path.read_bytes() == to_line(article())
    assert path.name == "2022-10.jsonl"


def test_order_is_time_then_number(store: State) -> None:
    """Lines stand by time of publication, then by number as a number."""
    early = "2022-10-01T00:00:00+07:00"
    for number in (99999, 531453, 98000):
        store.articles.save(article(number), seen_at=SEEN)
    store.articles.save(article(531454, published_at=early), seen_at=SEEN)
    publish(store)

    assert [line["id"] for line in lines(store.folder)] == ["531454", "98000", "99999", "531453"]


def test_english_numbers_of_era_1_are_another_series(store: State) -> None:
    """The same number in English, era 1, is another article; era 2 shares one series."""
    store.articles.save(article(5314), seen_at=SEEN)
    store.articles.save(article(5314, language="en"), seen_at=SEEN)
    store.articles.save(article(5314, language="en", layout="era2"), seen_at=SEEN)

    assert store.articles.count() == 2


@pytest.mark.parametrize(
    ("changes", "change", "revision", "fetched_at"),
    [
        ({}, "unchanged", 1, SEEN),
        ({"evidence": {"title": "meta"}}, "unchanged", 1, SEEN),
        ({"view_count": 409}, "changed", 1, LATER),
        ({"tags": ("Lạng Sơn",)}, "changed", 1, LATER),
        ({"title": "Hội nghị lần 2", "content_hash": "b" * 64}, "changed", 2, LATER),
    ],
)
def test_seen_again(
    store: State, changes: dict[str, Any], change: str, revision: int, fetched_at: str
) -> None:
    """The same observation keeps the old line; new views replace it; a new text is a revision."""
    assert store.articles.save(article(), seen_at=SEEN) == "new"
    assert store.articles.save(article(fetched_at=LATER, **changes), seen_at=LATER) == change
    publish(store)

    (record,) = lines(store.folder)
    assert record["crawl"]["revision"] == revision
    assert record["crawl"]["fetched_at"] == fetched_at


def test_nothing_new_writes_nothing(store: State) -> None:
    """A second publication writes no file; a lost file is written again."""
    store.articles.save(article(), seen_at=SEEN)
    (path,) = publish(store)
    store.articles.save(article(fetched_at=LATER), seen_at=LATER)
    assert publish(store) == []

    path.unlink()
    assert publish(store) == [path]


def test_only_touched_months(store: State) -> None:
    """An article that moves to another month rewrites both months; the emptied file goes."""
    store.articles.save(article(), seen_at=SEEN)
    store.articles.save(article(2, published_at="2022-09-01T00:00:00+07:00"), seen_at=SEEN)
    assert [path.name for path in publish(store)] == ["2022-09.jsonl", "2022-10.jsonl"]

    store.articles.save(article(published_at="2022-11-05T15:48:48+07:00"), seen_at=LATER)
    publish(store)
    assert store.folder is not None
    assert sorted(path.name for path in (store.folder / "articles").iterdir()) == [
        "2022-09.jsonl",
        "2022-11.jsonl",
    ]


def test_a_kill_before_publishing_is_made_good(tmp_path: Path) -> None:
    """What was stored and not published is published by the next run."""
    killed = State(tmp_path, create=True)
    killed.articles.save(article(), seen_at=SEEN)
    killed.close()
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/.2022-10.jsonl.part").write_bytes(b'{"torn')

    following = State(tmp_path, create=True)
    publish(following)
    following.close()
    assert [record["id"] for record in lines(tmp_path)] == ["531453"]
    assert [path.name for path in (tmp_path / "articles").iterdir()] == ["2022-10.jsonl"]


def test_aliases_only_grow() -> None:
    """Addresses once seen stay, none twice, the record's own never; a third look changes nothing."""
    old = as_record(article(url="https://baolangson.vn/a", aliases=("https://baolangson.vn/b",)))
    new = as_record(article(url="https://baolangson.vn/c", aliases=("https://baolangson.vn/a",)))
    merged = merge(old, new)

    assert merged["url"] == "https://baolangson.vn/c"
    assert merged["aliases"] == ["https://baolangson.vn/a", "https://baolangson.vn/b"]
    assert merge(merged, new) == merged


def test_era_2_stays_the_record() -> None:
    """Era 1's page of an article known from era 2 adds its address and changes nothing else."""
    era2 = as_record(article(layout="era2", url="https://baolangson.vn/a-1531453.html", view_count=500))
    era1 = as_record(article())
    merged = merge(era2, era1)

    assert merged["aliases"] == [era1["url"]]
    assert {**merged, "aliases": []} == era2
    assert merge(era1, era2)["url"] == era2["url"]
    assert merge(era1, era2)["aliases"] == [era1["url"]]


def test_add_aliases(store: State) -> None:
    """An address met after the article was stored is added; an unknown article is no error."""
    store.articles.save(article(), seen_at=SEEN)
    store.articles.add_aliases("main/531453", ["https://baolangson.vn/b"])
    store.articles.add_aliases("main/1", ["https://baolangson.vn/b"])
    publish(store)

    assert lines(store.folder)[0]["aliases"] == ["https://baolangson.vn/b"]


def test_lines_by_number(store: State) -> None:
    """Articles are found by number."""
    for number in (1001, 1002, 1003):
        store.articles.save(article(number), seen_at=SEEN)

    assert [json.loads(line)["id"] for line in store.articles.lines(ids=["1003", "1001", "7"])] == [
        "1001",
        "1003",
    ]


def spoil(path: Path, how: str) -> None:
    """Make a store that cannot be used."""
    path.parent.mkdir(parents=True)
    if how == "no database":
        path.write_bytes(b"<html>" * 400)
    elif how == "newer":
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
    elif how == "folder":
        path.mkdir()


@pytest.mark.parametrize(
    ("how", "words"),
    [("no database", "not a database"), ("newer", "upgrade langson"), ("folder", "unable to open")],
)
def test_a_file_that_is_no_store(tmp_path: Path, how: str, words: str) -> None:
    """A foreign or newer file is refused in words, and not written to."""
    path = tmp_path / "data" / FILE_NAME
    spoil(path, how)
    before = path.read_bytes() if path.is_file() else b""

    with pytest.raises(StoreError, match=words):
        State(path.parent, create=True)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_an_older_store(tmp_path: Path) -> None:
    """It is refused with the command that brings it up to date; that writes nothing the second time."""
    State(tmp_path, create=True).close()
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.executescript("DROP TABLE robots; PRAGMA user_version = 3")
    connection.close()
    seal(tmp_path / FILE_NAME)
    with pytest.raises(StoreError, match=f"`langson verify --data {tmp_path} --update` brings it up to date"):
        State(tmp_path)
    said = CliRunner().invoke(app, ["verify", "--data", str(tmp_path)]).stdout
    assert f"(store version 3); `langson verify --data {tmp_path} --update` brings it up to date" in said

    done = CliRunner().invoke(app, ["verify", "--data", str(tmp_path), "--update"])
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path}: all is well\n")
    with closing(State(tmp_path)) as state:
        assert state.runs.robots("a") == []
    before = (tmp_path / FILE_NAME).stat().st_mtime_ns
    update(tmp_path)
    assert (tmp_path / FILE_NAME).stat().st_mtime_ns == before


def test_no_store_yet(tmp_path: Path) -> None:
    """Reading where nothing was crawled says what to do."""
    with pytest.raises(StoreError, match="`langson crawl` makes it"):
        State(tmp_path)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """A data folder that cannot be made is a StoreError."""
    (tmp_path / "data").write_text("x")

    with pytest.raises(StoreError):
        State(tmp_path / "data", create=True)


def test_a_full_disk_keeps_the_old_file(store: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full, the old file stays whole and the month stays marked."""
    store.articles.save(article(), seen_at=SEEN)
    (path,) = publish(store)
    before = path.read_bytes()
    store.articles.save(article(view_count=1), seen_at=LATER)

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        with pytest.raises(StoreError, match="No space left"):
            publish(store)
    assert path.read_bytes() == before
    assert publish(store) == [path]
