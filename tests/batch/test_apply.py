"""`langson reextract --diff` and `--apply` after a rule changed: what was planted is found and put in place.

The changed rules stand in a copy of the program; `main/…7` etc. are told from each other by the last digit of
the article's number.
"""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest

from tests.batch.warcs import contents
from tests.rim.command import ROOT, Done
from tests.rim.moving_paper import MovingPaper, crawl
from tests.rim.site import Site, served

pytest.importorskip("distributed", reason="the extra `batch` is not installed")
pytestmark = pytest.mark.drill

FOREVER = 600.0
TABLES = "article revision observation reading alias tombstone change".split()
ADDRESS = "SELECT url, state, reason, published_at, section, due, gone_at FROM address WHERE kind = 'article'"

OLD = "    evidence = dict(raw.evidence)\n    published, updated = _times(raw, evidence)\n"
LEAD = '    if raw.id[-1] in "15":\n        raw = replace(raw, lead=f"{raw.lead} (đã sửa, Hữu Lũng)")\n'
EARLIER = '    if raw.id[-1] == "7":\n        published = published.replace(month=published.month - 1)\n'
REFUSED = (
    '    if raw.id[-1] == "3":\n'
    '        raise MissingLandmarkError(raw.page.url, "published_at", "planted: no such stamp")\n'
)


def program(folder: Path, name: str, *, refusing: bool) -> Path:
    """A copy of the program that reads some articles otherwise, or refuses some as well."""
    tree = folder / name
    shutil.copytree(ROOT / "crawler", tree / "crawler", ignore=shutil.ignore_patterns("__pycache__"))
    path = tree / "crawler" / "normalise" / "article.py"
    text = path.read_text("utf-8")
    assert OLD in text
    text = text.replace(OLD, (REFUSED if refusing else "") + LEAD + OLD + EARLIER)
    path.write_text(text.replace('EXTRACTOR = "landmarks/1"', f'EXTRACTOR = "{name}"'), "utf-8")
    return tree


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of three crawls of a paper that is edited in between."""
    data, paper = tmp_path_factory.mktemp("crawled") / "data", MovingPaper(4, count=18)
    with served(paper.site) as site:
        for _ in range(3):
            assert crawl(site, data).returncode in (0, 3)
            paper.edit()
            for piece in paper.pieces:  # one is gone for good; no slug changes while pages are asked for
                piece.gone, piece.listed_as = piece.number == 1005, "hoi-nghi"
    assert len(list(data.glob("runs/*/pages.warc.gz"))) == 3
    return data


@pytest.fixture(scope="module")
def better(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program whose rules read some leads and some stamps otherwise."""
    return program(tmp_path_factory.mktemp("better"), "better", refusing=False)


@pytest.fixture
def data(crawled: Path, tmp_path: Path) -> Path:
    """A copy of the crawled folder."""
    return Path(shutil.copytree(crawled, tmp_path / "data"))


def run(tree: Path, *arguments: object, code: str = "") -> Done:
    """Run a copy of the program: `langson` with arguments, or some code."""
    start = ["-c", code] if code else ["-m", "crawler.cli"]
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        cwd=tree, capture_output=True, text=True, timeout=FOREVER, check=False,
    )  # fmt: skip


def rows(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the state holds of articles and their addresses."""
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        found = {
            table: [row[:3] if table == "change" else row for row in state.execute(f"SELECT * FROM {table}")]
            for table in TABLES
        }
        return {
            table: sorted(of, key=repr)
            for table, of in {**found, "address": list(state.execute(ADDRESS))}.items()
        }


def records(data: Path) -> dict[str, dict[str, Any]]:
    """The published records by number."""
    lines = [line for content in contents(data, "articles/*.jsonl").values() for line in content.splitlines()]
    return {record["id"]: record for record in map(orjson.loads, lines)}


def published(data: Path) -> dict[str, bytes]:
    """The published files and the runs' own."""
    return contents(data, "articles/*") | contents(data, "runs/*/articles.jsonl")


def rebuilt(tree: Path, data: Path) -> Path:
    """What a rebuild of the folder gives, elsewhere."""
    target = data.with_name("anew")
    done = run(tree, "rebuild", "--data", data, "--into", target)
    assert done.returncode == 0, done.stderr
    return target


def assert_as_rebuilt(tree: Path, data: Path) -> None:
    """The folder is what a rebuild by these rules gives, and `verify` finds nothing wrong."""
    target = rebuilt(tree, data)
    assert contents(data, "articles/*") == contents(target, "articles/*")
    assert rows(data) == rows(target)
    assert run(tree, "verify", "--data", data).stdout == f"{data}: all is well\n"


def test_the_diff_names_what_was_planted(data: Path, better: Path) -> None:
    """Exactly the planted changes are counted, under their fields, with samples; nothing is changed."""
    before, state = published(data), rows(data)
    done = run(better, "reextract", "--data", data, "--diff", "--samples", "2")
    told = orjson.loads((data / "reextract" / "diff.json").read_bytes())
    old = records(data)
    lead, stamp = ({number for number in old if number[-1] in ends} for ends in ("15", "7"))

    assert done.returncode == 0, done.stderr
    assert {name: field["count"] for name, field in told["fields"].items()} == {
        "lead": len(lead), "crawl.content_hash": len(lead), "published_at": len(stamp),
    }  # fmt: skip
    assert told["changed"] == len(lead | stamp)
    assert (told["added"]["count"], told["missing"]["count"]) == (0, 0)
    for sample in told["fields"]["lead"]["samples"]:
        assert sample["new"] == sample["old"] + " (đã sửa, Hữu Lũng)"
        assert sample["old"] == old[sample["key"].partition("/")[2]]["lead"]
    assert "(đã sửa, Hữu Lũng)" in done.stdout
    assert (data / "reextract" / "diff.txt").read_text("utf-8") in done.stdout
    assert (published(data), rows(data)) == (before, state)


def test_apply(data: Path, better: Path) -> None:
    """The dataset is what a rebuild by the new rules gives; what only was read otherwise is no revision."""
    before = records(data)
    done = run(better, "reextract", "--data", data, "--apply")
    after = records(data)

    assert done.returncode == 0, done.stderr
    assert_as_rebuilt(better, data)
    assert before.keys() == after.keys()
    assert {record["crawl"]["extractor"] for record in after.values()} == {"better"}
    assert {n: record["crawl"]["revision"] for n, record in after.items()} == {
        n: record["crawl"]["revision"] for n, record in before.items()
    }
    assert max(record["crawl"]["revision"] for record in after.values()) > 1
    again = run(better, "reextract", "--data", data, "--apply")
    assert "0 articles and the ends of 0 addresses were taken over" in again.stdout
    assert [path.name for path in data.rglob(".*") if path.name != ".lock"] == []


def test_refused_articles_do_not_vanish_unseen(data: Path, tmp_path: Path) -> None:
    """Rules that refuse stored articles change nothing until that is asked for; then they are taken out."""
    stricter = program(tmp_path, "stricter", refusing=True)
    before, state = published(data), rows(data)
    gone = {number for number in records(data) if number[-1] == "3"}
    done = run(stricter, "reextract", "--data", data, "--apply")

    assert done.returncode == 3
    assert f"{len(gone)} stored articles are refused by these rules: " in done.stderr
    assert "--let-vanish" in done.stderr
    assert (published(data), rows(data)) == (before, state)
    done = run(stricter, "reextract", "--data", data, "--apply", "--let-vanish")

    assert done.returncode == 0, done.stderr
    assert records(data).keys() == {number for path in before.values() for number in numbers(path)} - gone
    assert_as_rebuilt(stricter, data)


def numbers(lines: bytes) -> Iterator[str]:
    """The articles' numbers in lines."""
    return (orjson.loads(line)["id"] for line in lines.splitlines())


def test_the_next_crawl_makes_no_false_revision(tmp_path: Path, better: Path) -> None:
    """After apply, and also without it, a crawl of unchanged pages by the new rules is no revision."""
    paper = MovingPaper(5, count=12)
    for piece in paper.pieces:
        piece.tagged = False  # no 304: each page is read again
    with served(paper.site) as site:
        assert crawl(site, tmp_path / "data").returncode in (0, 3)
        shutil.copytree(tmp_path / "data", tmp_path / "unapplied")
        assert run(better, "reextract", "--data", tmp_path / "data", "--apply").returncode == 0
        applied = published(tmp_path / "data")
        for name in ("data", "unapplied"):
            done = crawled_by(better, site, tmp_path / name)
            assert done.returncode in (0, 8), done.stderr
    found = contents(tmp_path / "data", "articles/*")

    assert found == {name: content for name, content in applied.items() if name.startswith("articles")}
    for name in ("data", "unapplied"):
        assert {record["crawl"]["revision"] for record in records(tmp_path / name).values()} == {1}
    assert_as_rebuilt(better, tmp_path / "data")


def crawled_by(tree: Path, site: Site, data: Path) -> Done:
    """Crawl the section by a copy of the program, every stored article again."""
    options = ("--section", "chinh-tri", "--revisit", "all", "--delay", "0", "--data", data)
    return run(tree, "crawl", "--origin", site.url, *options)


# --- kills ----------------------------------------------------------------------------------------

# The step after the outputs are finished, killed at the n-th named point; n = 0: print how many there are.
_KILLED = """
import os, signal, sys
from pathlib import Path
from crawler.archive import steps
from crawler.batch import apply
from crawler.batch.known import archive_paths
from crawler.cli.reextraction import Order, own_archive
at, data, passed = int(sys.argv[1]), Path(sys.argv[2]), 0
def observe(point):
    global passed
    passed += 1
    if passed == at:
        os.kill(os.getpid(), signal.SIGKILL)
steps.observer, apply.BATCH = observe, 3
out = data / "reextract"
order = Order(data=data, files=(), out=out, workers=1, scheduler=None, against=None, diff=True, apply=True,
              let_vanish=True, samples=0, seconds=8, megabytes=400, origin=None, plain=False)
own_archive(order, {path: out / path.parent.name / "pages.jsonl.zst" for path in archive_paths(data)})
print(f"points {passed}", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def outputs(crawled: Path, better: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the crawled folder whose outputs are finished."""
    data = Path(shutil.copytree(crawled, tmp_path_factory.mktemp("outputs") / "data"))
    assert run(better, "reextract", "--data", data).returncode == 0
    return data


@contextmanager
def copied(data: Path, folder: Path) -> Iterator[Path]:
    """A copy of a folder for one kill."""
    copy = Path(shutil.copytree(data, folder / "copy"))
    yield copy
    shutil.rmtree(copy)


def kills(tree: Path, outputs: Path, tmp_path: Path, number: int, seed: int) -> None:
    """Kill the apply at random points; the same command goes on, and the end is as without a kill."""
    whole = Path(shutil.copytree(outputs, tmp_path / "data"))
    done = run(tree, "0", whole, code=_KILLED)
    assert done.returncode == 0, done.stderr
    points = int(done.stderr.split()[-1])
    assert_as_rebuilt(tree, whole)
    random, expected = Random(seed), (rows(whole), published(whole))
    replayed = points // 2  # most of the first half is the replay, which writes nothing here
    for at in (points - 1, *random.sample(range(replayed, points), number - 1)):
        with copied(outputs, tmp_path) as copy:
            assert run(tree, str(at), copy, code=_KILLED).returncode == -signal.SIGKILL
            second = run(tree, "0", copy, code=_KILLED)

            assert second.returncode == 0, second.stderr
            assert (rows(copy), published(copy)) == expected, at
            assert run(tree, "verify", "--data", copy).stdout == f"{copy}: all is well\n"


def test_kills(better: Path, outputs: Path, tmp_path: Path) -> None:
    """Killed with -9 anywhere, between two transactions or in the middle of publishing, it goes on."""
    kills(better, outputs, tmp_path, number=3, seed=1)


@pytest.mark.torture
def test_many_kills(better: Path, outputs: Path, tmp_path: Path) -> None:
    """The same at many points."""
    kills(better, outputs, tmp_path, number=40, seed=2)
