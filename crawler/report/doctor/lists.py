"""Why a listing shows no article that can be asked for: said in words."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract.addresses import joined
from crawler.extract.document import parse_tree
from crawler.sites.baolangson.paging import XHR_PATH
from crawler.sites.baolangson.urls import is_ours, is_political, link_kind

# An article's address anywhere in the page's source, also in scripts and attributes.
_ADDRESS = re.compile(
    rb"(?:[a-z0-9]+-){2,40}\d{6,8}\\?\.html|/\d{3,7}-(?:[a-z0-9]+-){1,40}[a-z0-9]+\\?\.html"
)
_MANY_WORDS = 4
_MOST_SHOWN = 3
_FEWEST = 4  # links to sections may have long names, too


def why_empty(body: bytes, url: str, origin: str | None) -> str:
    """Say why a listing may show nothing.

    Returns:
        One or two sentences, or "" where nothing can be said.
    """
    try:
        root = parse_tree(body)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        return "The answer holds no HTML."
    links = [joined(url, a.get("href") or "") or "" for a in root.iter("a")]
    ours = [link for link in links if is_ours(link, origin=origin)]
    hidden = set(_ADDRESS.findall(body))
    if hidden:
        return (
            f"{len(hidden)} addresses of articles stand in its scripts or attributes, none in a link: the"
            " links are made by a script in the reader's browser, which this program does not run."
        )
    others = _like_articles(ours)
    if len(others) >= _FEWEST:
        shown = ", ".join(others[:_MOST_SHOWN])
        return (
            f"{len(others)} of its links look like articles', but their addresses have another form than the"
            f" two that are known: {shown}."
        )
    scripts = sum(1 for _ in root.iter("script"))
    if XHR_PATH.encode() in body or (scripts and len(ours) < _MOST_SHOWN):
        return f"It holds {scripts} scripts and no article: its list is fetched by a script."
    return f"It holds {len(ours)} links to other pages of the site."


def _like_articles(links: list[str]) -> list[str]:
    """Links whose last step has many words, or ends in a number: what papers' articles look like."""
    found = [
        link
        for link in dict.fromkeys(links)
        if not is_political(urlsplit(link).path.strip("/"))
        and (link_kind(link) == "article" or _words(link) >= _MANY_WORDS)
    ]
    folders = Counter(urlsplit(link).path.count("/") for link in found)
    most = max(folders.values(), default=0)
    return [link for link in found if folders[urlsplit(link).path.count("/")] == most]


def _words(link: str) -> int:
    return len(re.findall(r"[a-z]+", urlsplit(link).path.rpartition("/")[2]))
