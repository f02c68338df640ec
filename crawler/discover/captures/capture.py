"""One line of a web archive's index: a page as it was at one moment, and where its bytes lie. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

Archive = Literal["commoncrawl", "wayback"]

MAX_RECORD: Final = 8 * 2**20  # bytes of a record as it lies in its file: an article's has 0.05 MB
# What a server says of a page of ours, and what an index writes where it does not know or points back.
_MAY_BE_A_PAGE = frozenset({"text/html", "application/xhtml+xml", "warc/revisit", "unk", "-", ""})
_TIMESTAMP = re.compile(r"\d{14}", re.ASCII)
_SHA1 = re.compile(r"(?:sha1:)?([A-Z2-7]{32})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A page as an archive has it.

    Attributes:
        url: The address that the archive asked for, as it writes it.
        timestamp: When, UTC, as ``20240223080910``.
        status: HTTP status; None where the index gives none: the same body as at an earlier moment.
        mime: Content type, found by looking at the bytes where the index tells; lower case.
        digest: Of the payload, ``sha1:BASE32``; empty where the index gives none.
        length: Bytes of the record in its file, packed; None where the index does not tell.
        filename: The file that holds the record (Common Crawl), below the archive's address for data.
        offset: Where in the file it begins.
        truncated: Why the archive has only a part of it (length, time, disconnect); empty: it has all.
    """

    url: str
    timestamp: str
    status: int | None
    mime: str = ""
    digest: str = ""
    length: int | None = None
    filename: str = ""
    offset: int | None = None
    truncated: str = ""

    @property
    def captured_at(self) -> datetime:
        """The moment."""
        return moment(self.timestamp)

    @property
    def locator(self) -> str:
        """Where its bytes lie: ``offset length filename``; empty where the address and moment tell."""
        return f"{self.offset} {self.length} {self.filename}" if self.filename else ""


def moment(timestamp: str) -> datetime:
    """Read 14 digits as a moment.

    >>> moment("20240223080910").isoformat()
    '2024-02-23T08:09:10+00:00'

    Raises:
        ValueError: It is none.
    """
    if not _TIMESTAMP.fullmatch(timestamp):
        raise ValueError(f"{timestamp[:40]!r} is no timestamp of 14 digits")
    # strptime takes five times as long, on a million lines.
    month, day, hour, minute, second = (int(timestamp[place : place + 2]) for place in range(4, 14, 2))
    return datetime(int(timestamp[:4]), month, day, hour, minute, second, tzinfo=UTC)


def sha1_digest(text: str) -> str:
    """Give an index's digest as ``sha1:BASE32``; empty where it is another kind or none.

    >>> sha1_digest("3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"), sha1_digest("-")
    ('sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ', '')
    """
    match = _SHA1.fullmatch(text.strip())
    return f"sha1:{match[1].upper()}" if match else ""


def unfit(capture: Capture) -> str | None:
    """Say why a capture cannot be an article's whole page, by its line alone; None where it may be.

    >>> unfit(Capture(url="https://baolangson.vn/", timestamp="20240223080910", status=404))
    'http-404'
    """
    if capture.status not in (200, None):
        return f"http-{capture.status}"
    if capture.mime not in _MAY_BE_A_PAGE:
        return "not-html"
    if capture.truncated:
        return "truncated"
    if capture.length is not None and capture.length > MAX_RECORD:
        return "too-large"
    return None
