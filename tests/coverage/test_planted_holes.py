"""Holes planted in the replica: all are named with the right cause, and nothing else is."""

from __future__ import annotations

import json
import random
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from crawler.report.completeness.days_off import tet
from crawler.store.state import State
from tests.coverage.planted import PlantedPaper, Politics, plant, planted, politics
from tests.rim.command import Done, langson, langson_later

DAY = timedelta(days=1)
# Reads what the sitemap shows and asks for none of it: nothing is so young.
SITEMAP = ("--via", "sitemap", "--since", "2026-06-20", "--revisit", "none")


def paper(seed: int, articles: int, first: date, last: date) -> Newspaper:
    """A paper of era 1, whose sitemap names every article with its day."""
    ends = [datetime(day.year, day.month, day.day, 7, tzinfo=VIETNAM) for day in (first, last)]
    return Newspaper(seed, articles, eras=(1,), first=ends[0], last=ends[1])


def crawl(site: PlantedPaper, data: Path, *options: object) -> Done:
    """Crawl it without a pause."""
    done = langson("crawl", "--origin", site.url, "--delay", 0, "--data", data, *options)
    assert "Traceback" not in done.stderr
    return done


def found(data: Path, code: int, *options: object) -> dict[str, Any]:
    """What `langson coverage` says, as JSON."""
    done = langson("coverage", "--data", data, "--format", "json", *options)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stdout[-2000:] + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def causes(answer: dict[str, Any]) -> dict[str, str]:
    """The articles' holes."""
    return {hole["key"]: hole["cause"] for hole in answer["holes"] if hole["kind"] == "article"}


def others(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The other holes: listings, silent days."""
    return [hole for hole in answer["holes"] if hole["kind"] != "article"]


def interrupt(data: Path, site: PlantedPaper, article: Politics) -> None:
    """Let an article wait, as a run leaves it that was stopped before it came so far."""
    state = State(data, create=True)
    try:
        goal = state.frontier.goal(next(state.database.rows("SELECT text FROM goal"))[0])
        now = datetime.now(VIETNAM).isoformat()
        state.frontier.add_article(article.key, site.url + article.path, goal=goal, form="main", found_at=now)
    finally:
        state.close()


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(4))
def test_planted_articles(seed: int, tmp_path: Path) -> None:
    """Missing, unreadable, circling, forbidden, refused by robots.txt, shown by the sitemap only, waiting,
    and one that the sitemap has lost but a listing shows: each at random places of a whole crawl."""
    newspaper = paper(seed, 150, date(2026, 3, 1), date(2026, 6, 1))
    site = PlantedPaper(newspaper=newspaper)
    known = [article for article in politics(newspaper) if article.day < date(2026, 5, 15)]
    *articles, waiting, unmapped = random.Random(seed).sample(known, len(known))
    expected = plant(site, articles, seed)
    site.hidden.add(waiting.path)
    site.unmapped.add(unmapped.path)
    with planted(site):
        first = crawl(site, tmp_path, "--via", "listing", "--revisit", "none")
        second = crawl(site, tmp_path, *SITEMAP)
        interrupt(tmp_path, site, waiting)
    answer = found(tmp_path, 3, "--until", "2026-05-20")

    assert first.returncode == 3
    assert causes(answer) == expected | {waiting.key: "not-fetched"}, first.stdout + second.stderr
    assert others(answer) == []  # the paper's last days, from the 20th on, are another test's
    assert all(hole["advice"] and not hole["explained"] for hole in answer["holes"])
    days = {article.key: article.day.isoformat() for article in [*articles, waiting]}
    assert {hole["key"] for hole in answer["holes"] if hole["day"] not in (None, days[hole["key"]])} == set()


LOST, QUIET = date(2026, 1, 21), date(2026, 1, 11)  # a Wednesday, a Sunday
NOBODY, WELL, MET_NOBODY = "nobody", "a run that went well", "a run that met nobody"


@pytest.mark.drill
@pytest.mark.parametrize(
    ("look", "cause"), [(NOBODY, "not-looked-at"), (WELL, "site-silent"), (MET_NOBODY, "we-broke")]
)
def test_planted_silence(look: str, cause: str, tmp_path: Path) -> None:
    """A lost day is named, with what the runs of those days came to. Quiet Sundays, one of them without a
    word, and Tết are not named."""
    newspaper = paper(5, 1_700, date(2025, 12, 15), date(2026, 3, 10))
    site = PlantedPaper(newspaper=newspaper, hidden=_without(newspaper))
    with planted(site):
        if look != NOBODY:
            site.until = datetime(2026, 1, 22, 12, tzinfo=VIETNAM)
            origin = site.url if look == WELL else "http://127.0.0.1:9"
            options = ("--origin", origin, "--delay", 0, "--via", "sitemap", "--since", "2026-01-22")
            seconds = (site.until - datetime.now(VIETNAM)).total_seconds()
            langson_later(seconds, "crawl", "--data", tmp_path, *options)
            site.until = None
        if look == MET_NOBODY:
            _move(tmp_path, site.url)
        crawl(site, tmp_path, *SITEMAP)
    answer = found(tmp_path, 3, "--until", "2026-03-09")

    days = [hole for hole in others(answer) if hole["kind"] == "days"]
    assert [(hole["section"], hole["day"], hole["until"]) for hole in days] == [
        ("all sections", LOST.isoformat(), LOST.isoformat())
    ]
    assert days[0]["cause"] == cause


def _without(newspaper: Newspaper) -> set[str]:
    """The paths of what was never printed: the lost day, Sundays but for two articles, Tết."""
    off = {tet(2026) + DAY * number for number in range(-2, 7)}
    printed, hidden = Counter[date](), set()
    for index in range(len(newspaper)):
        day = newspaper.chronicle.published(index).date()
        printed[day] += 1
        if day in off | {LOST, QUIET} or (day.weekday() == 6 and printed[day] > 2):
            hidden.add(newspaper.path(index))
    return hidden


def _move(data: Path, origin: str) -> None:
    """Let a run that met nobody have asked the paper where it is now."""
    with closing(sqlite3.connect(data / "crawl.sqlite")) as database, database:
        database.execute("UPDATE run SET options = json_set(options, '$.origin', ?)", (origin,))
    (data / "crawl.sqlite.seal").unlink(missing_ok=True)
