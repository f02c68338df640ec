"""Reading: revisits with their bodies, archives of other crawlers, files that are none."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.archive.bodies import BodyIndex
from crawler.archive.check import check
from crawler.archive.encode import earlier_of, encode
from crawler.archive.exchange import Earlier, Exchange, Position, payload_digest
from crawler.archive.reader import read, read_at, run_info
from crawler.archive.record import warc_date
from crawler.archive.walk import walk
from crawler.errors import StoreError
from tests.archive.samples import FILE, START, archive, exchange, new_writer, open_archive

URL = "https://baolangson.vn/tin-1.html"
BODY = "<p>Lạng Sơn</p>".encode()


def _later(item: Exchange, **changes: object) -> bytes:
    """The same page at another visit, as a revisit of the first."""
    again = exchange(0, fetched_at=datetime(2024, 4, 1, tzinfo=UTC), **changes)
    return encode(again, earlier=earlier_of(item))


def test_a_revisit_gets_its_body_from_an_earlier_run(tmp_path: Path) -> None:
    """Oldest run first: the index knows each body, the later run's exchange is whole again."""
    first, second = tmp_path / "1", tmp_path / "2"
    archive(first, exchange(), exchange(1))
    with new_writer(second) as writer:
        writer.append(_later(exchange()))
    bodies = BodyIndex()
    for position, item in read(first / FILE, resolver=bodies):
        bodies.add(first, position, item)
    [(_, again)] = read(second / FILE, resolver=bodies)
    assert again.body == exchange().body
    assert again.revisit_of == Earlier(
        exchange().url, warc_date(START.replace(microsecond=17)), payload_digest(exchange().body)
    )


def test_a_revisit_without_its_body_is_marked(tmp_path: Path) -> None:
    """No resolver, or one that does not know the body: empty, and `revisit_of` says which it is."""
    with new_writer(tmp_path) as writer:
        writer.append(_later(exchange()))
    for resolver in (None, BodyIndex()):
        [(_, item)] = read(tmp_path / FILE, resolver=resolver)
        assert (item.body, item.revisit_of is not None) == (b"", True)


def test_not_modified_has_no_body_of_its_own(tmp_path: Path) -> None:
    """A 304 came without a body: it stays so, and names the response it confirms."""
    with new_writer(tmp_path) as writer:
        writer.append(_later(exchange(), status=304, body=b""))
    [(_, item)] = read(tmp_path / FILE, resolver=lambda _: b"never asked for")
    assert (item.status, item.body) == (304, b"")
    assert item.revisit_of
    assert item.revisit_of.digest == payload_digest(exchange().body)


def test_a_revisit_of_a_revisit_refers_to_the_body(tmp_path: Path) -> None:
    """However often a page is unchanged, each visit refers to the one response that has the body."""
    with new_writer(tmp_path) as writer:
        writer.append(_later(exchange()))
    [(_, item)] = read(tmp_path / FILE)
    assert earlier_of(item) == earlier_of(exchange())


def test_the_same_exchange_twice_is_two(tmp_path: Path) -> None:
    """Same address, moment and body: the same bytes, and still two exchanges."""
    path, places = archive(tmp_path, exchange(), exchange())
    assert check(path) == []
    assert list(read(path)) == [(place, exchange()) for place in places]


def test_an_exchange_that_lacks_a_record_is_told(tmp_path: Path) -> None:
    """A record taken out of an archive of ours: an error, or, with `on_damage`, one exchange left out."""
    path, _ = archive(tmp_path)
    steps, data = list(walk(path.read_bytes())), path.read_bytes()
    for missing in (4, 5, 6):
        path.write_bytes(data[: steps[missing].offset] + data[steps[missing].end :])
        with pytest.raises(StoreError, match="lacks records"):
            list(read(path))
        told: dict[int, str] = {}
        assert [item for _, item in read(path, on_damage=told.__setitem__)] == [exchange(0), exchange(2)]
        assert list(told) == [steps[4].offset]


def test_an_open_file_can_be_read_while_it_grows(tmp_path: Path) -> None:
    """Positions bear the final name already; a replay of a running crawl needs no copy."""
    with new_writer(tmp_path) as writer:
        places = [writer.append(encode(exchange(n))) for n in range(3)]
        assert [place for place, _ in read(tmp_path / f"{FILE}.open")] == places
        assert read_at(tmp_path, places[1]) == exchange(1)
    assert read_at(tmp_path, places[1]) == exchange(1)


def test_a_torn_end_is_told_after_all_that_is_whole(tmp_path: Path) -> None:
    """Both known readers give a short last record without a word; this one gives an error."""
    path = open_archive(tmp_path, 3)
    data = path.read_bytes()
    for cut in (1, 9, len(encode(exchange(2))) // 2, len(encode(exchange(2))) - 1):
        path.write_bytes(data[:-cut])
        seen: list[Exchange] = []
        with pytest.raises(StoreError, match=r"pages\.warc\.gz\.open: damaged at byte \d+"):
            seen.extend(item for _, item in read(path))
        assert seen == [exchange(0), exchange(1)]


@pytest.mark.parametrize(
    "wrong", [Position(FILE, 3, 900), Position(FILE, 0, 10**6), Position("no.warc.gz", 0, 9)]
)
def test_a_wrong_position_is_an_error(wrong: Position, tmp_path: Path) -> None:
    """Bytes that are no exchange, more than one, or no file at all: the message names the file."""
    archive(tmp_path)
    with pytest.raises(StoreError, match=wrong.file):
        read_at(tmp_path, wrong)


def _record(kind: str, block: bytes, **fields: str) -> bytes:
    """A record in WARC 1.0, addresses in angle brackets as its grammar has them."""
    named = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:x:{kind}>", "WARC-Date": "2023-05-06T07:08:09Z"}
    named |= {name.replace("_", "-"): value for name, value in fields.items()}
    named |= {"WARC-Block-Digest": payload_digest(block), "Content-Length": str(len(block))}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def _foreign(*, packed: bool = False, order: str = "r", header: str = "A: b", body: bytes = BODY) -> bytes:
    """A file as another crawler writes it: warcinfo, then the records in the order of their letters."""
    tied = {"WARC_Concurrent_To": "<urn:x:response>", "WARC_Target_URI": f"<{URL}>"}
    response = f"HTTP/1.1 200 OK\r\n{header}\r\n\r\n".encode() + body
    records = {
        "r": _record("response", response, WARC_Target_URI=f"<{URL}>"),
        "q": _record("request", b"GET / HTTP/1.1\r\nHost: b\r\n\r\n", **tied),
        "m": _record("metadata", b"fetchTimeMs: 12\r\n", Content_Type="application/warc-fields", **tied),
    }
    parts = [_record("warcinfo", b"software: another/1.0\r\n"), *(records[letter] for letter in order)]
    return b"".join(gzip.compress(part) if packed else part for part in parts)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("order", ["r", "qr", "rq", "rqm", "mqr"])
def test_archives_of_other_crawlers_are_read(order: str, packed: bool, tmp_path: Path) -> None:
    """WARC 1.0, plain or gzip, request before or after the response or missing, metadata of any kind."""
    path = tmp_path / "x.warc"
    path.write_bytes(_foreign(packed=packed, order=order))
    [(position, item)] = read(path)
    assert (item.url, item.status, item.headers, item.body) == (URL, 200, (("A", "b"),), BODY)
    assert item.fetched_at == datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert item.request_headers == ((("Host", "b"),) if "q" in order else ())
    assert (position.file, item.note) == ("x.warc", {})
    assert run_info(path)["software"] == "another/1.0"


@pytest.mark.parametrize(
    ("stored", "body"),
    [
        (b"5\r\n<p>L\xe1\r\nb\r\n\xba\xa1ng S\xc6\xa1n</\r\n2\r\np>\r\n0\r\n\r\n", BODY),
        (BODY, BODY),  # as Common Crawl's: the header kept, the chunks joined
    ],
)
def test_a_foreign_body_loses_its_transfer_encoding(stored: bytes, body: bytes, tmp_path: Path) -> None:
    """Chunks kept by another crawler are joined; a header that lies about them changes nothing."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(_foreign(packed=True, header="Transfer-Encoding: chunked", body=stored))
    [(_, item)] = read(path)
    assert item.body == body


def test_a_foreign_file_that_is_cut_or_damaged_is_an_error(tmp_path: Path) -> None:
    """Length and digest of each block are compared, since its reader does not."""
    path = tmp_path / "x.warc"
    data = _foreign()
    for wrong, problem in (
        (data[:-9], "is cut"),
        (data.replace(BODY, BODY.upper()), "differs from its digest"),
        (data.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 2o0 OK"), "differs from its digest"),
    ):
        path.write_bytes(wrong)
        with pytest.raises(StoreError, match=problem):
            list(read(path))


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"\0" * 5000, gzip.compress(b"a page", mtime=0), b"\x1f\x8b", b"WARC/1.1\r\n"]
)
def test_a_file_that_is_no_archive_is_an_error(data: bytes, tmp_path: Path) -> None:
    """One line that names the file, for reading and for the run's information alike."""
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(data)
    for attempt in (lambda: list(read(path)), lambda: run_info(path)):
        with pytest.raises(StoreError, match=r"pages\.warc\.gz: [^\n]+verify"):
            attempt()


CHUNKED = b"5\r\n<p>L\xe1\r\nb\r\n\xba\xa1ng S\xc6\xa1n</\r\n2\r\np>\r\n0\r\n\r\n"
PACKED = gzip.compress(BODY, mtime=0)


@pytest.mark.parametrize(
    ("digest", "header", "stored", "fits"),
    [
        (None, "A: b", BODY, True),
        (payload_digest(BODY), "A: b", BODY, True),
        (f"sha1:{hashlib.sha1(BODY).hexdigest()}", "A: b", BODY, True),
        (f"sha-256:{hashlib.sha256(BODY).hexdigest().upper()}", "A: b", BODY, True),
        ("blake9:ABC", "A: b", BODY, True),
        ("sha1:-", "A: b", BODY, True),
        (payload_digest(BODY), "Transfer-Encoding: chunked", CHUNKED, True),
        (payload_digest(CHUNKED), "Transfer-Encoding: chunked", CHUNKED, True),
        (payload_digest(PACKED), "Content-Encoding: gzip", PACKED, True),
        (payload_digest(BODY), "Content-Encoding: gzip", PACKED, True),
        (payload_digest(BODY), "A: b", BODY.upper(), False),
        (f"md5:{hashlib.md5(b'x').hexdigest()}", "A: b", BODY, False),
        (payload_digest(b"x"), "Transfer-Encoding: chunked", CHUNKED, False),
        (payload_digest(b"x"), "Content-Encoding: gzip", PACKED, False),
        (payload_digest(b"x"), "Content-Encoding: gzip", PACKED[:-9], False),
    ],
)
def test_a_foreign_payload_digest(
    digest: str | None, header: str, stored: bytes, fits: bool, tmp_path: Path
) -> None:
    """A body that its digest contradicts is left out, by place; what stands behind it is read.

    The digest may be of the body as stored, without its chunks, or without its packing; none says nothing.
    """
    tied = {"WARC_Payload_Digest": digest} if digest else {}
    block = f"HTTP/1.1 200 OK\r\n{header}\r\n\r\n".encode() + stored
    first = _record("response", block, WARC_Target_URI=URL, **tied)
    behind = _record("response", b"HTTP/1.1 200 OK\r\n\r\n" + BODY, WARC_Target_URI=f"{URL}?2")
    behind = behind.replace(b"urn:x:response", b"urn:x:behind")
    path, problems = tmp_path / "x.warc", list[str]()
    path.write_bytes(first + behind)
    urls = [item.url for _, item in read(path, on_damage=lambda at, problem: problems.append(problem))]

    assert urls == ([URL] if fits else []) + [f"{URL}?2"]
    assert len(problems) == (not fits)
    assert all("WARC-Payload-Digest" in problem for problem in problems)
