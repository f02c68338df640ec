"""A page of which a part was not read is no article, and a whole page is never taken for one."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.scope import Scope
from crawler.errors import CutPageError, MissingLandmarkError, PageError
from crawler.extract import extract
from crawler.replica import Newspaper
from crawler.workers import tasks
from tests.extract.sheet import FIRST, LAST, LEAD, NOW, page, paragraphs, sheet
from tests.workers import hostile
from tests.workers.test_pool import replica_pages

LISTING_URL = "https://baolangson.vn/chinh-tri"
# What swallows the rest of a page where it is never closed.
OPENINGS = ["<!-- ", "<!--", "<script>", "<SCRIPT src=x>", "<style>", "<textarea>", '<a href="']
EMPTY = [b"", b" ", b"{}", b'["x"]', b"\xef\xbb\xbf", b"x", b"<", b"<!---->", b"<!DOCTYPE html>"]
WHOLE = {
    "script behind": sheet(below="<script>var a = '<p>' + \"<b>\";</script>"),
    "comment behind": sheet(below="<!-- <p>Tin</p> -->"),
    "comment at the end": sheet() + "<!-- cached <b>1</b> -->",
    "script at the end": sheet() + "\n<script src='/x.js'></script>\n",
    "template in a script": sheet(below="<script type=text/x>" + "<li>{{x}}</li>" * 9 + "</script>"),
    "upper case": sheet(below="<SCRIPT>x('<I>')</SCRIPT><BR>"),
    "odd quotes": sheet(below='<p title="a">5" - 6"</p><p title=a">x</p>'),
    "no end tags": sheet().replace("</body></html>", ""),
    "less-than": sheet(below="<p>1 < 2, a <b"),
    "entities": sheet(below='<a href="?a=1&amp;b=2" title="Tin &quot;mới&quot;">Tin &amp; ảnh</a>'),
    "empty at the end": sheet(below="<br><hr><img src=/a.jpg alt=''>"),
    "nul": sheet().replace("Huyện", "Huy\0ện"),
    "deep": hostile.nested("div", 240),
}


@pytest.mark.parametrize(
    "name",
    [
        *("nesting-300", "nesting-2040", "nesting-2050", "nesting-100k", "nesting-100k-unclosed"),
        *("fonts-100k", "tables-nested-1000", "unclosed-33k"),
        *("comment-unclosed", "script-unclosed", "attribute-unclosed"),
    ],
)
def test_cut(name: str) -> None:
    """Too deep a page, and one that swallows its end, fail and say why."""
    with pytest.raises(CutPageError, match="only a part of the page") as caught:
        tasks.read_article(page(hostile.body(name)))

    assert (caught.value.fate, caught.value.reason) == ("failed", "parse-cut")


@pytest.mark.parametrize("markup", WHOLE.values(), ids=WHOLE)
def test_whole(markup: str) -> None:
    """Odd ends that lose nothing give the article."""
    one = page(markup)

    assert tasks.read_article(one) == extract(one)


def test_replica_is_whole() -> None:
    """No page of the replica is taken for a cut one."""
    for one in replica_pages():
        assert tasks.read_article(one) == extract(one)


@given(st.sampled_from(OPENINGS), st.integers(0, 400), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_never_half(opening: str, at: int, code: str) -> None:
    """Wherever in the text something opens that is never closed, no article comes out but a whole one."""
    texts = paragraphs(LEAD, FIRST, *(f"Đoạn {n}. {FIRST}" for n in range(5)), LAST).replace("'", "")
    begin = texts[: at * len(texts) // 400]
    if "<" in begin[begin.rfind(">") + 1 :]:  # inside a tag it opens nothing
        begin = begin[: begin.rfind("<")]
    markup = sheet(text=begin + opening + texts[len(begin) :])
    whole = extract(page(sheet(text=texts)))

    try:
        article = tasks.read_article(page(markup.encode(code)))
    except PageError:
        return
    assert len(article.body) >= len(whole.body)


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_other_codes(code: str) -> None:
    """Pages in other codes are compared as what they were read as."""
    one = page(sheet().encode(code))

    assert tasks.read_article(one) == extract(one)
    with pytest.raises(CutPageError):
        tasks.read_article(page(sheet(behind="<!-- ").encode(code)))


@pytest.mark.parametrize("name", ["links-too-deep", "comment-unclosed", "hrefs-open"])
def test_cut_listing(name: str) -> None:
    """A listing of which a part cannot be read fails: a hole in a crawl must be seen."""
    with pytest.raises(CutPageError):
        tasks.read_listing(hostile.listing(name), LISTING_URL, Scope(), ())


@pytest.mark.parametrize("body", EMPTY)
def test_empty_listing(body: bytes) -> None:
    """A page with nothing on it is a listing that shows nothing."""
    assert tasks.read_listing(body, LISTING_URL, Scope(), ()).listing.articles == ()


def test_missing_in_a_whole_page() -> None:
    """A page that is not cut, but lacks something, says what it lacks."""
    with pytest.raises(MissingLandmarkError, match="no title"):
        tasks.read_article(page(sheet(title="", head="")))


@pytest.mark.torture
def test_many_layouts_are_whole() -> None:
    """No page of 400 layouts is taken for a cut one, and any of them cut in a tag's middle is."""
    paper = Newspaper(seed=11, articles=400, layouts=400)
    random = Random(11)
    later = NOW.replace(year=2026, month=12)
    for index in range(400):
        for era in paper.served_eras(index):
            body = paper.page(index, fetched_at=later, era=era)
            one = page(body, url=paper.address(index, era), fetched_at=later)
            assert tasks.read_article(one) == extract(one)
            if b"</p>" not in body:  # UTF-16
                continue
            cut = body[: body.rfind(b"</p>", 0, random.randrange(len(body) // 2, len(body)))] + b'<p class="'
            with pytest.raises(PageError):
                tasks.read_article(page(cut, url=one.url, fetched_at=later))
