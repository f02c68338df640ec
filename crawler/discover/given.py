"""Judge an address that somebody gave by hand, before anything is fetched. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.discover.scope import Scope
from crawler.errors import ForeignAddressError, NotArticleError
from crawler.sites.baolangson.urls import POLITICS_SECTIONS, article_address

_FORM = "https://baolangson.vn/<section>/<number>-<slug>.html or https://baolangson.vn/<slug>-<7 digits>.html"


def refuse_address(url: str, scope: Scope) -> None:
    """Let an article's address pass.

    Raises:
        ForeignAddressError: it belongs to another host.
        NotArticleError: it is a listing, or of no form that articles of the paper have.
    """
    if not scope.allows(url):
        detail = f"no address of {scope.base}; read a saved page with `langson extract FILE --url {url}`"
        raise ForeignAddressError(url, detail)
    if article_address(url, origin=scope.copy) is not None:
        return
    path = urlsplit(url).path.strip("/")
    section = path.partition("/page/")[0]
    if section in POLITICS_SECTIONS:
        raise NotArticleError(url, f"is a listing; crawl it with `langson crawl --section {section}`")
    raise NotArticleError(url, f"is no article's address (those look like {_FORM})")
