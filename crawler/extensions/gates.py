"""The gates of `report.gates` on a running crawl: a wall or a change of layout ends it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.extensions.run import Run, run_of
from crawler.items import Article
from crawler.report.gates import TAKES_BACK, Watch, comparable
from crawler.report.outcomes import Outcome
from crawler.store.state import Visit

logger = logging.getLogger(__name__)
_RUNS = 100  # so many are looked through for comparable ones


class Gates:
    """Sees each end and each new article of a run.

    Attributes:
        stopped: (finish reason, one sentence) of the gate that has closed, or None.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        accepts = crawler.settings.getbool("LANGSON_ACCEPT_LAYOUT")
        self._watch = Watch(self._earlier_coverage, accepts_layout=accepts)
        self.stopped: tuple[str, str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        gates = cls(crawler)
        crawler.signals.connect(gates.spider_opened, signals.spider_opened)
        return gates

    @property
    def takes_back(self) -> bool:
        """Whether nothing that this run has read may reach the dataset."""
        return self.stopped is not None and self.stopped[0] in TAKES_BACK

    @property
    def accepted(self) -> str:
        """What the run would have stopped at, had the operator not accepted it; empty for nothing."""
        return self._watch.accepted

    @cached_property
    def _run(self) -> Run:
        return run_of(self._crawler)

    def spider_opened(self) -> None:
        """Begin to watch."""
        self._run.state.on_end = self._ended

    def stored(self, article: Article) -> None:
        """Take in a new article."""
        self._judge(self._watch.stored(article))

    def _ended(self, visit: Visit, outcome: Outcome) -> None:
        self._judge(self._watch.see(visit.kind, outcome))

    def _judge(self, stop: tuple[str, str] | None) -> None:
        if stop is None or self.stopped is not None:
            return
        self.stopped = stop
        reason, detail = stop
        logger.error("The run ends (%s): %s", reason, detail)
        self._run.state.runs.note_gate(self._run.id, reason, detail)
        self._run.close_spider(reason)

    # --- earlier runs ---------------------------------------------------------------------------

    @cached_property
    def earlier(self) -> list[dict[str, Any]]:
        """The reports of earlier runs of this spider over the same site, the newest first."""
        runs = self._run.state.runs
        options = runs.get(self._run.id)["options"]
        reports: list[dict[str, Any]] = [run["report"] for run in runs.last(_RUNS)]
        return [report for report in reports if comparable(report, options)]

    def _earlier_coverage(self, layout: str) -> Sequence[Mapping[str, float]]:
        coverages = (report["coverage"].get(layout) for report in self.earlier)
        return [coverage for coverage in coverages if coverage]
