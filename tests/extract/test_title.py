"""The title and the over-title: in any tag, changed after publication, beside the paper's own name."""

from __future__ import annotations

import pytest

from crawler.errors import MissingLandmarkError, NotArticleError
from tests.extract.sheet import FIRST, LAST, LEAD, STAMP, TITLE, VIEWS, paragraphs, read, sheet

CHANGED = "Nông thôn mới ở Lộc Bình: thêm 3 xã về đích"
SITE = "Báo Lạng Sơn"
HEAD = f"<title>{TITLE} - {SITE}</title><meta property='og:title' content='{TITLE}'>"
KICKER = "Học tập và làm theo Bác"


@pytest.mark.parametrize(
    "title",
    [
        f"<h1>{TITLE}</h1>",
        f"<h2>{TITLE}</h2>",
        f"<h1><a href=''>{TITLE}</a></h1>",
        "<h1 class='x'><span>Lộc Bình</span> đẩy mạnh <em>xây dựng</em> nông thôn mới </h1>",
        f"<div class='tieu-de'>{TITLE}</div>",
        f"<p><strong>{TITLE}</strong></p>",
        f"<span style='font-size:22px'>{TITLE}</span>",
        f"<table><tr><td><font size='5'>{TITLE}</font></td></tr></table>",
        "<h1>Lộc Bình đẩy mạnh<br>xây dựng nông thôn mới</h1>",
    ],
)
@pytest.mark.parametrize("head", [HEAD, "<title>Báo Lạng Sơn</title>"], ids=["declared", "undeclared"])
def test_title_in_any_tag(title: str, head: str) -> None:
    """The title is what address or metadata say, whatever its tag."""
    assert read(sheet(title=title, head=head))["title"] == TITLE


@pytest.mark.parametrize(
    "above",
    [
        f"<h1>{SITE}</h1>",
        f"<h1><a href='/'><img src='/logo.png' alt=''>{SITE}</a></h1>",
        "<h1>Báo Lạng Sơn điện tử</h1><h2>Tiếng nói của Đảng bộ và nhân dân các dân tộc tỉnh</h2>",
        "<h1>Chính trị</h1>",
    ],
)
@pytest.mark.parametrize("tag", ["h1", "h2", "div"])
def test_site_name_as_heading(above: str, tag: str) -> None:
    """The paper's name or a section set as <h1> is not the title."""
    assert read(sheet(above=above, head=HEAD, title=f"<{tag}>{TITLE}</{tag}>"))["title"] == TITLE


@pytest.mark.parametrize("place", ["above", "below"])
def test_headings_of_other_articles(place: str) -> None:
    """Other articles' titles, set in larger headings, are not the title."""
    others = "".join(
        f"<h1><a href='/chinh-tri/6200{n}-tin.html'>Tràng Định đẩy mạnh xây dựng nông thôn mới {n}</a></h1>"
        for n in range(3)
    )
    record = read(sheet(title=f"<h3>{TITLE}</h3>", **{place: f"<div>{others}</div>"}))

    assert record["title"] == TITLE


@pytest.mark.parametrize(
    ("head", "conflict"),
    [
        (f"<title>{CHANGED}</title><meta property='og:title' content='{CHANGED}'>", False),
        (f"<title>{TITLE}</title><meta property='og:title' content='{TITLE}'>", True),
        (f"<title>{SITE}</title>", False),
    ],
    ids=["declared", "old-one-declared", "undeclared"],
)
def test_title_changed_after_publication(head: str, conflict: bool) -> None:
    """The printed title counts, though the address keeps the old one; metadata that differs is noted."""
    record = read(sheet(head=head, title=f"<h1>{CHANGED}</h1>"))

    assert record["title"] == CHANGED
    assert ("conflict:title" in record["evidence"]) == conflict


@pytest.mark.parametrize(
    ("title", "kicker"),
    [
        (f"<p class='k'>{KICKER}:</p><h1>{TITLE}</h1>", f"{KICKER}:"),
        (f"<div>{KICKER} ở cơ sở</div><h1>{TITLE}</h1>", f"{KICKER} ở cơ sở"),
        (f"<h3>{KICKER} ở cơ sở</h3><h1>{TITLE}</h1>", f"{KICKER} ở cơ sở"),
        (f"<h1><span>{KICKER}:</span><br>{TITLE}</h1>", f"{KICKER}:"),
        (f"<h1><small>{KICKER}:</small> {TITLE}</h1>", f"{KICKER}:"),
        (f"<a href='/chinh-tri'>Chính trị</a><h1>{TITLE}</h1>", None),
        (f"<div><a href='/'>Trang chủ</a> » <a href='/chinh-tri'>Chính trị</a></div><h1>{TITLE}</h1>", None),
        (f"<p>{STAMP}</p><h1>{TITLE}</h1>", None),
        (f"<h1>{TITLE}</h1>", None),
    ],
)
def test_kicker(title: str, kicker: str | None) -> None:
    """The phrase above the title is the over-title; a section, a crumb or a stamp there is not."""
    record = read(sheet(head=HEAD, title=title))

    assert (record["kicker"], record["title"]) == (kicker, TITLE)


def test_title_with_colon_is_whole() -> None:
    """A title that has a colon of its own is not cut."""
    record = read(sheet(head=f"<title>{CHANGED}</title>", title=f"<h1>{CHANGED}</h1>"))

    assert (record["kicker"], record["title"]) == (None, CHANGED)


def test_no_title() -> None:
    """A page without a line that can be trusted to be the title is set aside for want of it."""
    markup = sheet(head="<title></title>", title="", meta="", text=paragraphs(LEAD, FIRST, LAST))

    with pytest.raises(MissingLandmarkError) as caught:
        read(markup)

    assert (caught.value.field, caught.value.fate) == ("title", "quarantine")


@pytest.mark.parametrize(
    "url",
    [
        "https://baolangson.vn/",
        "https://baolangson.vn/chinh-tri",
        "https://baolangson.vn/chinh-tri/page/2/",
        "https://baolangson.vn/?s=loc+binh",
    ],
)
def test_no_articles_address(url: str) -> None:
    """A section, a search or the front page is no article; the error says what to do instead."""
    with pytest.raises(NotArticleError) as caught:
        read(sheet(), url=url)

    assert (caught.value.fate, caught.value.reason) == ("filtered", "not-article")
    assert "langson crawl" in caught.value.detail


def test_address_without_number() -> None:
    """On an unknown paper an address without a number gives no key."""
    with pytest.raises(MissingLandmarkError) as caught:
        read(sheet(), url="https://bao.example/gioi-thieu")

    assert caught.value.field == "id"


@pytest.mark.parametrize(
    ("canonical", "url", "noted"),
    [
        ("https://baolangson.vn/chinh-tri/612345-ten-khac.html", "the-link", False),
        ("/chinh-tri/612345-ten-khac.html", "the-link", False),
        ("https://baolangson.vn/", "the-page", True),
        ("https://baolangson.vn/chinh-tri/600001-bai-khac.html", "the-page", True),
        ("https://example.com/chinh-tri/612345-ten-khac.html", "the-page", True),
    ],
)
def test_canonical_link(canonical: str, url: str, noted: bool) -> None:
    """A canonical link counts where it names the same article; any other is noted, not followed."""
    record = read(sheet(head=f"{HEAD}<link rel='canonical' href='{canonical}'>"))

    wanted = "ten-khac" if url == "the-link" else "loc-binh-day-manh"
    assert record["url"].startswith(f"https://baolangson.vn/chinh-tri/612345-{wanted}")
    assert record["id"] == "612345"
    assert ("conflict:url" in record["evidence"]) == noted


@pytest.mark.parametrize(("text", "found"), [(f"<p>{VIEWS}</p>", False), (paragraphs(LEAD), True)])
def test_no_body(text: str, found: bool) -> None:
    """A page with title and stamp but no text gives no half record."""
    markup = sheet(text=text, behind="")
    if found:
        assert [block["text"] for block in read(markup)["body"]] == [LEAD]
        return
    with pytest.raises(MissingLandmarkError) as caught:
        read(markup)
    assert caught.value.field == "body"
