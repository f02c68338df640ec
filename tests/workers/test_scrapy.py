"""Under Scrapy's asyncio reactor, a crawl goes on while a worker is held up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.extract.sheet import sheet
from tests.rim.site import Answer, Site, served
from tests.workers.test_pool import ENDLESS

ROOT = Path(__file__).parents[2]
PAGES = 40
HELD_UP = 12

CRAWL = """
import json, sys, time
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from crawler.errors import PageError
from crawler.items import Page
from crawler.discover.window import VIETNAM
from crawler.workers.pool import WorkerPool
from datetime import datetime

origin, count = sys.argv[1], int(sys.argv[2])
order = []

class Pages(Spider):
    name = "pages"

    async def start(self):
        self.pool = WorkerPool(workers=2, seconds=4)
        self.pool.start()
        for number in range(count):
            yield Request(f"{origin}/chinh-tri/{600000 + number}-tin.html")

    async def parse(self, response):
        page = Page(response.url, response.body, {}, datetime.now(VIETNAM), origin=origin)
        number = int(response.url.rsplit("/", 1)[1].split("-")[0]) - 600000
        try:
            article = await self.pool.read_article(page)
            order.append([number, article.title])
        except PageError as error:
            order.append([number, error.reason])

class ClosePool:
    async def close_spider(self):
        await self.crawler.spider.pool.close()

    @classmethod
    def from_crawler(cls, crawler):
        one = cls()
        one.crawler = crawler
        return one

process = AsyncCrawlerProcess({"LOG_LEVEL": "WARNING", "REMOTE_CONTROL_ENABLED": False,
                               "TELNETCONSOLE_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
                               "ITEM_PIPELINES": {ClosePool: 1}})
process.crawl(Pages)
process.start()
print(json.dumps(order))
"""


def test_crawl_goes_on() -> None:
    """One page hangs its worker: pages asked for after it are read meanwhile, and the crawl ends."""
    site = Site({f"/chinh-tri/{600000 + number}-tin.html": Answer(sheet()) for number in range(PAGES)})
    site.routes[f"/chinh-tri/{600000 + HELD_UP}-tin.html"] = Answer(ENDLESS)
    with served(site):
        done = subprocess.run(
            [sys.executable, "-c", CRAWL, site.url, str(PAGES)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    assert done.stderr == ""
    order = json.loads(done.stdout)
    assert sorted(number for number, _ in order) == list(range(PAGES))
    at = order.index([HELD_UP, "parse-timeout"])
    assert [number for number, _ in order[:at] if number > HELD_UP]
