"""A data folder's archive replayed with the readings that the outputs hold: its state by the new rules.

Everything but the reading of articles is done as `langson rebuild` does it, by the same code: what a 304
confirms, what a killed run never acknowledged, which address led to an article that was asked for already.
What no output holds (a file that was still open, a page that only a rule refused) is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from crawler.archive.exchange import Position
from crawler.batch.output import read_lines, read_summary
from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.errors import InvalidArticleError, PageError
from crawler.items import Article, Page, RawArticle
from crawler.store.database import FILE_NAME
from crawler.store.publish import RUNS_FOLDER
from crawler.store.replay.rebuild import Rebuilt, replay
from crawler.store.replay.replay import Readers, two_readers
from crawler.store.replay.runs import ArchivedRun, Undone
from crawler.store.state import State
from crawler.workers.messages import read_record_answer, read_refusal
from crawler.workers.tasks import ListingPage

_Found = Article | PageError | None


class KnownReadings:
    """Readers (see `crawler.store.replay.replay`) that know most pages already.

    Args:
        outputs: (run, file's name) -> its output.
        pool: Reads what is not known, and listings.
    """

    def __init__(self, outputs: Mapping[tuple[str, str], Path], pool: Readers) -> None:
        self._outputs, self._pool = outputs, pool
        self._file: tuple[str, str] | None = None
        self._output = _Output(None)
        self._place = 0

    def at(self, run: ArchivedRun, position: Position) -> None:
        """Note which exchange comes next; they come in the order of their places."""
        if self._file != (run.id, position.file):
            self._file = (run.id, position.file)
            self._output = _Output(self._outputs.get(self._file))
        self._place = position.offset

    def read_article(self, page: Page) -> Coroutine[Any, Any, RawArticle | Article]:
        """Give the article that stands at the place noted last."""
        found = self._output.at(self._place, page.url)
        return self._pool.read_article(page) if found is None else _settled(found)

    def read_record(self, page: Page) -> Coroutine[Any, Any, Article]:
        """Give the record of the article that stands at the place noted last."""
        found = self._output.at(self._place, page.url)
        return self._pool.read_record(page) if found is None else _settled(found)

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing."""
        return await self._pool.read_listing(body, url, scope, wanted)

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses."""
        return await self._pool.read_source(name, body, url, question)

    async def close(self) -> None:
        """End the pool."""
        await self._pool.close()


async def _settled(found: Article | PageError) -> Article:
    if isinstance(found, PageError):
        raise found
    return found


class _Output:
    """An output's pages, asked for in the order of their places; nothing else is held in memory."""

    def __init__(self, path: Path | None) -> None:
        summary = read_summary(path) if path is not None else None
        self._lines: Iterator[tuple[int, bytes]] = iter(())
        self._refused: dict[int, str] = {}
        if path is not None and summary is not None:
            self._lines = zip(summary.places, read_lines(path), strict=True)
            self._refused = {place: said for place, _, _, _, said in summary.refused}
        self._next = next(self._lines, None)

    def at(self, place: int, url: str) -> _Found:
        while self._next is not None and self._next[0] < place:
            self._next = next(self._lines, None)
        if self._next is not None and self._next[0] == place:
            return read_record_answer(self._next[1])
        if place not in self._refused:
            return None
        error = read_refusal(self._refused[place].encode(), url)
        # The crawl first asks whether an article was wanted, and of this one only the refusal is left.
        return None if isinstance(error, InvalidArticleError) else error


def replay_known(
    data: Path,
    work: Path,
    outputs: Mapping[Path, Path],
    *,
    readers: Callable[[], Readers] = two_readers,
) -> Rebuilt:
    """Replay a data folder's archive into an empty folder, its articles as the outputs have them.

    Args:
        data: The data folder.
        work: Where the state and the runs' deltas are made.
        outputs: WARC file -> its output.
        readers: Makes who reads what no output holds.
    """
    result, undone = Rebuilt(), _undone(data)
    known = KnownReadings(
        {(path.parent.name, path.name): output for path, output in outputs.items()}, readers()
    )
    replay(data, work, result, undone, readers=lambda: known, on_exchange=known.at)
    return result


def _undone(data: Path) -> Undone:
    """What the last run had in hand when it was killed: its answers to these addresses had no effect."""
    undone = Undone()
    if (data / FILE_NAME).is_file():
        with closing(State(data)) as state:
            for run, url, place in state.runs.in_hand():
                undone.add(run, url, place)
    return undone


def archive_paths(data: Path) -> list[Path]:
    """Give the closed archive files of a data folder; one still open waits for its run's end."""
    return sorted((data / RUNS_FOLDER).glob("*/pages*.warc.gz"))
