"""A call in a child of its own: a page that is slow or heavy to read ends the child, not the command."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Self, TypeVar

from crawler.workers.sandbox import end_with_parent, ignore_group_signals, limit_resources

_T = TypeVar("_T")
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_START_SECONDS = 30.0  # a child imports its modules with its first call


class CallEndedError(Exception):
    """The call took too long or too much memory; its child was ended. The message says which."""


class ConfinedCalls:
    """Calls one after another, in a child that is replaced where one had to be ended.

    Args:
        seconds: What a call may take.
        megabytes: MiB of address space that the child may take.
    """

    def __init__(self, *, seconds: float = 20.0, megabytes: int = 1000) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def call(self, function: Callable[..., _T], *arguments: Any) -> _T:
        """Call a function of a module; arguments and answer are pickled.

        Raises:
            CallEndedError: It took too long or too much memory.
        """
        seconds = self._seconds + (_START_SECONDS if self._pool is None else 0.0)
        try:
            return self._submit(function, *arguments).result(timeout=seconds)
        except TimeoutError as error:
            self.close()
            raise CallEndedError(f"it took more than {self._seconds:g} seconds to read") from error
        except (BrokenProcessPool, MemoryError) as error:
            self.close()
            raise CallEndedError("it took too much memory to read") from error

    def _submit(self, function: Callable[..., _T], *arguments: Any) -> Future[_T]:
        """The first call starts the child, with signals blocked: Ctrl-C must not meet its imports."""
        if self._pool is not None:
            return self._pool.submit(function, *arguments)
        self._pool = ProcessPoolExecutor(
            1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_confine,
            initargs=(os.getpid(), self._megabytes),
        )
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            return self._pool.submit(function, *arguments)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def close(self) -> None:
        """End the child."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=True, cancel_futures=True)


def _confine(parent: int, megabytes: int) -> None:
    ignore_group_signals()
    end_with_parent(parent)
    limit_resources(megabytes)
