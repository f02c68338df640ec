"""A real WordPress as the second target: listings, feeds, sitemap and REST each show every post.

Its answers are WordPress's own, so that our parsers cannot have been fitted to our replica alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from crawler.discover.scope import in_sections
from crawler.discover.sources.feed import feed_links
from crawler.discover.sources.found import Question, SourceLink
from crawler.discover.sources.ids import short_link
from crawler.discover.sources.parse import parse_source
from crawler.discover.sources.start import first_addresses
from crawler.discover.window import VIETNAM, Window
from crawler.errors import NotSourceError
from crawler.sites.baolangson.listing import parse_listing
from tests.torture.crawling import Crawl
from tests.torture.paper import Paper
from tests.torture.wordpress.site import PATHS, WordPress, get, lacking, serve_wordpress

WHY_NOT = lacking()
pytestmark = [pytest.mark.torture, pytest.mark.skipif(WHY_NOT is not None, reason=WHY_NOT or "")]
Found = tuple[dict[str, SourceLink], int]  # by number; how many addresses were asked
POSTS = 260  # three pages of REST, two parts of paging in each large section


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """A site of `POSTS` posts in all sections."""
    with serve_wordpress(tmp_path_factory.mktemp("wordpress"), POSTS) as site:
        yield site


def walked(source: str, site: WordPress, sections: tuple[str, ...], since: datetime | None = None) -> Found:
    """Ask every address that a source leads to."""
    question = Question(origin=site.origin, sections=sections, window=Window(since=since))
    waiting: list[tuple[str, str | None]] = [
        (url, None) for url in first_addresses(source, site.origin, sections)
    ]
    links: dict[str, SourceLink] = {}
    asked: set[str] = set()
    while waiting and len(asked) < 500:
        url, section = waiting.pop(0)
        if url in asked:
            continue
        asked.add(url)
        status, headers, body = get(url)
        if status != 200:
            continue
        try:
            page = parse_source(source, body, url, replace(question, section=section, headers=headers))
        except NotSourceError:
            continue
        links |= {link.address.id: link for link in page.links}
        waiting += [(part.url, part.section) for part in page.parts]
    return links, len(asked)


def days(site: WordPress) -> dict[str, object]:
    """Number of a post -> the day on which it appeared."""
    return {post.id: post.published.date() for post in site.posts}


@pytest.mark.parametrize("source", ["feed", "rest"])
def test_a_source_shows_every_post_with_its_day(wordpress: WordPress, source: str) -> None:
    """Feed and REST, walked to the end, give each post once with the day of its publication."""
    links, asked = walked(source, wordpress, ())

    assert {key: link.day for key, link in links.items()} == days(wordpress)
    assert all(link.is_published for link in links.values())
    assert asked < 60


def test_the_sitemap_shows_every_post(wordpress: WordPress) -> None:
    """robots.txt leads to the index, and that to the posts; tags, authors and pages are not asked."""
    links, asked = walked("sitemap", wordpress, ())

    assert set(links) == set(days(wordpress))
    assert asked == len(first_addresses("sitemap", wordpress.origin)) + 1


@pytest.mark.parametrize(
    "section", ["chinh-tri", "chinh-tri/xay-dung-dang", "trang-dia-phuong/huyen-bac-son"]
)
def test_rest_by_section(wordpress: WordPress, section: str) -> None:
    """A section's posts are found through its category and its children, each named for its own."""
    links, _ = walked("rest", wordpress, (section,))
    wanted = {
        post.id: post.section
        for post in wordpress.posts
        if in_sections(post.section.partition("/")[0], post.section.partition("/")[2] or None, [section])
    }

    assert {key: link.section for key, link in links.items()} == wanted


def test_rest_within_days(wordpress: WordPress) -> None:
    """A window is asked of the interface itself: all posts within it, hardly any before it."""
    since = sorted(post.published for post in wordpress.posts)[-40]
    first = since.astimezone(VIETNAM).replace(hour=0, minute=0, second=0)
    links, _ = walked("rest", wordpress, (), first)
    wanted = {post.id for post in wordpress.posts if post.published >= first}

    assert wanted <= set(links)
    assert len(links) <= len(wanted) + 5


def test_listings_show_every_post(wordpress: WordPress) -> None:
    """Each section's listing, page by page, shows its posts; the box beside it is not its main list."""
    for path in PATHS:
        found: set[str] = set()
        url: str | None = f"{wordpress.origin}/{path}/"
        while url is not None:
            status, _, body = get(url)
            listing = parse_listing(body, url, origin=wordpress.origin)
            found |= {link.address.id for link in listing.articles if link.main} if status == 200 else set()
            ways = [page.url for page in listing.next_pages if not page.guessed] if status == 200 else []
            url = ways[0] if ways else None
        posts = {post.id for post in wordpress.posts if f"{post.section}/".startswith(f"{path}/")}
        assert found == posts, path


def test_feeds_are_named_by_the_pages(wordpress: WordPress) -> None:
    """A listing names its own feed and the site's, and those of comments are left out."""
    url = f"{wordpress.origin}/chinh-tri/"
    _, _, body = get(url)
    named = [link.rstrip("/") for link in feed_links(body, url, origin=wordpress.origin)]

    assert named == [f"{wordpress.origin}/feed", f"{wordpress.origin}/chinh-tri/feed"]


def test_a_short_link_leads_to_its_post(wordpress: WordPress) -> None:
    """`/?p=<id>` answers with the post, and with 404 where no post has the number."""
    known = wordpress.posts[0].id

    assert get(short_link(wordpress.origin, int(known)))[0] == 200
    assert get(short_link(wordpress.origin, 999_999))[0] == 404


def test_a_refusal_is_no_source(wordpress: WordPress) -> None:
    """WordPress's page for a missing address is neither feed nor sitemap nor a list in JSON."""
    _, _, body = get(f"{wordpress.origin}/khong-co-trang-nay/")

    for source in ("feed", "sitemap", "rest"):
        with pytest.raises(NotSourceError, match="ask for another source"):
            parse_source(source, body, f"{wordpress.origin}/wp-sitemap.xml")


@pytest.mark.parametrize("via", ["listing", "feed", "sitemap", "rest"])
def test_a_crawl_stores_every_political_post(wordpress: WordPress, tmp_path: Path, via: str) -> None:
    """`langson crawl --via …` of WordPress gives a record of every post of the sections it asks for."""
    sections = ("chinh-tri", "thong-bao")
    options = ("--delay", 0, "--via", via, "--section", "thong-bao")
    paper = Paper(None, wordpress.origin)  # type: ignore[arg-type]  # no replica behind it
    done = Crawl(paper, tmp_path / "data", options, section="chinh-tri").run(600)

    assert done.returncode == 0, done.stderr
    months = (tmp_path / "data").glob("articles/*.jsonl")
    lines = [line for month in months for line in month.read_text("utf-8").splitlines()]
    assert sorted(json.loads(line)["id"] for line in lines) == sorted(
        post.id for post in wordpress.posts if post.section.partition("/")[0] in sections
    )
