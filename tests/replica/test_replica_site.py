"""The site's answers: addresses, redirects, paging, machine-read lists, shifting listings. No network."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from datetime import datetime
from functools import cache
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest

from crawler.replica import Newspaper
from crawler.replica.listings import ERA1_SIZE, ERA2_SIZE
from crawler.replica.reply import Ask, Reply
from crawler.replica.sections import SECTIONS
from crawler.replica.site import respond
from crawler.replica.stamps import VIETNAM

NOW = datetime(2026, 11, 1, 10, 20, 31, tzinfo=VIETNAM)
ORIGIN = "http://127.0.0.1:8000"
XHR = {"x-requested-with": "XMLHttpRequest"}
ARTICLE = re.compile(r'href="(/[^"]*?(?:\d{3,6}-[a-z0-9-]+|-\d{7})\.html)"')


@cache
def paper(eras: tuple[int, ...] = (1, 2), articles: int = 600) -> Newspaper:
    return Newspaper(seed=21, articles=articles, eras=eras, origin=ORIGIN)


def ask(newspaper: Newspaper, target: str, headers: dict[str, str] | None = None, count: int = 0) -> Reply:
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    request = Ask(parts.path, query, headers or {}, count or len(newspaper), NOW)
    return respond(newspaper, request)


def entries(reply: Reply) -> list[str]:
    """Give the paths of a listing's entries, without those of the box of most read articles."""
    assert reply.status == 200
    text = reply.body.decode()
    text = re.sub(r"<h3>Đọc nhiều</h3><ul>.*?</ul>", "", text, flags=re.DOTALL)
    return list(dict.fromkeys(ARTICLE.findall(text)))


def walked(newspaper: Newspaper, era: int, path: str, count: int = 0) -> list[str]:
    """Give all entries of a listing, page by page until it ends."""
    found: list[str] = []
    for page in range(1, 200):
        target = f"/{path}?page={page}" if era == 2 else f"/{path}/page/{page}/" if page > 1 else f"/{path}/"
        reply = ask(newspaper, target, count=count)
        if reply.status == 404 or not entries(reply):
            break
        found += entries(reply)
    return found


def in_section(newspaper: Newspaper, path: str, era: int) -> set[str]:
    """Give the paths of a section's articles in an era's form, found by looking at every article."""
    return {
        newspaper.path(index, era)
        for index in range(len(newspaper))
        if era in newspaper.served_eras(index) and f"{newspaper.section(index).path}/".startswith(f"{path}/")
    }


# --- articles -------------------------------------------------------------------------------------


def test_every_address_of_an_article_is_served() -> None:
    """The canonical address and all aliases answer with a page of the same article."""
    migrated = 0
    for index in range(0, 600, 7):
        truth = paper().truth(index)
        for address in [truth["url"], *truth["aliases"]]:
            reply = ask(paper(), address)
            assert reply.status == 200
            migrated += address in truth["aliases"]

    assert migrated > 10


@pytest.mark.parametrize(
    "wrong",
    [
        lambda path, number: path.replace(f"{number}-", f"{number}-mot-"),
        lambda path, number: f"/xa-hoi/{path.rsplit('/', 1)[1]}",
        lambda path, number: f"/tieu-diem/con/{number}-khac.html",
        lambda path, number: f"/?p={number}",
    ],
)
def test_a_wrong_slug_or_folder_leads_to_the_canonical_address(wrong: object) -> None:
    """WordPress answers a right number under a wrong slug or section, and `?p=`, with a 301."""
    assert callable(wrong)
    for index in range(0, 300, 31):
        truth = paper().truth(index, 1)
        path = truth["url"].removeprefix(ORIGIN)
        if (target := wrong(path, truth["id"])) != path:
            reply = ask(paper(), target)
            assert (reply.status, reply.headers["Location"]) == (301, truth["url"])


def test_a_wrong_slug_of_era_2_leads_on_as_well() -> None:
    """Era 2 finds an article by its number, too."""
    truth = paper().truth(500)
    reply = ask(paper(), f"/ten-khac-{truth['id']}.html")

    assert (reply.status, reply.headers["Location"]) == (301, truth["url"])


@pytest.mark.parametrize(
    "target",
    [
        "/chinh-tri/999999-khong-co.html",
        "/khong-co-9999999.html",
        "/?p=999999",
        "/?p=x",
        "/khong-co/",
        "/chinh-tri/feed/feed/",
        "/wp-sitemap-posts-post-9.xml",
        "/chinh-tri/page/99/",
        "/list-post-by-category?category_id=58",
    ],
)
def test_unknown_addresses_are_missing(target: str) -> None:
    """What is not there answers 404 with a page of the paper."""
    reply = ask(paper(), target)

    assert reply.status == 404
    assert "<title>" in reply.body.decode()


def test_an_article_is_missing_until_it_appears() -> None:
    """A story of the future has no page yet."""
    count = paper().next_count("chinh-tri", 600)
    path = paper().path(count - 1)

    assert ask(paper(), path).status == 404
    assert ask(paper(), path, count=count).status == 200


def test_an_old_number_is_no_native_address() -> None:
    """An era 1 number of an article that was not migrated is unknown to era 2."""
    index = next(i for i in range(300) if paper().served_eras(i) == (1,))
    number = 1_000_000 + paper().story(index).number

    assert ask(paper(), f"/x-{number}.html").status == 404


# --- listings -------------------------------------------------------------------------------------

LISTED = ["chinh-tri", "chinh-tri/xay-dung-dang", "trang-dia-phuong", "en/politics", "kinh-te"]


@pytest.mark.parametrize("eras", [(1,), (2,), (1, 2)])
@pytest.mark.parametrize("path", LISTED)
def test_listings_hold_their_section_and_nothing_else(eras: tuple[int, ...], path: str) -> None:
    """Walking a listing to its end meets every article of the section once, newest first."""
    newspaper = paper(eras)
    for era in eras:
        found = walked(newspaper, era, path)
        assert len(found) == len(set(found)) > 0
        assert set(found) == in_section(newspaper, path, era)


def test_era_1_listing_without_a_slash_answers_too() -> None:
    """Where only era 1 is spoken, both forms of the address give the listing."""
    assert ask(paper((1,)), "/chinh-tri").body == ask(paper((1,)), "/chinh-tri/").body


def test_first_page_under_its_number_leads_to_the_listing() -> None:
    """`/page/1/` is the listing itself."""
    reply = ask(paper(), "/chinh-tri/page/1/")

    assert (reply.status, reply.headers["Location"]) == (301, f"{ORIGIN}/chinh-tri/")


def test_listings_show_each_title_twice_then_an_excerpt() -> None:
    """Era 1 shows a title as the image's text and as a link, then `- …...`, and no date."""
    text = ask(paper((1,)), "/chinh-tri/").body.decode()
    index = paper((1,)).roll("chinh-tri", 1).cut(0, 1)[0]
    teaser = paper((1,)).teaser(index, 1)

    assert f'alt="{html.escape(teaser.title)}"' in text
    assert f">{html.escape(teaser.title, quote=False)}</a>" in text
    assert f"- {html.escape(teaser.excerpt, quote=False)}...</div>" in text


def test_listings_name_the_next_page() -> None:
    """Pages link to the next one; the last does not."""
    size = len(paper((1,)).roll("chinh-tri", 1))
    last = -(-size // ERA1_SIZE)

    assert 'href="/chinh-tri/page/2/"' in ask(paper((1,)), "/chinh-tri/").body.decode()
    assert f"/page/{last + 1}/" not in ask(paper((1,)), f"/chinh-tri/page/{last}/").body.decode()


def test_flat_and_nested_subsections_are_one_listing() -> None:
    """Era 2 serves a subsection under both forms that its breadcrumbs link to."""
    flat, nested = (
        entries(ask(paper((2,)), path)) for path in ("/xay-dung-dang", "/chinh-tri/xay-dung-dang")
    )

    assert flat == nested


def test_front_page_leads_to_the_listings_of_both_eras() -> None:
    """From the front page every section of every era can be reached."""
    text = ask(paper(), "/").body.decode()

    for part in SECTIONS:
        assert f'href="/{part.path}"' in text
        assert f'href="/{part.path}/"' in text


# --- lists for machines ---------------------------------------------------------------------------


def test_feed_sitemap_rest_and_listings_hold_the_same_articles() -> None:
    """Whatever way the paper is read, it holds the same articles."""
    newspaper = paper((1,))
    everything = {newspaper.address(index) for index in range(600)}
    sitemap = ask(newspaper, "/wp-sitemap-posts-post-1.xml").body
    listed = {f"{ORIGIN}{path}" for part in SECTIONS for path in walked(newspaper, 1, part.path)}

    assert {
        str(node.text) for node in ElementTree.fromstring(sitemap).iter() if node.tag.endswith("loc")
    } == everything
    assert set(fed(newspaper)) == everything
    assert set(rested(newspaper, "")) == everything
    assert listed == everything


def fed(newspaper: Newspaper) -> list[str]:
    found: list[str] = []
    for page in range(1, 100):
        reply = ask(newspaper, f"/feed/?paged={page}")
        if reply.status == 404:
            break
        found += [str(item.findtext("link")) for item in ElementTree.fromstring(reply.body).iter("item")]
    return found


def rested(newspaper: Newspaper, more: str) -> list[str]:
    found: list[str] = []
    for page in range(1, 100):
        reply = ask(newspaper, f"/wp-json/wp/v2/posts?per_page=50&page={page}{more}")
        if reply.status == 400:
            break
        assert int(reply.headers["X-WP-TotalPages"]) >= page
        found += [post["link"] for post in json.loads(reply.body)]
    return found


def test_rest_categories_are_exact() -> None:
    """A category of the REST interface holds its own posts, not its children's; totals say how many."""
    newspaper = paper((1,))
    for category in json.loads(ask(newspaper, "/wp-json/wp/v2/categories").body):
        links = rested(newspaper, f"&categories={category['id']}")
        assert len(links) == category["count"] > 0
        assert all(re.match(f"{category['link']}\\d", link) for link in links)


def test_section_feed_has_the_newest_with_their_times() -> None:
    """A section's feed is RSS 2.0 with the ten newest articles."""
    feed = ElementTree.fromstring(ask(paper((1,)), "/chinh-tri/feed/").body)
    newest = paper((1,)).roll("chinh-tri", 1).cut(0, 10)

    assert feed.get("version") == "2.0"
    assert [item.findtext("link") for item in feed.iter("item")] == [
        paper((1,)).address(i, 1) for i in newest
    ]
    assert str(next(feed.iter("item")).findtext("pubDate")).endswith("+0700")


def test_sitemap_index_names_parts_that_are_there() -> None:
    """Every part of the sitemap's index answers."""
    newspaper = paper((1,), 4100)
    index = ElementTree.fromstring(ask(newspaper, "/wp-sitemap.xml").body)
    parts = [str(node.text) for node in index.iter() if node.tag.endswith("loc")]
    sizes = [len(ElementTree.fromstring(ask(newspaper, part).body)) for part in parts]

    assert sizes == [2000, 2000, 100]


def test_era_2_list_holds_what_the_listing_holds() -> None:
    """The list for scripts gives root-relative links in the listing's order and ends empty."""
    found: list[str] = []
    for page in range(1, 99):
        target = f"/list-post-by-category?page={page}&limit={ERA2_SIZE}&category_id=58&show_desc=true"
        data = json.loads(ask(paper(), target, XHR).body)["data"]
        if not data:
            break
        found += [item["link"] for item in data]

    assert found == walked(paper(), 2, "chinh-tri")
    assert Counter(found).most_common(1)[0][1] == 1


@pytest.mark.parametrize("category", ["0", "12345", "x", ""])
def test_era_2_list_of_an_unknown_category_is_empty(category: str) -> None:
    """An unknown category has no articles."""
    reply = ask(paper(), f"/list-post-by-category?category_id={category}", XHR)

    assert (reply.status, json.loads(reply.body)["data"]) == (200, [])


def test_robots_and_images() -> None:
    """robots.txt allows by default and images answer as images."""
    assert ask(paper(), "/robots.txt").body == b"User-agent: *\nAllow: /\n"
    assert ask(paper(), "/uploads/2020/01/02/a.jpg").headers["Content-Type"] == "image/gif"


# --- new stories during a crawl -------------------------------------------------------------------


@pytest.mark.parametrize(("eras", "era"), [((1,), 1), ((2,), 2), ((1, 2), 2)])
def test_a_new_story_pushes_the_last_one_to_the_next_page(eras: tuple[int, ...], era: int) -> None:
    """A story that appears stands at the top; all others keep their order behind it."""
    newspaper = paper(eras)
    before = walked(newspaper, era, "chinh-tri")
    count = newspaper.next_count("chinh-tri", len(newspaper))
    after = walked(newspaper, era, "chinh-tri", count=count)
    second = "/chinh-tri/page/2/" if era == 1 else "/chinh-tri?page=2"
    size = ERA1_SIZE if era == 1 else ERA2_SIZE

    assert after == [newspaper.path(count - 1, era), *before]
    assert entries(ask(newspaper, second, count=count))[0] == before[size - 1]
