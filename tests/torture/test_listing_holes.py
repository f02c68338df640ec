"""A listing's page that cannot be had for some runs: the articles behind it are not lost (faults.md P2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rim.command import langson, records
from tests.rim.site import Answer, Site, article, listing, served

pytestmark = pytest.mark.drill

REFUSED = Answer("<h1>403</h1>", status=403)


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty paper on loopback."""
    with served(Site()) as running:
        yield running


def era1(number: int) -> str:
    """An era 1 address."""
    return f"/chinh-tri/{number}-hoi-nghi-lan-thu-{number}.html"


def place(page: int) -> str:
    """Where a page of the listing is."""
    return f"/chinh-tri/page/{page}/" if page > 1 else "/chinh-tri"


def print_paper(site: Site, articles: int, *, each: int = 4) -> None:
    """Give the listing of so many articles, the newest first."""
    numbers = range(1000 + articles - 1, 999, -1)
    pages = [numbers[at : at + each] for at in range(0, articles, each)]
    for page, shown in enumerate(pages, start=1):
        after = f'<a href="{place(page + 1)}">{page + 1}</a>' if page < len(pages) else ""
        site.routes[place(page)] = listing([era1(number) for number in shown], after=after)
    for number in numbers:
        days, hour = divmod(number - 1000, 8)
        stamp = f"{1 + days % 28:02}/{1 + days // 28:02}/2022 {8 + hour:02}:00"
        site.routes[era1(number)] = article(number, stamp=stamp)


def crawl(site: Site, data: Path) -> int:
    """Crawl the section; the exit code."""
    where = ("--origin", site.url, "--delay", 0, "--data", data, "--section", "chinh-tri")
    done = langson("crawl", *where)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


@pytest.mark.parametrize("before", [0, 8], ids=["first reading", "later reading"])
@pytest.mark.parametrize("runs", [1, 2, 3, 4])
def test_a_page_is_refused_run_after_run(site: Site, tmp_path: Path, before: int, runs: int) -> None:
    """However often page 6 was not there, once it is back the walk goes on behind it."""
    if before:
        print_paper(site, before)
        crawl(site, tmp_path)
    print_paper(site, 40)
    whole = site.routes[place(6)]
    site.routes[place(6)] = REFUSED
    codes = [crawl(site, tmp_path) for _ in range(runs)]
    site.routes[place(6)] = whole
    crawl(site, tmp_path)

    assert len(records(tmp_path)) == 40, codes
