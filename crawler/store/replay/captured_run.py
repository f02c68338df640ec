"""The captures of an archived run, given their ends again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

from crawler.archive.exchange import Exchange, Position
from crawler.store.replay.answer import Answer
from crawler.store.replay.captured import captured_answer
from crawler.store.replay.captured_ends import CapturedEnds
from crawler.store.replay.captures import CaptureReaders, Pending, begin, end, read
from crawler.store.state import State

_AHEAD: Final = 8  # captures that are being read while earlier ones are stored


class CapturedRun:
    """Takes a run's captures in its archive's order.

    Args:
        state: What they are written to; its `run` is the run.
        readers: Who reads the pages.
        now: When the run began, Unix seconds.
        is_undone: Whether an answer was never acknowledged.
    """

    def __init__(
        self, state: State, readers: CaptureReaders, *, now: float, is_undone: Callable[[Answer], bool]
    ) -> None:
        self._readers, self._is_undone = readers, is_undone
        self._ends = CapturedEnds(state, now=now)
        self._waiting: deque[Pending] = deque()

    async def add(self, position: Position, exchange: Exchange) -> None:
        """Take in what was archived next."""
        answer = captured_answer(position, exchange)
        if answer is None or self._is_undone(answer):
            return
        self._waiting.append(begin(answer, self._readers))
        if len(self._waiting) > _AHEAD:
            await self._finish()

    async def finish(self) -> None:
        """Give the rest its ends."""
        while self._waiting:
            await self._finish()

    async def _finish(self) -> None:
        pending = self._waiting.popleft()
        end(pending, await read(pending), self._ends)
