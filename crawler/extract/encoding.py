"""From bytes to text: valid UTF-8 beats any declaration, rubbish is refused.

Order of trust: what the bytes are (a PDF, an archive), a byte order mark, zero bytes in every other
place (UTF-16), strict UTF-8, the declared code, and for a page with few bad bytes UTF-8 again, where
one bad byte costs one character. The legacy Vietnamese codes TCVN3 and VNI keep their letters in
places where other letters stand by standard, so a decoder cannot tell; their letter statistics can.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from itertools import islice

from crawler.errors import EncodingError, NotHtmlError

_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)
# The codes that browsers know, as Python names them. Its other codecs are no codes of pages: some
# decompress (`bz2`), some take time without end (`punycode`), some run on escapes.
_CODE = re.compile(
    r"utf-(?:8|16|32)(?:-[bl]e|-sig)?|ascii|(?:cp|iso8859-|koi8[_-]|mac[_-]|gb|big5|euc[_-]|shift_jis)[\w-]*"
    r"|tis-620|iso2022_(?:jp|kr)"
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)
# Letters that a TCVN3 page shows where Vietnamese has its marked vowels, when read as windows-1252;
# none of them occurs between letters in Vietnamese or English.
_TCVN3 = re.compile(r"(?<=[A-Za-z])[µ¸¶·¹¨»¾¼½©®ª¬­«¦§¥](?=[A-Za-z\s.,])|[®§](?=[a-zA-Z¸µ])")
# VNI writes a vowel and its mark as two letters: `ngaøy`, `Thöù`, `ñöôïc`.
_VNI = re.compile(r"[aeouyAEOUYöôÖÔ][øùûõïØÙÛÕÏ](?![a-z]{2}[øùûõï]{2})|[ñÑ][aeouöôiAEOUÖÔI]|[öÖ][ôÔ]")
# UTF-8 read as windows-1252 or Latin-1, also without its control characters: `Há»™i`, `Ä‘áº£ng`, `VÄn`.
_TWICE = re.compile("[ÃÄÅÆ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|á[º»]|â€|(?<=[A-Za-z])[ÃÄÅÆ](?=[a-z])")
# Pattern, fewest hits, one of which every hit has (in UTF-8: counted at a glance), what is wrong.
_LEGACY = (
    (_TCVN3, 8, (b"\xc2",), "in the legacy code TCVN3; convert the page to UTF-8 first"),
    (
        _VNI,
        8,
        tuple(map(str.encode, "øùûõïØÙÛÕÏñÑöÖ")),
        "in the legacy code VNI; convert the page to UTF-8 first",
    ),
    (
        _TWICE,
        3,
        tuple(map(str.encode, ("Ã", "Ä", "Å", "Æ", "áº", "á»", "â€"))),
        "UTF-8 that was encoded twice; fetch the page again, or undo that by hand",
    ),
)
# So many different ones of these letters occur in no other text, however few they are in it.
_MANY_KINDS = 8
_COMPOSED = re.compile("[\u1ea0-\u1ef9]")
_MARKED = re.compile("[\u1ea0-\u1ef9]|(?<=[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[\u0300-\u0323]")
_TAG = re.compile("<[^<>]*>")
# How U+1EC0-1EFF begin in UTF-8.
_MARKED_BYTES = b"\xe1\xbb"
_ASCII = bytes(range(0x80))
# Combining marks that found no vowel, and control characters.
_LOOSE = re.compile("[\u0300-\u036f\x7f-\x9f]")
# Enough text to tell a code by its letters.
_SAMPLE = 20_000
_LONG_SAMPLE = 200_000
# So many marked letters that the page is no legacy text.
_ENOUGH_MARKED = 5


def decode(body: bytes, headers: Mapping[str, str], url: str) -> tuple[bytes, str]:
    """Give the page as UTF-8 bytes, and the name of the code it was in.

    Args:
        body: The bytes as received.
        headers: Response headers; only Content-Type is read.
        url: The page's address, for the errors.

    Raises:
        NotHtmlError: empty, or another kind of file.
        EncodingError: no safe reading: TCVN3 or VNI text, or too many bad bytes.
    """
    _refuse_other_kinds(body, url)
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _to_utf8(body[len(mark) :].decode(name, "replace"), name, url)
    wide = _utf16_without_mark(body)
    if wide:
        return _to_utf8(body.decode(wide, "replace"), wide, url)
    if b"\0" in body:
        body = body.replace(b"\0", b"")
    if body.isascii():
        return body, "ascii"
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_broken(body, headers, url)
    # Marked Vietnamese letters (U+1EC0-1EFF) prove the reading; only a page without them is checked.
    if not _marked_often(body):
        refuse_legacy(text, url)
    return body, "utf-8"


def _marked_often(body: bytes) -> bool:
    """Whether a page has some of the letters by which Vietnamese in Unicode is known; stops early."""
    at = -1
    for _ in range(_ENOUGH_MARKED):
        at = body.find(_MARKED_BYTES, at + 1)
        if at < 0:
            return False
    return True


def _refuse_other_kinds(body: bytes, url: str) -> None:
    head = body[:64].lstrip()
    if not head and not body.strip():
        raise NotHtmlError(url, "the page is empty; fetch or save it again")
    for magic, kind in _KINDS:
        if head.startswith(magic):
            raise NotHtmlError(url, f"this is {kind}, not an HTML page; give the article's own page")


def _utf16_without_mark(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: half of the first bytes of markup are zero."""
    head = body[:200]
    if len(head) >= 8 and head.count(b"\0") >= len(head) // 3:
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    return None


def _to_utf8(text: str, name: str, url: str) -> tuple[bytes, str]:
    refuse_legacy(text, url)
    return text.replace("\0", "").encode("utf-8", "replace"), name


def declared(body: bytes, headers: Mapping[str, str]) -> str | None:
    """The code the page declares, in its header or its first 4 KiB, as Python names it; or None."""
    content_type = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    names = [m.group(1) for m in _HEADER_CHARSET.finditer(content_type)]
    names += [m.group(1).decode("ascii", "replace") for m in _META_CHARSET.finditer(body[:4096])]
    for name in names:
        try:
            known = codecs.lookup(name).name
        except (LookupError, ValueError):  # unknown, or a name that is not ASCII
            continue
        if _CODE.fullmatch(known):
            return known
    return None


def _decode_broken(body: bytes, headers: Mapping[str, str], url: str) -> tuple[bytes, str]:
    """Not valid UTF-8: a few bad bytes in UTF-8, or a page in another code."""
    lenient = body.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    high = len(body.translate(None, _ASCII))
    if bad * 20 <= high:  # nearly all high bytes form UTF-8 letters: one bad byte, one bad character
        if bad > max(10, len(lenient) // 1000):
            raise EncodingError(url, f"{bad} bytes are damaged; fetch the page again")
        return lenient.encode("utf-8"), "utf-8"
    name = declared(body, headers)
    tried = [code for code in (name, "cp1258") if code and code not in ("utf-8", "ascii")]
    for code in dict.fromkeys(tried):
        code = "cp1258" if code in ("iso8859-1", "cp1252", "latin_1") else code
        try:
            text = body.decode(code)  # letter and mark apart where the code has them so: `clean` joins them
        except UnicodeDecodeError:
            continue
        refuse_legacy(text, url)
        if _reads_as_text(text):
            return text.replace("\0", "").encode("utf-8"), code
    raise EncodingError(url, "the text is in no code we can read; save the page as UTF-8")


def _reads_as_text(text: str) -> bool:
    """Whether a decoding looks right: combining marks find their vowels, no control characters."""
    start = max(0, (len(text) - _SAMPLE) // 2)  # the middle of a page: its text
    sample = unicodedata.normalize("NFC", text[start : start + _SAMPLE])
    return len(_LOOSE.findall(sample)) * 200 <= len(sample)


def refuse_legacy(text: str, url: str) -> None:
    """Refuse text that is TCVN3, VNI or UTF-8 read by the wrong table: it would come out as rubbish.

    Raises:
        EncodingError: its letters occur where Vietnamese has its marked vowels.
    """
    if text.isascii() or next(islice(_COMPOSED.finditer(text), 20, None), None) is not None:
        return
    utf8 = text[:_LONG_SAMPLE].encode("utf-8", "replace")
    suspected = [one for one in _LEGACY if sum(map(utf8.count, one[2])) >= one[1]]
    if not suspected:
        return
    sample = _TAG.sub(" ", text[:_LONG_SAMPLE])
    letters, marked = sum(map(str.isalpha, sample)), len(_MARKED.findall(sample))
    for pattern, fewest, _, problem in suspected:
        hits = pattern.findall(sample)
        telling = len(hits) * 100 >= letters or len(set(hits)) >= _MANY_KINDS or pattern is _TWICE
        if len(hits) >= fewest and telling and len(hits) > marked:
            raise EncodingError(url, f"the text is {problem}")
