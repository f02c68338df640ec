"""The newest record of each article, of any number of outputs, in whatever order they were made.

The observations are sorted by the moment of their fetch and taken in one after the other by the store's own
rules (`crawler.store.records.merge`), as a crawl would have: what comes out depends on the pages alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import orjson

from crawler.batch.output import LineWriter, read_lines
from crawler.store.state import State
from crawler.workers.messages import read_record_answer

_SORTED = "SELECT line FROM observed ORDER BY moment, url, line"
_AT_ONCE = 500  # observations a transaction


def newest(outputs: Iterable[Path], work: Path) -> None:
    """Make a state that holds the newest record of each article.

    Args:
        outputs: The files' outputs.
        work: An empty folder; the state is made there.

    Raises:
        StoreError: An output cannot be read, or the state cannot be written.
    """
    work.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(work / "observed.sqlite", isolation_level=None)) as observed:
        observed.execute("PRAGMA synchronous = OFF")  # it is thrown away
        observed.execute("CREATE TABLE observed (moment TEXT, url TEXT, line BLOB)")
        for output in sorted(outputs):
            observed.execute("BEGIN")
            observed.executemany("INSERT INTO observed VALUES (?, ?, ?)", map(_row, read_lines(output)))
            observed.execute("COMMIT")
        lines = (row[0] for row in observed.execute(_SORTED))
        with closing(State(work, create=True)) as state:
            while batch := list(islice(lines, _AT_ONCE)):
                with state.transaction():
                    _save(state, batch)


def _row(line: bytes) -> tuple[str, str, bytes]:
    record = orjson.loads(line)
    moment = datetime.fromisoformat(record["crawl"]["fetched_at"]).astimezone(UTC)
    return moment.isoformat(timespec="microseconds"), record["url"], line


def _save(state: State, lines: Iterable[bytes]) -> None:
    for line in lines:
        article = read_record_answer(line)
        state.articles.save(article, seen_at=article.crawl.fetched_at)


def write_newest(work: Path, path: Path) -> int:
    """Write a state's records as one file, by time of publication.

    Returns:
        How many there are.
    """
    with closing(State(work)) as state:
        writer = LineWriter(path)
        try:
            number = 0
            for number, line in enumerate(_lines(state), start=1):  # noqa: B007
                writer.write(line)
            writer.finish()
        finally:
            writer.abandon()
    return number


def _lines(state: State) -> Iterator[bytes]:
    return (line + b"\n" for line in state.articles.lines())
