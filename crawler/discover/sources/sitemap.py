"""Sitemaps: indexes, urlsets, news sitemaps, plain texts, gzip; robots.txt's ``Sitemap:`` lines.

Read as a stream by libxml2 with entities off and in recovery: a cut or broken sitemap gives what stands
before the break (sitemaps.org, protocol 0.9; Google's news extension 0.9).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree

from crawler.discover.sources.collect import MAX_BYTES, MAX_LINKS, Entry, article_links, machine_day
from crawler.discover.sources.feed import parse_feed
from crawler.discover.sources.found import Question, SourcePage, SourcePart
from crawler.errors import NotSourceError
from crawler.extract.addresses import joined
from crawler.sites.baolangson.urls import is_ours

MAX_UNPACKED = 50 * 2**20  # a sitemap's size by its protocol
_MAX_PARTS = 10_000
_ROBOTS_BYTES = 500 * 1024  # RFC 9309, section 2.5
_SITEMAP_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*([^\s#]\S*)", re.IGNORECASE | re.MULTILINE)
# Sub-sitemaps of WordPress (core, Yoast, Rank Math, AIOSEO) that name no post, by the file's name.
_NO_POSTS = re.compile(
    r"wp-sitemap-(?:taxonomies|users|posts-(?:page|attachment))-.*"
    r"|(?:sitemap[-_])?(?:page|category|categories|post_tag|tags?|post_format|product_cat|author|users?|attachment"
    r"|images?|video|local|tax|misc)s?(?:[-_]?sitemap)?[-_]?\d*",
    re.IGNORECASE,
)
_FEED_ROOTS = frozenset({"rss", "feed", "RDF"})


def parse_sitemap(body: bytes, url: str, question: Question) -> SourcePage:
    """Read a sitemap of any form, or robots.txt where the address ends in ``/robots.txt``.

    Args:
        body: The bytes as received; gzip is unpacked (at most 50 MiB).
        url: Its address.
        question: What was asked for. A sub-sitemap whose lastmod lies before the days wanted, and one
            whose name says that it holds no posts, is left out.

    Raises:
        NotSourceError: The bytes are no sitemap.
    """
    if urlsplit(url).path.endswith("/robots.txt"):
        return SourcePage(parts=_robots_parts(body, url, question))
    text, is_whole = _unpacked(body, url)
    stripped = text.lstrip(b"\xef\xbb\xbf \t\r\n")
    if stripped[:8].lower().startswith((b"http://", b"https://")):
        return _plain_text(stripped, url, question, is_whole)
    return _xml(text, url, question, is_whole)


def _robots_parts(body: bytes, url: str, question: Question) -> tuple[SourcePart, ...]:
    lines = _SITEMAP_LINE.findall(body[:_ROBOTS_BYTES].replace(b"\r", b"\n"))
    named = dict.fromkeys(joined(url, line.decode("utf-8", "replace")) for line in lines[:_MAX_PARTS])
    return tuple(SourcePart(part, "part") for part in named if part and is_ours(part, origin=question.origin))


def _unpacked(body: bytes, url: str) -> tuple[bytes, bool]:
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_UNPACKED], len(body) <= MAX_UNPACKED
    reader = zlib.decompressobj(31)
    try:
        text = reader.decompress(body[:MAX_BYTES], MAX_UNPACKED)
    except zlib.error as error:
        raise NotSourceError(url, f"gzip that cannot be unpacked ({error})") from error
    return text, reader.eof


def _plain_text(text: bytes, url: str, question: Question, is_whole: bool) -> SourcePage:
    """One address a line; the last one of a cut file may be half an address."""
    lines = text.decode("utf-8", "replace").splitlines()
    entries = [Entry(line.strip()) for line in (lines if is_whole else lines[:-1]) if line.strip()]
    links, strangers = article_links(entries[:MAX_LINKS], url, question.origin)
    return SourcePage(links, strangers=strangers, is_whole=is_whole and len(entries) <= MAX_LINKS)


# --- XML ----------------------------------------------------------------------------------------


def _xml(text: bytes, url: str, question: Question, is_whole: bool) -> SourcePage:
    reading = _Reading(text)
    entries = list(reading.entries())
    if reading.root in _FEED_ROOTS:  # the protocol lets a feed stand for a sitemap
        return parse_feed(text, url, question)
    if reading.root not in ("urlset", "sitemapindex"):
        raise NotSourceError(url, f"no sitemap ({reading.what}); ask for another source")
    is_whole = is_whole and reading.is_whole
    if reading.root == "sitemapindex":
        parts, strangers = _parts(entries, url, question)
        return SourcePage(parts=parts, strangers=strangers, is_whole=is_whole)
    links, strangers = article_links(entries, url, question.origin)
    return SourcePage(links, strangers=strangers, is_whole=is_whole)


class _Reading:
    """One pass over the XML; `root` and `is_whole` are known after it."""

    def __init__(self, text: bytes) -> None:
        self.root = ""
        self.is_whole = True
        self._text = text

    @property
    def what(self) -> str:
        """What the bytes seem to be, for the error's message."""
        return f"its XML begins with <{self.root[:40]}>" if self.root else "it is no XML"

    def entries(self) -> Iterator[Entry]:
        """Give the children of the root, at most `MAX_LINKS`, emptied as they are read."""
        context = etree.iterparse(
            BytesIO(self._text), events=("start", "end"), recover=True, resolve_entities=False,
            no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False,
        )  # fmt: skip
        depth, count = 0, 0
        try:
            for event, element in context:
                if event == "start":
                    depth += 1
                    self.root = self.root or _name(element)
                    if depth == 1 and self.root not in ("urlset", "sitemapindex"):
                        return
                    continue
                depth -= 1
                if depth == 1:
                    if (entry := _entry(element)) is not None and (count := count + 1) <= MAX_LINKS:
                        yield entry
                    _forget(element)
                if count > MAX_LINKS:
                    self.is_whole = False
                    return
        except (etree.LxmlError, ValueError):
            self.is_whole = False
        if depth != 0 or _is_broken(context):
            self.is_whole = False


def _is_broken(context: etree.iterparse[tuple[str, etree._Element]]) -> bool:
    return any(line.level >= etree.ErrorLevels.ERROR for line in context.error_log)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Free an entry that was read, and what stands before it: memory does not grow with the sitemap."""
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)


def _entry(element: etree._Element) -> Entry | None:
    """Read `<url>` or `<sitemap>`: its own `<loc>` and `<lastmod>` (images have a loc, too), news' day."""
    if _name(element) not in ("url", "sitemap"):
        return None
    texts = {_name(child): child.text or "" for child in element if len(child) == 0}
    news = next((child for child in element if _name(child) == "news"), None)
    dates = (part.text for part in news if _name(part) == "publication_date") if news is not None else ()
    published = machine_day(next(iter(dates), None))
    day = published or machine_day(texts.get("lastmod"))
    return Entry(texts.get("loc", "").strip(), day, published is not None)


def _parts(entries: list[Entry], url: str, question: Question) -> tuple[tuple[SourcePart, ...], int]:
    since = question.window.since
    found: dict[str, SourcePart] = {}
    strangers = 0
    for entry in entries[:_MAX_PARTS]:
        address = joined(url, entry.href) if entry.href else None
        if address is None or not is_ours(address, origin=question.origin) or not may_hold_posts(address):
            strangers += 1
        elif not _is_older(entry.day, since.date() if since else None):
            found.setdefault(address, SourcePart(address, "part", entry.day))
    return tuple(found.values()), strangers


def _is_older(day: date | None, since: date | None) -> bool:
    return day is not None and since is not None and day < since


def may_hold_posts(url: str) -> bool:
    """Whether a sub-sitemap may name articles, as far as its file's name says.

    >>> may_hold_posts("https://baolangson.vn/post-sitemap3.xml"), may_hold_posts("/wp-sitemap-users-1.xml")
    (True, False)
    """
    name = urlsplit(url).path.rpartition("/")[2].partition(".")[0]
    return not _NO_POSTS.fullmatch(name)
