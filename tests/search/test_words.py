"""Words, their keys without marks, their exact forms; what a query asks for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalise.text import fold
from crawler.search.likeness import Likeness
from crawler.search.query import MOST_TERMS, parse
from crawler.search.snippet import MOST_READ, highlight, snippet
from crawler.search.words import exact, words

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặồốổỗộủỷỵ ĐĂÂ,.-–\u0300\u0301\u0309\u200b\n🙂"
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ủy", "uỷ", True),
        ("KHOÁ", "khóa", True),
        ("thuỷ", unicodedata.normalize("NFD", "thủy"), True),
        ("đồng", "Đồng", True),
        ("đảng", "đang", False),
        ("mơ", "mo", False),
    ],
)
def test_exact_forms(one: str, other: str, same: bool) -> None:
    """The place of the tone, capitals and the form of Unicode do not matter; every mark does."""
    assert (exact(one) == exact(other)) is same


@given(st.one_of(st.text(), VIETNAMESE))
def test_words_have_the_keys_of_the_whole_text(text: str) -> None:
    """What is marked in a text is what the index, which has the folded text, found in it."""
    assert " ".join(word.key for word in words(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("hữu", '"huu"'),
        ("dong dang", '("dong" AND "dang") AND ("dong" OR "dong dang")'),
        ('"Đồng Đăng"', '"dong dang"'),
        ("“Đồng Đăng” chợ", '"dong dang" AND "cho"'),
        ('chợ "phiên Đồng', '"cho" AND "phien dong"'),
        ("05-CT/TW", '"05 ct tw"'),
        ("đồ*", '"do"*'),
        ('"đồng đă"*', '"dong da"*'),
        ("chợ -phiên", '("cho") NOT ("phien")'),
        ("chợ chợ Chợ", '"cho"'),
        ("NEAR(a b, 2)", '("near a" AND "b" AND "2") AND ("near a" OR "near a b" OR "b 2")'),
        ("AND", '"and"'),
        ("title:x", '"title x"'),
        ("-tết", ""),
        ('*** " ( ) ^ 🙂 --', ""),
        ("", ""),
    ],
)
def test_queries(text: str, match: str) -> None:
    """A query is words, phrases, beginnings and exclusions; FTS5's own language has no meaning in it."""
    assert parse(text).match() == match


def test_a_long_query_is_cut_and_says_so() -> None:
    """The cost of a search has a bound."""
    query = parse(" ".join(f"w{number}" for number in range(5_000)))

    assert query.cut
    assert len(query.terms) == MOST_TERMS
    assert not parse("hai chữ").cut


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("dong dang", "Đảng viên Đồng Đăng, đồng ruộng", ["Đồng Đăng"]),  # side by side, as asked
        ("đồng", "dòng sông, đồng lúa, động", ["đồng"]),  # with the same marks, where they are there
        ("đồng", "dòng sông, động", ["dòng", "động"]),
        ("uỷ", "Đảng ủy", ["ủy"]),
        ("huy*", "huyện uỷ, Huy", ["huyện", "Huy"]),
        ('"chợ phiên"', "chợ có phiên; chợ phiên.", ["chợ phiên"]),
        ("lũng", unicodedata.normalize("NFD", "Hữu Lũng"), [unicodedata.normalize("NFD", "Lũng")]),
        ("na", "năm", []),
    ],
)
def test_marked_words(query: str, text: str, marked: list[str]) -> None:
    """What answers is marked as it stands in the text."""
    assert [piece.text for piece in highlight(text, parse(query)) if piece.hit] == marked


@given(VIETNAMESE, VIETNAMESE)
def test_pieces_are_the_text(text: str, query: str) -> None:
    """Marking loses and adds nothing."""
    assert "".join(piece.text for piece in highlight(text, parse(query))) == text


def test_the_passage_has_what_was_asked_for() -> None:
    """Of a long text the passage with all of the words is shown, not the first one with one of them."""
    text = "Chợ họp. " + "Một câu khác. " * 200 + "Ở Đồng Đăng có chợ. " + "Câu cuối. " * 200

    pieces = snippet(text, parse("cho dong dang"))

    assert [piece.text for piece in pieces if piece.hit] == ["Đồng Đăng", "chợ"]
    assert sum(len(piece.text) for piece in pieces) < 300
    assert (pieces[0].text, pieces[-1].text) == ("… ", " …")


def test_the_passage_of_an_endless_text() -> None:
    """It is looked for in the text's beginning; what stands behind that changes nothing."""
    text = "Chợ họp. " * (MOST_READ // 9) + "Một câu. "
    there = snippet(text + "Đồng Đăng. " * 10, parse("đồng đăng"))

    assert there == snippet(text + "x " * 1_000_000, parse("đồng đăng"))
    assert [piece.hit for piece in there] == [False, False]
    assert there[-1].text == " …"


@pytest.mark.parametrize(
    ("query", "text", "share"),
    [
        ("Đồng Đăng", "thị trấn Đồng Đăng", 1.0),
        ("Đồng Đăng", "đồng lúa, đăng ký", 2 / 3),
        ("Đồng Đăng", "đảng, đông", 0.0),
        ("đảng uỷ", "Đảng ủy xã", 1.0),
        ("dong dang", "Đồng Đăng", 1.0),
        ("dong dang", "đồng lúa, hoạt động", 0.0),
        ("dong da*", "đông đảo", 1.0),
    ],
)
def test_likeness(query: str, text: str, share: float) -> None:
    """Words with the query's marks count, and so do neighbours."""
    assert Likeness(parse(query)).share(None, "", text) == pytest.approx(share)


def test_a_single_word_without_marks_compares_with_nothing() -> None:
    """There is neither a mark nor a neighbour."""
    assert not Likeness(parse("dang"))
