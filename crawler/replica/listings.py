"""Listings and the front page as HTML, in markups drawn like those of articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from html import escape
from random import Random

from crawler.replica.markup.layout import Layout
from crawler.replica.markup.metadata import named_entities
from crawler.replica.markup.sheet import Teaser, esc, quoted
from crawler.replica.newspaper import Newspaper
from crawler.replica.paging import Sheaf, sheaf
from crawler.replica.reply import Ask, Reply, html
from crawler.replica.sections import SECTIONS
from crawler.replica.stamps import banner

ERA1_SIZE = 15
ERA2_SIZE = 12


def era1_listing(paper: Newspaper, ask: Ask, path: str, page: int) -> Reply:
    """Answer a WordPress listing; past the last page it is missing."""
    found = _sheaf(paper, ask, path, 1, page)
    if not found.exists:
        return missing(paper, ask)
    layout = _layout(paper, path, 1)
    teasers = [paper.teaser(index, 1) for index in found.indexes]
    pages = pager(
        layout, page, found.last, lambda number: f"/{path}/page/{number}/" if number > 1 else f"/{path}/"
    )
    pages += _calendar(ask, path, page, found.last)
    inner = f"<h1>{esc(name_of(path))}</h1>\n{_items(layout, teasers)}\n{pages}"
    return html(framed(paper, ask, layout, name_of(path), inner))


def era2_listing(paper: Newspaper, ask: Ask, path: str, *, entries: bool = True) -> Reply:
    """Answer an era 2 listing; past the last page it is empty, not missing.

    Without `entries` it is what a browser gets before its script has asked for the list: no article,
    no pager, only the button.
    """
    page = ask.number("page", 1)
    found = _sheaf(paper, ask, path, 2, page) if entries else Sheaf([], page, exists=True)
    layout = _layout(paper, path, 2)
    teasers = [paper.teaser(index, 2) for index in found.indexes]
    more = (
        f'<button{layout.namer.attr("more")} data-url="/list-post-by-category" data-limit="{ERA2_SIZE}" '
        f'data-category="{category_of(path)}" data-page="{page + 1}">Xem thêm</button>'
    )
    pages = pager(layout, page, found.last, lambda number: f"/{path}?page={number}")
    pages += _calendar(ask, path, page, found.last)
    if not entries or (ask.hostile is None and layout.turn("button-only", 4) == 0):
        pages = ""  # only the button leads on
    items = _items(layout, teasers) if teasers or not entries else "<p>Không có bài viết.</p>"
    inner = f"<h1>{esc(name_of(path))}</h1>\n{items}\n{pages}{more}"
    script = f"<script>var CATEGORY_ID = {category_of(path)};</script>"
    return html(framed(paper, ask, layout, name_of(path), inner + script, boxes=entries))


def _sheaf(paper: Newspaper, ask: Ask, path: str, era: int, page: int) -> Sheaf:
    """Give a page of a listing; a day of the hostile calendar shows nothing."""
    if ask.hostile == "calendar" and "date" in ask.query:
        return Sheaf([], page, exists=True)
    size = ERA1_SIZE if era == 1 else ERA2_SIZE
    return sheaf(paper.roll(path, era, ask.count), page, size, ask.hostile)


def _calendar(ask: Ask, path: str, page: int, last: int) -> str:
    """After the last page of a calendar: the way on to the next day, to the end of the year 9999."""
    if ask.hostile != "calendar" or page < last:
        return ""
    try:
        day = date.fromisoformat(ask.query.get("date", "")) + timedelta(days=1)
    except (ValueError, OverflowError):
        day = ask.now.date()
    return f' <a rel="next" href="/{path}/?date={day}">Ngày sau »</a>'


def front_page(paper: Newspaper, ask: Ask, *, entries: bool = True) -> Reply:
    """Answer the front page: the newest of every section, links to the listings of every era spoken.

    Without `entries` it shows no article at all: for a paper whose listings are off.
    """
    era = paper.eras[-1]
    layout = _layout(paper, "", era)
    pieces = []
    for part in SECTIONS:
        newest = paper.roll(part.path, era, ask.count).cut(0, 4) if entries else []
        link = f'<h2><a href="{listing_path(part.path, era)}">{esc(part.subname or part.name)}</a></h2>'
        pieces.append(
            f"<section>{link}{_items(layout, [paper.teaser(index, era) for index in newest])}</section>"
        )
    if paper.eras == (1, 2):
        pieces.append(_archive_links())
    return html(framed(paper, ask, layout, "Báo Lạng Sơn điện tử", "\n".join(pieces), boxes=entries))


def missing(paper: Newspaper, ask: Ask) -> Reply:
    """Answer that there is no such page, with the paper's menus and boxes round it."""
    layout = _layout(paper, "404", paper.eras[-1])
    text = "<h1>404</h1><p>Trang bạn tìm không tồn tại hoặc đã bị gỡ bỏ.</p>"
    return html(framed(paper, ask, layout, "Không tìm thấy trang", text), status=404)


def listing_path(path: str, era: int) -> str:
    """Write a listing's address: era 1 ends in a slash."""
    return f"/{path}/" if era == 1 else f"/{path}"


def name_of(path: str) -> str:
    """Give the printed name of a listing."""
    for part in SECTIONS:
        if part.path == path:
            return part.subname or part.name
        if part.section == path:
            return part.name
    return path


def category_of(path: str) -> int:
    """Give a listing's category number; a parent without articles of its own has one, too."""
    parents = {"trang-dia-phuong": 80, "uncategorized": 1}
    return next((part.category for part in SECTIONS if part.path == path), parents.get(path, 0))


def _archive_links() -> str:
    links = "".join(
        f'<li><a href="{listing_path(part.path, 1)}">{esc(part.subname or part.name)}</a></li>'
        for part in SECTIONS
    )
    return f"<div><h3>Lưu trữ trước 2024</h3><ul>{links}</ul></div>"


def _layout(paper: Newspaper, path: str, era: int) -> Layout:
    return paper.numbered_layout(Random(f"{paper.seed}:{path}:{era}:listing").randrange(1000), era)


def _items(layout: Layout, teasers: Sequence[Teaser]) -> str:
    """Set the entries: the title twice (image and link), then the excerpt; no date in era 1."""
    frame = ("div", "article", "li", "tr")[layout.turn("item-frame", 4)]
    items = "\n".join(_item(layout, frame, teaser) for teaser in teasers)
    outer = {"li": "ul", "tr": "table"}.get(frame, "div")
    return f"<{outer}{layout.namer.attr('listing')}>{items}</{outer}>"


def _item(layout: Layout, frame: str, teaser: Teaser) -> str:
    tag = ("h3", "h2", "p", "div")[layout.turn("item-title", 4)]
    title = named_entities(esc(teaser.title)) if layout.era == 2 else esc(teaser.title)
    picture = (
        f'<a href="{teaser.path}"><img src="{teaser.thumb}" alt="{quoted(teaser.title)}" loading="lazy"></a>'
    )
    when = (
        f"<span>{teaser.published:%H:%M | %d/%m/%Y}</span>"
        if layout.era == 2 and layout.turn("item-date", 2)
        else ""
    )
    text = (
        f"<{tag}{layout.namer.attr('listing-title')}>"
        f'<a href="{teaser.path}" title="{quoted(teaser.title)}">{title}</a></{tag}>'
        f"{when}<div{layout.namer.attr('excerpt')}>- {esc(teaser.excerpt)}...</div>"
    )
    cls = layout.namer.attr("listing-item")
    if frame == "tr":
        return f"<tr{cls}><td>{picture}</td><td>{text}</td></tr>"
    return f"<{frame}{cls}>{picture}{text}</{frame}>"


def pager(layout: Layout, page: int, last: int, address: Callable[[int], str]) -> str:
    """Set links to neighbouring pages, to the first and to the last."""
    if last == 1:
        return ""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    links = [
        f"<span>{number}</span>" if number == page else f'<a href="{escape(address(number))}">{number}</a>'
        for number in shown
    ]
    if page < last:
        links.append(f'<a rel="next" href="{escape(address(page + 1))}">Trang sau »</a>')
    return f"<div{layout.namer.attr('pager')}>{' '.join(links)}</div>"


def framed(paper: Newspaper, ask: Ask, layout: Layout, title: str, inner: str, *, boxes: bool = True) -> str:
    """Put menus, the clock, the box of most read articles and the footer round a listing."""
    chrome = layout.chrome
    read = paper.neighbours(ask.count - 1, layout.era, ask.count).read if boxes else ()
    box = "".join(f'<li><a href="{teaser.path}">{esc(teaser.title)}</a></li>' for teaser in read)
    side = f"<div{layout.namer.attr('side')}><h3>Đọc nhiều</h3><ul>{box}</ul></div>"
    clock = f"<span{layout.namer.attr('clock')}>{banner(ask.now, 'vi')}</span>"
    main = f"<div{layout.namer.attr('body')}>{inner}</div>"
    before, after = (side, "") if layout.pick["side_place"] == "before" else ("", side)
    head = f'<meta charset="utf-8"><title>{esc(title)}{chrome.suffix}</title>{chrome.head}'
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head>{head}</head>\n<body>{chrome.top}{clock}{chrome.masthead}\n'
        f"{before}{main}{after}\n{chrome.footer}{chrome.scripts}</body></html>"
    )
