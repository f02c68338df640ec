"""Clean text and comparison keys."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalise.text import clean, fold, same_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Hội nghị", "Hội nghị"),
        ("  Hội \t\n nghị  ", "Hội nghị"),
        (" Hội nghị", "Hội nghị"),
        (unicodedata.normalize("NFD", "Hội nghị lần thứ mười"), "Hội nghị lần thứ mười"),
        ("Hội\u00a0nghị\u2009lần\u3000thứ\u202fmười", "Hội nghị lần thứ mười"),
        ("Hội\u2028nghị\u0085lần\u2029thứ", "Hội nghị lần thứ"),
        ("\ufeffHội\u200b ng\xadhị\u200e\u202a", "Hội nghị"),
        ("Hội\x00 ng\x07hị\x9f", "Hội nghị"),
        ("Hội \ud800nghị", "Hội \ufffdnghị"),
        ("\ud83d\ude00 Hội nghị", "😀 Hội nghị"),
        ("uỷ ban, ủy ban; khoá, khóa", "uỷ ban, ủy ban; khoá, khóa"),
        ("Hội nghi lần thứ “mười” …", "Hội nghi lần thứ “mười” …"),
        ("\u3164Hội\u2800nghị", "Hội nghị"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    """White space becomes single blanks, what nobody sees is dropped, words stay as they are."""
    assert clean(text) == expected


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0323\u0301", "\u05b0\u0591", "\u0315\u0300\u0f71"])
def test_towers_of_marks(marks: str) -> None:
    """No letter bears hundreds of thousands of marks: what is more than text can bear is dropped."""
    cleaned = clean("Hội a" + marks * 250_000 + " nghị")

    assert cleaned.startswith("Hội ")
    assert cleaned.endswith(" nghị")
    assert len(cleaned) < 60


def test_marks_that_text_bears() -> None:
    """As many marks as text can bear stay, in the order that NFC gives them."""
    text = "x" + "\u0323\u0301" * 15

    assert clean(f"{text} ") == unicodedata.normalize("NFC", text)


@given(st.text())
def test_clean_text_stays_clean(text: str) -> None:
    """Cleaning is done once; the result is NFC, stripped, on one line, and can be written as UTF-8."""
    cleaned = clean(text)

    assert clean(cleaned) == cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\x00" not in cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đảng uỷ – Khoá XIV.", "dang uy khoa xiv"),
        ("  “Quyết-định”  số 05/QĐ ", "quyet dinh so 05 qd"),
        ("Ðảng bộ", "dang bo"),
        ("a_b", "a b"),
        ("ng\xadhị\u200b", "nghi"),
        ("…", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    """Letters and digits only, without case and diacritics, other runs as one blank."""
    assert fold(text) == expected


@given(st.text())
def test_fold_ignores_the_form_of_unicode(text: str) -> None:
    """NFC, NFD and a second folding give the same key."""
    key = fold(text)

    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == key
    assert fold(key) == key


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Ủy ban nhân dân", "UỶ BAN NHÂN DÂN.", True),
        ("khóa XIV", "khoá  XIV", True),
        ("hội nghị", "hội thảo", False),
        ("hội nghị", "hộinghị", False),
    ],
)
def test_same_words(a: str, b: str, expected: bool) -> None:
    """Texts with the same words compare equal, whatever case, tone placement and punctuation."""
    assert same_words(a, b) is expected
