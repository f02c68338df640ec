"""The replica newspaper on loopback with ready answers, in a process of its own, for `crawl.py`.

Each answer is made once and kept whole, its head too: from the second crawl on, the server only looks it
up and writes it. A server shares the machine with what is measured, so it is as small as one can be: HTTP
1.1 for `GET`, kept connections, nothing else. The first line on standard output is the origin.
`/-/benchmark` tells what was asked since it was last asked for.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from crawler.replica.reply import Ask, Reply
from crawler.replica.site import respond

REPORT = "/-/benchmark"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
_XHR = b"\r\nx-requested-with: xmlhttprequest\r\n"  # the one header beside the address that the paper sees
_END = b"\r\n\r\n"


class Answers:
    """The paper's answers, each made when it is first asked for."""

    def __init__(self, paper: Newspaper) -> None:
        self._paper = paper
        self._ready: dict[tuple[str, bool], bytes] = {}
        self._targets: list[str] = []
        self._bytes = 0

    def answer(self, head: bytes) -> bytes:
        """Give the answer to a request, whole."""
        target = head.split(b" ", 2)[1].decode("ascii")
        if target == REPORT:
            return self._report()
        key = (target, _XHR in head.lower() + b"\r\n")
        if (whole := self._ready.get(key)) is None:
            whole = self._ready[key] = _message(self._reply(*key))
        self._targets.append(target)
        self._bytes += len(whole)
        return whole

    def _reply(self, target: str, xhr: bool) -> Reply:
        parts = urlsplit(target)
        headers = {"x-requested-with": "XMLHttpRequest"} if xhr else {}
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return respond(self._paper, Ask(unquote(parts.path), query, headers, len(self._paper), NOW))

    def _report(self) -> bytes:
        """The targets asked for, in order, and the CPU spent."""
        found = {"targets": self._targets, "cpu": time.process_time(), "bytes": self._bytes}
        self._targets, self._bytes = [], 0
        return _message(Reply(200, json.dumps(found).encode(), {"Content-Type": "application/json"}))


def _message(reply: Reply) -> bytes:
    fields = {**reply.headers, "Content-Length": str(len(reply.body)), "Server": "replica"}
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode("latin-1") + _END + reply.body


class Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what answers are written to."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._received += data
        while self._transport is not None and _END in self._received:
            head, _, self._received = self._received.partition(_END)
            self._transport.write(self._answer(head))


async def serve(articles: int, seed: int) -> None:
    """Serve until the process is ended."""
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    answers = Answers(Newspaper(seed, articles, origin=origin))
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: Connection(answers.answer), sock=listener)
    print(origin, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
