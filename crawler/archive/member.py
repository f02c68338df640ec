"""One gzip member a record (ISO 28500, annex D), with nothing in it that no checksum covers.

gzip's CRC-32 covers the text, not the member: flags, time and system in the header, padding bits and
distances in the deflate stream can change and every reader still says "good". So the header's bytes are
fixed, and an extra field (RFC 1952, 2.3.1.1), which all readers pass over, holds the length and the
CRC-32 of the compressed bytes behind it.
"""

from __future__ import annotations

import struct
from mmap import mmap
from typing import Final, NamedTuple, cast

from isal import isal_zlib

# Magic, deflate, FEXTRA; no time; no hint on the level; system unknown; 12 bytes of extra: "LS", 8.
HEADER: Final = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x0c\0LS\x08\0"
HEAD_LENGTH: Final = len(HEADER) + 8
INFLATE_ERROR: Final = cast("type[Exception]", isal_zlib.error)  # its stub says: an instance
_LEVEL: Final = 1  # isal's 1 is as small as zlib's 1 at a third of its time; 2 and 3 gain nothing
_PAIR = struct.Struct("<II")
_BLOCK = 1 << 16
_NUMBER = struct.Struct("<I")


class MemberError(ValueError):
    """The bytes are no whole, undamaged member; the message says what is wrong."""


class Member(NamedTuple):
    """A member's text, and where the next member begins."""

    data: bytes
    end: int


def compress(*parts: bytes) -> bytes:
    """Make a member of a text given in parts: a page is not copied to stand behind its head."""
    packer = isal_zlib.compressobj(_LEVEL, wbits=-15)
    deflated = [packer.compress(part) for part in parts]
    crc, length = 0, 0
    for part in parts:
        crc, length = isal_zlib.crc32(part, crc), length + len(part)
    packed = b"".join((*deflated, packer.flush(), _PAIR.pack(crc, length & 0xFFFFFFFF)))
    return b"".join((HEADER, _PAIR.pack(len(packed), _checksum(packed)), packed))


def read_member(buffer: bytes | mmap, offset: int) -> Member:
    """Read the member at an offset; every bit of it is checked.

    Raises:
        MemberError: It is cut, damaged, or not one of ours.
    """
    start = offset + HEAD_LENGTH
    head = buffer[offset:start]
    if head[: len(HEADER)] != HEADER:
        cut = HEADER.startswith(head)
        raise MemberError("the file ends in a gzip header" if cut else "the gzip header's bytes are changed")
    if len(head) < HEAD_LENGTH:
        raise MemberError("the file ends in a gzip header")
    length, checksum = _PAIR.unpack(head[len(HEADER) :])
    packed = buffer[start : start + length]
    if len(packed) < length:
        raise MemberError("the file ends before the member does, or the member's length is damaged")
    if length < 8 or _checksum(packed) != checksum:
        raise MemberError("the compressed bytes differ from their checksum")
    return Member(_inflate(packed), start + length)


def resume_at(buffer: bytes | mmap, offset: int) -> int:
    """Where to look for the next member behind the damaged one at an offset.

    Never inside a member whose header is intact: a page may hold whole members of its own, which must
    not be taken for ours when the member around them is torn.
    """
    start, size = offset + HEAD_LENGTH, len(buffer)
    head = buffer[offset:start]
    if len(head) < HEAD_LENGTH:
        return size
    length, _ = _PAIR.unpack(head[len(HEADER) :])
    declared: int = start + length
    if declared == size or buffer[declared : declared + len(HEADER)] == HEADER:
        return declared
    inflated = _inflated_end(buffer, start)
    if inflated is None:
        return min(declared, size) if head.startswith(HEADER) else offset + 1
    return inflated


def _inflated_end(buffer: bytes | mmap, start: int) -> int | None:
    """Where the member ends by its deflate stream, if that has an end."""
    inflater = isal_zlib.decompressobj(wbits=-15)
    while not inflater.eof:
        block = buffer[start : start + _BLOCK]
        try:
            inflater.decompress(block)
        except INFLATE_ERROR:
            return None
        start += len(block) - len(inflater.unused_data)
        if not block:
            return None
    return min(start + 8, len(buffer))


def _checksum(packed: bytes) -> int:
    return isal_zlib.crc32(packed, isal_zlib.crc32(_NUMBER.pack(len(packed))))


def _inflate(packed: bytes) -> bytes:
    try:
        data = isal_zlib.decompress(packed[:-8], wbits=-15)
    except INFLATE_ERROR as error:
        raise MemberError(f"the deflate stream is damaged ({error})") from None
    if _PAIR.unpack(packed[-8:]) != (isal_zlib.crc32(data), len(data) & 0xFFFFFFFF):
        raise MemberError("the text differs from gzip's own checksum or length")
    return data
