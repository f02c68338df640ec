"""Addresses as printed are joined as `urllib.parse.urljoin` joins them, only faster."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.extract.addresses import joined

BASE = "https://baolangson.vn/chinh-tri/531453-hoi-nghi.html"
_PIECES = st.sampled_from(
    [
        "/",
        "//",
        ".",
        "..",
        "a",
        "ảnh 1.jpg",
        "?",
        "#",
        ";p",
        "\\",
        "http:",
        "https:",
        "baolangson.vn",
        ":80",
        "%20",
    ]
)


@given(st.lists(_PIECES, max_size=9).map("".join))
@example("/upload/2022/hoi-nghi.jpg")
@example("https://cdn.baolangson.vn/a.jpg")
@example("/a/../b.jpg")
@example("#")
@example("/")
@example("/chinh-tri/")
@example("https://baolangson.vn/")
def test_joined_as_urljoin_joins(printed: str) -> None:
    """The short ways give what the long way gives."""
    assert joined(BASE, printed) == urljoin(BASE, printed.strip())


@pytest.mark.parametrize("printed", ["http://[", "https://[::1/a.jpg"])
def test_no_address(printed: str) -> None:
    """What cannot be an address is None."""
    assert joined(BASE, printed) is None
