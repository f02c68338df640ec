"""Captions and the photographers at their ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise.bylines import split_credit


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Đoàn kiểm tra làm việc tại xã. Ảnh: Vi Lan", ("Đoàn kiểm tra làm việc tại xã.", "Vi Lan")),
        ("Đoàn kiểm tra làm việc. Ảnh: Tư liệu", ("Đoàn kiểm tra làm việc.", "Tư liệu")),
        ("Đoàn kiểm tra làm việc. Ảnh: Vi Lan.", ("Đoàn kiểm tra làm việc.", "Vi Lan")),
        ("Đoàn kiểm tra làm việc (Ảnh: Vi Lan)", ("Đoàn kiểm tra làm việc", "Vi Lan")),
        ("Đoàn kiểm tra làm việc. (Ảnh: Vi Lan/TTXVN)", ("Đoàn kiểm tra làm việc.", "Vi Lan/TTXVN")),
        ("Đoàn kiểm tra làm việc (ảnh: Vi Lan)", ("Đoàn kiểm tra làm việc", "Vi Lan")),
        ("Đoàn kiểm tra làm việc - Ảnh: VI LAN", ("Đoàn kiểm tra làm việc", "VI LAN")),
        ("Đoàn kiểm tra làm việc | Ảnh Vi Lan", ("Đoàn kiểm tra làm việc", "Vi Lan")),
        ("Đoàn kiểm tra làm việc/Ảnh: Vi Lan", ("Đoàn kiểm tra làm việc", "Vi Lan")),
        ("Đoàn kiểm tra làm việc; Ảnh: Vi Lan - Lý Mai", ("Đoàn kiểm tra làm việc", "Vi Lan - Lý Mai")),
        ("Đoàn kiểm tra làm việc. ẢNH: VI LAN", ("Đoàn kiểm tra làm việc.", "VI LAN")),
        ("Đoàn kiểm tra làm việc.Ảnh: Vi Lan", ("Đoàn kiểm tra làm việc.", "Vi Lan")),
        ("Đoàn kiểm tra làm việc. Ảnh: TTXVN", ("Đoàn kiểm tra làm việc.", "TTXVN")),
        ("Đoàn kiểm tra làm việc. Ảnh: CTV", ("Đoàn kiểm tra làm việc.", "CTV")),
        ("Đoàn kiểm tra làm việc. Ảnh: Công an tỉnh", ("Đoàn kiểm tra làm việc.", "Công an tỉnh")),
        ("The mission at work. Photo: Vi Lan", ("The mission at work.", "Vi Lan")),
        ("The mission at work. (Photo: Vi Lan)", ("The mission at work.", "Vi Lan")),
        ("Ảnh: Vi Lan", ("", "Vi Lan")),
    ],
)
def test_splits_the_photographer_off(caption: str, expected: tuple[str, str]) -> None:
    """The name comes out as printed; the caption keeps its own full stop, not the separator."""
    assert split_credit(caption) == expected


@pytest.mark.parametrize(
    "caption",
    [
        "",
        "Đoàn kiểm tra làm việc tại xã.",
        "Ảnh minh họa",
        "Đoàn kiểm tra làm việc. Ảnh tư liệu",
        "Đoàn kiểm tra làm việc (Ảnh: minh hoạ)",
        "Trong ảnh: Đoàn kiểm tra làm việc",
        "Ảnh: Các đại biểu dự buổi làm việc",
        "Ảnh đẹp Mẫu Sơn",
        "Triển lãm Ảnh: Đất nước",
        "Hội thi Ảnh: Quê hương đổi mới, vẻ đẹp vùng biên giới xứ Lạng",
    ],
)
def test_leaves_captions_without_a_photographer(caption: str) -> None:
    """Where nobody is named the caption stays as it is."""
    assert split_credit(caption) == (caption, None)


PIECES = [
    "Đoàn kiểm tra", "Ảnh:", "ảnh", "Photo:", "Vi Lan", "TTXVN", "(", ")", ". ", " - ", "/", " ",
    "tư liệu",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_nothing_is_invented(text: str) -> None:
    """The caption begins the text and the credit stands behind it."""
    caption, credit = split_credit(text)

    assert text.startswith(caption)
    assert credit is None or credit in text[len(caption) :]


@pytest.mark.parametrize("name", ["Lộc Bình", "LỘC BÌNH"])
def test_whoever_stands_behind_the_label(name: str) -> None:
    """Behind `Ảnh:` a name is the photographer's, even one that is a district's too."""
    assert split_credit(f"Quang cảnh hội nghị. Ảnh: {name}") == ("Quang cảnh hội nghị.", name)
