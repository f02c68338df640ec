"""A small hand-made article page, part by part, and its reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crawler.items import Page, as_record
from crawler.process import process

URL = "https://baolangson.vn/chinh-tri/612345-loc-binh-day-manh-xay-dung-nong-thon-moi.html"
TITLE = "Lộc Bình đẩy mạnh xây dựng nông thôn mới"
NOW = datetime.fromisoformat("2024-09-20T10:15:00+07:00")
PUBLISHED = "2022-10-05T15:48:48+07:00"
STAMP = "Thứ 4, 05.10.2022 | 15:48:48"
VIEWS = "408 lượt xem"
LEAD = (
    "Sáng 5/10, Huyện ủy Lộc Bình tổ chức hội nghị đánh giá kết quả 9 tháng thực hiện chương trình "
    "mục tiêu quốc gia xây dựng nông thôn mới."
)
FIRST = (
    "Trong 9 tháng năm 2022, các xã trên địa bàn huyện đã huy động được trên 40 tỷ đồng để làm mới đường "
    "giao thông nông thôn, kênh mương nội đồng và nhà văn hóa thôn."
)
LAST = (
    "Thời gian tới, huyện tiếp tục chỉ đạo các xã rà soát từng tiêu chí, phân công cán bộ phụ trách và "
    "đẩy nhanh tiến độ giải ngân nguồn vốn được giao."
)


def paragraphs(*texts: str) -> str:
    """Texts as paragraphs."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def sheet(
    *,
    head: str = f"<title>{TITLE}</title>",
    above: str = "",
    title: str = f"<h1>{TITLE}</h1>",
    meta: str = f"<div class='thoi-gian'>{STAMP}</div><div>{VIEWS}</div>",
    text: str = paragraphs(LEAD, FIRST, LAST),
    behind: str = "<p><b>HOÀNG MAI</b></p>",
    below: str = "",
) -> str:
    """A page: what stands above, the article (title, stamp, text, what is behind the text), what is below."""
    return (
        f"<!DOCTYPE html><html lang='vi'><head>{head}</head><body><div id='trang'>{above}"
        f"<div class='bai'>{title}{meta}<div class='noi-dung'>{text}{behind}</div></div>"
        f"<div class='duoi'>{below}</div></div></body></html>"
    )


def page(
    markup: str | bytes,
    *,
    url: str = URL,
    headers: Mapping[str, str] | None = None,
    fetched_at: datetime = NOW,
) -> Page:
    """A fetched page."""
    body = markup if isinstance(markup, bytes) else markup.encode()
    return Page(url=url, body=body, headers=headers or {}, fetched_at=fetched_at)


def read(markup: str | bytes, **fetch: Any) -> dict[str, Any]:
    """The record of a page."""
    record: dict[str, Any] = as_record(process(page(markup, **fetch)))
    return record


def body_of(text: str, **parts: str) -> list[dict[str, Any]]:
    """The blocks between the first and the last paragraph of a page with this text between them."""
    whole = paragraphs(LEAD, FIRST) + text + paragraphs(LAST)
    blocks: list[dict[str, Any]] = read(sheet(text=whole, **parts))["body"]
    edges = [{"type": "paragraph", "text": FIRST}, {"type": "paragraph", "text": LAST}]
    assert [blocks[0], blocks[-1]] == edges, blocks
    return blocks[1:-1]
