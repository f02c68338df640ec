"""Feeds: RSS 2.0, Atom, RDF; broken, foreign and hostile ones."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from crawler.discover.sources.feed import feed_links, feed_section, parse_feed
from crawler.discover.sources.found import Question
from crawler.discover.window import VIETNAM, Window
from crawler.errors import NotSourceError

URL = "https://baolangson.vn/chinh-tri/feed/"
LINK = "https://baolangson.vn/chinh-tri/531453-hoi-nghi.html"
DAY = date(2022, 10, 5)
RSS = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{}</channel></rss>'
ITEM = f"<item><title>Hội nghị Tỉnh ủy</title><link>{LINK}</link>{{}}</item>"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Lạng Sơn</title>{next}<entry><title>Đại hội</title>'
    f'<link href="{LINK}"/>{{}}</entry></feed>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    f' xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="{LINK}"><link>{LINK}</link>'
    "<dc:date>2022-10-05T15:48:48+07:00</dc:date></item></rdf:RDF>"
)


def item(tail: str = "") -> bytes:
    return RSS.format(ITEM.format(tail)).encode()


@pytest.mark.parametrize(
    ("body", "day", "is_published"),
    [
        (item("<pubDate>Wed, 05 Oct 2022 15:48:48 +0700</pubDate>"), DAY, True),
        (item("<pubDate>Tue, 04 Oct 2022 17:00:01 +0000</pubDate>"), DAY, True),
        (item("<pubDate>Tue, 04 Oct 2022 17:00:01 GMT</pubDate>"), DAY, True),
        (item("<pubDate>2022-10-05 08:00:00</pubDate>"), DAY, True),
        (item("<pubDate>05/10/2022 08:00</pubDate>"), DAY, True),  # day first
        (item("<pubDate>Thứ 4, 05.10.2022 | 15:48:48</pubDate>"), DAY, True),
        (item("<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>"), None, False),
        (item("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"), None, False),
        (item("<pubDate>hôm qua</pubDate>"), None, False),
        (item(), None, False),
        (RDF.encode(), DAY, True),
        (ATOM.format("<published>2022-10-05T01:00:00Z</published>", next="").encode(), DAY, True),
        (ATOM.format("<updated>2022-10-05T01:00:00Z</updated>", next="").encode(), DAY, False),
        (
            ATOM.format(
                "<updated>2023-01-01T00:00:00Z</updated><published>2022-10-05T00:00:00Z</published>", next=""
            ).encode(),
            DAY,
            True,
        ),
    ],
)
def test_days(body: bytes, day: date | None, is_published: bool) -> None:
    """The day is that of publication in Vietnam; a day of the last change is an upper bound only."""
    (link,) = parse_feed(body, URL, Question()).links

    assert (link.address.id, link.day, link.is_published) == ("531453", day, is_published)


@pytest.mark.parametrize(
    "body",
    [
        item().replace(b"</item>", b"</itm>"),
        item()[:-20],
        b"\xef\xbb\xbf" + item(),
        b"\n\n  " + item(),
        item().decode().replace("UTF-8", "utf-16").encode("utf-16"),
        item().replace(b"UTF-8", b"us-ascii"),
        item().replace(b"UTF-8", b"no-such-charset"),
        item("<description>A & B &nbsp; <br> C</description>"),
        item("<x:y>prefix that nobody declared</x:y>"),
        item("\x0b\x01"),
        RSS.format(f'<item><guid isPermaLink="true">{LINK}</guid></item>').encode(),
        RSS.format(
            "<item><link>https://example.vn/</link><guid>https://baolangson.vn/?p=531453</guid></item>"
        ).encode(),
        RSS.format(f"<item><link>\n  {LINK}?utm_source=rss&amp;x=1\n</link></item>").encode(),
        RSS.format("<item><link>/chinh-tri/531453-hoi-nghi.html</link></item>").encode(),
    ],
    ids=range(14),
)
def test_broken_feeds_are_read_as_far_as_they_go(body: bytes) -> None:
    """Wrong charsets, stray letters, open ends and addresses in odd places do not hide an article."""
    assert [link.address.id for link in parse_feed(body, URL, Question()).links] == ["531453"]


@pytest.mark.parametrize(("body", "is_whole"), [(item(), True), (item()[:-20], False)])
def test_a_cut_feed_says_so(body: bytes, is_whole: bool) -> None:
    """What ended too early is known to have been more."""
    assert parse_feed(body, URL, Question()).is_whole is is_whole


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LOL}]>{RSS.format("<item><title>&l9;</title></item>")}',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.format(ITEM.format("&x;")),
        RSS.format("<a>" * 300_000),
        "<rss version='2.0'><channel>" + "&a" * 30_000,
        RSS.format("<item " + " ".join(f'a{n}=""' for n in range(50_000)) + "/>"),
        RSS.format("<item><link>" + "x" * 100_000 + ".html</link></item>"),
        RSS.format("<item><link>http://[</link><guid>https://baolangson.vn:99999/?p=1</guid></item>"),
    ],
    ids=["entities", "file", "deep", "ampersands", "attributes", "long", "no-address"],
)
def test_hostile_feeds(body: str) -> None:
    """Bombs and oddities give an answer; nothing of this machine's files is in it."""
    page = parse_feed(body.encode(), URL, Question())

    assert "root:" not in repr(page)
    assert len(page.links) <= 1


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"<!DOCTYPE html><html><body>404</body></html>", b"\x89PNG\r\n", b'{"code": 1}',
     b"\0" * 999, b"https://example.org/feed", b"/etc/passwd", b"<urlset><url><loc>x</loc></url></urlset>"],
)  # fmt: skip
def test_what_is_no_feed(body: bytes) -> None:
    """A page at the feed's address is refused; bytes that name a file or an address are never opened."""
    with pytest.raises(NotSourceError, match=r"^https://baolangson\.vn/chinh-tri/feed/: no feed"):
        parse_feed(body, URL, Question())


def test_an_empty_feed_is_a_feed() -> None:
    """A section without articles answers with a feed that shows nothing."""
    assert parse_feed(RSS.format("").encode(), URL, Question()).is_empty


@pytest.mark.parametrize(
    ("url", "following"),
    [
        (URL, f"{URL}?paged=2"),
        (f"{URL}?paged=7", f"{URL}?paged=8"),
        ("https://baolangson.vn/feed", "https://baolangson.vn/feed?paged=2"),
        ("https://baolangson.vn/rss/home.rss", None),
    ],
)
def test_the_next_page(url: str, following: str | None) -> None:
    """WordPress leads back by `?paged=N`; era 2's feed has one page."""
    parts = parse_feed(item(), url, Question()).parts

    assert [part.url for part in parts] == ([following] if following else [])


def test_a_feed_may_name_its_next_page() -> None:
    """Atom's rel=next (RFC 5005) is followed on the paper's hosts only."""
    own, other = ("https://baolangson.vn/feed.atom?p2", "https://example.vn/feed.atom")
    for href, expected in ((own, [own]), (other, [])):
        body = ATOM.format("", next=f'<link rel="next" href="{href}"/>').encode()
        parts = parse_feed(body, "https://baolangson.vn/feed.atom", Question()).parts
        assert [part.url for part in parts] == expected


@pytest.mark.parametrize(("since", "goes_on"), [("2022-10-05", True), ("2022-10-06", False)])
def test_no_page_behind_the_days_wanted(since: str, goes_on: bool) -> None:
    """Where all that a page shows is older, the next page is not named."""
    window = Window(since=datetime.fromisoformat(since).replace(tzinfo=VIETNAM))
    body = item("<pubDate>Wed, 05 Oct 2022 15:48:48 +0700</pubDate>")

    assert bool(parse_feed(body, URL, Question(window=window)).parts) is goes_on


@pytest.mark.parametrize(
    ("url", "categories", "section"),
    [
        (URL, "", "chinh-tri"),
        ("https://baolangson.vn/feed/", "<category>đại hội</category><category>Xây dựng Đảng</category>",
         "chinh-tri/xay-dung-dang"),
        ("https://baolangson.vn/feed/", "<category>Thể thao</category>", None),
    ],
)  # fmt: skip
def test_sections(url: str, categories: str, section: str | None) -> None:
    """The feed's address names the section, else the name of a political section among the categories."""
    (link,) = parse_feed(item(categories), url, Question()).links

    assert link.section == section


def test_feed_addresses() -> None:
    """A page names its feeds; those of comments, of articles and of other hosts are left out."""
    page = """<html><head>
    <link rel="alternate" type="application/rss+xml" href="/feed/">
    <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
    <link rel="alternate" type="application/rss+xml" href="/chinh-tri/1234-a.html/feed/">
    <link rel="Alternate" type="application/atom+xml" href="https://example.vn/atom">
    <link rel="alternate" hreflang="en" href="/en/"></head>
    <a href="/rss/chinh-tri.rss">Chính trị</a><a href="http://[">x</a></html>"""

    assert feed_links(page.encode(), "https://baolangson.vn/rss") == (
        "https://baolangson.vn/feed/",
        "https://baolangson.vn/rss/chinh-tri.rss",
    )
    assert feed_links(b"", URL) == feed_links(b"\0\xff", URL) == ()
    assert feed_section("https://baolangson.vn/feed/") is None
