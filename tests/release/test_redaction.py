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
    "request_", ["", "  ", "…", "https://example.vn/", "https://baolangson.vn/chinh-tri"]
)
def test_what_names_nobody(request_: str) -> None:
    """A request that would leave out nothing, or everything, is refused."""
    with pytest.raises(SettingError, match="redact"):
        parse_redaction([request_])


def test_a_file_of_requests() -> None:
    """One request a line; comments and empty lines are none."""
    text = "\ufeff# theo đơn ngày 20/11\n531453\n\n  Hoàng Lan  \r\n#999\n"

    assert list(request_lines(text)) == ["531453", "Hoàng Lan"]


@pytest.mark.parametrize(("a", "b"), [("Thuỳ", "Thùy"), ("Nguyễn  Hoa", "nguyễn hoa"), ("ĐỖ", "đỗ")])
def test_one_name(a: str, b: str) -> None:
    """Case, blanks and the place of the tone make no other name."""
    assert name_words(a) == name_words(b)
