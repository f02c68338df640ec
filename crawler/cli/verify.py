"""`langson verify`: every damaged byte of a data folder, and what repairs it."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.cli.console import say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder


def verify(
    data: DataFolder = DEFAULT_DATA,
    update: Annotated[
        bool, typer.Option("--update", help="First bring a state that an older langson made up to date.")
    ] = False,
) -> None:
    """Check the state, the archive and the published files, each by itself and against the others.

    Prints one line for each damage: file, place, what is wrong, what repairs it. Writes nothing, but for
    --update. Exit code 0: all is well; 6: something is damaged; 7: a crawl is at work in the folder.

    Example: `langson verify --data data`
    """
    from crawler.store.database import update as bring_up_to_date
    from crawler.store.lock import folder_lock
    from crawler.store.verify import verify as find_damages  # not needed for --help

    if update:
        with folder_lock(data, make=False):
            bring_up_to_date(data)
    found = 0
    for found, damage in enumerate(find_damages(data), start=1):  # noqa: B007
        say(str(damage))
    if not found:
        say(f"{data}: all is well")
    raise typer.Exit(ExitCode.STORE if found else ExitCode.OK)
