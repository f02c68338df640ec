"""`langson browse`: the dataset in a browser, on this machine only."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.console import complain, say
from crawler.cli.options import DEFAULT_DATA, DataFolder

_EVERY = 5_000  # articles between two lines of progress


def browse(
    data: DataFolder = DEFAULT_DATA,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8001,
    images: Annotated[
        bool,
        typer.Option("--images", help="Show images, which the browser fetches from the paper's servers."),
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in your browser.")] = False,
) -> None:
    """Serve the dataset on 127.0.0.1 until Ctrl-C: search, facets, articles, history, CSV, JSON, SQL.

    Nothing can be changed, and nothing is asked of another machine. The first start after a crawl takes a
    while: it brings data/browse.sqlite up to date. Needs `pip install -e '.[browse]'`.

    Example: `langson browse --data data/demo`
    """
    from crawler.browse.server import bound, make_app, require_datasette, serve
    from crawler.search.folder import refreshed

    require_datasette()
    index = refreshed(data, _progress)
    listener = bound(port)

    def announce(address: str) -> None:
        say(f"browse: {data} at {address} (Ctrl-C stops it)")
        if open_browser:
            webbrowser.open(address)

    serve(make_app(index, Path(data), images=images), listener, announce)


def _progress(looked: int, total: int) -> None:
    if looked and looked % _EVERY == 0:
        complain(f"bringing the index up to date: {looked:,} of {total:,} articles")
