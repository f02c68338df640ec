"""The command `langson`: thin subcommands, one a file; each calls what stands in the middle.

Exit codes: 0 fine; 1 a fault of this program; 2 an option cannot be used; 3 some pages failed, each
is named; 4 robots.txt refused everything; 5 nothing found, or nobody answered; 6 the data folder cannot
be read or written; 130 interrupted.
"""

from __future__ import annotations

import sys

from crawler.cli.app import app
from crawler.cli.console import complain
from crawler.cli.exit_codes import ExitCode
from crawler.errors import CrawlerError, PageError, StoreError

__all__ = ["main"]


def main() -> None:
    """Run the command; an expected error is one line on standard error and an exit code."""
    try:
        app()
    except BrokenPipeError:  # the reader of our lines has gone (`| head`)
        sys.stderr.close()
        sys.exit(ExitCode.OK)
    except CrawlerError as error:
        complain(str(error))
        sys.exit(_code(error))


def _code(error: CrawlerError) -> ExitCode:
    if isinstance(error, StoreError):
        return ExitCode.STORE
    return ExitCode.PARTIAL if isinstance(error, PageError) else ExitCode.USAGE
