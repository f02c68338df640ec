"""What the subcommands print: data on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def complain(message: str) -> None:
    """Print one line on standard error; control characters in it (from a page, an address) are masked."""
    with suppress(BrokenPipeError):  # nobody reads: the exit code still says it
        print(f"langson: {_one_line(message)}", file=sys.stderr, flush=True)


def say(line: str) -> None:
    """Print a line for people on standard output; a reader who has gone changes nothing."""
    try:
        print(masked(line), flush=True)
    except BrokenPipeError:
        close_output()


def close_output() -> None:
    """Let what is still printed vanish: the reader has gone, and Python would complain at its end."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def write_line(line: bytes) -> None:
    """Write one line of data on standard output at once, as it is.

    Raises:
        BrokenPipeError: the reader has gone; `main` ends the command without a word.
    """
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _one_line(text: str) -> str:
    return masked(" ".join(text.split()))


def masked(text: str) -> str:
    """Replace control characters, as a page or an address may hold them: no terminal shall obey those."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
