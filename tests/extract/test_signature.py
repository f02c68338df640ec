"""Who signs an article: a name alone at its end, no list, no letter's signatory, no closing words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extract.sheet import LEAD, paragraphs, read, sheet

ELECTED = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường"]


def bold(*texts: str) -> str:
    """Texts as bold paragraphs."""
    return "".join(f"<p><b>{text}</b></p>" for text in texts)


def printed(record: dict[str, Any]) -> list[str]:
    """The texts of the body."""
    return [block.get("text", "") for block in record["body"]]


@pytest.mark.parametrize(
    "words",
    "DANH SÁCH TRÚNG CỬ|XIN CẢM ƠN|HẾT|XIN TRÂN TRỌNG CẢM ƠN|LỜI CẢM ƠN|CÒN NỮA|KẾT QUẢ BẦU CỬ|PHỤ LỤC".split(
        "|"
    ),
)
@pytest.mark.parametrize("mark", ["<p>@</p>", "<p><b>@</b></p>", "<p style='text-align:center'>@</p>"])
def test_closing_words(words: str, mark: str) -> None:
    """Words in capitals at the end are text, not a pen name."""
    record = read(sheet(behind=mark.replace("@", words)))

    assert record["authors"] == []
    assert words in printed(record)


@pytest.mark.parametrize(
    "names",
    [
        paragraphs(*ELECTED),
        bold(*(name.upper() for name in ELECTED)),
        "<p>" + "<br>".join(ELECTED) + "</p>",
        "".join(f"<div>{name}</div>" for name in ELECTED),
        paragraphs(*ELECTED[:2]),
        paragraphs(*ELECTED * 20),
    ],
)
def test_list_of_names(names: str) -> None:
    """Names one below the other are those of the elected or the dead; none wrote the article."""
    assert read(sheet(behind=names))["authors"] == []


@pytest.mark.parametrize(
    "letter",
    [
        paragraphs("TM. BAN CHẤP HÀNH", "BÍ THƯ", "(Đã ký)", "Nguyễn Văn An"),
        paragraphs("TM. BAN CHẤP HÀNH", "BÍ THƯ", "Nguyễn Văn An"),
        paragraphs("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An"),
        paragraphs("T/M BAN THƯỜNG VỤ", "Nguyễn Văn An"),
        bold("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "NGUYỄN VĂN AN"),
        paragraphs("Chủ tịch", "(đã ký)", "Nguyễn Văn An"),
    ],
)
@pytest.mark.parametrize(("byline", "authors"), [("", []), ("<p><b>HOÀNG MAI</b></p>", ["HOÀNG MAI"])])
def test_signatory_of_a_letter(letter: str, byline: str, authors: list[str]) -> None:
    """Who signed a letter is text of the letter; the paper's own byline may stand below."""
    record = read(sheet(behind=letter + byline))

    assert record["authors"] == authors
    assert "nguyễn văn an" in " ".join(printed(record)).lower()


@pytest.mark.parametrize(
    ("behind", "authors"),
    [
        (bold("HOÀNG MAI"), ["HOÀNG MAI"]),
        (paragraphs("Hoàng Mai"), ["Hoàng Mai"]),
        (paragraphs(*ELECTED) + bold("HOÀNG MAI"), ["HOÀNG MAI"]),
        (
            "<p><img src='/a.jpg'></p><p><i>Bí thư Huyện ủy thăm mô hình</i></p>" + bold("HOÀNG MAI"),
            ["HOÀNG MAI"],
        ),
        (
            paragraphs("Ủy ban nhân dân huyện đã trao thưởng cho các tập thể.") + bold("HOÀNG MAI"),
            ["HOÀNG MAI"],
        ),
    ],
)
def test_a_name_alone_signs(behind: str, authors: list[str]) -> None:
    """The last line of the text, a name set apart, signs it."""
    assert read(sheet(behind=behind))["authors"] == authors


# --- a story told in pictures -----------------------------------------------------------------------


def picture(number: int, caption: str = "") -> str:
    """A picture in a paragraph of its own."""
    below = f"<p><i>{caption}</i></p>" if caption else ""
    return f"<p><img src='/anh/{number}.jpg'></p>{below}"


CAPTIONED = picture(1, "Đại biểu dự hội nghị") + picture(2, "Quang cảnh hội nghị") + picture(3, "Trao thưởng")


@pytest.mark.parametrize("pictures", [CAPTIONED, picture(1) + picture(2) + picture(3)])
@pytest.mark.parametrize("mark", ["<p>@</p>", "<p><b>@</b></p>", "<p style='text-align:right'>@</p>"])
def test_only_photographer(pictures: str, mark: str) -> None:
    """The one `Ảnh: A` below a story in pictures names who took them all, and nobody wrote it."""
    record = read(sheet(text=paragraphs(LEAD) + pictures, behind=mark.replace("@", "Ảnh: Hoàng Lan")))

    assert [block.get("credit") for block in record["body"]] == ["Hoàng Lan"] * 3
    assert record["authors"] == []
    assert record["raw"]["byline"] == "Ảnh: Hoàng Lan"


@pytest.mark.parametrize(
    ("pictures", "behind", "credits"),
    [
        (picture(1, "Hội nghị. Ảnh: Mai An") + picture(2) + picture(3), "", ["Mai An", None, "Hoàng Lan"]),
        (picture(1) + picture(2) + "<figure><img src='/anh/3.jpg'>", "</figure>", [None, None, "Hoàng Lan"]),
        (CAPTIONED, "<p><b>HOÀNG MAI</b></p>", [None, None, "Hoàng Lan"]),
        (picture(1) + picture(2), "", [None, "Hoàng Lan"]),
    ],
)  # fmt: skip
def test_photographer_of_one(pictures: str, behind: str, credits: list[str | None]) -> None:
    """Beside other credits, inside a figure, above a byline, below two pictures: it is the last one's."""
    markup = sheet(text=paragraphs(LEAD) + pictures, behind="<p>Ảnh: Hoàng Lan</p>" + behind)

    assert [block.get("credit") for block in read(markup)["body"]] == credits


# --- the name in the stamp's line -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("NGUYỄN AN - 05/10/2022 15:48", ["NGUYỄN AN"]),
        ("Nguyễn An | 05/10/2022 15:48", ["Nguyễn An"]),
        ("Đăng bởi Nguyễn An lúc 15:48 05/10/2022", ["Nguyễn An"]),
        ("<a href='/tac-gia/nguyen-an'>Nguyễn An</a> | 05/10/2022 15:48", ["Nguyễn An"]),
        ("Thời sự | 05/10/2022 15:48", []),
        ("CHÍNH TRỊ - 05/10/2022 15:48", []),
        ("<a href='/tieu-dung'>TIÊU DÙNG</a> - 05/10/2022 15:48", []),
        ("PV • 05/10/2022 15:48", []),
    ],
)
def test_name_beside_the_stamp(line: str, authors: list[str]) -> None:
    """A person's name in the stamp's line signs an article that nobody signs below; a section's does not."""
    unsigned, signed = sheet(meta=f"<div>{line}</div>", behind=""), sheet(meta=f"<div>{line}</div>")

    assert read(unsigned)["published_at"] == "2022-10-05T15:48:00+07:00"
    assert read(unsigned)["authors"] == authors
    assert read(signed)["authors"] == ["HOÀNG MAI"]
