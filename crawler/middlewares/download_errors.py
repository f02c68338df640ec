"""Why a download broke, as a reason to count by and a sentence for people."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed

# The first that matches; the sentence says what to do.
_REASONS: tuple[tuple[type[BaseException], str, str], ...] = (
    (DownloadTimeoutError, "timeout", "no answer in time; try again later"),
    (
        CannotResolveHostError,
        "unknown-host",
        "the host's name is not known; check the address and the network",
    ),
    (DownloadConnectionRefusedError, "connection-refused", "nobody answers at that host and port"),
    (ResponseDataLossError, "data-loss", "the answer broke off; try again later"),
    (DownloadCancelledError, "too-large", "the answer exceeds DOWNLOAD_MAXSIZE"),
    (DownloadFailedError, "connection-lost", "the connection broke; try again later"),
    (ConnectError, "connection-lost", "the host cannot be reached; check the network"),
)
_PASSING = {"timeout", "unknown-host", "connection-refused", "data-loss", "connection-lost", "no-http"}


class DownloadRefused(IgnoreRequest):
    """An answer that is of no use, and would not be better another time.

    Args:
        reason: A slug to count by.
        detail: One sentence: what is wrong.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{detail} ({reason})")
        self.reason = reason
        self.detail = detail


def download_error(error: BaseException) -> tuple[str, str]:
    """Give reason and sentence of an error that a download ended with."""
    if isinstance(error, DownloadRefused):
        return error.reason, error.detail
    if isinstance(error, DownloadFailedError) and any(isinstance(e, ParseError) for e in causes(error)):
        return "no-http", "what came is no answer in HTTP"
    for kind, reason, detail in _REASONS:
        if isinstance(error, kind):
            return reason, detail
    if isinstance(error, IgnoreRequest) and "redirect" in str(error):
        return "redirect-loop", "it redirects again and again"
    return "download", f"{type(error).__name__}: {error}"


def is_passing(error: BaseException) -> bool:
    """Whether a download that ended so is worth another try."""
    return download_error(error)[0] in _PASSING


def causes(error: BaseException) -> list[BaseException]:
    """Give what Twisted says that a connection failed of: the errors inside its ResponseFailed."""
    cause = error.__cause__
    if not isinstance(cause, ResponseFailed):
        return []
    return [failure.value for failure in cause.reasons]
