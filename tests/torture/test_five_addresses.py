"""Articles under five addresses each: one record, whatever is met and read first (faults.md P2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import orjson
import pytest

from crawler.discover.goal import Goal
from crawler.items import Page
from crawler.process import process
from crawler.replica import Newspaper
from crawler.sites.baolangson.listing import ListingLink
from crawler.sites.baolangson.urls import article_address
from crawler.store.meeting import meet
from crawler.store.records import address_key
from crawler.store.state import State
from tests.rim.command import langson, records
from tests.rim.site import Answer, Site, article, listing, served
from tests.torture.paper import NOW

pytestmark = pytest.mark.drill

PAPER = "https://baolangson.vn"


@dataclass(frozen=True)
class Five:
    """An article's number in its series, and the addresses that lead to it."""

    number: str
    addresses: tuple[str, ...]


def five(number: int, slug: str, random: Random, origin: str = PAPER) -> Five:
    """Five addresses of an article of era 1: old ones with and without section, the short link, era 2's."""
    ways = [
        f"/chinh-tri/{number}-{slug}.html",
        f"/chinh-tri/{number}-{slug}-moi.html",
        f"/chinh-tri/xay-dung-dang/{number}-{slug}.html",
        f"/tieu-diem/{number}-{slug}.html",
        f"/?p={number}",
        f"/{slug}-{1_000_000 + number}.html",
        f"/{slug}-sua-{1_000_000 + number}.html",
    ]
    return Five(str(number), tuple(origin + way for way in random.sample(ways, 5)))


def written(address: str, random: Random) -> str:
    """The address as some page writes it: another host of the paper, a parameter, a fragment."""
    mark = "&" if "?" in address else "?"
    tail = random.choice(("", f"{mark}utm_source=zalo", f"{mark}fbclid=x1", "#binh-luan"))
    host = random.choice(("https://baolangson.vn", "http://baolangson.vn", "https://old.baolangson.vn:443"))
    return address.replace(PAPER, host) + tail


def happenings(articles: list[Five], random: Random) -> Iterator[tuple[str, Five, str]]:
    """Each address is met in a listing, read, or both, in any order: (what, article, address)."""
    found = []
    for one in articles:
        ways = [random.choice((("met",), ("read",), ("met", "read"))) for _ in one.addresses]
        ways[0] = ("read",)
        found += [(way, one, url) for ways, url in zip(ways, one.addresses, strict=True) for way in ways]
    random.shuffle(found)
    return iter(found)


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.torture) for seed in range(2, 12))]
)
def test_in_the_state(seed: int, tmp_path: Path) -> None:
    """A hundred articles met and read in random order: each one record with all its addresses."""
    random, paper = Random(seed), Newspaper(8, 100, eras=(1,), origin=PAPER)
    articles = [five(int(paper.truth(n)["id"]), paper.story(n).slug, random) for n in range(100)]
    index = {one.number: n for n, one in enumerate(articles)}
    state, goal = State(tmp_path / "data", create=True), Goal()
    read: dict[str, set[str]] = {number: set() for number in index}
    for step, (what, one, url) in enumerate(happenings(articles, random)):
        seen, asked = NOW + timedelta(minutes=step), written(url, random)
        if what == "met":
            address = article_address(asked)
            assert address is not None
            link = {address_key(address): ListingLink(address, main=True)}
            meet(state, link, goal, found_at=seen.isoformat(), priority=1)
        else:
            read[one.number].add(url)
            page = paper.page(index[one.number], fetched_at=seen)
            headers = paper.headers(index[one.number])
            state.articles.save(process(Page(asked, page, headers, seen)), seen_at=seen.isoformat())
    kept = [line_of(line) for line in state.articles.lines()]
    state.close()

    assert Counter(number for number, _ in kept) == Counter(dict.fromkeys(index, 1))
    for number, urls in kept:
        own = {paper.address(index[number])}  # a page may name its address, which is none of the five
        assert read[number] <= urls <= {*articles[index[number]].addresses} | own


def line_of(line: bytes) -> tuple[str, set[str]]:
    """Number and addresses of a published line."""
    record = orjson.loads(line)
    urls = (article_address(url) for url in (record["url"], *record["aliases"]))
    hosts = (address.canonical for address in urls if address is not None)
    return record["id"], {url.replace("https://old.", "https://") for url in hosts}


def test_in_a_crawl(tmp_path: Path) -> None:
    """The same on the wire: five hundred links in the listings, a record and a request for each article."""
    random = Random(5)
    with served(Site()) as site:
        articles = [five(number, "hoi-nghi", random, site.url) for number in range(1001, 1101)]
        for one in articles:
            page = article(int(one.number), crumb="chinh-tri")
            site.routes.update({url.removeprefix(site.url): page for url in one.addresses})
        pages: list[list[str]] = [[] for _ in range(24)]
        for at, one in enumerate(articles):  # a listing leads on by articles that it has not shown yet
            for shown, url in zip(pages[at // 5 : at // 5 + 5], one.addresses, strict=True):
                shown.append(url.removeprefix(site.url))
        for number, shown in enumerate(pages[-3:], 2001):  # so that the last pages lead on, too
            shown.append(f"/chinh-tri/{number}-khac.html")
            site.routes[shown[-1]] = article(number)
        for number, shown in enumerate(pages, 1):
            after = f'<a href="/chinh-tri/page/{number + 1}/">{number + 1}</a>' if number < len(pages) else ""
            place = f"/chinh-tri/page/{number}/" if number > 1 else "/chinh-tri"
            site.routes[place] = listing(shown, after=after)
        site.routes["/"] = Answer("<html><body><h1>Báo</h1></body></html>")
        where = ("--origin", site.url, "--delay", 0, "--data", tmp_path, "--section", "chinh-tri")
        done = langson("crawl", *where, "--section", "chinh-tri/xay-dung-dang", "--section", "tieu-diem")
        asked = Counter(article_address(site.url + path, origin=site.url) for path in site.paths())

    stored = records(tmp_path)
    assert "Traceback" not in done.stderr
    assert Counter(record["id"] for record in stored) == Counter(
        [*(one.number for one in articles), "2001", "2002", "2003"]
    )
    numbers = Counter(address.id for address in asked.elements() if address is not None)
    assert max(numbers.values()) == 1
    addresses = {record["id"]: {record["url"], *record["aliases"]} for record in stored}
    assert {one.number: addresses[one.number] for one in articles} == {
        one.number: set(one.addresses) for one in articles
    }
