"""One event, one log line: Scrapy's default prints a dropped item whole, here a page of 100 kB."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from crawler.errors import StoreError

_Source = Response | Failure | None


class OneLineLogFormatter(LogFormatter):
    """Name the address of an item instead of printing the item."""

    def scraped(self, item: Any, response: _Source, spider: Spider) -> LogFormatterResult:
        """An item passed every pipeline."""
        return {"level": logging.DEBUG, "msg": "Stored: %(url)s", "args": {"url": _address(response)}}

    def dropped(
        self, item: Any, exception: BaseException, response: _Source, spider: Spider
    ) -> LogFormatterResult:
        """A pipeline dropped an item."""
        level = logging.getLevelNamesMapping()[getattr(exception, "log_level", None) or "WARNING"]
        args = {"url": _address(response), "exception": " ".join(str(exception).split())}
        return {"level": level, "msg": "%(url)s: %(exception)s", "args": args}

    def item_error(
        self, item: Any, exception: BaseException, response: _Source, spider: Spider
    ) -> LogFormatterResult:
        """A pipeline broke."""
        return {
            "level": _level(exception),
            "msg": "%(url)s: broke a pipeline",
            "args": {"url": _address(response)},
        }

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        """A callback broke."""
        result = super().spider_error(failure, request, response, spider)
        return {**result, "level": _level(failure.value)}


def _level(error: BaseException | None) -> int:
    """Scrapy adds a traceback, and a full disk is no fault of this program: the run has said it in a line."""
    return logging.DEBUG if isinstance(error, StoreError) else logging.ERROR


def _address(response: _Source) -> str:
    return response.url if isinstance(response, Response) else "no page"
