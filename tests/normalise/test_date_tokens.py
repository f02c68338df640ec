"""The short ways of the stamps' grammar give what the long way gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalise import stamp
from crawler.normalise.date_tokens import COMMON, KINDS, pattern_of, token_at
from crawler.normalise.line_form import LineForm, line_form
from crawler.normalise.stamp import Stamp, read_stamp

EVERY_KIND = pattern_of(*KINDS)
NEVER = re.compile(r"(?!)")
PIECES = [
    *("thứ 4", "thu 5, ", "chu nhat", "cn", "t7", "wed, ", "mung 5 thang 4 nam 2022", "gmt +7", "(gmt+7)"),
    *("05/10/2022", "5.10.2022", "2022-10-05", "15:48", "15:48:48", "15h48", "22h", "8 gio", "oct 5, 2022"),
    *("ngay ", "luc ", "cap nhat: ", "dang boi ", "am lich", "hom qua", "2 gio truoc", "٣", "a+", "ứ", "ì"),
    *(" ", ", ", " | ", " - ", "|", "(", ")", ".", ":", "/", "+07:00", "'", "\u200b", "x", "T", "1"),
]
near_keys = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
weekdays = st.sampled_from(
    ["", "Thứ 4, ", "Thứ tư | ", "Chủ nhật, ", "CN ", "T7, ", "Wednesday, ", "Thu 5, "]
)
dates = st.from_regex(r"[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)[0-9]{2}", fullmatch=True)
gaps = st.sampled_from([" ", ", ", " | ", "|", " - ", ","])
times = st.from_regex(r"[0-2]?[0-9]:[0-6][0-9](?::[0-6][0-9])?", fullmatch=True)
zones = st.sampled_from(["", " GMT+7", " (GMT +7)", " [(GMT +7)]", "(GMT + 7)"])
printed = st.tuples(weekdays, dates, gaps, times, zones).map("".join)


def form_of(text: str) -> LineForm:
    """The form of a short line."""
    form = line_form(text)
    assert form is not None
    return form


def token_by_token(form: LineForm) -> Stamp:
    """A stamp read without the pattern for the commonest form."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamp, "COMMON", NEVER)
        return read_stamp(form)


@settings(max_examples=300, deadline=None)
@given(near_keys)
def test_only_kinds_that_can_begin_so_are_tried(key: str) -> None:
    """A token is the same as when every kind is tried."""
    for position in range(len(key)):
        short, long = token_at(key, position), EVERY_KIND.match(key, position)

        assert (short is None) == (long is None)
        if short and long:
            assert (short.lastgroup, short.span()) == (long.lastgroup, long.span())


@settings(max_examples=300, deadline=None)
@given(printed)
def test_common_stamp_in_one_step(text: str) -> None:
    """Read in one step, a stamp says what its tokens say."""
    form = form_of(text)
    if COMMON.fullmatch(form.key):
        assert read_stamp(form).clauses == token_by_token(form).clauses


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("Thứ 4, 05.10.2022 | 15:48:48", True),
        ("Chủ nhật, 01/09/2024 | 02:07:33 [(GMT +7)]", True),
        ("Chủ nhật, 14/09/2025, 07:14 (GMT+7)", True),
        ("05/10/2022 15:48", True),
        ("05/10.2022 15:48", False),
        ("05/10/22 15:48", False),
        ("05/10/2022", False),
        ("05/10/2022 15:48 CH", False),
        ("Đăng lúc 05/10/2022 15:48", False),
        ("05/10/2022 15:48 | 408 lượt xem", False),
    ],
)
def test_what_is_common(text: str, common: bool) -> None:
    """Only a whole numeric date with a time, perhaps a weekday and the zone, is read in one step."""
    assert (COMMON.fullmatch(form_of(text).key) is not None) == common
