"""One event, one log line: Scrapy's default prints a dropped item whole, here a page of 100 kB."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

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
            "level": logging.ERROR,
            "msg": "%(url)s: broke a pipeline",
            "args": {"url": _address(response)},
        }


def _address(response: _Source) -> str:
    return response.url if isinstance(response, Response) else "no page"
