"""One WARC file, one output: what stands in it, when it is finished, what is said of a bad file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from crawler.batch.job import Job, read_file
from crawler.batch.output import read_lines, read_summary, summary_path
from crawler.batch.rounds import broken, in_this_process, outputs_of, read_files, totals
from crawler.batch.version import Version
from crawler.errors import StoreError
from crawler.process import process
from crawler.store.records import to_line
from crawler.store.replay.pages import Selection, archived_pages
from tests.batch.warcs import contents, exchange, jobs, read_inline, unchanged, warc
from tests.workers import hostile


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A file of four articles."""
    return warc(tmp_path, "one.warc.gz", map(exchange, range(1000, 1004)))


def expected(path: Path) -> bytes:
    """What this process reads of a file, page by page."""
    return b"".join(to_line(process(page)) for page in archived_pages(path, Selection()))  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.zst"])
def test_the_output_is_what_process_gives(one: Path, tmp_path: Path, suffix: str) -> None:
    """The lines are the records in the archive's order; the summary says what they were made of."""
    [job] = jobs([one], tmp_path / "out", suffix=suffix)
    done = read_inline(job)
    summary = read_summary(job.output)

    assert b"".join(read_lines(job.output)) == expected(one)
    assert (done.before, done.summary.outcomes) == (False, {"article": 4})
    assert summary is not None
    assert summary.input.size == one.stat().st_size
    assert len(set(summary.places)) == 4
    assert sorted(path.name for path in job.output.parent.iterdir()) == sorted(
        [f"one{suffix}", "one.summary.json"]
    )


Change = Callable[[Job], object]


def with_other_code(job: Job) -> None:
    """The summary is of other rules."""
    path = summary_path(job.output)
    path.write_bytes(path.read_bytes().replace(job.version.code.encode(), b"0" * len(job.version.code)))


CHANGES: dict[str, Change] = {
    "nothing": lambda job: None,
    "input-grown": lambda job: warc(job.path.parent, job.path.name, map(exchange, range(1000, 1005))),
    "output-gone": lambda job: job.output.unlink(),
    "output-torn": lambda job: job.output.write_bytes(job.output.read_bytes()[:-9]),
    "summary-gone": lambda job: summary_path(job.output).unlink(),
    "summary-torn": lambda job: summary_path(job.output).write_bytes(b'{"format"'),
    "summary-odd": lambda job: summary_path(job.output).write_bytes(b'{"format": 1, "x": 2}'),
    "other-code": with_other_code,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_finished_is_not_read_again(one: Path, tmp_path: Path, change: str) -> None:
    """An output is finished while its input, its rules and its own bytes are the same."""
    [job] = jobs([one], tmp_path / "out")
    read_inline(job)
    CHANGES[change](job)

    assert read_inline(job).before is (change == "nothing")
    assert read_inline(job).before
    assert b"".join(read_lines(job.output)) == expected(one)


def test_another_version_refuses(one: Path, tmp_path: Path) -> None:
    """A worker that reads by other rules than the one that asks writes nothing."""
    [job] = jobs([one], tmp_path / "out")

    with pytest.raises(StoreError, match=r"one\.warc\.gz: this worker reads by landmarks"):
        read_inline(replace(job, version=Version("landmarks/0", "beef")))
    assert not (tmp_path / "out").exists()


def test_pages_without_a_record(tmp_path: Path) -> None:
    """Each page that gives no record is named with its place, its outcome and why; the others are read."""
    pages = [exchange(1000), exchange(1001, body=b"<html><p>Tin</p></html>"), exchange(1002)]
    [job] = jobs([warc(tmp_path, "one.warc.gz", pages)], tmp_path / "out")
    done = read_inline(job)
    summary = read_summary(job.output)

    assert done.summary.outcomes == {"article": 2, "quarantine: missing": 1}
    assert summary is not None
    [(place, url, outcome, detail, error)] = summary.refused
    assert summary.places[0] < place < summary.places[1]
    assert (url, outcome) == (pages[1].url, "quarantine: missing")
    assert detail
    assert json.loads(error)[0] == "MissingLandmarkError"


@pytest.mark.drill
def test_a_hostile_page_costs_only_itself(tmp_path: Path) -> None:
    """A page that takes too long is cut off and named; the pages around it are read."""
    pages = [exchange(1000), exchange(1001, body=hostile.body("paragraphs-prose-20k")), exchange(1002)]
    [job] = jobs([warc(tmp_path, "one.warc.gz", pages)], tmp_path / "out", seconds=0.2)
    done = read_file(job)

    assert done.summary.outcomes == {"article": 2, "failed: parse-timeout": 1}


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[: len(data) // 2],
    "bit": lambda data: (
        data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
    ),
    "no-warc": lambda data: b"Th\xc3\xb4ng b\xc3\xa1o" * 100,
    "empty": lambda data: b"",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_and_the_rest_done(tmp_path: Path, damage: str) -> None:
    """What can be read of a damaged file is read; the file is named, and again at the next start."""
    paths = [warc(tmp_path, f"{n}.warc.gz", map(exchange, range(n * 1000, n * 1000 + 4))) for n in (1, 2)]
    paths[0].write_bytes(DAMAGES[damage](paths[0].read_bytes()))
    for _ in range(2):
        results = read_files(jobs(paths, tmp_path / "out"), in_this_process, read=read_inline)

        assert {path for path, _ in broken(results)} == {paths[0]}
        assert results.summaries[paths[1]].outcomes == {"article": 4}
    assert results.before == 2
    if damage in ("cut", "bit"):
        assert 1 <= results.summaries[paths[0]].outcomes["article"] < 4


def test_a_missing_file_is_named_and_the_rest_done(one: Path, tmp_path: Path) -> None:
    """A file that is gone costs only itself."""
    results = read_files(
        jobs([one, tmp_path / "two.warc.gz"], tmp_path / "out"), in_this_process, read=read_inline
    )

    assert list(broken(results)) == [(tmp_path / "two.warc.gz", "No such file or directory")]
    assert totals(results, "outcomes") == {"article": 4}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_bodies_in_other_files(tmp_path: Path, order: tuple[int, int]) -> None:
    """A `revisit` whose body stands in another file is read with it, whichever file comes first."""
    first = warc(tmp_path, "1.warc.gz", [exchange(1000), exchange(1001)])
    second = warc(tmp_path, "2.warc.gz", [exchange(1002), unchanged(exchange(1000), after=60)])
    paths = [(first, second)[at] for at in order]
    results = read_files(jobs(paths, tmp_path / "out"), in_this_process, read=read_inline)
    lines = [orjson.loads(line) for line in read_lines(tmp_path / "out" / "2.jsonl")]

    assert list(broken(results)) == []
    assert [line["id"] for line in lines] == ["1002", "1000"]
    assert lines[1]["crawl"]["fetched_at"] == "2026-11-24T09:01:00+07:00"
    again = read_files(jobs(paths, tmp_path / "out"), in_this_process, read=read_inline)
    assert again.before == 2


def test_bodies_that_are_nowhere(tmp_path: Path) -> None:
    """A `revisit` whose body stands in no given file is reported, and looked for when there are more."""
    second = warc(tmp_path, "2.warc.gz", [exchange(1002), unchanged(exchange(1000), after=60)])
    for _ in range(2):
        results = read_files(jobs([second], tmp_path / "out"), in_this_process, read=read_inline)

        assert [path for path, _ in broken(results)] == [second]
    assert results.summaries[second].passed_over == {"body in another file": 1}
    first = warc(tmp_path, "1.warc.gz", [exchange(1000)])
    results = read_files(jobs([second, first], tmp_path / "out"), in_this_process, read=read_inline)

    assert list(broken(results)) == []
    assert results.summaries[second].outcomes == {"article": 2}


def test_outputs_that_would_be_one() -> None:
    """Two files of one name in one folder cannot both have it."""
    with pytest.raises(StoreError, match=r"x\.warc: another file would have the output"):
        outputs_of([Path("a/x.warc.gz"), Path("a/x.warc")], Path("out"), ".jsonl")


def test_a_full_or_missing_place(one: Path, tmp_path: Path) -> None:
    """An output that cannot be written is an error of its file, and leaves nothing behind."""
    (tmp_path / "out").write_bytes(b"")
    results = read_files(jobs([one], tmp_path / "out" / "deeper"), in_this_process, read=read_inline)

    assert [path for path, _ in broken(results)] == [one]
    assert contents(tmp_path, "out/**/*") == {}
