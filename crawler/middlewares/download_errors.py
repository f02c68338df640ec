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
)


def download_error(error: BaseException) -> tuple[str, str]:
    """Give reason and sentence of an error that a download ended with."""
    for kind, reason, detail in _REASONS:
        if isinstance(error, kind):
            return reason, detail
    if isinstance(error, IgnoreRequest) and "redirect" in str(error):
        return "redirect-loop", "it redirects again and again"
    return "download", f"{type(error).__name__}: {error}"
