"""Published files that were torn or edited (faults.md P9): noticed, written anew, never appended to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.torture.conftest import SECTION
from tests.torture.crawling import Crawl
from tests.torture.oracle import Truth, assert_good, digests
from tests.torture.paper import Paper

pytestmark = pytest.mark.drill

Edit = Callable[[bytes, Random], bytes | None]
# What may become of a file; None: it is gone.
EDITS: dict[str, Edit] = {
    "a torn tail": lambda data, random: data[: -random.randint(1, 2000)],
    "the last line end lost": lambda data, random: data[:-1],
    "half a line appended": lambda data, random: data + data[: random.randint(1, 500)],
    "stray bytes": lambda data, random: data + random.randbytes(20),
    "line ends of another system": lambda data, random: data.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda data, random: b"\xef\xbb\xbf" + data,
    "one letter edited": lambda data, random: data.replace(b"a", b"b", 1),
    "a line twice": lambda data, random: data + data[: data.index(b"\n") + 1],
    "emptied": lambda data, random: b"",
    "removed": lambda data, random: None,
}


def edit(path: Path, name: str, random: Random) -> None:
    """Do to a file what a name of `EDITS` says."""
    before = path.read_bytes()
    after = EDITS[name](before, random)
    assert after != before
    if after is None:
        path.unlink()
    else:
        path.write_bytes(after)


def edit_and_crawl(crawl: Crawl, names: list[str], random: Random) -> None:
    """Edit as many months as there are, each in another way, until every way was used; crawl each time."""
    before = digests(crawl.data)
    while names:
        for month in sorted(before):
            if names:
                edit(crawl.data / "articles" / month, names.pop(), random)
        done = crawl.run()
        assert done.returncode == 0, done.stdout + done.stderr
        assert digests(crawl.data) == before


def test_each_edit(small_paper: Paper, section_truth: Truth, tmp_path: Path) -> None:
    """The next run gives the files back byte for byte, though nothing in the paper is new."""
    crawl = Crawl(small_paper, tmp_path / "data", section=SECTION)
    last = crawl.run()
    small_paper.log.clear()
    edit_and_crawl(crawl, list(EDITS), Random(9))

    assert_good(crawl, section_truth, last)


@pytest.mark.torture
def test_hundred_edits(small_paper: Paper, section_truth: Truth, tmp_path: Path) -> None:
    """A hundred edits drawn at random."""
    crawl, random = Crawl(small_paper, tmp_path / "data", section=SECTION), Random(100)
    last = crawl.run()
    small_paper.log.clear()
    edit_and_crawl(crawl, random.choices(list(EDITS), k=100), random)

    assert_good(crawl, section_truth, last)
