"""What goes into the archive comes out as it was on the wire."""

from __future__ import annotations

import gzip
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive.check import check
from crawler.archive.exchange import Exchange
from crawler.archive.http_message import REMOVED, SECRETS
from crawler.archive.reader import read, read_at, run_info
from tests.archive.samples import INFO, archive, exchange


def _through(item: Exchange) -> Exchange:
    """Write an exchange, check the file, read the exchange back."""
    with tempfile.TemporaryDirectory() as folder:
        path, [place] = archive(Path(folder), item)
        assert check(path) == []
        [(position, back)] = read(path)
        assert position == place
        assert read_at(Path(folder), place) == back
    return back


_names = st.text("ABCxyz019!#$%&'*+-.^_`|~", min_size=1, max_size=20).filter(
    lambda n: n.lower() not in SECRETS
)
_values = (
    st.text(st.characters(max_codepoint=255, exclude_characters="\0\r\n"), max_size=60)
    .map(lambda value: value.strip(" \t"))
)  # fmt: skip
_headers = st.lists(st.tuples(_names, _values), max_size=6).map(tuple)
_notes = st.dictionaries(
    st.text(max_size=8),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), st.lists, max_leaves=5),
    max_size=4,
)
_exchanges = st.builds(
    exchange,
    fetched_at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]))
    .filter(lambda moment: 1 < moment.year < 9999),
    request_headers=_headers.map(lambda headers: (("Host", "baolangson.vn"), *headers)),
    status=st.integers(100, 999),
    headers=_headers,
    body=st.binary(max_size=3000),
    note=_notes,
    ip=st.none() | st.ip_addresses().map(str),
)  # fmt: skip


@settings(max_examples=150)
@given(_exchanges)
def test_any_exchange_comes_back_as_it_was(item: Exchange) -> None:
    """Any bytes, any header in Latin-1, any note: equal after reading, and no damage found."""
    assert _through(item) == item


_AWKWARD = st.text(st.sampled_from("\r\n\0\t :é\u2028\x85\ud800Ệ:b"), max_size=12)


@given(st.lists(st.tuples(_AWKWARD, _AWKWARD), max_size=5).map(tuple), st.text(max_size=40), _AWKWARD)
def test_no_header_address_or_method_breaks_a_record(
    headers: tuple[tuple[str, str], ...], url: str, method: str
) -> None:
    """Line ends, NUL, half surrogates and colons in names leave one valid record and the same body."""
    item = exchange(headers=headers, request_headers=headers, url=url, method=method)
    back = _through(item)
    assert back.body == item.body
    assert len(back.headers) == len(headers)
    assert not any(set("\r\n\0") & set(name + value) for name, value in back.headers)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("https://baolangson.vn/a-1.html?b=c%20d&e", "https://baolangson.vn/a-1.html?b=c%20d&e"),
        ("https://baolangson.vn/chính-trị", "https://baolangson.vn/ch%C3%ADnh-tr%E1%BB%8B"),
        ("https://baolangson.vn/ch%C3%ADnh-tr%E1%BB%8B", "https://baolangson.vn/ch%C3%ADnh-tr%E1%BB%8B"),
        ("https://baolangson.vn/a b\r\nX: y", "https://baolangson.vn/a%20b%0D%0AX:%20y"),
        ("http://[::1", "http://[::1"),
        ("https://baolangson.vn/" + "đ" * 9000, "https://baolangson.vn/" + "%C4%91" * 9000),
    ],
)
def test_addresses_are_percent_encoded_once(given: str, written: str) -> None:
    """An address keeps its characters where a URI allows them; others are escaped in UTF-8."""
    assert _through(exchange(url=given)).url == written


@pytest.mark.parametrize(
    ("given", "back"),
    [
        ("a\r\nSet-Cookie: x", "a  Set-Cookie: x"),
        ("tệp.pdf", "tệp.pdf".encode().decode("latin-1")),
        ("tá»\x87p", "tá»\x87p"),
        (" \tđều\0", "đều".encode().decode("latin-1")),
        ("caf\xe9", "café"),
    ],
)
def test_header_text_is_latin_1_and_one_line(given: str, back: str) -> None:
    """One character a byte, as received; decoded text becomes UTF-8; CR, LF and NUL are spaces."""
    assert _through(exchange(headers=(("X", given),))).headers == (("X", back),)


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress("Lạng Sơn".encode() * 100, mtime=0),
        b"\x1b\x2f\x00\xf8\x8d\x94\x6e",  # br, cut: kept as it came
        b"\r\n\r\n",
        b"HTTP/1.1 500 No\r\n\r\nWARC/1.1\r\n",
        b"",
    ],
)
def test_a_body_keeps_its_content_encoding(body: bytes) -> None:
    """Bodies are stored as received, compressed, cut or empty."""
    item = exchange(body=body, headers=(("Content-Encoding", "gzip"),))
    assert _through(item) == item


def _raw_response(item: Exchange, folder: Path) -> bytes:
    path, _ = archive(folder, item)
    text = gzip.decompress(path.read_bytes())
    start = text.index(b"HTTP/1.1 200 OK")
    return text[start : text.index(b"\r\n\r\n", start)]


def test_headers_that_the_stored_body_contradicts_are_renamed(tmp_path: Path) -> None:
    """Transfer-Encoding and a wrong Content-Length are kept under other names, and read back as received."""
    headers = (
        ("transfer-encoding", "chunked"),
        ("Content-Length", "4"),
        ("content-length", "3"),
        ("X-Archive-Orig-Server", "x"),
    )
    item = exchange(headers=headers, body=b"abc")
    assert _raw_response(item, tmp_path).split(b"\r\n")[1:] == [
        b"X-Archive-Orig-transfer-encoding: chunked",
        b"X-Archive-Orig-Content-Length: 4",
        b"content-length: 3",
        b"X-Archive-Orig-X-Archive-Orig-Server: x",
    ]
    assert _through(item).headers == headers


@pytest.mark.parametrize(
    "name", ["Authorization", "COOKIE", "proxy-authorization", "X-Api-Key", "Set-Cookie"]
)
def test_secrets_are_not_written(name: str, tmp_path: Path) -> None:
    """Headers that carry a secret are written without it, in whichever message they stand."""
    secret = (name, "mat-khau-7f3")
    path, _ = archive(tmp_path, exchange(headers=(secret,), request_headers=(secret,)))
    [(_, back)] = read(path)
    assert b"mat-khau" not in gzip.decompress(path.read_bytes())
    assert back.headers == ((name, REMOVED),)
    assert (name, REMOVED) in back.request_headers


def test_the_request_gets_the_host_that_clients_add(tmp_path: Path) -> None:
    """Without a Host header the address's host is written, never its user or password."""
    path, _ = archive(tmp_path, exchange(request_headers=(), url="http://u:p@127.0.0.1:8080/a?b#c"))
    assert b"GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n" in gzip.decompress(path.read_bytes())


def test_the_first_record_tells_of_the_run(tmp_path: Path) -> None:
    """`run_info` gives the writer's info; a tool of any kind sees software, format, run and policy."""
    path, _ = archive(tmp_path)
    text = gzip.decompress(path.read_bytes()).decode()
    assert run_info(path) == INFO
    for line in (
        "software: langson/",
        "format: WARC File Format 1.1\r\n",
        "isPartOf: 2024-03-15\r\n",
        "robots: obey\r\n",
    ):
        assert line in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"fetched_at": datetime(2024, 3, 15)},  # noqa: DTZ001
        {"status": 0},
        {"status": 1000},
        {"ip": "127.0.0.1\r\nX: y"},
    ],
)
def test_an_exchange_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    """A naive time, a status of other than three digits, an address that is none."""
    with pytest.raises(ValueError, match=r"time zone|three digits|address"):
        exchange(**wrong)
