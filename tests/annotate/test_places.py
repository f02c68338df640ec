"""Places: the sample, what is told from what, and texts that would mislead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.annotate.places import find
from crawler.annotate.places.gazetteer import MERGER, now, units

HERE = Path(__file__).parent
TARGET_F1 = 0.97
TEA_TOWN = "dinh-lap/thi-tran-nong-truong-thai-binh"
Mention = tuple[int, int, str | None, str | None]  # start, end, unit_then, unit_now


@dataclass
class Paragraph:
    """A paragraph of the sample with its places, told by hand."""

    text: str = ""
    published: str | None = None
    places: tuple[Mention, ...] = ()


def paragraphs(name: str) -> Iterator[Paragraph]:
    """Read a sample file; its head says how."""
    for block in (HERE / name).read_text("utf-8").split("\n\n"):
        fields = [line.split(": ", 1) for line in block.splitlines() if line[:3] in ("T: ", "D: ", "P: ")]
        if fields:
            values = {key: value for key, value in fields if key != "P"}
            told = [value.split(" | ") for key, value in fields if key == "P"]
            yield Paragraph(values["T"], values.get("D"), tuple(_mentions(values["T"], told)))


def _mentions(text: str, told: list[list[str]]) -> Iterator[Mention]:
    at, lower = 0, text.lower()
    for printed, then, *today in told:
        name, _, nth = printed.lower().partition("@")
        start = at - 1
        for _ in range(int(nth or 1)):
            start = lower.index(name, start + 1)
        at = start + len(name)
        unit = None if then in "-?" else then
        assert unit is None or unit in units(), then
        yield start, at, unit, (now(then) if not today else None if today[0] in "-?" else today[0])


def found(paragraph: Paragraph) -> set[Mention]:
    """What the finder says of a paragraph."""
    places = find(paragraph.text, published=paragraph.published)
    return {(place.start, place.end, place.unit_then, place.unit_now) for place in places}


@pytest.mark.parametrize("name", ["places_tuned.txt", "places_held_out.txt", "places_fresh.txt"])
def test_the_sample_is_found(name: str) -> None:
    """Places of the sample are found at the letter, with their units, with an F1 of 0.97 or more."""
    right = wrong = missed = 0
    for paragraph in paragraphs(name):
        told, got = set(paragraph.places), found(paragraph)
        right, wrong, missed = right + len(told & got), wrong + len(got - told), missed + len(told - got)
    assert right > 50
    assert 2 * right / (2 * right + wrong + missed) >= TARGET_F1


@pytest.mark.parametrize("paragraph", [*paragraphs("places_tuned.txt")], ids=lambda one: one.text[:30])
def test_decomposed_letters_change_nothing(paragraph: Paragraph) -> None:
    """A text in NFD has the same places, and their offsets hold in it."""
    text = unicodedata.normalize("NFD", paragraph.text)
    places = find(text, published=paragraph.published)
    assert [unicodedata.normalize("NFC", text[one.start : one.end]) for one in places] == [
        one.name for one in find(paragraph.text, published=paragraph.published)
    ]


def named(text: str, published: str | None = None) -> list[tuple[str, str | None, str | None]]:
    """(name, unit_then, unit_now) of a text's places."""
    return [(one.name, one.unit_then, one.unit_now) for one in find(text, published=published)]


@pytest.mark.parametrize(
    "text",
    [
        "đường Chi Lăng",
        "ải Chi Lăng",
        "khởi nghĩa Bắc Sơn",
        "đồng chí Hoàng Văn Thụ",
        "ông Nguyễn Đình Lập",
        "Bà Lộc Bình",
        "ĐỒNG CHÍ NGUYỄN VĂN LÃNG",
        "cửa khẩu Tân Thanh",
        "ga quốc tế Đồng Đăng",
        "Nhà máy Nhiệt điện Na Dương",
        "Báo Lạng Sơn",
        "hợp tác xã Hòa Bình",
        "thống nhất, đoàn kết, hòa bình",
        "xã Tân Thành Đông",
        "tỉnh Thái Bình",
        "huyện Yên Bình",
        "xã Hòa Bình, huyện Tân Lạc, tỉnh Hòa Bình",
        "phường Hoàng Văn Thụ, quận Hoàng Mai, Hà Nội",
        "xã Tân Thành (Vụ Bản, Nam Định)",
        "xã Quyết Thắng, thành phố Thái Nguyên",
    ],
)
def test_other_things_are_no_places(text: str) -> None:
    """Persons, roads, battles, gates, firms, papers and other provinces' units are not marked."""
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("xã Chi Lăng", None, (None, None)),
        ("xã Chi Lăng", "2025-07-01", (None, "2025/xa-chi-lang")),
        ("xã Chi Lăng, huyện Tràng Định", None, ("trang-dinh/xa-chi-lang", "2025/xa-that-khe")),
        ("xã Chi Lăng, huyện Chi Lăng", "2025-06-30", ("chi-lang/xa-chi-lang", "2025/xa-chi-lang")),
        ("xã Tân Thanh", "2026-01-05", ("van-lang/xa-tan-thanh", "2025/xa-hoang-van-thu")),
        ("xã Ba Sơn", "2025-05-05", (None, "2025/xa-ba-son")),
        ("xã Tân Lập", "2023-05-05", ("bac-son/xa-tan-lap", "2025/xa-vu-lang")),
        ("xã Bính Xá", "2023-05-05", ("dinh-lap/xa-binh-xa", None)),
        ("XÃ THUỴ HÙNG, HUYỆN VĂN LÃNG", None, ("van-lang/xa-thuy-hung", "2025/xa-thuy-hung")),
        ("xã Quý Hoà", None, ("binh-gia/xa-quy-hoa", "2025/xa-quy-hoa")),
        ("Thị trấn nông trường Thái Bình", "2020-01-01", (TEA_TOWN, "2025/xa-thai-binh")),
        ("TP. Lạng Sơn", None, ("thanh-pho-lang-son", None)),
    ],
)  # fmt: skip
def test_district_and_time_decide_between_units_of_one_name(
    text: str, published: str | None, expected: tuple[str | None, str | None]
) -> None:
    """The district named with it, and the day, say which unit is meant; else it is left open."""
    assert named(text, published)[0][1:] == expected


def test_what_is_open_names_its_candidates() -> None:
    """A place that several units may be has none, and says which they are; one divided says into which."""
    hoa_binh, binh_xa = find("Xã Hòa Bình và xã Bính Xá")
    assert (hoa_binh.unit_then, hoa_binh.unit_now) == (None, None)
    assert len(hoa_binh.candidates) == 4
    assert binh_xa.candidates == ("2025/xa-dinh-lap", "2025/xa-kien-moc")


def test_lists_share_their_designation_and_their_district() -> None:
    """In "các xã A, B (huyện X)" each is a commune of X."""
    text = "các xã, thị trấn: Hồng Phong, Tân Thành, Đồng Đăng (huyện Cao Lộc)"
    assert [then for _, then, _ in named(text)] == [
        "cao-loc/xa-hong-phong",
        "cao-loc/xa-tan-thanh",
        "cao-loc/thi-tran-dong-dang",
        "huyen-cao-loc",
    ]


def test_a_day_before_a_designation_counts_no_units() -> None:
    """In "12/4 huyện X" the designation belongs to the name; in "3 xã X, Y" to both."""
    assert named("Ngày 12/4 huyện Cao Lộc")[0][0] == "huyện Cao Lộc"
    assert [name for name, *_ in named("3 xã Quốc Khánh, Đội Cấn")] == ["Quốc Khánh", "Đội Cấn"]


_PIECES = st.sampled_from(
    """
    xã;các xã;huyện;tỉnh;Huyện uỷ;xã hội;TP.;T . P;ông;12/4;(;);, ; và ;:;-;Bắc;Ð;́;​
    Hòa Bình;Chi Lăng;HOÀNG VĂN THỤ;Lạng Sơn;Nam Định
    """.replace("\n", ";\n;").split(";")
)


@settings(max_examples=60)
@given(st.lists(_PIECES, max_size=40))
def test_any_text_is_read(pieces: list[str]) -> None:
    """Whatever the text, places stand in it in order, do not overlap, and name known units."""
    text = " ".join(pieces)
    end = 0
    for place in find(text):
        assert end <= place.start < place.end <= len(text)
        assert {place.unit_then, place.unit_now, *place.candidates} <= {None, *units()}
        end = place.end


def test_a_long_text_is_read_like_its_parts() -> None:
    """Five hundred brackets left open lose no place."""
    text = "các xã Hòa Bình, Tân Thành, huyện Cao Lộc (Bắc Sơn, "
    assert len(find(text * 500)) == 500 * len(find(text))


def test_the_gazetteer_adds_up() -> None:
    """65 units today, from 194 in 11 districts; 200 before December 2024, 226 before 2020."""
    last = {"2025": 194, "2024": 6, "2019": 36}
    towns = [unit for unit in units().values() if unit.kind in ("commune", "ward", "township")]
    today = [unit for unit in towns if unit.today]
    assert (len(today), sum(unit.kind == "ward" for unit in today)) == (65, 4)
    assert {year: sum(unit.until.startswith(year) for unit in towns) for year in last} == last
    formed = sum(unit.since == "2020-01-01" for unit in towns)
    assert 194 + 6 + 36 - formed == 226
    assert sum(unit.kind in ("district", "city") for unit in units().values()) == 11


@pytest.mark.parametrize(
    "unit", [unit for unit in units().values() if unit.successors], ids=lambda unit: unit.id
)
def test_every_successor_is_a_later_unit(unit: object) -> None:
    """What a unit went into is in the gazetteer, and begins or goes on after it."""
    from crawler.annotate.places.gazetteer import Unit

    assert isinstance(unit, Unit)
    for name in set(unit.successors) - {"?"}:
        later = units()[name]
        assert not later.until or later.until > unit.until
        assert later.since <= MERGER
