"""One page put together."""

from __future__ import annotations

from crawler.replica.markup import article, boxes, headline, metadata
from crawler.replica.markup.sheet import Sheet, esc
from crawler.replica.markup.widgets import widget
from crawler.replica.stamps import STYLES, banner, english_clock

_DOCTYPES = {
    "html5": '<!DOCTYPE html>\n<html lang="{language}">',
    "xhtml": '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">',
    "none": "<html>",
}


def page(sheet: Sheet) -> str:
    """Set the whole page as text, before letters and charset are played with."""
    chrome = sheet.layout.chrome
    before, after = _sides(sheet)
    core = _columns(sheet, [before, _main(sheet), after])
    pieces = (
        _DOCTYPES[sheet.pick("doctype")].format(language=sheet.truth["language"]),
        f"<head>\n{metadata.head(sheet)}\n{chrome.head}\n</head>\n<body{sheet.cls('page')}>",
        chrome.top,
        clock(sheet),
        chrome.masthead,
        _sticky(sheet),
        core,
        chrome.footer,
        chrome.scripts,
        "</body></html>",
    )
    return ("\n" if sheet.layout.pretty else "").join(piece for piece in pieces if piece)


def clock(sheet: Sheet) -> str:
    """Set the header's clock: always the moment of the fetch, often in the very form of the stamp."""
    form, moment = sheet.pick("clock"), sheet.fetched_at
    if form == "none":
        return ""
    if form == "english" and sheet.layout.era == 2:
        text = english_clock(moment) + " [(GMT +7)]"
    elif form == "stamp":
        text = STYLES[sheet.stamp_style](moment)
    else:
        text = banner(moment, sheet.truth["language"])
    tag = ("span", "div", "p", "time", "li")[sheet.turn("clock-tag", 5)]
    return f"<{tag}{sheet.cls('clock')}>{text}</{tag}>"


def _sticky(sheet: Sheet) -> str:
    """Repeat the title in a bar that shows only when the reader scrolls."""
    if sheet.pick("sticky") == "no":
        return ""
    return f'<div{sheet.cls("sticky")} style="display: none"><span>{esc(sheet.truth["title"])}</span></div>'


def _sides(sheet: Sheet) -> tuple[str, str]:
    """Set the side columns: (before the article, after it) in the order of the document."""
    newest = boxes.teaser_list(sheet, "newest", sheet.neighbours.newest)
    read = boxes.teaser_list(sheet, "read", sheet.neighbours.read)
    tag = ("div", "aside", "div", "section")[sheet.turn("side-tag", 4)]
    cls = sheet.cls("side")
    newest += widget(sheet)
    both = f"<{tag}{cls}>{newest}\n{read}</{tag}>"
    return {
        "before": (both, ""),
        "after": ("", both),
        "both": (f"<{tag}{cls}>{newest}</{tag}>", f"<{tag}{cls}>{read}</{tag}>"),
    }[sheet.pick("side_place")]


def _columns(sheet: Sheet, columns: list[str]) -> str:
    """Set the columns side by side: boxes, or the cells of one table as old pages have it."""
    filled = [column for column in columns if column]
    if sheet.pick("columns") == "boxes":
        return "\n".join(filled)
    cells = "\n".join(f'<td valign="top">{column}</td>' for column in filled)
    return f'<table{sheet.cls("columns")} width="1000"><tbody><tr>\n{cells}\n</tr></tbody></table>'


def _main(sheet: Sheet) -> str:
    """Set the article with its head and tail in the layout's wrappers."""
    outside, inside = article.lead(sheet)
    stamp, views = headline.stamp_and_views(sheet)
    head = (headline.breadcrumb(sheet), headline.title(sheet), stamp, boxes.share_bar(sheet, "top"), views)
    core = (outside, article.text(sheet, inside), article.keywords(sheet), boxes.share_bar(sheet, "bottom"))
    inner = "\n".join(piece for piece in (*head, *core, *_tail(sheet)) if piece)
    for number, tag in enumerate(reversed(sheet.layout.wrap)):
        role = sheet.cls(f"wrap{number}")
        if tag == "table-cell":
            inner = f'<table{role} width="100%"><tbody><tr><td>{inner}</td></tr></tbody></table>'
        else:
            inner = f"<{tag}{role}>\n{inner}\n</{tag}>"
    return inner


def _tail(sheet: Sheet) -> list[str]:
    """Set what follows the article, in the layout's order."""
    found = {
        "related": boxes.teaser_list(sheet, "related", sheet.neighbours.related[:5]),
        "others": boxes.teaser_list(sheet, "others", sheet.neighbours.related[5:]),
        "newest": "",
        "read": boxes.comments(sheet),
    }
    return [found[name] for name in sheet.layout.boxes]
