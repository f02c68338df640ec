"""Only whole answers pass: next to the network, where the bytes are as they came.

It takes the content coding off itself (Scrapy's HttpCompressionMiddleware gives back what it could read
of a cut stream); what follows sees a decoded body without the field Content-Encoding.
"""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.fetch.transfer import TransferError, check_status, decode
from crawler.fetch.whole_body import Received, whole_body
from crawler.middlewares.download_errors import DownloadRefused
from crawler.middlewares.host_policy import later

ACCEPTED = b"gzip, deflate, br, zstd"  # all of these have an end that can be checked
_OF_ROBOTS = "dont_obey_robotstxt"  # robots.txt may be empty, and its form is its reader's to judge
_PASSED_BY = range(300, 400)  # redirects without a target, and 304


class TransferMiddleware:
    """Refuse what is cut, damaged, too large, or no text."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limit: int = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Say which codings are understood."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the answer with its body decoded.

        Raises:
            TryLater: It did not arrive whole.
            DownloadRefused: It is too large, or no page at all.
        """
        try:
            if response.status >= 400 or request.method == "HEAD":
                return self._readable(request, response)
            conditional = bool({b"If-None-Match", b"If-Modified-Since"} & set(request.headers))
            check_status(response.status, conditional=conditional)
            if response.status in _PASSED_BY:
                return response
            return self._whole(request, response)
        except TransferError as error:
            if error.final:
                self._crawler.stats.inc_value(f"refused/{error.reason}")
                raise DownloadRefused(error.reason, error.detail) from error
            raise later(self._crawler, request, error.reason, error.detail) from error

    def _whole(self, request: Request, response: Response) -> Response:
        declared = response.headers.get("Content-Length")
        received = Received(
            response.body,
            response.flags,
            declared.decode("latin-1") if declared else None,
            _codings(response),
            (response.headers.get("Content-Type") or b"").decode("latin-1"),
            urlsplit(response.url).path,
            _is_fragment(request),
        )
        of_a_page = not request.meta.get(_OF_ROBOTS)
        body, form = whole_body(received, self._limit_of(request), of_a_page=of_a_page)
        return _with_body(response, body, form)

    def _readable(self, request: Request, response: Response) -> Response:
        """An error page: its status counts, its text only where it can be read."""
        try:
            body = decode(response.body, _codings(response), self._limit_of(request))
            return _with_body(response, body, None)
        except TransferError:
            return _with_body(response, b"", None)

    def _limit_of(self, request: Request) -> int:
        return int(request.meta.get("download_maxsize", self._limit))


def _codings(response: Response) -> list[str]:
    return [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]


def _is_fragment(request: Request) -> bool:
    """Whether a script of the page would ask so: the answer is a part of a page, without its end."""
    return request.headers.get("X-Requested-With") == b"XMLHttpRequest"


def _with_body(response: Response, body: bytes, form: str | None) -> Response:
    if "Content-Encoding" not in response.headers and not (
        form == "html" and not isinstance(response, HtmlResponse)
    ):
        return response
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    kind_of = responsetypes.from_args(headers=headers, url=response.url, body=body)
    changes: dict[str, Any] = {"headers": headers, "body": body}
    changes["cls"] = HtmlResponse if form == "html" else kind_of
    if issubclass(changes["cls"], TextResponse):
        changes["encoding"] = None
    replaced: Response = response.replace(**changes)
    return replaced
