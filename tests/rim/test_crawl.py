"""Whole crawls of a tiny paper: what is found, what is refused, what is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rim.command import langson, records
from tests.rim.site import Answer, Asked, Site, article, listing, served


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty paper on loopback."""
    with served(Site()) as running:
        yield running


def era1(number: int, section: str = "chinh-tri") -> str:
    """An era 1 address."""
    return f"/{section}/{number}-hoi-nghi-lan-thu-{number}.html"


def era2(number: int) -> str:
    """An era 2 address."""
    return f"/hoi-nghi-lan-thu-{number}-{2_000_000 + number}.html"


def publish(site: Site, paths: dict[str, Answer]) -> None:
    """Put articles on the site."""
    site.routes.update(paths)


def crawl(site: Site, data: Path, *options: object, section: str = "chinh-tri") -> tuple[int, str, str]:
    """Crawl the site without a pause; exit code, standard output, standard error."""
    done = langson(
        "crawl", "--origin", site.url, "--delay", 0, "--data", data, "--section", section, *options
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def files(data: Path) -> dict[str, tuple[bytes, int]]:
    """The published files: their bytes and when they were written."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in data.glob("articles/*")}


@pytest.mark.drill
def test_every_address_has_an_end(site: Site, tmp_path: Path) -> None:
    """Stored, failed, set aside and filtered add up to what was found, each with its reason."""
    good, gone, empty, sport = era1(1001), era1(1002), era1(1003), era1(1004, "the-thao")
    site.routes["/chinh-tri"] = listing([good, gone, empty], aside=[sport])
    publish(site, {good: article(1001), empty: Answer("<html><h1>Chỉ có tiêu đề</h1></html>")})

    code, out, err = crawl(site, tmp_path)

    assert code == 3, err
    assert [record["id"] for record in records(tmp_path)] == ["1001"]
    found, stored, failed, quarantine, filtered = out.splitlines()[:5]
    assert found.split()[:2] == ["found", "4"]
    assert stored.split()[:2] == ["stored", "1"]
    assert failed.split() == ["failed", "1", "http-404", "1"]
    assert quarantine.split()[:2] == ["quarantine", "1"]
    assert filtered.split() == ["filtered", "1", "other-section", "1"]
    assert gone in out
    assert sport not in site.paths()


def test_second_run_changes_no_byte(site: Site, tmp_path: Path) -> None:
    """A crawl of an unchanged site leaves every published file as it is."""
    paths = [era1(number) for number in range(1001, 1006)]
    site.routes["/chinh-tri"] = listing(paths)
    publish(site, {path: article(1001 + n) for n, path in enumerate(paths)})

    assert crawl(site, tmp_path)[0] == 0
    before = files(tmp_path)
    asked = len(site.paths())
    code, _, err = crawl(site, tmp_path)

    assert code == 8, err  # nothing new
    assert before == files(tmp_path)
    assert not [path for path in site.paths()[asked:] if path in paths]


@pytest.mark.drill
@pytest.mark.parametrize("form", ["path", "query", "rel", "unnamed"])
def test_paging_forms(site: Site, tmp_path: Path, form: str) -> None:
    """`/page/N/`, `?page=N`, rel=next, and a next page that no link names are followed to the end."""
    pages = [[era1(number) for number in range(1000 + 10 * n, 1010 + 10 * n)] for n in range(3)]
    address = "/chinh-tri/page/{}/" if form in ("path", "unnamed") else "/chinh-tri?page={}"
    for n, paths in enumerate(pages, start=1):
        rel = ' rel="next"' if form == "rel" else ""
        after = f'<a{rel} href="{address.format(n + 1)}">{n + 1}</a>' if n < 3 and form != "unnamed" else ""
        if form == "unnamed" and n == 2:
            after = f'<a href="{address.format(3)}">3</a>'
        site.routes["/chinh-tri" if n == 1 else address.format(n)] = listing(paths, after=after)
    publish(site, {path: article(int(path.split("/")[2][:4])) for paths in pages for path in paths})

    code, _, err = crawl(site, tmp_path)

    assert code == 0, err
    assert len(records(tmp_path)) == 30
    assert len([path for path in site.paths() if path.endswith(".html")]) == 30


@pytest.mark.drill
def test_xhr_paging(site: Site, tmp_path: Path) -> None:
    """Where only a button leads on, the category's XHR list is read, asked as the page's script would."""
    paths = [era2(number) for number in range(40)]

    def more(asked: Asked) -> Answer:
        if asked.headers.get("x-requested-with") != "XMLHttpRequest":
            return Answer("{}", status=403)
        page = int(asked.path.partition("page=")[2].partition("&")[0])
        data = ", ".join(f'{{"link": "{path}"}}' for path in paths[(page - 1) * 12 : page * 12])
        return Answer(f'{{"data": [{data}]}}', type="application/json")

    site.routes["/chinh-tri"] = listing(paths[:10], after='<button data-category-id="58">Xem thêm</button>')
    site.routes["/list-post-by-category"] = more
    publish(site, {path: article(n, crumb="chinh-tri") for n, path in enumerate(paths)})

    code, _, err = crawl(site, tmp_path)

    assert code == 0, err
    assert len(records(tmp_path)) == 40


@pytest.mark.drill
def test_stories_that_push_others_down_lose_nothing(site: Site, tmp_path: Path) -> None:
    """After every listing page asked, a whole page of new stories appears: all are found, each asked once."""
    shown = [era1(number) for number in range(2000, 1970, -1)]
    coming = [[era1(number) for number in range(2010 + 10 * n, 2000 + 10 * n, -1)] for n in range(3)]

    def page(asked: Asked) -> Answer:
        number = int(asked.path.rstrip("/").rpartition("/")[2]) if "/page/" in asked.path else 1
        part = shown[(number - 1) * 10 : number * 10]
        if coming:
            shown[:0] = coming.pop(0)
        last = number * 10 >= len(shown)
        after = "" if last else f'<a href="/chinh-tri/page/{number + 1}/">{number + 1}</a>'
        return listing(part, after=after) if part else Answer("", status=404)

    site.routes.update({"/chinh-tri": page} | {f"/chinh-tri/page/{n}/": page for n in range(2, 9)})
    publish(site, {era1(number): article(number) for number in range(1971, 2031)})

    code, _, err = crawl(site, tmp_path)

    assert code == 0, err
    assert {record["id"] for record in records(tmp_path)} == {str(number) for number in range(1971, 2031)}
    asked = [path for path in site.paths() if path.endswith(".html")]
    assert len(asked) == len(set(asked)) == 60


@pytest.mark.drill
def test_since_and_until(site: Site, tmp_path: Path) -> None:
    """Articles outside the days are filtered with a reason, and paging ends after two older pages."""
    pages = {n: [era1(9000 - 10 * n - k) for k in range(5)] for n in range(1, 9)}
    for n, paths in pages.items():
        place = "/chinh-tri" if n == 1 else f"/chinh-tri/page/{n}/"
        site.routes[place] = listing(paths, after=f'<a href="/chinh-tri/page/{n + 1}/">{n + 1}</a>')
        stamp = f"{10 - n:02}/10/2022 | 08:00:00"
        publish(site, {path: article(k, stamp=f"Ngày {stamp}") for k, path in enumerate(paths)})

    code, out, err = crawl(site, tmp_path, "--since", "2022-10-07", "--until", "2022-10-08")

    assert code == 0, err
    assert {record["published_at"][:10] for record in records(tmp_path)} == {"2022-10-07", "2022-10-08"}
    assert "newer-than-until 5" in out
    assert "older-than-since 10" in out
    assert "/chinh-tri/page/5/" in site.paths()
    assert "/chinh-tri/page/6/" not in site.paths()


@pytest.mark.drill
def test_era_2_section_is_the_pages_own(site: Site, tmp_path: Path) -> None:
    """An era 2 address names no section: the breadcrumb does; without one the main list decides."""
    politics, sport = era2(1), era2(2)
    plain, beside = era2(3), era2(4)
    site.routes["/chinh-tri"] = listing([politics, plain, era2(5)], aside=[sport, beside])
    publish(site, {politics: article(1, crumb="chinh-tri"), sport: article(2, crumb="the-thao")})
    publish(site, {plain: article(3), beside: article(4), era2(5): article(5, crumb="chinh-tri")})

    code, out, err = crawl(site, tmp_path)

    assert code == 0, err
    assert {record["id"] for record in records(tmp_path)} == {"2000001", "2000003", "2000005"}
    assert "other-section 2" in out


@pytest.mark.drill
def test_one_article_under_two_addresses(site: Site, tmp_path: Path) -> None:
    """Era 1's address and the migrated one are one record with an alias, asked once."""
    old, new = era1(531453), "/hoi-nghi-lan-thu-muoi-1531453.html"
    site.routes["/chinh-tri"] = listing([new], after='<a href="/chinh-tri/page/2/">2</a>')
    site.routes["/chinh-tri/page/2/"] = listing([old, era1(531452)])
    publish(site, {new: article(7, crumb="chinh-tri"), old: article(7), era1(531452): article(8)})

    code, _, err = crawl(site, tmp_path)

    assert code == 0, err
    both = {record["id"]: record for record in records(tmp_path)}
    assert both["531453"]["url"] == site.url + new
    assert both["531453"]["aliases"] == [site.url + old]
    assert old not in site.paths()


def test_robots_refusal_is_loud(site: Site, tmp_path: Path) -> None:
    """Where robots.txt refuses, nothing is asked, and the run says so with an exit code of its own."""
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", type="text/plain")
    site.routes["/chinh-tri"] = listing([era1(1001)])

    code, _, err = crawl(site, tmp_path)

    assert code == 4
    assert site.paths() == []
    assert "REFUSED BY robots.txt" in err
    assert "agent 'langson'" in err
    assert records(tmp_path) == []


@pytest.mark.drill
def test_robots_refusal_of_articles_alone(site: Site, tmp_path: Path) -> None:
    """Listings allowed, articles refused: no article is asked, each is counted, the exit code is the same."""
    site.routes["/robots.txt"] = Answer("User-agent: langson\nDisallow: /*.html$\n", type="text/plain")
    site.routes["/chinh-tri"] = listing([era1(1001), era1(1002)])

    code, out, _ = crawl(site, tmp_path)

    assert code == 4
    assert "robots 2" in out
    assert [path for path in site.paths() if path.endswith(".html")] == []


@pytest.mark.drill
def test_redirect_to_another_host_is_not_followed(site: Site, tmp_path: Path) -> None:
    """A redirect out of the site ends there, with its reason; the other host hears nothing."""
    with served(Site()) as other:
        away = Answer("", status=302, headers=(("Location", f"{other.url}/chinh-tri/1001-a.html"),))
        site.routes["/chinh-tri"] = listing([era1(1001), era1(1002)])
        publish(site, {era1(1001): away, era1(1002): article(1002)})

        code, out, _ = crawl(site, tmp_path)

    assert code == 3
    assert "foreign-address 1" in out
    assert other.log == []


@pytest.mark.drill
def test_wrong_slug_redirects(site: Site, tmp_path: Path) -> None:
    """WordPress leads a wrong slug to the right one: one record under its canonical address."""
    wrong, right = "/chinh-tri/1001-sai.html", era1(1001)
    site.routes["/chinh-tri"] = listing([wrong])
    publish(site, {wrong: Answer("", status=301, headers=(("Location", right),)), right: article(1001)})

    code, _, err = crawl(site, tmp_path)

    assert code == 0, err
    (record,) = records(tmp_path)
    assert record["url"] == site.url + right
    assert record["crawl"]["fetched_url"] == site.url + wrong


@pytest.mark.drill
@pytest.mark.parametrize(
    ("answer", "reason", "expected"),
    [
        (Answer("<html><body><p>Không có gì</p></body></html>"), "empty-listing", 5),
        (Answer("", status=404), "no-such-section", 5),
        pytest.param(Answer("", status=500), "http-500", 5, marks=pytest.mark.drill),
    ],
)
def test_a_listing_that_shows_nothing(
    site: Site, tmp_path: Path, answer: Answer, reason: str, expected: int
) -> None:
    """An empty, missing or broken listing of a section asked by name is a failed run, no empty success."""
    site.routes["/chinh-tri"] = answer

    code, out, err = crawl(site, tmp_path)

    assert code == expected, err
    assert f"{reason} 1" in out
    assert "nothing found" in err


@pytest.mark.drill  # the host is waited for
def test_a_broken_page_of_a_listing_makes_the_run_partial(site: Site, tmp_path: Path) -> None:
    """What lies behind a listing page that cannot be had is not known: the run says so."""
    site.routes["/chinh-tri"] = listing([era1(1001)], after='<a href="/chinh-tri/page/2/">2</a>')
    site.routes["/chinh-tri/page/2/"] = Answer("", status=503)
    publish(site, {era1(1001): article(1001)})

    code, out, _ = crawl(site, tmp_path)

    assert code == 3
    assert "http-503 1" in out
    assert "/chinh-tri/page/2/" in out


@pytest.mark.drill
def test_max_pages(site: Site, tmp_path: Path) -> None:
    """No more pages of a listing are read than asked for."""
    for n in range(1, 5):
        after = f'<a href="/chinh-tri/page/{n + 1}/">{n + 1}</a>'
        site.routes["/chinh-tri" if n == 1 else f"/chinh-tri/page/{n}/"] = listing(
            [era1(1000 + n)], after=after
        )
        publish(site, {era1(1000 + n): article(1000 + n)})

    code, _, err = crawl(site, tmp_path, "--max-pages", 2)

    assert code == 0, err
    assert {record["id"] for record in records(tmp_path)} == {"1001", "1002"}


@pytest.mark.drill
def test_nobody_answers(tmp_path: Path) -> None:
    """A site that is not there is exit code 5, in words."""
    with served(Site()) as gone:
        pass
    code, _, err = crawl(gone, tmp_path)

    assert code == 5
    assert "does it answer" in err


@pytest.mark.drill
def test_the_request_is_honest(site: Site, tmp_path: Path) -> None:
    """The agent names program and contact; no cookie set by the site comes back."""
    cookie = (("Set-Cookie", "id=1; Path=/"),)
    page = listing([era1(1001)])
    site.routes["/chinh-tri"] = Answer(page.body, headers=cookie)
    publish(site, {era1(1001): article(1001)})

    assert crawl(site, tmp_path, "--contact", "desk@example.org")[0] == 0

    agents = {asked.headers["user-agent"] for asked in site.log}
    assert agents == {"langson/0.1.0 (research crawler of political news; contact: desk@example.org)"}
    assert not any("cookie" in asked.headers for asked in site.log)
