"""A server on loopback that sends whatever bytes a test wants, and remembers when it was asked for what."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
PAGE = "<!doctype html><html><head><title>Tin</title></head><body><p>Hội nghị</p></body></html>".encode()


@dataclass(frozen=True)
class Seen:
    """A request as it arrived: when (monotonic), its path with query, its header fields in lower case."""

    at: float
    path: str
    headers: dict[str, str]


# Sends an answer; says whether the connection is kept.
Script = Callable[[Seen, asyncio.StreamWriter], Awaitable[bool]]


def raw(data: bytes, *, keep: bool = False) -> Script:
    """These bytes, and no others."""

    async def send(seen: Seen, writer: asyncio.StreamWriter) -> bool:
        writer.write(data)
        await writer.drain()
        return keep

    return send


def answer(body: bytes = PAGE, status: int = 200, type: str = HTML, **fields: str) -> Script:
    """A proper answer; `retry_after="2"` becomes the field Retry-After."""
    return raw(head(len(body), status, type, **fields) + body, keep=True)


def head(length: int | None, status: int = 200, type: str = HTML, **fields: str) -> bytes:
    """The head of an answer, with a Content-Length where one is given."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {type}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in fields.items()]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def moved(target: str, status: int = 302) -> Script:
    """A redirect."""
    return answer(b"", status, location=target)


def then(*scripts: Script) -> Script:
    """One script after another, the last again and again."""
    left = list(scripts)

    async def send(seen: Seen, writer: asyncio.StreamWriter) -> bool:
        return await (left.pop(0) if len(left) > 1 else left[0])(seen, writer)

    return send


async def silence(seen: Seen, writer: asyncio.StreamWriter) -> bool:
    """No answer at all."""
    await asyncio.sleep(60)
    return False


@dataclass
class Wire:
    """Scripts by path; `fallback` for the others. `log` has the requests in the order they came."""

    scripts: dict[str, Script] = field(default_factory=dict)
    fallback: Script = field(default_factory=lambda: answer(b"", 404))
    log: list[Seen] = field(default_factory=list)
    url: str = ""

    def times(self) -> list[float]:
        """When requests came."""
        return [seen.at for seen in self.log]

    def gaps(self) -> list[float]:
        """Seconds between one request and the next."""
        return [after - before for before, after in zip(self.times(), self.times()[1:], strict=False)]

    def paths(self) -> list[str]:
        """What was asked for."""
        return [seen.path for seen in self.log]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        keep = True
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while keep:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                fields = dict(line.split(": ", 1) for line in lines[1:] if line)
                path = lines[0].split(" ")[1]
                seen = Seen(time.monotonic(), path, {name.lower(): fields[name] for name in fields})
                self.log.append(seen)
                script = self.scripts.get(path) or self.scripts.get(path.partition("?")[0], self.fallback)
                keep = await script(seen, writer)
        writer.close()


@contextmanager
def wired(wire: Wire) -> Iterator[Wire]:
    """Serve in a thread, on a free port of loopback."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(wire.talk, "127.0.0.1", 0))
    wire.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield wire
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(_end, loop)
        thread.join()
        loop.close()


def _end(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.call_later(0.05, loop.stop)
