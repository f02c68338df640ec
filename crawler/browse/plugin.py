"""The plugin that gives our pages to Datasette, for as long as an application is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.plugins import pm

if TYPE_CHECKING:
    from crawler.browse.views import Views


class _Plugin:
    __name__ = "langson"

    def __init__(self, views: Views) -> None:
        self._views = views

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Any]]:
        return self._views.routes()


@contextmanager
def installed(views: Views) -> Iterator[None]:
    """Let a Datasette that is made in the block have our pages; others in this process have none of them."""
    plugin = _Plugin(views)
    pm.register(plugin, name="langson")
    try:
        yield
    finally:
        pm.unregister(plugin)
