"""Whole crawls by every way to the articles: what is within its reach is found, the rest is said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.discover.sources.start import WORDS_OF_SECTIONS
from crawler.replica import Newspaper, search, server, site
from crawler.replica.reply import Ask, Reply
from crawler.replica.server import Served, serve
from tests.rim.command import langson, langson_later
from tests.rim.site import Answer, Site, article, served
from tests.rim.test_replica_crawl import keys, truths

Truths = Mapping[tuple[str, str], Any]
_NOT_ARTICLES = re.compile(r"\.html$")


def crawl(origin: str, data: Path, *options: object, later: float = 0) -> tuple[int, str]:
    """Crawl without a pause, so many seconds from now."""
    done = langson_later(later, "crawl", "--origin", origin, "--delay", 0, "--data", data, *options)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def pages(log: list[str]) -> list[str]:
    """What was asked that is neither an article nor robots.txt."""
    return [path for path in log if not _NOT_ARTICLES.search(path) and path != "/robots.txt"]


def report(data: Path) -> dict[str, Any]:
    """The last run's report."""
    last = max((data / "runs").iterdir())
    found: dict[str, Any] = json.loads((last / "report.json").read_bytes())
    return found


def everything(served: Served) -> Truths:
    """All political articles."""
    return truths(served)


def newest_fifty(served: Served) -> Truths:
    """Those among the fifty newest of all sections."""
    newest = {
        served.newspaper.truth(index)["id"] for index in served.newspaper.roll("", 2).cut(0, search_size())
    }
    return {key: truth for key, truth in truths(served).items() if truth["id"] in newest}


def search_size() -> int:
    """How many articles era 2's feed shows."""
    from crawler.replica.feeds import HOME_SIZE

    return HOME_SIZE


def matching(served: Served) -> Truths:
    """Those that the words match which are searched for."""
    paper, count = served.newspaper, served.edition.count
    hits = {
        index for words in WORDS_OF_SECTIONS.values() for index in search._hits(paper, words, True, count)
    }
    found = {paper.truth(index)["id"] for index in hits}
    return {key: truth for key, truth in truths(served).items() if truth["id"] in found}


SOURCES = [
    ("sitemap", 1, 11, everything, "sitemap answers"),
    ("rest", 1, 12, everything, "rest answers"),
    ("feed", 1, 13, everything, "feed answers"),
    ("feed", 2, 14, newest_fifty, "older ones are out of its reach; try --via sitemap or a web archive"),
    ("search", 2, 15, matching, "other articles are out of its reach"),
]


@pytest.mark.drill
@pytest.mark.parametrize(("only", "era", "seed", "reach", "said"), SOURCES)
def test_one_source_alone(
    only: str, era: int, seed: int, reach: Callable[[Served], Truths], said: str, tmp_path: Path
) -> None:
    """Where one way only is served, `auto` finds it and takes all that it shows; a second run looks at its
    front and changes nothing; rebuild makes the same of the archive."""
    with serve(Newspaper(seed, 90, eras=(era,)), sources=frozenset({only})) as served:
        code, out = crawl(served.origin, tmp_path)
        expected, before = reach(served), len(served.log)
        assert code == 0, out
        assert set(keys(tmp_path)) == set(expected)
        assert max(keys(tmp_path).values()) == 1
        assert said in out
        assert "listing does not answer" in out
        assert report(tmp_path)["sources"][only]["state"] == "answers"

        files = {path: path.read_bytes() for path in tmp_path.glob("articles/*")}
        first, (code, out) = len(pages(served.log)), crawl(served.origin, tmp_path)
        asked = pages(served.log[before:])
    assert code == 8, out
    assert {path: path.read_bytes() for path in tmp_path.glob("articles/*")} == files
    assert len(asked) == len(served.log[before:]) - 1, "no article was asked again"
    assert len(asked) < first / 2
    assert not any(re.search(r"page=[2-9]|paged=[2-9]", path) for path in asked)

    done = langson("rebuild", "--data", tmp_path, "--into", tmp_path / "anew")
    assert done.returncode == 0, done.stderr
    anew = {path.name: path.read_bytes() for path in (tmp_path / "anew").glob("articles/*")}
    assert anew == {path.name: text for path, text in files.items()}
    assert langson("verify", "--data", tmp_path).stdout == f"{tmp_path}: all is well\n"


@pytest.mark.drill
def test_listings_whose_articles_come_by_a_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing that names its category and shows nothing: the XHR shows all."""

    def veiled(paper: Newspaper, ask: Ask, *rest: Any) -> Reply:
        reply = site.respond(paper, ask, *rest)
        if site.source_of(ask) != "listing":
            return reply
        return replace(reply, body=re.sub(rb'href="[^"]*(?:\.html|page=\d+)"', b"", reply.body))

    monkeypatch.setattr(server, "respond", veiled)
    with serve(Newspaper(16, 90, eras=(2,)), sources=frozenset({"listing", "xhr"})) as served:
        code, out = crawl(served.origin, tmp_path)
        expected = truths(served)
    assert code == 0, out
    assert set(keys(tmp_path)) == set(expected)
    assert "answers" not in out, "the listings serve: nothing else was asked"


@pytest.mark.drill
@pytest.mark.parametrize("mode", ["loop", "endless", "empty", "gaps", "repeats", "calendar"])
def test_listings_that_lead_astray(mode: str, tmp_path: Path) -> None:
    """Loops, repeats, pages of nothing, the year 9999: every article is found, within a bound of requests."""
    with serve(Newspaper(17, 120, eras=(1, 2)), hostile=mode) as served:
        code, out = crawl(served.origin, tmp_path, "--section", "chinh-tri")
        expected = truths(served, ("chinh-tri",))
    assert code == 0, out
    assert set(keys(tmp_path)) == set(expected)
    assert len(pages(served.log)) <= 80


@pytest.mark.drill
def test_numbers_fill_the_gaps(tmp_path: Path) -> None:
    """Between the numbers that a file names, the others are tried; those that are nothing are no failure."""
    with serve(Newspaper(18, 60, eras=(1,)), sources=frozenset({"ids"})) as served:
        expected = truths(served)
        ordered = sorted(expected, key=lambda key: int(key[1]))
        ends = [expected[key]["url"] for key in (ordered[0], ordered[3])]
        within = {key for key in expected if int(ordered[0][1]) <= int(key[1]) <= int(ordered[3][1])}
        (tmp_path / "some.txt").write_text("\n".join([*ends, "no address", "# a comment"]))
        span = int(ordered[3][1]) - int(ordered[0][1])
        options = ("--via", "file,ids", "--addresses", tmp_path / "some.txt", "--budget", min(span, 3000))
        data = tmp_path / "data"
        code, out = crawl(served.origin, data, *options)
        found = set(keys(data))
    assert code == 0, out
    assert "2 articles named; 1 lines give no address" in out
    assert langson("rebuild", "--data", data, "--into", tmp_path / "anew").returncode == 0
    assert langson("verify", "--data", data).stdout == f"{data}: all is well\n"
    anew, kept = ({p.name: p.read_bytes() for p in d.glob("articles/*")} for d in (tmp_path / "anew", data))
    assert anew == kept
    assert found <= set(expected)
    assert {ordered[0], ordered[3]} <= found
    assert found == within or span > 3000


@pytest.mark.drill
def test_since_is_cheap(tmp_path: Path) -> None:
    """A source with days: what lies outside of the days wanted is not even asked for."""
    with serve(Newspaper(19, 150, eras=(1,)), sources=frozenset({"rest"})) as served:
        days = sorted(truth["published_at"] for truth in truths(served).values())
        since, until = days[-40][:10], days[-10][:10]
        code, out = crawl(served.origin, tmp_path, "--via", "rest", "--since", since, "--until", until)
    assert code == 0, out
    expected = {k for k, v in truths(served).items() if since <= v["published_at"][:10] <= until}
    assert set(keys(tmp_path)) == expected
    asked = [path for path in served.log if path.endswith(".html")]
    assert len(asked) <= len(expected) + 6, "English pages stand beside them"


MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def mapped(count: int, **headers: str) -> Site:
    """A paper without listings whose robots.txt names a sitemap of so many articles."""
    paths = [f"/chinh-tri/{number}-hoi-nghi.html" for number in range(1000, 1000 + count)]
    found = Site({path: article(1000 + n) for n, path in enumerate(paths)})

    def sitemap(asked: Any) -> Answer:
        entries = "".join(f"<url><loc>{found.url}{path}</loc></url>" for path in paths)
        return Answer(MAP.format(entries), type="text/xml", headers=tuple(headers.items()))

    def robots(asked: Any) -> Answer:
        return Answer(f"User-agent: *\nAllow: /\nSitemap: {found.url}/ban-do.xml\n", type="text/plain")

    found.routes |= {"/ban-do.xml": sitemap, "/robots.txt": robots}
    return found


def test_a_sitemap_that_robots_txt_names(tmp_path: Path) -> None:
    """It is found by its name there; the section that was asked for by name is no failure then."""
    with served(mapped(3)) as paper:
        code, out = crawl(paper.url, tmp_path, "--section", "chinh-tri")
    assert code == 0, out
    assert {key[1] for key in keys(tmp_path)} == {"1000", "1001", "1002"}
    assert "sitemap answers: 3 articles shown" in out
    assert paper.paths().count("/ban-do.xml") == 1


@pytest.mark.drill
def test_a_named_source_that_does_not_answer(tmp_path: Path) -> None:
    """It is said, with what to do, and the exit code is that of a section that is not there."""
    with served(mapped(2)) as paper:
        code, out = crawl(paper.url, tmp_path, "--via", "feed,sitemap")
        assert (code, len(keys(tmp_path))) == (3, 2), out
        assert "no-such-source" in out
        assert "leave --via out to use what answers" in out
        assert "/chinh-tri" not in paper.paths(), "the listings were not named"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--via", "rss"), "via: 'rss' is none of auto, listing, feed"),
        (("--via", " "), "via: it is empty"),
        (
            ("--via", "file", "--addresses", "missing.txt"),
            "missing.txt: No such file or directory",
        ),
        (("--since", "2999-01-01"), "since: 2999-01-01 is in the future"),
    ],
)
def test_a_slip_asks_nobody(options: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """A way or a day that cannot be is refused before a request is sent."""
    done = langson("crawl", "--origin", "http://127.0.0.1:9", "--data", tmp_path / "d", *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "d").exists()


@pytest.mark.drill
def test_an_unchanged_part_is_not_sent_again(tmp_path: Path) -> None:
    """A part of a sitemap is asked for on a condition by the next run."""
    paper = mapped(2)
    whole = paper.routes["/ban-do.xml"]

    def index(asked: Any) -> Answer:
        loc = f"<sitemap><loc>{paper.url}/phan.xml</loc></sitemap>"
        text = MAP.replace("urlset", "sitemapindex").format(loc)
        return Answer(text, type="text/xml", headers=(("ETag", '"i"'),))

    def part(asked: Any) -> Answer:
        if asked.headers.get("if-none-match") == '"p"':
            return Answer(status=304)
        assert callable(whole)
        return replace(whole(asked), headers=(("ETag", '"p"'),))

    paper.routes |= {"/ban-do.xml": index, "/phan.xml": part}
    with served(paper) as running:
        assert crawl(running.url, tmp_path)[0] == 0
        mark = len(running.log)
        assert crawl(running.url, tmp_path)[0] == 8
        log = [one for one in running.log[mark:] if one.path != "/robots.txt"]
        asked = [(one.path, one.headers.get("if-none-match")) for one in log]
        assert asked == [("/ban-do.xml", None), ("/phan.xml", '"p"')]
    done = langson("rebuild", "--data", tmp_path, "--into", tmp_path / "anew")
    assert done.returncode == 0, done.stderr


@pytest.mark.drill
def test_silent_sources_are_asked_again_some_days_later(tmp_path: Path) -> None:
    """What did not answer is left alone for some days; then it may have come."""
    with served(mapped(2)) as paper:
        crawl(paper.url, tmp_path)
        for later, again in ((3600.0, False), (8 * 86400.0, True)):
            mark = len(paper.log)
            crawl(paper.url, tmp_path, later=later)
            asked = {one.path for one in paper.log[mark:]}
            assert ("/feed/" in asked) is again
            assert ("/chinh-tri" in asked) is again


@pytest.mark.drill
@pytest.mark.parametrize(
    ("only", "options", "code", "words"),
    [
        ("sitemap", ("--via", "listing"), 5, ("only listing was looked at", "langson doctor")),
        ("sitemap", ("--via", "ids"), 5, ("ids: nothing was tried", "first crawl by another way")),
        ("listing", ("--via", "listing,ids", "--budget", 1), 0, ("listing answers: ", " articles shown")),
    ],
)
def test_a_first_run_says_what_to_do(
    tmp_path: Path, only: str, options: tuple[object, ...], code: int, words: tuple[str, ...]
) -> None:
    """What a newcomer asks for in an empty folder: why nothing came, and what else there is."""
    with serve(Newspaper(7, 30), sources=frozenset({only})) as paper:
        found, said = crawl(paper.origin, tmp_path, *options)

    assert found == code, said
    assert all(word in said for word in words), said
    assert "nothing has changed there" not in said
