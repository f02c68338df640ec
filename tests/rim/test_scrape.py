"""`langson scrape` against a site: lines on standard output, reasons on standard error."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.rim.command import Done, langson
from tests.rim.site import Answer, Site, article, listing, served

GOOD, GONE, LISTING = (f"/chinh-tri/{number}-hoi-nghi.html" for number in (1001, 1002, 1003))


@pytest.fixture
def site() -> Iterator[Site]:
    """A paper with one article, and a listing where an article should be."""
    with served(Site({GOOD: article(1001), LISTING: listing([GOOD])})) as running:
        yield running


def scrape(site: Site, *paths: str, stdin: str = "") -> Done:
    """Scrape paths of the site."""
    addresses = [site.url + path if path.startswith("/") else path for path in paths]
    return langson("scrape", "--origin", site.url, "--delay", 0, *addresses, stdin=stdin)


def test_one_line_each_and_nothing_else(site: Site) -> None:
    """A good article is one JSON line on standard output; standard error is silent."""
    done = scrape(site, GOOD)

    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["id"] == "1001"


@pytest.mark.drill
def test_addresses_from_standard_input(site: Site) -> None:
    """Without an address, or for -, they are read from standard input, each asked once."""
    done = scrape(site, stdin=f"{site.url}{GOOD}\n{site.url}{GOOD}\n")

    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert site.paths() == [GOOD]


@pytest.mark.drill
def test_each_failure_has_its_line(site: Site) -> None:
    """What fails is named with its reason, one line each; what is good is still printed."""
    done = scrape(site, GOOD, GONE, LISTING, "https://example.org/1-a.html", "/chinh-tri")

    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1001"]
    lines = done.stderr.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("langson: ") for line in lines)
    for address, reason in [
        (GONE, "failed: http-404"),
        (LISTING, "quarantine: missing:title"),
        ("https://example.org/1-a.html", "filtered: foreign-address"),
        ("/chinh-tri", "filtered: not-article"),
    ]:
        assert [line for line in lines if f"{address}: " in line and reason in line], done.stderr
    assert "/chinh-tri" not in site.paths()


def test_no_address(site: Site) -> None:
    """Nothing given is a usage error."""
    done = scrape(site, stdin="\n")

    assert done.returncode == 2
    assert (
        done.stderr == "langson: scrape: no address given; name one, or send one a line on standard input\n"
    )


@pytest.mark.drill
def test_robots_and_unreachable(site: Site) -> None:
    """Refused by robots.txt, and nobody there, have exit codes of their own."""
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /", type="text/plain")
    refused = scrape(site, GOOD)
    assert refused.returncode == 4
    assert refused.stdout == ""
    assert "REFUSED BY robots.txt" in refused.stderr
    assert site.paths() == []

    with served(Site()) as gone:
        pass
    silent = scrape(gone, GOOD)
    assert silent.returncode == 5
    assert "connection-refused" in silent.stderr
    assert "Traceback" not in silent.stderr
    assert len(silent.stderr.splitlines()) == 1


@pytest.mark.drill
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"%PDF-1.7", type="text/html"), "failed: not-html"),
        pytest.param(Answer("", status=200), "failed: empty", marks=pytest.mark.drill),
        (Answer("", status=302, headers=(("Location", GOOD + "?x"),)), None),
        (Answer("", status=302, headers=(("Location", GONE),)), "failed: redirect-loop"),
        (Answer("", status=302, headers=(("Location", "file:///etc/passwd"),)), "failed: redirect-scheme"),
        (Answer("x" * (9 * 2**20)), "failed: too-large"),
        (Answer("", status=403), "failed: http-403"),
        (Answer("<html><h1>Chỉ có tiêu đề</h1></html>"), "quarantine: missing:"),
    ],
)
def test_answers_that_give_no_record(site: Site, answer: Answer, reason: str | None) -> None:
    """Every kind of useless answer has its reason."""
    site.routes[GONE] = answer
    done = scrape(site, GONE)

    assert "Traceback" not in done.stderr
    if reason is None:
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1
