"""Sitemaps of every form, robots.txt's lines, and what is no sitemap."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.sources import sitemap
from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.sources.sitemap import may_hold_posts, parse_sitemap
from crawler.discover.window import VIETNAM, Window
from crawler.errors import NotSourceError

URL = "https://baolangson.vn/wp-sitemap-posts-post-1.xml"
LINK = "https://baolangson.vn/chinh-tri/531453-hoi-nghi.html"
NS = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*tails: str, link: str = LINK) -> bytes:
    urls = "".join(f"<url><loc>{link}</loc>{tail}</url>" for tail in tails or ("",))
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NS}>{urls}</urlset>'.encode()


def index(*parts: str) -> bytes:
    entries = "".join(f"<sitemap>{part}</sitemap>" for part in parts)
    return f"<sitemapindex {NS}>{entries}</sitemapindex>".encode()


def read(body: bytes, url: str = URL, since: str | None = None) -> SourcePage:
    first = datetime.fromisoformat(since).replace(tzinfo=VIETNAM) if since else None
    return parse_sitemap(body, url, Question(window=Window(since=first)))


NEWS = "<news:news><news:publication><news:name>Báo Lạng Sơn</news:name></news:publication>{}</news:news>"


@pytest.mark.parametrize(
    ("tail", "day", "is_published"),
    [
        ("<lastmod>2022-10-05</lastmod>", date(2022, 10, 5), False),
        ("<lastmod>2022-10-04T17:00:00Z</lastmod>", date(2022, 10, 5), False),
        ("<lastmod>\n 2022-10-05T00:00:00+07:00 </lastmod>", date(2022, 10, 5), False),
        ("<lastmod>2022-10</lastmod>", None, False),
        ("<lastmod>05/10/2022</lastmod>", None, False),
        ("<lastmod>9999-12-31</lastmod>", None, False),
        ("<lastmod>0001-01-01T00:00:00+00:00</lastmod>", None, False),
        ("<lastmod/>", None, False),
        (
            NEWS.format("<news:publication_date>2022-10-05T08:00+07:00</news:publication_date>")
            + "<lastmod>2023-01-01</lastmod>",
            date(2022, 10, 5),
            True,
        ),
        (NEWS.format("") + "<lastmod>2023-01-01</lastmod>", date(2023, 1, 1), False),
        ("<image:image><image:loc>https://baolangson.vn/a.jpg</image:loc></image:image>", None, False),
    ],
)
def test_days(tail: str, day: date | None, is_published: bool) -> None:
    """Only a news sitemap gives the day of publication; lastmod is an upper bound."""
    (link,) = read(urlset(tail)).links

    assert (link.address.id, link.day, link.is_published) == ("531453", day, is_published)


CASES = {
    "plain": urlset(),
    "gzip": gzip.compress(urlset()),
    "two members": gzip.compress(urlset()) + gzip.compress(b""),
    "no namespace": f"<urlset><url><loc>{LINK}</loc></url></urlset>".encode(),
    "prefix": f'<s:urlset xmlns:s="http://x"><s:url><s:loc>{LINK}</s:loc></s:url></s:urlset>'.encode(),
    "blanks first": b"\n \n" + urlset(),
    "mark": b"\xef\xbb\xbf" + urlset(),
    "utf-16": urlset().decode().replace("UTF-8", "utf-16").encode("utf-16"),
    "ampersand": urlset(link=f"{LINK}?a=1&b=2"),
    "cdata": urlset(link=f"<![CDATA[{LINK}]]>"),
    "text": f"{LINK}\r\nhttps://baolangson.vn/chinh-tri/\r\n".encode(),
    "text with mark": f"\ufeff{LINK}".encode(),
    "feed": f"<rss version='2.0'><channel><item><link>{LINK}</link></item></channel></rss>".encode(),
    "twice": urlset("", "<lastmod>2022-10-05</lastmod>"),
}


@pytest.mark.parametrize("name", CASES)
def test_forms(name: str) -> None:
    """Every form that sitemaps come in shows the article, once."""
    assert [link.address.id for link in read(CASES[name]).links] == ["531453"]


@pytest.mark.parametrize(
    "body",
    [
        urlset("", "")[:-10],
        urlset() + b"<urlset>",
        gzip.compress(urlset(), mtime=0)[:-9],
        urlset(link=f"{LINK}</loc></url><url><loc>\x01"),
        urlset()[:-9] + b"<url>" * 300 + b"</urlset>",
    ],
    ids=["cut", "more", "gzip cut", "control", "open"],
)
def test_a_broken_sitemap_gives_what_stands_before_the_break(body: bytes) -> None:
    """And it says that it is not whole."""
    page = read(body)

    assert [link.address.id for link in page.links] == ["531453"]
    assert not page.is_whole


@pytest.mark.parametrize("form", ["xml", "text"])
def test_a_sitemap_beyond_the_protocol_is_cut(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many addresses as the protocol allows are read, and more are known to be there."""
    monkeypatch.setattr(sitemap, "MAX_LINKS", 50)
    links = [f"https://baolangson.vn/chinh-tri/{number}-a.html" for number in range(1000, 1052)]
    body = "\n".join(links) if form == "text" else "".join(f"<url><loc>{x}</loc></url>" for x in links)
    page = read(body.encode() if form == "text" else f"<urlset>{body}</urlset>".encode())

    assert [link.address.canonical for link in page.links] == links[:50]
    assert not page.is_whole


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body><a href='/wp-sitemap.xml'>x</a></body></html>",
        b'{"code": "rest_no_route"}',
        b"\x1f\x8b damaged",
        b"<a><urlset/></a>",
        b"\0" * 1000,
    ],
)
def test_what_is_no_sitemap(body: bytes) -> None:
    """A page at the sitemap's address is refused."""
    with pytest.raises(NotSourceError):
        read(body)


def test_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entities are not resolved, files of this machine not read, gzip not unpacked without end."""
    entity = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY l "ha">]>'
    body = f"{entity}<urlset><url><loc>&x;&l;</loc></url><url><loc>{LINK}</loc></url></urlset>"
    monkeypatch.setattr(sitemap, "MAX_UNPACKED", 2**20)
    bomb = gzip.compress(urlset()[:-9] + b" " * 2**21 + b"</urlset>")

    assert [link.address.id for link in read(body.encode()).links] == ["531453"]
    assert not read(bomb).is_whole


@pytest.mark.parametrize(
    ("since", "shown"),
    [(None, [1, 2, 3]), ("2023-01-01", [1, 3]), ("2022-12-31", [1, 2, 3]), ("2099-01-01", [3])],
)
def test_parts_that_are_older_are_not_asked(since: str | None, shown: list[int]) -> None:
    """A sub-sitemap with a lastmod before the days wanted is left out, one without is asked."""
    days = ("<lastmod>2024-05-05</lastmod>", "<lastmod>2022-12-30T18:00:00Z</lastmod>", "")
    parts = [
        f"<loc>https://baolangson.vn/post-sitemap{number}.xml</loc>{day}"
        for number, day in enumerate(days, 1)
    ]
    page = read(index(*parts), since=since)

    assert [part.url for part in page.parts] == [f"https://baolangson.vn/post-sitemap{n}.xml" for n in shown]


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("wp-sitemap-posts-post-1.xml", True),
        ("post-sitemap.xml", True),
        ("post-sitemap12.xml", True),
        ("sitemap-2024-05.xml.gz", True),
        ("news-sitemap.xml", True),
        ("sitemap-posts.xml", True),
        ("sitemap.xml", True),
        ("sitemap1.xml", True),
        ("sitemap_chinh-tri.xml", True),
        ("wp-sitemap-posts-page-1.xml", False),
        ("wp-sitemap-taxonomies-post_tag-1.xml", False),
        ("wp-sitemap-users-1.xml", False),
        ("page-sitemap.xml", False),
        ("category-sitemap2.xml", False),
        ("post_tag-sitemap.xml", False),
        ("author-sitemap.xml", False),
        ("sitemap-image.xml", False),
    ],
)
def test_parts_without_posts(name: str, may: bool) -> None:
    """Sub-sitemaps of tags, authors, pages and images are known by their names."""
    url = f"https://baolangson.vn/{name}"

    assert may_hold_posts(url) is may
    assert [part.url for part in read(index(f"<loc>{url}</loc>")).parts] == ([url] if may else [])


def test_foreign_parts_are_counted_not_followed() -> None:
    """An index that leads to another host leads nowhere."""
    page = read(
        index("<loc>https://example.vn/sitemap.xml</loc>", "<loc>http://[</loc>", "<lastmod>x</lastmod>")
    )

    assert (page.parts, page.strangers) == ((), 3)


def test_robots_lines() -> None:
    """Each `Sitemap:` line of robots.txt on the paper's hosts is a part, relative ones too."""
    body = (
        "User-agent: *\r\nDisallow: /\r\nSitemap: https://baolangson.vn/a.xml # chính\r\n"
        "sitemap:/b.xml\r  SITEMAP :\thttps://baolangson.vn/a.xml\nSitemap: https://example.vn/c.xml\n"
        "# Sitemap: /d.xml\nSitemap:\nSitemap: http://["
    )
    page = read(body.encode(), "https://baolangson.vn/robots.txt")

    assert [part.url for part in page.parts] == ["https://baolangson.vn/a.xml", "https://baolangson.vn/b.xml"]
    assert read(b"\xff\xfe\0", "https://baolangson.vn/robots.txt").is_empty


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"<urlset>", b"<sitemapindex>", b"\x1f\x8b", b"http://"])
)
def test_no_bytes_break_it(tail: bytes, head: bytes) -> None:
    """Any bytes give an answer or the one error."""
    with suppress(NotSourceError):
        assert read(head + tail).links == ()
