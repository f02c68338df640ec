"""Listings whose slug is known only in part, found in a page's links."""

from __future__ import annotations

import pytest

from crawler.discover.menu import linked_sections
from crawler.discover.scope import Scope
from crawler.sites.baolangson.urls import POLITICS_SECTIONS

ELECTION = "bau-cu-dai-bieu-quoc-hoi-khoa-xv"


@pytest.mark.parametrize(
    ("href", "slug"),
    [
        (f"/{ELECTION}-va-hdnd-cac-cap", f"{ELECTION}-va-hdnd-cac-cap"),
        (f"https://baolangson.vn/{ELECTION}-va-hdnd/", f"{ELECTION}-va-hdnd"),
        ("/uncategorized/dong-gop-y-kien-vao-du-thao/", "uncategorized/dong-gop-y-kien-vao-du-thao"),
        (f"/{ELECTION}", None),  # asked anyway
        (f"/{ELECTION}va", None),
        (f"/{ELECTION}-va-hdnd/447930-ngay-hoi.html", None),
        (f"/{ELECTION}-va-hdnd/feed/", None),
        (f"/{ELECTION}-va-hdnd?page=2", None),
        (f"https://example.org/{ELECTION}-va-hdnd", None),
        (f"http://[{ELECTION}-va-hdnd", None),
        ("/chinh-tri-quoc-te", None),
    ],
)
def test_links(href: str, slug: str | None) -> None:
    """Only a listing on the crawl's hosts counts, and only where the slug's end is not known."""
    body = f'<a href="{href}">Bầu cử</a> <a href={href}>Bầu cử</a>'.encode()
    found = linked_sections(body, "https://baolangson.vn/chinh-tri", Scope(), POLITICS_SECTIONS)

    assert found == ({f"https://baolangson.vn/{slug}": slug} if slug else {})


def test_a_section_that_is_not_wanted_is_not_looked_for() -> None:
    """A crawl of one section does not add others."""
    body = f'<a href="/{ELECTION}-va-hdnd">Bầu cử</a>'.encode()

    assert linked_sections(body, "https://baolangson.vn/", Scope(), ["chinh-tri"]) == {}
