"""Edits of articles become revisions, and nothing else on a page does (faults.md part 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import cycle
from random import Random
from typing import Any

import pytest

from crawler.errors import PageError
from crawler.items import Page, as_record
from crawler.process import process
from crawler.replica import Newspaper, Truth
from crawler.replica.markup.sheet import Sheet
from crawler.store.records import merge
from tests.torture.noise_edits import NOISE_EDITS, SEVERAL, noisy, printed, sheet_of
from tests.torture.real_edits import REAL_EDITS, edited
from tests.torture.test_encodings import FIELDS, wanted

PAPER = Newspaper(29, 900, 200)

sizes = pytest.mark.parametrize(
    "edits", [pytest.param(17, id="short"), pytest.param(500, id="long", marks=pytest.mark.torture)]
)


def read(sheet: Sheet, html: str, at: datetime) -> dict[str, Any]:
    """The record of a page fetched at a time."""
    headers = {"Content-Type": "text/html; charset=UTF-8"}
    record: dict[str, Any] = as_record(process(Page(sheet.truth["url"], html.encode(), headers, at)))
    return record


def texts(record: Any) -> dict[str, Any]:
    """What the texts of a record are, as `wanted` gives them of a truth."""
    return wanted({name: record[name] for name in FIELDS})  # type: ignore[arg-type]


def sheets() -> Iterator[tuple[int, Sheet, dict[str, Any]]]:
    """Pages that are read as they are in truth, with their records."""
    for index in range(len(PAPER)):
        sheet = sheet_of(PAPER, index)
        try:
            record = read(sheet, printed(sheet), sheet.fetched_at)
        except PageError:
            continue
        if texts(record) == wanted(sheet.truth):
            yield index, sheet, record


def real_edits(number: int) -> Iterator[tuple[str, Sheet, dict[str, Any], Truth]]:
    """So many edits of articles, the kinds in turn: kind, sheet, record of before, truth of after."""
    kinds = cycle(REAL_EDITS)
    waiting = [next(kinds) for _ in REAL_EDITS]
    for index, sheet, record in sheets():
        for kind in waiting:
            truth = edited(sheet.truth, kind, Random(f"{kind}:{index}"))
            if truth is not None:
                yield kind, sheet, record, truth
                waiting.remove(kind)
                waiting.append(next(kinds))
                number -= 1
                break
        if not number:
            return


@sizes
def test_real_edits(edits: int) -> None:
    """Each becomes a revision, and the record says what the page says now."""
    kinds: Counter[str] = Counter()
    missed, inexact = [], []
    for kind, sheet, old, truth in real_edits(edits):
        kinds[kind] += 1
        name = f"{kind}: {truth['url']} in layout {sheet.layout.seed}"
        after = replace(sheet, truth=truth)
        try:
            new = read(after, printed(after), sheet.fetched_at)
        except PageError as error:
            missed.append(f"{name}: {error}")
            continue
        if merge(old, new)["crawl"]["revision"] != 2:
            missed.append(name)
        true, got = wanted(truth), texts(new)
        inexact += [f"{name}: {field}" for field in FIELDS if true[field] != got[field]][:1]
    print(f"{kinds.total()} edits, {len(missed)} missed, {len(inexact)} read inexactly: {dict(kinds)}")
    assert kinds.total() == edits
    assert missed == []
    assert len(inexact) <= max(1, 0.01 * edits), inexact


def noise_edits(number: int) -> Iterator[tuple[str, Sheet, dict[str, Any], str, datetime]]:
    """So many changes of pages, the kinds in turn: kind, sheet, record of before, page of after, its time."""
    kinds = cycle(NOISE_EDITS)
    waiting = [next(kinds) for _ in NOISE_EDITS]
    for index, sheet, record in sheets():
        before = printed(sheet)
        for kind in waiting:
            html, at = noisy(sheet, kind, Random(f"{kind}:{index}"))
            if html != before:  # some pages have no class, some no clock
                yield kind, sheet, record, html, at
                waiting.remove(kind)
                waiting.append(next(kinds))
                number -= 1
                break
        if not number:
            return


@sizes
def test_noise(edits: int) -> None:
    """No revision; and but for the views counted, the record stays as it is."""
    kinds: Counter[str] = Counter()
    false = []
    for kind, sheet, old, html, at in noise_edits(edits):
        kinds[kind] += 1
        name = f"{kind}: {sheet.truth['url']} in layout {sheet.layout.seed}"
        try:
            new = read(sheet, html, at)
        except PageError as error:
            false.append(f"{name}: {error}")
            continue
        kept = merge(old, new)
        if kept["crawl"]["revision"] != 1 or (kept != old and kind not in ("the views", SEVERAL)):
            false.append(f"{name}: {[field for field in FIELDS if old[field] != new[field]]}")
    print(f"{kinds.total()} edits, {len(false)} false revisions: {dict(kinds)}")
    assert kinds.total() == edits
    assert false == []
