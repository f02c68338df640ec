"""Captures of the replica's pages in WARC files, and two archives that serve them on this machine.

`Shelf` writes the files, with the index that belongs to each; `CommonCrawlServer` and `WaybackServer` answer
as those two do. A fault is a function of the request that gives another answer, or None.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from crawler.archive.exchange import payload_digest

Fault = Callable[[web.Request], web.StreamResponse | None]


@dataclass
class Shelf:
    """A WARC file as it grows, and the lines of its index."""

    filename: str = "crawl-data/CC-MAIN-2024-10/segments/1/warc/a-00000.warc.gz"
    data: bytearray = field(default_factory=bytearray)
    rows: list[dict[str, str]] = field(default_factory=list)

    def put(
        self,
        url: str,
        when: str,
        body: bytes,
        *,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=UTF-8"),),
        truncated: str = "",
        **changed: str,
    ) -> dict[str, str]:
        """Add a capture.

        Args:
            when: 14 digits.
            truncated: Why the record has only a part.
            changed: What the index says otherwise.
        """
        member = record(url, when, body, status, headers, truncated)
        row = {
            "urlkey": url, "timestamp": when, "url": url, "mime": "text/html", "status": str(status),
            "digest": payload_digest(body).removeprefix("sha1:"), "length": str(len(member)),
            "offset": str(len(self.data)), "filename": self.filename,
        }  # fmt: skip
        if truncated:
            row["truncated"] = truncated
        self.data += member
        self.rows.append({**row, **changed})
        return self.rows[-1]


def record(
    url: str,
    when: str,
    body: bytes,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=UTF-8"),),
    truncated: str = "",
) -> bytes:
    """A response record as a gzip member."""
    moment = datetime.strptime(when, "%Y%m%d%H%M%S")  # noqa: DTZ007  # WARC-Date is UTC
    lines = [f"HTTP/1.1 {status} Answer", *(f"{name}: {value}" for name, value in headers)]
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url + when)}>",
        "WARC-Target-URI": url,
        "WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Payload-Digest": payload_digest(body),
        "WARC-Block-Digest": payload_digest(block),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    if truncated:
        fields["WARC-Truncated"] = truncated
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return gzip.compress(f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)


@dataclass
class Server:
    """An archive on this machine.

    Attributes:
        asked: The requests, as (path, query, Range).
        sent: Bytes of bodies of data (not of the index).
        fault: Gives another answer.
    """

    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    sent: int = 0
    fault: Fault = lambda request: None
    base: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer anything."""
        self.asked.append((request.path, dict(request.query), request.headers.get("Range", "")))
        assert "example.org" in request.headers["User-Agent"]  # who asks says so
        return self.fault(request) or self.reply(request)

    def reply(self, request: web.Request) -> web.Response:
        """The right answer."""
        raise NotImplementedError

    def paths(self, *, data: bool) -> list[str]:
        """The paths asked for, of the data or of the index."""
        return [path for path, _, _ in self.asked if path.startswith(("/crawl-data", "/web/")) == data]


@dataclass
class CommonCrawlServer(Server):
    """`shelves`: name of an index -> its file. `ends`: when an index's crawl ended."""

    shelves: dict[str, Shelf] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    lines_a_page: int = 20

    def reply(self, request: web.Request) -> web.Response:
        if request.path == "/collinfo.json":
            return web.json_response([self._collection(name) for name in self.shelves])
        if request.path.startswith("/crawl-data/"):
            return self._range(request)
        name = request.path.strip("/").removesuffix("-index")
        rows = [row for row in self.shelves[name].rows if row["status"] == "200"]
        pages = -(-len(rows) // self.lines_a_page)
        if request.query.get("showNumPages"):
            return web.json_response({"pages": pages, "pageSize": 5, "blocks": pages})
        if not rows:
            return web.json_response({"message": "No Captures found for: baolangson.vn"}, status=404)
        first = int(request.query["page"]) * self.lines_a_page
        text = "".join(json.dumps(row) + "\n" for row in rows[first : first + self.lines_a_page])
        return web.Response(text=text, content_type="text/x-ndjson")

    def _collection(self, name: str) -> dict[str, str]:
        told = {"id": name, "name": name, "cdx-api": f"{self.base}/{name}-index"}
        return {**told, "to": self.ends[name]} if name in self.ends else told

    def _range(self, request: web.Request) -> web.Response:
        shelf = next(one for one in self.shelves.values() if f"/{one.filename}" == request.path)
        part = request.http_range
        first, last = part.start or 0, part.stop or len(shelf.data)
        body = bytes(shelf.data[first:last])
        self.sent += len(body)
        headers = {"Content-Range": f"bytes {first}-{last - 1}/{len(shelf.data)}"}
        return web.Response(status=206, body=body, headers=headers, content_type="application/octet-stream")


@dataclass
class WaybackServer(Server):
    """Answers as web.archive.org does: arrays, resumption keys, the paper's headers told apart."""

    shelf: Shelf = field(default_factory=Shelf)
    bodies: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    resumes: bool = True

    def put(self, url: str, when: str, body: bytes, status: int = 200, **changed: Any) -> None:
        """Add a capture."""
        self.shelf.put(url, when, body, status=status, **changed)
        self.bodies[when, url] = (status, body)

    def reply(self, request: web.Request) -> web.Response:
        if request.path == "/cdx":
            return web.json_response(self._index(request))
        when, _, url = request.raw_path.removeprefix("/web/").partition("id_/")
        if (when, url) not in self.bodies:
            return web.Response(status=404, text="<html>not archived</html>", content_type="text/html")
        status, body = self.bodies[when, url]
        self.sent += len(body)
        moment = datetime.strptime(when, "%Y%m%d%H%M%S")  # noqa: DTZ007
        headers = {
            "Memento-Datetime": moment.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "x-archive-orig-server": "nginx",
            "x-archive-orig-content-length": "17",
            "server": "replay",
        }
        return web.Response(status=status, body=body, headers=headers, content_type="text/html")

    def _index(self, request: web.Request) -> list[Any]:
        names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
        fields = ["urlkey", "timestamp", "url", "mime", "status", "digest", "length"]
        first, limit = int(request.query.get("resumeKey", "0")), int(request.query["limit"])
        rows = [[row[name] for name in fields] for row in self.shelf.rows]
        more = self.resumes and first + limit < len(rows)
        key: list[list[str]] = [[], [str(first + limit)]] if more else []
        return [names, *rows[first : first + limit], *key]


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Serve an archive on a free port of 127.0.0.1, in a thread."""
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def start() -> web.AppRunner:
        app = web.Application(client_max_size=2**20)
        app.router.add_get("/{path:.*}", server.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    runner = loop.run_until_complete(start())
    loop.call_soon(started.set)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
