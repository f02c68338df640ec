"""The landmarks found beside the selectors that are known: they agree, find another place, or nothing."""

from __future__ import annotations

import pytest

from crawler.items import Page
from crawler.report.doctor.article_page import read_article_page
from crawler.report.doctor.fields import field_findings
from tests.doctor.altered import NOW, PARAGRAPHS, article

TITLE = "Hội nghị giao ban công tác tháng mười"
CRUMBS = '<ol class="breadcrumb"><li><a href="/chinh-tri">Chính trị</a></li></ol>'
STAMP = "Thứ tư, 05/10/2022 | 15:48:48"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def as_known(**changes: str) -> bytes:
    """A page of the new site as the selectors have it."""
    parts = {
        "heading": '<h1 class="name">{}</h1>',
        "stamp": f'<div class="date">{STAMP}</div>',
        "lead": "",
        "text": f'<div id="content-detail"><h2>{PARAGRAPHS[0]}</h2>{TEXT}</div>',
    }
    return article(TITLE, **{**parts, **changes}).replace("<main>", f"{CRUMBS}<main>").encode()


@pytest.mark.parametrize(
    ("page", "field", "selector", "verdict"),
    [
        (as_known(), "title", "h1.name", "agrees"),
        (as_known(), "published_at", "div.date", "agrees"),
        (as_known(), "body", "div#content-detail", "agrees"),
        (as_known(), "lead", "#content-detail h2", "agrees"),
        (as_known(), "section", ".breadcrumb", "agrees"),
        (as_known(heading="<h1>{}</h1>"), "title", "h1.name", "absent"),
        (as_known(stamp=f"<p>{STAMP}</p>"), "published_at", "div.date", "absent"),
        (
            as_known(stamp=f'<p>{STAMP}</p><div class="date">Tin mới</div>'),
            "published_at",
            "div.date",
            "elsewhere",
        ),
        (as_known(heading='<h1 class="name">Tin</h1><h2>{}</h2>'), "title", "h1.name", "elsewhere"),
    ],
)
def test_compared(page: bytes, field: str, selector: str, verdict: str) -> None:
    """Each known selector has its verdict; where it finds another place, that is told in words."""
    url = "https://baolangson.vn/hoi-nghi-giao-ban-cong-tac-thang-muoi-5012466.html"
    reading = read_article_page(Page(url=url, body=page, headers={}, fetched_at=NOW))
    found = {one.selector: one.verdict for one in reading.compared if one.field == field}
    told = [one for one in field_findings([reading]) if selector in one.text]

    assert found[selector] == verdict
    assert bool(told) == (verdict == "elsewhere")
    assert all(one.kind == "note" and one.field == field for one in told)
