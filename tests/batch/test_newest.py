"""The newest record of each article: the same whatever the order of files and of captures in them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import orjson
import pytest

from crawler.archive.exchange import Exchange
from crawler.batch.newest import newest, write_newest
from crawler.batch.output import read_lines
from crawler.batch.rounds import in_this_process, read_files
from tests.batch.warcs import contents, exchange, jobs, read_inline, warc

NUMBERS = range(1000, 1008)


def captures(seed: int) -> list[Exchange]:
    """Several captures of each article at different moments, the views growing; some in the same second."""
    random = Random(seed)
    found = [
        exchange(number, views=10 + after // 60, after=after)
        for number in NUMBERS
        for after in random.sample(range(0, 6000, 60), 4)
    ]
    return found + random.sample(found, 3)


def newest_of(folder: Path, files: list[list[Exchange]], *, reverse: bool = False) -> bytes:
    """Read files of captures and give the newest records."""
    folder.mkdir()
    paths = [warc(folder, f"{n:02}.warc.gz", pages) for n, pages in enumerate(files)]
    results = read_files(jobs(paths, folder / "out"), in_this_process, read=read_inline)
    assert not results.failed
    outputs = sorted((folder / "out").glob("*.jsonl"), reverse=reverse)
    newest(outputs, folder / "work")
    target = folder / "newest.jsonl"
    assert write_newest(folder / "work", target) == len(NUMBERS)
    return target.read_bytes()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_order_leaves_a_trace(tmp_path: Path, seed: int) -> None:
    """However captures are spread over files, in whatever order, the bytes are the same."""
    found, random = captures(seed), Random(seed)
    expected = newest_of(tmp_path / "one", [sorted(found, key=lambda one: one.fetched_at)])
    random.shuffle(found)
    cut = random.randrange(1, len(found))

    assert newest_of(tmp_path / "two", [found[:cut], found[cut:]]) == expected
    assert newest_of(tmp_path / "back", [found[cut:], found[:cut]], reverse=True) == expected
    assert newest_of(tmp_path / "many", [[one] for one in found]) == expected


def test_the_newest_counts(tmp_path: Path) -> None:
    """Views are those of the last capture that changed them; a change of views is no revision."""
    records = [orjson.loads(line) for line in newest_of(tmp_path / "one", [captures(1)]).splitlines()]
    last = {one.url: one for one in sorted(captures(1), key=lambda one: one.fetched_at)}

    assert [record["id"] for record in records] == [str(number) for number in NUMBERS]
    for record in records:
        assert record["crawl"]["fetched_at"] == last[record["url"]].fetched_at.isoformat()
        assert str(record["view_count"]) in last[record["url"]].body.decode()
        assert record["crawl"]["revision"] == 1


def test_every_capture_stays_in_the_outputs(tmp_path: Path) -> None:
    """The outputs keep each capture; only what is made from them keeps one an article."""
    newest_of(tmp_path / "one", [captures(1)[:20], captures(1)[20:]])
    outputs = sorted((tmp_path / "one" / "out").glob("*.jsonl"))

    assert sum(1 for path in outputs for _ in read_lines(path)) == len(captures(1))
    assert contents(tmp_path / "one" / "out", ".*") == {}
