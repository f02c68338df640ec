"""From bytes to text: valid UTF-8 beats any declaration, rubbish is refused."""

from __future__ import annotations

import codecs
import gzip
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import EncodingError, NotHtmlError
from crawler.extract.encoding import decode
from tests.extract.sheet import FIRST, LEAD, TITLE, URL, paragraphs, read, sheet

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# The letters of the code TCVN3 (ABC), each one byte, as Latin-1 shows that byte.
TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        strict=True,
    )
)
# VNI writes the vowel and its mark as two letters; these are the marks and the letters of their own.
VNI_MARKS = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
VNI_LETTERS = {"ư": "ö", "ơ": "ô", "đ": "ñ", "Đ": "Ñ", "â": "aâ", "ê": "eâ", "ô": "oâ", "ă": "aê"}


def windows_1258(text: str) -> bytes:
    """The text in windows-1258: vowel and hat in one byte, the tone in the next."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
        parts += [base, *(mark for mark in marks if mark in TONES)]
    return "".join(parts).encode("cp1258")


def tcvn3(text: str) -> str:
    """The text as TCVN3 bytes look when read as Latin-1."""
    return "".join(TCVN3.get(letter, letter) for letter in text)


def vni(text: str) -> str:
    """The text as VNI bytes look when read as Latin-1 (two-letter vowels simplified)."""
    shown = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
        tone = "".join(VNI_MARKS[mark] for mark in marks if mark in TONES)
        shown.append(VNI_LETTERS.get(base, base) + tone)
    return "".join(shown)


def declaring(charset: str) -> str:
    """A page whose head declares a code."""
    return sheet(head=f"<meta charset='{charset}'><title>{TITLE}</title>")


@pytest.mark.parametrize("declared", ["utf-8", "windows-1258", "iso-8859-1", "utf-16", "tcvn3", "no-such"])
@pytest.mark.parametrize("place", ["header", "meta"])
def test_utf8_beats_any_declaration(declared: str, place: str) -> None:
    """Bytes that are valid UTF-8 are UTF-8, whatever header or page say."""
    headers = {"content-TYPE": f"text/html; charset={declared}"} if place == "header" else {}
    markup = declaring(declared) if place == "meta" else sheet()

    record = read(markup, headers=headers)

    assert (record["title"], record["lead"]) == (TITLE, LEAD)


@pytest.mark.parametrize(
    ("meta", "headers"),
    [
        ("windows-1258", {}),
        ("utf-8", {"Content-Type": "text/html; charset=windows-1258"}),
        (None, {}),
        ("iso-8859-1", {}),
        ("windows-1252", {}),
        (None, {"Content-Type": "text/html; charset=ISO-8859-1"}),
    ],
    ids=["declared", "in-the-header", "undeclared", "as-latin-1", "as-1252", "as-latin-1-in-the-header"],
)
def test_windows_1258(meta: str | None, headers: dict[str, str]) -> None:
    """Old Vietnamese pages are decoded where they declare their code, nothing, or Latin-1."""
    record = read(windows_1258(declaring(meta) if meta else sheet()), headers=headers)

    assert (record["title"], record["lead"], record["authors"]) == (TITLE, LEAD, ["HOÀNG MAI"])
    assert record["body"][0]["text"] == FIRST


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
    ids=["utf-8-mark", "little-mark", "big-mark", "little", "big"],
)
def test_byte_order_marks_and_utf16(mark: bytes, code: str) -> None:
    """UTF-16 is read with and without its byte order mark; the mark of UTF-8 is no character."""
    record = read(mark + declaring("utf-8").encode(code))

    assert (record["title"], record["lead"]) == (TITLE, LEAD)


@pytest.mark.parametrize("bad", [b"\xff", b"\xe1\xba", b"\x80", b"\xc3"])
def test_one_bad_byte_costs_one_character(bad: bytes) -> None:
    """A damaged letter is shown as damaged; the rest of the page is read."""
    markup = sheet().replace("trên địa bàn", "trên XđịaX bàn").encode()

    record = read(markup.replace("XđịaX".encode(), b"x" + bad + b"x"))

    assert record["body"][0]["text"] == FIRST.replace("địa", "x\ufffdx")
    assert (record["title"], record["lead"]) == (TITLE, LEAD)


def test_too_many_bad_bytes() -> None:
    """A page with a damaged letter in every paragraph is refused, not published with holes."""
    damaged = paragraphs(*[LEAD.replace("9 tháng", "9 th%ng")] * 40).replace("%", "\udcff")
    markup = sheet(text=damaged).encode("utf-8", "surrogateescape")

    with pytest.raises(EncodingError):
        read(markup)


@pytest.mark.parametrize("legacy", [tcvn3, vni])
@pytest.mark.parametrize("code", ["latin-1", "utf-8"], ids=["bytes", "as-utf-8-text"])
def test_legacy_codes_are_refused(legacy: Callable[[str], str], code: str) -> None:
    """TCVN3 and VNI text would come out as rubbish, as bytes and when someone saved it as UTF-8."""
    with pytest.raises(EncodingError) as caught:
        read(legacy(sheet()).encode(code))

    assert (caught.value.fate, caught.value.reason) == ("failed", "encoding")
    assert "UTF-8" in caught.value.detail


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"PK\x03\x04\x14\0\x06\0", "zip"),
        (gzip.compress(sheet().encode(), mtime=0), "gzip"),
        ("Hội nghị tổng kết công tác năm".encode(), "markup"),
    ],
)
def test_other_kinds_of_files(body: bytes, kind: str) -> None:
    """What is no HTML page is refused with what it is and what to do."""
    with pytest.raises(NotHtmlError) as caught:
        read(body)

    assert kind in caught.value.detail
    assert ";" in caught.value.detail


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("numeric", lambda text: "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)),
        ("hexadecimal", lambda text: "".join(c if c.isascii() else f"&#x{ord(c):X};" for c in text)),
        (
            "named",
            lambda text: text.replace("à", "&agrave;").replace("ô", "&ocirc;").replace("á", "&aacute;"),
        ),
        ("decomposed", lambda text: unicodedata.normalize("NFD", text)),
    ],
)
def test_letters_in_other_forms(name: str, changed: Callable[[str], str]) -> None:
    """Letters as entities and decomposed letters are the letters themselves, composed."""
    markup = changed(sheet())
    assert markup != sheet(), name

    record = read(markup)

    assert record == read(sheet())
    assert unicodedata.is_normalized("NFC", record["lead"])


@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=windows-1258", "x; charset=\0"]))
def test_any_bytes(body: bytes, content_type: str) -> None:
    """Whatever the bytes: UTF-8 and the name of a code, or one of the two refusals."""
    try:
        utf8, code = decode(body, {"Content-Type": content_type}, URL)
    except (NotHtmlError, EncodingError):
        return
    assert utf8.decode("utf-8") is not None
    assert codecs.lookup(code)
