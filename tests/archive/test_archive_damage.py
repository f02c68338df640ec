"""`check` finds every damaged byte, and nothing in a file that is whole."""

from __future__ import annotations

import gzip
import random
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.archive.check import CUT, check
from crawler.archive.exchange import Exchange
from crawler.archive.file_records import Closing, closing
from crawler.archive.member import HEADER, compress, read_member
from crawler.archive.reader import read
from crawler.archive.record import parse_record, record_parts
from crawler.archive.walk import Found, walk
from crawler.archive.writer import encode
from crawler.errors import StoreError
from tests.archive.samples import FILE, archive, exchange, open_archive


def _varied(rng: random.Random) -> list[bytes]:
    """Bodies of many kinds: repetitive (many ways to say the same in deflate), random, compressed, empty."""
    text = "<p>Tỉnh Lạng Sơn họp bàn về phát triển cửa khẩu.</p>".encode() * 80
    return [text, b"a" * 5000, rng.randbytes(3000), gzip.compress(text, mtime=0), b"", text[:100]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a whole archive of varied exchanges."""
    bodies = _varied(random.Random(3))
    items = [exchange(n, body=body) for n, body in enumerate(bodies)]
    path, _ = archive(tmp_path_factory.mktemp("whole"), *items)
    assert check(path) == []
    return path.read_bytes()


def _checked(folder: Path, data: bytes, name: str = FILE) -> list[int]:
    """Where `check` finds damage in a file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    damages = check(path)
    assert all(str(damage).startswith(str(path)) and damage.remedy for damage in damages)
    return [damage.offset for damage in damages]


def test_300_random_byte_faults_are_all_found(whole: bytes, tmp_path: Path) -> None:
    """One byte anywhere, changed to any other: found each time, and once, at or before its place."""
    rng = random.Random(20240315)
    for _ in range(300):
        place = rng.randrange(len(whole))
        damaged = bytearray(whole)
        damaged[place] ^= rng.randrange(1, 256)
        offsets = _checked(tmp_path, bytes(damaged))
        assert len(offsets) == 1
        assert offsets[0] <= place


def test_each_byte_of_a_file_is_covered(tmp_path: Path) -> None:
    """No byte at all can change unseen: headers, extra fields, deflate padding and trailers included."""
    path, _ = archive(tmp_path, exchange(request_headers=(), headers=(), note={}, body=b"a" * 40))
    data, rng = path.read_bytes(), random.Random(11)
    for place in range(len(data)):
        damaged = bytearray(data)
        damaged[place] ^= 1 << rng.randrange(8)
        assert _checked(tmp_path, bytes(damaged)), f"byte {place} of {len(data)}"


def test_what_is_read_from_a_damaged_file_is_true(whole: bytes, tmp_path: Path) -> None:
    """Reading a damaged file gives true exchanges only, and then an error that names the file."""
    path, rng = tmp_path / FILE, random.Random(8)
    path.write_bytes(whole)
    good = [back for _, back in read(path)]
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[rng.randrange(len(whole))] ^= rng.randrange(1, 256)
        path.write_bytes(damaged)
        seen: list[Exchange] = []
        with pytest.raises(StoreError, match=re.escape(str(path))):
            seen.extend(back for _, back in read(path))
        assert seen == good[: len(seen)]


def test_a_file_cut_anywhere_is_found(whole: bytes, tmp_path: Path) -> None:
    """Cut at any byte, between two exchanges too: the end is known to be missing."""
    rng = random.Random(2)
    ends = [step.end for step in walk(whole)]
    for cut in [
        0,
        1,
        10,
        20,
        *ends[:-1],
        *(end + 1 for end in ends[:-1]),
        *rng.sample(range(len(whole)), 60),
    ]:
        assert _checked(tmp_path, whole[:cut]), cut


def test_damage_hides_one_record_only(whole: bytes) -> None:
    """Behind a damaged member the walk goes on at the next one, wherever in the member the damage is."""
    steps = list(walk(whole))
    for hit in range(1, len(steps) - 1):
        for place in {*range(24), steps[hit].end - steps[hit].offset - 5}:
            damaged = bytearray(whole)
            damaged[steps[hit].offset + place] ^= 0x81
            found = list(walk(bytes(damaged)))
            assert [(s.offset, s.end) for s in found] == [(s.offset, s.end) for s in steps]
            assert [isinstance(s, Found) for s in found].count(False) == 1


def _groups(data: bytes) -> list[bytes]:
    """The warcinfo, each exchange, the closing record."""
    parts = [data[step.offset : step.end] for step in walk(data)]
    return [parts[0], *(b"".join(parts[n : n + 3]) for n in range(1, len(parts) - 1, 3)), parts[-1]]


def _member(data: bytes, number: int) -> tuple[int, int]:
    step = list(walk(data))[number]
    return step.offset, step.end


def _without(data: bytes, number: int) -> bytes:
    start, end = _member(data, number)
    return data[:start] + data[end:]


def _forged(data: bytes) -> bytes:
    """A member with a changed text and right checksums, as an editor's hand would make it."""
    start, end = _member(data, 2)
    text = read_member(data, start).data.replace("Tỉnh".encode(), b"Tinh  ", 1)
    return data[:start] + compress(text) + data[end:]


def _plain_gzip(data: bytes) -> bytes:
    start, end = _member(data, 2)
    return data[:start] + gzip.compress(read_member(data, start).data) + data[end:]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d + b"\0", "header"),
        (lambda d: d + bytes(4096), "header's bytes are changed"),
        (lambda d: d + _groups(d)[1], "behind the closing record"),
        (lambda d: d + _groups(d)[-1], "second closing record"),
        (lambda d: d + d, "no exchange expects"),
        (lambda d: _without(d, 0), "no exchange expects|checksum|exchanges were written"),
        (lambda d: _without(d, 4), "no exchange expects"),
        (lambda d: _without(d, 5), "lacks records"),
        (lambda d: _without(d, 6), "lacks records"),
        (lambda d: b"".join(_groups(d)[:-1]), "closing record is missing"),
        (lambda d: b"".join(g for n, g in enumerate(_groups(d)) if n != 2), "6 exchanges were written, 5"),
        (lambda d: b"".join(_groups(d)[n] for n in (0, 2, 1, 3, 4, 5, 6, 7)), "records were exchanged"),
        (lambda d: b"".join(_groups(d)[n] for n in (0, 1, 2, 2, 4, 5, 6, 7)), "records were exchanged"),
        (_forged, "WARC-Block-Digest differs from the block"),
        (_plain_gzip, "gzip header's bytes are changed"),
        (lambda d: d[:900] + bytes(512) + d[1412:], "checksum|header"),
        (lambda d: b"", "empty"),
        (lambda d: b"<html>", "header"),
    ],
)
def test_changes_of_whole_records_are_found(
    change: Callable[[bytes], bytes], problem: str, whole: bytes, tmp_path: Path
) -> None:
    """Records taken out, doubled, put elsewhere, forged or hung on: named for what they are."""
    path = tmp_path / FILE
    path.write_bytes(change(whole))
    damages = check(path)
    assert damages
    assert any(part in damages[0].problem for part in problem.split("|")), damages[0].problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda f: f | {"WARC-Payload-Digest": "sha1:" + "A" * 32}, "WARC-Payload-Digest"),
        (lambda f: {name: value for name, value in f.items() if name != "WARC-Date"}, "WARC-Date is missing"),
        (lambda f: f | {"WARC-Record-ID": "<urn:uuid:1>"}, "lacks records|no exchange expects"),
    ],
)
def test_a_record_that_contradicts_itself_is_found(
    change: Callable[[dict[str, str]], dict[str, str]], problem: str, whole: bytes, tmp_path: Path
) -> None:
    """Fields that do not fit the block or the exchange, in members whose checksums are right."""
    start, end = _member(whole, 2)
    record = parse_record(read_member(whole, start).data)
    fields = change(
        {k: v for k, v in record.fields.items() if k not in ("Content-Length", "WARC-Block-Digest")}
    )
    path = tmp_path / FILE
    path.write_bytes(whole[:start] + compress(*record_parts(fields.items(), record.block)) + whole[end:])
    assert any(part in check(path)[0].problem for part in problem.split("|"))


def test_the_second_reader_speaks_up(whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where fastwarc sees fewer good records than our own reader, that is damage too."""
    monkeypatch.setattr("crawler.archive.check.ArchiveIterator", lambda *_, **__: iter(()))
    path = tmp_path / FILE
    path.write_bytes(whole)
    assert [damage.problem for damage in check(path)] == [
        "fastwarc reads 0 good records where 20 were written"
    ]


def test_the_closing_record_cannot_be_forged_by_accident(whole: bytes, tmp_path: Path) -> None:
    """A closing record with another count or checksum is found."""
    body = b"".join(_groups(whole)[:-1])
    for state, problem in (
        (Closing(7, len(body), "0" * 40), "7 exchanges were written, 6 are there"),
        (Closing(6, len(body), "0" * 40), "the bytes differ from the closing record's checksum"),
    ):
        path = tmp_path / FILE
        path.write_bytes(body + closing(FILE, "2024-03-15T03:05:00.000000Z", state))
        assert [damage.problem.partition(":")[0] for damage in check(path)] == [problem]


def test_an_open_file_is_no_damage_but_its_torn_end_is(tmp_path: Path) -> None:
    """A running crawl's file needs no closing record; a torn end names the next start as the cure."""
    path = open_archive(tmp_path, 3)
    assert check(path) == []
    path.write_bytes(path.read_bytes()[:-9])
    assert {damage.remedy for damage in check(path)} == {CUT}


def _stored(*parts: bytes) -> bytes:
    """A member whose text stands in it as it is: deflate without compression."""
    data = b"".join(parts)
    deflate = zlib.compressobj(0, wbits=-15)
    packed = deflate.compress(data) + deflate.flush() + struct.pack("<II", zlib.crc32(data), len(data))
    length = struct.pack("<I", len(packed))
    return HEADER + length + struct.pack("<I", zlib.crc32(packed, zlib.crc32(length))) + packed


def test_a_page_that_holds_an_archive_is_never_taken_for_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hostile body of ready-made members, stored uncompressed, gives no exchange when torn or damaged."""
    bait = b"x" * 300 + encode(exchange(666)) * 4 + b"x" * 300
    monkeypatch.setattr("crawler.archive.encode.compress", _stored)
    path, _ = archive(tmp_path, exchange(1), exchange(2, body=bait), exchange(3))
    data = path.read_bytes()
    assert bait in data
    torn = data[: data.index(bait) + len(bait)]
    flipped = data[: data.index(bait) + 3] + b"\0" + data[data.index(bait) + 4 :]
    for damaged, count in ((torn, 5), (flipped, 10)):
        records = [step.record for step in walk(damaged) if isinstance(step, Found)]
        assert len(records) == count
        assert not any("5000666" in record.fields.get("WARC-Target-URI", "") for record in records)


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    """`check` on what is not there says so."""
    with pytest.raises(StoreError, match=r"pages\.warc\.gz: No such file"):
        check(tmp_path / FILE)
