"""The answer of a raw replay (``<timestamp>id_/<address>``) -> content. Pure.

The answer is the archived one with its body as archived. What proves it is the field Memento-Datetime
(RFC 7089, 2.1.1): an archive's own pages (limits, blocked sites, errors) have none. The Wayback Machine
gives the paper's header fields as ``X-Archive-Orig-…``; pywb gives them as they were.
"""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.archive.exchange import Headers
from crawler.discover.captures.capture import Capture
from crawler.discover.captures.content import (
    Content,
    RefusedCaptureError,
    check_same,
    check_status,
    checked_digest,
    unpacked,
)
from crawler.fetch.retry_after import parse_date

_ORIGINAL = "x-archive-orig-"
# Of the body as it came to us, whatever else of the paper's fields is told apart.
_OF_THE_BODY = frozenset({"content-type", "content-encoding"})
_OF_THE_TRANSFER = frozenset({"content-length", "transfer-encoding"})
_OF_THE_REPLAY = frozenset(
    "memento-datetime link set-cookie server date connection keep-alive transfer-encoding content-location"
    " warcserver-cdx warcserver-source-coll warcserver-type content-security-policy".split()
)


def read_replay(status: int, headers: Headers, body: bytes, capture: Capture) -> Content:
    """Read a replay's answer, and hold it against the capture that was asked for.

    Args:
        status: HTTP status.
        headers: As received.
        body: As received, transfer encoding removed.
        capture: The line of the index.

    Raises:
        RefusedCaptureError: It is another capture, no page, the archive's own page, or not what its digest
            promises.
    """
    captured_at = _memento(headers)
    if captured_at is None:
        raise RefusedCaptureError("no-replay", f"the archive does not replay it (HTTP {status})")
    check_same(capture, capture.url, captured_at)
    check_status(status)
    kept, decoded = unpacked(_original(headers), body)
    digest = checked_digest(capture, body, decoded)
    return Content(
        url=capture.url, captured_at=captured_at, status=status, headers=kept, body=body, digest=digest
    )


def _memento(headers: Headers) -> datetime | None:
    for name, value in headers:
        if name.lower() == "memento-datetime":
            seconds = parse_date(value.strip(), 0.0)
            return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    return None


def _original(headers: Headers) -> Headers:
    """The fields that the paper's server sent."""
    if not any(_is_told(name.lower(), _OF_THE_TRANSFER) for name, _ in headers):
        return tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_REPLAY)
    return tuple(
        (name[len(_ORIGINAL) :] if name.lower().startswith(_ORIGINAL) else name, value)
        for name, value in headers
        if name.lower() in _OF_THE_BODY or _is_told(name.lower())
    )


def _is_told(name: str, but: frozenset[str] = frozenset()) -> bool:
    """Whether a field of the paper's is told apart, and is not replaced by the body's own.

    Args:
        but: Fields that do not count: pywb, too, tells those apart that say how the body was packed.
    """
    return name.startswith(_ORIGINAL) and name.removeprefix(_ORIGINAL) not in _OF_THE_BODY | but
