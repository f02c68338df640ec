"""Ask an archive: one request at a time, at its pace, never more bytes than wanted.

A host that fails (no answer, 429, 5xx) is asked again after the pause it asked for, or a back-off; after five
failures in a row, or where it asks for more than an hour, the run ends: `ArchiveStoppedError`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeVar

import aiohttp
from yarl import URL

from crawler.archive.exchange import Headers
from crawler.discover.captures.content import RefusedCaptureError
from crawler.errors import CrawlerError
from crawler.fetch import retry_after
from crawler.fetch.address import place_of
from crawler.fetch.host_policy import HostPolicy, Limits, is_failure, is_throttling
from crawler.fetch.transfer import TransferError, decode
from crawler.web_archives.addresses import PublicAddressResolver
from crawler.web_archives.endpoints import Endpoints

_T = TypeVar("_T")
FAILURES: Final = 5  # in a row, which end the run
_TRIES = 3  # of one address whose answers come damaged from a host that answers otherwise
_SECONDS = 180.0  # a whole answer: an index is slow
_SILENCE = 60.0  # between two of its pieces
_CHUNK = 2**16


class ArchiveStoppedError(CrawlerError):
    """The archive is not to be asked any more in this run.

    Args:
        reason: ``throttled`` or ``unreachable``.
        detail: One sentence.
    """

    def __init__(self, reason: Literal["throttled", "unreachable"], detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return self.detail


class InterruptedHarvestError(CrawlerError):
    """The operator wants an end."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came: status, header fields in order, body without transfer encoding (but still packed)."""

    url: str
    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """The first field of that name; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def decoded(self, limit: int) -> bytes:
        """The body without its content coding.

        Raises:
            RefusedCaptureError: It is damaged or larger than `limit`.
        """
        try:
            return decode(self.body, [self.header("content-encoding")], limit)
        except TransferError as error:
            raise RefusedCaptureError("damaged", error.detail, passing=True) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for.

    Attributes:
        limit: Most bytes of the body, as it comes.
        headers: More fields, such as Range.
        codings: Accept-Encoding. A replay unpacks what the asker does not accept, and its digest with it.
        problem: Says of a status and its fields what is wrong with them, before the body is read; None where
            they are as they should be. The address is asked again a few times.
    """

    limit: int
    headers: Mapping[str, str] = field(default_factory=dict)
    codings: str = "identity"
    problem: Callable[[int, Headers], str | None] = lambda status, fields: None


class _FailedError(Exception):
    """No usable answer; `pause` is what the host asks for, `damaged` that it answers, but not whole."""

    def __init__(
        self, detail: str, *, throttled: bool = False, pause: float | None = None, damaged: bool = False
    ) -> None:
        super().__init__(detail)
        self.throttled, self.pause, self.damaged = throttled, pause, damaged


@dataclass(slots=True)
class Client:
    """Asks the hosts of an archive. Use it in an `async with`.

    Args:
        endpoints: Whom.
        agent: The field User-Agent: who asks, and whom to write to.
        delay: Seconds between two requests to a host.
        limits: What a run bears of a host.
        rng: Where the back-off's chance comes from.
        say: Told what the operator should know while it waits.
        stop: Set where the operator wants an end: nothing is waited for any more.
    """

    endpoints: Endpoints
    agent: str
    delay: float
    limits: Limits = field(default_factory=Limits)
    rng: Random = field(default_factory=Random)
    say: Callable[[str], None] = lambda line: None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    requests: int = 0
    received: int = 0
    _policies: dict[str, HostPolicy] = field(default_factory=dict)
    _session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=PublicAddressResolver(self.endpoints.near_hosts), limit=1, force_close=False
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self.agent},
            timeout=aiohttp.ClientTimeout(total=_SECONDS, sock_connect=30, sock_read=_SILENCE),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,  # a proxy looks names up itself: it would pass the guard of addresses
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, url: str, wanted: Wanted) -> Reply:
        """Ask for an address.

        Raises:
            RefusedCaptureError: It is too large, or came damaged several times; other addresses may do.
            ArchiveStoppedError: The host failed too often or wants a long pause.
            InterruptedHarvestError: The operator wants an end.
        """
        origin = place_of(url).origin
        if origin not in self.endpoints.origins:
            raise RefusedCaptureError("other-host", f"{origin} is no address of the archive: it is not asked")
        policy = self._policies.setdefault(origin, HostPolicy(place_of(url).host, self.delay, self.limits))
        tries = 0
        while True:
            await self._unless_stopped(asyncio.sleep(policy.wait(time.monotonic())))
            policy.sent(time.monotonic())
            self.requests += 1
            try:
                reply = await self._unless_stopped(self._ask(url, wanted))
            except _FailedError as error:
                self._note_failure(policy, error)
                tries += error.damaged
                if tries >= _TRIES:
                    raise RefusedCaptureError("damaged", str(error), passing=True) from error
                continue
            except BaseException:
                policy.given_up()
                raise
            policy.succeeded()
            return reply

    async def _unless_stopped(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Wait for something, but no longer than the operator does."""
        doing, stop = asyncio.ensure_future(work), asyncio.ensure_future(self.stop.wait())
        try:
            await asyncio.wait({doing, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise InterruptedHarvestError("stopped; the same command goes on")
            return await doing
        finally:
            for one in (doing, stop):
                one.cancel()
            await asyncio.gather(doing, stop, return_exceptions=True)

    def _note_failure(self, policy: HostPolicy, error: _FailedError) -> None:
        now = time.monotonic()
        policy.failed(now, self.rng, throttled=error.throttled, pause=error.pause)
        stop = policy.verdict(now)
        if stop is not None:
            raise ArchiveStoppedError(stop.reason, stop.detail) from error
        if policy.failures >= FAILURES:
            reason: Literal["throttled", "unreachable"] = "throttled" if error.throttled else "unreachable"
            detail = f"{policy.host} failed {FAILURES} times in a row ({error}); run again later"
            raise ArchiveStoppedError(reason, detail) from error
        wait = policy.wait(now)
        if wait >= 1:
            self.say(f"{policy.host}: {error}; asked again in {wait:.0f} s")

    async def _ask(self, url: str, wanted: Wanted) -> Reply:
        assert self._session is not None  # `async with`
        headers = {"Accept-Encoding": wanted.codings, **wanted.headers}
        try:
            asked = self._session.get(URL(url, encoded=True), headers=headers, allow_redirects=False)
            async with asked as response:
                fields = _fields(response)
                if is_failure(response.status) and not _is_archived(fields):
                    raise _busy(response.status, fields)
                if problem := wanted.problem(response.status, fields):
                    response.close()
                    raise _FailedError(problem, damaged=True)
                return Reply(url, response.status, fields, await self._body(response, wanted.limit))
        except (aiohttp.ClientPayloadError, asyncio.IncompleteReadError) as error:
            raise _FailedError(f"the answer was cut ({_words(error)})", damaged=True) from error
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise _FailedError(_words(error)) from error

    async def _body(self, response: aiohttp.ClientResponse, limit: int) -> bytes:
        declared = response.content_length
        pieces, size = [], 0
        if declared is not None and declared > limit:
            response.close()
            raise RefusedCaptureError("too-large", f"it would be {declared} bytes, more than {limit}")
        async for piece in response.content.iter_chunked(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                response.close()
                raise RefusedCaptureError("too-large", f"it has more than {limit} bytes")
        self.received += size
        return b"".join(pieces)


def _fields(response: aiohttp.ClientResponse) -> Headers:
    """As they came: one character a byte."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers)


def _is_archived(fields: Headers) -> bool:
    """Whether a replay gives an archived "not now": the archive itself is there."""
    return any(name.lower() == "memento-datetime" for name, _ in fields)


def _busy(status: int, fields: Headers) -> _FailedError:
    waits = [value for name, value in fields if name.lower() == "retry-after"]
    date = next((value for name, value in fields if name.lower() == "date"), None)
    pause = retry_after.longest(waits, time.time(), date)
    return _FailedError(f"it answers HTTP {status}", throttled=is_throttling(status), pause=pause)


def _words(error: Exception) -> str:
    return str(error).strip() or type(error).__name__
