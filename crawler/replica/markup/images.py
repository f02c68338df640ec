"""Images with their captions, in every form the layouts know."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.replica.markup.sheet import Sheet, esc, quoted
from crawler.replica.truth import Block

_BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def image(sheet: Sheet, block: Block) -> str:
    """Set an image and its caption."""
    caption = _caption(sheet, block)
    alt = sheet.rng.choice(("", sheet.truth["title"], block.get("caption", "")))
    picture = _picture(sheet, block["src"], alt)
    form = sheet.pick("caption")
    unmarked = form in ("plain", "lines", "break")
    if unmarked and caption.endswith(".") and "credit" not in block:
        form = "italic"  # a line with a full stop and no mark could as well be a paragraph
    return _FORMS[form](sheet, picture, caption)


def _caption(sheet: Sheet, block: Block) -> str:
    """Write the caption's text with the photographer at its end, as HTML; empty where none."""
    text, credit = block.get("caption"), block.get("credit")
    if credit is None:
        return esc(text) if text else ""
    sign = ("Photo: " if sheet.truth["language"] == "en" else "Ảnh: ") + esc(credit)
    if text is None:
        return sign
    if not text.endswith((".", "!", "?")):
        return f"{esc(text)} ({sign})"
    if sheet.pick("caption") in ("figcaption", "div") and sheet.turn("credit-span", 2):
        return f"{esc(text)} <span{sheet.cls('credit')}>{sign}</span>"
    return f"{esc(text)} {sign}"


def _path(sheet: Sheet, src: str) -> str:
    """Write the image's address as the layout does: absolute or relative."""
    if not src.startswith(f"{sheet.origin}/"):
        return src
    path = src[len(sheet.origin) :]
    form = sheet.pick("image_path")
    if form == "dotted":
        return "../" * (urlsplit(sheet.truth["url"]).path.count("/") - 1) + path[1:]
    return {"absolute": src, "root": path, "base": path[1:]}[form]


def _picture(sheet: Sheet, src: str, alt: str) -> str:
    path = quoted(_path(sheet, src))
    small = path.replace(".jpg", "-300x200.jpg") if path.endswith(".jpg") else path
    rest = f' alt="{quoted(alt)}"{sheet.cls("img")}'
    if sheet.pick("doctype") == "xhtml":
        rest += ' width="660" /'
    lazy = f'<img src="{_BLANK}" data-src="{path}"{rest}>'
    forms = {
        "src": f'<img src="{path}"{rest}>',
        "data-src": lazy,
        "data-original": f'<img data-original="{path}" src="/assets/loading.gif"{rest}>',
        "srcset": f'<img src="{path}" srcset="{small} 300w, {path} 1024w"{rest}>',
        "srcset-only": f'<img srcset="{small} 300w, {path} 1024w" sizes="660px"{rest}>',
        "picture": f'<picture><source srcset="{path}"><img src="{path}"{rest}></picture>',
        "noscript": f'{lazy}<noscript><img src="{path}" alt=""></noscript>',
    }
    return forms[sheet.pick("image_source")]


def _figcaption(sheet: Sheet, picture: str, caption: str) -> str:
    legend = f"<figcaption{sheet.cls('caption')}>{caption}</figcaption>" if caption else ""
    return f"<figure{sheet.cls('figure')}>{picture}{legend}</figure>"


def _table(sheet: Sheet, picture: str, caption: str) -> str:
    row = f"<tr><td{sheet.cls('caption')}>{caption}</td></tr>" if caption else ""
    return (
        f'<table{sheet.cls("figure")} align="center" border="0"><tbody><tr><td>{picture}</td></tr>\n{row}'
        "</tbody></table>"
    )


def _div(sheet: Sheet, picture: str, caption: str) -> str:
    legend = f"<p{sheet.cls('caption')}>{caption}</p>" if caption else ""
    return f'<div{sheet.cls("figure")} style="width: 660px">{picture}{legend}</div>'


def _italic(sheet: Sheet, picture: str, caption: str) -> str:
    legend = f'\n<p style="text-align: center;"><em>{caption}</em></p>' if caption else ""
    return f'<p style="text-align: center;">{picture}</p>{legend}'


def _plain(sheet: Sheet, picture: str, caption: str) -> str:
    legend = f"\n<p>{caption}</p>" if caption else ""
    return f"<p>{picture}</p>{legend}"


def _break(sheet: Sheet, picture: str, caption: str) -> str:
    legend = f"<br>{caption}" if caption else ""
    return f"<p{sheet.cls('figure')}>{picture}{legend}</p>"


def _in_lines(sheet: Sheet, picture: str, caption: str) -> str:
    """Break the caption over two or three lines."""
    words = caption.split(" ")
    step = max(3, -(-len(words) // 3))
    lines = "<br>\n".join(" ".join(words[at : at + step]) for at in range(0, len(words), step))
    legend = f'<div align="center">{lines}</div>' if caption else ""
    return f'<div align="center">{picture}</div>{legend}'


def _definition(sheet: Sheet, picture: str, caption: str) -> str:
    legend = f"<dd{sheet.cls('caption')}>{caption}</dd>" if caption else ""
    return f"<dl{sheet.cls('figure')}><dt>{picture}</dt>{legend}</dl>"


_FORMS = {
    "figcaption": _figcaption,
    "table": _table,
    "div": _div,
    "italic": _italic,
    "plain": _plain,
    "break": _break,
    "lines": _in_lines,
    "dl": _definition,
}
