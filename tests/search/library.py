"""A small data folder of invented articles, for the tests of search and browse."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from crawler.items import Article, Block, Crawl, Heading, Image, ListBlock, Paragraph, Quote, Raw, Table
from crawler.store.state import State

MOMENT = "2026-11-20T08:00:00+07:00"
LATER = "2026-11-22T09:30:00+07:00"
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> & \"họp\""


def article(number: int, title: str, *texts: str, **fields: Any) -> Article:
    """Make an article; what is not given is a plain value."""
    body: tuple[Block, ...] = fields.pop("body", tuple(Paragraph(text=text) for text in texts))
    read_at = fields.pop("read_at", MOMENT)
    content = hashlib.sha256(repr((title, fields.get("lead"), body)).encode()).hexdigest()
    url = f"https://baolangson.vn/chinh-tri/{number}-bai.html"
    values: dict[str, Any] = {
        "id": str(number),
        "url": url,
        "section": "chinh-tri",
        "subsection": None,
        "kicker": None,
        "published_at": f"2026-10-{number % 28 + 1:02d}T07:30:00+07:00",
        "updated_at": None,
        "view_count": None,
        "lead": None,
        "authors": (),
        "source": None,
        "tags": (),
        "language": "vi",
        "raw": Raw(),
        "evidence": {"title": "selector", "published_at": "stamp"},
    }
    crawl = Crawl(
        fetched_url=url,
        fetched_at=read_at,
        via="live",
        status=200,
        layout="era1",
        revision=1,
        content_hash=content,
        extractor="langson/1",
    )
    return Article(title=title, body=body, crawl=crawl, **{**values, **fields})


def save(folder: Path, *articles: Article) -> None:
    """Keep readings in a folder's state, in the order of their moments."""
    state = State(folder, create=True)
    for one in articles:
        state.articles.save(one, seen_at=one.crawl.fetched_at)
    state.close()


def bury(folder: Path, number: int) -> None:
    """Note that the paper has an article no more."""
    state = State(folder, create=True)
    with state.transaction():
        row = (f"main/{number}", f"https://baolangson.vn/{number}", LATER)
        state.database.execute("INSERT INTO tombstone VALUES (?, ?, ?)", row)
    state.close()


LIBRARY = (
    article(
        1001,
        "Thị trấn Đồng Đăng khai trương chợ phiên",
        "Sáng 5/10, chợ phiên mở cửa trở lại.",
        section="kinh-te",
        authors=("MINH AN",),
        tags=("chợ phiên", "cửa khẩu"),
        view_count=408,
    ),
    article(1002, "Đồng chí trong tổ đang họp", "Đảng viên và đồng bào cùng dự.", authors=("HÀ VY",)),
    article(
        1003,
        "Huyện Hữu Lũng trồng rừng",
        "Đảng ủy xã triển khai Chỉ thị số 05-CT/TW của Bộ Chính trị.",
        subsection="xay-dung-dang",
        tags=("chợ phiên",),
        published_at="2025-03-02T10:00:00+07:00",
    ),
    article(1004, "Đảng uỷ thị trấn họp", "Người dân khoá cửa, dọn đường, sửa cầu.", view_count=12_000),
    article(1005, HOSTILE, "=1+1", "Bài có đoạn mã <b>đậm</b>.", published_at="2024-01-09T10:00:00+07:00"),
    article(
        1006,
        "Ảnh đẹp mùa na",
        lead="Na dai được mùa ở Chi Lăng.",
        kicker="Nông nghiệp",
        body=(
            Heading(level=3, text="Vào vụ"),
            Image(src="https://baolangson.vn/na.jpg", caption="Vườn na trên núi đá", credit="HÀ VY"),
            Image(src="javascript:alert(1)", caption="Ảnh hỏng"),
            ListBlock(ordered=True, items=("Hái", "Phân loại")),
            Table(rows=(("Xã", "Tấn"), ("Vân Thuỷ", "12"))),
            Quote(text="Năm nay được giá.", cite="Một chủ vườn"),
        ),
        raw=Raw(published="Thứ hai, 26/10/2026 | 07:30:00", byline="HÀ VY", dateline="LSO-"),
        authors=("HÀ VY",),
    ),
)
