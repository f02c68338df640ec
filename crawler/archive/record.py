"""WARC 1.1 records: bytes and back (ISO 28500:2017).

The second half reads only what the first half wrote, and strictly: it is how damage is found. Archives
of other crawlers are read by `reader.py`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from crawler.archive.exchange import payload_digest

VERSION: Final = b"WARC/1.1"
REVISIT: Final = "http://netpreserve.org/warc/1.1/revisit/"
SAME_BODY: Final = REVISIT + "identical-payload-digest"
NOT_MODIFIED: Final = REVISIT + "server-not-modified"

_END = b"\r\n\r\n"
_URI_SAFE = "%:/?#[]@!$&'()*+,;=-._~"  # RFC 3986, 2.2 and 2.3


class RecordError(ValueError):
    """The bytes are no record as we write them; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its named fields and its block."""

    fields: Mapping[str, str]
    block: bytes

    @property
    def type(self) -> str:
        """warcinfo, request, response, revisit or metadata."""
        return self.fields["WARC-Type"]

    @property
    def id(self) -> str:
        """WARC-Record-ID, in its angle brackets."""
        return self.fields["WARC-Record-ID"]


def record_parts(fields: Iterable[tuple[str, str]], *block: bytes) -> tuple[bytes, ...]:
    """Write a record: named fields, the block's digest and length, the block.

    Args:
        block: In parts, so that a page is not copied to stand behind its head.

    Returns:
        The record's bytes, in parts.
    """
    lines = [VERSION]
    for name, value in fields:
        lines.append(f"{name}: {value}".encode("ascii"))
    lines.append(f"WARC-Block-Digest: {payload_digest(*block)}".encode("ascii"))
    lines.append(b"Content-Length: %d" % sum(map(len, block)))
    return b"\r\n".join(lines) + _END, *block, _END


def parse_record(data: bytes) -> Record:
    """Read a record that `record_parts` wrote.

    Raises:
        RecordError: It is none, or length or digest contradict the block.
    """
    head, end, rest = data.partition(_END)
    version, *lines = head.split(b"\r\n")
    if version != VERSION or not end or not rest.endswith(_END):
        raise RecordError("no whole WARC/1.1 record")
    try:
        fields = dict(line.decode("ascii").split(": ", 1) for line in lines)
    except ValueError:
        raise RecordError("a named field that cannot be read") from None
    block = rest[: -len(_END)]
    _compare(fields, block)
    return Record(fields, block)


def _compare(fields: Mapping[str, str], block: bytes) -> None:
    for name in ("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Type"):
        if name not in fields:
            raise RecordError(f"{name} is missing")
    if fields.get("Content-Length") != str(len(block)):
        raise RecordError("Content-Length differs from the block")
    if fields.get("WARC-Block-Digest") != payload_digest(block):
        raise RecordError("WARC-Block-Digest differs from the block")
    if fields["WARC-Type"] == "response":
        body = block.partition(_END)[2]
        if fields.get("WARC-Payload-Digest") != payload_digest(body):
            raise RecordError("WARC-Payload-Digest differs from the body")


def warc_date(moment: datetime) -> str:
    """WARC-Date in UTC with a fraction (W3C profile of ISO 8601).

    >>> warc_date(datetime(2024, 3, 15, 3, 5, tzinfo=UTC))
    '2024-03-15T03:05:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27)


def ascii_uri(url: str) -> str:
    """An address as a URI: what URIs do not allow is percent-encoded, nothing else changes.

    >>> ascii_uri("https://baolangson.vn/chính-trị?a=%20b")
    'https://baolangson.vn/ch%C3%ADnh-tr%E1%BB%8B?a=%20b'
    """
    return quote(url, safe=_URI_SAFE, errors="replace")


def record_id(*parts: str) -> str:
    """A WARC-Record-ID made from what identifies the record: no randomness, the same bytes each time."""
    digest = hashlib.sha1("\0".join(parts).encode("utf-8", "replace"), usedforsecurity=False).digest()
    return f"<{uuid.UUID(bytes=digest[:16], version=5).urn}>"
