"""The replica newspaper on loopback with ready answers, in a process of its own, for `crawl.py`.

Each answer is made once and kept: from the second crawl on, the server only looks it up. The first line
on standard output is the origin. `/-/benchmark` tells what was asked since it was last asked for.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from datetime import datetime
from pathlib import Path

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from aiohttp import web

from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from crawler.replica.reply import Ask, Reply
from crawler.replica.site import respond

REPORT = "/-/benchmark"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)


def make_app(paper: Newspaper) -> web.Application:
    """Make the application; the report gives the targets asked for, in order, and the CPU spent."""
    ready: dict[tuple[str, str], Reply] = {}
    targets: list[str] = []
    sizes: list[int] = []

    async def answer(request: web.Request) -> web.Response:
        # The one header beside the address that the paper looks at.
        key = (request.path_qs, request.headers.get("X-Requested-With", ""))
        if (reply := ready.get(key)) is None:
            headers = {name.lower(): value for name, value in request.headers.items()}
            ask = Ask(request.path, dict(request.query), headers, len(paper), NOW)
            reply = ready[key] = respond(paper, ask)
        targets.append(key[0])
        sizes.append(len(reply.body))
        return web.Response(status=reply.status, body=reply.body, headers=dict(reply.headers))

    async def report(request: web.Request) -> web.Response:
        found = {"targets": targets.copy(), "cpu": time.process_time(), "bytes": sum(sizes)}
        targets.clear()
        sizes.clear()
        return web.json_response(found)

    app = web.Application()
    app.router.add_get(REPORT, report)
    app.router.add_get("/{tail:.*}", answer)
    return app


async def serve(articles: int, seed: int) -> None:
    """Serve until the process is ended."""
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    runner = web.AppRunner(make_app(Newspaper(seed, articles, origin=origin)), access_log=None)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    print(origin, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
