"""Judge an address that somebody gave by hand, before anything is fetched. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.discover.scope import Scope
from crawler.errors import ForeignAddressError, NotArticleError
from crawler.sites.baolangson.urls import article_address, is_ours, is_political

_FORM = "https://baolangson.vn/<section>/<number>-<slug>.html or https://baolangson.vn/<slug>-<7 digits>.html"


def refuse_address(url: str, scope: Scope) -> None:
    """Let an article's address pass.

    Raises:
        ForeignAddressError: it is no web address, or belongs to another host.
        NotArticleError: it is a listing, or of no form that articles of the paper have.
    """
    if not _is_web_address(url):
        raise ForeignAddressError(url, "that is no web address (those begin with https:// or http://)")
    if not scope.allows(url):
        detail = (
            f"no address of {scope.base}; ask a copy of the paper with --origin, "
            f"read a saved page with `langson extract FILE --url {url}`"
        )
        raise ForeignAddressError(url, detail)
    if article_address(url, origin=scope.copy) is not None:
        return
    if section := listed_section(url, scope.copy):
        raise NotArticleError(url, f"is a listing; crawl it with `langson crawl --section {section}`")
    raise NotArticleError(url, f"is no article's address (those look like {_FORM})")


def may_be_listing(url: str, scope: Scope) -> bool:
    """Whether a pager's link may be followed: on the allowed hosts, and no article's.

    >>> may_be_listing("https://baolangson.vn/chinh-tri/531453-hoi-nghi.html", Scope())
    False
    """
    return scope.allows(url) and article_address(url, origin=scope.copy) is None


def listed_section(url: str, origin: str | None = None) -> str | None:
    """Give the political section whose listing an address of the paper (or a copy's) is; None for others.

    >>> listed_section("https://baolangson.vn/chinh-tri/page/2/")
    'chinh-tri'
    """
    path = urlsplit(url).path.partition("/page/")[0].strip("/") if is_ours(url, origin=origin) else ""
    return path if path and is_political(path) else None


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:  # a broken port or IPv6 literal
        return False
