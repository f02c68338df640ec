"""Hostile pages, made by code: none is larger than what the downloader lets through (8 MiB)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tests.extract.sheet import FIRST, LAST, LEAD, STAMP, TITLE, paragraphs, sheet

LIMIT = 8 * 2**20
_Make = Callable[[], str | bytes]

LETTERS = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệ"


def text(middle: str) -> str:
    """A page with something between the first and the last paragraph."""
    return sheet(text=paragraphs(LEAD, FIRST) + middle + paragraphs(LAST))


def paragraph(inside: str) -> str:
    """A page with one paragraph more."""
    return text(f"<p>{inside}</p>")


def nested(tag: str, times: int, *, close: bool = True) -> str:
    """A page whose text stands inside so many elements."""
    end = f"</{tag}>" * times if close else ""
    return text(f"<{tag}>" * times + paragraphs(LEAD) + end)


def head(inside: str) -> str:
    """A page with something in its head."""
    return sheet(head=f"<title>{TITLE}</title>{inside}")


def json_ld(inside: str) -> str:
    """A page with a JSON-LD script."""
    return head(f'<script type="application/ld+json">{inside}</script>')


def many(piece: str, times: int) -> str:
    """A piece with its number in it, over and over."""
    return "".join(piece.replace("#", str(number)) for number in range(times))


def misnested(times: int) -> str:
    """`<b><i></b></i>`: what browsers mend by the adoption agency algorithm."""
    return paragraph("<b>x<i>y</b>z</i>" * times)


def random_tags(seed: int, times: int) -> str:
    """Tags, ends and texts in any order."""
    random = Random(seed)
    names = "p div span b table tr td ul li a figure blockquote h2 font form select svg".split()
    parts = [
        random.choice((f"<{name}>", f"</{name}>", f"<{name} class=x>", "Hội nghị ", "&nbsp;", "<br>"))
        for name in random.choices(names, k=times)
    ]
    return text("".join(parts))


def random_bytes(seed: int, size: int) -> bytes:
    """A page with noise in the middle."""
    noise = Random(seed).randbytes(size)
    begin, _, end = text("@@@").partition("@@@")
    return begin.encode() + noise + end.encode()


# --- by the structure of the markup -----------------------------------------------------------

STRUCTURE: dict[str, _Make] = {
    "nesting-300": lambda: nested("div", 300),
    "nesting-2040": lambda: nested("div", 2_040),
    "nesting-2050": lambda: nested("div", 2_050),
    "nesting-100k": lambda: nested("div", 100_000),
    "nesting-245-inline": lambda: nested("span", 245),
    "nesting-100k-unclosed": lambda: nested("section", 100_000, close=False),
    "blockquotes-240": lambda: nested("blockquote", 240),
    "lists-200-nested": lambda: text("<ul><li>Tin" * 100 + "</li></ul>" * 100),
    "tables-nested-70": lambda: text("<table><tr><td>Tin" * 70 + "</td></tr></table>" * 70),
    "tables-nested-1000": lambda: text("<table><tr><td>Tin" * 1_000 + "</td></tr></table>" * 1_000),
    "fonts-100k": lambda: paragraph("<font color=red>x" * 100_000),
    "fonts-100k-closed": lambda: paragraph("<font color=red>x</font>" * 100_000),
    "unclosed-33k": lambda: text(many("<div class=c#>", 33_000)),
    "paragraphs-unclosed-33k": lambda: text("<p>Tin" * 33_000),
    "paragraphs-100k": lambda: text("<p>Hội nghị</p>" * 100_000),
    "paragraphs-prose-20k": lambda: text(f"<p>{FIRST}</p>" * 20_000),
    "paragraphs-empty-300k": lambda: text("<p></p>" * 300_000),
    "divs-100k": lambda: text("<div>Hội nghị</div>" * 100_000),
    "breaks-200k": lambda: paragraph("<br>" * 200_000),
    "lines-100k": lambda: paragraph("Hội nghị<br>" * 100_000),
    "links-50k": lambda: text(many('<a href="/chinh-tri/#-tin.html">Tin số #</a> ', 50_000)),
    "links-50k-paragraphs": lambda: text(many('<p><a href="/chinh-tri/#-tin.html">Tin số #</a></p>', 50_000)),
    "tags-100k-li": lambda: sheet(
        below="<div>Từ khóa:</div><ul>" + many('<li><a href="/tag/t#">tin #</a></li>', 100_000) + "</ul>"
    ),
    "items-100k": lambda: text("<ul>" + "<li>Hội nghị tổng kết" * 100_000 + "</ul>"),
    "headings-30k": lambda: text(f"<h2>{TITLE}</h2>" * 30_000),
    "titles-30k": lambda: sheet(title=f"<h1>{TITLE}</h1>" * 30_000),
    "stamps-30k": lambda: sheet(meta=f"<div>{STAMP}</div>" * 30_000),
    "views-30k": lambda: sheet(meta=f"<div>{STAMP}</div>" + many("<div># lượt xem</div>", 30_000)),
    "bylines-30k": lambda: sheet(behind="<p><b>HOÀNG MAI</b></p>" * 30_000),
    "images-50k": lambda: text(many('<img src="/anh/#.jpg">', 50_000)),
    "figures-30k": lambda: text(
        many('<figure><img src="/a/#.jpg"><figcaption>Đại biểu dự hội nghị</figcaption></figure>', 30_000)
    ),
    "rows-50k": lambda: text("<table>" + "<tr><td>Xã<td>12</tr>" * 50_000 + "</table>"),
    "cells-200k": lambda: text("<table><tr>" + "<td>1" * 200_000 + "</table>"),
    "colspan-9e15": lambda: text(
        "<table><tr><td colspan=9000000000000000 rowspan=9000000000000000>x</table>"
    ),
    "spans-1000x1000": lambda: text(
        "<table>" + "<tr>" * 100 + "<td colspan=1000 rowspan=65534>x" * 1_000 + "</table>"
    ),
    "misnested-50k": lambda: misnested(50_000),
    "misnested-tables-20k": lambda: text("<table><b><tr><p>x</table>" * 20_000),
    "forms-50k": lambda: text("<form><input name=a>" * 50_000),
    "selects-100k": lambda: text("<select>" + "<option>x" * 100_000),
    "svg-50k": lambda: text('<svg class="eye"><use href="#eye"></svg>' * 50_000),
    "iframes-30k": lambda: text('<iframe src="//youtube.com/embed/x"></iframe>' * 30_000),
    "names-100k": lambda: text(many("<x-#>a</x-#>", 100_000)),
    "script-unclosed": lambda: text("<script>" + "x" * 1_000_000),
    "title-unclosed": lambda: sheet(head=f"<title>{TITLE}"),
    "comment-unclosed": lambda: text("<!-- " + "x" * 1_000_000),
    "attribute-unclosed": lambda: text('<a href="' + "x" * 100_000 + "<p>Tin</p>"),
    "html-ended-twice": lambda: text("</div></body></html>" * 10_000),
    "random-tags-1": lambda: random_tags(1, 200_000),
    "random-tags-2": lambda: random_tags(2, 200_000),
}

# --- by long values ---------------------------------------------------------------------------

VALUES: dict[str, _Make] = {
    "attributes-100k": lambda: text("<p " + many("a#=1 ", 100_000) + ">Tin</p>"),
    "attribute-1mb": lambda: text(f'<p title="{"x" * 10**6}">Tin</p>'),
    "attribute-7mb": lambda: text(f'<p title="{"x" * (7 * 10**6)}">Tin</p>'),
    "style-1mb": lambda: text(f'<p style="{"display " * 120_000}">Tin</p>'),
    "style-blanks-1mb": lambda: text(f'<p style="display{" " * 10**6}: x">Tin</p>'),
    "class-1mb": lambda: text(f'<div class="{"tin lien quan " * 70_000}">Tin</div>'),
    "spaces-5mb": lambda: paragraph(" " * 5_000_000),
    "spaces-between-5mb": lambda: text("<p>Tin</p>" + " \n\t" * 1_700_000),
    "no-break-spaces-1mb": lambda: paragraph("\u00a0" * 500_000 + "x"),
    "less-than-1m": lambda: paragraph("<" * 1_000_000),
    "greater-than-1m": lambda: paragraph(">" * 1_000_000),
    "ampersands-1m": lambda: paragraph("&" * 1_000_000),
    "entities-1m": lambda: paragraph("&amp;amp; " * 500_000),
    "entities-in-title": lambda: head("<title>" + "&amp;amp;" * 100_000 + "</title>"),
    "entity-long": lambda: paragraph("&" + "a" * 1_000_000 + ";"),
    "digits-1mb": lambda: paragraph("1" * 1_000_000),
    "dotted-1mb": lambda: paragraph("1." * 500_000),
    "dated-1mb": lambda: paragraph("05/10/2022 " * 90_000),
    "clocks-1mb": lambda: paragraph("15:48 " * 160_000),
    "weekdays-100k": lambda: paragraph("Thứ " * 100_000),
    "views-words-100k": lambda: paragraph("lượt xem " * 100_000),
    "names-1mb": lambda: paragraph("HOÀNG MAI - " * 70_000),
    "lowercase-pairs-1mb": lambda: paragraph("a " * 500_000),
    "hyphens-1mb": lambda: paragraph("- " * 500_000),
    "quotes-1mb": lambda: paragraph("“" * 300_000),
    "parens-1mb": lambda: paragraph("(" * 1_000_000),
    "braces-1mb": lambda: paragraph("{{ " * 300_000),
    "letters-1mb": lambda: paragraph(LETTERS * 15_000),
    "marks-1mb": lambda: paragraph("a" + "\u0301\u0323" * 250_000),
    "title-1mb": lambda: sheet(title=f"<h1>{'Hội nghị ' * 90_000}</h1>"),
    "title-dashes-1mb": lambda: head("<title>" + "Tin - " * 160_000 + "</title>"),
    "stamp-1mb": lambda: sheet(meta=f"<div>{STAMP} {'1.' * 400_000}</div>"),
    "stamp-words-1mb": lambda: sheet(meta=f"<div>{'Thứ 4, ' * 100_000}{STAMP}</div>"),
    "views-1mb": lambda: sheet(meta=f"<div>{STAMP}</div><div>{'1.' * 400_000} lượt xem</div>"),
    "byline-1mb": lambda: sheet(behind=f"<p><b>{'HOÀNG MAI ' * 90_000}</b></p>"),
    "byline-dashes-1mb": lambda: sheet(behind=f"<p><b>{'MAI - ' * 120_000}</b></p>"),
    "byline-short-letters": lambda: sheet(behind=f"<p><b>{'A ' * 400_000}</b></p>"),
    "caption-1mb": lambda: text(f'<img src="/a.jpg"><p><i>{"Ảnh: Mai " * 90_000}</i></p>'),
    "caption-pairs-1mb": lambda: text(f'<img src="/a.jpg"><p><i>{"a " * 400_000}</i></p>'),
    "lead-1mb": lambda: sheet(text=f"<p><b>(LSO) – {'a, ' * 300_000}</b></p>" + paragraphs(FIRST, LAST)),
    "tag-1mb": lambda: sheet(below=f"<div>Từ khóa: {'tin, ' * 160_000}</div>"),
    "link-1mb": lambda: text(f'<a href="/{"a/" * 500_000}">Tin</a>'),
    "base-1mb": lambda: head(f'<base href="http://x/{"../" * 300_000}">'),
    "image-base64-5mb": lambda: text(f'<img src="data:image/png;base64,{"QUJD" * 1_200_000}">'),
    "srcset-1mb": lambda: text(f'<img src="/a.jpg" srcset="{"/a.jpg 1w, " * 90_000}">'),
    "tag-name-1mb": lambda: text(f"<{'a' * 10**6}>Tin"),
    "doctype-1mb": lambda: "<!DOCTYPE " + "x" * 10**6 + ">" + sheet(),
}

# --- by what is inside the markup: JSON, XML, codes ----------------------------------------------

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    + "]>"
)

FORMATS: dict[str, _Make] = {
    "json-brackets-50k": lambda: json_ld("[" * 50_000),
    "json-deep-50k": lambda: json_ld("[" * 50_000 + "]" * 50_000),
    "json-deep-1000": lambda: json_ld('{"@graph":' * 1_000 + "1" + "}" * 1_000),
    "json-objects-100k": lambda: json_ld("[" + '{"@type":"NewsArticle"},' * 100_000 + "{}]"),
    "json-string-5mb": lambda: json_ld('{"@type":"NewsArticle","headline":"' + "x" * 5_000_000 + '"}'),
    "json-digits-1mb": lambda: json_ld('{"@type":"NewsArticle","datePublished":' + "9" * 10**6 + "}"),
    "json-date-1mb": lambda: json_ld('{"@type":"NewsArticle","datePublished":"' + "1-" * 500_000 + '"}'),
    "json-surrogates": lambda: json_ld('{"@type":"NewsArticle","headline":"\\ud800"}'),
    "json-scripts-30k": lambda: head('<script type="application/ld+json">{"@type":"X"}</script>' * 30_000),
    "metas-50k": lambda: head('<meta property="article:published_time" content="2022">' * 50_000),
    "canonicals-30k": lambda: head(many('<link rel="canonical" href="https://baolangson.vn/#">', 30_000)),
    "xml-bomb": lambda: BOMB + sheet(behind="<p>&a9;</p>"),
    "doctype-broken": lambda: "<!DOCTYPE html [<!ELEMENT " + sheet(),
    "cdata-100k": lambda: text("<![CDATA[" * 100_000),
    "instructions-100k": lambda: text("<?php echo ?>" * 100_000),
    "comments-100k": lambda: text("<!-- x -->" * 100_000),
    "comments-odd": lambda: text("<!-->a<!--->b<!--!>c--!>d<!-" * 20_000),
    "nul-bytes": lambda: text("<p>\0Tin\0</p>" * 50_000).encode(),
    "nul-only": lambda: b"\0" * 1_000_000,
    "utf16-odd-length": lambda: sheet().encode("utf-16") + b"x",
    "utf16-no-mark-odd": lambda: sheet().encode("utf-16-le")[:-1],
    "utf16-high-only": lambda: b"\xff\xfe" + b"\x00\xd8" * 300_000,
    "utf32": lambda: sheet().encode("utf-32"),
    "bad-bytes-1mb": lambda: text("@").encode().replace(b"@", b"\xff\xc0\x80" * 300_000),
    "noise-1mb": lambda: random_bytes(3, 1_000_000),
    "noise-5mb": lambda: random_bytes(4, 5_000_000),
    "controls": lambda: paragraph("".join(map(chr, range(1, 32))) * 30_000),
    "directions": lambda: paragraph("\u202e\u2066\u200f" * 100_000),
    "no-markup-5mb": lambda: "Tin " * 1_300_000,
    "charset-odd": lambda: head('<meta charset="' + "x" * 100_000 + '">').encode() + b"\xff",
    "charset-codec": lambda: head('<meta charset="bz2_codec">').encode() + b"\xff" * 2_000,
}

PAGES: dict[str, _Make] = {**STRUCTURE, **VALUES, **FORMATS}


def body(name: str) -> bytes:
    """A hostile page's bytes."""
    made = PAGES[name]()
    raw = made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
    assert len(raw) <= LIMIT, name
    return raw


# --- listings ---------------------------------------------------------------------------------

LISTINGS: dict[str, _Make] = {
    "links-50k": lambda: many('<li><a href="/chinh-tri/#-tin-moi.html">Tin</a></li>', 50_000),
    "links-deep": lambda: "<div>" * 240 + many('<a href="/chinh-tri/#-tin-moi.html">Tin</a>', 20_000),
    "links-too-deep": lambda: "<div>" * 300 + many('<a href="/chinh-tri/#-tin-moi.html">Tin</a>', 100),
    "link-1mb": lambda: f'<a href="/chinh-tri/1-{"a-" * 500_000}.html">Tin</a>',
    "pages-50k": lambda: many('<a href="/chinh-tri?page=#">#</a>', 50_000),
    "hrefs-open": lambda: "<a href=" * 200_000,
    "base-odd": lambda: '<base href="http://[">' + many('<a href="/chinh-tri/#-tin.html">', 100),
    "category-digits": lambda: "category_id" + " " * 1_000_000 + "category_id=" * 50_000,
    "json-deep": lambda: "[" * 100_000 + "]" * 100_000,
    "json-open": lambda: '{"data":' * 100_000,
    "json-html": lambda: '{"html":"' + "<a href=/chinh-tri/1-tin.html>" * 50_000 + '"}',
    "json-surrogate": lambda: '["https://baolangson.vn/chinh-tri/612345-\\ud800-tin.html"]',
    "json-numbers": lambda: "[" + "9" * 1_000_000 + "]",
    "comment-unclosed": lambda: (
        '<a href="/chinh-tri/1-tin.html">Tin</a><!-- <a href="/chinh-tri/2-tin.html">'
    ),
    "empty": lambda: "",
    "nul-only": lambda: b"\0" * 1_000_000,
}


def listing(name: str) -> bytes:
    """A hostile listing's bytes."""
    made = LISTINGS[name]()
    raw = made if isinstance(made, bytes) else made.encode()
    assert len(raw) <= LIMIT, name
    return raw


def all_pages() -> Iterator[tuple[str, bytes]]:
    """Every hostile page, made when it is asked for."""
    return ((name, body(name)) for name in PAGES)
