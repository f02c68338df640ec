"""A pool and an event loop for each test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from crawler.workers.pool import WorkerPool

_T = TypeVar("_T")
Run = Callable[[Coroutine[Any, Any, _T]], _T]


@pytest.fixture
def run() -> Iterator[Run[Any]]:
    """Run a coroutine in the test's event loop."""
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture
def pool(run: Run[Any]) -> Iterator[WorkerPool]:
    """One worker that may take two seconds for a page."""
    one = WorkerPool(seconds=2)
    yield one
    run(one.close())
