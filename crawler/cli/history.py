"""`langson history`: what is known of one article over time."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from crawler.cli.console import complain, say, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from crawler.history import History
    from crawler.history.lines import Line


_STYLES = {"plain": "", "head": "bold", "dim": "dim", "removed": "red", "added": "green", "moved": "yellow"}


class Format(StrEnum):
    """The forms a history can be printed in."""

    TEXT = "text"
    JSON = "json"


def history(
    article: Annotated[
        str,
        typer.Argument(metavar="ID", help="The article's number, or an address of it, also an earlier one."),
    ],
    form: Annotated[
        Format, typer.Option("--format", help="text: for people; json: everything, for programs.")
    ] = Format.TEXT,
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Show an article's revisions as a diff of blocks, its addresses, its views over time, and if it is gone.

    Nothing is asked and nothing is written; a crawl may be at work. Where a number stands for two articles
    (English pages of the old site were counted on their own) name one as `main/5314` or `en1/5314`.

    Example: `langson history 531453`
    """
    found = _found(article, data)
    if isinstance(found, ExitCode):
        raise typer.Exit(found)
    if form is Format.JSON:
        from crawler.history import as_json

        write_line(orjson.dumps(as_json(found), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        return
    from crawler.history.lines import history_lines

    _print(history_lines(found))


def _found(article: str, data: Path) -> History | ExitCode:
    """The history, or the exit code where there is not one article; then it is said."""
    from crawler.history import keys, load, why_not_stored
    from crawler.store.database import Database

    database = Database(data)
    try:
        database.execute("PRAGMA query_only = ON")
        database.execute("BEGIN")  # one snapshot, whatever a crawl writes meanwhile
        named = keys(database, article)
        if len(named) == 1 and (history := load(database, named[0].key)) is not None:
            return history
        why = why_not_stored(database, article)
    finally:
        database.close()
    if named:
        several = " and ".join(f"{each.key} (“{each.title}”)" for each in named)
        complain(f"{article}: two articles have this number, {several}; name one of them")
        return ExitCode.USAGE
    advice = f"it is known, and not stored: {why}" if why else f"no such article in {database.path}"
    complain(f"{article}: {advice}")
    return ExitCode.NOTHING


def _print(lines: Iterable[Line]) -> None:
    """On a terminal in colour and wrapped to its width; elsewhere plain, a line a line."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for line in lines:
        if not console.is_terminal:
            say(line.text.rstrip())
            continue
        text = Text.assemble(*((_printable(part), _STYLES[style]) for part, style in line.segments))
        width = max(console.width - line.indent, 20)
        for row in text.wrap(console, width, overflow="ignore") or [text]:  # an address stays in one piece
            row.rstrip()
            console.print(Text(" " * line.indent) + row, soft_wrap=True)


def _printable(text: str) -> str:
    """What a page says never steers the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
