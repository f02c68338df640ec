"""The bytes of a record, or a replay's answer, held against what the index promised."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive.exchange import Headers, payload_digest
from crawler.discover.captures.capture import Capture
from crawler.discover.captures.content import Content, RefusedCaptureError
from crawler.discover.captures.record import read_record
from crawler.discover.captures.replay import read_replay
from tests.web_archives.shelf import record

URL = "https://baolangson.vn/chinh-tri/531453-hoi-nghi.html"
WHEN = "20240223080910"
PAGE = "<html><body>Hội nghị Ban Chấp hành Đảng bộ tỉnh</body></html>".encode()
PACKED = gzip.compress(PAGE, mtime=0)
HTML = ("Content-Type", "text/html; charset=UTF-8")
MEMENTO = ("Memento-Datetime", "Fri, 23 Feb 2024 08:09:10 GMT")


def capture(url: str = URL, when: str = WHEN, body: bytes = PAGE, status: int | None = 200) -> Capture:
    """A line of the index."""
    return Capture(url=url, timestamp=when, status=status, digest=payload_digest(body))


def refusal(data: bytes, line: Capture | None = None) -> str:
    """Why a record is refused."""
    with pytest.raises(RefusedCaptureError) as caught:
        read_record(data, line or capture())
    return caught.value.reason


def test_a_record() -> None:
    """A whole record gives the archived answer, with moment and digest."""
    found = read_record(record(URL, WHEN, PAGE), capture())

    assert found == Content(
        url=URL, captured_at=capture().captured_at, status=200, headers=(HTML,), body=PAGE,
        digest=payload_digest(PAGE),
    )  # fmt: skip


ARC = f"{URL} 203.162.4.190 {WHEN} text/html %d\n".encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE


def test_an_arc_record() -> None:
    """Common Crawl's files of 2008-2012 are ARC."""
    data = gzip.compress(ARC % len(ANSWER) + ANSWER + b"\n")

    found = read_record(data, capture())

    assert (found.body, found.captured_at, found.headers) == (
        PAGE, capture().captured_at, (("Content-Type", "text/html"),)
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ARC % (len(ANSWER) + 1) + ANSWER, id="longer-than-it-is"),
        pytest.param(ARC % 10 + ANSWER, id="more-behind-it"),
        pytest.param(b"a b c d\n", id="no-header"),
        pytest.param(ARC.replace(WHEN.encode(), b"20241399000000") % len(ANSWER) + ANSWER, id="no-moment"),
        pytest.param(b"\xff\xfe 1 2 3 4\n", id="no-text"),
    ],
)
def test_damaged_arc_records(data: bytes) -> None:
    """They are refused like damaged WARC records."""
    assert refusal(gzip.compress(data)) == "damaged"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        pytest.param(record(URL, WHEN, PAGE)[:-10], None, "damaged", id="cut"),
        pytest.param(record(URL, WHEN, PAGE) + b"x", None, "damaged", id="more"),
        pytest.param(record(URL, WHEN, PAGE) * 2, None, "damaged", id="two"),
        pytest.param(b"", None, "damaged", id="nothing"),
        pytest.param(gzip.compress(b""), None, "damaged", id="empty"),
        pytest.param(gzip.compress(b"\0" * 2**24), None, "damaged", id="bomb"),
        pytest.param(record(URL, WHEN, PAGE, 404), None, "http-404", id="no-page"),
        pytest.param(record(URL, WHEN, PAGE, truncated="length"), None, "truncated", id="truncated"),
        pytest.param(record(f"{URL}x", WHEN, PAGE), None, "other-address", id="another-address"),
        pytest.param(record(f"{URL}?p=2", WHEN, PAGE), None, "other-address", id="another-query"),
        pytest.param(record(URL, "20240223080912", PAGE), None, "other-moment", id="another-moment"),
        pytest.param(record(URL, WHEN, PAGE), capture(body=b"other"), "digest", id="digest"),
    ],
)
def test_refused_records(data: bytes, line: Capture | None, reason: str) -> None:
    """What is not exactly the promised record is refused, each for its reason."""
    assert refusal(data, line) == reason


@settings(max_examples=60)
@given(st.data())
def test_any_damage_is_noticed(data: st.DataObject) -> None:
    """Whatever bytes of a record are lost or changed, it is refused or nothing of the page is changed."""
    whole = record(URL, WHEN, PAGE)
    first = data.draw(st.integers(0, len(whole) - 1))
    last = data.draw(st.integers(first, len(whole)))
    damaged = whole[:first] + data.draw(st.binary(max_size=5)) + whole[last:]
    try:
        found = read_record(damaged, capture())
    except RefusedCaptureError:
        return
    assert (found.body, found.status) == (PAGE, 200)


@pytest.mark.parametrize(
    ("headers", "body", "line", "kept"),
    [
        pytest.param((("Content-Encoding", "gzip"),), PACKED, PACKED, ["Content-Encoding"], id="packed"),
        pytest.param(
            (("Content-Encoding", "gzip"), ("Content-Length", "3")), PAGE, PAGE,
            ["X-Archive-Orig-Content-Encoding", "X-Archive-Orig-Content-Length"], id="unpacked-meanwhile",
        ),
        pytest.param((("Content-Length", str(len(PAGE))),), PAGE, PAGE, ["Content-Length"], id="true-length"),
        pytest.param(
            (("Transfer-Encoding", "chunked"),), PAGE, PAGE, ["X-Archive-Orig-Transfer-Encoding"],
            id="not-chunked-any-more",
        ),
        pytest.param((("Content-Encoding", "gzip"),), PACKED, PAGE, ["Content-Encoding"], id="page-s-digest"),
    ],
)  # fmt: skip
def test_headers_that_lie(headers: Headers, body: bytes, line: bytes, kept: list[str]) -> None:
    """Archives unpack bodies and keep the headers: what contradicts the body is renamed, nothing is lost."""
    found = read_record(record(URL, WHEN, body, headers=headers), capture(body=line))

    assert [name for name, _ in found.headers] == kept
    assert found.body == body


def test_a_packed_body_that_is_damaged() -> None:
    """A packed body must unpack."""
    body = PACKED[:-4]
    data = record(URL, WHEN, body, headers=(("Content-Encoding", "gzip"),))

    assert refusal(data, capture(body=body)) == "damaged"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param(
            (MEMENTO, HTML, ("x-archive-orig-server", "nginx"), ("x-archive-orig-content-length", "9"),
             ("server", "replay"), ("x-app-server", "7")),
            (HTML, ("server", "nginx"), ("X-Archive-Orig-content-length", "9")), id="wayback",
        ),
        pytest.param(
            (MEMENTO, HTML, ("Server", "replay"), ("Link", "<x>"), ("Last-Modified", "Thu, 22 Feb 2024")),
            (HTML, ("Last-Modified", "Thu, 22 Feb 2024")), id="pywb",
        ),
    ],
)  # fmt: skip
def test_a_replay(headers: Headers, expected: Headers) -> None:
    """The paper's own fields are kept, the replay's left out."""
    found = read_replay(200, headers, PAGE, capture())

    assert (found.headers, found.body, found.captured_at) == (expected, PAGE, capture().captured_at)


@pytest.mark.parametrize(
    ("status", "headers", "body", "reason"),
    [
        pytest.param(200, (HTML,), PAGE, "no-replay", id="the-archive's-own-page"),
        pytest.param(302, (("Location", "/web/2025id_/x"),), b"", "no-replay", id="led-to-another-moment"),
        pytest.param(404, (MEMENTO,), PAGE, "http-404", id="an-archived-404"),
        pytest.param(503, (MEMENTO,), PAGE, "http-503", id="an-archived-503"),
        pytest.param(200, (MEMENTO,), PAGE[:-9], "digest", id="cut"),
        pytest.param(
            200, (("Memento-Datetime", "Sat, 24 Feb 2024 08:09:10 GMT"),), PAGE, "other-moment", id="moment"
        ),
        pytest.param(200, (("Memento-Datetime", "yesterday"),), PAGE, "no-replay", id="no-date"),
    ],
)
def test_refused_replays(status: int, headers: Headers, body: bytes, reason: str) -> None:
    """What is not the capture that was asked for is refused."""
    with pytest.raises(RefusedCaptureError) as caught:
        read_replay(status, headers, body, capture())
    assert caught.value.reason == reason
