"""Whole crawls of the replica newspaper: everything political once, nothing else, whatever moves."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.discover.scope import in_sections
from crawler.replica import Newspaper
from crawler.replica.server import Served, serve
from crawler.sites.baolangson.urls import POLITICS_SECTIONS
from crawler.store.records import series
from tests.rim.command import langson, records


def truths(served: Served, sections: tuple[str, ...] = POLITICS_SECTIONS) -> dict[tuple[str, str], Any]:
    """The true records of what has appeared in the sections, by series and number, Vietnamese pages only."""
    found = {}
    for index in range(served.edition.count):
        truth = served.newspaper.truth(index)
        if truth["language"] == "vi" and in_sections(truth["section"], truth["subsection"], sections):
            found[("main", truth["id"])] = truth
    return found


def crawl(served: Served, data: Path, *options: object) -> tuple[int, str]:
    """Crawl the replica without a pause."""
    done = langson("crawl", "--origin", served.origin, "--delay", 0, "--data", data, *options)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def keys(data: Path) -> Counter[tuple[str, str]]:
    """The stored Vietnamese articles, by series and number."""
    found = (r for r in records(data) if r["language"] == "vi")
    return Counter((series(r["crawl"]["layout"], r["language"]), r["id"]) for r in found)


def english(served: Served) -> set[str]:
    """The titles of the English edition's politics."""
    found = (served.newspaper.truth(index) for index in range(served.edition.count))
    return {truth["title"] for truth in found if truth["language"] == "en"}


_DRILL = pytest.mark.drill


@pytest.mark.parametrize("eras", [pytest.param((1,), marks=_DRILL), pytest.param((2,), marks=_DRILL), (1, 2)])
def test_every_politics_article_once(eras: tuple[int, ...], tmp_path: Path) -> None:
    """Both eras' listings, whatever their paging: each political article is stored once, no other one."""
    with serve(Newspaper(7, 260, eras=eras)) as served:
        code, said = crawl(served, tmp_path)
        expected, translated = truths(served), english(served)

    assert code in (0, 3), said
    stored = keys(tmp_path)
    assert {r["title"] for r in records(tmp_path) if r["language"] == "en"} == translated
    assert {truth["section"][:6] for truth in expected.values()} >= {"bau-cu", "uncate"}
    assert max(stored.values()) == 1
    assert set(stored) <= set(expected), said
    assert len(set(expected) - set(stored)) == _refused(said), said


def _refused(said: str) -> int:
    """How many pages the crawl says it could not read."""
    return sum(int(number) for number in re.findall(r"^(?:failed|quarantine) +(\d+)", said, re.MULTILINE))


@pytest.mark.drill
def test_new_stories_during_the_crawl(tmp_path: Path) -> None:
    """A story appears at the top of the listing after every 25 requests: none is lost, none comes twice."""
    with serve(Newspaper(8, 300, eras=(2,)), shift_every=25) as served:
        code, said = crawl(served, tmp_path, "--section", "chinh-tri")
        expected = truths(served, ("chinh-tri",))
        born = served.edition.count - 300

    assert code in (0, 3), said
    assert born > 3
    missing = set(expected) - set(keys(tmp_path))
    assert len(missing) <= _refused(said) + 1, said  # one may have appeared after the last look
    assert max(keys(tmp_path).values()) == 1


def test_fields_are_the_truths(tmp_path: Path) -> None:
    """What is stored is what the replica says of its pages."""
    with serve(Newspaper(9, 120)) as served:
        crawl(served, tmp_path, "--section", "chinh-tri")
        expected = truths(served, ("chinh-tri",))

    stored = records(tmp_path)
    assert len(stored) > 30
    for record in stored:
        truth = expected[("main", record["id"])]
        names = ("title", "view_count", "section", "subsection", "tags")
        assert record["published_at"][:16] == truth["published_at"][:16]
        assert {name: record[name] for name in names} == {name: truth[name] for name in names}


@pytest.mark.drill
def test_since(tmp_path: Path) -> None:
    """With `since`, what is stored is what was published since, and few older articles are asked."""
    with serve(Newspaper(10, 600, eras=(2,))) as served:
        every = truths(served, ("chinh-tri",))
        days = sorted(truth["published_at"] for truth in every.values())
        since = days[-20][:10]
        code, said = crawl(served, tmp_path, "--section", "chinh-tri", "--since", since)

    expected = {key for key, truth in every.items() if truth["published_at"][:10] >= since}
    assert code in (0, 3), said
    assert set(keys(tmp_path)) <= expected
    assert len(expected - set(keys(tmp_path))) == _refused(said), said
    asked = {path for path in served.log if path.endswith(".html")}
    assert len(asked) < len(every) / 2
