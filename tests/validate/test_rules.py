"""The rules of the record: what breaks one is never published."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import InvalidArticleError, MissingLandmarkError
from crawler.items import Article, Crawl, Heading, Image, ListBlock, Paragraph, Quote, Raw, Table, Video
from crawler.normalise.text import clean
from crawler.validate.rules import problems, validate

GOOD = Article(
    id="612345",
    url="https://baolangson.vn/chinh-tri/612345-loc-binh.html",
    section="chinh-tri",
    subsection=None,
    kicker=None,
    title="Lộc Bình xây dựng nông thôn mới",
    published_at="2022-10-05T15:48:48+07:00",
    updated_at=None,
    view_count=408,
    lead="Sáng 5/10, Huyện ủy Lộc Bình tổ chức hội nghị.",
    body=(Paragraph(text="Huyện có 9 xã đạt chuẩn."),),
    authors=("HOÀNG MAI",),
    source=None,
    tags=(),
    language="vi",
    raw=Raw(),
    crawl=Crawl(
        fetched_url="https://baolangson.vn/chinh-tri/612345-loc-binh.html",
        fetched_at="2024-09-20T10:15:00+07:00",
        via="live",
        status=200,
        layout="era1",
        revision=1,
        content_hash="0" * 64,
        extractor="landmarks/1",
    ),
)
SRC = "https://baolangson.vn/a.jpg"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"view_count": None},
        {"view_count": 0},
        {"updated_at": "2022-10-06T08:30:00+07:00"},
        {"lead": None},
        {"body": (Image(src=SRC),)},
        {"body": (Table(rows=(("Xã", ""),)),)},
        {"body": (Image(src="http://baolangson.vn/a.jpg", caption="Hội nghị", credit="Mai"),)},
        {"body": (Paragraph(text="Một ch\ufffd bị hỏng."),)},
    ],
)
def test_good_records(changes: dict[str, Any]) -> None:
    """A record that keeps the rules is given back as it is."""
    article = replace(GOOD, **changes)

    assert validate(article) is article


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("id", {"id": ""}),
        ("id", {"id": "61a"}),
        ("title", {"title": ""}),
        ("title", {"title": "Lộc  Bình"}),
        ("title", {"title": " Lộc Bình"}),
        ("title", {"title": "Lo\u0323\u0302c Bi\u0300nh"}),
        ("title", {"title": "Lộc\u200bBình"}),
        ("published_at", {"published_at": "2022-10-05T15:48:48"}),
        ("updated_at", {"updated_at": "2022-10-05"}),
        ("view_count", {"view_count": -1}),
        ("view_count", {"view_count": 2**63}),
        ("url", {"url": "/chinh-tri/612345-loc-binh.html"}),
        ("url", {"url": "javascript:alert(1)"}),
        ("lead", {"lead": "Sáng nay,\nhọp."}),
        ("kicker", {"kicker": "Học tập\u00a0Bác"}),
        ("authors", {"authors": ("HOÀNG MAI", "LÝ  THU")}),
        ("source", {"source": "TTXVN "}),
        ("tags", {"tags": ("Lộc Bình", "xã\tTú Đoạn")}),
        ("body[0].src", {"body": (Image(src="/a.jpg"),)}),
        ("body[1].src", {"body": (Paragraph(text="Một."), Video(src="data:video/mp4;base64,AA"))}),
        ("body", {"body": (Paragraph(text="Một  hai."),)}),
        ("body", {"body": (Heading(level=3, text=" Mục"),)}),
        ("body", {"body": (Image(src=SRC, caption="Hội  nghị"),)}),
        ("body", {"body": (Image(src=SRC, credit="Mai "),)}),
        ("body", {"body": (Video(src=SRC, caption="Phóng\nsự"),)}),
        ("body", {"body": (ListBlock(ordered=True, items=("Một", "Hai ")),)}),
        ("body", {"body": (Table(rows=(("Xã", "Số"), ("Tú  Đoạn", "7"))),)}),
        ("body", {"body": (Quote(text="Tốt.", cite="Bà  Thu"),)}),
        ("body", {"body": (Paragraph(text="\ufffd" * 11),)}),
    ],
)
def test_broken_rules(field: str, changes: dict[str, Any]) -> None:
    """A record that breaks a rule is set aside; the error names the field and says what is wrong."""
    with pytest.raises(InvalidArticleError) as caught:
        validate(replace(GOOD, **changes))

    error = caught.value
    assert (error.field, error.fate, error.reason) == (field, "quarantine", "invalid")
    assert error.detail
    assert error.url == changes.get("url", GOOD.url)


def test_empty_body() -> None:
    """A record without body misses its landmark, whatever else is wrong."""
    with pytest.raises(MissingLandmarkError) as caught:
        validate(replace(GOOD, body=(), title=""))

    assert caught.value.field == "body"


def test_all_problems_are_told() -> None:
    """`problems` names every broken rule, not only the first."""
    broken = replace(GOOD, id="x", view_count=-1, tags=("a ",))

    assert [field for field, _ in problems(broken)] == ["id", "view_count", "tags"]


@pytest.mark.parametrize(("length", "damaged", "good"), [(0, 10, True), (0, 11, False), (20_000, 25, True)])
def test_damage(length: int, damaged: int, good: bool) -> None:
    """A few damaged characters are borne, one in a thousand in a long text, no more."""
    text = "a" * length + "\ufffd" * damaged

    assert (list(problems(replace(GOOD, body=(Paragraph(text=text),)))) == []) == good


@given(st.text(), st.text(), st.integers())
def test_any_text(title: str, caption: str, views: int) -> None:
    """A record either keeps every rule or is refused; a text that passes is clean."""
    article = replace(GOOD, title=title, body=(Image(src=SRC, caption=caption),), view_count=views)
    broken = list(problems(article))
    with pytest.raises(InvalidArticleError) if broken else nullcontext():
        validate(article)
    if not broken:
        assert title
        assert (title, caption) == (clean(title), clean(caption))
        assert 0 <= views < 2**63
