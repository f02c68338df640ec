"""Addresses: their canonical form, and what a link leads to."""

from __future__ import annotations

import pytest

from crawler.sites.baolangson.urls import (
    article_address,
    canonical,
    is_ours,
    link_kind,
    link_number,
    unknown_article_address,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://baolangson.vn/chinh-tri/1234-a.html?x=1#y", "https://baolangson.vn/chinh-tri/1234-a.html"),
        ("https://baolangson.vn./chinh-tri", "https://baolangson.vn/chinh-tri"),
        ("https://BAOLANGSON.VN.:443/chinh-tri", "https://baolangson.vn/chinh-tri"),
        ("http://old.baolangson.vn./", "https://old.baolangson.vn/"),
        ("http://example.vn.:8080/a", "http://example.vn:8080/a"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://[2001:DB8::1]", "http://[2001:db8::1]/"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    """One form for one address: no root's dot, no capitals in the host, brackets round an IPv6 host."""
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://baolangson.vn./chinh-tri", True),
        ("https://baolangson.vn../chinh-tri", False),
        ("https://baolangson.vn.evil.tld/", False),
        ("http://[::1]/", False),
        ("http://[baolangson.vn]/", False),
    ],
)
def test_is_ours(url: str, ours: bool) -> None:
    """The root's dot changes no host; nothing else may stand behind it."""
    assert is_ours(url) is ours


def test_copy_on_an_ipv6_host() -> None:
    """A copy of the paper may stand on any host."""
    found = article_address("http://[::1]:8000/chinh-tri/531453-a.html", origin="http://[::1]:8000")

    assert found is not None
    assert found.canonical == "http://[::1]:8000/chinh-tri/531453-a.html"


@pytest.mark.parametrize(
    ("href", "kind", "number"),
    [
        ("/chinh-tri/531453-a.html", "article", "531453"),
        ("/a-b-1531453.html?x=1", "article", "531453"),
        ("/tin/bai-viet-12345.htm", "article", "12345"),
        ("/2024/05/bai-viet.html", "other", None),
        ("/111-222-333-a.html", "article", "111"),
        ("/chinh-tri", "other", None),
        ("/chinh-tri/531453-a", "other", "531453"),
        ("#top", "other", None),
        ("/x.html", "other", None),
    ],
)
def test_links(href: str, kind: str, number: str | None) -> None:
    """What a link leads to is told by the last step of its path."""
    assert link_kind(href) == kind
    assert link_number(href.partition("?")[0]) == number


@pytest.mark.parametrize("path", ["1" * 1_000_000, "1-" * 500_000, "11/" * 300_000, "111-" * 250_000 + "/x"])
def test_long_paths(path: str) -> None:
    """A path of a megabyte is looked at once; with its square it would take hours."""
    for end in ("", ".html", " x.html", "/"):
        link_kind(f"/{path}{end}")
        link_number(f"/{path}{end}")
        unknown_article_address(f"https://example.vn/{path}{end}")
        article_address(f"https://baolangson.vn/{path}{end}")
