"""`langson normalise`: printed dates or views, line by line, to values."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from crawler.cli.console import write_line


class Kind(StrEnum):
    """What the lines hold."""

    DATES = "dates"
    VIEWS = "views"


def normalise(
    kind: Annotated[Kind, typer.Argument(help="What the lines hold.")],
) -> None:
    """Read lines, or JSON lines `{"input", "base"}`, from standard input; write JSON lines.

    Example: `echo 'Thứ 4, 05.10.2022 | 15:48:48' | langson normalise dates`
    """
    from crawler.normalise.lines import normalise_lines  # dateparser starts slowly

    lines = (line.decode("utf-8", "replace").rstrip("\r\n") for line in sys.stdin.buffer)
    for line in normalise_lines(kind.value, lines):
        write_line(line.encode() + b"\n")
