"""Whole transfers arrive unchanged; cut, damaged, oversized, mislabelled ones give a reason and no page."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import socket
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from tests.rim.asker import Asked, ask
from tests.rim.wire import HTML, PAGE, Script, Seen, Wire, answer, head, raw, silence, wired

pytestmark = pytest.mark.drill

LIMIT = 8 * 2**20
LONG = PAGE.replace(b"<p>", b"<p>" + "Hội nghị giao ban công tác tháng. ".encode() * 400)
BIG_START, BIG_END = b"<html><body>", b"</body></html>"


def of_size(size: int) -> bytes:
    """A page of exactly so many bytes."""
    return BIG_START + b"a" * (size - len(BIG_START) - len(BIG_END)) + BIG_END


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n", coding: str = "") -> bytes:
    """A body in chunks."""
    fields = {"content_encoding": coding} if coding else {}
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return head(None, 200, HTML, transfer_encoding="chunked", **fields) + chunks + end


@cache
def bomb(coding: str) -> bytes:
    """200 MB of zeros, packed."""
    block = b"\0" * (200 * 2**20)
    if coding == "gzip":
        return gzip.compress(block, 1)
    return zstd.compress(block) if coding == "zstd" else bytes(brotli.compress(block, quality=1))


async def reset(seen: Seen, writer: asyncio.StreamWriter) -> bool:
    """Half a page, then the connection is torn down."""
    writer.write(head(len(LONG)) + LONG[:3000])
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.transport.abort()
    return False


async def torn(seen: Seen, writer: asyncio.StreamWriter) -> bool:
    """A whole robots.txt, or half of one: no length, and the connection is torn down."""
    writer.write(head(None, 200, "text/plain") + b"User-agent: *\nAllow: /\n")
    await writer.drain()
    await asyncio.sleep(0.05)
    linger = struct.pack("ii", 1, 0)  # so that the close is a reset
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()
    return False


async def slowly(seen: Seen, writer: asyncio.StreamWriter) -> bool:
    """One byte every tenth of a second, for ever."""
    writer.write(head(10_000))
    while not writer.is_closing():
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.1)
    return False


async def slow_head(seen: Seen, writer: asyncio.StreamWriter) -> bool:
    """Header fields without end, slowly."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        writer.write(b"X-Slow: a\r\n")
        await writer.drain()
        await asyncio.sleep(0.1)
    return False


def flood(fields: int, size: int, line: bytes = b"HTTP/1.1 200 OK\r\n") -> Script:
    """So many header fields of so many bytes before the page."""
    return raw(
        line
        + b"".join(b"X-%d: %b\r\n" % (n, b"a" * size) for n in range(fields))
        + head(len(PAGE))[19:]
        + PAGE
    )


PACKED = {
    "gzip": gzip.compress(LONG),
    "deflate": zlib.compress(LONG),
    "br": brotli.compress(LONG),
    "zstd": zstd.compress(LONG),
}
GZ = PACKED["gzip"]

WHOLE: dict[str, Script] = {
    **{f"/whole-{coding}": answer(body, content_encoding=coding) for coding, body in PACKED.items()},
    "/whole": answer(LONG),
    "/whole-chunked": raw(chunked(LONG[:100], LONG[100:]), keep=True),
    "/whole-chunked-gzip": raw(chunked(GZ[:50], GZ[50:], coding="gzip"), keep=True),
    "/whole-open": raw(head(None) + LONG),  # no length, but the page shows its end
    "/whole-203": answer(LONG, 203),
    "/whole-octets": answer(LONG, type="application/octet-stream"),
    "/whole-utf8": answer(LONG, content_encoding="utf-8"),
    "/whole-http10": raw(
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(LONG), LONG)
    ),
    "/whole-lf": raw(
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n%b" % (len(LONG), LONG)
    ),
    "/whole-100": raw(b"HTTP/1.1 100 Continue\r\n\r\n" + head(len(LONG)) + LONG, keep=True),
}

# One failing address after another would slow the next ones: here each stands for itself.
UNTROUBLED: dict[str, Any] = {"LANGSON_BACKOFF_UNIT": 0.0, "LANGSON_PROBE_EVERY": 0.0}

LATER = "later"
FINAL = "final"
BROKEN: dict[str, tuple[Script, str, str]] = {
    "/rst": (reset, "data-loss", LATER),
    "/shortcl": (raw(head(len(LONG) + 1) + LONG), "data-loss", LATER),
    "/longcl": (raw(head(len(LONG) - 20) + LONG), "data-loss", LATER),
    "/chunkcut": (raw(chunked(LONG, end=b"")), "data-loss", LATER),
    "/chunkhalf": (raw(chunked(LONG)[:-30]), "data-loss", LATER),
    "/noclen-cut": (raw(head(None) + LONG[:5000]), "data-loss", LATER),
    "/cut-well-declared": (answer(LONG[:5000]), "data-loss", LATER),
    "/truncgz": (answer(GZ[:-20], content_encoding="gzip"), "data-loss", LATER),
    "/badcrc": (answer(GZ[:-8] + b"\0\0\0\0" + GZ[-4:], content_encoding="gzip"), "data-loss", LATER),
    "/badsize": (answer(GZ[:-4] + b"\0\0\0\0", content_encoding="gzip"), "data-loss", LATER),
    "/garbage": (answer(GZ + b"garbage", content_encoding="gzip"), "data-loss", LATER),
    "/truncbr": (answer(PACKED["br"][:-5], content_encoding="br"), "data-loss", LATER),
    "/trunczstd": (answer(PACKED["zstd"][:-5], content_encoding="zstd"), "data-loss", LATER),
    "/truncdeflate": (answer(PACKED["deflate"][:-5], content_encoding="deflate"), "data-loss", LATER),
    "/no-gzip": (answer(LONG, content_encoding="gzip"), "data-loss", LATER),
    "/empty": (answer(b""), "empty", LATER),
    "/blank": (answer(b"\r\n \r\n"), "empty", LATER),
    "/206": (answer(LONG, 206, content_range="bytes 0-99/200"), "data-loss", LATER),
    "/304": (raw(b"HTTP/1.1 304 Not Modified\r\n\r\n", keep=True), "http-304", LATER),
    "/204": (raw(b"HTTP/1.1 204 No Content\r\n\r\n", keep=True), "http-204", FINAL),
    "/202": (answer(LONG, 202), "http-202", FINAL),
    "/http09": (raw(PAGE + b"\n"), "no-http", LATER),
    "/status": (raw(b"HTTP/1.1 OK\r\n\r\n"), "no-http", LATER),
    "/version": (raw(b"HTTP/x 200 OK\r\n\r\n" + PAGE), "no-http", LATER),
    "/two-lengths": (raw(head(len(LONG), content_length="5") + LONG), "connection-lost", LATER),
    "/cl-te": (raw(head(5, transfer_encoding="chunked") + b"0\r\n\r\n"), "no-http", LATER),
    "/te": (raw(head(None, transfer_encoding="gzip, chunked") + LONG), "connection-lost", LATER),
    "/twice": (answer(gzip.compress(GZ), content_encoding="gzip, gzip"), "content-encoding", FINAL),
    "/unknown": (answer(LONG, content_encoding="compress"), "content-encoding", FINAL),
    "/pdf": (answer(b"%PDF-1.7 " + LONG), "not-html", FINAL),
    "/jpg": (answer(b"\xff\xd8\xff\xe0" + LONG), "not-html", FINAL),
    "/zip": (answer(b"PK\x03\x04" + LONG, type="application/octet-stream"), "not-html", FINAL),
    "/mp4": (answer(b"a" * 100, type="video/mp4"), "not-html", FINAL),
    "/huge": (raw(head(10 * 2**30) + LONG), "too-large", FINAL),
    "/slow": (slowly, "timeout", LATER),
    "/slowhead": (slow_head, "timeout", LATER),
    "/silence": (silence, "timeout", LATER),
}


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[Asked, Wire]]:
    """All of them asked in one crawl, eight at a time; each is tried once."""
    scripts = {**WHOLE, **{path: script for path, (script, _, _) in BROKEN.items()}}
    scripts["/conditional"] = raw(b"HTTP/1.1 304 Not Modified\r\n\r\n", keep=True)
    scripts["/error-page"] = answer(b"\x1f\x8b\x08broken", 404, content_encoding="gzip")
    scripts["/error-page-gzip"] = answer(GZ, 403, content_encoding="gzip")
    with wired(Wire(scripts)) as wire:
        given: list[str | dict[str, object]] = [
            f"{wire.url}{path}" for path in scripts if path != "/conditional"
        ]
        given.append({"url": f"{wire.url}/conditional", "headers": {"If-None-Match": '"1"'}})
        yield ask(given, DOWNLOAD_TIMEOUT=3, **UNTROUBLED), wire


@pytest.mark.parametrize("path", WHOLE)
def test_whole(asked: tuple[Asked, Wire], path: str) -> None:
    """Every honest form gives the same bytes, as an HTML page."""
    said, _ = asked
    assert said.ends[path].get("hash") == hashlib.sha1(LONG).hexdigest(), said.ends[path]
    assert said.ends[path]["kind"] == "HtmlResponse"


@pytest.mark.parametrize("path", BROKEN)
def test_broken(asked: tuple[Asked, Wire], path: str) -> None:
    """None becomes a page; each has its reason, and only what may pass is to be tried again."""
    said, _ = asked
    _, reason, when = BROKEN[path]
    end = said.ends[path]
    assert end.get("reason") == reason, end
    assert (end["wait"] is not None) == (when == LATER)


def test_nothing_is_repeated(asked: tuple[Asked, Wire]) -> None:
    """Each address was asked once; whether it is asked again is the frontier's to say."""
    said, wire = asked
    assert sorted(wire.paths()) == sorted(said.ends)
    assert "Traceback" not in said.log


def test_not_modified(asked: tuple[Asked, Wire]) -> None:
    """304 is an answer to who asked for it."""
    assert asked[0].ends["/conditional"]["reason"] == "http-304"
    assert asked[0].ends["/conditional"]["detail"] == ""  # Scrapy's HttpError, not ours


def test_error_pages(asked: tuple[Asked, Wire]) -> None:
    """Of an error page the status counts, also where its body is broken."""
    assert asked[0].ends["/error-page"]["reason"] == "http-404"
    assert asked[0].ends["/error-page-gzip"]["reason"] == "http-403"


RULES = b"User-agent: *\nDisallow: /refused\n"


@pytest.mark.parametrize(
    ("robots", "ends"),
    [
        (raw(head(None, 200, "text/plain") + RULES), ["page", "RobotsRefusal"]),
        (raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + RULES), ["page", "RobotsRefusal"]),
        (raw(b"HTTP/1.0 200 OK\r\n\r\n"), ["page", "page"]),
        (torn, ["RobotsUnreachable"] * 2),
        (raw(head(len(RULES) + 1, 200, "text/plain") + RULES), ["RobotsUnreachable"] * 2),
        (raw(chunked(RULES, end=b"")), ["RobotsUnreachable"] * 2),
    ],
    ids=["close", "http-1.0", "empty", "torn", "short", "cut-chunk"],
)
def test_robots_txt_that_ends_with_the_connection(robots: Script, ends: list[str]) -> None:
    """It is what came (RFC 9112, 6.3); one that was torn down or is short of its length is none."""
    with wired(Wire({"/robots.txt": robots, "/a": answer(LONG), "/refused": answer(LONG)})) as wire:
        said = ask([f"{wire.url}/a", f"{wire.url}/refused"], ROBOTSTXT_OBEY=True, **UNTROUBLED)
    found = [
        "page" if "hash" in said.ends[path] else said.ends[path]["detail"] for path in ("/a", "/refused")
    ]

    for end, what in zip(ends, found, strict=True):
        assert what == end if end == "page" else what.startswith(end), found


def test_what_is_accepted(asked: tuple[Asked, Wire]) -> None:
    """We ask for codings whose end can be checked."""
    assert {seen.headers["accept-encoding"] for seen in asked[1].log} == {"gzip, deflate, br, zstd"}


def random_fault(rng: Random) -> Script:
    """An answer in a random coding and framing, cut, closed or changed at a random place; or left whole."""
    coding = rng.choice(["", *PACKED])
    body = PACKED.get(coding, LONG)
    fields = {"content_encoding": coding} if coding else {}
    sent = bytearray(body)
    if coding in ("gzip", "deflate") and rng.random() < 0.4:  # these have a checksum
        sent[rng.randrange(len(sent))] ^= 1 << rng.randrange(8)
    elif rng.random() < 0.6:
        del sent[rng.randrange(len(sent)) :]
    framing = rng.choice(["honest", "declared", "chunked", "open"])
    if framing == "chunked":
        data = chunked(bytes(sent), coding=coding)
        return raw(data[: rng.choice([len(data), rng.randrange(len(data))])])
    length = {"honest": len(sent), "declared": len(body), "open": None}[framing]
    return raw(head(length, 200, HTML, **fields) + sent)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_faults(seed: int) -> None:
    """Of two hundred answers with random faults each gives the exact page or a reason; never another text."""
    rng = Random(seed)
    with wired(Wire({f"/{number}": random_fault(rng) for number in range(200)})) as wire:
        said = ask([f"{wire.url}/{number}" for number in range(200)], **UNTROUBLED)
    pages = [end["hash"] for end in said.ends.values() if "hash" in end]

    assert len(said.ends) == 200
    assert set(pages) == {hashlib.sha1(LONG).hexdigest()}
    assert 20 < len(pages) < 150
    assert {end["reason"] for end in said.ends.values() if "hash" not in end} <= {
        "data-loss", "empty", "connection-lost", "no-http", "too-large", "content-encoding",
    }  # fmt: skip


@pytest.fixture(scope="module")
def sizes() -> Iterator[Asked]:
    """The large ones, one at a time."""
    scripts: dict[str, Script] = {f"/{size}": answer(of_size(size)) for size in (LIMIT - 1, LIMIT, LIMIT + 1)}
    for size in (LIMIT - 1, LIMIT, LIMIT + 1):
        scripts[f"/gz-{size}"] = answer(gzip.compress(of_size(size), 1), content_encoding="gzip")
        scripts[f"/chunked-{size}"] = raw(chunked(of_size(size)))
    scripts |= {
        f"/bomb-{coding}": answer(bomb(coding), content_encoding=coding) for coding in ("gzip", "br", "zstd")
    }
    scripts["/bomb-twice"] = answer(gzip.compress(bomb("gzip")), content_encoding="gzip, gzip")
    scripts["/endless"] = raw(head(None) + b"a" * (50 * 2**20))
    scripts |= {"/flood": flood(20_000, 4096), "/many": flood(5000, 10), "/line": flood(1, 200_000)}
    scripts["/interim"] = raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000)
    scripts["/fields"] = flood(60, 200)
    with wired(Wire(scripts)) as wire:
        yield ask([f"{wire.url}{path}" for path in scripts], CONCURRENT_REQUESTS=1, **UNTROUBLED)


@pytest.mark.parametrize("form", ["", "gz-", "chunked-"])
@pytest.mark.parametrize(("size", "passes"), [(LIMIT - 1, True), (LIMIT, True), (LIMIT + 1, False)])
def test_the_limit(sizes: Asked, form: str, size: int, passes: bool) -> None:
    """Refused exactly over the limit."""
    end = sizes.ends[f"/{form}{size}"]
    assert end.get("size", end.get("reason")) == (size if passes else "too-large"), end


@pytest.mark.parametrize("path", ["/bomb-gzip", "/bomb-br", "/bomb-zstd", "/endless"])
def test_bombs(sizes: Asked, path: str) -> None:
    """200 MB in a few bytes are refused for their size."""
    assert sizes.ends[path]["reason"] == "too-large"


def test_a_bomb_packed_twice(sizes: Asked) -> None:
    """It is not even opened."""
    assert sizes.ends["/bomb-twice"]["reason"] == "content-encoding"


@pytest.mark.parametrize("path", ["/flood", "/many", "/line", "/interim"])
def test_floods_of_header_fields(sizes: Asked, path: str) -> None:
    """A head without end is refused for its size; one of sixty fields is not."""
    assert (sizes.ends[path]["reason"], sizes.ends[path]["wait"]) == ("too-large", None)
    assert sizes.ends["/fields"]["status"] == 200


def test_memory(sizes: Asked) -> None:
    """All of that in one process stays below 150 MiB."""
    assert sizes.peak < 150
