"""What a capture gave: the archived answer, and whether it is the one that the index promised. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from crawler.archive.exchange import Headers, payload_digest
from crawler.discover.captures.capture import Capture
from crawler.errors import CrawlerError
from crawler.fetch.transfer import TransferError, decode
from crawler.sites.baolangson.urls import canonical

MAX_BODY: Final = 8 * 2**20  # of a page, unpacked, as in a crawl
_ORIGINAL: Final = "X-Archive-Orig-"
_OF_THE_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class RefusedCaptureError(CrawlerError):
    """A capture is not used; another one of the article may be.

    Args:
        reason: A slug to count by.
        detail: One sentence: what is wrong.
        passing: Whether the same capture may be whole another time: the transfer may have failed, not it.

    Attributes:
        received: Digest of the bytes that came, where some came and were read; else empty. A transfer that is
            damaged gives other bytes the next time, a capture that is damaged the same.
    """

    def __init__(self, reason: str, detail: str, *, passing: bool = False) -> None:
        super().__init__(reason, detail, passing)
        self.reason = reason
        self.detail = detail
        self.passing = passing
        self.received = ""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


@contextmanager
def read_from(received: bytes) -> Iterator[None]:
    """While the block lasts, a refusal says which bytes came.

    Args:
        received: As they came.
    """
    try:
        yield
    except RefusedCaptureError as error:
        error.received = payload_digest(received)
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """An archived answer.

    Attributes:
        url: The address that was captured.
        captured_at: When.
        status: HTTP status.
        headers: Those that the paper's server sent, as far as the archive has them. Where they contradict
            the body (many archives unpack it and keep what said how it was packed) they are renamed.
        body: As archived.
        digest: SHA-1 of the payload, as the index and ourselves found it; empty where the index has none.
    """

    url: str
    captured_at: datetime
    status: int
    headers: Headers
    body: bytes
    digest: str


def checked_digest(capture: Capture, *bodies: bytes) -> str:
    """Compare a body with the digest that the index gives.

    Args:
        bodies: The forms in which the archive may have had it: packed as received, unpacked.

    Returns:
        The digest; empty where the index has none.

    Raises:
        RefusedCaptureError: None of them has it.
    """
    if not capture.digest:
        return ""
    if capture.digest in {payload_digest(body) for body in bodies}:
        return capture.digest
    detail = f"the body's SHA-1 is {payload_digest(bodies[0])}, the index promises {capture.digest}"
    raise RefusedCaptureError("digest", detail, passing=True)


def check_same(capture: Capture, url: str, captured_at: datetime) -> None:
    """Refuse what is another page, or the same at another moment.

    Raises:
        RefusedCaptureError: It is.
    """
    if (canonical(url), urlsplit(url).query) != (canonical(capture.url), urlsplit(capture.url).query):
        raise RefusedCaptureError("other-address", f"it is a capture of {url[:200]}", passing=True)
    if abs((captured_at - capture.captured_at).total_seconds()) >= 1:
        detail = f"it was captured at {captured_at.isoformat()}"
        raise RefusedCaptureError("other-moment", detail, passing=True)


def check_status(status: int) -> None:
    """Refuse what the index took for a page and is none.

    Raises:
        RefusedCaptureError: Its status is not 200.
    """
    if status != 200:
        raise RefusedCaptureError(f"http-{status}", f"the archived answer has HTTP status {status}")


def unpacked(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """Give headers that fit the body, and the body without its content coding, which is only looked at.

    Raises:
        RefusedCaptureError: It is packed and damaged, or too large.
    """
    codings = [value for name, value in headers if name.lower() == "content-encoding"]
    try:
        plain = decode(body, codings, MAX_BODY)
    except TransferError as error:
        if error.reason == "too-large" or not body.lstrip()[:1] == b"<":
            raise RefusedCaptureError("damaged", error.detail, passing=True) from None
        return tuple(_renamed(headers, {"content-encoding", "content-length", "transfer-encoding"})), body
    return tuple(_renamed(headers, _contradicted(headers, body))), plain


def _contradicted(headers: Headers, body: bytes) -> set[str]:
    lengths = {value.strip() for name, value in headers if name.lower() == "content-length"}
    return {"transfer-encoding"} | ({"content-length"} if lengths - {str(len(body))} else set())


def _renamed(headers: Iterable[tuple[str, str]], names: set[str]) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        yield (_ORIGINAL + name if name.lower() in names & _OF_THE_TRANSFER else name, value)
