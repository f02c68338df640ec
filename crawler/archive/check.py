"""Find every damaged byte of an archive file, and say what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastwarc.warc import ArchiveIterator

from crawler.archive.file_records import OPEN
from crawler.archive.foreign import MAX_HEADER
from crawler.archive.groups import Survey, survey
from crawler.archive.walk import Buffer, Fault, Found, mapped, walk

RESTORE: Final = "restore the file from a copy; the exchanges before and behind can be read"
CUT: Final = "start the next crawl in this data folder: it cuts the torn end and closes the file"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged place.

    Attributes:
        path: The file.
        offset: Where it begins; `length`: how many bytes the damage makes unusable, 0 where some are missing.
        problem: What is wrong.
        remedy: What to do.
    """

    path: Path
    offset: int
    length: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}, byte {self.offset}: {self.problem}; {self.remedy}"


def check(path: Path) -> list[Damage]:
    """Check a file that this crawler wrote: gzip members and their headers, WARC fields, block and payload
    digests, the order of the records, the closing record's count and checksum; then a second reader.

    Args:
        path: The file; one still `.open` has no closing record yet.

    Returns:
        Each damaged place in the file's order; an empty list says that no byte differs from what was written.

    Raises:
        StoreError: It cannot be read.
    """
    records: list[str] = []
    with mapped(path) as buffer:
        found = survey(_counted(walk(buffer), records))
        faults = [*found.faults] or [*_contradictions(path, buffer, found)]
    faults = faults or [*_second_reader(path, records)]
    is_open = path.name.endswith(OPEN)
    return [_damage(path, fault, is_open and fault.offset >= found.good_end) for fault in faults]


def _damage(path: Path, fault: Fault, torn: bool) -> Damage:
    remedy = CUT if torn else RESTORE
    return Damage(path, fault.offset, fault.end - fault.offset, fault.problem, remedy)


def _counted(steps: Iterator[Found | Fault], records: list[str]) -> Iterator[Found | Fault]:
    for step in steps:
        if isinstance(step, Found):
            records.append(step.record.id)
        yield step


def _contradictions(path: Path, buffer: Buffer, found: Survey) -> Iterator[Fault]:
    """What is wrong although each record is right: a file cut between records, one record taken out."""
    size = len(buffer)
    if not found.date:
        yield Fault(0, 0, "the file is empty")
    elif not found.closing:
        if not path.name.endswith(OPEN):
            yield Fault(size, size, "the closing record is missing: the file was cut here")
    elif found.closing.exchanges != found.exchanges:
        problem = f"{found.closing.exchanges} exchanges were written, {found.exchanges} are there"
        yield Fault(0, size, problem)
    elif found.closing.sha1 != _sha1(buffer, found.closing_offset):
        yield Fault(0, size, "the bytes differ from the closing record's checksum: records were exchanged")


def _sha1(buffer: Buffer, end: int) -> str:
    sha1 = hashlib.sha1(usedforsecurity=False)
    for start in range(0, end, _BLOCK):
        sha1.update(buffer[start : min(start + _BLOCK, end)])
    return sha1.hexdigest()


def _second_reader(path: Path, records: list[str]) -> Iterator[Fault]:
    """Whether a reader that is not ours sees the same records with right digests (it skips wrong ones)."""
    try:
        with path.open("rb") as file:
            good = ArchiveIterator(file, parse_http=False, verify_digests=True, max_header_len=MAX_HEADER)
            seen = [record.record_id for record in good]
    except OSError as error:
        yield Fault(0, 0, f"fastwarc cannot read it ({error})")
        return
    if seen != records:
        yield Fault(0, 0, f"fastwarc reads {len(seen)} good records where {len(records)} were written")
