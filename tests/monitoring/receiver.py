"""A webhook's other end, which answers as a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "T0K3N-geheim"


@dataclass
class Receiver:
    """What came, and where it listens. `answers`: statuses in their order, the last again and again;
    0 closes the connection without a word, -1 says nothing at all for a while."""

    answers: Sequence[int] = (204,)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    hush: float = 1.0


@contextmanager
def receiving(*answers: int) -> Iterator[Receiver]:
    """Listen on a free loopback port."""
    mine = Receiver(answers or (204,))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status = mine.answers[min(len(mine.bodies), len(mine.answers) - 1)]
            mine.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            mine.heads.append({name.lower(): value for name, value in self.headers.items()})
            if status <= 0:
                time.sleep(mine.hush if status < 0 else 0)
                self.close_connection = True
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{mine.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mine.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield mine
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
