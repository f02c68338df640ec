"""Hostile text: the work done grows with its length, not with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from crawler.annotate import documents, officials
from crawler.annotate.reading import read

_PATTERNS = (
    "1-AA-AA&AA",
    "1/1/1-",
    "Chủ tịch Ban Ban ",
    "đồng chí Nông Văn An, Bí thư, ",
    "các đồng chí A B, ",
    "Nghị quyết số 5 của ",
    "Chỉ thị 05-CT/TW ngày 1/1/2020 của Ban Ban ",
    "Nguyễn ",
    "đồng chí Nông Văn An được " + "giữ chức Bí thư . a " * 20,
    "của ",
    "UBND xã A B C D E F ",
    "&amp;",
    "e\u0301\u0323",
    "a\u0301\u0323\u0302" * 3,
    "Phó Phó Phó Trưởng ",
    "((((số ",
    "Trưởng thôn 5, xã 6, huyện 7, ",
)


def _work(find: Callable[[str], Any], text: str) -> int:
    """How many Python lines a finder runs: the same on every machine, however busy."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    read.cache_clear()
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("find", [documents.find, officials.find], ids=["documents", "officials"])
@pytest.mark.parametrize("pattern", _PATTERNS)
def test_four_times_the_text_is_about_four_times_the_work(find: Callable[[str], Any], pattern: str) -> None:
    """A square would be sixteen times."""
    short, long = (_work(find, pattern * times) for times in (25, 100))
    assert long <= 5.5 * short + 200


@pytest.mark.parametrize("find", [documents.find, officials.find], ids=["documents", "officials"])
@pytest.mark.parametrize("pattern", _PATTERNS)
def test_a_regular_expression_does_not_go_back_and_forth(find: Callable[[str], Any], pattern: str) -> None:
    """20,000 letters that fit no pattern to their end are read at once."""
    text = (pattern * 20_000)[:20_000] + "ế"
    found = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
