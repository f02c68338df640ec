"""`langson reextract` on a cluster: the same bytes as one process, whatever is killed or hostile."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import orjson
import psutil
import pytest

from crawler.batch.newest import newest, write_newest
from crawler.batch.output import read_lines, read_summary
from crawler.batch.rounds import in_this_process, read_files
from tests.batch.warcs import contents, exchange, jobs, read_inline, unchanged, warc
from tests.rim.command import ROOT, Done, langson
from tests.workers import hostile

pytest.importorskip("distributed", reason="the extra `batch` is not installed")
pytestmark = pytest.mark.drill

INTERRUPTED = "langson: interrupted; the files that are finished stay, the same command goes on"
FOREVER = 600.0  # seconds that a busy machine may take
HOURS = 2 * 3600.0  # of a hundred thousand pages on a machine that does other things too


def archive(folder: Path, files: int, pages: int) -> list[Path]:
    """Files of articles, some seen twice, one page of each tenth file hostile, a body in another file."""
    folder.mkdir()
    paths = []
    for n in range(files):
        number = 1000 + n * pages
        found = [exchange(number + at, views=7 + n, after=n * 60 + at) for at in range(pages)]
        found.append(exchange(1000, views=100 + n, after=n * 60 + pages))
        if n % 10 == 0:
            found.insert(pages // 2, exchange(900_000 + n, body=hostile.body("nesting-100k")))
        extra = [unchanged(exchange(1001, views=7, after=1), after=90_000)] if n == files - 1 else []
        paths.append(warc(folder, f"{n:03}.warc.gz", [*found, *extra]))
    return paths


def expected(folder: Path, paths: list[Path]) -> dict[str, bytes]:
    """What one process makes of the files, with the newest records."""
    results = read_files(jobs(paths, folder), in_this_process, read=read_inline)
    assert not results.failed
    newest(list(folder.glob("*.jsonl")), folder / "work")
    write_newest(folder / "work", folder / "newest.jsonl")
    return contents(folder, "*.jsonl")


def reextract(paths: list[Path], out: Path, *options: object) -> Done:
    """Run the command over files."""
    return langson("reextract", *paths, "--out", out, "--plain", *options, timeout=FOREVER)


def troubles(stderr: str) -> list[str]:
    """What was said besides the progress."""
    return [line for line in stderr.splitlines() if not re.match(r"\d+ of \d+ files, ", line)]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_number_of_workers_leaves_a_trace(tmp_path: Path, workers: int) -> None:
    """Outputs and newest records are those of a single process, the hostile page named and no more."""
    paths = archive(tmp_path / "in", 6, 5)
    shuffled = Random(workers).sample(paths, len(paths))
    done = reextract(shuffled, tmp_path / "out", "--workers", workers)

    assert (done.returncode, troubles(done.stderr)) == (0, [])
    assert contents(tmp_path / "out", "*.jsonl") == expected(tmp_path / "one", paths)
    assert "outcomes: article 37, failed: parse-cut 1" in done.stdout
    again = reextract(paths, tmp_path / "out", "--workers", workers)
    assert "6 of 6 files read by landmarks/1, 6 were finished before" in again.stdout
    assert contents(tmp_path / "out", "*.jsonl") == contents(tmp_path / "one", "*.jsonl")


def test_as_a_user_names_files(tmp_path: Path) -> None:
    """Relative names, a file that is none, a dataset to compare with: all is said in the user's own names."""
    paths = archive(tmp_path / "in", 2, 3)
    (tmp_path / "in" / "odd.warc.gz").write_bytes(b"Th\xc3\xb4ng b\xc3\xa1o")
    names = [os.path.relpath(path, ROOT) for path in (*paths, tmp_path / "in" / "odd.warc.gz")]
    first = reextract(paths, tmp_path / "one")
    lines = tmp_path / "one" / "newest.jsonl"
    (tmp_path / "dataset.jsonl").write_bytes(
        lines.read_bytes().replace(b"HO\xc3\x80NG LAN", b"HO\xc3\x80NG MAI")
    )
    out = os.path.relpath(tmp_path / "two", ROOT)
    done = langson(
        "reextract", *names, "--out", out, "--plain", "--against", tmp_path / "dataset.jsonl", timeout=FOREVER
    )

    assert first.returncode == 0, first.stderr
    assert done.returncode == 3
    assert len(troubles(done.stderr)) == 1, done.stderr
    [trouble] = troubles(done.stderr)
    assert trouble.startswith(f"langson: {names[-1]}: ")
    told = orjson.loads((tmp_path / "two" / "diff.json").read_bytes())
    assert told["fields"]["authors"]["count"] == lines.read_bytes().count(b"\n") == told["records"]["after"]
    assert '["HOÀNG MAI"] -> ["HOÀNG LAN"]' in done.stdout


# --- kills ----------------------------------------------------------------------------------------


@contextmanager
def started(paths: list[Path], out: Path) -> Iterator[subprocess.Popen[str]]:
    """The command at work, in a group of its own; nothing of it is left behind."""
    command = [
        sys.executable,
        "-m",
        "crawler.cli",
        "reextract",
        *map(str, paths),
        "--out",
        str(out),
        "--plain",
    ]
    process = subprocess.Popen(
        [*command, "--workers", "2"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str], seconds: float = FOREVER) -> None:
    """Wait until something holds while the command is at work."""
    end = time.monotonic() + seconds
    while not what():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def workers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The cluster's workers: children that multiprocessing started, not its resource tracker."""
    children = psutil.Process(process.pid).children()
    return [child for child in children if any("spawn_main" in part for part in child.cmdline())]


def finished(out: Path) -> int:
    """How many outputs are there."""
    return len(list(out.glob("*.summary.json")))


def test_a_killed_worker_costs_nothing(tmp_path: Path) -> None:
    """Workers are killed with -9 halfway: every record is there, byte for byte, and nothing is left over."""
    paths, out = archive(tmp_path / "in", 24, 40), tmp_path / "out"
    random = Random(1)
    with started(paths, out) as process:
        for at in (1, 8, 14):
            wait_for(lambda at=at: finished(out) >= at, process)  # type: ignore[misc]
            wait_for(lambda: len(workers_of(process)) > 0, process)
            random.choice(workers_of(process)).kill()
        stdout, stderr = process.communicate(timeout=FOREVER)

    assert (process.returncode, troubles(stderr)) == (0, [])
    assert "24 of 24 files" in stdout
    assert contents(out, "*.jsonl") == expected(tmp_path / "one", paths)
    assert sum("parse-cut" in str(read_summary(out / f"{n:03}.jsonl")) for n in range(24)) == 3


@pytest.mark.torture
def test_two_hundred_files(tmp_path: Path) -> None:
    """200 files of 500 pages, a hostile one in each tenth, a worker killed every ten files: all is there."""
    paths, out = archive(tmp_path / "in", 200, 500), tmp_path / "out"
    random = Random(2)
    with started(paths, out) as process:
        for at in range(5, 190, 10):
            wait_for(lambda at=at: finished(out) >= at, process, HOURS)  # type: ignore[misc]
            wait_for(lambda: len(workers_of(process)) > 0, process)
            random.choice(workers_of(process)).kill()
        stdout, stderr = process.communicate(timeout=HOURS)

    assert (process.returncode, troubles(stderr)) == (0, [])
    assert "outcomes: article 100201, failed: parse-cut 20" in stdout
    assert contents(out, "*.jsonl") == expected(tmp_path / "one", paths)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_same_command_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C ends cleanly, a kill leaves whole outputs only; the next start reads what is missing."""
    paths, out = archive(tmp_path / "in", 24, 40), tmp_path / "out"
    with started(paths, out) as process:
        wait_for(lambda: finished(out) >= 3, process)
        family = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
        _, stderr = process.communicate(timeout=FOREVER)
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert troubles(stderr) == [INTERRUPTED]
    _, alive = psutil.wait_procs(family, timeout=FOREVER)
    assert alive == []
    before = finished(out)
    assert 3 <= before < 24
    for path in out.glob("*.jsonl"):
        assert b"".join(read_lines(path)).endswith(b"\n")
    done = reextract(paths, out)

    assert f", {before} were finished before" in done.stdout
    assert contents(out, "*.jsonl") == expected(tmp_path / "one", paths)
    assert list(out.glob(".*")) == []


# --- an existing cluster -------------------------------------------------------------------------


@contextmanager
def dask(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A part of a cluster, as an operator starts it."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:], "--no-dashboard"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(FOREVER)


def test_an_existing_cluster(tmp_path: Path) -> None:
    """A cluster that somebody else started is used by its address; the bytes are the same."""
    paths, where = archive(tmp_path / "in", 3, 5), tmp_path / "scheduler.json"
    with dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(where)) as scheduler:
        wait_for(lambda: where.is_file() and where.stat().st_size > 0, scheduler)
        address = orjson.loads(where.read_bytes())["address"]
        with dask("worker", address, "--nthreads", "1", "--local-directory", str(tmp_path / "spill")):
            for _ in range(20):  # the worker may not be there yet
                done = reextract(paths, tmp_path / "out", "--scheduler", address)
                if "it has no workers" not in done.stderr:
                    break

    assert (done.returncode, troubles(done.stderr)) == (0, [])
    assert contents(tmp_path / "out", "*.jsonl") == expected(tmp_path / "one", paths)
