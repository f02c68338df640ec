"""`verify`: one changed byte anywhere is found, named, and what was published comes back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.errors import StoreError
from crawler.items import Article, Page, RawArticle
from crawler.store.replay.rebuild import rebuild
from crawler.store.seal import break_seal, seal, seal_path
from crawler.store.verify import verify
from crawler.store.verify.damage import Damage
from crawler.store.verify.record import record_problems
from crawler.workers import tasks
from crawler.workers.tasks import ListingPage
from tests.rim.moving_paper import MovingPaper, crawl
from tests.rim.site import served

KINDS = ("crawl.sqlite", "runs/*/pages*.warc.gz", "articles/*.jsonl", "runs/*/articles.jsonl")


class Inline:
    """Reads pages in this process: the pages here are no danger, and hundreds of checks are made."""

    async def read_article(self, page: Page) -> RawArticle:
        """Read an article."""
        return tasks.read_article(page)

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""
        return tasks.read_record(page)

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing."""
        return tasks.read_listing(body, url, scope, wanted)

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses."""
        return tasks.read_source(name, body, url, question)

    async def close(self) -> None:
        """Nothing to end."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two runs with edits between them."""
    data, paper = tmp_path_factory.mktemp("verify") / "data", MovingPaper(7, count=10)
    with served(paper.site) as site:
        for _ in range(2):
            assert crawl(site, data).returncode in (0, 3)
            paper.edit()
    return data


@pytest.fixture
def data(crawled: Path, tmp_path: Path) -> Path:
    """A copy of it, to damage."""
    return Path(shutil.copytree(crawled, tmp_path / "data"))


def damages(data: Path) -> list[Damage]:
    """What is wrong with a data folder."""
    return list(verify(data, readers=Inline))


def contents(data: Path) -> dict[str, bytes]:
    """Every file's bytes, but those of the lock."""
    paths = [path for path in data.rglob("*") if path.is_file() and path.name != ".lock"]
    return {str(path.relative_to(data)): path.read_bytes() for path in paths}


def published(data: Path) -> dict[str, bytes]:
    """The published files."""
    return {name: content for name, content in contents(data).items() if name.endswith(".jsonl")}


def values(data: Path) -> dict[str, object]:
    """Every value of every table that the crawl reads, or why it cannot be read."""
    found: dict[str, object] = {}
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        state.text_factory = bytes
        try:
            tables = [
                row[0].decode()
                for row in state.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            ]
            for table in tables:
                found[table] = sorted(state.execute(f"SELECT * FROM {table}"), key=repr)
            found["version"] = state.execute("PRAGMA user_version").fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            found["error"] = str(error)
    return found


def change_a_byte(path: Path, random: Random) -> int:
    """Change one byte of a file, and say which."""
    content = bytearray(path.read_bytes())
    at = random.randrange(len(content))
    content[at] ^= random.randrange(1, 256)
    path.write_bytes(content)
    return at


def test_a_whole_folder(data: Path) -> None:
    """Nothing is wrong, and nothing is written, not even a file's time."""
    before = contents(data), {path: path.stat().st_mtime_ns for path in data.rglob("*")}

    assert damages(data) == []
    assert (contents(data), {path: path.stat().st_mtime_ns for path in data.rglob("*")}) == before


def each_fault(seeds: range) -> list[tuple[str, int]]:
    """One fault for each seed, over the kinds of files in turn."""
    return [(KINDS[seed % len(KINDS)], seed) for seed in seeds]


def fault_is_found(data: Path, kind: str, seed: int) -> None:
    """Damage a byte; verify names the file, rebuild gives the published bytes again."""
    random, before = Random(seed), published(data)
    path = random.choice(sorted(data.glob(kind)))
    at = change_a_byte(path, random)
    found = damages(data)

    assert found, f"byte {at} of {path.name}"
    assert {damage.path for damage in found} == {path}
    assert all(damage.what and damage.repair for damage in found)
    rebuild(data, readers=Inline)
    assert published(data) == before
    if not kind.endswith(".gz"):  # an archive comes back from a copy only
        assert damages(data) == []


@pytest.mark.drill
@pytest.mark.parametrize(("kind", "seed"), each_fault(range(30)))
def test_random_faults(data: Path, kind: str, seed: int) -> None:
    """A changed byte of SQLite, WARC or JSON lines is found, and the published files come back."""
    fault_is_found(data, kind, seed)


@pytest.mark.torture
@pytest.mark.parametrize(("kind", "seed"), each_fault(range(1000, 1300)))
def test_three_hundred_random_faults(data: Path, kind: str, seed: int) -> None:
    """The same, longer."""
    fault_is_found(data, kind, seed)


# A fault elsewhere may be found by the seal alone.
KNOWN_TO_THE_ARCHIVE = {
    *("article", "revision", "observation", "alias", "tombstone", "goal"),
    *("error", "version"),
}


@pytest.mark.parametrize("seed", range(20))
def test_faults_in_a_state_without_a_seal(data: Path, seed: int) -> None:
    """After a kill there is no seal: what an article, a revision, a view or an alias is, is found still."""
    before, path = values(data), data / "crawl.sqlite"
    break_seal(path)
    random = Random(seed)
    change_a_byte(path, random)
    shutil.copytree(data, data.with_name("copy"))  # reading it may write
    after = values(data.with_name("copy"))
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}

    if differing & KNOWN_TO_THE_ARCHIVE:
        assert damages(data), differing


COMMANDS = {
    "a text of an article": "UPDATE article SET record = replace(record, 'Hội nghị', 'Hội Nghị')",
    "a column of an article": "UPDATE article SET month = '2022-11' WHERE rowid = 1",
    "an article": "DELETE FROM article WHERE rowid = 2",
    "a number of views": "UPDATE observation SET view_count = view_count + 1",
    "an alias": "DELETE FROM alias",
    "a revision": "UPDATE revision SET revision = revision + 5",
    "an address's key": "UPDATE address SET key = 'main/9' WHERE key = 'main/1003'",
    "a validator": "UPDATE address SET etag = 'W/\"x\"' WHERE etag IS NOT NULL",
    "where an answer lies": "UPDATE visit SET warc = 'pages.warc.gz:7' WHERE warc IS NOT NULL",
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_state_changed_by_hand(data: Path, command: str) -> None:
    """Changes that SQLite itself cannot see are found by the archive, even under a new seal."""
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        assert state.execute(command).rowcount > 0
        state.commit()
    seal(data / "crawl.sqlite")
    found = damages(data)

    assert found
    assert {damage.path.name for damage in found if damage.path.suffix != ".jsonl"} == {"crawl.sqlite"}


def test_files_that_are_missing_or_too_many(data: Path) -> None:
    """A month that is gone, one that nobody published, what a kill left behind."""
    gone = next(data.glob("articles/*.jsonl"))
    gone.unlink()
    (data / "articles" / "1999-01.jsonl").write_bytes(b"{}\n")
    (data / "articles" / "notes.jsonl").write_bytes(b"")
    (data / "articles" / ".2022-10.jsonl.part").write_bytes(b"{")
    found = {damage.path.name: damage.what for damage in damages(data)}

    assert found == {
        gone.name: "is missing",
        "1999-01.jsonl": "no article of the state is of this month",
        "notes.jsonl": "is named like no month",
        ".2022-10.jsonl.part": "is unfinished",
    }


def test_an_archive_that_is_missing(data: Path) -> None:
    """The state names answers in a file that is not there."""
    next(data.glob("runs/*/pages.warc.gz")).unlink()

    assert any("where no answer lies" in damage.what for damage in damages(data))


def test_a_damaged_seal(data: Path) -> None:
    """A seal that was changed itself accuses nobody else."""
    change_a_byte(seal_path(data / "crawl.sqlite"), Random(1))
    found = damages(data)

    assert len(found) == 1
    assert "seal" in str(found[0])


def line_of(data: Path) -> bytes:
    """A published line."""
    return next(data.glob("articles/*.jsonl")).read_bytes().splitlines()[0]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"title":"Hội', '"title":"Ho\u0323\u0302i', "NFC"),
        ('"title":', '"titel":', "schema"),
        ('{"schema"', '{ "schema"', "not written as records are"),
        ("ông tác", "ông việc", "content_hash"),
        ('"published_at":"2022', '"published_at":"x022', "time"),
        ("}", "", "no JSON"),
    ],
)
def test_what_is_wrong_with_a_line(data: Path, old: str, new: str, problem: str) -> None:
    """A line is named by what is wrong with it."""
    text = line_of(data).decode()
    assert old in text

    assert list(record_problems(line_of(data))) == []
    assert problem in " ".join(record_problems(text.replace(old, new).encode()))


def test_lines_where_state_and_archive_are_damaged(data: Path) -> None:
    """Without anything to compare with, lines are checked by themselves: form, order, none twice."""
    (data / "crawl.sqlite").write_bytes(b"no state")
    for path in data.glob("runs/*/pages.warc.gz"):
        change_a_byte(path, Random(3))
    path = next(data.glob("articles/*.jsonl"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*reversed(lines), lines[0], b'{"schema":"article/1"']))
    found = [damage.what for damage in damages(data) if damage.path == path]

    assert "it stands out of order" in found
    assert "the article stands there twice" in found
    assert "it is no JSON" in found


def test_no_data_folder(tmp_path: Path) -> None:
    """A folder of something else is said to be none."""
    with pytest.raises(StoreError, match="is no data folder"):
        damages(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"}", b"", "is no JSON"),
        (b'"requests": ', b'"requests": 1', "differs from what the state has of the run"),
    ],
)
def test_reports(data: Path, old: bytes, new: bytes, what: str) -> None:
    """A torn report is named, and one that says something else than the state."""
    path = next(data.glob("runs/*/report.json"))
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))

    assert [(damage.path, damage.what) for damage in damages(data)] == [(path, what)]
