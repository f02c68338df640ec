"""Who asked to be left out, and which records that means."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from crawler.errors import SettingError
from crawler.release.redaction import name_words, parse_redaction, request_lines


def record(**changes: Any) -> dict[str, Any]:
    """A record, as far as credits go."""
    return {"authors": [], "source": None, "raw": {}, "body": [], **changes}


@pytest.mark.parametrize(
    ("request_", "key", "named"),
    [
        ("531453", "main/531453", True),
        ("531453", "en1/531453", True),  # a number alone names it in either series
        ("1531453", "main/531453", True),  # as era 2 writes it
        ("531453", "main/5314531", False),
        ("main/531453", "main/531453", True),
        ("en1/5314", "main/5314", False),
        ("https://baolangson.vn/chinh-tri/531453-hoi-nghi.html?x=1", "main/531453", True),
        ("https://baolangson.vn/hoi-nghi-1531453.html", "main/531453", True),
        ("https://baolangson.vn/en/politics/5314-a-meeting.html", "en1/5314", True),
        ("https://baolangson.vn/en/politics/5314-a-meeting.html", "main/5314", False),
        ("  531453\u200b ", "main/531453", True),
        ("baolangson.vn/chinh-tri/531453-hoi-nghi.html", "main/531453", True),
        ("//baolangson.vn/?p=531453", "main/531453", True),
        ("MAIN/531453", "main/531453", True),
        ("main/1531453", "main/531453", True),
        ("EN1/5314", "main/5314", False),
        ("５３１４５３", "main/531453", True),
        ("0531453", "main/531453", True),
        ("HOÀNG LAN", "main/531453", False),
    ],
)
def test_articles(request_: str, key: str, named: bool) -> None:
    """An article is named by its number, its key or any of its addresses."""
    assert bool(parse_redaction([request_]).named(key)) == named


@pytest.mark.parametrize(
    ("request_", "credits_", "named"),
    [
        ("HOÀNG LAN", {"authors": ["Hoàng Lan"]}, True),
        (unicodedata.normalize("NFD", "Hoàng Lan"), {"authors": ["HOÀNG LAN"]}, True),
        ("Hoàng Lan", {"authors": ["Hoàng Lân"]}, False),  # another person
        ("Hoàng Lan", {"authors": ["Hoàng Lan Anh"]}, True),  # rather one too many
        ("Hoàng Lan", {"authors": ["Hoàng Lanh"]}, False),
        ("Đức Hoà", {"authors": ["ĐỨC HÒA"]}, True),
        ("Duc Hoa", {"authors": ["Đức Hòa"]}, False),
        ("Đức Hoà", {"authors": ["\u00d0ỨC HÒA"]}, True),  # Icelandic eth, as old pages have it
        ("Hoàng Lan", {"raw": {"byline": "Tin, ảnh: HOÀNG LAN - VŨ NHƯ"}}, True),
        ("TTXVN", {"source": "TTXVN"}, True),
        ("Hoàng Lan", {"body": [{"type": "image", "src": "a", "credit": "Hoàng  Lan"}]}, True),
        ("Hoàng Lan", {"body": [{"type": "paragraph", "text": "Đồng chí Hoàng Lan phát biểu."}]}, False),
        ("Hoàng Lan", {"body": [{"type": "quote", "text": "…", "cite": "Hoàng Lan"}]}, False),
    ],
)
def test_authors(request_: str, credits_: dict[str, Any], named: bool) -> None:
    """An author stands in byline, source or credit, in any spelling of the same name."""
    assert bool(parse_redaction([request_]).written_by(record(**credits_))) == named


@pytest.mark.parametrize(
    "request_", ["", "  ", "…", "số 531453", "main/53a", "531453x", "main/", "12345678901"]
)
@pytest.mark.parametrize("listed", [False, True])
def test_what_names_nobody(request_: str, listed: bool) -> None:
    """A request that is no name and like a number or an address, or nothing at all, is refused."""
    given, kept = ([], [request_]) if listed else ([request_], [])
    with pytest.raises(SettingError, match="redact"):
        parse_redaction(given, listed=kept)


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("https://baolangson.vn/tin-cu.aspx", True),
        ("BaoLangSon.vn/tin-cu.aspx", True),
        ("http://baolangson.vn/tin-cu.aspx#dau-trang", True),
        ("https://baolangson.vn/tin-khac.aspx", False),
        ("9010", True),  # as it was counted under an earlier address
        ("main/9010", True),
        ("9011", False),
    ],
)
def test_other_addresses(request_: str, named: bool) -> None:
    """An article is also named by an address that it had, or by the number in that."""
    aliases = ["https://baolangson.vn/chinh-tri/9010-hoi-nghi.html", "https://baolangson.vn/tin-cu.aspx"]
    given = record(url="https://baolangson.vn/chinh-tri/531453-hoi-nghi.html", aliases=aliases)

    assert bool(parse_redaction([request_]).asks_for("main/531453", given)) == named


@pytest.mark.parametrize(
    ("given", "listed", "words"),
    [
        (["Hoang Lan"], [], "'Hoang Lan': names need their marks, or give the article's number or address"),
        (["531453"], ["531453"], "'531453': names need their marks"),
        ([], ["https://example.vn/"], "https://example.vn/ is no address of an article"),
        ([], ["baolangson.vn/chinh-tri"], "baolangson.vn/chinh-tri is no address of an article"),
        ([], ["531453", "Hoang Lan", "baolangson.vn/?p=531453"], None),
    ],
)
def test_what_leaves_nothing_out(given: list[str], listed: list[str], words: str | None) -> None:
    """What was typed must leave something out; what is kept in a file may be of another data folder."""
    redaction = parse_redaction(given, listed=listed)
    if words is None:
        redaction.refuse(redaction.asked())
        return
    with pytest.raises(SettingError, match=r"^redact: ") as raised:
        redaction.refuse(redaction.asked())
    assert words in str(raised.value)


def test_one_article_by_two_numbers() -> None:
    """Each request is answered, also where two mean the same article."""
    redaction = parse_redaction(["1531453", "531453", "baolangson.vn/?p=531453"])

    assert redaction.named("main/531453") == redaction.asked()


@pytest.mark.parametrize(
    ("text", "mentioned"), [("Đồng chí HOÀNG LAN phát biểu.", True), ("Hoàng Lân phát biểu.", False)]
)
@pytest.mark.parametrize("place", ["title", "lead", "body"])
def test_mentions(place: str, text: str, mentioned: bool) -> None:
    """A name in title, lead or body is no credit, and is found to be told."""
    given = record(title="", lead=None)
    given[place] = [{"type": "paragraph", "text": text}] if place == "body" else text

    assert parse_redaction(["Hoàng Lan"]).is_mentioned(given) == mentioned
    assert not parse_redaction(["531453"]).is_mentioned(given)


def test_a_file_of_requests() -> None:
    """One request a line; comments and empty lines are none."""
    text = "\ufeff# theo đơn ngày 20/11\n531453\n\n  Hoàng Lan  \r\n#999\n9010 # theo đơn\n  # a\nb/?p=1#c\n"

    assert list(request_lines(text)) == ["531453", "Hoàng Lan", "9010", "b/?p=1#c"]


@pytest.mark.parametrize(("a", "b"), [("Thuỳ", "Thùy"), ("Nguyễn  Hoa", "nguyễn hoa"), ("ĐỖ", "đỗ")])
def test_one_name(a: str, b: str) -> None:
    """Case, blanks and the place of the tone make no other name."""
    assert name_words(a) == name_words(b)
