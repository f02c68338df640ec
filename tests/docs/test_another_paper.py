"""The worked example of docs/another-paper.md: addresses of a second paper, and its pages."""

from __future__ import annotations

import importlib.util
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from crawler.items import Page
from crawler.process import process
from tests.docs.pages import ROOT

EXAMPLE = ROOT / "docs/examples/baocaobang"


def loaded(path: Path) -> ModuleType:
    """The module of a file that is in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ADDRESSES = [
    ("https://baocaobang.vn/hoi-thi-3161421.html", ("3161421", "new", "vi")),
    ("http://www.baocaobang.vn/hoi-thi-3161421.html?utm_source=x", ("3161421", "new", "vi")),
    ("https://baocaobang.vn/en/meeting-1161421.html", ("1161421", "new", "en")),
    ("https://baocaobang.vn/Huong-vi-pho-chua-38371.html", ("38371", "old", "vi")),
    ("https://baocaobang.vn/chinh-tri", None),
    ("https://baocaobang.vn/Phongsuanh/170.bcb", None),
    ("https://baolangson.vn/hoi-nghi-1531453.html", None),
    ("https://baocaobang.vn.evil.tld/hoi-thi-3161421.html", None),
    ("https://x@baocaobang.vn/hoi-thi-3161421.html", None),
    ("https://baocaobang.vn:99999/hoi-thi-3161421.html", None),
    ("javascript:hoi-thi-3161421.html", None),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_addresses(url: str, expected: tuple[str, str, str] | None) -> None:
    """The paper's articles are told from everything else, and keep all digits of their numbers."""
    found = loaded(EXAMPLE / "urls.py").article_address(url)
    assert (found and (found.id, found.layout, found.language)) == expected


@pytest.mark.parametrize("origin", [None, "https://baocaobang.vn"])
def test_page(origin: str | None) -> None:
    """Its page is read without a line about its markup, as an unknown paper's or as a copy's."""
    address = "https://baocaobang.vn/hop-phien-thuong-ky-thang-11-3190001.html"
    when = datetime.fromisoformat("2026-11-24T09:00:00+07:00")
    body = (EXAMPLE / "article.html").read_bytes()
    article = process(Page(url=address, body=body, headers={}, fetched_at=when, origin=origin))
    assert (article.id, article.url, article.section) == ("3190001", address, "chinh-tri")
    assert article.title == "Họp phiên thường kỳ tháng 11"
    assert article.published_at == "2026-11-23T16:20:05+07:00"
    assert article.view_count is None
    assert article.lead is not None
    assert article.lead.startswith("Chiều 23/11, phiên họp thường kỳ")
    assert len(article.body) == 2
    assert article.authors == ("Nông Thị Mẫu",)
