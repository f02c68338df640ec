"""A paper that corrects an article and takes another off, crawled three times: what the histories tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rim.command import langson, langson_later
from tests.rim.site import Answer, article, of_articles, served

DAY = 86_400
CORRECTED, TAKEN_OFF = "/chinh-tri/1001-hoi-nghi.html", "/chinh-tri/1002-hoi-nghi.html"


def history(data: Path, number: int) -> dict[str, Any]:
    """An article's history."""
    done = langson("history", number, "--data", data, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.drill
def test_a_correction_and_a_deletion(tmp_path: Path) -> None:
    """The corrected words, the views in between, the tombstone; an article left alone has one content."""
    site = of_articles(4)
    with served(site):
        place = ("--origin", site.url, "--data", tmp_path, "--section", "chinh-tri", "--delay", 0)
        assert langson("crawl", *place).returncode == 0
        page = str(article(1001).body)
        edited = page.replace("đông đủ các đại biểu", "hơn 300 đại biểu").replace("101 lượt", "950 lượt")
        assert edited != page
        site.routes |= {CORRECTED: Answer(edited), TAKEN_OFF: Answer("<h1>404</h1>", status=404)}
        langson_later(2 * DAY, "crawl", *place, "--revisit", "all")
        langson_later(4 * DAY, "crawl", *place, "--revisit", "all")

    corrected = history(tmp_path, 1001)
    (change,) = corrected["changes"]
    (block,) = change["blocks"]
    assert [(piece["kind"], piece["text"]) for piece in block["pieces"] if piece["kind"] != "equal"] == [
        ("removed", "đông đủ các"),
        ("added", "hơn 300"),
    ]
    assert [view["view_count"] for view in corrected["view_counts"]] == [101, 950, 950]
    gone = history(tmp_path, 1002)["tombstone"]
    assert (gone["url"], gone["confirmed"]) == (site.url + TAKEN_OFF, True)
    assert history(tmp_path, 1003)["changes"] == []
    shown = langson("history", site.url + CORRECTED, "--data", tmp_path).stdout
    assert "có [-đông đủ các-]{+hơn 300+} đại biểu" in shown
    assert "gone: noted" in langson("history", "1002", "--data", tmp_path).stdout
