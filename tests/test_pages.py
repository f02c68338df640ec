"""Saved pages: a folder a case, one test a field. The pages were written without sight of the extractor.

``page.html`` the bytes as served; ``meta.json`` {url, fetched_at, headers, note}; ``expected.json`` the
record (without crawl and evidence), or ``exception.json`` {reason, why} for a page that must be refused.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import PageError
from crawler.items import Page, as_record
from crawler.process import process

PAGES = Path(__file__).parent / "pages"
CASES = sorted(folder.name for folder in PAGES.iterdir() if (folder / "page.html").exists())
READABLE = [case for case in CASES if (PAGES / case / "expected.json").exists()]
REFUSED = [case for case in CASES if (PAGES / case / "exception.json").exists()]
FIELDS = (
    "id url aliases section subsection kicker title published_at updated_at view_count lead body authors "
    "source tags language raw"
).split()
# Fields in which we read a page otherwise than its writer did, and why. Nothing else may differ.
OTHERWISE = {
    ("d-infographic-amp-srcset", "body"): "a line without a full stop right below a picture is its caption",
    ("d-infographic-amp-srcset", "authors"): "who drew an infographic (`Đồ họa: …`) is not its author",
    ("d-infographic-amp-srcset", "raw"): "who drew an infographic (`Đồ họa: …`) is not its author",
}


def load_page(case: str) -> Page:
    """The page of a case, as it was fetched."""
    meta = json.loads((PAGES / case / "meta.json").read_text("utf-8"))
    return Page(
        url=meta["url"],
        body=(PAGES / case / "page.html").read_bytes(),
        headers=meta.get("headers", {}),
        fetched_at=datetime.fromisoformat(meta["fetched_at"]),
    )


@cache
def read(case: str) -> dict[str, Any] | PageError:
    """The record of a case, or the error it gives."""
    try:
        record: dict[str, Any] = as_record(process(load_page(case)))
    except PageError as error:
        return error
    return record


def without_nulls(value: Any) -> Any:
    """A block or `raw` with the keys that are null left out: absent and null mean the same there."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def rows() -> list[Any]:
    """Every case with every field."""
    return [
        pytest.param(
            case,
            field,
            marks=pytest.mark.xfail(strict=True, reason=OTHERWISE[case, field])
            if (case, field) in OTHERWISE
            else (),
        )
        for case in READABLE
        for field in FIELDS
    ]


@pytest.mark.parametrize(("case", "field"), rows())
def test_field(case: str, field: str) -> None:
    """Each field of the record is what a reader of the page would write down."""
    record = read(case)
    if isinstance(record, PageError):
        pytest.fail(f"refused: {record}")
    expected = json.loads((PAGES / case / "expected.json").read_text("utf-8"))

    assert without_nulls(record[field]) == without_nulls(expected.get(field))


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """A page without a trustworthy landmark gives no record, and says why."""
    error = read(case)

    assert isinstance(error, PageError)
    assert error.detail
