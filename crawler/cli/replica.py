"""`langson replica`: the small newspaper of our own, to try the crawler on."""

from __future__ import annotations

import errno
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.console import say
from crawler.errors import SettingError

if TYPE_CHECKING:
    from crawler.replica import Newspaper

_NO_PORT = (errno.EADDRINUSE, errno.EACCES)
app = typer.Typer(no_args_is_help=True, help="A small newspaper of invented articles, to try the crawler on.")

Articles = Annotated[int, typer.Option(min=1, metavar="N", help="How many articles it has.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Seed of its texts: the same gives the same paper.")]
MarkupSeed = Annotated[int | None, typer.Option(metavar="N", help="Seed of its markups. Default: the same.")]
Layouts = Annotated[int, typer.Option(min=1, metavar="N", help="How many markups it draws.")]
Era = Annotated[
    list[int] | None,
    typer.Option(min=1, max=2, help="1: old pages, 2: new; may be repeated. Default: both."),
]


class Source(StrEnum):
    """Ways to the articles; as in `crawler.replica.site.SOURCES`."""

    listing = "listing"
    xhr = "xhr"
    feed = "feed"
    sitemap = "sitemap"
    rest = "rest"
    search = "search"
    ids = "ids"


class Hostile(StrEnum):
    """How lists can misbehave; as in `crawler.replica.paging.HOSTILE`."""

    loop = "loop"
    endless = "endless"
    empty = "empty"
    gaps = "gaps"
    repeats = "repeats"
    calendar = "calendar"


def newspaper(
    articles: int,
    seed: int,
    markup_seed: int | None = None,
    layouts: int = 200,
    era: list[int] | None = None,
    origin: str = "https://baolangson.vn",
) -> Newspaper:
    """Make the paper that these options describe."""
    from crawler.replica import Newspaper

    eras = tuple(sorted(set(era or (1, 2))))
    return Newspaper(seed, articles, layouts, eras, origin, markup_seed=markup_seed)


@app.command("serve")
def serve(
    articles: Articles = 500,
    seed: Seed = 1,
    markup_seed: MarkupSeed = None,
    layouts: Layouts = 200,
    era: Era = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    latency: Annotated[float, typer.Option(min=0.0, metavar="SECONDS", help="Before each answer.")] = 0.0,
    shift_every: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="A new story appears after every N requests.")
    ] = None,
    robots: Annotated[Path | None, typer.Option(metavar="FILE", help="What its robots.txt says.")] = None,
    only: Annotated[
        list[Source] | None,
        typer.Option(help="Serve only this way to the articles; may be repeated. Default: all."),
    ] = None,
    hostile: Annotated[
        Hostile | None, typer.Option(help="How its lists misbehave. Default: they do not.")
    ] = None,
) -> None:
    """Serve the paper on this machine until Ctrl-C; its address is the first line on standard output.

    Example: `langson replica serve --articles 200`, then, in another terminal,
    `langson crawl --origin http://127.0.0.1:8000 --delay 0`
    """
    from crawler.replica.server import run_server
    from crawler.replica.site import ROBOTS, SOURCES

    try:
        run_server(
            newspaper(articles, seed, markup_seed, layouts, era),
            port=port,
            announce=say,
            shift_every=shift_every,
            latency=latency,
            robots_txt=robots.read_text("utf-8") if robots else ROBOTS,
            sources=frozenset(source.value for source in only) if only else SOURCES,
            hostile=hostile.value if hostile else None,
        )
    except (OSError, UnicodeDecodeError) as error:
        if (
            isinstance(error, OSError)
            and error.errno in (errno.EADDRINUSE, errno.EACCES)
            and not error.filename
        ):
            message = f"replica: port {port} cannot be used ({os.strerror(error.errno)})"
            raise SettingError(f"{message}; give another with --port, or --port 0 for a free one") from error
        raise SettingError(f"replica: {error}") from error


@app.command("truth")
def truth(
    articles: Articles = 500,
    seed: Seed = 1,
    era: Era = None,
    origin: Annotated[
        str, typer.Option(metavar="URL", help="Under which address the paper is served.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Print the true record of every article of the paper, one JSON line each.

    Example: `langson replica truth --articles 200 > truth.jsonl`
    """
    from crawler.replica.server import write_truth

    write_truth(sys.stdout, newspaper(articles, seed, era=era, origin=origin))
