"""Block by block: what stayed, changed, moved, came and went."""

from __future__ import annotations

import random
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.history.blocks import block_changes

P = {
    "A": "Sáng nay, hội nghị khai mạc tại thành phố Lạng Sơn",
    "B": "Các đại biểu thảo luận về thu ngân sách",
    "C": "Kết luận hội nghị, đồng chí chủ trì giao nhiệm vụ",
    "a": "Sáng nay, hội nghị bế mạc tại thành phố Lạng Sơn",
    "x": "Tin thời tiết",
}


def paragraphs(letters: str) -> list[dict[str, Any]]:
    """A body, a letter a paragraph."""
    return [{"type": "paragraph", "text": P.get(letter, letter)} for letter in letters]


def told(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> str:
    """What changed, in short: fate and places."""
    changes = [change for change in block_changes(old, new) if change.fate != "same"]
    return ", ".join(f"{one.fate} {one.old_place or '-'}>{one.new_place or '-'}" for one in changes)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "", ""),
        ("ABC", "ABC", ""),
        ("ABC", "aBC", "changed 1>1"),
        ("ABC", "AxBC", "added ->2"),
        ("ABC", "AC", "removed 2>-"),
        ("ABC", "BCA", "moved 1>3"),
        ("ABC", "CAB", "moved 3>1"),
        ("ABC", "BCa", "moved-changed 1>3"),
        ("ABC", "xBC", "added ->1, removed 1>-"),
        ("AAB", "AB", "removed 2>-"),
        ("", "AB", "added ->1, added ->2"),
        ("AB", "", "removed 1>-, removed 2>-"),
    ],
)
def test_paragraphs(old: str, new: str, changes: str) -> None:
    """As few blocks as possible have moved; a changed one is found by what it still says."""
    assert told(paragraphs(old), paragraphs(new)) == changes


IMAGE = {"type": "image", "src": "https://baolangson.vn/1.jpg", "caption": "Quang cảnh hội nghị"}


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([IMAGE], [IMAGE | {"caption": "Trao quà"}], "changed 1>1"),
        ([IMAGE], [IMAGE | {"src": "https://baolangson.vn/2.jpg"}], "changed 1>1"),
        ([IMAGE], [IMAGE | {"src": "https://baolangson.vn/2.jpg", "caption": "Trao quà"}],
         "added ->1, removed 1>-"),
        ([IMAGE], [{"type": "paragraph", "text": "Quang cảnh hội nghị"}], "added ->1, removed 1>-"),
        (paragraphs("A"), [{"type": "heading", "level": 2, "text": P["A"]}], "changed 1>1"),
        ([{"type": "list", "ordered": False, "items": ["Một", "Hai"]}],
         [{"type": "list", "ordered": True, "items": ["Một", "Hai", "Ba"]}], "changed 1>1"),
        ([{"type": "table", "rows": [["Xã", "Thu"], ["Tân Thành", "12"]]}],
         [{"type": "table", "rows": [["Xã", "Thu"], ["Tân Thành", "15"]]}], "changed 1>1"),
        ([{"type": "quote", "text": "Rất vui", "cite": "Bà Lan"}], [{"type": "quote", "text": "Rất vui"}],
         "changed 1>1"),
        ([{"type": "video", "src": "https://baolangson.vn/1.mp4"}], [], "removed 1>-"),
    ],
)  # fmt: skip
def test_kinds(old: list[dict[str, Any]], new: list[dict[str, Any]], changes: str) -> None:
    """A picture is known by its file or its caption; running text may change its kind, a picture not."""
    assert told(old, new) == changes


def test_another_form_of_unicode_is_no_change() -> None:
    """A body in decomposed letters says the same."""
    decomposed = [
        {**block, "text": unicodedata.normalize("NFD", block["text"])} for block in paragraphs("ABC")
    ]

    assert told(paragraphs("ABC"), decomposed) == ""


@given(st.text("ABCaxy", max_size=12), st.text("ABCaxy", max_size=12))
def test_every_block_once(old: str, new: str) -> None:
    """Each block of either side has one fate; both bodies can be put together from them."""
    before, after = paragraphs(old), paragraphs(new)
    changes = block_changes(before, after)

    assert [c.new for c in changes if c.new is not None] == after
    olds = {c.old_place: c.old for c in changes if c.old_place is not None}
    assert [olds[place] for place in sorted(olds)] == before
    assert all((c.fate in ("same", "moved")) <= (c.old == c.new) for c in changes)


def test_thousands_of_blocks() -> None:
    """A body of 4,000 short blocks, shuffled and altered at random, is compared all the same."""
    chance = random.Random(7)
    old = [{"type": "paragraph", "text": f"Mục {n} {chance.random()}"} for n in range(4000)]
    new = [{"type": "paragraph", "text": f"{block['text']} sửa"} if n % 3 == 0 else block
           for n, block in enumerate(old)]  # fmt: skip
    chance.shuffle(new)

    changes = block_changes(old, new)

    assert len([change for change in changes if change.new is not None]) == 4000
