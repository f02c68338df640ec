"""The paper served by one way alone, and lists that lead astray."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.cli.replica import Hostile, Source
from crawler.replica import Newspaper
from crawler.replica.paging import HOSTILE, sheaf
from crawler.replica.reply import Ask, Reply
from crawler.replica.sections import Roll, Run
from crawler.replica.site import SOURCES, respond
from crawler.replica.stamps import VIETNAM

NOW = datetime(2026, 11, 1, 10, 20, 31, tzinfo=VIETNAM)
ADDRESSES = {
    "listing": "/chinh-tri/",
    "xhr": "/list-post-by-category?page=1&category_id=58",
    "feed": "/chinh-tri/feed/",
    "sitemap": "/wp-sitemap.xml",
    "rest": "/wp-json/wp/v2/posts",
    "search": "/search?chinhxac=1&keyword=h%E1%BB%99i&page=1",
    "ids": "/?p=1000",
}
ARTICLE = re.compile(r'href="(/[^"]*?(?:\d{3,6}-[a-z0-9-]+|-\d{7})\.html)"')


@cache
def paper() -> Newspaper:
    return Newspaper(seed=21, articles=300, origin="http://127.0.0.1:8000")


def ask(target: str, sources: frozenset[str] = SOURCES, hostile: str | None = None) -> Reply:
    parts = urlsplit(target)
    headers = {"x-requested-with": "XMLHttpRequest"}
    request = Ask(parts.path, dict(parse_qsl(parts.query)), headers, len(paper()), NOW, hostile)
    return respond(paper(), request, sources=sources)


@pytest.mark.parametrize("only", sorted(SOURCES))
def test_one_way_alone(only: str) -> None:
    """The one way answers, all others are missing; articles and robots.txt are always served."""
    known = paper().story(paper().roll("", 1).cut(0, 1)[0]).number
    addresses = ADDRESSES | {"ids": f"/?p={known}"}
    answers = {source: ask(target, frozenset({only})).status for source, target in addresses.items()}

    assert answers == {
        source: 404 if source != only else 301 if source == "ids" else 200 for source in addresses
    } | ({"listing": 200} if only == "xhr" else {})
    assert (
        ask(paper().path(0), frozenset({only})).status == ask("/robots.txt", frozenset({only})).status == 200
    )


def test_a_listing_that_a_script_fills() -> None:
    """With the lists for scripts alone, a section's page names its category and shows no article."""
    text = ask("/chinh-tri", frozenset({"xhr"})).body.decode()

    assert "CATEGORY_ID = 58" in text
    assert not ARTICLE.search(text)
    assert "page=2" not in text


def test_the_front_page_without_listings_shows_no_article() -> None:
    """It is there, with the menus, and leads to none."""
    with_listings, without = ask("/"), ask("/", SOURCES - {"listing"})

    assert with_listings.status == without.status == 200
    assert ARTICLE.search(with_listings.body.decode())
    assert not ARTICLE.search(without.body.decode())


def test_the_command_names_all() -> None:
    """`langson replica serve` offers every way and every kind of bad list."""
    assert {source.value for source in Source} == SOURCES
    assert tuple(kind.value for kind in Hostile) == HOSTILE


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20, 35, 57])
@pytest.mark.parametrize("hostile", [None, *HOSTILE])
def test_every_article_is_within_reach(hostile: str | None, count: int) -> None:
    """Whoever follows the pages as far as a list that behaves goes, twice over, meets each article."""
    roll = Roll((Run(tuple(range(120)), 0, count),))
    pages = [sheaf(roll, page, 10, hostile) for page in range(1, 2 * (count // 5) + 4)]
    shown = {index for page in pages if page.exists for index in page.indexes}

    assert shown == set(roll)
    assert all(len(page.indexes) <= 10 for page in pages)


@pytest.mark.parametrize("hostile", ["loop", "endless", "empty"])
def test_endless_lists(hostile: str) -> None:
    """A page far behind the last is there, and its pager names the next."""
    for target in ("/chinh-tri/page/900/", "/chinh-tri?page=900"):
        reply = ask(target, hostile=hostile)
        text = re.sub(r"<h3>Đọc nhiều</h3><ul>.*?</ul>", "", reply.body.decode(), flags=re.DOTALL)

        assert reply.status == 200
        assert re.search(r'rel="next" href="/chinh-tri[/?]page[/=]901', text)
        assert bool(ARTICLE.search(text)) is (hostile != "empty")


def test_the_calendar_goes_to_the_year_9999() -> None:
    """Behind the last page each day leads to the next, without an article."""
    text = ask("/chinh-tri/?date=9999-12-30", hostile="calendar").body.decode()

    assert 'rel="next" href="/chinh-tri/?date=9999-12-31"' in text


def test_search_finds_words_whatever_their_tone_marks() -> None:
    """Exact words are found in titles and leads, newest first; each result ends in its time."""
    text = ask("/search?chinhxac=1&keyword=h%E1%BB%99i%20ngh%E1%BB%8B").body.decode()
    times = re.findall(r"\d\d:\d\d \| \d\d/\d\d/\d{4}", text)
    moments = [datetime.strptime(time, "%H:%M | %d/%m/%Y").replace(tzinfo=VIETNAM) for time in times]

    assert len(moments) == 12
    assert moments == sorted(moments, reverse=True)
    assert "Không tìm thấy" in ask("/search?keyword=zzz&chinhxac=1").body.decode()
