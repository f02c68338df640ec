"""Era 2's search page, read by its landmarks: a link, then a time."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.sources.search import parse_search, search_address
from crawler.errors import NotSourceError

URL = search_address("https://baolangson.vn", "Tỉnh ủy")


def hit(number: int, when: str = "10:36 | 23/04/2025") -> str:
    link = f"/hoi-nghi-{number}.html"
    return f'<div><a href="{link}"><img></a><h3><a href="{link}">Hội nghị</a></h3><p>…</p><i>{when}</i></div>'


def read(body: str, url: str = URL) -> SourcePage:
    return parse_search(body.encode(), url, Question())


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("10:36 | 23/04/2025", date(2025, 4, 23)),
        ("10:36|23/04/2025", date(2025, 4, 23)),
        ("\n 9:05  |  1/4/2025 ", date(2025, 4, 1)),
        ("Chính trị - 10:36 | 23/04/2025", date(2025, 4, 23)),
        ("10:36 | 31/02/2025", None),
        ("10:36 | 23/04/9999", None),
    ],
)
def test_items(when: str, day: date | None) -> None:
    """An item's day is that of the time which ends it; an impossible one is none."""
    assert [(link.address.id, link.day) for link in read(hit(5123456, when)).links] == [("5123456", day)]


def test_boxes_are_no_items() -> None:
    """Links that no time ends (menus, what is read most) and times that no link precedes are left out."""
    box = '<ul><li><a href="/doc-nhieu-5999999.html">Đọc nhiều</a></li></ul>'
    clock = "<header>08:00 | 24/11/2026</header>"
    page = read(
        f"{clock}{box}{hit(5000002)}<p>11:00 | 02/02/2020</p>{hit(5000001, '7:01 | 01/01/2024')}{box}"
    )

    assert [(link.address.id, str(link.day)) for link in page.links] == [
        ("5000002", "2025-04-23"),
        ("5000001", "2024-01-01"),
    ]


@pytest.mark.parametrize(
    ("body", "following"),
    [
        (hit(5000001), URL.replace("page=1", "page=2")),
        (f'{hit(5000001)}<a rel="next" href="/search?keyword=x&page=2">›</a>',
         "https://baolangson.vn/search?keyword=x&page=2"),
        ("<p>Không tìm thấy kết quả nào.</p>", None),
        ('<a href="https://example.vn/?page=2" rel="next">›</a>', None),
    ],
)  # fmt: skip
def test_the_next_page(body: str, following: str | None) -> None:
    """The pager's, else the next number as long as there are items."""
    assert [part.url for part in read(body).parts] == ([following] if following else [])


@pytest.mark.parametrize(
    ("text", "total"),
    [("Tìm thấy 1.234 kết quả", 1234), ("7 kết quả", 7), ("0,5 kết quả", None), ("Kết quả tìm kiếm", None)],
)
def test_total(text: str, total: int | None) -> None:
    """How many results there are in all, where the page says so."""
    assert read(f"<p>{text}</p>{hit(5000001)}").total == total


@pytest.mark.parametrize("body", [b"", b"  ", b'{"status": 1}', b"[]"])
def test_what_is_no_page(body: bytes) -> None:
    """An answer for scripts is refused."""
    with pytest.raises(NotSourceError, match="no search page"):
        parse_search(body, URL, Question())


@given(st.text(max_size=200), st.sampled_from(["", "<base href='http://['>", hit(5000001)]))
def test_no_text_breaks_it(text: str, head: str) -> None:
    """Any page gives an answer or the one error."""
    with suppress(NotSourceError):
        assert len(read(head + text).links) <= 1


@pytest.mark.parametrize("attribute", ['a{}="1" ', 'a{}="1"', "a{}='>' ", "a{}/", "a{} "])
def test_a_swarm_of_attributes(attribute: str) -> None:
    """To read a tag with tens of thousands of attributes takes minutes: such a page is none."""
    swarm = "".join(attribute.format(number) for number in range(60_000))
    with pytest.raises(NotSourceError):
        read(f"<html><body><a {swarm}>x</a>{hit(5123456)}</body></html>")


def test_many_attributes_of_many_tags() -> None:
    """Of a long page of results each tag has its own few."""
    body = "".join(f'<i data-{number}="1">{hit(5_000_000 + number)}</i>' for number in range(2_000))
    assert len(read(f"<html><body>{body}</body></html>").links) == 2_000
