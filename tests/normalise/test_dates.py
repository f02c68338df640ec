"""Printed stamps, form by form: what is read, and what is refused for which reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.normalise.dates import DateReading, looks_like_date, read_date

OPEN = Path(__file__).parents[2] / ".." / "shared" / "vi" / "vi-dates-open.jsonl"
_LENGTH = {"day": 10, "hour": 13, "minute": 16, "second": 19}


def written(reading: DateReading) -> str | None:
    """The value as far as it was written: "2023-05-17", "2023-05-17T06"…"""
    if reading.value is None or reading.precision is None:
        return None
    return reading.value.isoformat()[: _LENGTH[reading.precision]]


READ = [
    # the paper's stamps, both eras, and the header's clock
    ("Thứ 4, 17.05.2023 | 06:41:09", "2023-05-17T06:41:09"),
    ("Chủ nhật, 21.05.2023|19:02", "2023-05-21T19:02"),
    ("Thứ sáu,  19/05/2023", "2023-05-19"),
    ("Thứ tư, 17/05/2023 | 06:41:09 [(GMT +7)] A  A", "2023-05-17T06:41:09"),
    ("Thứ tư, 17/05/2023 | 06:41:09 [(GMT +7)] A- A A+", "2023-05-17T06:41:09"),
    ("Wednesday, May 17 2023 06:41 [(GMT +7)]", "2023-05-17T06:41"),
    # weekdays
    ("Thứ Bẩy, 20/05/2023 lúc 18:02", "2023-05-20T18:02"),
    ("THỨ HAI, NGÀY 15/05/2023", "2023-05-15"),
    ("T5, 18/05/2023", "2023-05-18"),
    ("T.5 18/05/2023 07:30", "2023-05-18T07:30"),
    ("CN 21/05/2023", "2023-05-21"),
    ("C.N, 21/05/2023", "2023-05-21"),
    ("Chúa nhật, 21/05/2023", "2023-05-21"),
    ("Thứ năm 18/05/2023", "2023-05-18"),
    ("18/05/2023 (thứ năm)", "2023-05-18"),
    ("06:41 Thứ 4, 17/05/2023", "2023-05-17T06:41"),
    ("thu tu, 17/05/2023", "2023-05-17"),
    ("Thu 4, 17/05/2023", "2023-05-17"),
    ("Thu 18 May 2023", "2023-05-18"),
    # separators and orders
    ("17-05-2023, 06:41", "2023-05-17T06:41"),
    ("17 / 05 / 2023", "2023-05-17"),
    ("06:41' 17.05.2023", "2023-05-17T06:41"),
    ("06:41 — 17/05/2023", "2023-05-17T06:41"),
    ("17/05/2023 · 06:41", "2023-05-17T06:41"),
    ("2023/05/17 06:41", "2023-05-17T06:41"),
    ("Thứ Tư,17/05/2023,06:41", "2023-05-17T06:41"),
    # day first, always; two-digit years are 20yy
    ("03/04/2023", "2023-04-03"),
    ("3/4/23 7:05", "2023-04-03T07:05"),
    ("Thứ 4, 17-05-23", "2023-05-17"),
    # times of day
    ("6h41' ngày 17/05/2023", "2023-05-17T06:41"),
    ("6g41, 17/05/2023", "2023-05-17T06:41"),
    ("06h:41 - 17/05/2023", "2023-05-17T06:41"),
    ("18h 02/05/2023", "2023-05-02T18"),
    ("15h48-02-05-2023", "2023-05-02T15:48"),
    ("6 giờ 5 phút ngày 17/05/2023", "2023-05-17T06:05"),
    ("17 tháng 5 năm 2023, 18 giờ", "2023-05-17T18"),
    ("5:41 CH 17/05/2023", "2023-05-17T17:41"),
    ("17/05/2023 12:05:10 SA", "2023-05-17T00:05:10"),
    ("17/05/2023 12:05 p.m.", "2023-05-17T12:05"),
    ("17:41 PM 17/05/2023", "2023-05-17T17:41"),
    ("8h30 sáng ngày 17/05/2023", "2023-05-17T08:30"),
    ("7 giờ 40 phút tối 17/05/2023", "2023-05-17T19:40"),
    ("1h15 trưa, 17/05/2023", "2023-05-17T13:15"),
    ("11h đêm 17/05/2023", "2023-05-17T23"),
    # words for day and month
    ("ngày 17 tháng 5 năm 2023", "2023-05-17"),
    ("NGÀY 17 THÁNG 05, 2023 | 06:41", "2023-05-17T06:41"),
    ("ngày mùng 5 tháng 10 năm 2023", "2023-10-05"),
    ("ngày 5/10 năm 2023", "2023-10-05"),
    ("21 tháng năm 2023", "2023-05-21"),
    ("7 Tháng Mười Một, 2023", "2023-11-07"),
    ("Tháng Mười Hai 7, 2023", "2023-12-07"),
    ("17 thg 5, 2023, 06:41", "2023-05-17T06:41"),
    ("T4. Th5 17, 2023", "2023-05-17"),
    # labels
    ("Ngày đăng: 17/05/2023", "2023-05-17"),
    ("Đăng tải lúc 06:41 - 17/05/2023", "2023-05-17T06:41"),
    ("Thời gian đăng tin: 17/05/2023", "2023-05-17"),
    ("Ngày đăng 17/05/2023 | Giờ đăng: 06:41", "2023-05-17T06:41"),
    ("Cập nhật lần cuối: 06:41 17/05/2023", "2023-05-17T06:41"),
    ("Last updated: 17/05/2023 06:41", "2023-05-17T06:41"),
    ("Posted on May 17, 2023", "2023-05-17"),
    ("Publish date: 17/05/2023", "2023-05-17"),
    # zones
    ("17/05/2023 06:41 UTC+7", "2023-05-17T06:41"),
    ("06:41 (GMT+7), Thứ Tư, 17/05/2023", "2023-05-17T06:41"),
    ("17/05/2023 06:41 GMT+9", "2023-05-17T04:41"),
    # forms of programs
    ("2023-05-17T06:41:09+0700", "2023-05-17T06:41:09"),
    ("2023-05-17 06:41", "2023-05-17T06:41"),
    ("2023-05-16T23:41:09.999Z", "2023-05-17T06:41:09"),
    ("2023-05-16T18:41:09-05:00", "2023-05-17T06:41:09"),
    ("20230516T234109Z", "2023-05-17T06:41:09"),
    ("2023-05-17T06:41:09+07:00[Asia/Ho_Chi_Minh]", "2023-05-17T06:41:09"),
    ("Tue, 16 May 2023 23:41:09 GMT", "2023-05-17T06:41:09"),
    ("Wed, 17 May 23 06:41:09 GMT+7", "2023-05-17T06:41:09"),
    ("Wed May 17 06:41:09 ICT 2023", "2023-05-17T06:41:09"),
    ("Wed May 17 2023 06:41:09 GMT+0700 (Indochina Time)", "2023-05-17T06:41:09"),
    ("1684280469", "2023-05-17T06:41:09"),
    ("1684280469000", "2023-05-17T06:41:09"),
    # English
    ("May 17th, 2023 6:41 PM", "2023-05-17T18:41"),
    ("Wednesday, 17 May 2023", "2023-05-17"),
    ("17-May-2023", "2023-05-17"),
    ("Sept. 5, 2023", "2023-09-05"),
    # what surrounds a stamp
    ("17/05/2023 06:41 | Lượt xem: 1.408", "2023-05-17T06:41"),
    ("06:41:09 17/05/2023 1.408 lượt xem | 3 bình luận", "2023-05-17T06:41:09"),
    ("17/05/2023 (28/3 Âm lịch)", "2023-05-17"),
    ("Thứ tư, 17/05/2023 (tức ngày 28/3 năm Quý Mão)", "2023-05-17"),
    ("17/05/2023 (Âm lịch: 28/3/2023)", "2023-05-17"),
    ("&nbsp;Th&#7913; t&#432;, 17&#47;05&#47;2023", "2023-05-17"),
    ("Th&amp;#7913; t&amp;#432;, 17/05/2023", "2023-05-17"),
    ("\ufeffThứ\u2009tư，\u00a017/05/2023\u200b", "2023-05-17"),
    ("１７/０５/２０２３", "2023-05-17"),
    ("\uf017 17/05/2023 06:41", "2023-05-17T06:41"),
    ("1/1/1990", "1990-01-01"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_reads_the_stamp(text: str, expected: str) -> None:
    """A printed stamp gives its time in +07:00, as far as it was written."""
    reading = read_date(text)

    assert (written(reading), reading.reason) == (expected, None)
    assert reading.value is not None
    assert reading.value.isoformat().endswith("+07:00")


@pytest.mark.parametrize("text", [text for text, _ in READ])
def test_prefilter_lets_every_readable_stamp_through(text: str) -> None:
    """looks_like_date never turns away what read_date can read."""
    assert looks_like_date(text)


REFUSED = [
    ("weekday", "Thứ 5, 17.05.2023 | 06:41:09"),
    ("weekday", "T2, 17/05/2023"),
    ("weekday", "Tue, 17 May 2023 06:41:09 +0700"),
    ("weekday", "Thứ 6, 05/12/2023"),  # the 12th of May is a Friday: never swapped
    ("ambiguous", "Monday, 05/09/2022"),
    ("ambiguous", "21-10-15"),
    ("impossible-date", "31/06/2023"),
    ("impossible-date", "05/13/2023"),
    ("impossible-date", "00/05/2023"),
    ("impossible-date", "29 tháng 2 năm 2023"),
    ("impossible-date", "2023-02-30T06:41:09+07:00"),
    ("impossible-date", "mùng 15 tháng 5 năm 2023"),
    ("impossible-time", "24:00 17/05/2023"),
    ("impossible-time", "17/05/2023 06:60"),
    ("impossible-time", "17/05/2023 14:30 AM"),
    ("impossible-time", "12h30 đêm 17/05/2023"),
    ("out-of-range", "31/12/1989"),
    ("out-of-range", "01/01/0001 00:00"),
    ("out-of-range", "17/05/2230"),
    ("out-of-range", "17/05/98"),
    ("out-of-range", "9999-12-31T23:59:59Z"),
    ("impossible-date", "0000-00-00 00:00:00"),
    ("two-dates", "17/05/2023 - 19/05/2023"),
    ("two-dates", "17/05/2023 06:41 | 18/05/2023 07:00"),
    ("two-times", "08:00 - 11:30, 17/05/2023"),
    ("lunar", "28/3 âm lịch"),
    ("lunar", "ngày 28/3 năm Quý Mão"),
    ("lunar", "28/03/2023 âm lịch"),
    ("relative", "2 giờ trước"),
    ("relative", "Hôm qua, 07:30"),
    ("future", "2 giờ nữa"),
    ("future", "ngày mai"),
    ("empty", " \u200b "),
    ("not-a-date", "17/05"),
    ("not-a-date", "06:41"),
    ("not-a-date", "tháng 5/2023"),
    ("not-a-date", "05/2023"),
    ("not-a-date", "24/7"),
    ("not-a-date", "Thứ tư, ngày"),
    ("not-a-date", "Đăng lúc: 06:41"),
    ("not-a-date", "0205 3812 345"),
    ("not-a-date", "Sáng 17/5, tại trụ sở diễn ra buổi làm việc"),
    ("not-a-date", "Ngày 17/5/2023, Ủy ban nhân dân huyện kiểm tra"),
    ("not-a-date", "17/05/2023 – Ủy ban nhân dân xã vừa tổ chức trồng cây đầu xuân tại thôn"),
    ("not-a-date", "Lạng Sơn, ngày 17 tháng 5 năm 2023"),
    ("not-a-date", "Hạn nộp: 17/05/2023"),
    ("not-a-date", "Hạn nộp | 17/05/2023"),
    ("not-a-date", "Khai mạc - 17/05/2023"),
    ("not-a-date", "Quyết định | 17/05/2023"),
    ("not-a-date", "Ngày ban hành: 17/05/2023"),
    ("not-a-date", "Giấy phép số 15/GP-BTTTT ngày 17/05/2023"),
    ("not-a-date", "Từ 17/05/2023"),
    ("not-a-date", "192.168.10.22"),
    ("not-a-date", "17/05/20233"),
    ("too-long", "Thứ tư, 17/05/2023" + " A" * 200),
    ("too-long", " " * 5000),
]


@pytest.mark.parametrize(("slug", "text"), REFUSED)
def test_refuses_with_a_reason(slug: str, text: str) -> None:
    """What is no publication time gives None and says why."""
    reading = read_date(text)

    assert (reading.value, reading.precision) == (None, None)
    assert (reading.reason or "").split(":")[0] == slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tuesday, 02/05/2023", "2023-05-02"),
        ("Thursday, 05/04/2023", "2023-05-04"),
        ("Friday,  05/19/2023", "2023-05-19"),
        ("Thursday, 02/05/2023", None),
        ("Tuesday, 05/05/2020", "2020-05-05"),
    ],
)
def test_english_weekday_decides_the_order(text: str, expected: str | None) -> None:
    """With an English weekday the order whose weekday fits is taken; none or both fitting is refused."""
    assert written(read_date(text)) == expected


@pytest.mark.parametrize(
    ("text", "published", "updated"),
    [
        ("Đăng lúc: 08:00 17/05/2023 - Cập nhật: 09:30 18/05/2023", "2023-05-17T08:00", "2023-05-18T09:30"),
        ("Cập nhật: 18/05/2023 | Xuất bản: 17/05/2023", "2023-05-17", "2023-05-18T00:00"),
        ("Thứ tư, 17/05/2023 20:05 (Sửa lần cuối: 18/05/2023 07:00)", "2023-05-17T20:05", "2023-05-18T07:00"),
        ("Published: May 17, 2023 | Updated: May 18, 2023", "2023-05-17", "2023-05-18T00:00"),
        ("Ngày đăng: 17/05/2023. Cập nhật: 31/06/2023", "2023-05-17", None),
    ],
)
def test_published_wins_over_updated(text: str, published: str, updated: str | None) -> None:
    """Where both are printed the value is the publication, whichever comes first."""
    reading = read_date(text)

    assert written(reading) == published
    assert (reading.updated.isoformat()[:16] if reading.updated else None) == updated


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Hoàng Lan | Thứ 4, 17.05.2023 | 06:41", "Hoàng Lan"),
        ("PV•17/05/2023 08:22", "PV"),
        ("Vi Hà - Nông Thu - 16:53, 17/05/2023", "Vi Hà - Nông Thu"),
        ("NÔNG THU 17/05/2023 16:53", "NÔNG THU"),
        ("Thời sự - 06:20 17/05/2023", "Thời sự"),
        ("Chính trị | 17/05/2023 06:20 | Nông Thu", "Nông Thu"),
        ("Đăng bởi Hoàng Lan lúc 06:41 ngày 17/05/2023", "Hoàng Lan"),
        ("Đăng Khoa | 17/05/2023", "Đăng Khoa"),
        ("17/05/2023", None),
    ],
)
def test_gives_the_name_beside_the_stamp(text: str, byline: str | None) -> None:
    """A short name or section behind a hard separator is given as printed."""
    reading = read_date(text)

    assert reading.value is not None
    assert reading.byline == byline


BASE = datetime.fromisoformat("2023-03-01T01:15:42+07:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 giờ trước", "2023-02-28T23:15"),
        ("1 giờ 20 phút trước", "2023-02-28T23:55"),
        ("nửa tiếng trước", "2023-03-01T00:45"),
        ("45 giây trước", "2023-03-01T01:14:57"),
        ("hai ngày trước", "2023-02-27"),
        ("Cách đây 1 tuần", "2023-02-22"),
        ("1 tháng trước", "2023-02-01"),
        ("Hôm qua lúc 19h05", "2023-02-28T19:05"),
        ("Hôm kia", "2023-02-27"),
        ("Hôm kìa", "2023-02-26"),
        ("00:40 hôm nay", "2023-03-01T00:40"),
        ("vừa xong", "2023-03-01T01:15"),
        ("3 hours ago", "2023-02-28T22:15"),
        ("Thời sự - 15 phút trước | 408 lượt xem", "2023-03-01T01:00"),
        ("thứ 5 tuần trước", "2023-02-23"),
        ("9999 năm trước", None),
        ("2 ngày trước 17/05/2022", None),
        ("08:00 2 giờ trước", None),
        ("Thứ sáu, hôm qua", None),
        ("tuần trước", None),
    ],
)
def test_relative_times_count_from_the_base(text: str, expected: str | None) -> None:
    """Relative phrases need a reference time, and are told as far as they say."""
    assert written(read_date(text, base=BASE)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("03/03/2023 01:15", "2023-03-03T01:15"), ("03/03/2023 01:16", None), ("17/05/2023", None)],
)
def test_range_ends_two_days_after_the_reference(text: str, expected: str | None) -> None:
    """A stamp later than the fetch and two days is refused, by base or by latest alike."""
    assert written(read_date(text, base=BASE)) == expected
    assert written(read_date(text, latest=BASE)) == expected


def test_references_may_be_naive_or_extreme() -> None:
    """A reference without a zone is +07:00; the ends of the calendar raise nothing."""
    assert written(read_date("2 giờ trước", base=datetime(2023, 3, 1, 1, 15))) == "2023-02-28T23:15"  # noqa: DTZ001
    for base in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        for text in ("hôm qua", "9999 tuần trước", "1 tháng trước", "17/05/2023 06:41"):
            reading = read_date(text, base=base)
            assert (reading.value is None) == (reading.reason is not None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023, May 17", "2023-05-17"),
        ("2023-May-17 06:41", "2023-05-17T06:41"),
        ("tháng 5 ngày 17 năm 2023", "2023-05-17"),
        ("Wednesday 2023 May 17", "2023-05-17"),
        ("Friday 2023 May 17", None),
        ("2023 May 32", None),
        ("2023 Feb 30", None),
        ("May 2023", None),
        ("tháng 5 năm 2023", None),
    ],
)
def test_dateparser_is_believed_only_where_the_text_proves_it(text: str, expected: str | None) -> None:
    """Orders that the grammar does not know are read if each printed number is accounted for."""
    assert written(read_date(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "Lạng Sơn", "Điều 5, khoản 3", "Sáng 5/10, tại chợ", "408 lượt xem", "1.234", "Chương 12 " * 40],
)
def test_prefilter_turns_plain_lines_away(text: str) -> None:
    """Lines without a full date are not worth reading."""
    assert not looks_like_date(text)


def test_open_collection_is_read_right() -> None:
    """Every unambiguous line of the shared collection gives its value and precision."""
    if not OPEN.exists():
        pytest.skip("the shared collection is not beside this checkout")
    wrong = []
    for line in OPEN.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        base = datetime.fromisoformat(case["base"]) if case["base"] else None
        reading = read_date(case["input"], base=base)
        found = (reading.value.isoformat() if reading.value else None, reading.precision)
        if not case.get("ambiguous") and found != (case["expected"], case.get("precision")):
            wrong.append((case["input"], case["expected"], found, reading.reason))

    assert wrong == []
