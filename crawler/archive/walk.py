"""Every byte of an archive file, in order, as records and faults.

After a fault the walk goes on at the next undamaged member: one bad byte hides one record, not the rest.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.member import HEADER, MemberError, read_member, resume_at
from crawler.archive.record import Record, RecordError, parse_record
from crawler.errors import StoreError

Buffer = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class Found:
    """An undamaged record and its member's bytes."""

    offset: int
    end: int
    record: Record


@dataclass(frozen=True, slots=True)
class Fault:
    """Bytes that are no undamaged record, and why."""

    offset: int
    end: int
    problem: str


@contextmanager
def mapped(path: Path) -> Iterator[Buffer]:
    """Give a file's bytes without reading it into memory.

    Raises:
        StoreError: It cannot be opened.
    """
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:  # what cannot be mapped
                yield b""
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as buffer:
                yield buffer
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from error


def walk(buffer: Buffer) -> Iterator[Found | Fault]:
    """Go through the bytes; what it yields covers each of them once."""
    offset, size = 0, len(buffer)
    while offset < size:
        step = _read(buffer, offset)
        if isinstance(step, Fault):
            step = Fault(offset, _next_good(buffer, resume_at(buffer, offset)), step.problem)
        yield step
        offset = step.end


def _read(buffer: Buffer, offset: int) -> Found | Fault:
    try:
        member = read_member(buffer, offset)
        return Found(offset, member.end, parse_record(member.data))
    except (MemberError, RecordError) as error:
        return Fault(offset, offset, str(error))


def _next_good(buffer: Buffer, start: int) -> int:
    """Where the next undamaged record begins, or the end of the file."""
    while (start := buffer.find(HEADER, start)) >= 0:
        if isinstance(_read(buffer, start), Found):
            return start
        start += 1
    return len(buffer)
