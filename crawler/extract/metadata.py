"""What the head of a page says of itself: JSON-LD, Open Graph, meta. Evidence, never the last word."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from crawler.extract.page_lines import Document
from crawler.normalise.text import clean
from crawler.sites.baolangson.urls import link_kind, link_number, link_path

_PUBLISHED = frozenset(
    "article:published_time pubdate datepublished og:published_time publish-date publishdate "
    "dc.date.issued dcterms.created its_publication sailthru.date article.published".split()
)
_UPDATED = frozenset(
    ["article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified"]
)
_ARTICLE_TYPES = frozenset(("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting"))
# A paper's name behind the title in <title>: after one of these, spaced.
_TITLE_TAIL = re.compile(r"\s+(?:[-–—|»·•]|::)\s+")
# A page has two or three titles, and its paper's name behind the last few dashes of one.
_MOST_TITLES = 30
_MOST_CUTS = 10


@dataclass(slots=True)
class Metadata:
    """What the page declares.

    Attributes:
        titles: (source, title) pairs, most trusted first; <title> both whole and without its tail.
        site_names: Names of the paper: og:site_name, and what stands behind the title in <title>.
        published, updated: (source, text) pairs of times, most trusted first.
        canonical: (source, address) pairs: link rel=canonical, og:url.
        shortlink: WordPress's short link, or None.
        language: The html element's lang, lower case, or None.
        post_id: The number in WordPress's body class `postid-N`, or None.
        crumbs: (name, address) of a JSON-LD BreadcrumbList, home included.
        article: Whether JSON-LD or Open Graph calls the page an article.
        listing: Whether they call it something that is no article (a collection, a site).
    """

    titles: list[tuple[str, str]] = field(default_factory=list)
    site_names: list[str] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)
    updated: list[tuple[str, str]] = field(default_factory=list)
    canonical: list[tuple[str, str]] = field(default_factory=list)
    shortlink: str | None = None
    language: str | None = None
    post_id: str | None = None
    crumbs: list[tuple[str, str]] = field(default_factory=list)
    article: bool = False
    listing: bool = False


def read_metadata(document: Document) -> Metadata:
    """Read a page's metadata; whatever is missing or malformed is simply not there."""
    data = Metadata()
    root = document.root
    data.language = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    ).lower() or None
    own = link_number(link_path(document.url))
    for thing in _json_ld_things(document.json_ld):
        _read_thing(thing, data, own)
    head = root.find("head")
    if head is not None:
        for el in head.iter("meta", "link", "title"):
            if el.tag == "meta":
                _read_meta(
                    el.get("property") or el.get("name") or el.get("itemprop") or "", el.get("content"), data
                )
            elif el.tag == "link":
                _read_link(el.get("rel") or "", el.get("href"), data)
            elif el.text:
                _read_title(clean(html.unescape(el.text)), data)
    body = root.find("body")
    match = re.search(r"\bpostid-(\d+)\b", body.get("class") or "") if body is not None else None
    data.post_id = match.group(1) if match else None
    return data


def _read_title(text: str, data: Metadata) -> None:
    if not text or len(data.titles) >= _MOST_TITLES:
        return
    data.titles.append(("title", text))
    for cut in reversed(deque(_TITLE_TAIL.finditer(text), maxlen=_MOST_CUTS)):
        data.titles.append(("title", text[: cut.start()].strip()))
        data.site_names.append(text[cut.end() :].strip())


def _read_meta(name: str, content: str | None, data: Metadata) -> None:
    if not name or not content:
        return
    name = name.lower()
    if name in _PUBLISHED:
        data.published.append(("meta", content.strip()))
    elif name in _UPDATED:
        data.updated.append(("meta", content.strip()))
    elif name in ("og:title", "twitter:title", "its_title"):
        if len(data.titles) < _MOST_TITLES:
            data.titles.insert(0, ("meta", clean(html.unescape(content))))
    elif name == "og:site_name":
        data.site_names.append(clean(html.unescape(content)))
    elif name == "og:url":
        data.canonical.append(("meta", content.strip()))
    elif name == "og:type":
        data.article = data.article or content.strip().lower() == "article"
        data.listing = data.listing or content.strip().lower() in ("website", "object", "blog")


def _read_link(rel: str, href: str | None, data: Metadata) -> None:
    if not href:
        return
    if rel.lower() == "canonical":
        data.canonical.insert(0, ("canonical", href.strip()))
    elif rel.lower() == "shortlink":
        data.shortlink = href.strip()


def _json_ld_things(texts: list[str]) -> Iterator[dict[str, Any]]:
    """Every object with an @type in the JSON-LD scripts; broken scripts are passed over."""
    for text in texts:
        try:
            data = orjson.loads(text.strip())
        except orjson.JSONDecodeError:
            continue
        stack = [data]
        while stack:
            item = stack.pop()
            if isinstance(item, list):
                stack.extend(reversed(item))
            elif isinstance(item, dict):
                yield item
                if isinstance(item.get("@graph"), list):
                    stack.extend(reversed(item["@graph"]))


def _is_of_another(thing: dict[str, Any], own: str | None) -> bool:
    """Whether data names the address of another article as its own."""
    page = thing.get("mainEntityOfPage")
    for href in (thing.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(href, str) and link_kind(href) == "article":
            return own is not None and link_number(link_path(href)) != own
    return False


def _read_thing(thing: dict[str, Any], data: Metadata, own: str | None) -> None:
    if _is_of_another(thing, own):
        return
    kinds = thing.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    kind_of_article = any(name in _ARTICLE_TYPES for name in names if isinstance(name, str))
    if kind_of_article or "WebPage" in names:  # WordPress plug-ins date the page, not the article in it
        data.article = data.article or kind_of_article
        for key, target in (("datePublished", data.published), ("dateModified", data.updated)):
            if isinstance(thing.get(key), str):
                target.append(("json-ld", thing[key].strip()))
        if kind_of_article and isinstance(thing.get("headline"), str) and len(data.titles) < _MOST_TITLES:
            data.titles.append(("json-ld", clean(html.unescape(thing["headline"]))))
    elif "BreadcrumbList" in names and isinstance(thing.get("itemListElement"), list):
        for crumb in thing["itemListElement"]:
            _read_crumb(crumb, data)
    elif "CollectionPage" in names:
        data.listing = True


def _read_crumb(crumb: Any, data: Metadata) -> None:
    if not isinstance(crumb, dict):
        return
    item = crumb.get("item")
    inner = item if isinstance(item, dict) else {}
    address = item if isinstance(item, str) else inner.get("@id") or inner.get("url")
    name = crumb.get("name") or inner.get("name")
    if isinstance(name, str) and isinstance(address, str):
        data.crumbs.append((clean(html.unescape(name)), address))
