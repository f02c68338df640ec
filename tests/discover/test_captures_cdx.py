"""A page of an index, in whichever form a server writes it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover.captures.capture import Capture, unfit
from crawler.discover.captures.cdx import CdxError, IndexPage, parse_page, parse_pages, says_nothing_found
from crawler.discover.captures.choice import Prefer, best_first
from crawler.discover.captures.collections import parse_collections
from crawler.discover.captures.query import replay_address, wayback_query

DIGEST = "WG26MUBGQ5E3Y55RPSO6RQAUUOAUVAAY"
URL = "https://baolangson.vn/chinh-tri/531453-hoi-nghi.html"
KEY = "vn,baolangson)/chinh-tri/531453-hoi-nghi.html"
OBJECT = {
    "url": URL, "mime": "text/html", "status": "200", "digest": DIGEST, "length": "424", "offset": "17",
    "filename": "crawl-data/CC-MAIN-2024-10/a-00000.warc.gz",
}  # fmt: skip
WHOLE = Capture(
    url=URL, timestamp="20240223080910", status=200, mime="text/html", digest=f"sha1:{DIGEST}", length=424,
    filename="crawl-data/CC-MAIN-2024-10/a-00000.warc.gz", offset=17,
)  # fmt: skip
PLAIN = Capture(
    url=URL, timestamp="20240223080910", status=200, mime="text/html", digest=f"sha1:{DIGEST}", length=424
)
ARRAY = [
    ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
    [KEY, "20240223080910", URL, "text/html", "200", DIGEST, "424"],
]


def lines(*rows: object) -> bytes:
    """JSON lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(lines({"timestamp": "20240223080910", **OBJECT}), WHOLE, id="json-lines"),
        pytest.param(f"{KEY} 20240223080910 {json.dumps(OBJECT)}\n".encode(), WHOLE, id="cdxj"),
        pytest.param(json.dumps(ARRAY).encode(), PLAIN, id="array"),
        pytest.param(
            f"{KEY} 20240223080910 {URL} text/html 200 {DIGEST} 424\n".encode(), PLAIN, id="seven-columns"
        ),
    ],
)
def test_forms(body: bytes, expected: Capture) -> None:
    """The same line is read the same from each form."""
    assert parse_page(body) == IndexPage((expected,), 0, None, 1)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", IndexPage()),
        (b"[]", IndexPage()),
        (b'{"message": "No Captures found for: baolangson.vn"}', IndexPage()),
        (json.dumps(ARRAY[:1]).encode(), IndexPage()),
        (json.dumps([*ARRAY, [], ["vn%2Cbaolangson%29%2F+2024%21"]]).encode(),
         IndexPage((PLAIN,), 0, "vn,baolangson)/ 2024!", 1)),
    ],
)  # fmt: skip
def test_ends(body: bytes, expected: IndexPage) -> None:
    """Nothing found is no error; a resumption key is no line."""
    assert parse_page(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html>Too many requests</html>", id="html"),
        pytest.param(json.dumps(ARRAY).encode()[:-9], id="cut-array"),
        pytest.param(b'[["a","b"],["c","d"]]', id="no-names"),
        pytest.param(b'{"error": "timeout"}', id="object"),
    ],
)
def test_no_index(body: bytes) -> None:
    """What is no index is not taken for an empty one."""
    with pytest.raises(CdxError):
        parse_page(body)


@pytest.mark.parametrize(
    "change",
    [
        {"timestamp": "2024"},
        {"timestamp": "20240230000000"},
        {"timestamp": "٢٠٢٤٠٢٢٣٠٨٠٩١٠"},
        {"url": ""},
        {"url": "https://baolangson.vn/a\nb"},
        {"url": "https://baolangson.vn/" + "a" * 3000},
        {"url": ["https://baolangson.vn/"]},
    ],
)
def test_lines_that_are_no_captures(change: dict[str, object]) -> None:
    """They are counted, and the others are kept."""
    row = {"timestamp": "20240223080910", **OBJECT}

    assert parse_page(lines(row, row | change, row)) == IndexPage((WHOLE, WHOLE), 1, None, 3)


@pytest.mark.parametrize(
    "filename",
    ["/etc/passwd", "../a.gz", "a/../../b.gz", "//evil.vn/a.gz", "a.gz?x=1", "a b.gz", "a/.hidden", "a.gz\n"],
)
def test_files_that_lead_elsewhere(filename: str) -> None:
    """A file's name that is no plain path below the archive's is none."""
    row = {"timestamp": "20240223080910", **OBJECT, "filename": filename}

    assert parse_page(lines(row)).captures[0].filename == ""


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes(body: bytes) -> None:
    """Whatever comes, it is an index or a CdxError."""
    for begin in (b"", b"[", b"{", b'[["timestamp"],'):
        try:
            page = parse_page(begin + body)
        except CdxError:
            continue
        assert page.lines >= len(page.captures)


NAMES = st.sampled_from(["url", "timestamp", "status", "length", "filename", "pages", "cdx-api"])
SCALARS = st.none() | st.booleans() | st.floats() | st.text(max_size=9)


@settings(max_examples=50)
@given(
    st.recursive(
        SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=3), max_leaves=9
    )
)
def test_any_json(value: object) -> None:
    """JSON of any other shape, neither."""
    for parse in (parse_page, parse_pages, parse_collections):
        try:
            parse(json.dumps(value).encode())
        except CdxError:
            continue


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"status": "-", "mime": "warc/revisit"}, None),
        ({"status": "404"}, "http-404"),
        ({"status": "301"}, "http-301"),
        ({"mime": "application/pdf"}, "not-html"),
        ({"mime": "text/html", "mime-detected": "application/json"}, "not-html"),
        ({"mime": "unk"}, None),
        ({"truncated": "length"}, "truncated"),
        ({"length": "99999999999"}, "too-large"),
    ],
)
def test_unfit(change: dict[str, str], reason: str | None) -> None:
    """Whether a capture can be an article's whole page, by its line."""
    row = {"timestamp": "20240223080910", **OBJECT, **change}

    assert unfit(parse_page(lines(row)).captures[0]) == reason


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        ("latest", ["2024 https", "2024 http", "2012 https", "2025 https"]),
        ("nearest", ["2012 https", "2024 https", "2024 http", "2025 https"]),
    ],
)
def test_best_first(prefer: Prefer, expected: list[str]) -> None:
    """By time, https before http; what is only known to be the same as before comes last."""
    captures = [
        Capture(url="http://baolangson.vn/a", timestamp="20240101000000", status=200),
        Capture(url="https://baolangson.vn/a", timestamp="20250101000000", status=None),
        Capture(url="https://baolangson.vn/a", timestamp="20240101000000", status=200),
        Capture(url="https://old.baolangson.vn/a", timestamp="20120101000000", status=200),
    ]

    found = [f"{one.timestamp[:4]} {one.url.partition(':')[0]}" for one in best_first(captures, prefer)]

    assert found == expected
    assert best_first(captures[::-1], prefer) == best_first(captures, prefer)


@pytest.mark.parametrize(("body", "pages"), [(b'{"pages": 4, "pageSize": 5}', 4), (b"0", 0), (b" 3\n", 3)])
def test_pages(body: bytes, pages: int) -> None:
    """The number of pages, as an object or bare."""
    assert parse_pages(body) == pages


@pytest.mark.parametrize("body", [b"", b"[]", b"true", b'{"pages": -1}', b'{"pages": "x"}', b"1e9", b"<p>"])
def test_no_pages(body: bytes) -> None:
    """Anything else is no number of pages."""
    with pytest.raises(CdxError):
        parse_pages(body)


@pytest.mark.parametrize(
    ("status", "body", "nothing"),
    [
        (404, b'{"message": "No Captures found for: baolangson.vn/*"}', True),
        (404, b"<html>not here</html>", False),
        (200, b"no captures found", False),
    ],
)
def test_nothing_found(status: int, body: bytes, nothing: bool) -> None:
    """A 404 means an empty index only where it says so."""
    assert says_nothing_found(status, body) is nothing


def test_collections() -> None:
    """Common Crawl's list: the end of each crawl, where it is told."""
    rows = [
        {"id": "CC-MAIN-2024-10", "cdx-api": "https://i/CC-MAIN-2024-10-index", "to": "2024-03-05T19:43:37"},
        {"id": "CC-MAIN-2008-2009", "cdx-api": "https://i/CC-MAIN-2008-2009-index"},
    ]

    new, old = parse_collections(json.dumps(rows).encode())

    assert (new.id, str(new.until)) == ("CC-MAIN-2024-10", "2024-03-05 19:43:37+00:00")
    assert (old.api, old.until) == ("https://i/CC-MAIN-2008-2009-index", None)


@pytest.mark.parametrize(
    "body", [b"", b"{}x", b'[{"id": "../x", "cdx-api": "https://i/"}]', b'[{"id": "a"}]']
)
def test_no_collections(body: bytes) -> None:
    """What is no list of indexes is none; a name is never a path."""
    with pytest.raises(CdxError):
        parse_collections(body)


def test_addresses() -> None:
    """What is asked is escaped once, and an address with a query stays one address."""
    assert wayback_query("http://a/cdx", None, limit=5, resume_key="vn,b)/ 2024!").endswith(
        "&limit=5&showResumeKey=true&resumeKey=vn%2Cb%29%2F+2024%21"
    )
    assert replay_address("http://a/web/", "20240101000000", "http://baolangson.vn/?p=123&x=á#b") == (
        "http://a/web/20240101000000id_/http://baolangson.vn/?p=123&x=%C3%A1%23b"
    )
