"""`langson status`: what a data folder holds, what the last runs did, what waits."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

from crawler.cli.console import say
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.discover.window import VIETNAM
from crawler.report.status import status as gather
from crawler.report.status import status_lines
from crawler.store.lock import is_held
from crawler.store.state import State


def status(
    data: DataFolder = DEFAULT_DATA,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for scripts.")] = False,
) -> None:
    """Show the ledger of a data folder. Nothing is written; a crawl may be at work.

    Example: `langson status --data data`
    """
    state = State(data)
    try:
        found = gather(state, now=datetime.now(VIETNAM).timestamp(), busy=is_held(data))
    finally:
        state.close()
    if as_json:
        say(json.dumps(found, ensure_ascii=False))
        return
    for line in status_lines(found):
        say(line)
