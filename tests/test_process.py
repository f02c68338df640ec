"""Page -> Article: pure, total, and never half done."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import (
    EncodingError,
    InvalidArticleError,
    MissingLandmarkError,
    NotArticleError,
    NotHtmlError,
    PageError,
)
from crawler.items import Article, Page, as_record
from crawler.process import process
from crawler.replica import Newspaper
from crawler.validate.rules import problems
from tests.extract.sheet import NOW, STAMP, TITLE, page, sheet

SAVED = 24
FATES = {"failed", "filtered", "quarantine"}
SNIPPETS = (
    *"<p> </p> <div> </div> <h1> </h1> <table><tr><td> </table> <ul><li> <b> <br> <figure> <img>".split(" "),
    *"<blockquote> <script> <!-- --> <svg> <template> <select><option> </html>".split(" "),
    *"&#0; &nbsp; {{x}} • LSO- <![CDATA[ ]]> <?xml <?php".split(" "),
    *("<img src=/a.jpg>", "<iframe src=//youtube.com/x>", "<a href='", "<base href=x:", "x" * 95 + "."),
    *(TITLE, STAMP, "408 lượt xem", "Từ khóa:", "HOÀNG MAI", "Ảnh: Mai", "Tin liên quan"),
)


@cache
def saved() -> tuple[Page, ...]:
    """Pages of both eras, to be damaged."""
    paper = Newspaper(seed=5, articles=SAVED)
    return tuple(
        Page(
            url=paper.address(index, era),
            body=paper.page(index, fetched_at=NOW.replace(year=2026, month=12), era=era),
            headers=paper.headers(index, era),
            fetched_at=NOW.replace(year=2026, month=12),
        )
        for index in range(SAVED)
        for era in paper.served_eras(index)
    )


def outcome(damaged: Page) -> Article | PageError:
    """The article or the error that a page gives; any other error is raised."""
    try:
        return process(damaged)
    except PageError as error:
        return error


# --- pure -----------------------------------------------------------------------------------------


def test_same_page_gives_the_same_article() -> None:
    """A page gives an equal article each time, whatever was read in between."""
    first = [process(one) for one in saved()]
    again = [process(one) for one in reversed(saved())]

    assert first == again[::-1]


@pytest.mark.parametrize(
    "fetched_at",
    [
        "2022-10-05T16:00:00+07:00",
        "2022-10-06T00:00:01+07:00",
        "2024-02-29T12:00:00+00:00",
        "2026-11-03T09:41:07+07:00",
        "2087-01-01T00:00:00-11:00",
    ],
)
def test_no_clock(fetched_at: str) -> None:
    """Only the time of the fetch counts, be it past or future: all but that time is the same."""
    moment = datetime.fromisoformat(fetched_at)

    article = process(page(sheet(), fetched_at=moment))

    expected = process(page(sheet()))
    assert article == replace(expected, crawl=article.crawl)
    assert article.crawl == replace(expected.crawl, fetched_at=article.crawl.fetched_at)
    assert datetime.fromisoformat(article.crawl.fetched_at) == moment


def test_page_is_not_changed() -> None:
    """Reading leaves the page as it was."""
    one = page(sheet(), headers={"Content-Type": "text/html"})
    process(one)

    assert one == page(sheet(), headers={"Content-Type": "text/html"})


def test_page_needs_a_zone() -> None:
    """A time of fetch without zone is refused: view counts are as of a moment."""
    with pytest.raises(ValueError, match="time zone"):
        page(sheet(), fetched_at=datetime(2024, 9, 20, 10, 15))  # noqa: DTZ001


def test_hash_is_over_the_content() -> None:
    """New views and a new stamp are no new content; a changed word is."""
    hashes = [
        process(page(markup)).crawl.content_hash
        for markup in (
            sheet(),
            sheet(meta=f"<p>{STAMP}</p><p>409 lượt xem</p>"),
            sheet(above="<div>Thứ 6, 20.09.2024 | 10:15:00</div>"),
            sheet(behind="<p><b>LÝ THU</b></p>"),
            sheet().replace("40 tỷ đồng", "41 tỷ đồng"),
        )
    ]

    assert hashes[0] == hashes[1] == hashes[2]
    assert len(set(hashes)) == 3


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "url", "error", "fate", "reason"),
    [
        (b"", "/chinh-tri/612345-a.html", NotHtmlError, "failed", "not-html"),
        (b"%PDF-1.7", "/chinh-tri/612345-a.html", NotHtmlError, "failed", "not-html"),
        (b"<p>\xff\xfe\xfd\x81\x8d</p>" * 9, "/chinh-tri/612345-a.html", EncodingError, "failed", "encoding"),
        (sheet().encode(), "/chinh-tri", NotArticleError, "filtered", "not-article"),
        (sheet(meta="").encode(), "/chinh-tri/612345-a.html", MissingLandmarkError, "quarantine", "missing"),
        (
            sheet(text="<p>" + "\ufffd nông thôn " * 20 + "</p>").encode(),
            "/chinh-tri/612345-a.html",
            InvalidArticleError,
            "quarantine",
            "invalid",
        ),
    ],
)
def test_refusals(markup: bytes, url: str, error: type[PageError], fate: str, reason: str) -> None:
    """Each refusal says what becomes of the page, by which reason it is counted, and what is wrong."""
    with pytest.raises(error) as caught:
        process(page(markup, url=f"https://baolangson.vn{url}"))

    found = caught.value
    assert (type(found), found.fate, found.reason) == (error, fate, reason)
    assert found.detail
    assert found.url.startswith("https://baolangson.vn/")
    assert str(found) == f"{found.url}: {found.detail}"


# --- total ----------------------------------------------------------------------------------------


def holds(damaged: Page) -> None:
    """A page gives a record that keeps the rules, or a reason: nothing else, never a half record."""
    found = outcome(damaged)
    if isinstance(found, PageError):
        assert found.fate in FATES
        assert found.reason
        assert found.detail
        return
    assert list(problems(found)) == []
    assert found.body
    assert datetime.fromisoformat(found.published_at) <= damaged.fetched_at + timedelta(days=2)
    assert next(iter(as_record(found))) == "schema"


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    """No bytes raise anything but a refusal."""
    holds(page(body))


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=40))
def test_any_markup(parts: list[str]) -> None:
    """No markup, however broken, raises anything but a refusal."""
    holds(page("".join(parts)))


def delete(body: bytes, start: int, stop: int) -> bytes:
    """The bytes without a chunk."""
    return body[:start] + body[stop:]


def double(body: bytes, start: int, stop: int) -> bytes:
    """The bytes with a chunk twice."""
    return body[:stop] + body[start:]


def truncate(body: bytes, start: int, stop: int) -> bytes:
    """The bytes up to a place."""
    return body[:start]


def overwrite(body: bytes, start: int, stop: int) -> bytes:
    """The bytes with a chunk made unreadable."""
    return body[:start] + bytes(255 - byte for byte in body[start:stop]) + body[stop:]


@settings(max_examples=150)
@given(
    st.integers(0, SAVED - 1),
    st.lists(
        st.tuples(st.sampled_from([delete, double, truncate, overwrite]), st.floats(0, 1), st.floats(0, 1)),
        min_size=1,
        max_size=4,
    ),
)
def test_damaged_pages(
    number: int, changes: list[tuple[Callable[[bytes, int, int], bytes], float, float]]
) -> None:
    """A page with chunks deleted, doubled, cut off or made unreadable gives a sound record or a reason."""
    one = saved()[number]
    body = one.body
    for change, first, second in changes:
        start, stop = sorted(int(share * len(body)) for share in (first, second))
        body = change(body, start, stop)

    holds(replace(one, body=body))


@pytest.mark.parametrize(
    "url",
    [
        "https://baolangson.vn/chinh-tri/612345-a.html",
        "https://baolangson.vn/a-1612345.html",
        "https://baolangson.vn/?p=612345",
        "https://bao.example/tin/612345",
        "https://[::1/612345",
        "https://bao.example:99999/612345.html",
        "612345",
        "",
    ],
)
def test_any_address(url: str) -> None:
    """No address raises anything but a refusal."""
    holds(page(sheet(), url=url))


@pytest.mark.parametrize(
    "markup",
    [
        sheet(text="<div>" * 3000 + "sâu" + "</div>" * 3000),
        sheet(text="<p>" + "a" * 300_000 + "</p>"),
        sheet(text="<p>" + "1.000 lượt xem " * 5000 + "</p>"),
        sheet(text="<p>" + "05.10.2022 | " * 5000 + "</p>"),
        sheet(text="<table><tr><td>" * 500 + "x"),
        sheet(text="<p>ngắn</p>" * 5000),
        sheet(text="<a href='/a-1000001.html'>Tin khác trong huyện</a><br>" * 2000),
        sheet(title="<h1>Tiêu đề</h1>" * 1000),
        sheet(text="&#8203;" * 20_000 + "{{" * 5000),
        sheet(text="<img src='/a.jpg' srcset='" + "/a.jpg 1w, " * 5000 + "'>" * 3),
    ],
    ids="deep long counters stamps tables lines links titles templates srcset".split(),
)
def test_huge_pages_do_not_hang(markup: str) -> None:
    """A page made to be slow is read or refused within a few seconds."""
    began = time.monotonic()

    holds(page(markup))

    assert time.monotonic() - began < 5


BROKEN = "http://[ //[::1 http://bao.example:99999/ https://baolangson.vn]/a \x01 http:///x ?".split(" ")


@pytest.mark.parametrize("address", BROKEN)
@pytest.mark.parametrize(
    "parts",
    [
        {"head": f"<title>{TITLE}</title><base href='%'>"},
        {"head": f"<title>{TITLE}</title><link rel='canonical' href='%'>"},
        {"head": f"<title>{TITLE}</title><meta property='og:url' content='%'>"},
        {"above": "<ul class='breadcrumb'><li><a href='%'>Chính trị</a></li></ul>"},
        {"behind": "<p><img src='%'></p><p><a href='%'><img src='/a.jpg'></a></p>"},
        {"behind": "<iframe src='%/player'></iframe>"},
        {"behind": "<p><b>HOÀNG MAI</b></p><div>Từ khóa: <a href='%'>Lộc Bình</a></div>"},
        {"below": "<div><h3>Tin liên quan</h3><a href='%'>Tràng Định triển khai nhiệm vụ quý IV</a></div>"},
    ],
    ids="base canonical og-url breadcrumb pictures video keywords related".split(),
)
@pytest.mark.parametrize("url", ["/chinh-tri/612345-a.html", "/a-5012345.html"], ids=["era1", "era2"])
def test_any_address_on_the_page(url: str, parts: dict[str, str], address: str) -> None:
    """A broken address in a link, a picture or the head gives a record or a reason, never a crash."""
    markup = sheet(**{name: part.replace("%", address) for name, part in parts.items()})

    holds(page(markup, url=f"https://baolangson.vn{url}"))
