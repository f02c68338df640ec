"""Where the jobs run: dask.distributed, on this machine's cores or on an existing cluster.

A worker that is killed costs nothing: its job is given to another one, and an output is there whole or not
at all. dask is imported here only, when a cluster is made.
"""

from __future__ import annotations

import importlib
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from crawler.batch.rounds import Mapper
from crawler.batch.version import version
from crawler.errors import SettingError, StoreError

_T = TypeVar("_T")
_A = TypeVar("_A")
_INSTALL = "dask.distributed is not installed; in the project's folder: .venv/bin/pip install -e '.[batch]'"
# A file is given up when so many workers died of it.
_DEATHS = 5
_LATE_SECONDS = 30


@contextmanager
def cluster(*, workers: int, scheduler: str | None = None) -> Iterator[Mapper]:
    """Connect to a cluster, or start one on this machine for as long as the block lasts.

    Args:
        workers: How many processes here.
        scheduler: The address of an existing cluster, `tcp://host:8786`; its workers see the same files.

    Raises:
        SettingError: dask is missing, nobody answers there, or its workers have another langson.
    """
    try:
        dask, distributed = importlib.import_module("dask"), importlib.import_module("distributed")
    except ImportError:
        raise SettingError(_INSTALL) from None
    with dask.config.set(_CONFIG):
        if scheduler is not None:
            with _connected(distributed, scheduler) as client:
                _refuse_other_versions(client, scheduler)
                yield _Mapped(client, distributed)
            return
        with (
            _deaf_children(),
            _local(distributed, workers) as local,
            distributed.Client(local) as client,
            _hearing(),
        ):
            yield _Mapped(client, distributed)


_CONFIG: dict[str, Any] = {
    "distributed.scheduler.allowed-failures": _DEATHS,
    "distributed.worker.daemon": True,
    "distributed.comm.timeouts.connect": f"{_LATE_SECONDS}s",
}


def _local(distributed: Any, workers: int) -> Any:
    """Processes of one thread each, on the loopback alone, encrypted: no other user of the machine joins.

    dask's own memory limit is off: it counts the archive's mapped pages; the readers have their own.
    """
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        memory_limit=0,
        security=True,
        silence_logs=logging.CRITICAL,
    )


def _connected(distributed: Any, scheduler: str) -> Any:
    try:
        return distributed.Client(scheduler, timeout=_LATE_SECONDS)
    except (OSError, ValueError, TypeError) as error:
        raise SettingError(f"--scheduler {scheduler}: no dask scheduler answers there ({error})") from error


def _refuse_other_versions(client: Any, scheduler: str) -> None:
    try:
        found = client.run(version)
    except Exception as error:  # whatever the workers' Python says of a missing module
        problem = f"its workers cannot run langson ({type(error).__name__}: {error})"
        raise SettingError(f"--scheduler {scheduler}: {problem}; install it there") from error
    if not found:
        raise SettingError(f"--scheduler {scheduler}: it has no workers; start some with `dask worker`")
    for worker, theirs in found.items():
        if theirs != version():
            problem = f"{worker} reads by {theirs.extractor}, code {theirs.code}; here it is"
            own = f"{version().extractor}, code {version().code}"
            raise SettingError(f"--scheduler {scheduler}: {problem} {own}: install the same langson")


class _Mapped:
    """A function mapped over items by a cluster's workers."""

    def __init__(self, client: Any, distributed: Any) -> None:
        self._client, self._distributed = client, distributed

    def __call__(
        self, function: Callable[[_A], _T], items: Sequence[_A]
    ) -> Iterator[tuple[_A, _T | Exception]]:
        """Give each item with the answer or the error, as they come."""
        futures = {self._client.submit(function, item, pure=False): item for item in items}
        for future in self._distributed.as_completed(list(futures)):
            item, error = futures.pop(future), future.exception()
            answer = future.result() if error is None else self._said(error)
            future.release()
            yield item, answer

    def _said(self, error: BaseException) -> Exception:
        if isinstance(error, self._distributed.KilledWorker):
            return StoreError(f"{_DEATHS + 1} workers died of it (out of memory?); start again to try again")
        return error if isinstance(error, Exception) else StoreError(repr(error))


# --- Ctrl-C -------------------------------------------------------------------------------------


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: only this one answers it, and ends the others.

    A process that is started while a signal is ignored ignores it too.
    """
    before = _ignore_interrupts()
    try:
        yield
    finally:
        _restore(before)


@contextmanager
def _hearing() -> Iterator[None]:
    """Answer Ctrl-C again inside the block."""
    before = signal.getsignal(signal.SIGINT)
    _restore(signal.default_int_handler)
    try:
        yield
    finally:
        _restore(before)


def _ignore_interrupts() -> Any:
    try:
        return signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the main thread, which alone may
        return None


def _restore(handler: Any) -> None:
    if handler is not None:
        try:
            signal.signal(signal.SIGINT, handler)
        except ValueError:
            return
