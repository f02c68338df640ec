"""The replica newspaper with ready answers on one port for all restarts of a crawl, and its log."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from crawler.discover.scope import in_sections
from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from crawler.replica.reply import Ask, Reply
from crawler.replica.site import respond
from crawler.sites.baolangson.urls import POLITICS_SECTIONS, article_address
from crawler.store.records import series

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)


@dataclass
class Paper:
    """A paper that is being served.

    Attributes:
        newspaper: What it prints, under its origin.
        origin: Where it is.
        latency: Seconds before each answer.
        stalls_after: Behind so many requests of the log bodies stop half-way; None: never.
        log: (path and query, agent) of each request, in order.
        ready: Answers made once and kept: the crawl is what is slow here, not the server.
    """

    newspaper: Newspaper
    origin: str
    latency: float = 0.0
    stalls_after: int | None = None
    log: list[tuple[str, str]] = field(default_factory=list)
    ready: dict[tuple[str, str], Reply] = field(default_factory=dict)

    def reply(self, path: str, query: dict[str, str], target: str, headers: dict[str, str]) -> Reply:
        """Give the answer to a request."""
        key = (target, headers.get("x-requested-with", ""))
        if key not in self.ready:
            ask = Ask(path, query, headers, len(self.newspaper), NOW)
            self.ready[key] = respond(self.newspaper, ask)
        return self.ready[key]

    def articles_asked(self) -> Counter[str]:
        """How often each article's address was asked for."""
        asked = (target for target, _ in self.log)
        return Counter(
            target for target in asked if article_address(self.origin + target, origin=self.origin)
        )

    def wanted(self, sections: tuple[str, ...] = POLITICS_SECTIONS) -> set[tuple[str, str]]:
        """Series and number of each Vietnamese article of the sections: the replica's own truth."""
        truths = (self.newspaper.truth(index) for index in range(len(self.newspaper)))
        return {
            (series("era2", "vi"), truth["id"])
            for truth in truths
            if truth["language"] == "vi" and in_sections(truth["section"], truth["subsection"], sections)
        }

    @contextmanager
    def slow(self, latency: float) -> Iterator[None]:
        """Answer so much later for as long as the block lasts."""
        self.latency, before = latency, self.latency
        try:
            yield
        finally:
            self.latency = before


def _make_app(paper: Paper) -> web.Application:
    async def answer(request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        paper.log.append((request.path_qs, headers.get("user-agent", "")))
        number = len(paper.log)
        if paper.latency:
            await asyncio.sleep(paper.latency)
        reply = paper.reply(request.path, dict(request.query), request.path_qs, headers)
        if paper.stalls_after is not None and number > paper.stalls_after:
            return await _stall(request, reply)
        return web.Response(status=reply.status, body=reply.body, headers=dict(reply.headers))

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    return app


async def _stall(request: web.Request, reply: Reply) -> web.StreamResponse:
    """Send half of the body, then nothing more for longer than any crawl waits."""
    length = {"Content-Length": str(len(reply.body))}
    response = web.StreamResponse(status=reply.status, headers=dict(reply.headers) | length)
    await response.prepare(request)
    await response.write(reply.body[: len(reply.body) // 2])
    await asyncio.sleep(60)
    return response


async def _serve(paper: Paper, listener: socket.socket, ready: threading.Event, stop: asyncio.Event) -> None:
    runner = web.AppRunner(_make_app(paper), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    ready.set()
    await stop.wait()
    await runner.cleanup()
    stalled = asyncio.all_tasks() - {asyncio.current_task()}
    for task in stalled:
        task.cancel()
    await asyncio.gather(*stalled, return_exceptions=True)


@contextmanager
def served(articles: int, seed: int, **options: Any) -> Iterator[Paper]:
    """Serve a paper of so many articles from a thread for as long as the block lasts."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    paper = Paper(Newspaper(seed, articles, 40, origin=origin, **options), origin)
    ready, loop, stop = threading.Event(), asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(_serve(paper, listener, ready, stop),))
    thread.start()
    try:
        ready.wait(timeout=10)
        yield paper
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        with contextlib.suppress(RuntimeError):
            loop.close()
