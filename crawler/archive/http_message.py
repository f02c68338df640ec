"""An exchange's two halves as HTTP/1.1 messages: what stands in the blocks of WARC records.

Header text is Latin-1 (RFC 9110, 5.5: field values are bytes), so what was received is written and read
byte for byte. Three things are changed: secrets are not written; CR, LF and NUL become spaces, as
RFC 9110, 5.5 asks of a recipient; and the headers that say how the body was cut for transfer, where the
stored body is no longer cut so, are renamed `X-Archive-Orig-…`. `response` gives those their names again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from crawler.archive.exchange import Exchange, Headers

SECRETS: Final = frozenset(
    "authorization proxy-authorization cookie x-api-key set-cookie set-cookie2".split()
)
REMOVED: Final = "[removed]"
ORIGINAL: Final = "X-Archive-Orig-"

_NO_TOKEN = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")  # RFC 9110, 5.6.2
_LINE_BREAKERS = {0: " ", 10: " ", 13: " "}
_REASONS = {status.value: status.phrase for status in HTTPStatus}
_HEAD_END = re.compile(rb"\r?\n\r?\n")


class Message(NamedTuple):
    """An HTTP message taken apart: its first line, its headers, the rest."""

    start: str
    headers: Headers
    body: bytes


def request_block(exchange: Exchange, url: str) -> bytes:
    """Give the request as sent. `Host`, which HTTP clients add on their own, is added where missing.

    Args:
        url: The exchange's address, ASCII only.
    """
    host, target = _target(url)
    headers = exchange.request_headers
    if not any(name.lower() == "host" for name, _ in headers):
        headers = (("Host", host), *headers)
    return _head(f"{_name(exchange.method)} {target} HTTP/1.1", headers)


def response_head(exchange: Exchange) -> bytes:
    """Give the response up to and with the blank line before the body."""
    reason = _REASONS.get(exchange.status, "")
    headers = _true_headers(exchange.headers, len(exchange.body))
    return _head(f"HTTP/1.1 {exchange.status} {reason}", headers)


def parse(block: bytes) -> Message:
    """Take a message apart; bare line feeds and folded lines of older archives are understood.

    >>> parse(b"HTTP/1.1 200 OK\\r\\nA: b\\r\\n\\r\\n<p>")
    Message(start='HTTP/1.1 200 OK', headers=(('A', 'b'),), body=b'<p>')
    """
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    start, *lines = re.sub(r"\r?\n[ \t]+", " ", head.decode("latin-1")).split("\n")
    return Message(start.rstrip("\r"), tuple(_fields(lines)), body)


def original_headers(headers: Headers) -> Headers:
    """Give renamed headers the names they were received with."""
    cut = len(ORIGINAL)
    return tuple((name[cut:] if _is_renamed(name) else name, value) for name, value in headers)


def _target(url: str) -> tuple[str, str]:
    """Host and request target (RFC 9112, 3.2); an address that cannot be split is its own target."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.rpartition("@")[2], (parts.path or "/") + query


def _fields(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(" \t\r"), value.strip(" \t\r")


def _true_headers(headers: Headers, length: int) -> Iterator[tuple[str, str]]:
    """Rename what the stored body contradicts (and what is named so already, lest it be taken for ours)."""
    for name, value in headers:
        lower = name.lower()
        lies = lower == "transfer-encoding" or (lower == "content-length" and value.strip() != str(length))
        yield (ORIGINAL + name if lies or _is_renamed(name) else name, value)


def _is_renamed(name: str) -> bool:
    return name[: len(ORIGINAL)].lower() == ORIGINAL.lower()


def _head(start: str, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [start.encode("ascii")]
    for name, value in headers:
        secret = name.lower() in SECRETS
        lines.append(_name(name).encode("ascii") + b": " + _value(REMOVED if secret else value))
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _name(name: str) -> str:
    return _NO_TOKEN.sub("_", name) or "_"


def _value(value: str) -> bytes:
    """Latin-1 as received; text that someone decoded already (a Vietnamese file name) as UTF-8."""
    clean = value.translate(_LINE_BREAKERS).strip(" \t")
    try:
        return clean.encode("latin-1")
    except UnicodeEncodeError:
        return clean.encode("utf-8", "replace")
