"""The paper on a socket of this machine, alone or beside a test."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from aiohttp import web

from crawler.replica.newspaper import Newspaper
from crawler.replica.reply import Ask
from crawler.replica.site import ROBOTS, SOURCES, respond
from crawler.replica.stamps import VIETNAM

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Edition:
    """The paper's state while it is served.

    Attributes:
        paper: The newspaper under the origin at which it is served.
        count: How many articles have appeared.
        log: Path and query of every request, in order of arrival.
        shift_every: After how many requests one more story appears; None for never.
        shift_section: The listing at whose top the new stories stand.
    """

    paper: Newspaper
    count: int
    log: list[str]
    shift_every: int | None
    shift_section: str

    def note(self, target: str) -> int:
        """Write a request down, let a story appear when one is due, and give the count it sees."""
        self.log.append(target)
        if self.shift_every and len(self.log) % self.shift_every == 0:
            self.count = self.paper.next_count(self.shift_section, self.count)
        return self.count


EDITION = web.AppKey("edition", Edition)
LOG: web.AppKey[list[str]] = web.AppKey("log", list)


def make_app(
    newspaper: Newspaper,
    *,
    clock: Clock,
    shift_every: int | None = None,
    shift_section: str = "chinh-tri",
    latency: float = 0.0,
    robots_txt: str = ROBOTS,
    sources: frozenset[str] = SOURCES,
    hostile: str | None = None,
) -> web.Application:
    """Make the application that serves a paper.

    Args:
        newspaper: The paper; its origin should be where the application will be reached.
        clock: Gives the moment of a request, with a time zone; the header's clock shows it.
        shift_every: Let one more story appear after so many requests; None for never.
        shift_section: The listing at whose top the new stories appear.
        latency: Seconds before each answer.
        robots_txt: What `/robots.txt` says.
        sources: Ways to the articles that are served, of `site.SOURCES`; all unless given.
        hostile: How lists misbehave, one of `paging.HOSTILE`; None: as they should be.

    Returns:
        The application; `app[LOG]` lists the targets of all requests in order.
    """
    edition = Edition(newspaper, len(newspaper), [], shift_every, shift_section)

    async def answer(request: web.Request) -> web.Response:
        count = edition.note(request.path_qs)
        if latency:
            await asyncio.sleep(latency)
        headers = {name.lower(): value for name, value in request.headers.items()}
        ask = Ask(request.path, dict(request.query), headers, count, clock(), hostile)
        reply = respond(newspaper, ask, robots_txt, sources)
        return web.Response(status=reply.status, body=reply.body, headers=dict(reply.headers))

    app = web.Application()
    app[EDITION] = edition
    app[LOG] = edition.log
    app.router.add_route("GET", "/{tail:.*}", answer)
    app.router.add_route("HEAD", "/{tail:.*}", answer)
    return app


@dataclass(frozen=True, slots=True)
class Served:
    """A paper being served: where, and what was asked so far."""

    origin: str
    newspaper: Newspaper
    edition: Edition

    @property
    def log(self) -> list[str]:
        """Path and query of every request, in order of arrival."""
        return self.edition.log


def _now() -> datetime:
    return datetime.now(VIETNAM)


def _bound(host: str, port: int) -> tuple[socket.socket, str]:
    """Take a free port first, so that the paper knows its own origin before it is asked anything."""
    listener = socket.create_server((host, port))
    return listener, f"http://{host}:{listener.getsockname()[1]}"


async def _run(
    app: web.Application, listener: socket.socket, ready: Callable[[], None], stop: asyncio.Event
) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    ready()
    await stop.wait()
    await runner.cleanup()


@contextmanager
def serve(
    newspaper: Newspaper,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    clock: Clock = _now,
    shift_every: int | None = None,
    shift_section: str = "chinh-tri",
    latency: float = 0.0,
    robots_txt: str = ROBOTS,
    sources: frozenset[str] = SOURCES,
    hostile: str | None = None,
) -> Iterator[Served]:
    """Serve a paper from a thread for as long as the block lasts.

    Args:
        newspaper: The paper; it is served under the origin of the socket, whatever its own is.
        host, port: Where; port 0 takes a free one.
        clock, shift_every, shift_section, latency, robots_txt, sources, hostile: See `make_app`.

    Yields:
        Where the paper is served, the paper under that origin, and the log of requests.
    """
    listener, origin = _bound(host, port)
    paper = newspaper.at(origin)
    app = make_app(
        paper,
        clock=clock,
        shift_every=shift_every,
        shift_section=shift_section,
        latency=latency,
        robots_txt=robots_txt,
        sources=sources,
        hostile=hostile,
    )
    ready, loop, stop = threading.Event(), asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(_run(app, listener, ready.set, stop),))
    thread.start()
    try:
        ready.wait(timeout=10)
        yield Served(origin, paper, app[EDITION])
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def run_server(
    newspaper: Newspaper,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    announce: Callable[[str], None],
    clock: Clock = _now,
    shift_every: int | None = None,
    latency: float = 0.0,
    robots_txt: str = ROBOTS,
    sources: frozenset[str] = SOURCES,
    hostile: str | None = None,
) -> None:
    """Serve a paper until SIGINT or SIGTERM; for the command line.

    Args:
        newspaper: The paper; it is served under the origin of the socket.
        host, port: Where; port 0 takes a free one.
        announce: Called with the origin once requests are answered.
        clock, shift_every, latency, robots_txt, sources, hostile: See `make_app`.

    Raises:
        OSError: The port is taken or the host is not this machine's.
    """
    listener, origin = _bound(host, port)
    app = make_app(
        newspaper.at(origin),
        clock=clock,
        shift_every=shift_every,
        latency=latency,
        robots_txt=robots_txt,
        sources=sources,
        hostile=hostile,
    )

    async def main() -> None:
        stop = asyncio.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
        await _run(app, listener, lambda: announce(origin), stop)

    asyncio.run(main())


def write_truth(file: TextIO, newspaper: Newspaper, indexes: Iterable[int] | None = None) -> int:
    """Write true records as JSON lines, one for each article's first served page.

    Args:
        file: Where to; text, UTF-8.
        newspaper: The paper, under the origin the records shall name.
        indexes: Which articles; all unless given.

    Returns:
        How many lines were written.
    """
    count = 0
    for index in range(len(newspaper)) if indexes is None else indexes:
        file.write(json.dumps(newspaper.truth(index), ensure_ascii=False) + "\n")
        count += 1
    return count
