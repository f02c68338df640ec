"""Why a request had no usable answer, as an outcome with a reason."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.middlewares.hosts import ForeignHost
from crawler.middlewares.robots import RobotsRefusal
from crawler.report.outcomes import FAILED, FILTERED, ROBOTS, Outcome

FOREIGN = "foreign-address"
_GONE = (404, 410)

# The first that matches; a sentence that says what to do.
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
    (UnsupportedURLSchemeError, FOREIGN, "only http and https are asked"),
)


def failure_outcome(error: BaseException) -> Outcome:
    """Give the outcome of a request that failed.

    Args:
        error: What the errback was given.
    """
    if isinstance(error, RobotsRefusal):
        return Outcome(FAILED, ROBOTS, str(error))
    if isinstance(error, ForeignHost):
        return Outcome(FILTERED, FOREIGN, str(error))
    if isinstance(error, HttpError):
        return Outcome(FAILED, f"http-{error.response.status}", _http_detail(error.response.status))
    for kind, reason, detail in _REASONS:
        if isinstance(error, kind):
            return Outcome(FAILED, reason, detail)
    if isinstance(error, IgnoreRequest) and "redirect" in str(error):
        return Outcome(FAILED, "redirect-loop", "it redirects again and again")
    return Outcome(FAILED, "download", f"{type(error).__name__}: {error}")


def is_gone(error: BaseException) -> bool:
    """Whether the server says that there is no such page."""
    return isinstance(error, HttpError) and error.response.status in _GONE


def _http_detail(status: int) -> str:
    if status in _GONE:
        return f"the server has no such page (HTTP {status})"
    if status in (401, 403):
        return f"the server refuses it (HTTP {status})"
    return f"the server answered HTTP {status}; try again later"
