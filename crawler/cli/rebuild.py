"""`langson rebuild`: the state and the published files anew, from the archived pages alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, Annotate, DataFolder

_NAMED = 6


def rebuild(
    data: DataFolder = DEFAULT_DATA,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write there, and leave the data folder's state as it is."),
    ] = None,
    annotate: Annotate = None,
) -> None:
    """Make `crawl.sqlite` and `articles/*.jsonl` anew from the archive, `runs/*/pages*.warc.gz`.

    The old state is moved aside (`crawl.sqlite.damaged-1`), never deleted.

    Example: `langson rebuild --data data`
    """
    from crawler.store.replay.rebuild import rebuild as make_anew  # not needed for --help

    done = make_anew(data, into, annotate=annotate)
    for line in done.damages:
        complain(f"{line}; what it held is left out, restore the file from a copy and rebuild again")
    for key in done.missing[:_NAMED]:
        complain(f"{key}: the archive does not give this article; it is in {done.aside} only")
    if len(done.missing) > _NAMED:
        complain(f"… and {len(done.missing) - _NAMED} more articles that are in {done.aside} only")
    for path in done.strays:
        complain(f"{path}: is of no month that has articles; look at it and move it away")
    say(f"{done.articles} articles from the archives of {done.runs} runs")
    if done.kept:
        say(f"{data / 'crawl.sqlite'} is whole and was kept: it knows more than the damaged archive")
    elif done.articles:
        say("how far the listings were read is in no archive: the next crawl reads them to their end again")
    if done.aside is not None:
        say(f"moved the old state to {done.aside}")
    for path in done.files[:_NAMED]:
        say(f"wrote {path}")
    if len(done.files) > _NAMED:
        say(f"wrote {len(done.files)} files")
    troubled = done.damages or done.missing or done.strays
    raise typer.Exit(ExitCode.PARTIAL if troubled else ExitCode.OK)
