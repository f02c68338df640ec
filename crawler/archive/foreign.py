"""Records of archives that other crawlers wrote: WARC 1.0 and 1.1, plain, gzip or zstd."""

from __future__ import annotations

import io
import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from fastwarc.warc import ArchiveIterator, WarcRecord
from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]

from crawler.archive.exchange import payload_digest
from crawler.archive.http_message import Message

MAX_HEADER: Final = 1 << 20  # fastwarc's own 32 KiB are too few for a long address, percent-encoded
MAX_BLOCK: Final = 32 << 20  # of a longer record only the beginning is read: a bomb shall not fill the memory

_GZIP: Final = b"\x1f\x8b\x08"
_SIGNATURE: Final = b"WARC/"
_SEEMS: Final = re.compile(rb"\x1f\x8b\x08|(?<=\r\n\r\n)WARC/1\.[01](?=\r\n)")
_LOOK: Final = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """A record as a part of an exchange.

    Attributes:
        offset: Where it begins in the file.
        fields: Its named fields, names in small letters.
        ids: The identifiers that tie it to other parts: its own and those of WARC-Concurrent-To.
    """

    offset: int
    fields: dict[str, str]
    block: bytes
    ids: set[str] = field(default_factory=set)

    @property
    def type(self) -> str:
        """warcinfo, request, response, revisit, metadata…"""
        return self.fields.get("warc-type", "")


def foreign_parts(file: BinaryIO) -> Iterator[Part]:
    """Give the records of a file.

    Raises:
        ValueError: A record is cut or differs from its digest.
        OSError: The file cannot be unpacked or is no WARC.
    """
    for record in ArchiveIterator(file, parse_http=False, max_header_len=MAX_HEADER):
        fields = {name.lower(): value for name, value in record.headers.items()}
        if "warc-type" not in fields:
            raise ValueError(f"no WARC record begins at byte {record.stream_pos}")
        ids = {record.record_id or "", *record.headers.get_multiple("WARC-Concurrent-To")}
        if record.content_length > MAX_BLOCK:
            fields["warc-truncated"] = "length"
        yield Part(record.stream_pos, fields, _block(record), ids - {""})


def next_foreign(buffer: bytes | mmap.mmap, start: int) -> int | None:
    """Where the next record seems to begin, packed by gzip or plain; None where none does."""
    while (found := _SEEMS.search(buffer, start)) is not None:
        if found.group() != _GZIP or _unpacks(buffer[found.start() : found.start() + _LOOK]):
            return found.start()
        start = found.start() + 1
    return None


def _unpacks(data: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, len(_SIGNATURE)) == _SIGNATURE
    except zlib.error:
        return False


def _block(record: WarcRecord) -> bytes:
    """Read a record's block. The reader gives a cut one without a word: its length and digest tell."""
    if record.content_length > MAX_BLOCK:
        return bytes(record.reader.read(MAX_BLOCK))
    block = record.reader.read()
    if len(block) != record.content_length:
        raise ValueError(f"the record at byte {record.stream_pos} is cut")
    digest = record.headers.get("WARC-Block-Digest") or ""
    if len(digest) == 37 and digest.startswith("sha1:") and digest != payload_digest(block):
        raise ValueError(f"the record at byte {record.stream_pos} differs from its digest")
    return block


def dechunked(response: Message) -> bytes:
    """The body without transfer encoding, which other crawlers may have kept (or have lied about)."""
    if not any(name.lower() == "transfer-encoding" for name, _ in response.headers):
        return response.body
    reader, pieces = ChunkedDataReader(io.BytesIO(response.body)), []
    while piece := reader.read():
        pieces.append(piece)
    return b"".join(pieces)
