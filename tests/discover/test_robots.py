"""What an answer to the request for robots.txt means (RFC 9309)."""

from __future__ import annotations

import pytest

from crawler.discover.robots import MAX_BYTES, Verdict, capped, honoured_delay, verdict


@pytest.mark.parametrize(
    ("statuses", "meaning"),
    [
        ((200, 204, 206), "rules"),
        ((400, 401, 403, 404, 410, 418, 451), "allow"),
        ((429, 500, 502, 503, 504, 599), "unreachable"),
        ((301, 302, 304, 100), "unreachable"),
    ],
)
def test_status(statuses: tuple[int, ...], meaning: Verdict) -> None:
    """4xx allows, 5xx forbids, a redirect that leads nowhere forbids; too many requests forbids too."""
    assert {verdict(status) for status in statuses} == {meaning}


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_long_file_is_cut_at_a_line(end: bytes) -> None:
    """500 KiB are read, whole lines only; a line cut in two would be another rule."""
    line = b"Disallow: /a-rule" + end
    cut = capped(line * 40_000)

    assert MAX_BYTES - len(line) - 1 <= len(cut) <= MAX_BYTES
    assert cut.rstrip(b"\r\n").endswith(b"Disallow: /a-rule")
    assert cut[-1:] in b"\r\n"
    assert capped(line * 10) == line * 10
    assert capped(b"x" * (MAX_BYTES + 1)) == b""


@pytest.mark.parametrize(
    ("asked", "honoured"),
    [(None, 0), (0, 0), (-5, 0), (float("nan"), 0), (2.5, 2.5), (30, 30), (3600, 30), (float("inf"), 30)],
)
def test_crawl_delay(asked: float | None, honoured: float) -> None:
    """A Crawl-delay is kept up to thirty seconds; what is no pause is none."""
    assert honoured_delay(asked) == honoured
