"""The bytes of one record of a WARC or ARC file -> content. Pure.

A record lies in its file as a gzip member of its own; its bytes were asked for by offset and length. Common
Crawl's files of 2008-2012 are ARC 1.0 (a line with address, number, date, type and length before the answer),
all later ones WARC 1.0 (ISO 28500). Common Crawl unpacks bodies; before 2018 it kept the headers that say
how they were packed.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime

from crawler.archive.foreign import Part, dechunked, foreign_parts
from crawler.archive.http_message import parse
from crawler.discover.captures.capture import Capture, moment
from crawler.discover.captures.content import (
    MAX_BODY,
    Content,
    RefusedCaptureError,
    check_same,
    check_status,
    checked_digest,
    unpacked,
)
from crawler.fetch.transfer import TransferError, decode

_GZIP = b"\x1f\x8b"
_HEADERS = 2**20  # of record and answer, beside the body


def read_record(data: bytes, capture: Capture) -> Content:
    """Read a record, and hold it against its line in the index.

    Args:
        data: Exactly the bytes that the index names.
        capture: The line.

    Raises:
        RefusedCaptureError: It is cut or damaged, more or less than one record, of another page or moment,
            no page, only a part of one, or not what its digest promises.
    """
    plain = _plain(data)
    try:
        part = _arc(plain) if not plain.startswith(b"WARC/") else _warc(plain)
        captured_at = datetime.fromisoformat(part.fields["warc-date"])
        message = parse(part.block)
        status = int(message.start.split()[1])
        body = dechunked(message)
    except (ValueError, LookupError, OSError) as error:
        detail = f"its record cannot be read ({error})"
        raise RefusedCaptureError("damaged", detail, passing=True) from error
    if captured_at.tzinfo is None:
        captured_at = captured_at.replace(tzinfo=UTC)
    if part.type != "response":
        raise RefusedCaptureError("no-response", f"its record is a {part.type[:20]!r}, no response")
    check_same(capture, part.fields["warc-target-uri"].strip("<>"), captured_at)
    if why := part.fields.get("warc-truncated"):
        raise RefusedCaptureError("truncated", f"the archive has only a part of it ({why[:40]})")
    check_status(status)
    headers, decoded = unpacked(message.headers, body)
    digest = checked_digest(capture, body, message.body, decoded)
    return Content(
        url=capture.url, captured_at=captured_at, status=status, headers=headers, body=body, digest=digest
    )


def _plain(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    try:
        return decode(data, ["gzip"], MAX_BODY + _HEADERS)
    except TransferError as error:
        raise RefusedCaptureError("damaged", error.detail, passing=True) from error


def _warc(plain: bytes) -> Part:
    parts = list(foreign_parts(io.BytesIO(plain)))
    if len(parts) != 1:
        raise ValueError(f"{len(parts)} records lie there, not one")
    if "warc-target-uri" not in parts[0].fields:
        raise ValueError("it names no address")
    return parts[0]


def _arc(plain: bytes) -> Part:
    """Read an ARC record as if it were a WARC record."""
    line, end, rest = plain.partition(b"\n")
    words = line.decode("utf-8").split(" ")
    if not end or len(words) != 5 or not words[4].isdecimal():
        raise ValueError("it is neither WARC nor ARC")
    block, after = rest[: int(words[4])], rest[int(words[4]) :]
    if len(block) != int(words[4]) or after.strip():
        raise ValueError("it is cut, or longer than one record")
    fields = {"warc-type": "response", "warc-target-uri": words[0]}
    fields["warc-date"] = moment(words[2]).isoformat()
    return Part(0, fields, block)
