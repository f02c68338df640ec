"""The seed: one real article's text, set into fifty old markups, gives its record each time."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from crawler.items import Page, as_record
from crawler.process import process
from crawler.replica import Truth, render
from crawler.store.text import to_text

SEED = Path(__file__).parents[1] / ".." / "shared" / "seed"
NOW = datetime.fromisoformat("2026-11-03T09:41:07+07:00")
MARKUPS = Random(531453).sample(range(100_000), k=50)
# Printed round the stamp by some markups: a label before it, the zone behind it.
ROUND_STAMP = re.compile(r"^(?:Đăng lúc|Ngày đăng|Cập nhật|Xuất bản)\s*:?\s*|[\s\[(]*GMT[\s+:\d]*[)\]]*$")

pytestmark = pytest.mark.skipif(
    not (SEED / "article.json").exists(), reason="the seed's record is not beside this checkout"
)


@cache
def truth() -> dict[str, Any]:
    """The seed's record with addresses for its pictures, which the seed leaves open."""
    record: dict[str, Any] = json.loads((SEED / "article.json").read_text("utf-8"))
    images = (block for block in record["body"] if block["type"] == "image")
    for number, block in enumerate(images, start=1):
        block["src"] = f"https://baolangson.vn/uploads/2022/10/hoi-nghi-{number}.jpg"
    return record


@cache
def read(markup: int) -> dict[str, Any]:
    """The record of the seed's text in one markup."""
    sheet = {key: value for key, value in truth().items() if key != "schema"} | {"aliases": []}
    page = Page(
        url=truth()["url"],
        body=render(cast(Truth, sheet), markup, 1, NOW),
        headers={"Content-Type": "text/html; charset=UTF-8"},
        fetched_at=NOW,
    )
    record: dict[str, Any] = as_record(process(page))
    record["raw"]["published"] = ROUND_STAMP.sub("", record["raw"]["published"])
    return record


@pytest.mark.parametrize("markup", MARKUPS)
def test_record(markup: int) -> None:
    """Every field of the seed's record is read, whatever the markup."""
    record = read(markup)
    expected = {key: value for key, value in truth().items() if key != "updated_at"}

    assert {key: record[key] for key in expected} == expected


def test_markups_differ() -> None:
    """The fifty markups are fifty: no two give the same bytes."""
    sheet = {key: value for key, value in truth().items() if key != "schema"} | {"aliases": []}
    pages = {render(cast(Truth, sheet), markup, 1, NOW) for markup in MARKUPS}

    assert len(pages) == len(MARKUPS)


@pytest.mark.parametrize("markup", MARKUPS)
def test_text(markup: int) -> None:
    """Printed as text the record is the article as a reader saw it, white space apart."""
    seen = (SEED / "article.txt").read_text("utf-8")

    assert to_text(read(markup)).split() == seen.split()
