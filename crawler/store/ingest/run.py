"""A run of captures in a data folder: begun, taken in, published, reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from crawler.discover.goal import Goal
from crawler.report.crashed import report_crashed
from crawler.report.exit_codes import FINISHED, INTERRUPTED, ExitCode
from crawler.report.outcomes import FAILED, FILTERED, QUARANTINE, STORED, UNCHANGED, Outcome
from crawler.report.run_report import Facts, run_balance, run_report, write_report
from crawler.store.ingest.capture import Capture
from crawler.store.ingest.intake import Intake
from crawler.store.ingest.ledger import Captures
from crawler.store.ingest.note import is_step, kind_of
from crawler.store.publish import publish, publish_run
from crawler.store.quarantine import write_quarantine
from crawler.store.replay.answer import MAX_BODY
from crawler.store.replay.captured_ends import CapturedEnds
from crawler.store.replay.captures import CaptureReaders
from crawler.store.run_start import begin_archive, close_torn_archives, run_name
from crawler.store.state import State
from crawler.workers.pool import WorkerPool

_AHEAD = timedelta(days=1)  # clocks differ, and zones are left out

Fates = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Finished:
    """How a run of captures ended.

    Attributes:
        code: The exit code that it has earned.
        fates: (fate, reason) -> how many captures of this run; those that were passed over among them.
        skipped: How many captures were in already.
        new, changed: Articles added, and articles whose record changed.
        published: The files that were written.
        warnings: What went wrong as a whole.
    """

    code: ExitCode
    fates: Fates
    skipped: int
    new: int
    changed: int
    published: Sequence[Path]
    warnings: Sequence[str]


class Ingest:
    """Takes captures into a data folder. The caller holds the folder's lock and has called `preflight`.

    Args:
        data: The data folder.
        goal: What is wanted of the articles; an article that names no section is taken as wanted.
        options: What the run was asked for; kept with the run and in its archive. JSON.
        now: The present.
        origin: Scheme and host of a copy of the paper, or None for the paper itself.
        durable: Whether a power cut, too, takes nothing away.
        workers: How many processes read pages.
        readers: Makes who reads the pages, in place of such processes.

    Attributes:
        id: The run's name.
        state: The data folder's.
        crashed: A sentence for each run before that was killed.
        on_end: Called with each capture and its end, once it is acknowledged.
    """

    def __init__(
        self,
        data: Path,
        *,
        goal: Goal,
        options: Mapping[str, Any],
        now: datetime,
        origin: str | None = None,
        durable: bool = True,
        workers: int = 2,
        readers: Callable[[], CaptureReaders] | None = None,
    ) -> None:
        self._data, self._goal, self._now = data, goal.to_json(), now
        self._options = {"command": "ingest", **options, "origin": origin, "goal": self._goal}
        self._durable = durable
        self._make_readers = readers or (lambda: WorkerPool(workers=workers))
        self._held = ExitStack()
        self._passed: Counter[tuple[str, str]] = Counter()
        self._skipped = 0
        self.crashed: list[str] = []
        self.on_end: Callable[[Capture, Outcome], None] = lambda capture, outcome: None

    async def __aenter__(self) -> Self:
        """Begin the run.

        Raises:
            StoreError: The folder cannot be written.
            SettingError: It holds another paper's pages.
        """
        self.state = State(self._data, create=True, durable=self._durable)
        self._held.callback(self.state.close)
        try:
            self._begin()
        except BaseException:
            self._held.close()
            raise
        return self

    def _begin(self) -> None:
        state, now = self.state, self._now
        self.id = state.run = run_name(state, self._options, now=now)
        crashed = state.runs.begin(self.id, started_at=now.isoformat(), options=self._options)
        close_torn_archives(self._data)
        self._archive = begin_archive(state, self._options, now=now, durable=self._durable)
        self._held.callback(self._archive.close)
        self._captures = Captures(state.database)
        state.frontier.reclaim()
        state.frontier.follow_renamed()
        with state.transaction():
            self._captures.forget_killed()
        self.crashed = report_crashed(state, crashed, now=now.timestamp())
        self._readers = self._make_readers()
        self._intake = Intake(
            state,
            self._archive,
            self._readers,
            CapturedEnds(state, now=now.timestamp()),
            self._captures,
            self._goal,
            lambda capture, outcome: self.on_end(capture, outcome),
        )

    async def __aexit__(self, *error: object) -> None:
        """Close everything. A run that did not `finish` is left as a kill would leave it."""
        try:
            await self._readers.close()
        finally:
            self._held.close()

    def holds(self, url: str, captured_at: datetime, digest: str | None = None) -> bool:
        """Whether a capture of that address and moment has its end already.

        Args:
            digest: `Capture.digest`; None: whatever it answered.
        """
        return self._captures.holds(url, captured_at, digest, goal=self._goal)

    async def take(self, capture: Capture) -> None:
        """Take a capture in; waits while a window is being read.

        It has its end once `on_end` was called with it. What is in already is skipped; what is no article
        and no listing of politics is passed over, and only counted.
        """
        if len(capture.body) > MAX_BODY:
            detail = f"it has {len(capture.body)} bytes, a page has {MAX_BODY} at most"
            self._pass(capture, Outcome(FAILED, "too-large", detail))
            return
        if capture.captured_at > self._now + _AHEAD:  # it would be the newest reading for ever
            detail = (
                f"it says that it was captured at {capture.captured_at.isoformat()}, which is yet to come"
            )
            self._pass(capture, Outcome(FAILED, "future", detail))
            return
        kind = kind_of(capture)
        if isinstance(kind, Outcome):
            self._pass(capture, kind)
            return
        if is_step(capture):
            self._pass(capture, Outcome(FILTERED, "redirect", "a step on the way to an archived answer"))
            return
        first = self._intake.claim(capture, kind)
        if self._intake.has(capture) or self.holds(capture.url, capture.captured_at, capture.digest):
            self._skipped += 1
            return
        if self._intake.add(capture, kind, first=first):
            await self.flush()

    async def take_now(self, capture: Capture) -> Outcome:
        """Take a capture in and wait for its end; one that is in already is unchanged ("skipped")."""
        found = [Outcome(UNCHANGED, "skipped", "this capture is in already")]
        listener = self.on_end

        def ended(one: Capture, outcome: Outcome) -> None:
            listener(one, outcome)
            if one is capture:
                found.append(outcome)

        self.on_end = ended
        try:
            await self.take(capture)
            await self.flush()
        finally:
            self.on_end = listener
        return found[-1]

    def pass_over(self, fates: Fates) -> None:
        """Count captures that the caller looked at and that are nothing to this run."""
        self._passed.update(fates)

    def _pass(self, capture: Capture, outcome: Outcome) -> None:
        self._passed[outcome.fate, outcome.reason] += 1
        self.on_end(capture, outcome)

    async def flush(self) -> None:
        """Give everything taken so far its end."""
        await self._intake.flush()

    async def finish(
        self,
        *,
        now: datetime,
        problems: Sequence[str] = (),
        interrupted: bool = False,
        judge: Callable[[ExitCode, int], ExitCode] = lambda code, written: code,
        facts: Mapping[str, Any] | None = None,
        requests: int = 0,
    ) -> Finished:
        """Flush, publish, write report and quarantine; earn the exit code.

        Args:
            now: The present.
            problems: Damaged places, inputs that could not be read: the run is partial then.
            interrupted: Whether not everything was looked at.
            judge: The caller's own judgement, of the exit code by captures and the number of files written.
            facts: What the caller has to say of the run; into the report.
            requests: How many requests the caller sent.
        """
        await self.flush()
        state, run = self.state, self.id
        published = publish(state)
        publish_run(state, run)
        self._archive.close()
        reason = INTERRUPTED if interrupted else FINISHED
        sums = run_balance(state, run, requested=state.runs.asked, reason=reason)
        changes = state.runs.changes(run)
        warnings = [*problems, *(f"ledger unbalanced: {line}" for line in sums.astray)]
        fates = self._captures.fates(run) + self._passed
        code = _exit_code(
            fates, self._skipped, len(problems), balanced=sums.balanced, written=len(published),
            interrupted=interrupted,
        )  # fmt: skip
        code = judge(code, len(published))
        told = Facts(
            ended_at=now.isoformat(),
            reason=reason,
            published=tuple(map(str, published)),
            warnings=tuple(warnings),
            requests=requests,
        )
        write_quarantine(state, run)
        report = run_report(state, run, sums=sums, facts=told, exit_code=int(code))
        report["captures"] = {"skipped": self._skipped, "ends": _by_fate(fates)}
        report |= facts or {}
        write_report(state, report)
        state.runs.forget_before(run)
        return Finished(code, fates, self._skipped, changes["new"], changes["changed"], published, warnings)

    def troubled(self) -> list[tuple[str, str, str, str, str]]:
        """The captures of this run that failed or were set aside: (url, moment, fate, reason, detail)."""
        return list(self._captures.of_run(self.id, FAILED, QUARANTINE))


def _exit_code(
    fates: Fates, skipped: int, problems: int, *, balanced: bool, written: int, interrupted: bool
) -> ExitCode:
    """Judge a run that came to its end, the gravest first."""
    by_fate = _sums(fates)
    if not balanced:
        return ExitCode.FAULT
    if interrupted:
        return ExitCode.INTERRUPTED
    if problems or by_fate[FAILED] or by_fate[QUARANTINE]:
        return ExitCode.PARTIAL
    if not skipped and set(by_fate) <= {FILTERED}:
        return ExitCode.NOTHING
    return ExitCode.OK if by_fate[STORED] or written else ExitCode.NOTHING_NEW


def _sums(fates: Fates) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (fate, _), number in fates.items():
        sums[fate] += number
    return sums


def _by_fate(fates: Fates) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (fate, reason), number in sorted(fates.items()):
        found.setdefault(fate, {})[reason or fate] = number
    return found
