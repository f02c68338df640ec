"""Whether an answer arrived whole, and what its bytes are. Pure.

A cut or damaged page looks like a page: what is missing is simply not in the dataset. So an answer is used
only where something proves its end: the length that was declared, the end and checksum of its content
coding (gzip: RFC 1952, zlib: RFC 1950, brotli: RFC 7932, zstd: RFC 8878), the end of the document itself.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import brotli  # type: ignore[import-untyped]
from backports import zstd

from crawler.errors import CrawlerError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DATA_LOSS = "data-loss"  # worth another try
TOO_LARGE = "too-large"
_CHUNK = 65536
_MOST_FRAMES = 32  # a server makes one; a million empty ones would take minutes
# What servers write there that names no coding at all.
_NO_CODING = {"", "identity", "none", "utf-8", "utf8"}
# Scrapy's flags: no end was declared, the connection closed; the declared end never came.
_OPEN, _LOST = "partial", "dataloss"
# Ours, beside the first: the connection was torn down, not closed.
TORN = "torn"


class TransferError(CrawlerError):
    """An answer that cannot be used.

    Args:
        reason: A slug to count by.
        detail: One sentence: what is wrong.
        final: Whether another try would bring the same.
    """

    def __init__(self, reason: str, detail: str, *, final: bool = False) -> None:
        super().__init__(reason, detail, final)
        self.reason = reason
        self.detail = detail
        self.final = final

    def __str__(self) -> str:
        return self.detail


def check_status(status: int, *, conditional: bool) -> None:
    """Refuse what is no page and no plain refusal either.

    Args:
        status: The status; from 400 on and redirects are judged elsewhere.
        conditional: Whether we sent If-None-Match or If-Modified-Since.

    Raises:
        TransferError: A part (206), nothing (204, 205), an answer to another question (304, 1xx, 2xx).
    """
    if status == 304 and not conditional:
        raise TransferError("http-304", 'it answers "not modified" (HTTP 304) though we have no copy of it')
    if status == 206:
        raise TransferError(DATA_LOSS, "it sent a part of the page (HTTP 206) though all was asked for")
    if status < 200 or (200 < status < 300 and status != 203):
        raise TransferError(f"http-{status}", f"HTTP {status} is no page", final=status >= 200)


def check_arrival(flags: Iterable[str], declared: str | None, received: int) -> None:
    """Refuse a body whose declared end did not come.

    Args:
        flags: Scrapy's flags of the response.
        declared: The field Content-Length, where there is one.
        received: Bytes that came, before any decoding.

    Raises:
        TransferError: It is not whole.
    """
    if _LOST in flags:
        raise TransferError(DATA_LOSS, "the connection closed before the page was whole")
    if declared is not None and declared.strip() != str(received):
        detail = f"{received} bytes came where Content-Length says {declared.strip()[:30]}"
        raise TransferError(DATA_LOSS, detail)


def is_open(flags: Iterable[str]) -> bool:
    """Whether only the connection's end ended a body: no length, no chunk (RFC 9112, 6.3)."""
    return _OPEN in flags


def check_open_end(
    flags: Sequence[str], is_proven: Callable[[], bool], *, may_lack_end: bool = False
) -> None:
    """Refuse a body that no length and no chunk ends, unless its content shows its end.

    Args:
        flags: Scrapy's flags of the response, and `TORN`.
        is_proven: Asked of such a body only: whether its content has an end of its own (a checked packing,
            a page's ``</html>``, the end tag of XML's root, JSON that can be read).
        may_lack_end: Whether its form has no end to show (robots.txt). Then what came is what there is
            (RFC 9112, 6.3, rule 8), unless the connection was torn down (section 8).

    Raises:
        TransferError: Nothing shows that it is whole.
    """
    if is_open(flags) and not is_proven() and (TORN in flags or not may_lack_end):
        raise TransferError(DATA_LOSS, "the connection closed and nothing shows that the page was whole")


def decode(body: bytes, codings: Sequence[str], limit: int) -> bytes:
    """Take the content coding off a body, and check that it was whole.

    Args:
        body: The bytes as they came.
        codings: The values of Content-Encoding, in order.
        limit: Most bytes of the result.

    Raises:
        TransferError: It is cut, damaged, has something behind its end, is larger than `limit`, or its
            coding is unknown or one of several (no honest page is packed twice).
    """
    names = [name.strip().lower() for coding in codings for name in coding.split(",")]
    used = [name for name in names if name not in _NO_CODING]
    if not used:
        return _bounded(body, limit)
    if len(used) > 1:
        detail = f"it is packed {len(used)} times ({', '.join(used)[:80]})"
        raise TransferError("content-encoding", detail, final=True)
    decoder = _DECODERS.get(used[0])
    if decoder is None:
        raise TransferError("content-encoding", f"its coding {used[0][:40]!r} is not known", final=True)
    out = bytearray()
    try:
        for piece in decoder(body):
            out += piece
            if len(out) > limit:
                raise TransferError(TOO_LARGE, f"unpacked it exceeds {limit} bytes", final=True)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        raise TransferError(DATA_LOSS, f"its {used[0]} coding is damaged or cut: {error}") from error
    return bytes(out)


def _bounded(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise TransferError(TOO_LARGE, f"it exceeds {limit} bytes", final=True)
    return body


# --- one stream, piece by piece: each piece is bounded, an end that is missing is an EOFError -----------


def _gzip(body: bytes) -> Iterator[bytes]:
    return _frames(body, lambda: zlib.decompressobj(zlib.MAX_WBITS | 16))


def _zstd(body: bytes) -> Iterator[bytes]:
    return _frames(body, zstd.ZstdDecompressor)


def _deflate(body: bytes) -> Iterator[bytes]:
    """zlib's form as RFC 9110 says, or the bare stream that old servers send."""
    has_header = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    bits = zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
    yield from _frames(body, lambda: zlib.decompressobj(bits), several=False)


def _frames(body: bytes, start: Callable[[], Any], *, several: bool = True) -> Iterator[bytes]:
    """Unpack one frame after another: a member must start where the last one ended, or all has ended."""
    rest = body
    for _ in range(_MOST_FRAMES):
        unpacker = start()
        pending = rest
        while not unpacker.eof:
            piece = unpacker.decompress(pending, _CHUNK)
            pending = getattr(unpacker, "unconsumed_tail", b"")  # zstd keeps its rest itself
            hungry = getattr(unpacker, "needs_input", not pending)
            if not piece and hungry and not unpacker.eof:
                raise EOFError("the end is missing")
            yield piece
        rest = unpacker.unused_data
        if not rest:
            return
        if not several:
            raise EOFError(f"{len(rest)} bytes stand behind its end")
    raise EOFError(f"it has more than {_MOST_FRAMES} parts")


def _brotli(body: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    pending = body
    while not unpacker.is_finished():
        piece = unpacker.process(pending, output_buffer_limit=_CHUNK)
        pending = b""
        if not piece and not unpacker.is_finished():
            raise EOFError("the end is missing")
        yield piece


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
