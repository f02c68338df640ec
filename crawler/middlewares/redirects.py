"""Redirects, followed five times at most; nothing secret goes along to another origin."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from crawler.middlewares.download_errors import DownloadRefused
from crawler.middlewares.hosts import ForeignHost, without_credentials

_STATUSES = frozenset({301, 302, 303, 307, 308})
# What a stranger may know of us; every other field of a request stays with the origin it was meant for.
_PUBLIC = frozenset({b"Accept", b"Accept-Language", b"Accept-Encoding", b"User-Agent"})
# They name a copy of the address that was asked first: another one's answer to them would be misread.
_OF_THE_OLD = (b"If-None-Match", b"If-Modified-Since", b"If-Range", b"Range")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PORTS = {"http": 80, "https": 443}


class BoundedRedirectMiddleware(RedirectMiddleware):
    """Scrapy's redirects with an end that is said: what is not followed is a `DownloadRefused`.

    `request.meta["redirect_urls"]` keeps every address on the way.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Follow a redirect, or let any other answer pass.

        Raises:
            DownloadRefused: It leads nowhere, to two places, in a circle, or too far.
            ForeignHost: There is a user name or a password in its target.
        """
        try:
            if response.status in _STATUSES and not request.meta.get("dont_redirect"):
                _check_target(response)
            result = super().process_response(request, response)
        except ValueError as error:  # no address that could be asked
            raise DownloadRefused("redirect-nowhere", f"its target is no address: {error}") from error
        return result

    def _build_redirect_request(
        self, source_request: Request, response: Response, *, url: str, **changes: Any
    ) -> Request:
        redirected = super()._build_redirect_request(source_request, response, url=url, **changes)
        for name in _OF_THE_OLD:
            redirected.headers.pop(name, None)
        if _origin(redirected.url) != _origin(source_request.url):
            for name in [name for name in redirected.headers if name not in _PUBLIC]:
                del redirected.headers[name]
        return redirected

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        seen = [*request.meta.get("redirect_urls", []), request.url]
        way = " -> ".join([*seen, redirected.url])[:600]
        if urldefrag(redirected.url)[0] in {urldefrag(url)[0] for url in seen}:
            raise DownloadRefused("redirect-loop", f"it redirects in a circle: {way}")
        if len(seen) > self.max_redirect_times or request.meta.get("redirect_ttl", 1) < 1:
            detail = f"it redirects more than {self.max_redirect_times} times: {way}"
            raise DownloadRefused("redirect-loop", detail)
        return super()._redirect(redirected, request, reason)


def _check_target(response: Response) -> None:
    targets = {value.strip() for value in response.headers.getlist("Location")} - {b""}
    if len(targets) > 1:
        raise DownloadRefused("redirect-ambiguous", "it redirects to two addresses at once")
    if not targets:
        raise DownloadRefused("redirect-nowhere", f"HTTP {response.status} names no address to go to")
    target = targets.pop().decode("latin-1")
    if (scheme := _SCHEME.match(target)) and scheme[1].lower() not in _PORTS:
        detail = f"it redirects to {without_credentials(target)[:200]}, which is not asked"
        raise DownloadRefused("redirect-scheme", detail)
    # Refused here already: Scrapy logs where it is redirected to. The archive keeps the field as it came.
    whole = urljoin(response.url, target)
    if (shown := without_credentials(whole)) != whole:
        raise ForeignHost(f"{shown[:200]} was not asked: there is a user name before its host")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
