"""Word by word: what stayed, went and came, in whatever form of Unicode."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.history.words import tokens, word_changes

TEXT = st.text(st.sampled_from("aáạđĐ ế ̣̂u,.–\n 7“”"), max_size=60)


def marked(old: str, new: str) -> str:
    """The changes in one line."""
    marks = {"equal": "{}", "removed": "[{}]", "added": "<{}>"}
    return "".join(marks[piece.kind].format(piece.text) for piece in word_changes(old, new))


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "", ""),
        ("Họp", "Họp", "Họp"),
        ("", "Họp", "<Họp>"),
        ("Họp", "", "[Họp]"),
        ("họp sáng nay", "họp chiều nay", "họp [sáng]<chiều> nay"),
        ("thu năm mươi tỷ", "thu sáu chục tỷ", "thu [năm mươi]<sáu chục> tỷ"),
        ("đạt 98% dự toán.", "đạt 102,5% dự toán.", "đạt [98]<102,5>% dự toán."),
        ("Đồng Đăng", "Đông Đăng", "[Đồng]<Đông> Đăng"),
        ("uỷ viên", "ủy viên", "[uỷ]<ủy> viên"),
        ("một hai ba", "một ba", "một [hai ]ba"),
        ("<b>họp</b>", "<i>họp</i>", "<[b]<i>>họp</[b]<i>>"),
    ],
)
def test_words(old: str, new: str, changes: str) -> None:
    """A word is what changes; white space between two changed words goes with them."""
    assert marked(old, new) == changes


def test_another_form_of_unicode_is_no_change() -> None:
    """Decomposed letters are the same letters, and a letter keeps its marks."""
    old, new = "Đại hội Đảng bộ huyện Hữu Lũng", "Đại hội Đảng bộ huyện Bắc Sơn"

    assert marked(
        unicodedata.normalize("NFD", old), new
    ) == "Đại hội Đảng bộ huyện [Hữu Lũng]<Bắc Sơn>".replace(
        "Hữu Lũng", unicodedata.normalize("NFD", "Hữu Lũng")
    )
    assert all(not unicodedata.combining(token[0]) for token in tokens(unicodedata.normalize("NFD", old)))


@given(TEXT, TEXT)
def test_nothing_is_lost(old: str, new: str) -> None:
    """What stayed and went is the old text, what stayed and came the new one, in the form of NFC."""
    pieces = word_changes(old, new)

    def without(kind: str) -> str:
        return unicodedata.normalize("NFC", "".join(piece.text for piece in pieces if piece.kind != kind))

    assert without("added") == unicodedata.normalize("NFC", old)
    assert without("removed") == unicodedata.normalize("NFC", new)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


def test_a_text_of_one_word_a_thousand_times() -> None:
    """Where comparing would take minutes, all between the ends that stayed counts as changed."""
    old, new = "đầu " + "và các " * 5000 + "cuối", "đầu " + "các và và " * 4000 + "cuối"

    kinds = [piece.kind for piece in word_changes(old, new)]

    assert kinds == ["equal", "removed", "added", "equal"]
