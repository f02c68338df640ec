"""Blocks of the body as HTML."""

from __future__ import annotations

from collections.abc import Callable

from crawler.replica.markup.images import image
from crawler.replica.markup.inline import dressed
from crawler.replica.markup.sheet import Sheet, esc, quoted
from crawler.replica.truth import Block


def paragraph(sheet: Sheet, inner: str) -> str:
    """Set a paragraph whose content is HTML already."""
    cls = sheet.cls("para")
    form = sheet.pick("paragraph")
    if form == "break":
        return f"{inner}<br><br>"
    if form == "div":
        return f"<div{cls}>{inner}</div>"
    if form == "section":
        return f"<section{cls}><p>{inner}</p></section>"
    if form == "span":
        return f'<p style="text-align: justify;"><span style="font-size: 14pt;">{inner}</span></p>'
    if form == "open":
        return f"<p{cls}>{inner}"
    if form == "font":
        return f'<p align="justify"><font face="Times New Roman" size="3">{inner}</font></p>'
    if form == "indent":
        return f"<p>&nbsp;&nbsp;&nbsp; {inner}</p>"
    return f"<p{cls}>{inner}</p>"


def block(sheet: Sheet, content: Block) -> str:
    """Set one block of the body."""
    return _SETTERS[content["type"]](sheet, content)


def _paragraph(sheet: Sheet, content: Block) -> str:
    return paragraph(sheet, dressed(sheet, content["text"]))


def _heading(sheet: Sheet, content: Block) -> str:
    level, text = content["level"], esc(content["text"])
    if level == 3 and sheet.pick("heading") == "bold":
        return paragraph(sheet, sheet.rng.choice(("<strong>{}</strong>", "<b>{}</b>")).format(text))
    return f"<h{level}{sheet.cls('subhead')}>{text}</h{level}>"


def _list(sheet: Sheet, content: Block) -> str:
    tag = "ol" if content["ordered"] else "ul"
    frame = "<li><p>{}</p></li>" if sheet.turn("item-paragraph", 5) == 0 else "<li>{}</li>"
    items = "\n".join(frame.format(esc(item)) for item in content["items"])
    return f"<{tag}{sheet.cls('bullets')}>{items}</{tag}>"


def _table(sheet: Sheet, content: Block) -> str:
    head, *rows = content["rows"]
    cell = "th" if sheet.turn("table-head", 3) else "td"
    first = "".join(f"<{cell}>{esc(text)}</{cell}>" for text in head)
    rest = "\n".join(
        "<tr>" + "".join(f"<td>{esc(text) or '&nbsp;'}</td>" for text in row) + "</tr>" for row in rows
    )
    return f'<table{sheet.cls("data")} border="1"><tbody><tr>{first}</tr>\n{rest}</tbody></table>'


def _quote(sheet: Sheet, content: Block) -> str:
    cite = content.get("cite")
    tag = "cite" if sheet.turn("cite", 2) else "footer"
    source = f"<{tag}>{esc(cite)}</{tag}>" if cite else ""
    return f"<blockquote{sheet.cls('quote')}><p>{esc(content['text'])}</p>{source}</blockquote>"


def _video(sheet: Sheet, content: Block) -> str:
    src = quoted(content["src"])
    if "/embed/" in src:
        lazy = ' src="about:blank" data-src' if sheet.turn("lazy-frame", 5) == 0 else " src"
        frame = f'<iframe{lazy}="{src}" width="660" height="371" allowfullscreen></iframe>'
        return f"<div{sheet.cls('video')}>{frame}</div>" if sheet.turn("video-box", 2) else f"<p>{frame}</p>"
    if sheet.turn("video-source", 2):
        return f'<video{sheet.cls("video")} controls src="{src}"></video>'
    return f'<div{sheet.cls("video")}><video controls><source src="{src}" type="video/mp4"></video></div>'


_SETTERS: dict[str, Callable[[Sheet, Block], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "image": image,
    "list": _list,
    "table": _table,
    "quote": _quote,
    "video": _video,
}
