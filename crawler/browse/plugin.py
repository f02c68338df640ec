"""The plugins that give one Datasette our pages, limits and faults, and no other in this process."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Request, Response

from crawler.browse.faults import fault_page
from crawler.browse.limits import limit

if TYPE_CHECKING:
    from crawler.browse.views import Views

Page = Callable[[], Awaitable[Response]]


class _Plugin:
    __name__ = "langson"

    def __init__(self, views: Views) -> None:
        self._views = views

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Any]]:
        return self._views.routes()


class _Guarding:
    """Stays as long as the process: connections are made, and faults met, while requests are answered."""

    __name__ = "langson-guarding"

    def __init__(self) -> None:
        self.longest: WeakKeyDictionary[Datasette, int] = WeakKeyDictionary()

    @hookimpl  # type: ignore[untyped-decorator]
    def prepare_connection(self, conn: sqlite3.Connection, datasette: Datasette) -> None:
        if datasette in self.longest:
            limit(conn, self.longest[datasette])

    @hookimpl(wrapper=True)  # type: ignore[untyped-decorator]
    def handle_exception(
        self, datasette: Datasette, request: Request, exception: Exception
    ) -> Generator[None, list[Any], list[Any]]:
        pages = yield
        if datasette not in self.longest:
            return pages
        # Datasette calls every one that it is given, and its own prints a traceback.
        page: Page = partial(fault_page, datasette, request, exception)
        return [page]


_GUARDING = _Guarding()


def guard_datasette(datasette: Datasette, longest: int) -> None:
    """Let a Datasette's connections have limits, and its faults one line.

    Args:
        datasette: One whose connections are not made yet.
        longest: See `limits.limit`.
    """
    _GUARDING.longest[datasette] = longest
    if not pm.is_registered(_GUARDING):
        pm.register(_GUARDING, name=_GUARDING.__name__)


@contextmanager
def installed(views: Views) -> Iterator[None]:
    """Let a Datasette that is made in the block have our pages; others in this process have none of them."""
    plugin = _Plugin(views)
    pm.register(plugin, name="langson")
    try:
        yield
    finally:
        pm.unregister(plugin)
