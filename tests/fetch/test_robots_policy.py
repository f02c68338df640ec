"""What an answer to the request for robots.txt means, and how long it holds (RFC 9309, 2.3 and 2.4)."""

from __future__ import annotations

import pytest

from crawler.fetch.robots_policy import (
    MAX_AGE,
    Meaning,
    RobotsText,
    honoured_delay,
    is_fresh,
    page_directives,
    read,
    refusal,
    usable,
    verdict,
    verdict_text,
)

FORBIDS = b"User-agent: *\nDisallow: /\n"
DAY = 24 * 3600


@pytest.mark.parametrize(
    ("statuses", "meaning"),
    [
        ((200, 204, 206), "rules"),
        ((400, 401, 403, 404, 410, 418, 451), "allow"),
        ((429, 500, 502, 503, 504, 599), "unreachable"),
        ((301, 302, 304, 100), "unreachable"),
    ],
)
def test_status(statuses: tuple[int, ...], meaning: Meaning) -> None:
    """4xx allows, 5xx forbids, a redirect that leads nowhere forbids; too many requests forbids too."""
    assert {verdict(status) for status in statuses} == {meaning}


@pytest.mark.parametrize(
    ("asked", "honoured"),
    [(None, 0), (0, 0), (-5, 0), (float("nan"), 0), (2.5, 2.5), (30, 30), (3600, 30), (float("inf"), 30)],
)
def test_crawl_delay(asked: float | None, honoured: float) -> None:
    """A Crawl-delay is kept up to thirty seconds; what is no pause is none."""
    assert honoured_delay(asked) == honoured


@pytest.mark.parametrize(
    ("text", "allowed", "words"),
    [
        (RobotsText(0, 200, FORBIDS), False, "refused: Disallow: / (line 2)"),
        (RobotsText(0, 200, b"User-agent: *\nDisallow: /b\n"), True, "allowed: no rule matches"),
        (RobotsText(0, 200, b""), True, "allowed: no rule matches"),
        (RobotsText(0, 200, b"User-agent: *\nAllow: /a\n"), True, "allowed: Allow: /a (line 2)"),
        (RobotsText(0, 404, FORBIDS), True, "allowed: no robots.txt (HTTP 404)"),
        (RobotsText(0, 403), True, "allowed: no robots.txt (HTTP 403)"),
        (
            RobotsText(0, 503, b"User-agent: *\nAllow: /"),
            False,
            "refused: robots.txt cannot be had (the server answered HTTP 503; try again later)",
        ),
        (
            RobotsText(0, trouble="timeout, no answer"),
            False,
            "refused: robots.txt cannot be had (timeout, no answer)",
        ),
        (RobotsText(0), False, "refused: robots.txt cannot be had (no answer came; try again later)"),
    ],
)
def test_verdict_in_words(text: RobotsText, allowed: bool, words: str) -> None:
    """The record's words name the rule and its line, or why there is none."""
    reading = read(text)
    found = reading.judge("/a", "langson")

    assert found.allowed is allowed
    assert verdict_text(found, reading) == words


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>\nUser-agent: *\nDisallow: /\n</body></html>",
        b"\xef\xbb\xbf\r\n  <HTML>\nUser-agent: *\nDisallow: /\n",
        b"<?xml version='1.0'?>\nUser-agent: *\nDisallow: /\n",
        b"<!-- trang kh\xc3\xb4ng t\xe1\xbb\x93n t\xe1\xba\xa1i --><html>\nUser-agent: *\nDisallow: /\n",
    ],
)
def test_html_holds_no_rules(page: bytes) -> None:
    """A page in HTML sent for every address is no robots.txt, whatever its lines look like."""
    reading = read(RobotsText(0, 200, page))

    assert reading.judge("/a", "langson").allowed
    assert reading.note == "robots.txt is a page in HTML without rules"


@pytest.mark.parametrize(
    "text", [b"<!-- rules -->\n" + FORBIDS, b"# <html>\n" + FORBIDS, b"<!--" * 5000 + b"\n" + FORBIDS]
)
def test_rules_that_are_no_html(text: bytes) -> None:
    """A stray mark does not switch the rules off."""
    assert not read(RobotsText(0, 200, text)).judge("/a", "langson").allowed


@pytest.mark.parametrize("status", [401, 403])
def test_a_kept_back_robots_txt_is_warned_of(status: int) -> None:
    """Whoever is refused robots.txt may ask for pages, but is told."""
    assert f"HTTP {status}" in read(RobotsText(0, status)).warning
    assert read(RobotsText(0, 404)).warning == ""


@pytest.mark.parametrize(
    ("age", "fresh"), [(0, True), (DAY - 1, True), (DAY, True), (DAY + 1, False), (-60, False)]
)
def test_age(age: float, fresh: bool) -> None:
    """A copy holds a day; one that would be from the future (a clock set back) does not."""
    assert is_fresh(read(RobotsText(1e9, 200)), 1e9 + age) is fresh


@pytest.mark.parametrize(
    ("older", "age", "used"),
    [
        (RobotsText(0, 200, FORBIDS), 3600, "older"),
        (RobotsText(0, 404), MAX_AGE, "older"),
        (RobotsText(0, 200, FORBIDS), MAX_AGE + 1, "new"),
        (RobotsText(0, 503), 3600, "new"),
        (None, 3600, "new"),
    ],
)
def test_older_copy(older: RobotsText | None, age: float, used: str) -> None:
    """Where robots.txt cannot be had, a good copy of less than a day serves; then nothing is asked."""
    before = read(older) if older else None
    broken, good = read(RobotsText(age, 500)), read(RobotsText(age, 200))

    assert usable(broken, before, age) is (before if used == "older" else broken)
    assert usable(good, before, age) is good


def test_refusal_names_agent_rule_and_group() -> None:
    """Whoever is refused learns by which line, and whether it was meant for everyone."""
    for_all = read(RobotsText(0, 200, FORBIDS)).judge("/a", "langson")
    for_us = read(RobotsText(0, 200, b"User-agent: LangSon\nDisallow: /a*\n")).judge("/a", "langson")

    assert refusal(for_all, "langson") == (
        "robots.txt refuses it to the agent 'langson': Disallow: / (line 2, for everyone)"
    )
    assert "Disallow: /a* (line 2, for the agent 'langson')" in refusal(for_us, "langson")


def test_delay_of_a_reading() -> None:
    """The pause comes from our group of the rules; without rules there is none."""
    rules = read(
        RobotsText(0, 200, b"User-agent: *\nCrawl-delay: 10\nUser-agent: langson\nCrawl-delay: 99\n")
    )
    assert (rules.delay("langson"), read(RobotsText(0, 404)).delay("langson")) == (30.0, 0.0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], ()),
        (["noindex"], ("noindex",)),
        (["NoIndex , NOARCHIVE"], ("noindex", "noarchive")),
        (["noindex", "noindex, none"], ("noindex", "none")),
        (["LangSon: noarchive, nosnippet"], ("noarchive", "nosnippet")),
        (["googlebot: none"], ()),
        (["noindex, unavailable_after: 25 Jun 2030 15:00:00 PST"], ("noindex",)),
        (["unavailable_after: 25 Jun 2030 15:00:00 PST"], ()),
        (["max-snippet:20, nofollow"], ("nofollow",)),
        (["\x1b[2J", "x" * 100_000, "", ":", ",,:,"], ()),
    ],
)
def test_x_robots_tag(values: list[str], words: tuple[str, ...]) -> None:
    """Only known words, and only those for everyone or for us, get into a record."""
    assert page_directives(values, "langson") == words
