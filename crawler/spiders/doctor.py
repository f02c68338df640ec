"""The spider `doctor`: a few questions to every way to the articles, for `langson doctor`.

It goes through the same doors as a crawl (robots.txt, pace, archive, safety), and puts nothing into a
dataset: its pages reach no pipeline, and its run has a folder of its own, which is thrown away.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from typing import Any, Final

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler import clock
from crawler.archive.exchange import Exchange
from crawler.errors import SettingError
from crawler.middlewares.host_gate import gate_of
from crawler.middlewares.host_policy import NotAsked, TryLater
from crawler.middlewares.robots import RobotsRefusal, RobotsUnreachable
from crawler.report.doctor.answers import FAULTY, Answer, read_answer
from crawler.report.doctor.evidence import ANSWERED, ARTICLE, FAILED, IDS, REFUSED, XHR, Asked, Place
from crawler.report.doctor.plan import Reply, Step, Steps, steps
from crawler.report.outcomes import ROBOTS, ROBOTS_UNREACHABLE
from crawler.settings import EXTENSIONS
from crawler.spiders.failures import failure_outcome
from crawler.spiders.page import header_texts
from crawler.spiders.paper import PaperSpider
from crawler.store.frontier import LISTING, Lease
from crawler.store.sources import Sources
from crawler.workers.confined import CallEndedError, ConfinedCalls

ASKED: Final = "doctor/asked"  # stats: what was asked and what became of it
# What differs from a crawl: nothing is read into a record, judged by earlier runs or reported as a run.
_UNUSED = (
    "readers.Readers",
    "gates.Gates",
    "budget.Budget",
    "run_report.RunReport",
    "progress.ProgressExtension",
)
SETTINGS: Final[dict[str, Any]] = {
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {**EXTENSIONS, **{f"crawler.extensions.{name}": None for name in _UNUSED}},
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
}
_NOBODY = frozenset({"unknown-host", "connection-refused", ROBOTS_UNREACHABLE, "stopped"})
_TROUBLES = 2  # answers in a row that did not come
_PATIENCE = 30.0  # seconds that the server may ask us to wait


class DoctorSpider(PaperSpider):
    """Ask what `report.doctor.plan` says.

    Args:
        place: Whom and as whom.
        budget: Most requests, robots.txt and redirects included.
        calls: Where answers are read.
    """

    name = "doctor"

    def __init__(
        self,
        *,
        place: Place | None = None,
        budget: int = 25,
        calls: ConfinedCalls | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if place is None or calls is None:
            raise SettingError("doctor: start it with `langson doctor`")
        self._place, self._budget, self._calls = place, budget, calls
        self._steps: Steps = steps(place)
        self._asked: list[Asked] = []
        self._troubles = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> DoctorSpider:
        """Build it for a visit."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.say_asked, signals.spider_closed)
        return spider

    def options(self) -> dict[str, Any]:
        """What the run was asked for; no permission's text: the archive is handed on."""
        return {"spider": self.name, "origin": self.scope.copy}

    def say_asked(self) -> None:
        """Put down what was asked."""
        self.crawler.stats.set_value(ASKED, [asdict(question) for question in self._asked])

    async def start(self) -> AsyncIterator[Any]:
        """Ask the first question."""
        yield self._request(next(self._steps))

    async def parse_answer(self, response: Response) -> AsyncIterator[Request]:
        """Take an answer; ask what follows from it."""
        assert response.request is not None
        step: Step = response.meta["step"]
        self._asked.append(Asked(step.url, step.way, ANSWERED))
        self._troubles = 0
        answer = await self._read(response, step)
        for request in self._next(Reply(answer, self._left, robots=self._robots_text())):
            yield request

    async def no_answer(self, failure: Failure) -> AsyncIterator[Request]:
        """Take in that there is none, or one with an error's status; ask what follows from it."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]  # set by Scrapy
        assert error is not None
        step: Step = request.meta["step"]
        if isinstance(error, HttpError):
            async for further in self.parse_answer(error.response):
                yield further
            return
        asked = _asked(step, error)
        self._asked.append(asked)
        self._troubles += asked.outcome == FAILED
        waits = gate_of(self.crawler).pause_left(step.url) > _PATIENCE
        ends = asked.reason in _NOBODY or self._troubles >= _TROUBLES or waits
        for further in self._next(Reply(None, self._left, ends=ends, robots=self._robots_text())):
            yield further

    def _next(self, reply: Reply) -> list[Request]:
        try:
            return [self._request(self._steps.send(reply))]
        except StopIteration:
            return []

    def _request(self, step: Step) -> Request:
        kind = ARTICLE if step.way in (ARTICLE, IDS) else LISTING
        lease = Lease(step.url, kind, None, None, None, step.way, *(0, 0), *(None,) * 6)
        return Request(
            step.url,
            callback=self.parse_answer,
            errback=self.no_answer,
            headers={"X-Requested-With": "XMLHttpRequest"} if step.way == XHR else None,
            meta={"lease": lease, "step": step},
            dont_filter=True,
        )

    async def _read(self, response: Response, step: Step) -> Answer:
        exchange = _decoded_exchange(response, step)
        try:
            return await asyncio.to_thread(self._calls.call, read_answer, exchange, self._place)
        except CallEndedError as error:
            head = (step.url, response.url, step.way, response.status, exchange.fetched_at)
            return Answer(*head, FAULTY, str(error))

    @property
    def _left(self) -> int:
        return self._budget - int(self.crawler.stats.get_value("downloader/request_count", 0))

    def _robots_text(self) -> bytes:
        return (Sources(self.run.state.database, self.scope.base).robots_text() or "").encode()


def _asked(step: Step, error: BaseException) -> Asked:
    if isinstance(error, RobotsRefusal):
        return Asked(step.url, step.way, REFUSED, ROBOTS, str(error))
    if isinstance(error, RobotsUnreachable):
        return Asked(step.url, step.way, FAILED, ROBOTS_UNREACHABLE, str(error))
    if isinstance(error, NotAsked):
        return Asked(step.url, step.way, FAILED, "stopped", "the visit ended before it was answered")
    if isinstance(error, TryLater):
        return Asked(step.url, step.way, FAILED, error.reason, error.detail)
    outcome = failure_outcome(error)
    return Asked(step.url, step.way, FAILED, outcome.reason, outcome.detail)


def _decoded_exchange(response: Response, step: Step) -> Exchange:
    """The answer as the archive would give it, but for its coding, which is off already."""
    left_out = {"content-length", "content-encoding"}
    headers = {name: value for name, value in header_texts(response).items() if name not in left_out}
    bare = Exchange(url=response.url, fetched_at=clock.now(), status=response.status, headers=(), body=b"")
    note = {"asked": step.url, "form": step.way}
    return replace(bare, headers=tuple(headers.items()), body=response.body, note=note)
