"""`--explain`: each landmark, where it was found, what was refused and why."""

from __future__ import annotations

import pytest

from crawler.errors import EncodingError, MissingLandmarkError, NotHtmlError, PageError
from crawler.extract.explain import explain
from crawler.items import Article
from crawler.process import process
from tests.extract.sheet import LEAD, STAMP, TITLE, VIEWS, page, sheet

CLOCK = "Thứ 6, 20.09.2024 | 10:15:00"
RELATED = (
    "<div><h4>Tin liên quan</h4><ul><li><a href='/chinh-tri/620001-a-b.html'>"
    "Tràng Định triển khai nhiệm vụ quý IV</a></li></ul></div>"
)


def lines(markup: str) -> str:
    """What is said of a page."""
    return "\n".join(explain(page(markup)).lines)


@pytest.mark.parametrize(
    "said",
    [
        "era1, id 612345",
        "encoding utf-8",
        "section: chinh-tri",
        f"title: {TITLE}",
        f"stamp: {STAMP}",
        "div.thoi-gian",
        f"views: {VIEWS}",
        f"lead: {LEAD[:60]}",
        "byline: HOÀNG MAI",
        "tags: nông thôn mới",
        "published_at: 2022-10-05T15:48:48+07:00",
        "view_count: 408",
        "evidence published_at: landmark",
        "passed over: Tin liên quan",
    ],
)
def test_landmarks(said: str) -> None:
    """Every landmark is named with its text, and the stamp with the place where it stands."""
    behind = f"<p><b>HOÀNG MAI</b></p><div>• Từ khóa: nông thôn mới</div>{RELATED}"
    text = f"<p>{LEAD}</p>{RELATED}<p>{LEAD[::-1]}</p>"

    assert said in lines(sheet(behind=behind, text=text))


def test_what_was_refused() -> None:
    """The clock is named as what it is where it was the only candidate."""
    said = lines(sheet(above=f"<div>{CLOCK}</div>", meta=""))

    assert f"not the stamp: {CLOCK}" in said
    assert "refused (quarantine, missing)" in said


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        ("", NotHtmlError),
        ("%PDF-1.4", NotHtmlError),
        (sheet(meta=""), MissingLandmarkError),
        (sheet(meta="<p>Thứ 2, 05.10.2022 | 15:48:48</p>"), MissingLandmarkError),
        (sheet(text="", behind=""), MissingLandmarkError),
    ],
)
def test_refused_pages(markup: str, error: type[PageError]) -> None:
    """A refused page is explained, not raised: the error and its fate are part of what is said."""
    found = explain(page(markup))

    assert type(found.error) is error
    assert found.article is None
    assert any(line.startswith("refused (") and found.error.detail in line for line in found.lines)


@pytest.mark.parametrize("markup", [sheet(), sheet(meta=f"<p>{STAMP}</p>"), sheet(behind="")])
def test_explained_record_is_the_record(markup: str) -> None:
    """The explanation gives the very record that `process` gives."""
    found = explain(page(markup))

    assert isinstance(found.article, Article)
    assert found.article == process(page(markup))
    assert found.error is None


def test_damaged_pages() -> None:
    """A page in a code that cannot be read is explained as well."""
    found = explain(page(("<p>" + "\udc81\udcff\udc8d " * 40).encode("utf-8", "surrogateescape")))

    assert isinstance(found.error, EncodingError)
