"""`langson export`: stored articles as JSON lines or as text."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import orjson
import typer

from crawler.cli.console import complain, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, AnnotateLines, DataFolder
from crawler.store.records import Record
from crawler.store.state import State
from crawler.store.text import to_text

_BETWEEN = "\n\n" + "=" * 72 + "\n\n"


class Format(StrEnum):
    """The forms an article can be printed in."""

    JSONL = "jsonl"
    TEXT = "text"


def export(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="Articles' numbers. Default: all.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="jsonl: the records; text: as a reader sees them.")
    ] = Format.JSONL,
    annotate: AnnotateLines = False,
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Print stored articles, by time of publication.

    Example: `langson export --format text 531453`
    """
    state = State(data)
    found: set[str] = set()
    try:
        for number, line in enumerate(state.articles.lines(ids=ids or ())):
            record = orjson.loads(line)
            found.add(record["id"])
            if form is Format.JSONL:
                write_line((_annotated(record) if annotate else line) + b"\n")
            else:
                write_line(((_BETWEEN if number else "") + to_text(record)).encode())
        if found and form is Format.TEXT:
            write_line(b"\n")
    finally:
        state.close()
    missing = [wanted for wanted in ids or () if wanted not in found]
    for wanted in missing:
        complain(f"{wanted}: no such article in {state.database.path}")
    raise typer.Exit(ExitCode.NOTHING if missing or not found else ExitCode.OK)


def _annotated(record: Record) -> bytes:
    from crawler.annotate import annotated  # its words take time to load

    return orjson.dumps(annotated(record))
