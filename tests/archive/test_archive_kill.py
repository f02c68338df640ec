"""A process killed while it archives: all it was told to be written is there."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.archive.check import check
from crawler.archive.file_records import archive_files
from crawler.archive.reader import read
from crawler.archive.repair import close_open_files

ROOT = Path(__file__).parents[2]
_CHILD = """
import sys
from itertools import count
from pathlib import Path
from crawler.archive.writer import encode
from tests.archive.samples import exchange, new_writer

writer = new_writer(Path(sys.argv[1]), max_bytes=200_000)
for number in count():
    writer.append(encode(exchange(number, body=bytes(range(256)) * (number % 300))))
    print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_run_loses_nothing_it_was_told_is_written(seed: int, tmp_path: Path) -> None:
    """kill -9 at a random moment: each acknowledged exchange is read back, every file is whole."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    with child.stdout as lines:
        told = [lines.readline() for _ in range(random.Random(seed).randrange(1, 400))]
        child.kill()
        told += [line for line in lines if line.endswith("\n")]
    child.wait()

    close_open_files(tmp_path)
    files = archive_files(tmp_path)
    numbers = [back.note["asked"] for path in files for _, back in read(path)]
    assert all(check(path) == [] for path in files)
    assert numbers == [f"/{number}" for number in range(len(numbers))]
    assert len(numbers) in (len(told), len(told) + 1)  # one may be written and not yet told
