"""Why a request had no usable answer, as an outcome with a reason."""

from __future__ import annotations

from typing import TypeGuard

from scrapy.exceptions import UnsupportedURLSchemeError
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.fetch.verdict import Trouble, judge
from crawler.middlewares.download_errors import download_error
from crawler.middlewares.hosts import ForeignHost
from crawler.middlewares.robots import RobotsRefusal, RobotsUnreachable
from crawler.report.outcomes import FAILED, FILTERED, ROBOTS, ROBOTS_UNREACHABLE, Outcome
from crawler.spiders.page import header_texts
from crawler.store.frontier import Lease

FOREIGN = "foreign-address"
_GONE = (404, 410)
_LARGEST_WALL = 400_000  # bytes


def failure_outcome(error: BaseException) -> Outcome:
    """Give the outcome of a request that failed.

    Args:
        error: What the errback was given.
    """
    if isinstance(error, RobotsRefusal):
        return Outcome(FAILED, ROBOTS, str(error))
    if isinstance(error, RobotsUnreachable):
        return Outcome(FAILED, ROBOTS_UNREACHABLE, str(error))
    if isinstance(error, ForeignHost):
        return Outcome(FILTERED, FOREIGN, str(error))
    if isinstance(error, UnsupportedURLSchemeError):
        return Outcome(FAILED, FOREIGN, "only http and https are asked")
    if isinstance(error, HttpError):
        if wall := _wall(error.response):
            return Outcome(FAILED, wall.reason, wall.detail)
        return Outcome(FAILED, f"http-{error.response.status}", _http_detail(error.response.status))
    return Outcome(FAILED, *download_error(error))


def is_gone(error: BaseException) -> TypeGuard[HttpError]:
    """Whether the server says that there is no such page."""
    return isinstance(error, HttpError) and error.response.status in _GONE


def trouble_of(response: Response, lease: Lease) -> Trouble | None:
    """What stands in the place of a page that was asked for, or None; see `fetch.verdict.judge`."""
    headers = header_texts(response)
    return judge(response.url, lease.url, response.status, response.body, headers=headers)


def _http_detail(status: int) -> str:
    if status in _GONE:
        return f"the server has no such page (HTTP {status})"
    if status in (401, 403):
        return f"the server refuses it (HTTP {status})"
    return f"the server answered HTTP {status}; try again later"


def _wall(response: Response) -> Trouble | None:
    """A login, a captcha or another wall that comes with an error's status (403 above all)."""
    if response.status in _GONE or len(response.body) > _LARGEST_WALL:
        return None
    headers = header_texts(response)
    trouble = judge(response.url, response.url, response.status, response.body, headers=headers)
    return trouble if trouble is not None and trouble.kind == "wall" else None
