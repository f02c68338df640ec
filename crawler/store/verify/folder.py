"""A whole data folder, without writing to it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import orjson

from crawler.archive.exchange import Position
from crawler.errors import StoreError
from crawler.store.database import FILE_NAME
from crawler.store.lock import folder_lock
from crawler.store.publish import FOLDER, QUARANTINE_FOLDER, RUNS_FOLDER
from crawler.store.replay.rebuild import REPORT, WORK, Rebuilt, replay
from crawler.store.replay.replay import Readers, two_readers
from crawler.store.replay.runs import ArchivedRun, Undone
from crawler.store.seal import seal_path
from crawler.store.verify.archive import archive_damages
from crawler.store.verify.comparison import differences
from crawler.store.verify.damage import Damage, rebuild_it
from crawler.store.verify.lines import delta_damages, published_damages
from crawler.store.verify.state import UNREADABLE, copy_state, open_raw, state_damages

_IN_HAND = (
    "SELECT max(visit.run), url, visit.warc FROM address JOIN visit USING (url)"
    " WHERE address.state = 'leased' GROUP BY url"
    " UNION SELECT capturing.run, address, warc FROM capturing LEFT JOIN visit"
    " ON visit.run = capturing.run AND visit.url = address"
)
_PLACES = "SELECT run, warc, count(*) FROM visit WHERE warc IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
_FOR_PEOPLE = "no record is made of it; delete it"
_LEFT = "left by something that was killed; the next crawl or rebuild removes it, or delete it"


def verify(data: Path, *, readers: Callable[[], Readers] = two_readers) -> Iterator[Damage]:
    """Find every damage of a data folder, in the order archive, state, files.

    Args:
        data: The folder. Nothing is written there; copies lie in the system's temporary folder.
        readers: Makes who reads the pages again.

    Raises:
        FolderBusyError: A crawl is at work in it.
        StoreError: It is no data folder, or cannot be read.
    """
    if not data.is_dir() or not any((data / name).exists() for name in (FILE_NAME, RUNS_FOLDER, FOLDER)):
        raise StoreError(f"{data}: is no data folder; name one with --data")
    with _reported(data), folder_lock(data, make=False), tempfile.TemporaryDirectory() as work:
        archive = list(archive_damages(data))
        yield from archive
        yield from _leftovers(data)
        check = _Check(data, Path(work), readers, archive_is_whole=not _torn(archive))
        yield from check.damages()


def _torn(archive: list[Damage]) -> list[Damage]:
    """The damages that may have lost a page; a file that only was not closed has lost none."""
    return [damage for damage in archive if not damage.path.name.endswith(".open")]


class _Check:
    """State and files against the archive."""

    def __init__(
        self, data: Path, work: Path, readers: Callable[[], Readers], *, archive_is_whole: bool
    ) -> None:
        self._data, self._work, self._readers = data, work, readers
        self._archive_is_whole = archive_is_whole
        self._path = data / FILE_NAME
        self._replayed = work / "replay"
        self._places: set[tuple[str, str]] = set()

    def damages(self) -> Iterator[Damage]:
        copy, of_state = None, []
        if self._path.exists():
            copy = copy_state(self._data, self._work / "state")
            of_state = list(state_damages(self._data, copy))
        else:
            of_state = [Damage(self._path, "", "is missing", rebuild_it(self._data))]
        if self._replay(copy) and copy is not None:
            of_state += self._against_archive(copy)
        yield from of_state
        yield from self._files(None if of_state else copy)

    def _replay(self, copy: Path | None) -> bool:
        """Read the archive again. Returns whether it gives all that the state must have."""

        def place(run: ArchivedRun, position: Position) -> None:
            self._places.add((run.id, f"{position.file}:{position.offset}"))

        result = Rebuilt()
        known = _in_hand(copy)
        replay(self._data, self._replayed, result, known, readers=self._readers, on_exchange=place)
        return self._archive_is_whole and result.runs > 0

    def _against_archive(self, copy: Path) -> Iterator[Damage]:
        repair = rebuild_it(self._data)
        try:
            for where, what in differences(copy, self._replayed / FILE_NAME):
                yield Damage(self._path, where, what, repair)
            yield from self._visits(copy, repair)
        except UNREADABLE as error:
            yield Damage(self._path, "", f"cannot be compared with the archive ({error})", repair)

    def _visits(self, copy: Path, repair: str) -> Iterator[Damage]:
        """Each visit's answer must lie where the visit says."""
        with closing(open_raw(copy)) as state:
            for run, warc, number in state.execute(_PLACES):
                place = _text(run), _text(warc)
                if place not in self._places:
                    what = f"{number} visits name {place[1]}, where no answer lies in the archive"
                    yield Damage(self._path, f"run {place[0]}", what, repair)

    def _files(self, state: Path | None) -> Iterator[Damage]:
        """The files against the state, or against the archive where the state is damaged."""
        archived = self._replayed / FILE_NAME if self._archive_is_whole else None
        reference = state or (archived if archived and archived.exists() else None)
        yield from published_damages(self._data, reference, own=state is not None)
        if archived is not None:
            yield from delta_damages(self._data, self._replayed)
        yield from _report_damages(self._data, state)
        for path in sorted((self._data / QUARANTINE_FOLDER).glob("*.jsonl")):
            for number, line in enumerate(path.read_bytes().splitlines(), start=1):
                if not _is_json(line):
                    yield Damage(path, f"line {number}", "is no JSON", _FOR_PEOPLE)


def _report_damages(data: Path, state: Path | None) -> Iterator[Damage]:
    """A run's report must be what the state has of it."""
    known = {}
    if state is not None:
        with closing(open_raw(state)) as connection:
            known = {_text(run): report for run, report in connection.execute("SELECT id, report FROM run")}
    for path in sorted((data / RUNS_FOLDER).glob(f"*/{REPORT}")):
        content = path.read_bytes()
        if not _is_json(content):
            yield Damage(path, "", "is no JSON", _FOR_PEOPLE)
        elif orjson.loads(content) != orjson.loads(known.get(path.parent.name, content)):
            yield Damage(path, "", "differs from what the state has of the run", _FOR_PEOPLE)


def _in_hand(copy: Path | None) -> Undone:
    """What the last run had in hand, as far as the state can say."""
    known = Undone()
    if copy is not None:
        try:
            with closing(open_raw(copy)) as state:
                for run, url, warc in state.execute(_IN_HAND):
                    known.add(_text(run), _text(url), _text(warc) if warc is not None else None)
        except UNREADABLE:
            return Undone()
    return known


def _leftovers(data: Path) -> Iterator[Damage]:
    parts = [*data.glob(".*.part"), *data.glob(f"{FOLDER}/.*.part"), *data.glob(f"{RUNS_FOLDER}/*/.*.part")]
    for path in sorted([*parts, *data.glob(WORK), *data.glob("**/.probe")]):
        yield Damage(path, "", "is unfinished", _LEFT)
    if seal_path(data / FILE_NAME).exists() and not (data / FILE_NAME).exists():
        yield Damage(seal_path(data / FILE_NAME), "", "seals a file that is missing", rebuild_it(data))


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except ValueError:
        return False
    return True


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error
