"""A spider that asks for addresses and says what became of each; in a process of its own.

It stands for the frontier: what is to be tried later is asked again when its time has come.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.middlewares.download_errors import download_error
from crawler.middlewares.host_policy import NotAsked, TryLater

ROOT = Path(__file__).parents[2]
SETTINGS: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0.0,
    "DOWNLOAD_MAXSIZE": 8 * 2**20,
    "DOWNLOAD_TIMEOUT": 30,
    "CONCURRENT_REQUESTS": 4,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "REDIRECT_MAX_TIMES": 5,
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "ROBOTSTXT_USER_AGENT": "langson",
    "LOG_LEVEL": "WARNING",
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.download_handler.GatedDownloadHandler",
        "https": "crawler.download_handler.GatedDownloadHandler",
    },
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "crawler.middlewares.robots.RobotsMiddleware": 100,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "crawler.middlewares.host_policy.HostPolicyMiddleware": 560,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "crawler.middlewares.transfer.TransferMiddleware": 595,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "crawler.middlewares.redirects.BoundedRedirectMiddleware": 600,
    },
}


@dataclass(frozen=True)
class Asked:
    """What a crawl said.

    Attributes:
        ends: path with query -> what became of it, the last try's.
        tries: Every end in order, first tries included.
        reason: Scrapy's finish reason.
        stats: Scrapy's counters.
        peak: The process's largest memory in MiB.
        log: Standard error.
        seconds: From the first request to the crawl's end.
    """

    ends: dict[str, dict[str, Any]]
    tries: list[dict[str, Any]]
    reason: str
    stats: dict[str, Any]
    peak: float
    log: str
    seconds: float


def ask(
    urls: Sequence[str | dict[str, Any]], *, again: int = 0, stop_after: float = 0.0, **settings: Any
) -> Asked:
    """Run a crawl.

    Args:
        urls: Addresses, or `Request`'s arguments.
        again: How often an address is tried again.
        stop_after: Seconds after which the spider is closed; 0: when all is done.
        settings: What differs from `SETTINGS`.
    """
    order = json.dumps({"urls": urls, "again": again, "stop_after": stop_after, "settings": settings})
    command = [sys.executable, "-m", "tests.rim.asker"]
    done = subprocess.run(
        command, cwd=ROOT, input=order, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return Asked({end["path"]: end for end in said["tries"]}, log=done.stderr, **said)


class AskingSpider(Spider):
    """See the module."""

    name = "asker"
    order: dict[str, Any]

    def __init__(self, order: dict[str, Any]) -> None:
        super().__init__()
        self.order = order
        self.tries: list[dict[str, Any]] = []
        self.later: set[asyncio.Task[None]] = set()
        self.begun = time.monotonic()
        self.ended = self.begun

    async def start(self) -> AsyncIterator[Request]:
        """Ask for all of them."""
        self.crawler.signals.connect(self.wait, signals.spider_idle)
        self.crawler.signals.connect(self.end, signals.spider_closed)
        if self.order["stop_after"]:
            self.later.add(asyncio.ensure_future(self.stop()))
        for given in self.order["urls"]:
            arguments = given if isinstance(given, dict) else {"url": given}
            yield Request(**arguments, callback=self.parse, errback=self.failed, dont_filter=True)

    async def stop(self) -> None:
        """Close the spider after a while."""
        await asyncio.sleep(self.order["stop_after"])
        self.begun = time.monotonic()
        await self.crawler.engine.close_spider_async(reason="stopped")

    def wait(self) -> None:
        """Stay while something is to be asked later."""
        if any(not task.done() for task in self.later):
            raise DontCloseSpider

    def end(self) -> None:
        """Note the end."""
        self.ended = time.monotonic()

    def parse(self, response: Response) -> None:
        """Note a page."""
        self.note(
            response.request, status=response.status, size=len(response.body), url=response.url,
            hash=hashlib.sha1(response.body).hexdigest(), kind=type(response).__name__,
            hops=response.meta.get("redirect_urls", []),
        )  # fmt: skip

    def failed(self, failure: Failure) -> None:
        """Note a failure; ask again later where that is asked for."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        assert error is not None
        response = getattr(error, "response", None)
        reason, detail = (f"http-{response.status}", "") if response else download_error(error)
        wait = error.wait if isinstance(error, TryLater) else None
        hops = request.meta.get("redirect_urls", [])
        self.note(request, reason=reason, detail=detail, wait=wait, hops=hops, url=request.url)
        tries = request.meta.get("tries", 0)
        if isinstance(error, TryLater) and not isinstance(error, NotAsked) and tries < self.order["again"]:
            request = request.replace(meta={**request.meta, "tries": tries + 1})
            self.later.add(asyncio.ensure_future(self.ask_later(request, error.wait)))

    async def ask_later(self, request: Request, wait: float) -> None:
        """Ask again when the time has come."""
        await asyncio.sleep(wait)
        self.crawler.engine.crawl(request)

    def note(self, request: Request | None, **what: Any) -> None:
        """Remember what became of an address."""
        assert request is not None
        first = (request.meta.get("redirect_urls") or [request.url])[0]
        at = time.monotonic()
        self.tries.append({"path": "/" + first.split("/", 3)[3], "at": at, **what})


def _peak() -> float:
    """Largest memory in MiB. (getrusage also counts the parent's, from before the exec.)"""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Do what standard input orders, and say on standard output what happened."""
    order = json.load(sys.stdin)
    process = AsyncCrawlerProcess({**SETTINGS, **order["settings"]})
    crawler = process.create_crawler(AskingSpider)
    process.crawl(crawler, order=order)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, AskingSpider)
    stats = {
        name: value for name, value in crawler.stats.get_stats().items() if isinstance(value, (int, str))
    }
    peak = _peak()
    seconds = spider.ended - spider.begun
    reason = str(crawler.stats.get_value("finish_reason"))
    json.dump(
        {"tries": spider.tries, "reason": reason, "stats": stats, "peak": peak, "seconds": seconds},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
