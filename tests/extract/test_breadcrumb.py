"""Section and subsection: from the address where it has them, else from the breadcrumb."""

from __future__ import annotations

import orjson
import pytest

from tests.extract.sheet import TITLE, read, sheet

NEW = "https://baolangson.vn/loc-binh-day-manh-xay-dung-nong-thon-moi-5012345.html"
MENU = "".join(
    f"<li><a href='/{slug}'>{name}</a></li>"
    for slug, name in [
        ("", "Trang chủ"), ("thoi-su", "Thời sự"), ("chinh-tri", "Chính trị"), ("kinh-te", "Kinh tế"),
        ("xa-hoi", "Xã hội"), ("phap-luat", "Pháp luật"), ("quoc-te", "Quốc tế"),
    ]
)  # fmt: skip
HOME = "<a href='/'>Trang chủ</a>"
POLITICS = "<a href='/chinh-tri'>Chính trị</a>"
PARTY = "<a href='/xay-dung-dang'>Xây dựng Đảng</a>"
NESTED = "<a href='/chinh-tri/xay-dung-dang'>Xây dựng Đảng</a>"


def crumbs(*steps: tuple[str, str]) -> str:
    """A JSON-LD breadcrumb."""
    items = [
        {"@type": "ListItem", "position": n, "item": {"@id": f"https://baolangson.vn/{slug}", "name": name}}
        for n, (slug, name) in enumerate(steps, start=1)
    ]
    thing = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    return f"<script type='application/ld+json'>{orjson.dumps(thing).decode()}</script>"


@pytest.mark.parametrize(
    ("path", "section", "subsection", "language"),
    [
        ("chinh-tri/612345-a-b.html", "chinh-tri", None, "vi"),
        ("chinh-tri/xay-dung-dang/612345-a-b.html", "chinh-tri", "xay-dung-dang", "vi"),
        ("en/politics/612345-a-b.html", "politics", None, "en"),
    ],
)
def test_from_the_address(path: str, section: str, subsection: str | None, language: str) -> None:
    """An old address names the section; a breadcrumb that differs does not change it."""
    above = f"<div class='breadcrumb'>{HOME} <a href='/kinh-te'>Kinh tế</a></div>"

    record = read(sheet(above=above), url=f"https://baolangson.vn/{path}")

    assert (record["section"], record["subsection"], record["language"]) == (section, subsection, language)
    assert record["evidence"]["section"] == "address"


@pytest.mark.parametrize(
    ("trail", "section", "subsection"),
    [
        (f"<div>{HOME} » {POLITICS}</div>", "chinh-tri", None),
        (f"<div>{HOME} » {POLITICS} » {PARTY}</div>", "chinh-tri", "xay-dung-dang"),
        (f"<ul><li>{HOME}</li><li>{POLITICS}</li><li>{NESTED}</li></ul>", "chinh-tri", "xay-dung-dang"),
        (f"<ol class='breadcrumb'><li>{POLITICS}</li></ol>", "chinh-tri", None),
        (f"<nav aria-label='breadcrumb'>{HOME}{POLITICS}<span>{TITLE}</span></nav>", "chinh-tri", None),
        (f"<div>{POLITICS}</div>", "chinh-tri", None),
        (f"<p>{POLITICS} / {PARTY}</p>", "chinh-tri", "xay-dung-dang"),
        ("<div><a href='https://baolangson.vn/chinh-tri'>Chính trị</a></div>", "chinh-tri", None),
        ("<div><a href='/'>Trang chủ</a> <a href='/chinh-tri?page=1'>Chính trị</a></div>", "chinh-tri", None),
    ],
)
@pytest.mark.parametrize("menu", [f"<nav><ul>{MENU}</ul></nav>", f"<div><ul>{MENU}</ul></div>"])
def test_from_the_breadcrumb(trail: str, section: str, subsection: str | None, menu: str) -> None:
    """A new address names no section: the links above the title do, the menu does not."""
    record = read(sheet(above=menu + trail), url=NEW)

    assert (record["section"], record["subsection"]) == (section, subsection)


def test_from_json_ld() -> None:
    """Where no breadcrumb is printed, the declared one counts."""
    head = f"<title>{TITLE}</title>" + crumbs(
        ("", "Trang chủ"), ("chinh-tri", "Chính trị"), ("xay-dung-dang", "Xây dựng Đảng")
    )

    record = read(sheet(head=head, above=f"<nav><ul>{MENU}</ul></nav>"), url=NEW)

    assert (record["section"], record["subsection"]) == ("chinh-tri", "xay-dung-dang")
    assert record["evidence"]["section"] == "json-ld"


def test_none_printed() -> None:
    """A menu alone gives no section."""
    record = read(sheet(above=f"<nav><ul>{MENU}</ul></nav>"), url=NEW)

    assert (record["section"], record["subsection"]) == (None, None)
    assert "section" not in record["evidence"]


@pytest.mark.parametrize(
    "row",
    [
        f"<div>{POLITICS} {PARTY}</div>",
        f"<div>{POLITICS} | {PARTY}</div>",
        f"<div>{POLITICS} <a href='/kinh-te'>Kinh tế</a> <a href='/xa-hoi'>Xã hội</a></div>",
        f"<p>{POLITICS} / <a href='/kinh-te'>Kinh tế</a> / <a href='/xa-hoi'>Xã hội</a></p>",
        f"<ul><li>{POLITICS}</li><li><a href='/kinh-te'>Kinh tế</a></li></ul>",
        f"<div>{HOME} {POLITICS} <a href='/kinh-te'>Kinh tế</a> <a href='/xa-hoi'>Xã hội</a></div>",
        f"<div>{HOME} {POLITICS} {PARTY} <a href='/kinh-te'>Kinh tế</a> <a href='/xa-hoi'>Xã hội</a></div>",
    ],
)
def test_short_menu(row: str) -> None:
    """A row of sibling sections right above the title is a menu, with or without the front page."""
    record = read(sheet(above=row), url=NEW)

    assert (record["section"], record["subsection"]) == (None, None)


@pytest.mark.parametrize(
    "trail",
    [
        f"<div>{POLITICS} {NESTED}</div>",
        f"<div>{HOME} {POLITICS} {NESTED} <a href='/chinh-tri/xay-dung-dang/chi-bo'>Chi bộ</a></div>",
    ],
)
def test_each_below_the_one_before(trail: str) -> None:
    """Links that lead further and further down are a breadcrumb, whatever stands between them."""
    assert read(sheet(above=trail), url=NEW)["section"] == "chinh-tri"


def test_migrated_address() -> None:
    """An old article under a new address keeps its old number."""
    record = read(sheet(above=f"<div>{HOME} » {POLITICS}</div>"), url=NEW.replace("5012345", "1612345"))

    assert (record["id"], record["section"]) == ("612345", "chinh-tri")
    assert record["crawl"]["layout"] == "era2"
