"""An article as text."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.store.text import to_text


def record(**changes: Any) -> dict[str, Any]:
    """A short record."""
    return {
        "kicker": None, "title": "Hội nghị", "lead": "Sáng nay, họp.", "body": [], "tags": [],
        "url": "https://baolangson.vn/a-1000001.html",
        "raw": {"published": "Thứ 4, 05.10.2022 | 15:48:48", "view_count": "408 lượt xem", "byline": "LAN"},
    } | changes  # fmt: skip


HEAD = "Hội nghị\n\nThứ 4, 05.10.2022 | 15:48:48\n408 lượt xem\n\nSáng nay, họp.\n"
TAIL = "\n\nLAN\n\nhttps://baolangson.vn/a-1000001.html\n\n  • Từ khóa"


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ({"type": "paragraph", "text": "Một."}, "\nMột.\n"),
        ({"type": "heading", "level": 3, "text": "Mục"}, "\nMục\n"),
        ({"type": "image", "src": "https://x/a.jpg"}, ""),
        ({"type": "image", "src": "https://x/a.jpg", "caption": "Đại biểu"}, "\n\nĐại biểu\n"),
        ({"type": "image", "src": "https://x/a.jpg", "caption": "Đại biểu", "credit": "Mai"},
         "\n\nĐại biểu Ảnh: Mai\n"),
        ({"type": "video", "src": "https://x/a.mp4", "caption": "Phóng sự"}, "\n\nPhóng sự\n"),
        ({"type": "list", "ordered": False, "items": ["a", "b"]}, "\n- a\n- b\n"),
        ({"type": "list", "ordered": True, "items": ["a", "b"]}, "\n1. a\n2. b\n"),
        ({"type": "table", "rows": [["Xã", "Số"], ["Chi Lăng", "7"]]}, "\nXã | Số\nChi Lăng | 7\n"),
        ({"type": "quote", "text": "Tốt.", "cite": "Ông A"}, "\nTốt.\n— Ông A\n"),
    ],
)  # fmt: skip
def test_blocks(block: dict[str, Any], text: str) -> None:
    """A block stands after a blank line, a caption after two; an image without one is not seen."""
    assert to_text(record(body=[block])) == HEAD + text + TAIL


def test_parts_that_are_not_printed() -> None:
    """Nothing stands for what a page does not print."""
    bare = record(lead=None, raw={"published": "05.10.2022"}, tags=["Lạng Sơn", "số"])
    assert to_text(bare) == (
        "Hội nghị\n\n05.10.2022\n\nhttps://baolangson.vn/a-1000001.html\n\n  • Từ khóa: Lạng Sơn, số"
    )


def test_kicker_and_dateline() -> None:
    """The over-title stands above the title, the dateline mark before the lead."""
    raw = {"published": "05.10.2022", "dateline": "LSO-"}
    text = to_text(record(kicker="Xây dựng Đảng:", raw=raw))

    assert text.startswith("Xây dựng Đảng:\nHội nghị\n\n05.10.2022\n\nLSO- Sáng nay, họp.\n")
