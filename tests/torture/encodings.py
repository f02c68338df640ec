"""The forms in which a page's letters come: the codes of the time, wrong declarations, damage. Pure."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import codepoint2name
from random import Random

from crawler.replica.markup.encoding import encoded
from crawler.replica.quirks import Quirks
from tests.extract.test_encoding import TCVN3, windows_1258

# VNI: each marked vowel is the vowel and a letter for the mark, but for six that are one letter.
_VNI_LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
_VNI_FORMS = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
).split()
VNI = dict(zip(_VNI_LETTERS, _VNI_FORMS, strict=True))
VNI |= {letter.upper(): form.upper() for letter, form in VNI.items()}
_CHARSET = re.compile(r'<meta (?:charset|http-equiv="Content-Type")[^>]*>')
_MARKUP = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<[^>]*>)", re.DOTALL)


@dataclass(frozen=True)
class Sent:
    """A page as a server sends it.

    Attributes:
        body: Its bytes.
        content_type: The field Content-Type.
        damaged: Whether one letter of the text is lost; then it is shown as U+FFFD.
    """

    body: bytes
    content_type: str = "text/html"
    damaged: bool = False


Form = Callable[[str, Random], Sent]


def _declaring(html: str, charset: str) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return _CHARSET.sub(meta, html, count=1)


def _labelled(charset: str) -> str:
    return f"text/html; charset={charset}"


def _utf8(html: str, random: Random) -> Sent:
    declared = random.choice(("utf-8", "UTF-8", ""))
    label = random.choice(("text/html", _labelled("utf-8"), _labelled('"UTF-8"')))
    return Sent(_declaring(html, declared).encode(), label)


def _utf8_mark(html: str, random: Random) -> Sent:
    declared = random.choice(("utf-8", "", "windows-1252"))
    return Sent(codecs.BOM_UTF8 + _declaring(html, declared).encode())


def _decomposed(html: str, random: Random) -> Sent:
    """All letters apart, or some words only, as texts pasted from several places have it."""
    share = random.choice((1.0, 0.5, 0.1))
    words = re.split(r"(\s+)", html)
    parts = [unicodedata.normalize("NFD", word) if random.random() < share else word for word in words]
    return Sent("".join(parts).encode(), _labelled("utf-8"))


def _declared_as(charset: str) -> Form:
    def form(html: str, random: Random) -> Sent:
        place = random.choice(("header", "meta", "both"))
        html = _declaring(html, "utf-8" if place == "header" else charset)
        return Sent(html.encode(), "text/html" if place == "meta" else _labelled(charset))

    return form


def _windows_1258(html: str, random: Random) -> Sent:
    """Vowels with a hat in one byte; the tone in the letter's byte where there is one, or always apart."""
    declared = random.choice(("windows-1258", "iso-8859-1", ""))
    html = _declaring(html, declared)
    if random.random() < 0.5:
        return Sent(encoded(html, Quirks(charset="legacy")), _labelled("windows-1258"))
    html = "".join(char if _in_1258(char) else f"&#{ord(char)};" for char in html)
    return Sent(windows_1258(html), random.choice(("text/html", _labelled("windows-1258"))))


def _in_1258(char: str) -> bool:
    try:
        windows_1258(char)
    except UnicodeEncodeError:
        return False
    return True


def _utf16(mark: bytes, code: str) -> Form:
    def form(html: str, random: Random) -> Sent:
        declared = random.choice(("utf-16", "utf-8", ""))
        label = random.choice(("text/html", _labelled("utf-16"), _labelled("utf-8")))
        return Sent(mark + _declaring(html, declared).encode(code), label)

    return form


def _entities(write: Callable[[str, Random], str]) -> Form:
    """Write letters of the text (not of scripts) as entities: all of them, or every other."""

    def form(html: str, random: Random) -> Sent:
        share = random.choice((1.0, 0.5))
        parts = _MARKUP.split(html)
        for at in range(0, len(parts), 2):
            parts[at] = "".join(
                write(char, random) if not char.isascii() and random.random() < share else char
                for char in parts[at]
            )
        return Sent("".join(parts).encode(), random.choice(("text/html", _labelled("utf-8"))))

    return form


def _decimal(char: str, random: Random) -> str:
    return f"&#{ord(char):0{random.choice((1, 6))}d};"


def _hexadecimal(char: str, random: Random) -> str:
    digits = f"{ord(char):x}"
    return f"&#{random.choice('xX')}{random.choice((digits, digits.upper()))};"


def _named(char: str, random: Random) -> str:
    name = codepoint2name.get(ord(char))
    return f"&{name};" if name else char


def _bad_byte(html: str, random: Random) -> Sent:
    """One letter of the text loses a byte, or a byte that is none of UTF-8 stands in its place."""
    parts = _MARKUP.split(html)
    texts = range(0, len(parts), 2)
    at, n = random.choice([(at, n) for at in texts for n, char in enumerate(parts[at]) if not char.isascii()])
    before, letter, after = parts[at][:n], parts[at][n].encode(), parts[at][n + 1 :]
    bad = random.choice((letter[:-1], letter[1:], b"\xff", b"\xc0", b"\x80"))
    head, tail = "".join([*parts[:at], before]), "".join([after, *parts[at + 1 :]])
    return Sent(head.encode() + bad + tail.encode(), random.choice(("text/html", _labelled("utf-8"))), True)


def _legacy(letters: dict[str, str]) -> Form:
    """A text in a code of fonts: as its bytes, or as the letters that these bytes show, saved as UTF-8."""

    def form(html: str, random: Random) -> Sent:
        html = "".join(letters.get(char, letters.get(char.lower(), char)) for char in html)
        declared = random.choice(("", "iso-8859-1", "windows-1252", "x-user-defined", "utf-8"))
        html = _declaring(html, declared)
        if random.random() < 0.5:
            return Sent(html.encode())
        label = random.choice(("text/html", _labelled("utf-8")))
        return Sent(html.encode("cp1252", "xmlcharrefreplace"), label)

    return form


def _twice_encoded(html: str, random: Random) -> Sent:
    """UTF-8 that was taken for windows-1252 (or ISO-8859-1) and written as UTF-8 once more."""
    code = random.choice(("latin-1", "cp1252"))
    parts = _MARKUP.split(html)
    whole = random.random() < 0.5  # or the texts between the tags alone
    for at in range(0, len(parts), 1 if whole else 2):
        parts[at] = _seen_as(parts[at].encode(), code)
    return Sent("".join(parts).encode(), random.choice(("text/html", _labelled("utf-8"))))


def _seen_as(data: bytes, code: str) -> str:
    """Bytes as a browser shows them in a code: windows-1252 leaves five bytes as they are."""
    shown = (bytes([byte]).decode(code, "ignore") or chr(byte) for byte in data)
    return "".join(shown)


def _cut_letter(html: str, random: Random) -> Sent:
    """The page breaks off inside a letter, anywhere behind its first quarter."""
    data = html.encode()
    ends = [at for at in range(len(data) // 4, len(data)) if data[at] & 0xC0 == 0x80]
    return Sent(data[: random.choice(ends)], random.choice(("text/html", _labelled("utf-8"))))


def _letter_behind_the_end(html: str, random: Random) -> Sent:
    """Half a letter stands behind the page's end."""
    half = random.choice("ạảấầẩẫậắằẳẵặẹẻẽếềểễệ").encode()[: random.choice((1, 2))]
    return Sent(html.encode() + half, _labelled("utf-8"))


def _wrong_meta(html: str, random: Random) -> Sent:
    """The header is right, the page's own declaration is not."""
    charset = random.choice(("windows-1258", "utf-16", "iso-8859-1", "tcvn3", "gb2312", "shift_jis", "x"))
    html = _declaring(html, charset)
    if random.random() < 0.3:
        return Sent(encoded(html, Quirks(charset="legacy")), _labelled("windows-1258"))
    return Sent(html.encode(), _labelled("utf-8"))


# Name -> how a page is sent in it.
FORMS: dict[str, Form] = {
    "utf-8": _utf8,
    "utf-8 with its mark": _utf8_mark,
    "utf-8 decomposed": _decomposed,
    "utf-8 declared as iso-8859-1": _declared_as("iso-8859-1"),
    "utf-8 declared as windows-1252": _declared_as("windows-1252"),
    "windows-1258": _windows_1258,
    "utf-16 little end first": _utf16(codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16 big end first": _utf16(codecs.BOM_UTF16_BE, "utf-16-be"),
    "entities, decimal": _entities(_decimal),
    "entities, hexadecimal": _entities(_hexadecimal),
    "entities, named": _entities(_named),
    "one bad byte": _bad_byte,
    "TCVN3": _legacy(TCVN3),
    "VNI": _legacy(VNI),
    "encoded twice": _twice_encoded,
    "cut inside a letter": _cut_letter,
    "half a letter behind the end": _letter_behind_the_end,
    "wrong meta, right header": _wrong_meta,
}
