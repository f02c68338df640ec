"""Read an archive: this crawler's, or one that another crawler wrote.

Of our own files every member is checked before anything in it is believed; other files are read by
fastwarc; a record that is cut or contradicts its digests (of block or payload) is damaged.
"""

from __future__ import annotations

import io
import ipaddress
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from crawler.archive.exchange import Earlier, Exchange, Position
from crawler.archive.file_records import OPEN, closed_path, read_info
from crawler.archive.foreign import Part, dechunked, foreign_parts, next_foreign
from crawler.archive.http_message import Message, original_headers, parse
from crawler.archive.member import HEADER
from crawler.archive.payload import check_payload
from crawler.archive.walk import Buffer, Fault, mapped, walk
from crawler.errors import StoreError

Resolver = Callable[[str], bytes | None]
DamageReport = Callable[[int, str], None]
Found = Iterator[tuple[Position, Exchange]]

_FIRST_RECORD = 1 << 16  # within which a file of ours shows a member of ours, were its first one damaged
_KINDS = {"request", "response", "metadata"}


def read(path: Path, *, resolver: Resolver | None = None, on_damage: DamageReport | None = None) -> Found:
    """Give the exchanges of a file, in its order; request, response and metadata joined.

    Args:
        resolver: Digest -> body, for `revisit` records of unchanged bodies (`bodies.BodyIndex` is one). A
            body it does not give stays empty; `Exchange.revisit_of` says which it is.
        on_damage: Called with offset and problem of each damaged place of a file of ours, whose exchange
            is left out. Without it damage is an error.

    Raises:
        StoreError: No WARC file, cut or damaged; what stands before the damage has been given.
    """
    name = closed_path(path).name
    with mapped(path) as buffer:
        try:
            yield from _exchanges(buffer, name, resolver, on_damage)
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error


def read_at(folder: Path, position: Position, *, resolver: Resolver | None = None) -> Exchange:
    """Read one exchange again.

    Args:
        folder: The run's folder; its file may be closed or still open.
        position: What `ArchiveWriter.append` or `read` gave.

    Raises:
        StoreError: No undamaged exchange lies there.
    """
    path = folder / position.file
    if not path.exists():
        path = path.with_name(path.name + OPEN)
    with mapped(path) as buffer:
        data = buffer[position.offset : position.offset + position.length]
    try:
        [(_, exchange)] = _exchanges(data, position.file, resolver, None)
    except (OSError, ValueError) as error:
        problem = f"no exchange lies at byte {position.offset} ({error})"
        raise _unreadable(path, problem) from error
    return exchange


def run_info(path: Path) -> Mapping[str, Any]:
    """Give what a file's first record says of the run: the writer's `info`.

    Of another crawler's file the fields of its warcinfo, as they stand; empty where it has none.

    Raises:
        StoreError: No WARC file, or its first record is damaged.
    """
    with mapped(path) as buffer:
        try:
            first = next(_parts(buffer), None)
            if not isinstance(first, Part):
                raise ValueError("its first record is damaged" if first else "it holds no WARC record")
            return read_info(first.block) if first.type == "warcinfo" else {}
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error


def _unreadable(path: Path, problem: object) -> StoreError:
    return StoreError(f"{path}: {problem}; see `langson verify` for all that is wrong with it")


def _is_ours(buffer: Buffer) -> bool:
    return buffer[: len(HEADER)] == HEADER or buffer.find(HEADER, 0, _FIRST_RECORD) >= 0


def _parts(buffer: Buffer) -> Iterator[Part | Fault]:
    if not _is_ours(buffer):
        yield from _foreign(buffer)
        return
    for step in walk(buffer):
        if isinstance(step, Fault):
            yield step
        else:
            fields = {name.lower(): value for name, value in step.record.fields.items()}
            ids = {step.record.id, fields.get("warc-concurrent-to", step.record.id)}
            yield Part(step.offset, fields, step.record.block, ids)


def _foreign(buffer: Buffer) -> Iterator[Part | Fault]:
    """Another crawler's records; behind a damage it goes on at what looks like the next record."""
    start: int | None = 0
    while start is not None:
        stream, last = (io.BytesIO(buffer) if isinstance(buffer, bytes) else buffer), start
        stream.seek(start)
        try:
            for part in foreign_parts(cast(BinaryIO, stream)):
                last = max(last, part.offset + 1)
                yield part
            return
        except (OSError, ValueError) as error:
            start = next_foreign(buffer, last + 1)
            yield Fault(last, len(buffer) if start is None else start, str(error))


@dataclass(slots=True)
class _Joiner:
    """Joins records to exchanges: those that follow each other and are tied by WARC-Concurrent-To."""

    name: str
    strict: bool
    resolver: Resolver | None
    on_damage: DamageReport | None
    parts: list[Part] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    lost: bool = False  # whether damage just passed may explain that records are missing

    def add(self, step: Part | Fault) -> Found:
        """Take the next step; give the exchange that ended before it, if one did."""
        if isinstance(step, Part) and self._continues(step):
            self.parts.append(step)
            self.ids |= step.ids
            return
        self.lost = self.lost or isinstance(step, Fault)
        yield from self.finish(step.offset)
        if isinstance(step, Part):
            self.parts, self.ids, self.lost = [step], set(step.ids), False
        else:
            self.lost = True
            self._report(step.offset, f"damaged at byte {step.offset}: {step.problem}")

    def _continues(self, part: Part) -> bool:
        """Whether a record belongs to those at hand. Of ours each request begins an exchange: two of the
        same address, moment and body bear the same identifiers."""
        if not self.parts:
            return True
        return bool(part.ids & self.ids) and not (self.strict and part.type == "request")

    def finish(self, end: int) -> Found:
        """Give the exchange of the records at hand, if they are one; hold none afterwards."""
        parts, self.parts, self.ids = self.parts, [], set()
        types = {"response" if part.type == "revisit" else part.type for part in parts}
        if "response" in types and not (self.strict and types != _KINDS):
            response = next(part for part in parts if part.type in ("response", "revisit"))
            if response.block.startswith(b"HTTP/"):
                position = Position(self.name, parts[0].offset, end - parts[0].offset)
                try:
                    exchange = _exchange(response, parts, self.resolver)
                except ValueError as error:
                    self._report(response.offset, str(error))
                    return
                yield position, exchange
        elif self.strict and _of_exchange(parts) and not self.lost:
            self._report(parts[0].offset, f"the exchange at byte {parts[0].offset} lacks records")

    def _report(self, offset: int, problem: str) -> None:
        if self.on_damage is None:
            raise ValueError(problem)
        self.on_damage(offset, problem)


def _of_exchange(parts: list[Part]) -> bool:
    """Whether records belong to an exchange, and are no warcinfo or closing record."""
    return any("warc-target-uri" in part.fields for part in parts)


def _exchanges(buffer: Buffer, name: str, resolver: Resolver | None, on_damage: DamageReport | None) -> Found:
    joiner, empty = _Joiner(name, _is_ours(buffer), resolver, on_damage), True
    for step in _parts(buffer):
        empty = False
        yield from joiner.add(step)
    if empty:
        raise ValueError("it holds no WARC record")
    yield from joiner.finish(len(buffer))


def _exchange(response: Part, parts: list[Part], resolver: Resolver | None) -> Exchange:
    try:
        return _read_exchange(response, parts, resolver)
    except (ValueError, LookupError) as error:
        raise ValueError(f"the response at byte {response.offset} cannot be read ({error})") from error


def _read_exchange(part: Part, parts: list[Part], resolver: Resolver | None) -> Exchange:
    response, earlier = parse(part.block), _earlier(part)
    request = next((parse(p.block) for p in parts if p.type == "request"), Message("GET", (), b""))
    status, ip = int(response.start.split()[1]), part.fields.get("warc-ip-address")
    body = dechunked(response)
    if part.type == "response":
        check_payload(part.fields, response, body)
    if earlier and resolver and status != 304:
        body = resolver(earlier.digest) or b""
    return Exchange(
        url=part.fields["warc-target-uri"].strip("<>"),
        fetched_at=datetime.fromisoformat(part.fields["warc-date"]),
        method=request.start.partition(" ")[0],
        request_headers=request.headers,
        status=status,
        headers=original_headers(response.headers),
        body=body,
        note=_truncated(part) | _note(parts),
        ip=ip if _is_ip(ip) else None,
        revisit_of=earlier,
    )


def _note(parts: list[Part]) -> dict[str, Any]:
    """The exchange's note. Metadata of other crawlers may be anything; only a JSON object is one."""
    for part in parts:
        if part.fields.get("content-type") == "application/json":
            with suppress(ValueError):
                note = json.loads(part.block)
                return note if isinstance(note, dict) else {}
    return {}


def _truncated(part: Part) -> dict[str, Any]:
    """That the archive says of a body that it is cut, and why (ISO 28500, 5.13)."""
    reason = part.fields.get("warc-truncated")
    return {"truncated": reason} if reason else {}


def _earlier(part: Part) -> Earlier | None:
    fields = part.fields
    if part.type != "revisit":
        return None
    url = fields.get("warc-refers-to-target-uri", fields["warc-target-uri"])
    return Earlier(url, fields.get("warc-refers-to-date", ""), fields.get("warc-payload-digest", ""))


def _is_ip(text: str | None) -> bool:
    try:
        ipaddress.ip_address(text or "")
    except ValueError:
        return False
    return True
