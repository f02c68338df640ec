"""Translating through an 8-bit code gives what `str.translate` gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalise.letters import FOLD_LETTERS, translator

TABLE = {**FOLD_LETTERS, ord("–"): "-", ord("|"): " ", ord("★"): "", ord("ﬁ"): "fi"}
vietnamese = st.text(st.sampled_from("Đảng bộ tỉnh LẠNG SƠN, 05/10/2022 – “Ủy” ban…\xa0|"))


@given(vietnamese | st.text())
def test_same_as_str_translate(text: str) -> None:
    """Whatever the text is made of, in the code or not, the result is the same."""
    assert translator(TABLE)(text) == text.translate(TABLE)


@pytest.mark.parametrize("text", ["★ Hội nghị", "ﬁ", "\x00", "\ufffe", "\ud800", "ngà\u0300y", "😀"])
def test_characters_outside_the_code(text: str) -> None:
    """A character that is not in the code is translated by the table all the same."""
    assert translator(TABLE)(text) == text.translate(TABLE)


@pytest.mark.parametrize("replacement", ["", "ss"])
def test_one_for_one(replacement: str) -> None:
    """A table that makes none or several of a common character is refused, since places would shift."""
    with pytest.raises(ValueError, match="one of the common ones"):
        translator({ord("a"): replacement})
