"""WordPress's REST interface: categories, posts, refusals."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.sources.rest import categories, categories_address, parse_rest, posts_address
from crawler.errors import NotSourceError

BASE = "https://baolangson.vn"
POSTS = posts_address(BASE, 58)
LINK = f"{BASE}/chinh-tri/531453-hoi-nghi.html"
POST = {"id": 531453, "date": "2022-10-05T23:30:00", "link": LINK, "categories": [58]}


def read(value: Any, url: str = POSTS, headers: dict[str, str] | None = None, **question: Any) -> SourcePage:
    return parse_rest(json.dumps(value).encode(), url, Question(headers=headers or {}, **question))


@pytest.mark.parametrize(
    ("post", "day"),
    [
        (POST, date(2022, 10, 5)),  # the site's clock is the one that its pages print
        (POST | {"date": None}, None),
        (POST | {"date": "0000-00-00T00:00:00"}, None),
        (POST | {"date": 5}, None),
        (POST | {"link": f"{BASE}/?p=531453"}, date(2022, 10, 5)),
    ],
)
def test_posts(post: dict[str, Any], day: date | None) -> None:
    """A post gives its address, its day of publication and the section of its category."""
    (link,) = read([post], section="chinh-tri").links

    assert (link.address.id, link.day, link.is_published, link.section) == (
        "531453", day, day is not None, "chinh-tri",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "count", "page", "following", "total"),
    [
        ({"X-WP-Total": "250", "X-WP-TotalPages": "3"}, 100, 1, 2, 250),
        ({"X-WP-Total": "250", "X-WP-TotalPages": "1"}, 100, 1, 2, 250),  # a full page leads on
        ({"x-wp-total": "250", "x-wp-totalpages": "3"}, 50, 3, None, 250),
        ({}, 100, 1, 2, None),  # a proxy that drops headers: a full page goes on
        ({}, 99, 1, None, None),
        ({"X-WP-TotalPages": "9" * 20}, 100, 4, 5, None),
        ({"X-WP-TotalPages": "none"}, 3, 1, None, None),
        ({"X-WP-TotalPages": "9"}, 0, 2, None, None),
    ],
)
def test_pages(
    headers: dict[str, str], count: int, page: int, following: int | None, total: int | None
) -> None:
    """The headers say whether there is another page; without them a full page leads on."""
    url = POSTS.replace("&page=1&", f"&page={page}&")
    answer = read(
        [POST | {"link": f"{BASE}/chinh-tri/{10000 + n}-a.html"} for n in range(count)], url, headers
    )

    assert answer.total == total
    expected = [] if following is None else [POSTS.replace("&page=1&", f"&page={following}&")]
    assert [part.url for part in answer.parts] == expected


@pytest.mark.parametrize(
    "value",
    [
        {"code": "rest_no_route", "message": "x"},
        {"code": "rest_forbidden"},
        {},
        None,
        5,
        "chinh-tri",
        {"data": []},
    ],
)
def test_what_is_no_rest(value: Any) -> None:
    """WordPress's refusals and other JSON are no lists of posts."""
    with pytest.raises(NotSourceError, match="REST"):
        read(value)


def test_behind_the_last_page() -> None:
    """WordPress answers 400 with a code of its own: the list has ended."""
    assert read({"code": "rest_post_invalid_page_number", "data": {"status": 400}}).is_empty


CATEGORIES = [
    {"id": 58, "slug": "chinh-tri", "parent": 0, "count": 9, "link": f"{BASE}/chinh-tri/"},
    {"id": 61, "slug": "xay-dung-dang", "parent": 58, "count": 5},
    {"id": 62, "slug": "trong", "parent": 58, "count": 0},
    {"id": 63, "slug": "the-thao", "parent": 0, "count": 5},
    {"id": 64, "slug": "thong-bao", "parent": 0, "count": 5, "link": f"{BASE}/category/thong-bao"},
    {
        "id": 65,
        "slug": "huyen-bac-son",
        "parent": 99,
        "count": 1,
        "link": f"{BASE}/trang-dia-phuong/huyen-bac-son/",
    },
    {"id": "66", "slug": "x"},
    {"slug": "y"},
    None,
]


def test_categories() -> None:
    """A category's path is that of its link, else that of its parents."""
    paths = {one.id: one.path for one in categories(CATEGORIES, BASE)}

    assert paths == {
        58: "chinh-tri", 61: "chinh-tri/xay-dung-dang", 62: "chinh-tri/trong", 63: "the-thao",
        64: "thong-bao", 65: "trang-dia-phuong/huyen-bac-son",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sections", "asked"),
    [
        (("chinh-tri",), [58, 61]),
        (("chinh-tri/xay-dung-dang", "thong-bao"), [61, 64]),
        (("trang-dia-phuong/huyen-bac-son",), [65]),
        ((), [58, 61, 63, 64, 65]),
    ],
)
def test_categories_lead_to_posts(sections: tuple[str, ...], asked: list[int]) -> None:
    """Each category of a wanted section that has posts is a part, named for its path."""
    page = read(CATEGORIES, categories_address(BASE), sections=sections)

    assert [part.url for part in page.parts] == [posts_address(BASE, number) for number in asked]


def test_parents_in_a_circle() -> None:
    """Categories that are each other's parents end nothing."""
    circle = [{"id": 1, "slug": "a", "parent": 2}, {"id": 2, "slug": "b", "parent": 1}]

    assert [one.path for one in categories(circle, BASE)] == ["b/a", "a/b"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "slug", "parent", "link", "date", "count", "code"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


@given(st.lists(_JSON, max_size=4) | _JSON, st.sampled_from([POSTS, categories_address(BASE)]))
def test_no_json_breaks_it(value: Any, url: str) -> None:
    """Any JSON gives an answer or the one error."""
    with suppress(NotSourceError):
        assert read(value, url).strangers >= 0


@pytest.mark.parametrize("body", [b"", b"[" * 100_000, b"\xff\xfe", b"[1", b" " * 9_000_000, b"<html>"])
def test_what_is_no_json(body: bytes) -> None:
    """Deep, cut, foreign and endless answers are refused."""
    with pytest.raises(NotSourceError):
        parse_rest(body, POSTS, Question())
