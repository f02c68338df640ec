"""WARC files for the tests of re-extraction: pages of articles, as our own crawl and others archive them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from crawler.archive.exchange import Earlier, Exchange, payload_digest
from crawler.archive.writer import ArchiveWriter, encode
from crawler.batch.job import Job, read_file
from crawler.batch.rounds import outputs_of
from crawler.batch.version import version
from crawler.discover.window import VIETNAM
from crawler.items import Article, Page
from crawler.workers import tasks
from tests.rim.site import article

PAPER = "https://baolangson.vn"
START = datetime(2026, 11, 24, 9, 0, 0, tzinfo=VIETNAM)
HTML = (("Content-Type", "text/html; charset=UTF-8"),)


def address(number: int) -> str:
    """An article's address."""
    return f"{PAPER}/chinh-tri/{number}-hoi-nghi.html"


def exchange(number: int, *, views: int | None = None, after: int = 0, body: bytes | None = None) -> Exchange:
    """An answer to an article's address, so many seconds after the start."""
    text = str(article(number).body)
    if views is not None:
        text = text.replace(f">{number % 900} lượt xem<", f">{views} lượt xem<")
    note = {"kind": "article", "asked": address(number)}
    moment = START + timedelta(seconds=after)
    content = text.encode() if body is None else body
    return Exchange(url=address(number), fetched_at=moment, status=200, headers=HTML, body=content, note=note)


def unchanged(earlier: Exchange, *, after: int) -> tuple[Exchange, Earlier]:
    """The same answer again, archived as a `revisit` record."""
    again = replace(earlier, fetched_at=START + timedelta(seconds=after))
    return again, Earlier(earlier.url, earlier.fetched_at.isoformat(), payload_digest(earlier.body))


def warc(folder: Path, name: str, exchanges: Iterable[Exchange | tuple[Exchange, Earlier]]) -> Path:
    """Write a file of ours, under any name."""
    work = folder / f".{name}.writing"
    with ArchiveWriter(work, run="20261124T090000-aaaaaa", info={}, now=START) as writer:
        for item in exchanges:
            one, earlier = item if isinstance(item, tuple) else (item, None)
            writer.append(encode(one, earlier=earlier))
    path = folder / name
    (work / "pages.warc.gz").rename(path)
    work.rmdir()
    return path


def jobs(paths: Sequence[Path], out: Path, *, suffix: str = ".jsonl", seconds: float = 8.0) -> list[Job]:
    """The jobs that read files."""
    places = outputs_of(paths, out, suffix)
    return [
        Job(path=path, output=output, version=version(), seconds=seconds) for path, output in places.items()
    ]


class Inline:
    """Reads pages in this process."""

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""
        return tasks.read_record(page)

    async def close(self) -> None:
        """Nothing to end."""


read_inline = partial(read_file, reader=lambda job: Inline())


def contents(folder: Path, pattern: str = "**/*.jsonl*") -> dict[str, bytes]:
    """The bytes of a folder's outputs."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob(pattern)}
