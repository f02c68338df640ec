"""An exchange as the doctor reads it: which way it belongs to; whatever came, an answer is given."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.exchange import Exchange
from crawler.report.doctor.answers import BUSY, FAULTY, MOVED, NOT_THERE, WALL, read_answer, way_of
from crawler.report.doctor.diagnosis import diagnose
from crawler.report.doctor.evidence import Place
from crawler.report.doctor.words import markdown, plain
from tests.doctor.altered import NOW, SECTIONS, article

BASE = "https://baolangson.vn"
PLACE = Place(BASE, None, "langson", SECTIONS)
PATHS = {
    "/robots.txt": "robots",
    "/chinh-tri": "listing",
    "/chinh-tri/page/2/": "listing",
    "/chinh-tri/xay-dung-dang": "listing",
    "/list-post-by-category?page=1&category_id=58": "xhr",
    "/feed/": "feed",
    "/chinh-tri/feed/": "feed",
    "/rss/home.rss": "feed",
    "/wp-sitemap.xml": "sitemap",
    "/sitemap_index.xml": "sitemap",
    "/wp-json/wp/v2/posts?per_page=100": "rest",
    "/search?keyword=a": "search",
    "/?p=1207": "ids",
    "/chinh-tri/531453-hoi-nghi.html": "article",
    "/hoi-nghi-5012466.html": "article",
    "/lien-he": "other",
    "/": "other",
}


def exchange(path: str, body: bytes, status: int = 200, **headers: str) -> Exchange:
    """An answer of the paper."""
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange(url=BASE + path, fetched_at=NOW, status=status, headers=fields, body=body)


@pytest.mark.parametrize(("path", "way"), PATHS.items())
def test_ways(path: str, way: str) -> None:
    """By the address alone."""
    assert way_of(BASE + path, PLACE) == way


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (exchange("/chinh-tri", b"", 503), BUSY),
        (exchange("/chinh-tri", b"", 429), BUSY),
        (exchange("/chinh-tri", b"", 404), NOT_THERE),
        (exchange("/chinh-tri", b"", 401), WALL),
        (exchange("/chinh-tri", b"", 301, location="/chinh-tri/"), MOVED),
        (exchange("/chinh-tri", b"<html><body><p>Tin", content_type="text/html"), FAULTY),
        (exchange("/chinh-tri", b"%PDF-1.7"), FAULTY),
        (exchange("/chinh-tri", gzip.compress(b"<html>")[:-3], content_encoding="gzip"), FAULTY),
        (exchange("/feed/", b"<html><body><p>Tin</p></body></html>", content_type="text/html"), NOT_THERE),
        (exchange("/wp-json/wp/v2/posts", b'{"code": "rest_no_route"}'), NOT_THERE),
    ],
)
def test_states(answer: Exchange, state: str) -> None:
    """What is no answer to the question says what it is instead."""
    assert read_answer(answer, PLACE).state == state


PIECES = st.sampled_from(
    [
        *(article("Hội nghị giao ban").encode(), b"{", b"[", b'"link"', b"<rss><channel><item>", b"</rss>"),
        *(b"<urlset>", b"<url><loc>", b"</html>", b"<h1>", b"05/10/2022", b"{{", b"\0", b"\xff\xfe"),
        *(b"User-agent: *\nDisallow: /", b'<a href="/hoi-nghi-5012466.html">', b"<title>", b"<script>"),
    ]
)
LABELS = ("text/html", "application/json", "text/xml", "application/pdf", "", "a/b; charset=\x80")


@given(
    path=st.sampled_from(sorted(PATHS)),
    body=st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=8).map(b"".join)),
    status=st.sampled_from([200, 203, 206, 301, 304, 401, 403, 404, 500, 503, 999]),
    label=st.sampled_from(
        ["text/html", "application/json", "text/xml", "application/pdf", "", "a/b; charset=\x80"]
    ),
)
def test_whatever_came(path: str, body: bytes, status: int, label: str) -> None:
    """An answer and a report on one line each come of it; nothing is raised, no markup gets through."""
    answer = read_answer(exchange(path, body, status, content_type=label), PLACE)
    lines = list(markdown(diagnose(PLACE, [answer], ())))

    assert answer.way == PATHS[path]
    assert all("\n" not in line and "<" not in line.replace("\\<", "") for line in lines)
    assert [plain(line) for line in lines]
