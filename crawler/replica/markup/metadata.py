"""What the head says of the article; layouts may be silent or wrong."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from html.entities import codepoint2name
from typing import Any

from crawler.replica.markup.sheet import Sheet, esc, quoted

_CHARSETS = {
    "declared": "utf-8", "undeclared": None, "header-latin": None, "meta-latin": "windows-1252",
    "meta-legacy": "windows-1258", "legacy": "windows-1258", "wide": None,
}  # fmt: skip


def named_entities(text: str) -> str:
    """Write Latin-1 letters as named entities beside raw Vietnamese letters, as era 2's `<title>` does.

    >>> named_entities("Báo Lạng Sơn – ngày")
    'B&aacute;o Lạng Sơn &ndash; ng&agrave;y'
    """
    return "".join(
        f"&{codepoint2name[ord(letter)]};" if ord(letter) > 127 and ord(letter) in codepoint2name else letter
        for letter in text
    )


def head(sheet: Sheet) -> str:
    """Set the head's variable part: charset, title, description, canonical, Open Graph, JSON-LD."""
    url = quoted(sheet.truth["url"])
    full_title = esc(sheet.truth["title"] + sheet.layout.chrome.suffix)
    pieces = [
        _charset(sheet),
        f"<title>{named_entities(full_title) if sheet.layout.era == 2 else full_title}</title>",
        f'<meta name="description" content="{quoted(sheet.truth["lead"] or sheet.truth["title"])}">',
        f'<link rel="canonical" href="{url}">' if sheet.pick("canonical") == "yes" else "",
        f'<base href="{sheet.origin}/">' if sheet.pick("image_path") == "base" else "",
        _shortlink(sheet),
        _open_graph(sheet),
        _json_ld(sheet),
    ]
    return "\n".join(piece for piece in pieces if piece)


def _charset(sheet: Sheet) -> str:
    name = _CHARSETS[sheet.quirks.charset]
    if name is None:
        return ""
    if sheet.pick("doctype") == "html5":
        return f'<meta charset="{name}">'
    return f'<meta http-equiv="Content-Type" content="text/html; charset={name}">'


def _shortlink(sheet: Sheet) -> str:
    if sheet.layout.era == 2 or sheet.turn("shortlink", 2):
        return ""
    return f'<link rel="shortlink" href="{sheet.origin}/?p={sheet.truth["id"]}">'


def _image(sheet: Sheet) -> str:
    sources = [block["src"] for block in sheet.truth["body"] if block["type"] == "image"]
    return str(sources[0]) if sources else f"{sheet.origin}/assets/logo.png"


def _open_graph(sheet: Sheet) -> str:
    form = sheet.pick("opengraph")
    if form == "none":
        return ""
    values = [("og:title", sheet.truth["title"]), ("og:image", _image(sheet)), ("og:type", "article")]
    if form == "full":
        values += [
            ("og:url", sheet.truth["url"]),
            ("og:description", sheet.truth["lead"] or sheet.truth["title"]),
            ("og:site_name", "Báo Lạng Sơn điện tử"),
            ("article:published_time", sheet.truth["published_at"]),
        ]
    return "\n".join(f'<meta property="{name}" content="{quoted(value)}">' for name, value in values)


def _json_ld(sheet: Sheet) -> str:
    form = sheet.pick("jsonld")
    if form == "none":
        return ""
    article = _news_article(sheet, form)
    value: dict[str, Any] = {"@context": "https://schema.org", **article}
    if form == "graph":
        site = {"@type": "WebSite", "name": "Báo Lạng Sơn", "url": f"{sheet.origin}/"}
        value = {"@context": "https://schema.org", "@graph": [site, article]}
    text = json.dumps(value, ensure_ascii=sheet.turn("json-ascii", 2) == 0).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def _news_article(sheet: Sheet, form: str) -> dict[str, Any]:
    published = sheet.published
    authors = [{"@type": "Person", "name": name} for name in sheet.truth["authors"]]
    moment = published.isoformat()
    if form in ("wrong-time", "wrong-both"):
        # The day of the fetch, or local time with a mark that says it is universal time.
        local = published.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
        moment = local if sheet.turn("wrong-time", 2) else sheet.fetched_at.replace(microsecond=0).isoformat()
    if form in ("wrong-author", "wrong-both"):
        authors = [{"@type": "Person", "name": "admin" if sheet.turn("wrong-author", 2) else "Báo Lạng Sơn"}]
    return {
        "@type": "NewsArticle",
        "headline": sheet.truth["title"],
        "datePublished": moment,
        "dateModified": (published + timedelta(minutes=37)).isoformat(),
        "author": authors,
        "image": [_image(sheet)],
        "publisher": {"@type": "Organization", "name": "Báo Lạng Sơn"},
        "mainEntityOfPage": sheet.truth["url"],
    }
