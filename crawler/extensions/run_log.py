"""The log of one run: `runs/<run>/log`, one event one line, nothing from a page but printable text."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from crawler.discover.window import VIETNAM

_LONGEST = 2000  # characters of a line; an address of a hostile page may have more


class RunLog(logging.FileHandler):
    """Writes what is of interest (INFO and up). A full disk or a file that cannot be opened ends nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", errors="backslashreplace", delay=True)
        self.setLevel(logging.INFO)

    def format(self, record: logging.LogRecord) -> str:
        """Give the line: time in Vietnam, level, who says it, what."""
        moment = datetime.fromtimestamp(record.created, VIETNAM).isoformat(timespec="seconds")
        text = f"{moment} {record.levelname} {record.name}: {super().format(record)}"
        line = " ".join(text.split())
        shown = line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"
        return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown)

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, or lose it."""
        try:
            super().emit(record)
        except OSError:  # the file cannot be opened
            return

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """Say nothing: the crawl is not to suffer from its log."""

    def close(self) -> None:
        """Close the file; what cannot be flushed is lost."""
        try:
            super().close()
        except OSError:
            return


def begin_log(path: Path) -> RunLog:
    """Write what is logged from now on, by whomever, to a file."""
    handler = RunLog(path)
    logging.getLogger().addHandler(handler)
    return handler


def end_log(handler: RunLog) -> None:
    """Close a run's log."""
    logging.getLogger().removeHandler(handler)
    handler.close()
