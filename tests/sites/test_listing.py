"""Reading listings: which articles, where on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sites.baolangson.listing import Listing, parse_listing
from crawler.sites.baolangson.paging import NextPage, page_number

URL = "https://baolangson.vn/chinh-tri"


def links(*addresses: str, around: str = "section") -> str:
    """A list of linked headlines."""
    items = "".join(f'<li><h3><a href="{address}">Tin</a></h3></li>' for address in addresses)
    return f"<{around}><ul>{items}</ul></{around}>"


def read(body: str, url: str = URL, origin: str | None = None) -> Listing:
    """Parse a page's body."""
    return parse_listing(f"<html><body>{body}</body></html>".encode(), url, origin=origin)


def ids(listing: Listing) -> list[str]:
    """The articles' numbers in order."""
    return [link.address.id for link in listing.articles]


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/chinh-tri/531453-hoi-nghi.html", ["531453"]),
        ("531453-hoi-nghi.html", []),  # below / it is no article: its section is missing
        ("chinh-tri/531453-hoi-nghi.html", ["531453"]),
        (" https://old.baolangson.vn/chinh-tri/xay-dung-dang/98000-a.html ", ["98000"]),
        ("/hoi-nghi-2012345.html", ["2012345"]),
        ("/hoi-nghi-1531453.html", ["531453"]),
        ("/?p=531453", ["531453"]),
        ("//baolangson.vn/chinh-tri/531453-a.html#binh-luan", ["531453"]),
        ("https://example.org/chinh-tri/531453-a.html", []),
        ("{{ item.link }}", []),
        ("javascript:void(0)", []),
        ("http://[broken", []),
        ("/chinh-tri", []),
        ("/multimedia/anh-1.html", []),
    ],
)
def test_article_links(href: str, found: list[str]) -> None:
    """A link is an article where its address has the form of one, on the paper's hosts."""
    assert ids(read(f'<a href="{href}">Tin</a>')) == found


def test_each_article_once_in_page_order() -> None:
    """Title and image link to the same article; both eras' addresses of it are one article."""
    body = links(
        "/chinh-tri/531453-a.html", "/chinh-tri/531452-b.html", "/a-moi-1531453.html", "/c-2000001.html"
    )

    assert ids(read(body)) == ["531453", "531452", "2000001"]


def test_english_pages_of_era_1_have_their_own_numbers() -> None:
    """The same number in the English series of era 1 is another article."""
    assert ids(read(links("/chinh-tri/5314-a.html", "/en/politics/5314-a.html"))) == ["5314", "5314"]


def test_main_list_is_the_longest_outside_boxes() -> None:
    """Links beside the list are found, but are not main."""
    main = [f"/tin-{2000100 + n}.html" for n in range(6)]
    box = [f"/doc-nhieu-{2000200 + n}.html" for n in range(9)]
    listing = read(links(*box[:3], around="div") + links(*main) + links(*box, around="aside"))

    assert [link.address.id for link in listing.articles if link.main] == [url[5:12] for url in main]
    assert len(listing.articles) == 15


def test_wordpress_tells_its_items_apart() -> None:
    """Items whose classes name their own category, keywords and number are one list (`post_class()`)."""
    items = "".join(
        f'<article class="post-{n} post type-post hentry category-{name} tag-t{n}"><h2>'
        f'<a href="/chinh-tri/{n}-a.html">A</a></h2></article>'
        for n, name in (
            (5314, "chinh-tri"),
            (5315, "chinh-tri"),
            (5316, "xay-dung-dang"),
            (5317, "thong-bao"),
        )
    )
    box = "".join(f'<ul><li><a href="/chinh-tri/{n}-b.html">B</a></li></ul>' for n in (5301, 5302, 5303))
    listing = read(f"{items}{box}")

    assert [link.address.id for link in listing.articles if link.main] == ["5314", "5315", "5316", "5317"]


def test_a_copy_keeps_its_addresses() -> None:
    """Under an origin, the copy's links are articles."""
    listing = read(
        links("/chinh-tri/531453-a.html"), "http://127.0.0.1:8000/chinh-tri", "http://127.0.0.1:8000"
    )

    assert listing.articles[0].address.canonical == "http://127.0.0.1:8000/chinh-tri/531453-a.html"


def test_base_href_counts() -> None:
    """Relative links stand below the page's <base>."""
    body = b'<html><head><base href="https://old.baolangson.vn/"></head><body><a href="a/98000-b.html">x</a>'

    address = parse_listing(body, URL).articles[0].address
    assert address.canonical == "https://old.baolangson.vn/a/98000-b.html"


@pytest.mark.parametrize("base", ["http://[", "http://[::1", "//[x", "", "   "])
def test_base_href_that_is_none(base: str) -> None:
    """A <base> that is no address is as good as none."""
    body = f'<html><head><base href="{base}"></head><body>{links("/chinh-tri/531453-a.html")}</body></html>'

    assert [link.address.id for link in parse_listing(body.encode(), URL).articles] == ["531453"]


@pytest.mark.parametrize(
    ("body", "url", "following"),
    [
        ('<a rel="next" href="/chinh-tri/page/2/">Sau</a>', URL, f"{URL}/page/2/"),
        ('<link rel="next" href="/chinh-tri?page=2">', URL, f"{URL}?page=2"),
        ('<a href="/chinh-tri/page/2/">2</a> <a href="/chinh-tri/page/9/">9</a>', URL, f"{URL}/page/2/"),
        ('<a href="?page=1">1</a> <a href="?page=3">3</a>', f"{URL}?page=2", f"{URL}?page=3"),
        ('<a href="/chinh-tri/page/1/">1</a> <a href="/chinh-tri/page/3/">Trang sau</a>', f"{URL}/page/2/",
         f"{URL}/page/3/"),
        ('<a href="/chinh-tri?trang=2">»</a>', URL, f"{URL}?trang=2"),
        ('<a href="/chinh-tri/page/40/">Cuối</a>', URL, f"{URL}/page/2/"),
        ('<a href="/chinh-tri?page=40">Cuối</a>', f"{URL}?page=3", f"{URL}?page=4"),
        ('<a href="/the-thao/page/2/">2</a><a href="/chinh-tri/page/2/">2</a>', URL, f"{URL}/page/2/"),
        ('<a href="https://evil.tld/chinh-tri/page/2/">2</a><a href="?page=2">2</a>', URL, f"{URL}?page=2"),
    ],
)  # fmt: skip
def test_next_page(body: str, url: str, following: str) -> None:
    """The next page is found by rel, by its number, by its word, or by the form of far pages."""
    first, *_ = read(body + links("/chinh-tri/531453-a.html"), url).next_pages

    assert first == NextPage(following)


@pytest.mark.parametrize(
    "body",
    [
        '<div data-category-id="58">',
        "<script>var categoryId = 58;</script>",
        '<script>{"category_id": "58"}</script>',
        '<input name="category_id" value="58">',
        '<a data-url="/list-post-by-category?page=2&category_id=58">Xem thêm</a>',
    ],
)
def test_script_paging(body: str) -> None:
    """Where the page carries a category's number, its XHR listing is a way on, from its first page."""
    xhr = read(body).next_pages[-1]

    assert xhr.xhr
    assert xhr.url.startswith("https://baolangson.vn/list-post-by-category?page=1&limit=12&category_id=58")


def test_guessed_paging() -> None:
    """A first page that names no next one may still have one: the two known forms, marked as guesses."""
    pages = read(links("/chinh-tri/531453-a.html")).next_pages

    assert pages == (NextPage(f"{URL}/page/2/", guessed=True), NextPage(f"{URL}?page=2", guessed=True))
    assert read(links("/chinh-tri/531453-a.html"), f"{URL}?page=7").next_pages == ()


XHR = "https://baolangson.vn/list-post-by-category?page=2&limit=12&category_id=58"


def test_json_listing() -> None:
    """The XHR's JSON gives links, absolute or root-relative, with entities; then its next page."""
    data = [{"link": "/tin-a-2000001.html"}, {"link": "https://baolangson.vn/tin-b-2000002.html"}, {"id": 3}]
    listing = parse_listing(json.dumps({"data": data}).encode(), XHR)

    assert ids(listing) == ["2000001", "2000002"]
    assert listing.next_pages == (NextPage(XHR.replace("page=2", "page=3"), xhr=True),)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"data": []}),
        json.dumps([]),
        "{broken",
        "[" * 50_000,
        "",
        " \n",
        "<!-- only a comment -->",
        "\x00\x01",
        '{"data": [NaN, Infinity, 1e999, null, true]}',
    ],
)
def test_nothing_to_read(body: str) -> None:
    """An empty, broken or hostile answer shows no article and breaks nothing."""
    listing = parse_listing(body.encode(), XHR)

    assert listing.articles == ()
    assert listing.next_pages == ()


def test_json_with_html_inside() -> None:
    """Some servers answer the XHR with HTML in JSON, or with plain HTML."""
    inside = json.dumps({"html": '<div><a href="/tin-a-2000001.html">Tin</a></div>'}).encode()

    assert ids(parse_listing(inside, XHR)) == ["2000001"]
    assert ids(parse_listing(b'<a href="/tin-a-2000001.html">Tin</a>', XHR)) == ["2000001"]


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (URL, 1),
        (f"{URL}/page/12", 12),
        (f"{URL}/page/12/?x=1", 12),
        (f"{URL}?a=b&page=3", 3),
        (f"{URL}?page=x", 1),
        (f"{URL}?page=99999999", 1),
    ],
)
def test_page_number(url: str, number: int) -> None:
    """A page's number stands in its path or its query."""
    assert page_number(url) == number


@given(st.binary(max_size=400))
def test_no_bytes_break_it(body: bytes) -> None:
    """Any bytes are a listing, perhaps an empty one."""
    assert isinstance(parse_listing(body, URL), Listing)
