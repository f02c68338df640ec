"""Two real pages of another paper: the landmarks suffice where neither address nor markup is known.

What a reader sees is taken from the pages themselves, by the class names that paper uses and the
extractor does not know.
"""

from __future__ import annotations

import gzip
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from crawler.items import Page, as_record
from crawler.process import process

PAGES = Path(__file__).parents[1] / ".." / "shared" / "pages"
NOW = datetime.fromisoformat("2026-02-01T08:00:00+07:00")
HEALTH, TAX = "4954454", "4672302"
BOTH = pytest.mark.parametrize("number", [HEALTH, TAX])

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="the saved pages are not beside this checkout")


@cache
def body(number: str) -> bytes:
    """The bytes of a saved page."""
    return gzip.decompress((PAGES / f"vnexpress-{number}.html.gz").read_bytes())


@cache
def read(number: str) -> dict[str, Any]:
    """The record of a saved page."""
    (url,) = lxml.html.document_fromstring(body(number).decode("utf-8")).xpath(
        "//link[@rel='canonical']/@href"
    )
    record: dict[str, Any] = as_record(
        process(Page(url=str(url), body=body(number), headers={}, fetched_at=NOW, via="file"))
    )
    return record


def printed(number: str, xpath: str) -> list[str]:
    """The texts of the elements that this paper marks so, scripts left out."""
    root = lxml.html.document_fromstring(body(number).decode("utf-8"))
    found = root.xpath(xpath)
    assert isinstance(found, list)
    elements = [el for el in found if isinstance(el, lxml.html.HtmlElement) and not el.xpath(".//script")]
    return [" ".join(str(el.text_content()).split()) for el in elements]


@BOTH
def test_title(number: str) -> None:
    """The title is the page's headline."""
    assert [read(number)["title"]] == printed(number, "//h1[@class='title-detail']")


@pytest.mark.parametrize(
    ("number", "stamp", "published"),
    [
        (HEALTH, "Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:52+07:00"),
        (TAX, "Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2023-11-02T19:20:45+07:00"),
    ],
)
def test_published(number: str, stamp: str, published: str) -> None:
    """The printed stamp decides, and the metadata adds the seconds."""
    record = read(number)

    assert record["raw"]["published"] == stamp
    assert record["published_at"] == published
    assert "conflict:published_at" not in record["evidence"]


@pytest.mark.parametrize(("number", "author"), [(HEALTH, "Lê Phương"), (TAX, "Anh Minh")])
def test_author(number: str, author: str) -> None:
    """The author is the person who signed, not the paper, and stands in no paragraph."""
    record = read(number)

    assert (record["authors"], record["source"]) == ([author], None)
    assert author not in [block.get("text") for block in record["body"]]


@BOTH
def test_lead(number: str) -> None:
    """The lead is the paragraph above the text."""
    assert [read(number)["lead"]] == printed(number, "//p[@class='description']")


@pytest.mark.parametrize(("number", "credit"), [(HEALTH, "Bệnh viện cung cấp"), (TAX, "Hoàng Phong")])
def test_captions(number: str, credit: str) -> None:
    """Each picture has its caption, the photographer apart; its address is absolute."""
    images = [block for block in read(number)["body"] if block["type"] == "image"]
    captions = [text.removesuffix(f" Ảnh: {credit}") for text in printed(number, "//figure//p")]

    assert [image["caption"].rstrip(".") for image in images] == [text.rstrip(".") for text in captions]
    assert {image["credit"] for image in images} == {credit}
    assert all(image["src"].startswith("https://") for image in images)


@BOTH
def test_paragraphs(number: str) -> None:
    """The body is the text's paragraphs, first to last, and nothing of what stands round them."""
    author = read(number)["authors"]
    paragraphs = printed(number, "//article[contains(@class, 'fck_detail')]/p[@class='Normal']")
    paragraphs = [text for text in paragraphs if text not in author]

    assert [block["text"] for block in read(number)["body"] if block["type"] != "image"] == paragraphs


@BOTH
def test_nothing_is_known_of_the_paper(number: str) -> None:
    """Both are read as pages of an unknown paper, in Vietnamese, without counter or keywords."""
    record = read(number)

    assert record["crawl"]["layout"] == "unknown"
    assert (record["language"], record["view_count"], record["tags"]) == ("vi", None, [])
