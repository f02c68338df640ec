"""What once lost an article for ever: a passing fault, another option, or an odd page, and later runs."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.rim.command import langson, records, scrapy
from tests.rim.section import crawl_section, era1
from tests.rim.site import Answer, Site, article, listing, served

pytestmark = pytest.mark.drill

DAY = 24 * 3600


def paged(site: Site, pages: int, each: int = 4) -> list[str]:
    """A listing of many pages, whose pager names the next one; each page is a month older."""
    paths = []
    for page in range(1, pages + 1):
        numbers = [1000 + 10 * page + n for n in range(each)]
        after = f'<a href="/chinh-tri/page/{page + 1}/">{page + 1}</a>' if page < pages else ""
        shown = listing([era1(number) for number in numbers], after=after)
        site.routes[f"/chinh-tri/page/{page}/" if page > 1 else "/chinh-tri"] = shown
        for n, number in enumerate(numbers):
            stamp = f"{20 - n:02}/{13 - page:02}/2022 08:00"
            site.routes[era1(number)] = article(number, stamp=stamp)
            paths.append(era1(number))
    return paths


def crawl(site: Site, data: Path, *options: object, later: float = 0) -> int:
    """Crawl the section; the exit code."""
    return crawl_section(site, data, *options, later=later).returncode


@pytest.mark.parametrize(
    "hole",
    [Answer("<h1>404</h1>", status=404), Answer("<html><body></body></html>")],
    ids=["404", "empty"],
)
def test_a_page_of_the_listing_was_away_for_a_moment(site: Site, tmp_path: Path, hole: Answer) -> None:
    """A page that the pager named and that is not there is no end: the next run reads on through."""
    paths = paged(site, 8)
    whole = site.routes["/chinh-tri/page/6/"]
    site.routes["/chinh-tri/page/6/"] = hole
    crawl(site, tmp_path)
    assert len(records(tmp_path)) < len(paths)
    site.routes["/chinh-tri/page/6/"] = whole
    crawl(site, tmp_path)

    assert len(records(tmp_path)) == len(paths)


@pytest.mark.parametrize("options", [("--until", "2022-06-30"), ("--since", "2022-10-01")])
def test_a_run_over_some_days_then_one_over_all(site: Site, tmp_path: Path, options: tuple[str, str]) -> None:
    """What the first run left out is as good as new to the second, wherever it stands."""
    paths = paged(site, 8)
    crawl(site, tmp_path, *options)
    assert 0 < len(records(tmp_path)) < len(paths)
    crawl(site, tmp_path)

    assert len(records(tmp_path)) == len(paths)


def test_a_header_in_latin_1(site: Site, tmp_path: Path) -> None:
    """A header field with a byte that is no UTF-8 is no reason to lose a page."""
    site.routes["/chinh-tri"] = listing([era1(1001)])
    page = article(1001)
    site.routes[era1(1001)] = Answer(
        page.body, headers=(("Content-Disposition", 'inline; filename="h\xf4i"'),)
    )

    assert crawl(site, tmp_path) == 0
    assert langson("verify", "--data", tmp_path).returncode == 0


def test_an_address_given_by_hand_first(site: Site, tmp_path: Path) -> None:
    """An article that was asked for by its address is met in a listing later: one record, no conflict."""
    paths = paged(site, 1)
    given = site.url + paths[0]
    options = ("-s", f"LANGSON_DATA={tmp_path}", "-s", "DOWNLOAD_DELAY=0", "-a", f"origin={site.url}")
    assert scrapy("crawl", "article", "-a", f"url={given}", *options).returncode == 0

    assert crawl(site, tmp_path) == 0
    assert len(records(tmp_path)) == len(paths)


def test_a_pager_that_names_an_article(site: Site, tmp_path: Path) -> None:
    """An article stays an article whatever `rel=next` says."""
    paths = paged(site, 1)
    site.routes["/chinh-tri"] = listing(paths, after=f'<a rel="next" href="{paths[1]}">Sau</a>')
    crawl(site, tmp_path)
    crawl(site, tmp_path)

    assert len(records(tmp_path)) == len(paths)


def test_there_again(site: Site, tmp_path: Path) -> None:
    """An article that was gone and stands in the listing again is asked again; its tombstone goes."""
    paths = paged(site, 1)
    crawl(site, tmp_path)
    changed = str(article(1010).body).replace("đông đủ", "rất đông")
    site.routes[paths[0]] = Answer("<h1>404</h1>", status=404)
    crawl(site, tmp_path, "--revisit", "all")
    crawl(site, tmp_path, later=1.1 * DAY)
    site.routes[paths[0]] = Answer(changed)
    crawl(site, tmp_path, later=3 * DAY)

    connection = sqlite3.connect(tmp_path / "crawl.sqlite")
    assert connection.execute("SELECT count(*) FROM tombstone").fetchone() == (0,)
    connection.close()
    (record,) = [record for record in records(tmp_path) if record["id"] == "1010"]
    assert "rất đông" in str(record["body"])


def test_a_corrected_slug(site: Site, tmp_path: Path) -> None:
    """An article that moved to another slug is followed by the listing, and is not gone."""
    paths = paged(site, 1)
    crawl(site, tmp_path)
    page, moved = site.routes.pop(paths[0]), paths[0].replace("hoi-nghi", "hoi-nghi-moi")
    site.routes |= {moved: page, "/chinh-tri": listing([moved, *paths[1:]])}
    crawl(site, tmp_path, "--revisit", "all")
    crawl(site, tmp_path, later=1.1 * DAY)
    crawl(site, tmp_path, later=2.5 * DAY)

    connection = sqlite3.connect(tmp_path / "crawl.sqlite")
    assert connection.execute("SELECT count(*) FROM tombstone").fetchone() == (0,)
    query = "SELECT url, state FROM address WHERE key = 'main/1010'"
    assert connection.execute(query).fetchall() == [(site.url + moved, "done")]
    connection.close()


def test_robots_txt_opens(site: Site, tmp_path: Path) -> None:
    """What robots.txt refused, however often, is asked as soon as it may be."""
    paths = paged(site, 1)
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /*.html\n", type="text/plain")
    assert [crawl(site, tmp_path) for _ in range(3)] == [4, 4, 4]
    site.routes["/robots.txt"] = Answer("User-agent: *\nAllow: /\n", type="text/plain")

    assert crawl(site, tmp_path) == 0
    assert len(records(tmp_path)) == len(paths)


def test_a_clock_that_goes_back(site: Site, tmp_path: Path) -> None:
    """Runs keep their order, in the archive too."""
    paths = paged(site, 1)
    crawl(site, tmp_path, later=2 * DAY)
    site.routes[era1(1019)] = article(1019)
    site.routes["/chinh-tri"] = listing([era1(1019), *paths])
    assert crawl(site, tmp_path) == 0

    assert langson("verify", "--data", tmp_path).returncode == 0


def test_another_papers_folder(site: Site, tmp_path: Path) -> None:
    """A folder takes the pages of one paper only."""
    paged(site, 1)
    crawl(site, tmp_path)
    with served(Site()) as other:
        paged(other, 1)
        done = langson("crawl", "--origin", other.url, "--delay", 0, "--data", tmp_path)

        assert (done.returncode, other.log) == (2, [])
    assert "give another folder with --data" in done.stderr


def test_an_older_state(site: Site, tmp_path: Path) -> None:
    """A state put back from an older copy is refused: it would publish old texts over new ones."""
    paths = paged(site, 1)
    crawl(site, tmp_path)
    shutil.copytree(tmp_path, copy := tmp_path.with_name("copy"))
    site.routes[era1(1019)] = article(1019)
    site.routes["/chinh-tri"] = listing([era1(1019), *paths])
    crawl(site, tmp_path)
    for name in ("crawl.sqlite", "crawl.sqlite.seal"):
        shutil.copy(copy / name, tmp_path / name)

    assert crawl(site, tmp_path) == 6
    assert langson("rebuild", "--data", tmp_path).returncode == 0
    assert crawl(site, tmp_path) == 8
    assert len(records(tmp_path)) == len(paths) + 1


@pytest.mark.parametrize("options", [(), ("--since", "2022-11-01")], ids=["all", "since"])
def test_pinned_stories_before_the_new_one(site: Site, tmp_path: Path, options: tuple[str, ...]) -> None:
    """Four pages of old, known stories are pinned before the newest ones: the new one behind them is met."""
    paths = paged(site, 8)
    assert crawl(site, tmp_path) == 0
    site.routes[era1(1999)] = article(1999, stamp="21/12/2022 08:00")
    news, old = [era1(1999), *paths[:3]], [paths[4 * n : 4 * n + 4] for n in range(4, 8)]
    for number, shown in enumerate([*old, news, *[paths[4 * n : 4 * n + 4] for n in range(1, 4)]], 1):
        after = f'<a href="/chinh-tri/page/{number + 1}/">{number + 1}</a>' if number < 8 else ""
        site.routes[f"/chinh-tri/page/{number}/" if number > 1 else "/chinh-tri"] = listing(
            shown, after=after
        )

    assert crawl(site, tmp_path, *options) == 0
    assert "1999" in {record["id"] for record in records(tmp_path)}
