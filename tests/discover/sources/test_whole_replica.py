"""Every source alone: its parser, walked to the end over the replica, finds each article in its reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.discover.sources.found import Question, SourceLink
from crawler.discover.sources.parse import parse_source
from crawler.discover.sources.start import first_addresses
from crawler.discover.window import VIETNAM, Window
from crawler.errors import NotSourceError
from crawler.replica import Newspaper
from crawler.replica.reply import Ask, Reply
from crawler.replica.site import respond

NOW = datetime(2026, 11, 1, 10, 20, 31, tzinfo=VIETNAM)
ORIGIN = "http://127.0.0.1:8000"
SECTIONS = ("chinh-tri", "thong-bao")
HOSTILE = ("loop", "endless", "empty", "gaps", "repeats", "calendar")


@cache
def paper(eras: tuple[int, ...] = (1, 2)) -> Newspaper:
    return Newspaper(seed=9, articles=130, eras=eras, origin=ORIGIN)


def asked(newspaper: Newspaper, url: str, source: str, hostile: str | None = None) -> Reply:
    parts = urlsplit(url)
    ask = Ask(parts.path, dict(parse_qsl(parts.query)), {}, len(newspaper), NOW, hostile)
    return respond(newspaper, ask, sources=frozenset({source}))


def walked(
    newspaper: Newspaper,
    source: str,
    sections: tuple[str, ...] = SECTIONS,
    window: Window | None = None,
    hostile: str | None = None,
    **start: tuple[str, ...],
) -> tuple[dict[str, SourceLink], int]:
    """Ask every address a source leads to, at most 60: (id -> link, how many were asked)."""
    question = Question(origin=ORIGIN, sections=sections, window=window or Window())
    waiting: list[tuple[str, str | None]] = []
    waiting += [(url, None) for url in first_addresses(source, ORIGIN, sections, **start)]
    seen: set[str] = set()
    found: dict[str, SourceLink] = {}
    while waiting and len(seen) < 60:
        url, section = waiting.pop(0)
        reply = asked(newspaper, url, source, hostile) if url not in seen else None
        seen.add(url)
        if reply is None or reply.status != 200:
            continue
        try:
            page = parse_source(
                source, reply.body, url, replace(question, section=section, headers=reply.headers)
            )
        except NotSourceError:
            continue
        found |= {link.address.id: link for link in page.links}
        waiting += [(part.url, part.section) for part in page.parts]
    return found, len(seen)


def truth(newspaper: Newspaper, era: int, paths: tuple[str, ...] = ("",)) -> dict[str, date]:
    """Id and day of publication of what stands in an era's listings."""
    return {
        str(newspaper.story(index).number): newspaper.story(index).published.date()
        for path in paths
        for index in newspaper.roll(path, era)
    }


@pytest.mark.parametrize("hostile", [None, *HOSTILE])
@pytest.mark.parametrize(
    ("source", "paths"),
    [("feed", ("",)), ("sitemap", ("",)), ("rest", (*SECTIONS, "en/politics"))],
    ids=lambda v: str(v),
)
def test_era_1_sources_find_all(source: str, paths: tuple[str, ...], hostile: str | None) -> None:
    """Feed, sitemap and REST of a WordPress show each article in their reach, also where lists misbehave."""
    newspaper = paper((1,))
    found, requests = walked(newspaper, source, hostile=hostile)

    assert set(found) == set(truth(newspaper, 1, paths))
    assert hostile is not None or requests < 30


@pytest.mark.parametrize("source", ["feed", "rest"])
def test_days_are_those_of_publication(source: str) -> None:
    """Feed and REST give the day of publication; a sitemap's lastmod is an upper bound only."""
    newspaper = paper((1,))
    days = truth(newspaper, 1)
    found, _ = walked(newspaper, source)

    assert {key: link.day for key, link in found.items()} == {key: days[key] for key in found}
    assert all(link.is_published for link in found.values())


def test_sitemap_days_are_upper_bounds() -> None:
    """A lastmod is never taken for the day of publication."""
    found, _ = walked(paper((1,)), "sitemap")

    assert {link.is_published for link in found.values()} == {False}
    assert all(link.day is not None for link in found.values())


def test_rest_names_the_section() -> None:
    """A post is named for the category under which the interface shows it, as a path."""
    found, _ = walked(paper((1,)), "rest")
    places = {
        link.address.canonical.removeprefix(ORIGIN).rpartition("/")[0].strip("/") for link in found.values()
    }

    assert (
        {link.section for link in found.values()}
        == places
        == {
            *SECTIONS,
            "chinh-tri/xay-dung-dang",
            "en/politics",  # the English edition's name of chinh-tri
        }
    )


def test_rest_asks_for_the_days_wanted() -> None:
    """A window stands in the addresses asked, with a day of margin on either side."""
    window = Window(datetime(2020, 1, 1, tzinfo=VIETNAM), datetime(2021, 1, 1, tzinfo=VIETNAM))
    question = Question(origin=ORIGIN, sections=("chinh-tri",), window=window)
    body = b'[{"id": 58, "slug": "chinh-tri", "parent": 0, "count": 3}]'
    (part,) = parse_source("rest", body, first_addresses("rest", ORIGIN)[0], question).parts

    query = dict(parse_qsl(urlsplit(part.url).query))
    assert (query["after"], query["before"]) == ("2019-12-31T00:00:00", "2021-01-02T00:00:00")


@pytest.mark.parametrize("since", ["2016-01-01", "2023-06-01"])
def test_a_feed_is_left_where_it_is_older(since: str) -> None:
    """No page behind the days wanted is asked, and no article within them is missed."""
    newspaper = paper((1,))
    first = datetime.fromisoformat(since).replace(tzinfo=VIETNAM)
    found, requests = walked(newspaper, "feed", (), Window(since=first))
    _, all_requests = walked(newspaper, "feed", ())
    wanted = {key for key, day in truth(newspaper, 1).items() if day >= first.date()}

    assert wanted <= set(found)
    assert requests < all_requests


@pytest.mark.parametrize("hostile", [None, *HOSTILE])
def test_era_2_search_finds_all_that_holds_the_words(hostile: str | None) -> None:
    """The search page, walked to its end, gives each hit with its day and nothing of the boxes beside."""
    newspaper = paper((2,))
    found, _ = walked(newspaper, "search", hostile=hostile, words=("hội nghị",))
    days = truth(newspaper, 2)

    assert len(found) > 20
    assert {key: (link.day, link.is_published) for key, link in found.items()} == {
        key: (days[key], True) for key in found
    }
    first = asked(newspaper, first_addresses("search", ORIGIN, words=("hội nghị",))[0], "search")
    total = parse_source("search", first.body, f"{ORIGIN}/search", Question(origin=ORIGIN)).total
    assert total == len(found)


def test_era_2_feed() -> None:
    """Era 2's one feed shows the newest articles with their days, and ends there."""
    newspaper = paper((2,))
    found, requests = walked(newspaper, "feed", ())
    newest = [str(newspaper.story(index).number) for index in newspaper.roll("", 2).cut(0, 50)]

    assert list(found) == newest
    assert requests == 2
