"""The published files against the state: every byte, and where one differs, what is wrong with its line."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

import orjson

from crawler.annotate import VERSION
from crawler.store.annotation import SETTING, file_annotation, published_lines
from crawler.store.publish import FOLDER, RUNS_FOLDER
from crawler.store.replay.rebuild import DELTA
from crawler.store.verify.damage import Damage, rebuild_it
from crawler.store.verify.record import order_of, record_problems
from crawler.store.verify.state import open_raw

_MONTH = re.compile(r"\d{4}-\d{2}\.jsonl")
_LINES = "SELECT record FROM article WHERE month = ? ORDER BY published_at, length(id), id, key"
_MONTHS = "SELECT DISTINCT month FROM article ORDER BY month"


def published_damages(data: Path, reference: Path | None, *, own: bool = True) -> Iterator[Damage]:
    """Check the files of the months.

    Args:
        data: The data folder.
        reference: A state to compare with; None where there is none that can be believed: then each line
            is checked by itself.
        own: Whether it is the folder's own, which knows if the lines carry annotations; of another the
            files themselves must tell.
    """
    folder = data / FOLDER
    files = {path.name: path for path in sorted(folder.glob("*.jsonl"))} if folder.is_dir() else {}
    for name, path in files.items():
        if not _MONTH.fullmatch(name):
            yield Damage(path, "", "is named like no month", "look at it and move it away")
    months = {name: path for name, path in files.items() if _MONTH.fullmatch(name)}
    if reference is None:
        for path in months.values():
            yield from _lines_alone(path, rebuild_it(data))
        return
    with closing(open_raw(reference)) as state:
        yield from _months(data, months, state, _annotation(state) if own else file_annotation)


def _annotation(state: sqlite3.Connection) -> Callable[[Path], str | None]:
    row = state.execute("SELECT value FROM setting WHERE name = ?", (SETTING,)).fetchone()
    return lambda path: row[0].decode() if row else None


def _months(
    data: Path, files: dict[str, Path], state: sqlite3.Connection, annotation: Callable[[Path], str | None]
) -> Iterator[Damage]:
    expected = {f"{row[0].decode()}.jsonl" for row in state.execute(_MONTHS)}
    dirty = {f"{row[0].decode()}.jsonl" for row in state.execute("SELECT month FROM dirty_month")}
    repair = rebuild_it(data)
    for name in sorted(expected | files.keys()):
        path = data / FOLDER / name
        if name in dirty:  # a killed run left it to the next one
            yield from _as_published(path, state, repair)
        elif name not in files:
            yield Damage(path, "", "is missing", repair)
        elif name not in expected:
            yield Damage(path, "", "no article of the state is of this month", "look at it and move it away")
        else:
            records = (row[0] for row in state.execute(_LINES, (path.stem,)))
            version = annotation(path)
            if version in (None, VERSION):
                yield from compare(path, published_lines(records, version), repair)
            else:  # of another langson, which alone can say what they must be
                yield from _as_published(path, state, repair)


def _as_published(path: Path, state: sqlite3.Connection, repair: str) -> Iterator[Damage]:
    row = state.execute("SELECT size, digest FROM published WHERE month = ?", (path.stem,)).fetchone()
    if row is None or not path.exists():
        return
    data = path.read_bytes()
    if (len(data), hashlib.blake2b(data).hexdigest().encode()) != tuple(row):
        yield Damage(path, "", "differs from what was published last", repair)


def delta_damages(data: Path, replayed: Path) -> Iterator[Damage]:
    """Check the runs' own files against those that the replay made, `<run>.jsonl`."""
    folder = data / RUNS_FOLDER
    for path in sorted(folder.glob(f"*/{DELTA}")) if folder.is_dir() else ():
        expected = replayed / f"{path.parent.name}.jsonl"
        lines = expected.read_bytes().splitlines() if expected.exists() else []
        yield from compare(path, lines, rebuild_it(data))


def compare(path: Path, expected: Iterable[bytes], repair: str) -> Iterator[Damage]:
    """Compare a file with the lines that it must have; each line that differs is a damage."""
    offset = 0
    with path.open("rb") as file:
        for number, (line, record) in enumerate(zip_longest(file, expected), start=1):
            where = f"line {number}, byte {offset + _first_difference(line or b'', record or b'')}"
            offset += len(line or b"")
            if line is None:
                yield Damage(path, where, "the line is missing", repair)
            elif record is None:
                yield Damage(path, where, "the line stands in no state", repair)
            elif line != record + b"\n":
                problem = next(record_problems(line.removesuffix(b"\n")), "differs from the state's record")
                yield Damage(path, where, problem, repair)


def _first_difference(line: bytes, record: bytes) -> int:
    if line.startswith(record):
        return len(record)
    return next((at for at, (a, b) in enumerate(zip(line, record, strict=False)) if a != b), len(line))


def _lines_alone(path: Path, repair: str) -> Iterator[Damage]:
    """Check lines without a state: each by itself, their order, that no article stands twice."""
    seen: set[tuple[str, str]] = set()
    last = None
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            where, text = f"line {number}", line.removesuffix(b"\n")
            found = list(record_problems(text)) or (
                [] if line.endswith(b"\n") else ["its line end is missing"]
            )
            if not found:
                record = orjson.loads(text)
                key, order = (record["language"], record["id"]), order_of(record)
                found += ["the article stands there twice"] if key in seen else []
                found += ["it stands out of order"] if last is not None and order < last else []
                found += ["it is of another month"] if record["published_at"][:7] != path.stem else []
                seen.add(key)
                last = order
            yield from (Damage(path, where, what, repair) for what in found)
