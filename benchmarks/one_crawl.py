"""One crawl in a process of its own, for `crawl.py`: ours, or a bare Scrapy spider that parses nothing.

Reads what to do as JSON from standard input, writes its seconds and its CPU as JSON to standard output.
Neither the start of Python nor the imports count; what a crawl does at its end (publishing) does.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import resource
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from crawler import extensions, middlewares, pipelines, spiders
from crawler.cli.options import crawl_settings
from crawler.discover.scope import parse_origin
from crawler.runner import run_spider


class BareSpider(Spider):
    """Fetch the given addresses and parse nothing. Redirects and errors are answers like others."""

    name = "bare"

    def __init__(self, *, addresses: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.addresses = addresses

    async def start(self) -> AsyncIterator[Any]:
        """Ask for each address, also where it comes twice."""
        for address in self.addresses:
            as_it_is = {"dont_redirect": True, "handle_httpstatus_all": True}
            yield Request(address, dont_filter=True, meta=as_it_is)

    def parse(self, response: Response) -> None:
        """Parse nothing."""


def ours(task: dict[str, Any]) -> None:
    """Crawl as `langson crawl --origin … --delay 0 --data …` does."""
    origin = task["origin"]
    store = {"LANGSON_DATA": task["data"], "LANGSON_PROGRESS": "plain"}
    arguments = {"since": None, "until": None, "max_pages": None, "origin": origin}
    run_spider("politics", arguments, _settings(origin) | store)


def bare(task: dict[str, Any]) -> None:
    """Crawl with Scrapy's defaults, and as many requests at once as ours."""
    taken = _settings(task["origin"])
    names = ("DOWNLOAD_DELAY", "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "LOG_LEVEL")
    settings = {name: taken[name] for name in names} | task["settings"]
    process = AsyncCrawlerProcess(settings)
    process.crawl(BareSpider, addresses=task["addresses"])
    process.start()


def load() -> None:
    """Import what Scrapy would import when the crawl starts: that is start-up, however long the crawl."""
    for part in (spiders, pipelines, middlewares, extensions):
        for module in pkgutil.iter_modules(part.__path__, f"{part.__name__}."):
            importlib.import_module(module.name)


def _settings(origin: str) -> dict[str, Any]:
    return crawl_settings(parse_origin(origin), delay=0, contact="", verbose=0)


def main() -> None:
    """Do the task and report."""
    task = json.load(sys.stdin)
    run: Callable[[dict[str, Any]], None] = {"ours": ours, "bare": bare}[task["kind"]]
    load()
    wall, cpu = time.perf_counter(), time.process_time()
    run(task)
    readers = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() - cpu + readers.ru_utime + readers.ru_stime
    found = {"seconds": time.perf_counter() - wall, "cpu": used}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(found | {"rss_mb": peak / (2**20 if sys.platform == "darwin" else 2**10)}))


if __name__ == "__main__":
    main()
