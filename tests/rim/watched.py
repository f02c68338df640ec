"""A process whose look-ups and connections are written down.

`python -m tests.rim.watched LOG NAMES langson …` runs `langson`; `… ask ORIGIN WAY ADDRESSES` asks for
each line of a file (see `Asking`). NAMES is a JSON object: a name and what it stands for, one look-up
after the other; other names are unknown. Only connections to 127.0.0.1 are made.
"""

from __future__ import annotations

import errno
import json
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings

from crawler.discover.scope import Scope, parse_origin
from crawler.middlewares.robots import RobotsMiddleware

A_DAY_AND_MORE = 25 * 3600


def watch(log: Path, names: dict[str, list[str]]) -> None:
    """From now on write down every look-up and connection of this process."""
    file = log.open("a", buffering=1, encoding="utf-8")

    def connect_ex(self: socket.socket, address: Any) -> int:
        file.write(f"connect {address[0]} {address[1]}\n")
        return real_connect_ex(self, address) if address[0] == "127.0.0.1" else errno.ECONNREFUSED

    def connect(self: socket.socket, address: Any) -> None:
        if (code := connect_ex(self, address)) != 0:
            raise OSError(code, "refused")

    def gethostbyname(name: str) -> str:
        file.write(f"lookup {name}\n")
        if name in names:
            answers = names[name]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        try:
            return socket.inet_ntoa(socket.inet_aton(name))  # as C reads 127.2 and 0x7f000002
        except OSError:
            raise socket.gaierror(socket.EAI_NONAME, "unknown") from None

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        file.write(f"lookup {host}\n")
        raise socket.gaierror(socket.EAI_NONAME, "nothing here asks this way")

    real_connect_ex = socket.socket.connect_ex
    hooks: tuple[Any, ...] = (connect, connect_ex, gethostbyname, getaddrinfo)
    for hook in hooks:
        setattr(socket if hook.__name__.startswith("get") else socket.socket, hook.__name__, hook)


class Asking(Spider):
    """Ask for addresses one after the other, and print what became of each as a JSON line.

    Args:
        origin: The copy that is crawled; "" for the paper.
        way: "request": each address itself, as a link or a sitemap would lead to it. "redirect": a page
            of the copy for each, which leads on to it. "robots": a page for each, after a day in which
            robots.txt came to lead there. "unguarded": as "request", with the resolver as the only guard.
        addresses: The addresses.
    """

    name = "asking"

    def __init__(self, origin: str, way: str, addresses: list[str]) -> None:
        super().__init__()
        self.scope: Scope = parse_origin(origin)
        self.way, self.addresses = way, addresses

    async def start(self) -> AsyncIterator[Any]:
        """Ask for them all."""
        robots: Any = self.crawler.get_downloader_middleware(RobotsMiddleware)
        for number, address in enumerate(self.addresses):
            if self.way == "robots":
                robots.clock = lambda moment=1e9 + number * A_DAY_AND_MORE: moment
            asked = (
                address if self.way in ("request", "unguarded") else f"{self.scope.base}/{self.way}/{number}"
            )
            print(json.dumps([address, *await self._end(asked)]), flush=True)
        return
        yield  # an asynchronous generator is asked for

    async def _end(self, address: str) -> tuple[str, str]:
        try:
            request = Request(address, callback=NO_CALLBACK, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            return type(error).__name__, str(error)
        return str(response.status), response.url


def ask(origin: str, way: str, addresses: str) -> None:
    """Run the spider with the project's settings, without a pause and without the DNS cache."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    mine = {"DOWNLOAD_DELAY": 0, "DNSCACHE_ENABLED": False, "LOG_LEVEL": "ERROR", "RETRY_ENABLED": False}
    mine |= {"ROBOTSTXT_OBEY": way != "unguarded", "DOWNLOAD_TIMEOUT": 5}
    # Alone with the guards: what else the project adds is tested with the project's own spiders.
    mine |= {"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "SCHEDULER": "scrapy.core.scheduler.Scheduler"}
    mine |= {"DOWNLOADER_MIDDLEWARES": _guards(settings) if way != "unguarded" else {}}
    settings.setdict(mine, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    lines = Path(addresses).read_text("utf-8")
    process.crawl(Asking, origin=origin, way=way, addresses=json.loads(lines))
    process.start()


def _guards(settings: Settings) -> dict[str, Any]:
    given = settings.getdict("DOWNLOADER_MIDDLEWARES")
    guards = ("crawler.middlewares.hosts.", "crawler.middlewares.robots.", "crawler.middlewares.redirects.")
    return {name: order for name, order in given.items() if order is None or name.startswith(guards)}


def main() -> None:
    """Run what the command line says."""
    log, names, command, *rest = sys.argv[1:]
    watch(Path(log), json.loads(names))
    if command == "ask":
        ask(*rest)
        return
    from crawler.cli import main as langson

    sys.argv = ["langson", *rest]
    langson()


if __name__ == "__main__":
    main()
