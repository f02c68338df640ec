"""`langson extract FILE.warc.gz`: the articles of an archive, this crawler's or another tool's."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

from crawler.cli.console import complain, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.explanation import print_explanation
from crawler.errors import PageError, StoreError
from crawler.items import Article, Page
from crawler.store.records import to_line
from crawler.store.replay.pages import Selection, archived_pages
from crawler.workers.pool import WorkerPool

_SIGNATURE = b"WARC/"  # ISO 28500, 4: every record begins with the version
_ZSTD = b"\x28\xb5\x2f\xfd"
_AHEAD = 8


def is_warc(path: Path) -> bool:
    """Whether a file is an archive: by its first bytes, or by its name where it is damaged."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_SIGNATURE))
        if start[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                start = packed.read(len(_SIGNATURE))
    except (OSError, EOFError, zlib.error):
        start = b""
    named = any(suffix == ".warc" for suffix in path.suffixes[-2:])
    return start == _SIGNATURE or (named and path.is_file())


@dataclass(slots=True)
class _Count:
    articles: int = 0
    failed: int = 0
    duplicates: Counter[str] = field(default_factory=Counter)


def extract_warc(path: Path, selection: Selection, *, explain: bool, annotate: bool = False) -> ExitCode:
    """Print the records (or explanations) of an archive's articles.

    Args:
        selection: What is wanted; it remembers bodies from file to file.
        explain: Explanations.
        annotate: Records with annotations.

    Returns:
        OK where all went well, NOTHING where there was no article's page, else PARTIAL.
    """
    selection.passed_over.clear()
    count, whole = _Count(), True
    try:
        if explain:
            _explain(path, selection, count)
        else:
            asyncio.run(_extract(path, selection, count, annotate=annotate))
    except StoreError as error:
        complain(str(error))
        whole = False
    _say_counts(path, selection, count)
    if not count.articles and not count.failed:
        return ExitCode.NOTHING
    return ExitCode.OK if whole and not count.failed else ExitCode.PARTIAL


async def _extract(path: Path, selection: Selection, count: _Count, *, annotate: bool) -> None:
    pool = WorkerPool(workers=2)
    waiting: deque[tuple[str, asyncio.Future[Article]]] = deque()
    try:
        for page in archived_pages(path, selection):
            if isinstance(page, Page):
                waiting.append((page.url, asyncio.ensure_future(pool.read_record(page))))
            else:
                waiting.append((page.url, _failed(page)))
            if len(waiting) > _AHEAD:
                await _print(path, *waiting.popleft(), count, annotate=annotate)
    finally:
        try:
            while waiting:  # also what stands before a damage
                await _print(path, *waiting.popleft(), count, annotate=annotate)
        finally:
            for _, reading in waiting:
                reading.cancel()
            await pool.close()


def _failed(error: PageError) -> asyncio.Future[Article]:
    future: asyncio.Future[Article] = asyncio.get_running_loop().create_future()
    future.set_exception(error)
    return future


async def _print(
    path: Path, url: str, reading: asyncio.Future[Article], count: _Count, *, annotate: bool
) -> None:
    try:
        write_line(to_line(await reading, annotate=annotate))
        count.articles += 1
    except PageError as error:
        _complain(path, error, count)


def _complain(path: Path, error: PageError, count: _Count) -> None:
    count.failed += 1
    complain(f"{path}: {error} ({error.fate}: {error.reason})")


def _explain(path: Path, selection: Selection, count: _Count) -> None:
    for page in archived_pages(path, selection):
        try:
            if isinstance(page, PageError):
                raise page
            print_explanation(page)
            count.articles += 1
        except PageError as error:
            _complain(path, error, count)


def _say_counts(path: Path, selection: Selection, count: _Count) -> None:
    passed = ", ".join(f"{reason} {number}" for reason, number in sorted(selection.passed_over.items()))
    articles = f"{count.articles} articles" if count.articles != 1 else "1 article"
    failed = f", {count.failed} pages failed" if count.failed else ""
    advice = ""
    if not count.articles and not count.failed:
        copy = "" if selection.origin else " (is it a copy's? give --origin)"
        advice = f"; {selection.url} is not in it" if selection.url else f"; no page of the paper{copy}"
    complain(f"{path}: {articles}{failed}; passed over: {passed or 'nothing'}{advice}")
