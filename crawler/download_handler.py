"""Where every request leaves: Scrapy's handler for HTTP 1.1 behind the gate of `host_gate`.

What differs from Scrapy's:

- the gate is passed right before sending, so the download's time limit counts from there;
- a request is never sent twice behind our back: Twisted repeats one whose kept connection turned out to
  be closed; here that too passes the gate;
- the head of an answer is bounded (Scrapy's size limit covers the body only), and an answer that gives
  its length in two ways is none (RFC 9112, 6.3: it may hide another one);
- when the spider closes, what waits is sent away at once and what is under way after a few seconds.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, RequestNotSent, ResponseNeverReceived
from twisted.web._newclient import Request as WireRequest
from twisted.web.iweb import IResponse

from crawler.fetch.transfer import TORN, is_open
from crawler.middlewares.download_errors import DownloadRefused, causes
from crawler.middlewares.host_gate import GRACE, TICK, HostGate, NotAsked, gate_of

MAX_HEAD = 128 * 2**10  # bytes of an answer's head, interim answers (1xx) included
MAX_LINES = 300
SENT = "downloader/request_count"  # as Scrapy's own statistics call it


class HeadTooLargeError(ParseError):
    """The head of an answer exceeds its bounds."""


class GatedDownloadHandler(HTTP11DownloadHandler):
    """Send each request when its host may be asked."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.gate = gate_of(crawler)
        self._pool.retryAutomatically = False
        self._torn: set[str] = set()  # addresses whose connection was torn down before an end was seen
        self._pool._factory = partial(_GatedFactory, self.gate, self._torn)  # type: ignore[assignment]
        self._under_way: set[asyncio.Future[Response]] = set()
        self._watch: asyncio.Task[None] | None = None

    async def download_request(self, request: Request) -> Response:
        """Send a request when its host may be asked, and give the answer.

        Raises:
            NotAsked: The spider closes.
            DownloadRefused: The answer's head is too large.
        """
        self._watch = self._watch or asyncio.ensure_future(self._watch_closing())
        try:
            return await self._send(request)
        except _StaleConnectionError:
            return await self._send(request)

    async def _send(self, request: Request) -> Response:
        ticket = await self.gate.enter(request.url)
        self._crawler.stats.inc_value(SENT)
        download = asyncio.ensure_future(super().download_request(request))
        self._under_way.add(download)
        try:
            response = await download
        except BaseException as error:
            if ticket.reused and _was_stale(error):
                self.gate.leave(ticket, asyncio.CancelledError())
                raise _StaleConnectionError from error
            self.gate.leave(ticket, error)
            if isinstance(error, asyncio.CancelledError) and self.gate.closed:
                raise NotAsked from error
            if any(isinstance(cause, HeadTooLargeError) for cause in causes(error)):
                raise DownloadRefused("too-large", "the answer's header fields exceed 128 KiB") from error
            raise
        finally:
            self._under_way.discard(download)
        self.gate.leave(ticket, response)
        if is_open(response.flags) and request.url in self._torn:
            response.flags.append(TORN)
        self._torn.discard(request.url)
        return response

    async def close(self) -> None:
        """Close the connections."""
        self.gate.close()
        if self._watch is not None:
            self._watch.cancel()
        await super().close()

    async def _watch_closing(self) -> None:
        """Notice that the spider closes: no signal says so before the last request has ended."""
        while not _is_closing(self._crawler):
            await asyncio.sleep(TICK)
        self.gate.close()
        await asyncio.sleep(GRACE)
        for download in self._under_way:
            download.cancel()


class _StaleConnectionError(DownloadFailedError):
    """A kept connection was closed by the server just before our request came."""


def _was_stale(error: BaseException) -> bool:
    cause = error.__cause__ if isinstance(error, DownloadFailedError) else error
    return isinstance(cause, (ResponseNeverReceived, RequestNotSent))


def _is_closing(crawler: Crawler) -> bool:
    slot = crawler.engine._slot
    return slot is None or slot.closing is not None


def _head_too_large(line: bytes) -> HeadTooLargeError:
    return HeadTooLargeError("the head exceeds its bounds", line[:80])  # type: ignore[no-untyped-call]


class _BoundedParser(_LenientHTTPClientParser):
    """Ends where an answer's head grows beyond its bounds, or gives two lengths."""

    head_bytes = 0
    head_lines = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.head_bytes += len(line)
        self.head_lines += 1
        if self.head_bytes > MAX_HEAD or self.head_lines > MAX_LINES:
            raise _head_too_large(line)
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        raise _head_too_large(line)

    def allHeadersReceived(self) -> None:  # noqa: N802
        if self.connHeaders.hasHeader(b"content-length") and self.connHeaders.hasHeader(b"transfer-encoding"):
            raise ParseError("two lengths", b"")  # type: ignore[no-untyped-call]
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class _GatedProtocol(_LenientHTTP11ClientProtocol):
    """Tells the gate when a request is written, and the handler when its connection is torn down."""

    def __init__(self, gate: HostGate, torn: set[str], *arguments: Any) -> None:
        super().__init__(*arguments)  # type: ignore[no-untyped-call]
        self._gate = gate
        self._torn = torn
        self._requests = 0
        self._asked = ""

    def request(self, request: WireRequest) -> Deferred[IResponse]:
        self._asked = request.absoluteURI.decode("ascii")
        self._gate.written(self._asked, reused=self._requests > 0)
        self._requests += 1
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _BoundedParser
        return answer

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        """Twisted reports a torn connection like a closed one where the answer gave no length."""
        if self._parser is not None and not isinstance(reason.value, ConnectionDone):
            self._torn.add(self._asked)
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class _GatedFactory(_LenientHTTP11ClientFactory):
    def __init__(self, gate: HostGate, torn: set[str], *arguments: Any) -> None:
        super().__init__(*arguments)  # type: ignore[no-untyped-call]
        self._gate = gate
        self._torn = torn

    def buildProtocol(self, addr: IAddress | None) -> _GatedProtocol:  # noqa: N802
        return _GatedProtocol(self._gate, self._torn, self._quiescentCallback)
