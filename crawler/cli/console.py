"""What the subcommands print: data on standard output, everything else on standard error."""

from __future__ import annotations

import sys


def complain(message: str) -> None:
    """Print one line on standard error; control characters in it (from a page, an address) are masked."""
    print(f"langson: {_one_line(message)}", file=sys.stderr, flush=True)


def say(line: str) -> None:
    """Print a line for people on standard output."""
    print(_masked(line), flush=True)


def write_line(line: bytes) -> None:
    """Write one line of data on standard output at once, as it is."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _one_line(text: str) -> str:
    return _masked(" ".join(text.split()))


def _masked(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
