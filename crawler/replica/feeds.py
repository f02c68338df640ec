"""What machines read: feeds, sitemaps, WordPress's REST interface, era 2's lists for scripts."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from crawler.replica.listings import category_of, listing_path, missing, name_of
from crawler.replica.markup.metadata import named_entities
from crawler.replica.newspaper import Newspaper
from crawler.replica.paging import sheaf
from crawler.replica.reply import Ask, Reply, as_json, xml
from crawler.replica.sections import SECTIONS, Roll, Run

FEED_SIZE = 10
HOME_SIZE = 50
PART_SIZE = 2000


def era1_feed(paper: Newspaper, ask: Ask, path: str) -> Reply:
    """Answer a WordPress feed (RSS 2.0) of a section or the whole paper; `?paged=N` leads back."""
    page = ask.number("paged", 1)
    found = sheaf(paper.roll(path, 1, ask.count), page, FEED_SIZE, _unbroken(ask))
    if not found.exists:
        return missing(paper, ask)
    title = f"{name_of(path)} – Báo Lạng Sơn" if path else "Báo Lạng Sơn"
    items = "\n".join(_feed_item(paper, index, 1) for index in found.indexes)
    return _rss(paper, title, listing_path(path, 1) if path else "/", items, ask.now)


def _unbroken(ask: Ask) -> str | None:
    """How a feed or REST list misbehaves: an empty page in its midst would be its end."""
    return None if ask.hostile == "gaps" else ask.hostile


def era2_feed(paper: Newspaper, ask: Ask) -> Reply:
    """Answer era 2's feed of the newest articles of all sections."""
    indexes = paper.roll("", 2, ask.count).cut(0, HOME_SIZE)
    items = "\n".join(_feed_item(paper, index, 2) for index in indexes)
    return _rss(paper, "Trang chủ - Báo Lạng Sơn", "/", items, ask.now)


def _rss(paper: Newspaper, title: str, path: str, items: str, now: datetime) -> Reply:
    return xml(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>{escape(title)}</title><link>{paper.origin}{path}</link>\n"
        f"<lastBuildDate>{format_datetime(now)}</lastBuildDate>\n{items}\n</channel></rss>"
    )


def _feed_item(paper: Newspaper, index: int, era: int) -> str:
    story, teaser = paper.story(index), paper.teaser(index, era)
    link = f"{paper.origin}{teaser.path}"
    guid = f"{paper.origin}/?p={story.number}" if era == 1 else link
    return (
        f"<item><title>{escape(teaser.title)}</title><link>{link}</link>"
        f"<pubDate>{format_datetime(teaser.published)}</pubDate>"
        f"<category><![CDATA[{teaser.section}]]></category>"
        f'<guid isPermaLink="false">{guid}</guid>'
        f"<description><![CDATA[<p>{escape(teaser.excerpt)} [&#8230;]</p>]]></description></item>"
    )


def sitemap_index(paper: Newspaper, ask: Ask) -> Reply:
    """Answer WordPress's index of sitemaps."""
    parts = -(-len(paper.roll("", 1, ask.count)) // PART_SIZE)
    entries = "".join(
        f"<sitemap><loc>{paper.origin}/wp-sitemap-posts-post-{number}.xml</loc></sitemap>"
        for number in range(1, parts + 1)
    )
    if ask.hostile in ("loop", "endless", "empty", "calendar"):  # an index of indexes without an end
        page = "" if ask.hostile == "loop" else f"?page={ask.number('page', 1) + 1}"
        entries += f"<sitemap><loc>{paper.origin}/wp-sitemap.xml{page}</loc></sitemap>"
    return xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>')


def sitemap_part(paper: Newspaper, ask: Ask, number: int) -> Reply:
    """Answer one part of the sitemap, oldest articles first as WordPress lists them."""
    roll = paper.roll("", 1, ask.count)
    stop = len(roll) - (number - 1) * PART_SIZE
    if number < 1 or stop <= 0:
        return missing(paper, ask)
    entries = "\n".join(
        f"<url><loc>{paper.address(index, 1)}</loc>"
        f"<lastmod>{paper.chronicle.published(index).isoformat()}</lastmod></url>"
        for index in reversed(roll.cut(max(0, stop - PART_SIZE), stop))
    )
    return xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>')


def rest_posts(paper: Newspaper, ask: Ask) -> Reply:
    """Answer `/wp-json/wp/v2/posts`: exact categories, as WordPress counts, not their children."""
    size, page = min(100, ask.number("per_page", 10)), ask.number("page", 1)
    roll = _of_categories(paper, ask)
    found = sheaf(roll, page, size, _unbroken(ask))
    if not found.exists:
        message = "The page number requested is larger than the number of pages available."
        fault = {"code": "rest_post_invalid_page_number", "message": message, "data": {"status": 400}}
        return as_json(fault, 400)
    posts = [_post(paper, index) for index in found.indexes]
    pages = found.last if len(roll) else 0
    return as_json(posts, headers={"X-WP-Total": str(len(roll)), "X-WP-TotalPages": str(pages)})


def _of_categories(paper: Newspaper, ask: Ask) -> Roll:
    asked = ask.query.get("categories")
    if not asked:
        return paper.roll("", 1, ask.count)
    wanted = {int(text) for text in asked.split(",") if text.isascii() and text.isdigit()}
    return paper.exact_roll(wanted, 1, ask.count)


def _post(paper: Newspaper, index: int) -> dict[str, Any]:
    story = paper.story(index)
    lead = escape(story.lead).replace("–", "&#8211;")
    return {
        "id": story.number,
        "date": f"{story.published:%Y-%m-%dT%H:%M:%S}",
        "slug": story.slug,
        "link": paper.address(index, 1),
        "title": {"rendered": escape(story.title).replace("–", "&#8211;")},
        "excerpt": {"rendered": f"<p>{lead}</p>\n"},
        "categories": [story.section.category],
    }


def rest_categories(paper: Newspaper, ask: Ask) -> Reply:
    """Answer `/wp-json/wp/v2/categories`."""
    return as_json(
        [
            {
                "id": part.category,
                "slug": part.subsection or part.section,
                "name": part.subname or part.name,
                "count": len(paper.exact_roll({part.category}, 1, ask.count)),
                "parent": category_of(part.section) if part.subsection else 0,
                "link": f"{paper.origin}{listing_path(part.path, 1)}",
            }
            for part in SECTIONS
        ]
    )


def era2_list(paper: Newspaper, ask: Ask) -> Reply:
    """Answer era 2's list for its own scripts; only to requests that say so in a header."""
    if ask.headers.get("x-requested-with") != "XMLHttpRequest":
        return missing(paper, ask)
    size, page = min(50, ask.number("limit", 12)), ask.number("page", 1)
    category = ask.number("category_id", 0, least=0)
    paths = [part.path for part in SECTIONS if part.category == category]
    paths += [path for path in ("trang-dia-phuong", "uncategorized") if category_of(path) == category]
    roll = paper.roll(paths[0], 2, ask.count) if paths else Roll((Run((), 0, 0),))
    data = [_listed(paper, index, ask) for index in sheaf(roll, page, size, ask.hostile).indexes]
    return as_json({"status": 1, "data": data, "current_page": page, "total": len(roll)})


def _listed(paper: Newspaper, index: int, ask: Ask) -> dict[str, Any]:
    teaser = paper.teaser(index, 2)
    item: dict[str, Any] = {
        "title": named_entities(escape(teaser.title)),
        "link": teaser.path,
        "publish_date": f"{teaser.published:%H:%M | %d/%m/%Y}",
    }
    if ask.query.get("show_thumb") == "true":
        item["thumb"] = teaser.thumb
    if ask.query.get("show_desc") == "true":
        item["desc"] = named_entities(escape(teaser.excerpt))
    return item
