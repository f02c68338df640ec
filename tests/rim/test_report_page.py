"""Every crawl leaves its page: of what it stored, and of a refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.rim.command import langson
from tests.rim.site import Answer, of_articles, served

pytestmark = pytest.mark.drill


def read(data: Path) -> str:
    """The words of the only run's page."""
    (path,) = (data / "runs").glob("*/report.html")
    tree: Any = html.document_fromstring(path.read_bytes().decode("utf-8"))
    return " ".join(tree.text_content().split())


def test_pages_of_crawls(tmp_path: Path) -> None:
    """What was new, how many requests were sent and for how long they waited; and why there was nothing."""
    with served(of_articles(3)) as site:
        place = ("--origin", site.url, "--section", "chinh-tri", "--delay")
        assert langson("crawl", *place, 0.3, "--data", tmp_path / "a").returncode == 0
        sent = len(site.log)
        site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", type="text/plain")
        assert langson("crawl", *place, 0, "--data", tmp_path / "b").returncode == 4

    stored, refused = read(tmp_path / "a"), read(tmp_path / "b")
    assert "All well 3 new articles were stored, no known one had changed." in stored
    assert "Hội nghị giao ban công tác tháng lần thứ 1002" in stored
    assert f"{sent} requests in" in stored
    assert "between requests, to be polite" in stored
    assert "Refused robots.txt refused what was still to be asked. Nothing was new" in refused
    assert "Disallow: / (line 2" in refused
