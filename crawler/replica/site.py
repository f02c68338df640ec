"""The site: which answer belongs to which address. Pure; `server` puts it on a socket."""

from __future__ import annotations

import base64
import re

from crawler.replica import feeds, listings, search
from crawler.replica.addresses import taken_apart
from crawler.replica.newspaper import Newspaper
from crawler.replica.reply import Ask, Reply, moved
from crawler.replica.sections import SECTIONS

ROBOTS = "User-agent: *\nAllow: /\n"

_PAGED = re.compile(r"^(/.+?)/page/(\d{1,6})/?$")
_PART = re.compile(r"^/wp-sitemap-posts-post-(\d{1,5})\.xml$")
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_LISTINGS = frozenset(part.path for part in SECTIONS) | {
    part.section for part in SECTIONS if part.language == "vi"
}
# Ways to the articles, each of which the paper can be served without.
SOURCES = frozenset({"listing", "xhr", "feed", "sitemap", "rest", "search", "ids"})
# Era 2 serves subsections under their own slug as well.
_FLAT = {part.subsection: part.path for part in SECTIONS if part.subsection}


def respond(paper: Newspaper, ask: Ask, robots_txt: str = ROBOTS, sources: frozenset[str] = SOURCES) -> Reply:
    """Answer one request.

    Args:
        paper: The newspaper.
        ask: The request and the state of the paper.
        robots_txt: What `/robots.txt` says.
        sources: Ways to the articles that are served; the addresses of all others are missing, and
            without "listing" the front page shows no article. With "xhr" alone sections are pages that
            a script fills. Articles are always served.

    Returns:
        The answer; an address the paper does not know gets its 404 page.
    """
    path = ask.path
    if path == "/robots.txt":
        return Reply(200, robots_txt.encode(), {"Content-Type": "text/plain; charset=utf-8"})
    source = source_of(ask)
    if path == "/" and source == "listing":
        return listings.front_page(paper, ask, entries=source in sources)
    if source is not None and source not in sources:
        shell = _shell(paper, ask) if source == "listing" and "xhr" in sources else None
        return shell or listings.missing(paper, ask)
    if path == "/":
        return _short_link(paper, ask)
    if path.startswith(("/uploads/", "/upload/", "/assets/", "/favicon")):
        return Reply(200, _PIXEL, {"Content-Type": "image/gif"})
    answer = _article(paper, ask)
    if answer is None and 1 in paper.eras:
        answer = _era1(paper, ask)
    if answer is None and 2 in paper.eras:
        answer = _era2(paper, ask)
    return answer or listings.missing(paper, ask)


def _shell(paper: Newspaper, ask: Ask) -> Reply | None:
    """Answer era 2's listing as it is before its script fills it: where scripts alone get the list."""
    section = ask.path.strip("/")
    section = _FLAT.get(section, section)
    if 2 not in paper.eras or section not in _LISTINGS:
        return None
    return listings.era2_listing(paper, ask, section, entries=False)


def source_of(ask: Ask) -> str | None:
    """Say to which way to the articles an address belongs; None for an article, a file or no page."""
    path = ask.path.rstrip("/")
    fixed = {
        "": "ids" if "p" in ask.query else "listing",
        "/list-post-by-category": "xhr",
        "/search": "search",
        "/rss/home.rss": "feed",
        "/wp-sitemap.xml": "sitemap",
    }
    if path in fixed:
        return fixed[path]
    if _PART.match(path):
        return "sitemap"
    if path.startswith("/wp-json/"):
        return "rest"
    if path.endswith("/feed"):
        return "feed"
    paged = _PAGED.match(ask.path)
    section = (paged[1] if paged else path).strip("/")
    return "listing" if _FLAT.get(section, section) in _LISTINGS else None


def _short_link(paper: Newspaper, ask: Ask) -> Reply:
    """Lead `/?p=<id>` to the article, as WordPress does."""
    text = ask.query["p"]
    index = paper.find(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if index is None or index >= ask.count or 1 not in paper.served_eras(index):
        return listings.missing(paper, ask)
    return moved(paper.address(index, 1))


def _article(paper: Newspaper, ask: Ask) -> Reply | None:
    """Answer an article's address; a wrong slug or folder under a right number leads to the right one."""
    asked = taken_apart(ask.path)
    if asked is None:
        return None
    index = paper.find(asked.number)
    if index is None or index >= ask.count or asked.era not in paper.served_eras(index):
        return listings.missing(paper, ask)
    if asked.era == 2 and (asked.number == paper.story(index).number) != (paper.chronicle.era(index) == 2):
        return listings.missing(paper, ask)
    if ask.path != paper.path(index, asked.era):
        return moved(paper.address(index, asked.era))
    body = paper.page(index, fetched_at=ask.now, era=asked.era, count=ask.count)
    return Reply(200, body, paper.headers(index, asked.era))


def _era1(paper: Newspaper, ask: Ask) -> Reply | None:
    """Answer what WordPress answers beside articles; None where era 2 may know the address."""
    path = ask.path
    if path.rstrip("/").endswith("/feed"):
        section = path.rstrip("/")[: -len("/feed")].strip("/")
        return feeds.era1_feed(paper, ask, section) if not section or section in _LISTINGS else None
    part = _PART.match(path)
    if part:
        return feeds.sitemap_part(paper, ask, int(part[1]))
    fixed = {
        "/wp-sitemap.xml": feeds.sitemap_index,
        "/wp-json/wp/v2/posts": feeds.rest_posts,
        "/wp-json/wp/v2/categories": feeds.rest_categories,
    }.get(path.rstrip("/"))
    return fixed(paper, ask) if fixed else _era1_listing(paper, ask)


def _era1_listing(paper: Newspaper, ask: Ask) -> Reply | None:
    """Answer an era 1 listing. Where both eras are spoken, the form without a slash is era 2's."""
    paged = _PAGED.match(ask.path)
    section = (paged[1] if paged else ask.path).strip("/")
    if section not in _LISTINGS:
        return None
    if paged and int(paged[2]) < 2:
        return moved(f"{paper.origin}/{section}/")
    if paged:
        return listings.era1_listing(paper, ask, section, int(paged[2]))
    if 2 in paper.eras and not ask.path.endswith("/"):
        return None
    return listings.era1_listing(paper, ask, section, 1)


def _era2(paper: Newspaper, ask: Ask) -> Reply | None:
    """Answer what era 2's software answers beside articles."""
    path = ask.path
    if path == "/rss/home.rss":
        return feeds.era2_feed(paper, ask)
    if path == "/list-post-by-category":
        return feeds.era2_list(paper, ask)
    if path == "/search":
        return search.era2_search(paper, ask)
    section = path.strip("/")
    section = _FLAT.get(section, section)
    return listings.era2_listing(paper, ask, section) if section in _LISTINGS else None
