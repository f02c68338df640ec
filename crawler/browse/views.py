"""The pages: search, article, history, exports; answers of Datasette's plugin."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response

from crawler.browse.address import PAGE_SIZE, Asked, asked, facet_link
from crawler.browse.article_page import article_context
from crawler.browse.downloads import TYPES, foot, head, part, rows
from crawler.browse.history_page import steps
from crawler.browse.limits import unweighed
from crawler.discover.window import VIETNAM
from crawler.errors import StoreError
from crawler.search.facets import Count, facets
from crawler.search.find import Found, page, searched
from crawler.search.folder import is_fresh
from crawler.search.hits import Hit, hits
from crawler.store.text import to_text

DATABASE = "data"
FACETS = (
    ("section", "Section"),
    ("month", "Month"),
    ("author", "Author"),
    ("tag", "Keyword"),
    ("document", "Cited document"),
)
SHORT_LIST = 8  # values of a facet that are shown at once
LONG_LIST = 100
_CHUNK = 200  # articles of an export that are read at once
_MOST = -1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Results:
    """What the page of a search shows."""

    found: Found
    hits: Sequence[Hit]
    facets: dict[str, list[Count]]


class Views:
    """The views of a data folder.

    Args:
        folder: The data folder.
        images: Whether pages show images from the paper's servers.
    """

    def __init__(self, folder: Path, *, images: bool) -> None:
        self._folder = folder
        self._images = images
        self._whole: dict[str, list[Count]] | None = None  # facets of all articles: the front page's

    def routes(self) -> list[tuple[str, Any]]:
        """Patterns of paths, and who answers them."""
        article = r"/article/(?P<series>[a-z0-9]+)/(?P<number>\d+)"
        return [
            (r"/$", self.search),
            (r"/search\.(?P<form>csv|json|jsonl)$", self.download),
            (rf"{article}\.(?P<form>json|txt)$", self.record),
            (rf"{article}/history$", self.history),
            (rf"{article}$", self.article),
        ]

    # --- pages ----------------------------------------------------------------------------------

    async def search(self, request: Request, datasette: Datasette) -> Response:
        """The search, with its facets and hits; the newest articles where nothing is asked for."""
        wanted = _asked(request)
        results = await _with_index(datasette, lambda index: self._results(index, wanted))
        context = {
            "asked": wanted,
            "results": results,
            "facets": [(kind, name, results.facets[kind]) for kind, name in FACETS],
            "orders": wanted.orders(),
            "pages": -(-results.found.total // PAGE_SIZE),
            "first": (wanted.page - 1) * PAGE_SIZE + 1,
            "short": SHORT_LIST,
            "long": LONG_LIST,
        }
        return await self._rendered(datasette, request, "search.html", context)

    def _results(self, index: sqlite3.Connection, wanted: Asked) -> Results:
        everything = not wanted.query.text and not wanted.filters
        with searched(index, wanted.query, wanted.filters) as found:
            first = (wanted.page - 1) * PAGE_SIZE
            numbers = [n for n, _ in page(index, wanted.sort, first, PAGE_SIZE)]
            counted = self._whole if everything and self._whole is not None else facets(index)
            if everything:
                self._whole = counted
            return Results(found, hits(index, wanted.query, numbers), counted)

    async def article(self, request: Request, datasette: Datasette) -> Response:
        """An article as the paper printed it."""
        return await self._of_article(request, datasette, "article.html")

    async def history(self, request: Request, datasette: Datasette) -> Response:
        """What an article said before."""
        return await self._of_article(request, datasette, "history.html")

    async def _of_article(self, request: Request, datasette: Datasette, template: str) -> Response:
        context = await _with_index(datasette, lambda index: article_context(index, _key(request)))
        if context is None:
            return await self._missing(datasette, request)
        if template == "history.html":
            context["steps"] = steps(context["history"])
        return await self._rendered(datasette, request, template, context)

    async def record(self, request: Request, datasette: Datasette) -> Response:
        """An article's record as JSON, or as plain text."""
        context = await _with_index(datasette, lambda index: article_context(index, _key(request)))
        if context is None:
            return await self._missing(datasette, request)
        record = context["record"]
        if request.url_vars["form"] == "txt":
            return Response.text(to_text(record) + "\n")
        body = orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
        return Response(body, content_type="application/json; charset=utf-8")

    async def _missing(self, datasette: Datasette, request: Request) -> Response:
        context = {"key": _key(request)}
        return await self._rendered(datasette, request, "missing.html", context, status=404)

    async def _rendered(
        self, datasette: Datasette, request: Request, name: str, context: dict[str, Any], status: int = 200
    ) -> Response:
        context = {**context, "images": self._images, "stale": self._is_stale(), "facet_link": facet_link}
        html = await datasette.render_template(f"langson/{name}", context, request=request)
        return Response.html(html, status=status)

    def _is_stale(self) -> bool:
        try:
            return not is_fresh(self._folder)
        except StoreError:  # the state was moved away meanwhile
            return True

    # --- exports --------------------------------------------------------------------------------

    async def download(self, request: Request, datasette: Datasette) -> AsgiStream:
        """All hits of a search in a file."""
        wanted, form = _asked(request), request.url_vars["form"]
        numbers = await _with_index(datasette, lambda index: _numbers(index, wanted))

        async def write(file: Any) -> None:
            await file.write(head(form))
            for first in range(0, len(numbers), _CHUNK):
                chunk = numbers[first : first + _CHUNK]
                found = await _with_index(datasette, lambda index, chunk=chunk: rows(index, chunk))  # type: ignore[misc]
                await file.write(part(form, found, first=first == 0))
            await file.write(foot(form))

        headers = {"content-disposition": f'attachment; filename="langson-search.{form}"'}
        return AsgiStream(write, headers=headers, content_type=TYPES[form])


def _numbers(index: sqlite3.Connection, wanted: Asked) -> list[int]:
    with searched(index, wanted.query, wanted.filters):
        return [n for n, _ in page(index, wanted.sort, 0, _MOST)]


def _asked(request: Request) -> Asked:
    parameters: dict[str, list[str]] = {}
    for name in request.args:
        parameters[name] = request.args.getlist(name)
    return asked(parameters, now=datetime.now(VIETNAM))


def _key(request: Request) -> str:
    return f"{request.url_vars['series']}/{request.url_vars['number']}"


async def _with_index(datasette: Datasette, ask: Callable[[sqlite3.Connection], T]) -> T:
    """Ask the index in one of Datasette's threads, on its read-only connection."""

    def in_thread(index: sqlite3.Connection) -> T:
        with unweighed(index):
            return ask(index)

    answer: T = await datasette.get_database(DATABASE).execute_fn(in_thread)
    return answer
