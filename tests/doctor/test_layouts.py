"""A site that was rebuilt, or that is shut: what the doctor says of it, and with which exit code."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from crawler.replica.reply import Reply, html
from crawler.replica.site import ROBOTS, SOURCES
from crawler.report.doctor.answers import read_answer
from crawler.report.doctor.diagnosis import diagnose
from crawler.report.doctor.evidence import Place
from crawler.report.doctor.plan import Reply as Reaction
from crawler.report.doctor.plan import steps
from crawler.report.doctor.words import markdown
from tests.doctor.altered import Twist, answered, as_it_is, in_layout, newspaper, visit, with_status

STAMP = "Thứ tư, 05/10/2022 | 15:48:48"
PICTURE = '<img src="/img/ngay-05-10-2022.png">'
DESCRIBED = f'<img src="/i/1.png" alt="{STAMP}">'
SHELL = '<html><head><title>Báo</title></head><body><div id="app"></div><script>a()</script></body></html>'
DECLARED = '<meta property="article:published_time" content="2022-10-05T15:48:48+07:00">'
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>"
)
LOGIN = (
    "<html><head><title>Đăng nhập</title></head><body><h1>Đăng nhập</h1><form><input type='password'></form>"
    "</body></html>"
)
MISSING = "<html><body><h1>404</h1></body></html>"


def at(path_begins: str, page: str) -> Twist:
    """Another page at some addresses."""

    def twist(path: str, reply: Reply) -> Reply:
        is_list = path.startswith(path_begins) and not path.endswith(".html")
        return html(page) if is_list else reply

    return twist


def shells(path: str, reply: Reply) -> Reply:
    """Articles that a script fills."""
    return html(SHELL) if path.endswith(".html") else reply


SCRIPTED_LIST = at(
    "/chinh-tri",
    '<html><head><title>Chính trị</title></head><body><h1>Chính trị</h1><a href="/">Trang chủ</a>'
    '<script>var a=["\\/hoi-nghi-giao-ban-5001942.html","\\/hoi-nghi-thang-5001943.html"]</script>'
    "</body></html>",
)
OTHER_ADDRESSES = at(
    "/chinh-tri",
    "<html><head><title>Chính trị</title></head><body><h1>Chính trị</h1>"
    + "".join(f'<a href="/tin/hoi-nghi-giao-ban-cong-tac-{n}">Tin</a>' for n in range(8))
    + "</body></html>",
)


@pytest.mark.parametrize(
    ("twist", "code", "field", "words"),
    [
        (as_it_is, 0, "", ()),
        (in_layout(), 0, "", ()),
        (in_layout(heading='<div class="x">{}</div>'), 0, "", ()),  # the head of the page names it
        (in_layout(stamp="<div>Oct 5th 2022 - 3:48PM</div>"), 0, "", ()),
        (in_layout(stamp=PICTURE), 9, "published_at", ("“/img/ngay-05-10-2022.png”, a picture below",)),
        (in_layout(stamp=DESCRIBED), 9, "published_at", (f"“{STAMP}”, in a picture below the title",)),
        (in_layout(stamp="", foot=STAMP), 9, "published_at", (STAMP, "in the page's foot")),
        (in_layout(stamp=""), 9, "published_at", ("No line or picture of the page looks like a date",)),
        (
            in_layout(stamp="<div>Ngày năm tháng mười năm 2022, lúc 15 giờ 48</div>"),
            9,
            "published_at",
            ("“Ngày năm tháng mười năm 2022, lúc 15 giờ 48”, below the title", "3 of 3 article pages"),
        ),
        (
            in_layout(stamp="<div>Thứ hai, 05/10/2022 | 15:48:48</div>"),
            9,
            "published_at",
            ("cannot be right", "Thứ hai, 05/10/2022"),
        ),
        (
            in_layout(stamp="", head=DECLARED),
            3,
            "published_at",
            ("only the page's head names one",),
        ),
        (in_layout(heading='<div class="x">Tin</div>'), 9, "title", ("No title was found",)),
        (
            in_layout(text="<div>{{ content }}</div>", lead="<p>{{{{lead}}}}</p>"),
            9,
            "body",
            ("2 templates that were not filled in", "a script in the reader's browser"),
        ),
        (shells, 9, "body", ("It seems that a script in the reader's browser fetches the text",)),
        (in_layout(lead=""), 0, "lead", ("it may be the text's first paragraph",)),
        (in_layout(views=""), 3, "view_count", ("none was found on 4 of 4 article pages of the old site",)),
        (SCRIPTED_LIST, 9, "", ("stand in its scripts", "these lead to articles: feeds")),
        (OTHER_ADDRESSES, 9, "", ("another form than the two that are known: http://127.0.0.1:8000/tin/",)),
        (with_status(403, CHALLENGE, cf_mitigated="challenge"), 9, "", ("a check for browsers",)),
        (with_status(200, LOGIN), 9, "", ("a login stands before the page",)),
        (with_status(403, "<html><body>no</body></html>"), 9, "", ("the server refuses it (HTTP 403)",)),
        (with_status(503, "busy"), 5, "", ("HTTP 503",)),
        (with_status(404, MISSING), 9, "", ("No way to the articles answers", "section listings, feeds")),
    ],
)  # fmt: skip
def test_what_is_said(twist: Twist, code: int, field: str, words: tuple[str, ...]) -> None:
    """Each change has its finding, about the right field, and its exit code; no change has none."""
    _, diagnosis = visit(twist)
    told = [finding for finding in diagnosis.findings if finding.field == field or not field]
    texts = " ".join(finding.text for finding in told)

    assert int(diagnosis.code) == code, diagnosis.findings
    assert all(word in texts for word in words), texts
    if code:
        assert all(finding.advice for finding in told if finding.kind != "note")
    else:
        assert {finding.kind for finding in diagnosis.findings} <= {"note"}


@pytest.mark.parametrize(
    ("robots_txt", "code", "kind", "words"),
    [
        (
            "User-agent: *\nDisallow: /\n",
            4,
            "robots",
            ("“Disallow: /” (line 2)", "no article may be"),
        ),
        ("User-agent: langson\nDisallow: /*.html\n", 4, "robots", ("refuses us articles", "/*.html")),
        ("User-agent: *\nDisallow: /search\n", 0, "note", ("the search", "other ways lead to them")),
        ("User-agent: *\nDisallow: /\nAllow: /*.html\n", 4, "robots", ("no way leads to them",)),
        ("User-agent: other\nDisallow: /\n", 0, "", ()),
    ],
)
def test_robots(robots_txt: str, code: int, kind: str, words: tuple[str, ...]) -> None:
    """Which rule refuses what is said, and what can be done; a refused search alone is no trouble."""
    _, diagnosis = visit(robots_txt=robots_txt)
    told = [
        finding for finding in diagnosis.findings if finding.kind == kind and "robots.txt" in finding.text
    ]

    assert int(diagnosis.code) == code
    assert all(any(word in finding.text for finding in told) for word in words), diagnosis.findings
    if code:
        assert all("--permission" in finding.advice for finding in told)


@pytest.mark.parametrize("source", sorted(SOURCES - {"ids"}))
def test_each_way_alone(source: str) -> None:
    """Where one way alone is served, that one answers and leads to articles that can be read."""
    _, diagnosis = visit(sources=frozenset({source}))
    answering = [way.name for way in diagnosis.ways if way.state == "answers"]

    assert source in answering
    assert set(answering) <= {source, "ids"}
    assert diagnosis.articles
    assert int(diagnosis.code) == 0, diagnosis.findings


@pytest.mark.parametrize("requests", [5, 12, 25, 60])
def test_requests_are_few(requests: int) -> None:
    """No more are sent than may be."""
    evidence, _ = visit(requests=requests)

    assert len(evidence.exchanges) <= requests


def test_both_eras_are_looked_at() -> None:
    """Within the usual number of requests three articles of each era are read."""
    _, diagnosis = visit()
    layouts = [reading.layout for reading in diagnosis.articles]

    assert layouts.count("era1") >= 3
    assert layouts.count("era2") >= 3


@pytest.mark.parametrize("twist", [in_layout(stamp="", foot=STAMP), shells, SCRIPTED_LIST, with_status(503)])
def test_a_newcomer_understands_it(twist: Twist) -> None:
    """The report names the page and what to do, holds no HTML and no name of a program's source."""
    _, diagnosis = visit(twist)
    text = "\n".join(markdown(diagnosis))
    problems = text[text.index("## What was found") : text.index("## robots.txt")]
    words = re.sub(r"https?://\S+|--\w+|\(?`[^`]*`\)?", "", problems).replace("WordPress", "")

    assert "Page: http://127.0.0.1:8000/" in problems
    assert "What to do: " in problems
    assert not re.search(r"[a-z]+_[a-z]+|\bNone\b|Error\b|\bcrawler\.|[a-z][A-Z]|\(\)", words), words
    assert not re.search(r"(?<!\\)<[a-z/!]", text)


def test_the_paper_itself_is_asked_on_both_hosts() -> None:
    """Where nothing answers at all, every way was tried once, on both hosts, in few requests."""
    place = Place("https://baolangson.vn", None, "langson", ("chinh-tri",))
    plan, asked = steps(place), []
    step = next(plan)
    with suppress(StopIteration):
        while True:
            asked.append(step)
            step = plan.send(Reaction(None, 23 - len(asked)))

    assert {step.way for step in asked} == {"listing", "feed", "sitemap", "rest", "search"}
    assert {urlsplit(step.url).netloc for step in asked} == {"baolangson.vn", "old.baolangson.vn"}
    assert len(asked) <= 15


def test_a_listing_that_loops() -> None:
    """A second page that is the first again is told, and does not end the visit."""

    def loop(path: str, reply: Reply) -> Reply:
        if path.startswith("/chinh-tri") and not path.endswith(".html") and "/feed" not in path:
            return answered(newspaper("http://127.0.0.1:8000"), "/chinh-tri", as_it_is, ROBOTS, SOURCES)
        return reply

    _, diagnosis = visit(loop)

    assert int(diagnosis.code) == 3
    assert "the same articles as the first" in diagnosis.findings[0].text


@pytest.mark.parametrize(
    ("eras", "said", "not_said"),
    [
        ((1,), "NOT SEEN: any article of the new site.", "All is well"),
        ((2,), "NOT SEEN: any article of the old site.", "All is well"),
        ((1, 2), "All is well", "NOT SEEN"),
    ],
)
def test_what_was_not_seen(eras: tuple[int, ...], said: str, not_said: str) -> None:
    """A visit that saw articles of one site only says so at its head, and what can be done."""
    _, diagnosis = visit(eras=eras)
    report = "\n".join(markdown(diagnosis))

    assert said in report
    assert not_said not in report
    assert ("langson scrape ADDRESS" in report) == (len(eras) == 1)
    assert int(diagnosis.code) == 0  # of a copy: it may hold a part only


def test_the_paper_without_its_new_site() -> None:
    """The paper's news stand on the new site: a visit that saw none of them is not all well."""
    evidence, _ = visit(eras=(1,))
    answers = [read_answer(exchange, evidence.place) for exchange in evidence.exchanges]

    def code(place: Place, asked: bool) -> int:
        return int(diagnose(place, answers, evidence.asked if asked else ()).code)

    paper = replace(evidence.place, copy=None)
    assert (code(paper, asked=True), code(paper, asked=False)) == (3, 0)
