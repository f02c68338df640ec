"""A run's last words: exit code, report, quarantine and log in the data folder, whatever ended it."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler import clock
from crawler.errors import StoreError
from crawler.extensions.gates import Gates
from crawler.extensions.run import Run
from crawler.extensions.run_log import RunLog, begin_log, end_log
from crawler.middlewares.host_gate import gate_of
from crawler.report.balance import Balance
from crawler.report.exit_codes import STORAGE_ERROR, Ending, ExitCode, emptied_listings, run_exit_code
from crawler.report.gates import few_articles, same_reach
from crawler.report.outcomes import FILTERED, LAYOUT_CHANGE
from crawler.report.run_report import Facts, run_balance, run_report, write_report
from crawler.store.current_silence import read_silence
from crawler.store.publish import RUNS_FOLDER
from crawler.store.quarantine import write_quarantine

logger = logging.getLogger(__name__)
LOG_NAME = "log"
EXIT_CODE = "run/exit_code"  # stats
STORE_ERROR = "store/error"
WARNINGS = "run/warnings"


class RunReport:
    """Writes down how a run ended, before its state is closed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._verdicts: Counter[str] = Counter()
        self._log: RunLog | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        report = cls(crawler)
        crawler.signals.connect(report.spider_opened, signals.spider_opened)
        crawler.signals.connect(report.response_received, signals.response_received)
        return report

    def spider_opened(self) -> None:
        """Begin the log; be asked for the report when the run ends."""
        self._run = self._extension(Run)
        self._run.at_end.append(self.write)
        if self._run.folder is not None:
            self._log = begin_log(self._run.folder / RUNS_FOLDER / self._run.id / LOG_NAME)

    def response_received(self, response: Response, request: Request) -> None:
        """Count what robots.txt said of a request."""
        if verdict := request.meta.get("robots"):
            self._verdicts[verdict] += 1

    def write(self, reason: str) -> None:
        """Earn the exit code, and write report and quarantine. Never raises: the state must be closed."""
        stats, run = self._crawler.stats, self._run
        self._close_archive()
        try:
            sums = self._sums(reason)
            code = self._code(reason, sums)
            stats.set_value(EXIT_CODE, int(code))
            if run.folder is not None:
                self._write(reason, sums, code)
        except StoreError as error:
            logger.error("%s", error)
            stats.set_value(STORE_ERROR, stats.get_value(STORE_ERROR) or str(error))
            stats.set_value(EXIT_CODE, int(ExitCode.STORE))
        finally:
            if self._log is not None:
                end_log(self._log)

    def _close_archive(self) -> None:
        try:
            if self._run.archive is not None:
                self._run.archive.close()
        except StoreError as error:
            logger.error("%s", error)
            self._crawler.stats.set_value(STORE_ERROR, str(error))

    def _sums(self, reason: str) -> Balance:
        run = self._run
        requested = run.state.runs.asked if run.error is None else None
        sums = run_balance(run.state, run.id, requested=requested, reason=reason)
        if not sums.balanced:
            logger.critical("LEDGER UNBALANCED: %s", "; ".join(sums.astray))
        return sums

    def _code(self, reason: str, sums: Balance) -> ExitCode:
        stats, run = self._crawler.stats, self._run
        warnings = self._warnings(sums)
        stats.set_value(WARNINGS, warnings)
        error = stats.get_value(STORE_ERROR) or (reason if reason == STORAGE_ERROR else None)
        ending = Ending(
            reason=reason,
            store_error=error,
            balanced=sums.balanced,
            emptied=tuple(self._emptied()),
            written=len(stats.get_value("store/published", [])),
            knows_none=not run.state.frontier.knows_articles(),
        )
        return run_exit_code(run.ledger.articles, run.ledger.listings, ending)

    def _emptied(self) -> list[str]:
        """Listings without an article that an earlier run has seen full."""
        run = self._run
        return [url for url in emptied_listings(run.ledger.listings) if run.state.runs.was_full(run.id, url)]

    def _warnings(self, sums: Balance) -> list[str]:
        gates, runs, run = self._extension(Gates), self._run.state.runs, self._run.id
        warnings = [f"{gates.stopped[0]}: {gates.stopped[1]}"] if gates.stopped else []
        warnings += [f"{LAYOUT_CHANGE} accepted: {gates.accepted}"] if gates.accepted else []
        warnings += [f"ledger unbalanced: {line}" for line in sums.astray]
        warnings += [f"empty-listing: {url} shows no article, but did before" for url in self._emptied()]
        options = runs.get(run)["options"]
        earlier = [_size(report) for report in gates.earlier if same_reach(report["options"], options)]
        few = few_articles(runs.changes(run)["new"], runs.sums(run, "listing")["stored"], earlier)
        return [*warnings, few] if few and not gates.stopped else warnings

    def _write(self, reason: str, sums: Balance, code: ExitCode) -> None:
        stats, run, state = self._crawler.stats, self._run, self._run.state
        taken_back = stats.get_value("store/taken_back")
        if self._extension(Gates).takes_back and taken_back is None:
            return  # it could not be: the run counts as crashed, the next start takes back what it stored
        facts = Facts(
            ended_at=clock.now().isoformat(),
            reason=reason,
            error=stats.get_value(STORE_ERROR),
            published=tuple(stats.get_value("store/published", [])),
            verdicts=dict(self._verdicts),
            warnings=tuple(stats.get_value(WARNINGS, [])),
            requests=stats.get_value("downloader/request_count", 0),
            taken_back=taken_back or 0,
            sources=stats.get_value("sources/results", {}),
            pace=gate_of(self._crawler).pace.to_json(),
            left_out={why or FILTERED: number for why, number in run.ledger.articles.reasons(FILTERED)},
        )
        write_quarantine(state, run.id)
        report = run_report(state, run.id, sums=sums, facts=facts, exit_code=int(code))
        silence = read_silence(run.folder, now=clock.now(), busy=False, ended=(run.id, int(code)))
        report["silence"] = silence.to_json()
        write_report(state, report)
        state.runs.forget_before(run.id)

    def _extension(self, kind: type[Any]) -> Any:
        extension = self._crawler.get_extension(kind)
        assert extension is not None  # `settings.EXTENSIONS`
        return extension


def _size(report: dict[str, Any]) -> tuple[int, int]:
    return report["articles"]["new"], sum(report["counts"]["listing"].get("stored", {}).values())
