"""A stray `</body>` or `</html>` ends nothing: browsers read on, and so do we."""

from __future__ import annotations

import pytest

from crawler.extract.document import parse_tree
from crawler.sites.baolangson.listing import parse_listing
from tests.extract.sheet import FIRST, LAST, LEAD, TITLE, paragraphs, read, sheet

ENDS = ["</body>", "</html>", "</body></html>", "</BODY>\n</HTML >", "</body\n>", "</html></body>"]
RELATED = (
    "<div class='lien-quan'><h3>Tin liên quan</h3><ul>"
    "<li><a href='/chinh-tri/612001-cac-xa-ra-quan.html'>Các xã ra quân làm đường nông thôn</a>@</li>"
    "<li><a href='/chinh-tri/612002-hop-ban-chi-dao.html'>Họp ban chỉ đạo xây dựng nông thôn mới</a></li>"
    "</ul></div>"
)


def same(markup: str, whole: str) -> bool:
    """Whether two pages give one record."""
    return read(markup) == read(whole)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("places", ["a@bc", "ab@c", "abc@", "@abc", "a@b@c", "a@b@c@"])
def test_in_the_article(end: str, places: str) -> None:
    """Between the paragraphs, once or twice: nothing is lost."""
    parts = {"a": paragraphs(LEAD), "b": paragraphs(FIRST), "c": paragraphs(LAST), "@": end}

    assert same(sheet(text="".join(parts[place] for place in places)), sheet())


@pytest.mark.parametrize("end", ENDS)
def test_inside_a_paragraph(end: str) -> None:
    """In the middle of a sentence it parts no words."""
    begin, _, rest = FIRST.partition(" huyện ")

    markup = sheet(text=f"<p>{LEAD}</p><p>{begin}{end} huyện {rest}</p><p>{LAST}</p>")

    assert same(markup, sheet())


@pytest.mark.parametrize("end", ENDS)
def test_in_a_related_box(end: str) -> None:
    """The box goes on to its own end, and the article behind it."""
    text = paragraphs(LEAD, FIRST) + RELATED + paragraphs(LAST)

    assert same(sheet(text=text.replace("@", end)), sheet(text=text.replace("@", "")))


@pytest.mark.parametrize("end", ENDS)
def test_before_the_title(end: str) -> None:
    """Title, stamp and counter are found below it."""
    assert same(sheet(above=f"<div>Báo Lạng Sơn{end}</div>"), sheet(above="<div>Báo Lạng Sơn</div>"))


@pytest.mark.parametrize(
    "behind", ["", "<script>var a = 1;</script>", "<!-- </body></html> -->", "\n\n", "</div></body></html>"]
)
def test_behind_a_whole_page(behind: str) -> None:
    """What nobody sees behind the end of a page changes nothing."""
    assert same(sheet() + behind, sheet())


def test_two_pages_in_one() -> None:
    """A second page glued behind the first is read on as a browser would: one root, one body."""
    root = parse_tree((sheet() + "<html><body><p>Hết trang</p></body></html>").encode())

    assert root is not None
    assert root.getnext() is None
    assert len(root.findall("body")) == 1
    assert "Hết trang" in "".join(root.itertext())


@pytest.mark.parametrize("end", ENDS)
def test_listing(end: str) -> None:
    """A listing's articles behind it are shown too."""
    links = [f"<li><a href='/chinh-tri/61234{n}-{TITLE[:3].lower()}-tin.html'>Tin</a></li>" for n in range(4)]
    body = "<html><body><ul>" + end.join(links).replace("lộc", "loc") + "</ul></body></html>"

    assert len(parse_listing(body.encode(), "https://baolangson.vn/chinh-tri").articles) == 4
