"""One page that is to be read, and who waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Job(Generic[_T]):
    """A page on its way through the pool.

    Attributes:
        url: The page's address.
        order: What a child is told: header and body.
        read: Makes the answer of what a child says; raises ValueError where that is no answer.
        answer: What the caller waits for.
        losses: How many children were lost while they read it.
    """

    __slots__ = ("answer", "losses", "order", "read", "url")

    def __init__(self, url: str, order: tuple[bytes, bytes], read: Callable[[bytes], _T]) -> None:
        self.url = url
        self.order = order
        self.read = read
        self.answer: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        self.losses = 0

    def give(self, answer: _T) -> None:
        """Settle it, unless another child was first or nobody waits any more."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, error: Exception) -> None:
        """Settle it with an error, unless it is settled."""
        if not self.answer.done():
            self.answer.set_exception(error)
