"""What the archive keeps: one exchange with the server, and where it lies."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An archived response with the same body: what a `revisit` record refers to.

    Attributes:
        url: Its address.
        fetched_at: Its WARC-Date, as written there.
        digest: Its payload digest, `sha1:BASE32`.
    """

    url: str
    fetched_at: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, as it went over the wire.

    Attributes:
        url: The address asked for.
        fetched_at: When the response was complete, with a time zone.
        request_headers: In the order sent. Header text is Latin-1: one character a byte, as HTTP has it.
        status: Three digits.
        headers: Of the response, in the order received.
        body: Content encoding (gzip, br…) not removed, transfer encoding removed.
        note: What a replay needs to know (kind of page, asked address…); anything JSON can say.
            `truncated` (length, time, disconnect) becomes WARC-Truncated as well.
        ip: The server's address, if known.
        revisit_of: Set by the reader alone, where the archive holds a `revisit`: the response that has
            the body. `body` is then what the resolver gave, or empty.

    Raises:
        ValueError: A naive time, a status that is none, an `ip` that is none.
    """

    url: str
    fetched_at: datetime
    method: str = "GET"
    request_headers: Headers = ()
    status: int
    headers: Headers
    body: bytes
    note: Mapping[str, Any] = field(default_factory=dict)
    ip: str | None = None
    revisit_of: Earlier | None = None

    def __post_init__(self) -> None:
        if self.fetched_at.tzinfo is None:
            raise ValueError("Exchange.fetched_at must carry a time zone")
        if not 100 <= self.status <= 999:
            raise ValueError(f"Exchange.status must have three digits, not {self.status}")
        if self.ip is not None:
            ipaddress.ip_address(self.ip)


@dataclass(frozen=True, slots=True)
class Position:
    """Where an exchange lies: the file (relative to the run's folder) and its bytes in there."""

    file: str
    offset: int
    length: int


def payload_digest(*parts: bytes) -> str:
    """Give the digest of a body, in one part or more, as WARC-Payload-Digest has it (ISO 28500, 5.9).

    >>> payload_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    sha1 = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        sha1.update(part)
    return "sha1:" + base64.b32encode(sha1.digest()).decode("ascii")
