"""A data folder with articles that change, for the tests of histories."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from crawler.items import Article, Block, Crawl, Heading, Image, Paragraph, Raw
from crawler.sites.baolangson.urls import article_address
from crawler.store.state import State

URL = "https://baolangson.vn/chinh-tri/5314-hoi-nghi-giao-ban.html"
BODY: tuple[Block, ...] = (
    Paragraph(text="Sáng 20/11, Ban Thường vụ Huyện ủy tổ chức hội nghị giao ban tháng mười một."),
    Image(src="https://baolangson.vn/anh/1.jpg", caption="Quang cảnh hội nghị", credit="HOÀNG LAN"),
    Heading(level=3, text="Những kết quả nổi bật"),
    Paragraph(text="Các đại biểu thảo luận về thu ngân sách, đạt 1.250 tỷ đồng, bằng 98% dự toán."),
    Paragraph(text="Kết luận hội nghị, đồng chí chủ trì đề nghị các đơn vị giữ vững kết quả đã đạt được."),
)


def article(
    *,
    url: str = URL,
    read_at: str = "2026-11-20T09:00:00+07:00",
    title: str = "Hội nghị giao ban tháng 11",
    lead: str | None = "Hội nghị có đông đủ các đại biểu.",
    body: Sequence[Block] = BODY,
    views: int | None = 120,
    **facts: Any,
) -> Article:
    """An article as it was read at a moment."""
    address = article_address(url)
    assert address is not None
    said = repr((title, lead, body, facts.get("authors", ("HOÀNG LAN",))))
    made: dict[str, Any] = {
        "id": address.id, "url": address.canonical, "section": "chinh-tri", "subsection": None,
        "kicker": None,
        "title": title, "published_at": "2026-11-20T08:00:00+07:00", "updated_at": None, "view_count": views,
        "lead": lead, "body": tuple(body), "authors": ("HOÀNG LAN",), "source": None,
        "tags": ("giao ban",), "language": address.language, "raw": Raw(),
        "crawl": Crawl(
            fetched_url=url, fetched_at=read_at, via="live", status=200, layout=address.layout, revision=1,
            content_hash=hashlib.sha256(said.encode()).hexdigest(), extractor="test/1",
        ),
    }  # fmt: skip
    return replace(Article(**made), **facts)


def kept(folder: Path, *articles: Article) -> State:
    """A data folder that has read these, each at its own moment."""
    state = State(folder, create=True)
    for each in articles:
        state.articles.save(each, seen_at=each.crawl.fetched_at)
    return state
