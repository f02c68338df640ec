"""All files: read, and those again whose `revisit` records refer to bodies in other files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from crawler.batch.job import Done, Job, note_sought, read_file
from crawler.batch.output import Summary
from crawler.batch.pages import BodyPlace, find_bodies
from crawler.errors import CrawlerError, StoreError

_T = TypeVar("_T")
_A = TypeVar("_A")


class Mapper(Protocol):
    """Where functions run: this process, or a cluster (`crawler.batch.cluster`)."""

    def __call__(
        self, function: Callable[[_A], _T], items: Sequence[_A]
    ) -> Iterator[tuple[_A, _T | Exception]]:
        """Give each item with the function's answer or error, in any order."""


def in_this_process(function: Callable[[_A], _T], items: Sequence[_A]) -> Iterator[tuple[_A, _T | Exception]]:
    """Run a function over items, one after the other."""
    for item in items:
        try:
            yield item, function(item)
        except CrawlerError as error:
            yield item, error


@dataclass(slots=True)
class Results:
    """What became of the files.

    Attributes:
        summaries: WARC file -> what it gave.
        before: How many were finished when we began.
        failed: WARC file -> why it gave nothing.
    """

    summaries: dict[Path, Summary] = field(default_factory=dict)
    before: int = 0
    failed: dict[Path, str] = field(default_factory=dict)


OnEnd = Callable[[Path, Summary | None], None]


Read = Callable[[Job], Done]


def read_files(
    jobs: Sequence[Job], run: Mapper, on_end: OnEnd = lambda path, summary: None, read: Read = read_file
) -> Results:
    """Read all files.

    Args:
        jobs: One for each file.
        run: Where.
        on_end: Called when a file is done, with what it gave (None: it failed).
        read: Does a job.
    """
    results = Results()
    _read(jobs, run, read, results, on_end)
    _resolve(jobs, run, read, results)
    return results


def _read(jobs: Sequence[Job], run: Mapper, read: Read, results: Results, on_end: OnEnd) -> None:
    for job, end in run(read, jobs):
        if isinstance(end, Done):
            results.summaries[job.path] = end.summary
            results.before += end.before
            results.failed.pop(job.path, None)
        else:
            results.failed[job.path] = _words(job, end)
        on_end(job.path, results.summaries.get(job.path))


def _words(job: Job, error: Exception) -> str:
    return str(error).removeprefix(f"{job.path}: ") or type(error).__name__


def _resolve(jobs: Sequence[Job], run: Mapper, read: Read, results: Results) -> None:
    """Look for the bodies that stand in other files, and read the files again that refer to them."""
    sought_in = _fingerprint(results.summaries.values())
    open_jobs = [job for job in jobs if _is_open(results.summaries.get(job.path), sought_in)]
    if not open_jobs:
        return
    wanted = frozenset(digest for job in open_jobs for digest in results.summaries[job.path].unresolved)
    found: dict[str, BodyPlace] = {}
    for _, places in run(partial(find_bodies, wanted=wanted), sorted(results.summaries)):
        if not isinstance(places, Exception):  # a damaged file: said already
            found.update(places)
    again = []
    for job in open_jobs:
        theirs = results.summaries[job.path].unresolved
        if bodies := {digest: found[digest] for digest in theirs if digest in found}:
            again.append(replace(job, bodies=bodies, sought_in=sought_in))
        else:
            note_sought(job, sought_in)
    _read(again, run, read, results, lambda path, summary: None)


def _is_open(summary: Summary | None, sought_in: str) -> bool:
    return summary is not None and bool(summary.unresolved) and summary.sought_in != sought_in


def _fingerprint(summaries: Iterable[Summary]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for one in sorted(summary.input.digest for summary in summaries):
        digest.update(one.encode())
    return digest.hexdigest()


def outputs_of(paths: Sequence[Path], folder: Path, suffix: str) -> dict[Path, Path]:
    """Give each WARC file the place of its output: its own path below the folder that all have in common.

    Raises:
        StoreError: Two of them would have the same.

    >>> outputs_of([Path("a/x.warc.gz"), Path("a/b/y.warc")], Path("out"), ".jsonl")
    {PosixPath('a/x.warc.gz'): PosixPath('out/x.jsonl'), PosixPath('a/b/y.warc'): PosixPath('out/b/y.jsonl')}
    """
    wholes = {path: path.absolute() for path in paths}
    first, *others = (whole.parents[::-1] for whole in wholes.values())
    shared = [
        parent for at, parent in enumerate(first) if all(parent in other[at : at + 1] for other in others)
    ]
    places: dict[Path, Path] = {}
    for path, whole in wholes.items():
        place = folder / whole.relative_to(shared[-1]).parent / f"{_stem(path.name)}{suffix}"
        if place in places.values():
            raise StoreError(f"{path}: another file would have the output {place} too; name one of the two")
        places[path] = place
    return places


def _stem(name: str) -> str:
    for suffix in (".gz", ".zst", ".open", ".warc"):
        name = name.removesuffix(suffix)
    return name


def broken(results: Results) -> Iterator[tuple[Path, str]]:
    """Give what did not go well, as (file, what is wrong)."""
    for path, reason in sorted(results.failed.items()):
        yield path, reason
    for path, summary in sorted(results.summaries.items()):
        yield from ((path, damage) for damage in summary.damages)
        if summary.unresolved:
            number = len(summary.unresolved)
            yield path, f"the bodies of {number} unchanged pages stand in files that were not given"


def totals(results: Results, name: str) -> dict[str, Any]:
    """Add up a count of all files: `outcomes` or `passed_over`."""
    added: dict[str, int] = {}
    for summary in results.summaries.values():
        for what, number in getattr(summary, name).items():
            added[what] = added.get(what, 0) + number
    return dict(sorted(added.items()))
