"""Whole answers pass unchanged; whatever is cut, damaged, packed twice or no text is refused."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.document_end import check_end, html_has_end, kind
from crawler.fetch.transfer import TransferError, check_arrival, check_open_end, check_status, decode
from crawler.fetch.whole_body import Received, whole_body

LIMIT = 8 * 2**20
TEXT = ("<p>Hội nghị lần thứ nhất, Ban Thường vụ Huyện uỷ.</p>\n" * 400).encode()


def raw_deflate(data: bytes) -> bytes:
    """What old servers call deflate: no header, no checksum."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def checked_zstd(data: bytes) -> bytes:
    """zstd with a checksum, as servers make it."""
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": checked_zstd,
}
CODINGS = pytest.mark.parametrize("coding", PACKERS)


def refusal(body: bytes, *codings: str, limit: int = LIMIT) -> TransferError:
    """The error of a body that must not pass."""
    with pytest.raises(TransferError) as caught:
        decode(body, codings, limit)
    return caught.value


def unpacked(body: bytes, coding: str) -> bytes | str:
    """What comes out, or why nothing does."""
    try:
        return decode(body, [coding], LIMIT)
    except TransferError as error:
        return error.reason


@CODINGS
@given(data=st.one_of(st.binary(max_size=3000), st.integers(0, 300_000).map(lambda n: b"ab" * n)))
def test_what_was_packed_comes_out(coding: str, data: bytes) -> None:
    """Every coding gives back what went in, empty and long bodies too."""
    assert decode(PACKERS[coding](data), [coding.upper()], LIMIT) == data


def test_bare_deflate() -> None:
    """The form without a header is read as well."""
    assert decode(raw_deflate(TEXT), ["deflate"], LIMIT) == TEXT


@pytest.mark.parametrize("codings", [[], [""], ["identity"], ["utf-8"], ["none, identity"]])
def test_no_coding(codings: list[str]) -> None:
    """What servers write where there is no coding leaves the body alone."""
    assert decode(TEXT, codings, LIMIT) == TEXT


def test_gzip_in_several_members() -> None:
    """RFC 1952 allows members one after another."""
    assert decode(gzip.compress(b"a") + gzip.compress(b"b"), ["gzip"], LIMIT) == b"ab"


@CODINGS
@given(share=st.floats(0, 1, exclude_max=True))
def test_cut_anywhere(coding: str, share: float) -> None:
    """A stream that ends early is refused, wherever the cut is."""
    packed = PACKERS[coding](TEXT)
    assert refusal(packed[: int(share * len(packed))], coding).reason == "data-loss"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_bit(coding: str, place: float, bit: int) -> None:
    """A single changed bit is refused, or changes nothing of the text (header fields without a meaning)."""
    packed = bytearray(PACKERS[coding](TEXT))
    packed[int(place * len(packed))] ^= 1 << bit

    assert unpacked(bytes(packed), coding) in (TEXT, "data-loss", "too-large")


@pytest.mark.parametrize("back", range(1, 9))
def test_gzip_trailer(back: int) -> None:
    """Each byte of the checksum and of the length counts."""
    packed = bytearray(gzip.compress(TEXT))
    packed[-back] ^= 255
    assert refusal(bytes(packed), "gzip").reason == "data-loss"


@CODINGS
@pytest.mark.parametrize("garbage", [b"\0", b"x", b"</html>", b"\x1f\x8b", b"\0" * 512])
def test_something_behind_the_end(coding: str, garbage: bytes) -> None:
    """Nothing may stand behind the end of the stream."""
    assert refusal(PACKERS[coding](TEXT) + garbage, coding).reason == "data-loss"


@CODINGS
def test_a_lie_about_the_coding(coding: str) -> None:
    """A plain page labelled as packed is refused, and so is an empty body."""
    assert refusal(b"<html></html>", coding).reason == "data-loss"
    assert refusal(b"", coding).reason == "data-loss"


@pytest.mark.parametrize(
    "codings",
    [["gzip", "gzip"], ["gzip, gzip"], ["br, gzip"], ["gzip, identity, zstd"], ["compress"], ["gz\x00"]],
)
def test_codings_that_are_not_served(codings: list[str]) -> None:
    """Packed twice or in an unknown way: final, and nothing is unpacked."""
    error = refusal(b"\x1f\x8b" * 10, *codings)
    assert (error.reason, error.final) == ("content-encoding", True)


@CODINGS
@pytest.mark.parametrize(("size", "passes"), [(LIMIT - 1, True), (LIMIT, True), (LIMIT + 1, False)])
def test_the_limit(coding: str, size: int, passes: bool) -> None:
    """Exactly the limit passes, one byte more does not, packed or not."""
    body = b"\0" * size
    for sent, codings in ((body, []), (PACKERS[coding](body), [coding])):
        if passes:
            assert len(decode(sent, codings, LIMIT)) == size
        else:
            error = refusal(sent, *codings)
            assert (error.reason, error.final) == ("too-large", True)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_bombs(coding: str) -> None:
    """200 MB in a few bytes are never held: what is unpacked stops at the limit."""
    packer = {"gzip": zlib.compressobj(9, wbits=31), "deflate": zlib.compressobj(9)}.get(coding)
    block = b"\0" * 2**20
    if packer is not None:
        bomb = b"".join([*(packer.compress(block) for _ in range(200)), packer.flush()])
    else:
        bomb = brotli.compress(block * 200, quality=1) if coding == "br" else zstd.compress(block * 200)
    assert refusal(bomb, coding).reason == "too-large"


def test_a_million_empty_members() -> None:
    """Many small streams in one body are refused at once, not unpacked for minutes."""
    assert refusal(gzip.compress(b"") * 200_000, "gzip").reason == "data-loss"


@pytest.mark.parametrize(
    ("flags", "declared", "received", "passes"),
    [
        ([], None, 10, True),
        ([], "10", 10, True),
        ([], " 10 ", 10, True),
        (["cached"], "10", 10, True),
        (["partial"], None, 10, True),  # whether its content shows an end is seen later
        (["dataloss"], "10", 10, False),
        ([], "11", 10, False),
        ([], "9", 10, False),
        ([], "10000000000", 10, False),
        ([], "10, 10", 10, False),
        ([], "ten", 10, False),
    ],
)
def test_arrival(flags: list[str], declared: str | None, received: int, passes: bool) -> None:
    """What was declared must have come."""
    if passes:
        check_arrival(flags, declared, received)
    else:
        with pytest.raises(TransferError) as caught:
            check_arrival(flags, declared, received)
        assert caught.value.reason == "data-loss"


@pytest.mark.parametrize(
    ("flags", "proven", "passes"),
    [([], False, True), (["partial"], True, True), (["partial"], False, False)],
)
def test_an_open_end(flags: list[str], proven: bool, passes: bool) -> None:
    """A body that only the closed connection ends is taken where its content shows that it is whole."""
    if passes:
        check_open_end(flags, lambda: proven)
    else:
        with pytest.raises(TransferError):
            check_open_end(flags, lambda: proven)


def test_an_end_that_is_declared_is_not_looked_for() -> None:
    """Whether the content shows its end is asked only where nothing else says it: it takes time."""

    def is_proven() -> bool:
        raise AssertionError("it was asked")

    check_open_end([], is_proven)


ROBOTS_TXT = b"User-agent: *\nDisallow: /noi-bo\n"
RSS = b"<?xml version='1.0'?><rss><channel><item/></channel></rss>"


@pytest.mark.parametrize(
    ("body", "type_", "flags", "length", "passes"),
    [
        (ROBOTS_TXT, "robots", ["partial"], None, True),  # RFC 9112, 6.3, rule 8
        (b"", "robots", ["partial"], None, True),
        (ROBOTS_TXT, "robots", ["partial", "torn"], None, False),  # section 8
        (ROBOTS_TXT, "robots", ["dataloss"], None, False),
        (ROBOTS_TXT, "robots", [], "900", False),
        (ROBOTS_TXT, "text/plain", ["partial"], None, False),
        (RSS, "text/xml", ["partial"], None, True),
        (RSS[:-3], "text/xml", ["partial"], None, False),
        (b'{"data": []}', "application/json", ["partial"], None, True),
        (b'{"data": []}', "text/plain", ["partial"], None, True),
        (b'{"data": [', "text/plain", ["partial"], None, False),
        (b"123", "application/json", ["partial"], None, False),  # may be the beginning of 12345
        (gzip.compress(RSS, mtime=0), "application/gzip", ["partial"], None, True),
        (gzip.compress(RSS, mtime=0)[:-4], "application/gzip", ["partial"], None, False),
        (gzip.compress(RSS, mtime=0), "application/gzip", [], None, True),
    ],
)
def test_what_only_a_closed_connection_ends(
    body: bytes, type_: str, flags: list[str], length: str | None, passes: bool
) -> None:
    """robots.txt is what came; a feed, a sitemap, a list is taken where it shows its end; nothing torn is."""
    received = Received(body, flags, length, [], "text/plain" if type_ == "robots" else type_, "/a")
    if passes:
        assert whole_body(received, LIMIT, of_a_page=type_ != "robots")[0] == body
    else:
        with pytest.raises(TransferError) as caught:
            whole_body(received, LIMIT, of_a_page=type_ != "robots")
        assert caught.value.reason == "data-loss"


@pytest.mark.parametrize(
    ("status", "conditional", "reason"),
    [
        (200, False, None),
        (203, False, None),
        (304, True, None),
        (304, False, "http-304"),
        (206, True, "data-loss"),
        (206, False, "data-loss"),
        (204, False, "http-204"),
        (205, False, "http-205"),
        (202, False, "http-202"),
        (100, False, "http-100"),
        (101, False, "http-101"),
        (0, False, "http-0"),
    ],
)
def test_statuses(status: int, conditional: bool, reason: str | None) -> None:
    """A page is 200 or 203; "not modified" is an answer only to who asked whether it was modified."""
    if reason is None:
        check_status(status, conditional=conditional)
    else:
        with pytest.raises(TransferError) as caught:
            check_status(status, conditional=conditional)
        assert caught.value.reason == reason


# --- the document -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end",
    [
        "</body></html>",
        "</HTML>\r\n\r\n",
        "</ html >".replace("/ ", "/"),
        "</body>",
        "</html><!-- trang lưu sẵn -->",
        "</html><script>var a='<p>';</script>",
        "</body><script src=a.js></script><noscript><img src=b></noscript></html>",
        "</html>\n<style>p{}</style><div id=popup></div>",
        "</html>\ufeff",
        "</body\n></html\t>",
        "</html><!-- <p> --!>",
        "</html>0",
        "</html><script>chưa đóng",
        "<script>w('</body>')</script></body>",
        "</html>" + "\n" * 5000,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_pages_with_an_end(end: str, encoding: str) -> None:
    """The end tag, whatever servers and caches put behind it."""
    page = f"<!doctype html><html><body><p>Hội nghị</p>{end}"
    assert html_has_end(page.encode(encoding))


@pytest.mark.parametrize(
    "end",
    [
        "",
        "<p>Phát biểu tại hội nghị, đồng chí",
        "</bod",
        "</htm",
        "<!-- </body></html>",
        "<script>w('</body></html>')",
        "<script>w('</html>')</script><p>Phát biểu",
        "<style></html>",
        "<textarea></html>",
        "<title></html>",
        "<!-- </html> --><p>Phát biểu",
        "</html><p>" + "Phát biểu kết luận hội nghị " * 8,
    ],
)
def test_pages_without_an_end(end: str) -> None:
    """Cut pages, also where an end tag stands in a script, a comment or a field."""
    assert not html_has_end(f"<!doctype html><html><body><p>Hội nghị</p>{end}".encode())


PAGES = sorted(Path(__file__).parents[1].glob("pages/*/page.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_every_kept_page(path: Path) -> None:
    """The pages that the extractor is tested on all have an end; cut anywhere before it, none has."""
    body = path.read_bytes()
    check_end(body, kind(body, "text/html"))
    end = body.replace(b"\0", b" ").lower().rfind(b"</body")
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        assert not html_has_end(body[: int(share * end)])


@pytest.mark.parametrize(
    ("body", "form", "passes"),
    [
        (b"", "html", False),
        (b" \r\n\t", "html", False),
        (b"\xef\xbb\xbf", "html", False),
        (b"\0\0", "text", False),
        (b'{"data": []}', "json", True),
        (b"[]\n", "json", True),
        (b'"a"', "json", True),
        (b"null", "json", True),
        (b'{"data": [', "json", False),
        (b'{"data": "Tin ', "json", False),
        (b'{"a": 1,', "json", False),
        (b"<?xml version='1.0'?><!-- a --><urlset><url/></urlset>\n", "xml", True),
        (b"<urlset xmlns='a'><url></url></urlset><!-- b -->", "xml", True),
        (b"<urlset/>", "xml", True),
        (b"<?xml version='1.0'?><urlset><url></url>", "xml", False),
        (b"<urlset><url></url></urlse", "xml", False),
        (b"<?xml version='1.0'?>", "xml", False),
        (b"Disallow:", "text", True),
    ],
)
def test_other_documents(body: bytes, form: str, passes: bool) -> None:
    """XML ends with its root, JSON with its bracket, plain text anywhere; nothing at all is no document."""
    if passes:
        check_end(body, form)
    else:
        with pytest.raises(TransferError):
            check_end(body, form)


@pytest.mark.parametrize(
    ("body", "label", "path", "form"),
    [
        (b"<!DOCTYPE html><p>", "text/html; charset=utf-8", "/", "html"),
        (b"<p>Tin</p>", "text/html", "/", "html"),
        (b"<html>", "application/octet-stream", "/", "html"),
        (b"\n<!-- a --><HTML>", "text/plain", "/", "html"),
        (b"<html>", None, "/", "html"),
        ("<html>".encode("utf-16"), "text/html", "/", "html"),
        (b"<html>", "application/pdf", "/", "html"),
        (b"<?xml version='1.0'?><urlset>", "text/xml", "/sitemap.xml", "xml"),
        (b"<?xml version='1.0'?><rss>", "text/plain", "/feed", "xml"),
        (b"{}", "application/json", "/list", "json"),
        (b"Disallow:", "text/plain", "/robots.txt", "text"),
        (b"Disallow:", None, "/robots.txt", "text"),
        (b"\x1f\x8b\x08\0", "application/gzip", "/s", "gzip"),
        (b"\x1f\x8b\x08\0", "text/xml", "/sitemap.xml.gz", "gzip"),
    ],
)
def test_kinds(body: bytes, label: str | None, path: str, form: str) -> None:
    """What the bytes are decides before the label."""
    assert kind(body, label, path) == form


@pytest.mark.parametrize(
    "label", ["text/html; charset=utf-8", "application/octet-stream", None, "text/plain"]
)
@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0JFIF",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBP",
        b"PK\x03\x04doc",
        b"\0\0\0 ftypmp42",
        b"Rar!\x1a\x07",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"ID3\x04",
        b"II*\0",
    ],
)
def test_labels_that_lie(body: bytes, label: str | None) -> None:
    """Files of other kinds are refused under every label."""
    with pytest.raises(TransferError) as caught:
        kind(body, label)
    assert (caught.value.reason, caught.value.final) == ("not-html", True)
