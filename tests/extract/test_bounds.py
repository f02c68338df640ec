"""No page takes time with the square of its length: each of these took minutes, or raised, once."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

from crawler.errors import EncodingError, NotHtmlError, PageError
from crawler.extract.encoding import declared
from tests.extract.sheet import FIRST, LAST, LEAD, STAMP, TITLE, paragraphs, read, sheet

SECONDS = 20  # each takes about one; a square of the length takes minutes
MANY = 10_000


def inside(middle: str) -> str:
    """A page with something between its paragraphs."""
    return sheet(text=paragraphs(LEAD, FIRST) + middle + paragraphs(LAST))


LONG: dict[str, Callable[[], str]] = {
    "counters": lambda: sheet(meta=f"<div>{STAMP}</div>" + "<div>7 lượt xem</div>" * MANY),
    "rows of a table": lambda: inside("<table>" + "<tr><td>Xã<td>12</tr>" * MANY + "</table>"),
    "cells of a row": lambda: inside("<table><tr>" + "<td>1" * MANY + "</table>"),
    "templates never closed": lambda: inside(f"<p>{'{{ ' * 300_000}</p>"),
    "dashes in the title": lambda: sheet(head=f"<title>{'Tin - ' * 160_000}</title>"),
    "titles in the head": lambda: sheet(
        head="".join(f'<meta property="og:title" content="Tin {n} của tỉnh hôm nay">' for n in range(MANY)),
        title=f"<h1>{TITLE}</h1>" * 3_000,
    ),
    "numbers in an address": lambda: inside(f"<p><a href='/{'1' * 500_000} x.html'>{FIRST[:40]}</a></p>"),
    "names below the text": lambda: sheet(behind="<p><b>HOÀNG MAI</b></p>" * MANY),
    "names inside the text": lambda: inside("<p>Nguyễn Văn An</p>" * MANY),
    "credits below the text": lambda: sheet(behind="<p>Ảnh: Hoàng Lan</p>" * MANY),
    "pictures below the byline": lambda: sheet(below="<p><img src='/a.jpg'></p>" * MANY),
    "pictures without text": lambda: sheet(
        text="<amp-img src='/a.jpg'></amp-img><em>Ảnh tư liệu</em>" * MANY
    ),
    "offices below the text": lambda: sheet(behind="<p>BÍ THƯ</p><p>Nguyễn Văn An</p>" * MANY),
    "comments' headings": lambda: inside(
        "<h3>Bình luận</h3><p>" + FIRST + "</p>" + "<h3>Bình luận</h3>" * MANY
    ),
    "ends of the page": lambda: inside("</body></html>" * MANY),
}


@pytest.mark.parametrize("name", LONG)
def test_time(name: str) -> None:
    """A page of a megabyte is read, or refused, in about a second."""
    markup = LONG[name]()
    begun = time.process_time()

    with contextlib.suppress(PageError):
        read(markup)

    assert time.process_time() - begun < SECONDS


def test_thousands_of_attributes() -> None:
    """libxml2 compares each attribute of a tag with all others: such a page is refused unparsed."""
    attributes = " ".join(f"a{number}=1" for number in range(100_000))

    with pytest.raises(NotHtmlError, match="attributes"):
        read(inside(f"<p {attributes}>Tin</p>"))


def test_long_attribute() -> None:
    """One attribute may be as long as a picture written into the page."""
    assert read(inside(f'<img src="data:image/png;base64,{"QUJD " * 100_000}">'))["title"] == TITLE


@pytest.mark.parametrize(
    "codec",
    "bz2_codec zlib base64 hex rot13 idna punycode unicode_escape raw_unicode_escape undefined mbcs".split(),
)
def test_codecs_that_are_no_codes(codec: str) -> None:
    """A page may declare any of Python's codecs: only codes of text are tried."""
    body = sheet(head=f'<meta charset="{codec}">').encode() + b"\xff" * 2_000

    assert declared(body, {}) is None
    with pytest.raises(EncodingError):
        read(body)


@pytest.mark.parametrize(
    "code", ["windows-1258", "iso-8859-1", "utf-8", "utf-16le", "gb18030", "koi8-r", "big5"]
)
def test_codes(code: str) -> None:
    """The codes that browsers know are known."""
    assert declared(f'<meta charset="{code}">'.encode(), {}) is not None


@pytest.mark.parametrize(
    "address", ["http://[", "http://[::1", "//[", "http://]/", "http://a:b:c/", "https://[x]/y"]
)
@pytest.mark.parametrize(
    "markup",
    [
        "<base href='{0}'>", "<link rel='canonical' href='{0}'>", "<a href='{0}'>Chính trị</a>",
        "<div class='breadcrumb'><a href='{0}'>Trang chủ</a><a href='{0}'>Chính trị</a></div>",
        "<h1><a href='{0}'>Báo Lạng Sơn điện tử</a></h1>",
        "<img src='{0}' srcset='{0} 1.w, {0} .x, {0} 1.2.3x'>",
    ],
)  # fmt: skip
def test_addresses_that_are_none(address: str, markup: str) -> None:
    """No address on a page, however broken, stops the reading of it."""
    piece = markup.format(address)
    markup = (
        sheet(head=f"<title>{TITLE}</title>{piece}")
        if piece.startswith(("<base", "<link"))
        else sheet(above=piece)
    )

    assert read(markup, url="https://baolangson.vn/loc-binh-day-manh-5012345.html")["title"] == TITLE
