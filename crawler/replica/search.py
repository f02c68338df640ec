"""Era 2's search: `/search?chinhxac=1&keyword=<words>&page=<n>`; items end in `HH:MM | DD/MM/YYYY`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import escape
from itertools import islice
from random import Random
from urllib.parse import urlencode

from crawler.replica.listings import ERA2_SIZE, framed, pager
from crawler.replica.markup.layout import Layout
from crawler.replica.markup.metadata import named_entities
from crawler.replica.markup.sheet import Teaser, esc, quoted
from crawler.replica.newspaper import Newspaper
from crawler.replica.paging import sheaf
from crawler.replica.reply import Ask, Reply, html

REACH = 5000  # newest articles that are looked through


class Hits(tuple[int, ...]):
    """Indexes of the articles found, newest first; cut like the contents of a listing."""

    __slots__ = ()

    def cut(self, start: int, stop: int) -> list[int]:
        """Give the indexes from rank `start` to below `stop`."""
        return list(self[max(0, start) : stop])


def era2_search(paper: Newspaper, ask: Ask) -> Reply:
    """Answer a page of results: titles and leads that hold the words (`chinhxac=1`) or any of them."""
    words = ask.query.get("keyword", "")
    page = ask.number("page", 1)
    hits = _hits(paper, words, ask.query.get("chinhxac") == "1", ask.count)
    found = sheaf(hits, page, ERA2_SIZE, ask.hostile)
    number = Random(f"{paper.seed}:search").randrange(1000)
    layout = paper.numbered_layout(number, 2)
    teasers = [paper.teaser(index, 2) for index in found.indexes]
    items = "\n".join(_item(layout, teaser) for teaser in teasers) or "<p>Không tìm thấy kết quả nào.</p>"
    said = f"<p>Tìm thấy {len(hits)} kết quả cho từ khóa <b>{esc(words)}</b></p>"
    box = f'<form action="/search"><input name="keyword" value="{quoted(words)}"></form>'
    pages = pager(layout, page, found.last, lambda other: f"/search?{_query(ask, other)}")
    inner = f"<h1>Tìm kiếm</h1>{box}{said}\n<div{layout.namer.attr('listing')}>{items}</div>\n{pages}"
    return html(framed(paper, ask, layout, "Tìm kiếm", inner))


def _query(ask: Ask, page: int) -> str:
    kept = {name: ask.query[name] for name in ("chinhxac", "keyword") if name in ask.query}
    return urlencode({**kept, "page": page})


@lru_cache(maxsize=64)
def _hits(paper: Newspaper, words: str, exact: bool, count: int) -> Hits:
    """Indexes of the articles found, newest first."""
    wanted = [_plain(words)] if exact else _plain(words).split()
    if not any(wanted):
        return Hits(())
    newest = islice(paper.roll("", 2, count), REACH)
    return Hits(index for index in newest if any(word in _text(paper, index) for word in wanted))


def _text(paper: Newspaper, index: int) -> str:
    story = paper.story(index)
    return _plain(f"{story.title} {story.lead} {story.section.name} {story.section.subname or ''}")


def _plain(text: str) -> str:
    """Small letters without tone marks: `uỷ` and `ủy` are the same word."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(letters.encode("ascii", "ignore").decode().split())


def _item(layout: Layout, teaser: Teaser) -> str:
    """Set a result: picture, title, excerpt, and the time that ends it."""
    tag = ("h3", "h2", "p", "div")[layout.turn("hit-title", 4)]
    frame = ("div", "article", "li", "section")[layout.turn("hit-frame", 4)]
    when = ("span", "p", "em", "small")[layout.turn("hit-time", 4)]
    picture = f'<a href="{teaser.path}"><img src="{teaser.thumb}" alt="{quoted(teaser.title)}"></a>'
    title = f'<{tag}><a href="{escape(teaser.path)}">{named_entities(esc(teaser.title))}</a></{tag}>'
    text = f"<div{layout.namer.attr('excerpt')}>{esc(teaser.excerpt)}...</div>"
    stamp = f"<{when}{layout.namer.attr('hit-time')}>{teaser.published:%H:%M | %d/%m/%Y}</{when}>"
    shown = picture if layout.turn("hit-picture", 2) else ""
    return f"<{frame}{layout.namer.attr('hit')}>{shown}{title}{text}{stamp}</{frame}>"
