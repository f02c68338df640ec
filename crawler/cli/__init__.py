"""The command `langson`: thin subcommands, one a file; each calls what stands in the middle.

Exit codes: one table, `report.exit_codes.TABLE`.
"""

from __future__ import annotations

import sys

import typer
from typer.exceptions import TyperException

from crawler.cli.app import app
from crawler.cli.console import close_output, complain
from crawler.cli.exit_codes import ExitCode, error_exit_code
from crawler.errors import CrawlerError

__all__ = ["main"]


def main() -> None:
    """Run the command; an expected error is one line on standard error and an exit code."""
    try:
        code = typer.main.get_command(app).main(prog_name="langson", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else ExitCode.OK)
    except BrokenPipeError:  # the reader of our lines has gone (`| head`)
        close_output()
        sys.exit(ExitCode.OK)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # likewise, of the help: rich ends with 1
            sys.exit(ExitCode.OK)
        raise
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(ExitCode.INTERRUPTED)
    except CrawlerError as error:
        complain(str(error))
        sys.exit(error_exit_code(error))
    except TyperException as error:  # a wrong option or choice
        _advise(error)
        sys.exit(ExitCode.USAGE)


def _advise(error: TyperException) -> None:
    """Say in one line what is wrong with the command line. No words: the help was printed instead."""
    message = error.format_message().replace("Value error, ", "").rstrip(".")
    if message:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "langson"
        complain(f"{message}. See `{command} --help`.")
