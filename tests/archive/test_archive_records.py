"""The files are WARC 1.1 as ISO 28500 has it; readers of other makers agree."""

from __future__ import annotations

import gzip
import io
import random
import re
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as WarcioIterator  # type: ignore[import-untyped]

from crawler.archive.exchange import Earlier, Exchange, payload_digest
from crawler.archive.reader import read
from crawler.archive.record import warc_date
from crawler.archive.writer import encode
from tests.archive.samples import archive, exchange, new_writer

Fields = dict[str, str]


def records(members: bytes) -> list[tuple[Fields, bytes]]:
    """Fields and block of each record, read by warcio; it checks the digests as well."""
    for record in WarcioIterator(io.BytesIO(members), check_digests="raise"):
        record.content_stream().read()
    found = []
    for record in WarcioIterator(io.BytesIO(members), no_record_parse=True):
        found.append((dict(record.rec_headers.headers), record.content_stream().read()))
    return found


EARLIER = Earlier(
    "https://baolangson.vn/cũ.html", "2024-03-01T00:00:00.000000Z", payload_digest(exchange().body)
)


def test_an_exchange_is_three_records_tied_together() -> None:
    """Request and metadata name the response; all carry the address, the moment and their digests."""
    (request, request_block), (response, block), (metadata, note) = records(encode(exchange()))
    body = exchange().body
    assert [r["WARC-Type"] for r in (request, response, metadata)] == ["request", "response", "metadata"]
    assert {request["WARC-Concurrent-To"], metadata["WARC-Concurrent-To"]} == {response["WARC-Record-ID"]}
    assert {r["WARC-Target-URI"] for r in (request, response, metadata)} == {exchange().url}
    assert {r["WARC-Date"] for r in (request, response, metadata)} == {"2024-03-15T03:05:00.000017Z"}
    assert request["WARC-IP-Address"] == response["WARC-IP-Address"] == "127.0.0.1"
    assert response["Content-Type"] == "application/http;msgtype=response"
    assert response["WARC-Payload-Digest"] == payload_digest(body)
    assert response["WARC-Block-Digest"] == payload_digest(block)
    assert request_block.startswith(b"GET /hoi-nghi-tinh-5000000.html HTTP/1.1\r\n")
    assert block == b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "0"\r\n\r\n' + body
    assert note == b'{"asked": "/0", "kind": "article"}'


def test_record_ids_are_unique_and_the_same_each_time() -> None:
    """No randomness: the same exchange gives the same bytes, another one other ids."""
    ids = [fields["WARC-Record-ID"] for n in range(20) for fields, _ in records(encode(exchange(n)))]
    assert len(set(ids)) == 60
    assert all(re.fullmatch(r"<urn:uuid:[0-9a-f-]{36}>", value) for value in ids)
    assert encode(exchange(7)) == encode(exchange(7))


@pytest.mark.parametrize(
    ("item", "profile"),
    [
        (exchange(), "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
        (exchange(status=304, body=b""), "http://netpreserve.org/warc/1.1/revisit/server-not-modified"),
    ],
)
def test_an_unchanged_body_becomes_a_revisit(item: Exchange, profile: str) -> None:
    """A `revisit` holds the new headers, no body, and says where the body lies (ISO 28500, 6.7)."""
    _, (fields, block), _ = records(encode(item, earlier=EARLIER))
    assert fields["WARC-Type"] == "revisit"
    assert fields["WARC-Profile"] == profile
    assert fields["WARC-Refers-To-Target-URI"] == "https://baolangson.vn/c%C5%A9.html"
    assert fields["WARC-Refers-To-Date"] == EARLIER.fetched_at
    assert fields["WARC-Payload-Digest"] == EARLIER.digest
    assert block.endswith(b'ETag: "0"\r\n\r\n')


def test_a_revisit_of_another_body_is_refused() -> None:
    """A body that differs from the archived one can never be replaced by it."""
    with pytest.raises(ValueError, match="revisit of sha1:"):
        encode(exchange(1), earlier=EARLIER)


@pytest.mark.parametrize(
    ("note", "reason"),
    [({"truncated": "length"}, "length"), ({"truncated": ["odd"]}, "unspecified"), ({}, None)],
)
def test_a_cut_body_says_so(note: dict[str, object], reason: str | None) -> None:
    """WARC-Truncated gives the reason that the note gives (ISO 28500, 5.13)."""
    _, (fields, _), _ = records(encode(exchange(note=note)))
    assert fields.get("WARC-Truncated") == reason


def test_two_other_readers_accept_every_record(tmp_path: Path) -> None:
    """warcio checks all digests, fastwarc drops none, gzip reads every member."""
    rng = random.Random(5)
    items = [exchange(n, body=rng.randbytes(rng.randrange(90_000))) for n in range(12)]
    items += [exchange(20 + n, headers=(("X", "\xff\x85é"),) * n, body=b"\r\n" * n) for n in range(5)]
    path, _ = archive(tmp_path, *items)
    with path.open("rb") as file:
        good = [str(r.record_type) for r in ArchiveIterator(file, verify_digests=True, parse_http=False)]
    with path.open("rb") as file:
        checked = 0
        for record in WarcioIterator(file, check_digests="raise"):
            record.content_stream().read()
            checked += record.digest_checker.passed is True
    assert good == ["warcinfo", *["request", "response", "metadata"] * 17, "metadata"]
    assert checked == len(good)
    assert gzip.decompress(path.read_bytes()).count(b"WARC/1.1\r\nWARC-Type") == len(good)


def test_both_http_parsers_see_status_headers_and_body(tmp_path: Path) -> None:
    """Tools that parse the HTTP message get what was received."""
    item = exchange(headers=(("Transfer-Encoding", "chunked"), ("Content-Type", "text/html")))
    path, _ = archive(tmp_path, item)
    with path.open("rb") as file:
        responses = ArchiveIterator(file, record_types=WarcRecordType.response)
        [fast] = [(r.http_headers.status_code, r.reader.read()) for r in responses]
    with path.open("rb") as file:
        [slow] = [
            (int(r.http_headers.get_statuscode()), r.content_stream().read())
            for r in WarcioIterator(file)
            if r.rec_type == "response"
        ]
    assert fast == slow == (200, item.body)


def test_the_archived_moment_serves_a_later_revisit(tmp_path: Path) -> None:
    """What `read` gives of a response is enough for `Earlier`; the revisit read back says the same."""
    item = exchange()
    earlier = Earlier(item.url, warc_date(item.fetched_at), payload_digest(item.body))
    with new_writer(tmp_path) as writer:
        writer.append(encode(item))
        writer.append(encode(exchange(0, fetched_at=item.fetched_at.replace(year=2025)), earlier=earlier))

    first, second = (back for _, back in read(tmp_path / "pages.warc.gz"))
    assert first.revisit_of is None
    assert second.revisit_of == earlier
