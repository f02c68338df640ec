"""What holds for every string, and for every stamp put together from the grammar's parts."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.normalise.date_values import VIETNAM
from crawler.normalise.dates import EARLIEST, LATEST_WITHOUT_REFERENCE, looks_like_date, read_date

# The pieces that stamps are made of, to be put together at random: mostly nonsense, near the grammar.
PIECES = [
    "Thứ", "thứ 4", "Chủ nhật", "T7", "CN", "Wednesday", "Thu", "ngày", "tháng", "năm", "lúc", "giờ",
    "phút", "17", "5", "05", "2023", "23", "1990", "9999", "0000", "06:41", "15h48", "22h", "8 giờ",
    "CH", "PM", "sáng", "tối", "GMT+7", "(GMT +7)", "+0700", "Z", "T", "17/05/2023", "5-10-22",
    "2023-05-17", "May", "Oct 5", "Tháng Mười Hai", "Cập nhật", "Đăng lúc", "Ngày đăng:", "Đăng bởi",
    "trước", "hôm qua", "vừa xong", "nữa", "âm lịch", "Quý Mão", "408 lượt xem", "Lượt xem:", "A A",
    "Hoàng Lan", "TTXVN", "/", "-", ".", ":", "|", ",", " ", " - ", "(", ")", "'", "&nbsp;", "&#47;",
    "\u200b", "\u00a0", "\u0301", "１", "٣", "\ud800", "{{", "1684280469", "99999999999999999999",
]  # fmt: skip
near_stamps = st.lists(st.sampled_from(PIECES), max_size=14).map(lambda pieces: " ".join(pieces)) | st.lists(
    st.sampled_from(PIECES), max_size=14
).map("".join)
any_text = st.text(max_size=400) | near_stamps
references = st.none() | st.datetimes(timezones=st.just(VIETNAM))
many = settings(max_examples=300, deadline=None)


@many
@given(any_text, references, references)
@example("9999-12-31T23:59:59-14:00", None, None)
@example("0001-01-01T00:00:00+14:00", None, None)
def test_no_string_raises_or_leaves_the_range(
    text: str, base: datetime | None, latest: datetime | None
) -> None:
    """A reading has either a value within the range, in +07:00, or a reason."""
    reading = read_date(text, base=base, latest=latest)

    assert (reading.value is None) == (reading.reason is not None) == (reading.precision is None)
    for value in filter(None, (reading.value, reading.updated)):
        reference = base or latest
        assert value.utcoffset() == timedelta(hours=7)
        assert value >= EARLIEST
        assert value - (reference or LATEST_WITHOUT_REFERENCE) <= timedelta(days=2)


@many
@given(any_text)
def test_prefilter_is_never_stricter_than_the_reader(text: str) -> None:
    """What read_date reads without a reference passes looks_like_date."""
    assert read_date(text).value is None or looks_like_date(text)


@many
@given(near_stamps)
def test_form_of_unicode_does_not_matter(text: str) -> None:
    """NFC and NFD give the same reading."""
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert read_date(composed).value == read_date(decomposed).value


WEEKDAYS = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]
SHORT = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
MONTHS = ["Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai"]
moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001


@st.composite
def stamps(draw: st.DrawFn) -> tuple[str, datetime]:
    """A stamp in one of the printed forms, and the minute that it says."""
    at = draw(moments).replace(second=0)
    day, month, year = at.day, at.month, at.year
    mark = draw(st.sampled_from(["/", "-", ".", " / ", " - "]))
    date = draw(
        st.sampled_from(
            [
                mark.join((f"{day:02}", f"{month:02}", str(year))),
                mark.join((str(day), str(month), str(year))),
                f"ngày {day} tháng {month} năm {year}",
                f"{day} Tháng {MONTHS[month - 1]}, {year}",
                f"Tháng {MONTHS[month - 1]} {day}, {year}",
                f"{day:02} thg {month}, {year}",
                at.strftime("%B %d, %Y"),
                at.strftime("%d %b %Y"),
                at.strftime("%Y-%m-%d"),
            ]
        )
    )
    time = draw(
        st.sampled_from(
            [
                at.strftime("%H:%M"),
                at.strftime("%H:%M:00"),
                f"{at.hour}h{at.minute:02}'",
                f"{at.hour} giờ {at.minute} phút",
                f"{at.hour}g{at.minute:02}",
                at.strftime("%I:%M %p"),
                f"{at.hour % 12 or 12}:{at.minute:02} {'SA' if at.hour < 12 else 'CH'}",
            ]
        )
    )
    long, short = WEEKDAYS[at.weekday()], SHORT[at.weekday()]
    weekday = draw(st.sampled_from(["", f"{long}, ", f"{long.upper()}, ", f"{short}, "]))
    joint = draw(st.sampled_from([" | ", ", ", " ", " - ", " • ", "  –  "]))
    body = draw(st.sampled_from([f"{weekday}{date}{joint}{time}", f"{time}{joint}{weekday}{date}"]))
    before = draw(
        st.sampled_from(["", "Cập nhật: ", "Ngày đăng: ", "Đăng lúc ", "Hoàng Lan | ", "Thời sự - "])
    )
    after = draw(st.sampled_from(["", "", " (GMT+7)", " [(GMT +7)] A  A", " | 1.408 lượt xem", " GMT+7"]))
    return before + body + after, at.replace(tzinfo=VIETNAM)


@many
@given(stamps())
def test_every_composed_stamp_is_read(stamp: tuple[str, datetime]) -> None:
    """Each way to print a moment gives that moment."""
    text, expected = stamp

    assert read_date(text).value == expected, text


@many
@given(moments, st.integers(0, 6))
def test_a_wrong_weekday_is_always_refused(at: datetime, weekday: int) -> None:
    """The six other weekdays refuse the stamp."""
    reading = read_date(f"{WEEKDAYS[weekday]}, {at:%d.%m.%Y | %H:%M:%S}")

    assert (reading.value is None) == (weekday != at.weekday())


@many
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9999))
def test_only_days_of_the_calendar_are_read(day: int, month: int, year: int) -> None:
    """No part of an impossible date is clamped, dropped or swapped."""
    reading = read_date(f"{day:02}/{month:02}/{year:04}")

    try:
        expected = datetime(year, month, day, tzinfo=VIETNAM)
    except ValueError:
        expected = None
    if expected and not EARLIEST <= expected < LATEST_WITHOUT_REFERENCE:
        expected = None
    assert reading.value == expected


@pytest.mark.parametrize(
    "text",
    [
        "1/" * 100, "1 " * 100, "ngày " * 40, "a " * 100, "(" * 200, "17/05/2023 " * 18, "Thứ tư, " * 25,
        "1:1:" * 50, "&amp;" * 800, "&" * 4000, "\u0301" * 200, "mười " * 40, "lượt xem " * 22, "- " * 100,
        "1.2" * 66, "Hoàng " * 33, "TRẦN 1" + "1 " * 95, " " * 4000 + "5", "1h" * 100, "5 tháng " * 25,
    ],
)  # fmt: skip
def test_no_string_takes_long(text: str) -> None:
    """Repetitive strings are refused at once: a search that backtracks would need minutes."""
    start = process_time()

    assert read_date(text).value is None
    assert process_time() - start < 2
