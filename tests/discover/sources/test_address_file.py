"""Files of addresses: text, CSV, JSON lines, with the faults that people's files have."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.sources.address_file import MAX_FAULTS, parse_address_file
from crawler.errors import NotSourceError

A = "https://baolangson.vn/chinh-tri/531453-hoi-nghi.html"
B = "https://baolangson.vn/dai-hoi-5012292.html"
DAY = date(2022, 10, 5)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"{A}\n{B}\n", "text"),
        (f"# danh sách\r\n\r\n{A}\r\n  {B}  chú thích\r\n", "text"),
        (f"\ufeff{A}\r{B}", "text"),
        (f"<{A}>\n{B}, trang 2\n{A}\n", "text"),
        (f"url\n{A}\n{B}\n", "csv"),
        (f"id;URL;tên\n1;{A};Hội nghị\n2;{B};x\n", "csv"),
        (f"title\tlink\n\"Hội nghị\nhai dòng\"\t{A}\nx\t{B}\n", "csv"),
        (f'"url","section"\n"{A}","chinh-tri"\n\n"{B}",\n', "csv"),
        (f'{{"url": "{A}"}}\n{{"loc": "{B}"}}\n', "json"),
        (f'"{A}"\n"{B}"\n', "json"),
    ],
)  # fmt: skip
def test_forms(text: str, form: str) -> None:
    """The form is told from the first line; marks, line ends, comments and blank lines do not matter."""
    found = parse_address_file(text.encode(), "a")

    assert [link.address.canonical for link in found.links] == [A, B]
    assert (found.form, found.fault_count) == (form, 0)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    """What spreadsheets save as Unicode is read."""
    assert len(parse_address_file(f"{A}\r\n{B}".encode(encoding), "a").links) == 2


@pytest.mark.parametrize(
    ("text", "day", "is_published", "section"),
    [
        (f"url,date,section\n{A},2022-10-05,chinh-tri\n", DAY, True, "chinh-tri"),
        (f"url,date\n{A},05/10/2022\n", DAY, True, None),
        (f"loc,lastmod\n{A},2022-10-05\n", DAY, False, None),
        (f'{{"url": "{A}", "published_at": "2022-10-05T15:48:48+07:00", "section": "chinh-tri"}}', DAY, True,
         "chinh-tri"),
        (f"url,date\n{A},không rõ\n", None, False, None),
    ],
)  # fmt: skip
def test_days(text: str, day: date | None, is_published: bool, section: str | None) -> None:
    """A column or key for the day and the section is read, as in a dataset of ours."""
    (link,) = parse_address_file(text.encode(), "a").links

    assert (link.day, link.is_published, link.section) == (day, is_published, section)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (f"{A}\n\nchinh-tri/1-a.html\n", 3, "no address"),
        (f"# x\n{A}\nhttps://example.vn/1-a.html\n", 3, "no article"),
        (f"{A}\nhttps://baolangson.vn/chinh-tri/\n", 2, "no article"),
        (f"url,x\n{A},1\n,2\n", 3, "no address"),
        (f'{{"url": "{A}"}}\n{{"url": \n', 2, "no JSON"),
        (f'{{"url": "{A}"}}\n[1]\n', 2, "neither"),
        (f'{{"url": "{A}"}}\n{{"id": 1}}\n', 2, "no address"),
        (f'title,url\n"a\nb",{A}\nc,http://[\n', 4, "no article"),
    ],
)
def test_a_bad_line_is_named(text: str, line: int, why: str) -> None:
    """A line that gives no address is named by its number, and the others are read."""
    found = parse_address_file(text.encode(), "a")

    assert [link.address.canonical for link in found.links] == [A]
    assert (found.fault_count, found.faults[0].line) == (1, line)
    assert why in str(found.faults[0])


def test_many_bad_lines_are_counted() -> None:
    """The first thousand are named, all are counted."""
    found = parse_address_file(f"{A}\n{'x' * 9000}\n".encode() + b"x\n" * (MAX_FAULTS + 5), "a")

    assert (len(found.faults), found.fault_count) == (MAX_FAULTS, MAX_FAULTS + 6)


@pytest.mark.parametrize("body", [b"PK\x03\x04\0\0", b"not one address\n", b"https://example.vn/\n"])
def test_files_without_an_address(body: bytes) -> None:
    """A spreadsheet's own format and a file of other things are refused with the file's name."""
    with pytest.raises(NotSourceError, match=r"^danh-sach\.xlsx: "):
        parse_address_file(body, "danh-sach.xlsx")


def test_an_empty_file() -> None:
    """Nothing to ask is no fault."""
    assert parse_address_file(b"# chua co\n", "a").links == ()


@given(st.binary(max_size=300), st.sampled_from([b"", b"url,date\n", b'{"url": 1}\n', b'url\n"']))
def test_no_bytes_break_it(tail: bytes, head: bytes) -> None:
    """Any bytes give an answer or the one error."""
    with suppress(NotSourceError):
        assert parse_address_file(head + tail, "a").links == ()
