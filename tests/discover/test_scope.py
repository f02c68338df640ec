"""Which hosts and sections a crawl may touch."""

from __future__ import annotations

import pytest

from crawler.discover.manners import check_manners, user_agent
from crawler.discover.scope import (
    Scope,
    address_is_elsewhere,
    in_sections,
    parse_listings,
    parse_origin,
    parse_sections,
)
from crawler.errors import SettingError
from crawler.sites.baolangson.urls import POLITICS_SECTIONS, article_address

COPY = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("origin", "url", "allowed"),
    [
        (None, "https://baolangson.vn/chinh-tri", True),
        (None, "http://old.baolangson.vn:80/chinh-tri", True),
        (None, "https://BAOLANGSON.VN/chinh-tri", True),
        (None, "https://www.baolangson.vn/chinh-tri", False),
        (None, "https://baolangson.vn.evil.tld/", False),
        (None, "https://baolangson.vn@127.0.0.1/", False),
        (None, "https://user@baolangson.vn/", False),
        (None, "https://baolangson.vn:22/", False),
        (None, "http://127.0.0.1/", False),
        (None, "file:///etc/passwd", False),
        (None, "data:text/html,x", False),
        (None, "ftp://baolangson.vn/", False),
        (None, "javascript:alert(1)", False),
        (None, "//baolangson.vn/", False),
        (None, "http://[::1/", False),
        (None, "http://baolangson.vn:99999/", False),
        (None, "", False),
        (COPY, "http://127.0.0.1:8000/chinh-tri", True),
        (COPY, "http://127.0.0.1:8001/chinh-tri", False),
        (COPY, "http://127.0.0.1/", False),
        (COPY, "http://localhost:8000/", False),
        (COPY, "https://baolangson.vn/", False),
        ("https://old.baolangson.vn", "https://baolangson.vn/", True),
    ],
)
def test_hosts(origin: str | None, url: str, allowed: bool) -> None:
    """Only the paper's hosts on the web's ports, or only the copy's host and port: never both."""
    assert parse_origin(origin).allows(url) is allowed


@pytest.mark.parametrize(
    ("origin", "scope"),
    [
        (None, Scope("https://baolangson.vn")),
        ("", Scope("https://baolangson.vn")),
        (" http://127.0.0.1:8000/ ", Scope(COPY, copy=COPY)),
        ("http://mirror.example:80", Scope("http://mirror.example", copy="http://mirror.example")),
        ("HTTP://Localhost:8000", Scope("http://localhost:8000", copy="http://localhost:8000")),
        ("https://old.baolangson.vn/", Scope("https://old.baolangson.vn")),
    ],
)
def test_origin(origin: str | None, scope: Scope) -> None:
    """Of an origin, scheme, host and port count; the paper's own other host is no copy."""
    assert parse_origin(origin) == scope


@pytest.mark.parametrize("origin", ["127.0.0.1:8000", "ftp://x", "http://", "http://a:b/", "no address"])
def test_wrong_origin(origin: str) -> None:
    """What is no http(s) address is refused in words."""
    with pytest.raises(SettingError, match="origin"):
        parse_origin(origin)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("http://127.0.0.1:8000/ban-sao", "names more than a host and its port; give http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/?trang=2", "give http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000#đầu", "give http://127.0.0.1:8000"),
        ("http://127.1:8000", "a number in an unusual form"),
        ("http://2130706433", "a number in an unusual form"),
        ("http://0.0.0.0:8000", "0.0.0.0 cannot be crawled; serve the copy at"),
        ("http://169.254.169.254", "cannot be crawled"),
        ("http://[::1]:8000", "::1 cannot be crawled; serve the copy at a name or an IPv4 address"),
        ("http://localhost.:8000", "its host is no name"),
        ("http://me:secret@mirror.example", "a user name before its host"),
    ],
)
def test_origins_that_are_not_repaired(origin: str, words: str) -> None:
    """What an origin says too much is not dropped in silence, and an odd form of it is refused."""
    with pytest.raises(SettingError) as caught:
        parse_origin(origin)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://baolangson.vn./", "its host is no name"),
        ("https://baolangson.vn%2e/", "not written plainly"),
        ("https://baolangson.vn:8080/", "port 8080 is asked nowhere"),
        ("https://example.org/", "its host is none of baolangson.vn, old.baolangson.vn"),
        ("ftp://baolangson.vn/", "does not begin with http"),
    ],
)
def test_a_refusal_says_why(url: str, words: str) -> None:
    """Each address that is not asked has its reason."""
    assert words in (Scope().refusal(url) or "")
    assert parse_origin(COPY).refusal(f"{COPY}/x") is None
    assert parse_origin(COPY).refusal("http://127.0.0.1:9/x") == f"only {COPY} is asked"


@pytest.mark.parametrize(
    ("given", "sections"),
    [
        (None, POLITICS_SECTIONS),
        ("", POLITICS_SECTIONS),
        ("chinh-tri", ("chinh-tri",)),
        ("/chinh-tri/, tieu-diem,chinh-tri", ("chinh-tri", "tieu-diem")),
        (["chinh-tri/xay-dung-dang"], ("chinh-tri/xay-dung-dang",)),
        (["chinh-tri,thong-bao", "tieu-diem"], ("chinh-tri", "thong-bao", "tieu-diem")),
        ("en/politics", ("en/politics",)),
        ("bau-cu-dai-bieu-quoc-hoi-khoa-xv-va-hdnd", ("bau-cu-dai-bieu-quoc-hoi-khoa-xv-va-hdnd",)),
    ],
)
def test_sections(given: str | list[str] | None, sections: tuple[str, ...]) -> None:
    """Sections are slugs, each once; none means all."""
    assert parse_sections(given) == sections


def test_unknown_section_lists_the_known() -> None:
    """An unknown section is named, with every known one."""
    with pytest.raises(SettingError) as caught:
        parse_sections("chinh-tri,the-thao")

    assert "unknown section the-thao;" in str(caught.value)
    assert all(section in str(caught.value) for section in POLITICS_SECTIONS)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/chinh-tri",
        "https://baolangson.vn/",
        "https://baolangson.vn/a-1531453.html",
        "chinh-tri",
    ],
)
def test_wrong_listings(url: str) -> None:
    """What is no listing of the paper is no place to start from."""
    with pytest.raises(SettingError, match="is no listing"):
        parse_listings(f"https://baolangson.vn/tieu-diem,{url}", Scope())


@pytest.mark.parametrize(
    ("section", "subsection", "wanted", "inside"),
    [
        ("chinh-tri", None, ["chinh-tri"], True),
        ("chinh-tri", "xay-dung-dang", ["chinh-tri"], True),
        ("chinh-tri", "xay-dung-dang", ["chinh-tri/xay-dung-dang"], True),
        ("chinh-tri", None, ["chinh-tri/xay-dung-dang"], False),
        ("politics", None, ["chinh-tri"], True),
        ("politics", None, ["en/politics"], True),
        ("chinh-tri", None, ["en/politics"], False),
        ("the-thao", None, ["chinh-tri"], False),
        (None, None, ["chinh-tri"], False),
        ("bau-cu-dai-bieu-quoc-hoi-khoa-xv-va-hdnd", None, ["bau-cu-dai-bieu-quoc-hoi-khoa-xv"], True),
        ("bau-cu-dai-bieu-quoc-hoi-khoa-xvi", None, ["bau-cu-dai-bieu-quoc-hoi-khoa-xv"], False),
        ("uncategorized", "dong-gop-y-kien-vao-du-thao", ["uncategorized/dong-gop-y-kien"], True),
        ("uncategorized", "the-thao", ["uncategorized/dong-gop-y-kien"], False),
        ("chinh-tri-quoc-te", None, ["chinh-tri"], False),
    ],
)
def test_in_sections(section: str | None, subsection: str | None, wanted: list[str], inside: bool) -> None:
    """A section contains its subsections, and is the English edition's of the same subject."""
    assert in_sections(section, subsection, wanted) is inside


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [
        ("https://baolangson.vn/chinh-tri/531453-a.html", False),
        ("https://baolangson.vn/the-thao/531453-a.html", True),
        ("https://baolangson.vn/a-1531453.html", False),
        ("https://baolangson.vn/?p=531453", False),
    ],
)
def test_addresses_that_name_another_section(url: str, elsewhere: bool) -> None:
    """Only an address that names another section settles it; the others have to be read."""
    address = article_address(url)
    assert address is not None
    assert address_is_elsewhere(address, ["chinh-tri"]) is elsewhere


@pytest.mark.parametrize(
    ("scope", "contact", "delay", "words"),
    [
        (Scope(), "", 1.0, "say who asks"),
        (Scope(), "desk@example.org", 0.5, "at most every 1 s"),
        (Scope(), "desk", 1.0, "neither a mail"),
        (Scope(COPY, copy=COPY), "", -1.0, "negative"),
        (Scope("https://mirror.example", copy="https://mirror.example"), "", 1.0, "say who asks"),
        (Scope("https://mirror.example", copy="https://mirror.example"), "a@b.vn", 0.0, "at most every"),
    ],
)
def test_manners_owed(scope: Scope, contact: str, delay: float, words: str) -> None:
    """Another machine is not asked without a name or faster than promised."""
    with pytest.raises(SettingError, match=words):
        check_manners(scope, contact=contact, delay=delay)


def test_manners_kept() -> None:
    """A named operator may ask the paper; a copy on this machine may be asked without a pause."""
    check_manners(Scope(), contact="https://example.org/crawl", delay=1.0)
    for copy in (COPY, "http://localhost:1", "http://[::1]:8000"):
        check_manners(Scope(copy, copy=copy), contact="", delay=0.0)

    assert "desk@example.org" in user_agent("desk@example.org")
