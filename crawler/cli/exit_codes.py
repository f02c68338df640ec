"""The exit codes of `langson`; which one a crawl has earned is `report.exit_codes`' to say. Pure."""

from __future__ import annotations

from crawler.errors import CrawlerError, PageError, StoreError
from crawler.report.exit_codes import EXIT_CODES, ExitCode, crawl_exit_code
from crawler.store.lock import FolderBusyError

__all__ = ["EXIT_CODES", "ExitCode", "crawl_exit_code", "error_exit_code"]


def error_exit_code(error: CrawlerError) -> ExitCode:
    """The exit code of an error that ended the command."""
    if isinstance(error, FolderBusyError):
        return ExitCode.BUSY
    if isinstance(error, StoreError):
        return ExitCode.STORE
    return ExitCode.PARTIAL if isinstance(error, PageError) else ExitCode.USAGE
