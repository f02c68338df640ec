"""View counters: what counts the article's views, and what does not."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise.counts import MAX_VIEWS, labelled_views, looks_like_views, read_views

OPEN = Path(__file__).parents[2] / ".." / "shared" / "vi" / "vi-views-open.jsonl"

LABELLED = [
    ("512 lượt xem", 512),
    ("512lượt xem", 512),
    ("Lượt xem: 512", 512),
    ("LƯỢT XEM (512)", 512),
    ("Số lượt xem: 2113", 2113),
    ("Được xem: 99 lần", 99),
    ("Đã đọc: 3.050", 3050),
    ("1234 lần xem", 1234),
    ("77 người đọc", 77),
    ("xem 512", 512),
    ("Views: 512", 512),
    ("0 lượt xem", 0),
    ("2.513 lượt xem", 2513),
    ("2,513 views", 2513),
    ("2 513 lượt xem", 2513),
    ("2\u00a0513\u202f678 lượt đọc", 2513678),
    ("7,5K lượt xem", 7500),
    ("9,2 N lượt xem", 9200),
    ("4,8Tr lượt xem", 4_800_000),
    ("1,25 triệu lượt xem", 1_250_000),
    ("3 nghìn lượt xem", 3000),
    ("2 ngàn lượt đọc", 2000),
    ("1,2 T lượt xem", 1_200_000_000),
    ("2 tỉ lượt xem", 2_000_000_000),
    ("1.2M views", 1_200_000),
    ("1,234 Tr lượt xem", 1_234_000),
    (f"{MAX_VIEWS} lượt xem", MAX_VIEWS),
    # beside other things
    ("Thứ 4, 17.05.2023 | 06:41:09 | 512 lượt xem", 512),
    ("17/05/2023 06:41 512 lượt xem", 512),
    ("Ngày: 17-05-2023 | Lượt xem: 512", 512),
    ("Vi Lan | 2.513 lượt xem", 2513),
    ("5 phút đọc | 512 lượt xem", 512),
    ("3 lượt thích, 210 lượt xem", 210),
    ("512 lượt xem 5 bình luận", 512),
    ("Lượt xem: 512 Bình luận: 5", 512),
    ("👁 512 lượt xem", 512),
    ("512&nbsp;l&#432;&#7907;t xem", 512),
    (unicodedata.normalize("NFD", "2.513 lượt xem"), 2513),
]


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_reads_a_labelled_counter(text: str, expected: int) -> None:
    """A number with its label is read by both readers, and passes the prefilter."""
    assert labelled_views(text).value == read_views(text).value == expected
    assert looks_like_views(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("512", 512), (" 2.513 ", 2513), ("1,2K", 1200), ("3 Tr", 3_000_000), ("3 nghìn", 3000), ("0", 0)],
)
def test_bare_number_needs_an_element_known_to_hold_views(text: str, expected: int) -> None:
    """Only read_views takes a number without a label."""
    assert read_views(text).value == expected
    assert labelled_views(text).value is None


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("no-counter", ""),
        ("no-counter", "-"),
        ("no-counter", "Đang tải..."),
        ("no-counter", "12 bình luận"),
        ("no-counter", "5 phút đọc"),
        ("no-counter", "17/05/2023 06:41"),
        ("no-counter", "0205381234"),
        ("no-counter", "-5"),
        ("prose", "lượt xem"),
        ("prose", "Lượt xem:"),
        ("prose", "{{views}} lượt xem"),
        ("prose", "-5 lượt xem"),
        ("prose", "Lượt xem: -5"),
        ("prose", "1e3 lượt xem"),
        ("prose", "hơn 1.000 lượt xem"),
        ("prose", "Clip đạt 5 triệu lượt xem sau 2 ngày"),
        ("prose", "1,5 nghìn tỷ lượt xem"),
        ("prose", "Lượt xem: 17/05/2023"),
        ("malformed", "1.23.4 lượt xem"),
        ("malformed", "1,2345 lượt xem"),
        ("malformed", "12.34 lượt xem"),
        ("malformed", "0.123 lượt xem"),
        ("malformed", "1.234K lượt xem"),
        ("malformed", "1,2345 nghìn lượt xem"),
        ("malformed", "1.5"),
        ("too-large", "99999999999999999999 lượt xem"),
        ("too-large", "9999999999999 tỷ lượt xem"),
        ("site-counter", "Lượt truy cập: 1.234.567"),
        ("site-counter", "Đang online: 56"),
        ("site-counter", "Hôm nay: 12 | Tổng lượt xem: 3456"),
        ("ambiguous", "5 lượt xem | 6 lượt xem"),
        ("too-long", "1 lượt xem " * 500),
    ],
)
def test_refuses_with_a_reason(slug: str, text: str) -> None:
    """What is no view counter gives None and says why."""
    reading = read_views(text)

    assert reading.value is None
    assert (reading.reason or "").split(":")[0] == slug


PIECES = [
    "512", "2.513", "1,2", "0", "-", "K", "N", "Tr", "triệu", "lượt xem", "Lượt xem:", "views", "đọc",
    "xem", "bình luận", "|", ",", ".", " ", "(", ")", "17/05/2023", "06:41", "&nbsp;", "\u0301", "٣",
    "\ud800", "{{", "9" * 20,
]  # fmt: skip
any_text = st.text(max_size=250) | st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
many = settings(max_examples=300, deadline=None)


@many
@given(any_text)
def test_no_string_raises_or_leaves_63_bits(text: str) -> None:
    """A reading has either a value that fits 63 bits, or a reason; the prefilter is never stricter."""
    for reading in (read_views(text), labelled_views(text)):
        assert (reading.value is None) == (reading.reason is not None)
        assert reading.value is None or 0 <= reading.value <= MAX_VIEWS
    assert labelled_views(text).value is None or looks_like_views(text)


@many
@given(st.integers(0, MAX_VIEWS), st.sampled_from([".", ",", " ", "\u00a0", ""]))
def test_every_grouping_is_read(count: int, mark: str) -> None:
    """Groups of three are thousands, whatever stands between them."""
    printed = f"{count:,}".replace(",", mark)

    assert read_views(f"{printed} lượt xem").value == count
    assert read_views(f"Lượt xem: {printed}").value == count


def test_open_collection_is_read_right() -> None:
    """Every unambiguous line of the shared collection gives its count."""
    if not OPEN.exists():
        pytest.skip("the shared collection is not beside this checkout")
    cases = [json.loads(line) for line in OPEN.read_text(encoding="utf-8").splitlines()]
    wrong = [
        (case["input"], case["expected"], read_views(case["input"]))
        for case in cases
        if not case.get("ambiguous") and read_views(case["input"]).value != case["expected"]
    ]

    assert wrong == []
