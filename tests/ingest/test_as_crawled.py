"""What was crawled into one folder, handed over to another: archives, WACZ, saved pages, JSON lines.

The published records are the same byte for byte but for `crawl.via`, which says how we came by the page; of
saved pages also but for what only the crawl knew of the answer: `crawl.fetched_url` where a redirect led
on, `crawl.robots`, and an alias that only the redirect named.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crawler.archive.bodies import BodyIndex
from crawler.archive.reader import read
from crawler.replica import Newspaper
from crawler.replica.server import serve
from crawler.store.replay.answer import decoded
from tests.ingest.material import months, records, wacz, without_via
from tests.rim.command import Done, langson
from tests.rim.moving_paper import MovingPaper, crawl
from tests.rim.site import served

pytestmark = pytest.mark.drill


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder of three runs of a paper that is edited between them, and its origin."""
    data, paper = tmp_path_factory.mktemp("moved") / "x", MovingPaper(4)
    with served(paper.site) as site:
        for _ in range(3):
            crawl(site, data)
            paper.edit()
        return data, site.url


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder of a crawl of the replica, both eras, and its origin."""
    data = tmp_path_factory.mktemp("replica") / "x"
    with serve(Newspaper(11, 90, eras=(1, 2))) as paper:
        done = langson("crawl", "--origin", paper.origin, "--delay", 0, "--data", data)
        assert done.returncode in (0, 3), done.stderr
        return data, paper.origin


@pytest.fixture(params=["moved", "replica"])
def crawled(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """Each of the two."""
    found: tuple[Path, str] = request.getfixturevalue(request.param)
    return found


def ingest(data: Path, origin: str, *files: object) -> Done:
    """Run `langson ingest`, and see that the folder is whole and comes back from its archive alone."""
    done = langson("ingest", *files, "--data", data, "--origin", origin)
    assert "Traceback" not in done.stderr
    assert langson("verify", "--data", data).stdout == f"{data}: all is well\n"
    anew = data.with_name(f"{data.name}-anew")
    assert langson("rebuild", "--data", data, "--into", anew).returncode == 0
    assert months(anew) == months(data)
    return done


def as_warc(data: Path) -> bytes:
    """The published lines of a crawled folder, as those of an ingested one say it."""
    return b"".join(months(data).values()).replace(b'"via":"live"', b'"via":"warc"')


def archives(data: Path) -> list[Path]:
    """The archives of a data folder."""
    return sorted(data.glob("runs/*/*.warc.gz"))


def test_its_archives(crawled: tuple[Path, str], tmp_path: Path) -> None:
    """In one run, or file by file in any order: every byte but those of `crawl.via`."""
    data, origin = crawled
    done = ingest(tmp_path / "y", origin, data)
    assert done.returncode in (0, 3), done.stderr
    assert b"".join(months(tmp_path / "y").values()) == as_warc(data)

    files = archives(data)
    Random(5).shuffle(files)
    for path in files:
        langson("ingest", path, "--data", tmp_path / "z", "--origin", origin)
    again = ingest(tmp_path / "z", origin, data)
    assert b"".join(months(tmp_path / "z").values()) == as_warc(data)
    assert again.returncode in (0, 3, 8)


def test_a_wacz_of_them(crawled: tuple[Path, str], tmp_path: Path) -> None:
    """Packed as WACZ they give the same."""
    data, origin = crawled
    packed = {f"{number}.warc.gz": path.read_bytes() for number, path in enumerate(archives(data))}
    (tmp_path / "all.wacz").write_bytes(wacz(packed))
    ingest(tmp_path / "y", origin, tmp_path / "all.wacz")

    assert b"".join(months(tmp_path / "y").values()) == as_warc(data)


def test_its_json_lines(crawled: tuple[Path, str], tmp_path: Path) -> None:
    """The published lines themselves: the very bytes."""
    data, origin = crawled
    done = ingest(tmp_path / "y", origin, data / "articles")

    assert (done.returncode, done.stderr) == (0, "")
    assert months(tmp_path / "y") == months(data)


def pages(data: Path, origin: str) -> Iterator[tuple[str, str, bytes, bytes]]:
    """The pages that a crawl read: address, moment, body, body as it was packed for transfer."""
    bodies = BodyIndex()
    for path in archives(data):
        for position, exchange in read(path, resolver=bodies):
            bodies.add(path.parent, position, exchange)
            if exchange.note.get("kind") == "article" and exchange.status == 200:
                yield exchange.url, exchange.fetched_at.isoformat(), decoded(exchange, 1 << 23), exchange.body


def test_saved_pages(crawled: tuple[Path, str], tmp_path: Path) -> None:
    """Saved as HTML files beside a table of addresses and moments."""
    data, origin = crawled
    folder, rows = tmp_path / "pages", []
    for number, (url, moment, body, _) in enumerate(pages(data, origin)):
        path = folder / str(number % 7) / f"trang số {number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        rows.append((path.relative_to(folder).as_posix(), url, moment))
    with (folder / "urls.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("file", "url", "fetched_at"), *rows])
    ingest(tmp_path / "y", origin, folder, "--table", folder / "urls.csv")

    stored = {record["id"]: record for record in records(data)}
    found = {record["id"]: record for record in without_via(tmp_path / "y")}
    assert stored.keys() <= found.keys()  # a page whose section nobody names is wanted when it is given
    for number, record in stored.items():
        mine, theirs = found[number], record
        for one in (mine, theirs):
            one["crawl"] |= {"via": None, "robots": None, "fetched_url": None}
            one["evidence"], one["aliases"] = {}, []
        assert mine == theirs


def test_files_tell_what_is_wrong(moved: tuple[Path, str], tmp_path: Path) -> None:
    """A cut archive among whole ones: its place is named, all else is taken in, the exit code says so."""
    data, origin = moved
    *rest, last = archives(data)  # later archives need the bodies of earlier ones
    content = last.read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(content[: len(content) * 2 // 3])
    done = ingest(tmp_path / "y", origin, tmp_path / "cut.warc.gz", *rest, tmp_path / "none.wacz")

    assert done.returncode == 3
    assert f"{tmp_path}/cut.warc.gz, byte " in done.stderr
    assert f"{tmp_path}/none.wacz: no such file" in done.stderr
    assert len(records(tmp_path / "y")) >= len(records(data)) - 3  # that only the last run found
