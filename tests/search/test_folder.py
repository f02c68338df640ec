"""The index of a data folder: made, refreshed, always whole, and the state is left alone."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import StoreError
from crawler.search import export
from crawler.search.folder import FILE_NAME, LOCK_NAME, PART_NAME, is_fresh, opened, refreshed
from crawler.store.state import State
from tests.search.library import LATER, LIBRARY, article, bury, save

MATCHING = "SELECT key FROM word_index JOIN articles ON n = word_index.rowid WHERE word_index MATCH"
CONTENT = (
    "SELECT key, title, section, published_at, view_count, authors, tags, documents, words, revision, url,"
    " lead, text, record FROM articles JOIN texts USING (n) ORDER BY key",
    "SELECT key, kind, value FROM labelled JOIN labels USING (label) JOIN articles USING (n)"
    " ORDER BY 1, 2, 3",
    "SELECT kind, value FROM labels ORDER BY 1, 2",
    "SELECT * FROM revisions",
    "SELECT * FROM view_counts",
    "SELECT * FROM tombstones",
    f"{MATCHING} 'cho' ORDER BY key",
    f"{MATCHING} 'moi' ORDER BY key",
)


def content(path: Path) -> list[Any]:
    """All that an index says, whatever numbers it gave."""
    with closing(opened(path)) as index:
        return [index.execute(query).fetchall() for query in CONTENT]


def digests(data: Path) -> dict[str, str]:
    """The bytes of the state's files."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in data.glob("crawl.sqlite*")}


def test_made_once_and_again_only_after_a_change(folder: Path) -> None:
    """An index that shows the state is left as it is; a change of the state is seen."""
    path = refreshed(folder)
    before = path.stat()
    assert refreshed(folder).stat().st_ino == before.st_ino

    save(folder, article(1007, "Bài mới"))

    assert not is_fresh(folder)
    assert refreshed(folder).stat().st_ino != before.st_ino
    with closing(opened(path)) as index:
        assert index.execute("SELECT count(*) FROM articles").fetchone() == (7,)


def test_no_file_is_left_behind(folder: Path) -> None:
    """But for the index and its lock, the folder holds what it held."""
    before = {path.name for path in folder.iterdir()}
    digest = digests(folder)

    refreshed(folder)

    assert {path.name for path in folder.iterdir()} - before == {FILE_NAME, LOCK_NAME}
    assert digests(folder) == digest


def test_the_state_is_only_read(folder: Path) -> None:
    """Also the log that a killed crawl leaves behind stays as it is: recovering it is the crawl's own."""
    state = State(folder, create=True)
    with state.transaction():
        state.database.execute("UPDATE article SET last_seen = last_seen")
    before = digests(folder)
    assert "crawl.sqlite-wal" in before

    refreshed(folder)

    after = digests(folder)
    assert {name: after[name] for name in ("crawl.sqlite", "crawl.sqlite-wal")} == {
        name: before[name] for name in ("crawl.sqlite", "crawl.sqlite-wal")
    }
    state.close()


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sampled_from("edit new bury views drop".split()), st.integers(0, 5)), max_size=8)
)
def test_refreshed_is_as_made_anew(tmp_path_factory: pytest.TempPathFactory, changes: list[Any]) -> None:
    """Whatever happened between, an index that was brought up to date says what a new one says."""
    data = tmp_path_factory.mktemp("data")
    save(data, *LIBRARY)
    refreshed(data)
    for step, (kind, which) in enumerate(changes):
        change(data, kind, which, step)

    updated = content(refreshed(data))
    (data / FILE_NAME).unlink()

    assert updated == content(refreshed(data))


def change(data: Path, kind: str, which: int, step: int) -> None:
    """Change the state as crawls do."""
    old = LIBRARY[which]
    crawl = replace(old.crawl, fetched_at=LATER.replace("30:00", f"30:{step:02d}"), content_hash=str(step))
    if kind == "edit":
        save(data, replace(old, title=f"{old.title} (mới {step})", tags=("mới",), crawl=crawl))
    elif kind == "new":
        save(data, article(2000 + which, f"Bài mới {step}", "Chợ mới."))
    elif kind == "views":
        save(data, replace(old, view_count=step, crawl=replace(crawl, content_hash=old.crawl.content_hash)))
    elif kind == "bury":
        with sqlite3.connect(data / "crawl.sqlite") as state:
            state.execute("DELETE FROM tombstone")
        bury(data, 1001 + which)
    else:
        with sqlite3.connect(data / "crawl.sqlite") as state:
            state.execute("DELETE FROM article WHERE key = ?", (f"main/{1001 + which}",))


def test_a_killed_export_leaves_the_old_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not finished is never seen, and the next one goes on without it."""
    path = refreshed(folder)
    before = path.read_bytes()
    save(folder, article(1007, "Bài mới"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("crawler.search.folder.update", killed)
        with pytest.raises(KeyboardInterrupt):
            refreshed(folder)

    assert path.read_bytes() == before
    assert (folder / PART_NAME).exists()
    refreshed(folder)
    assert not (folder / PART_NAME).exists()
    with closing(opened(path)) as index:
        assert index.execute("SELECT count(*) FROM articles").fetchone() == (7,)


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 5_000])
def test_a_damaged_index_is_made_anew(folder: Path, damage: bytes) -> None:
    """It holds nothing that the state does not."""
    expected = content(refreshed(folder))
    (folder / FILE_NAME).write_bytes(damage)

    assert content(refreshed(folder)) == expected


def test_damage_within_an_index_is_mended(folder: Path) -> None:
    """A copy that cannot be brought up to date is dropped."""
    path = refreshed(folder)
    data = bytearray(path.read_bytes())
    with closing(opened(path)) as index:
        page_size = index.execute("PRAGMA page_size").fetchone()[0]
        root = index.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'").fetchone()[0]
    data[(root - 1) * page_size : root * page_size] = b"\xa5" * page_size
    path.write_bytes(data)
    save(folder, replace(LIBRARY[0], title="Tên mới", crawl=replace(LIBRARY[0].crawl, fetched_at=LATER)))

    with closing(opened(refreshed(folder))) as index:
        assert index.execute("SELECT title FROM articles WHERE id = '1001'").fetchone() == ("Tên mới",)


def test_an_index_by_other_rules_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer langson does not read what an older one made."""
    before = refreshed(folder).stat().st_ino
    monkeypatch.setattr("crawler.search.folder.VERSION", "later")

    assert refreshed(folder).stat().st_ino != before


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda data: None, "no such file; `langson crawl` makes it"),
        (lambda data: (data / "crawl.sqlite").write_bytes(b"x" * 5_000), "file is not a database"),
        (lambda data: (data / "crawl.sqlite").write_bytes(b""), "is no store of langson"),
    ],
)
def test_no_state(tmp_path: Path, prepare: Any, words: str) -> None:
    """One line that names the file and says what to do; no index is left behind."""
    prepare(tmp_path)

    with pytest.raises(StoreError, match=words):
        refreshed(tmp_path)
    assert not (tmp_path / FILE_NAME).exists()


def test_two_at_once_make_one(folder: Path) -> None:
    """The second waits for the first, and finds it done."""
    code = "import sys; from crawler.search.folder import *; refreshed(Path(sys.argv[1]))"
    commands = [subprocess.Popen([sys.executable, "-c", code, str(folder)]) for _ in range(2)]

    assert [command.wait() for command in commands] == [0, 0]
    assert is_fresh(folder)


def test_progress_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many articles were looked at, of how many."""
    monkeypatch.setattr(export, "_ABOUT_EACH", 2)
    told: list[tuple[int, int]] = []

    refreshed(folder, lambda looked, total: told.append((looked, total)))

    assert told == [(0, 6), (2, 6), (4, 6)]
