"""The robots middleware alone: every waiting request gets the rules, whatever became of robots.txt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.fetch.robots_policy import MAX_AGE, RobotsText
from crawler.middlewares.host_gate import NotAsked
from crawler.middlewares.hosts import ForeignHost
from crawler.middlewares.robots import RobotsMiddleware, RobotsRefusal, RobotsUnreachable

SITE = "https://baolangson.vn"
Answer = Callable[[Request], Response]


class Engine:
    """An engine that answers the request for robots.txt after a moment, and counts."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.meta: dict[str, Any] = {}
        self.delays: list[tuple[str, float]] = []  # what the gate was told

    async def download_async(self, request: Request) -> Response:
        """Answer as the next of `answers` does; the last one stays."""
        self.asked.append(request.url)
        self.meta = request.meta
        await asyncio.sleep(0.01)
        return (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(request)


class Gate:
    """The host gate, as far as robots.txt is concerned."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def raise_delay(self, url: str, seconds: float) -> None:
        """Note what is asked."""
        self.engine.delays.append((url, seconds))


@pytest.fixture(autouse=True)
def _gates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.middlewares.robots.gate_of", lambda crawler: Gate(crawler.engine))


def middleware(engine: Engine, **changes: str) -> RobotsMiddleware:
    """The middleware as in a crawl, but for the engine."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.update(changes)
    stats = SimpleNamespace(inc_value=lambda name: None)
    crawler: Any = SimpleNamespace(
        settings=settings, engine=engine, stats=stats, spider=None, get_extension=lambda kind: None
    )
    return RobotsMiddleware.from_crawler(crawler)


def says(status: int, text: str = "", url: str = f"{SITE}/robots.txt") -> Answer:
    """An answer to the request for robots.txt."""
    return lambda request: Response(url, status=status, body=text.encode())


def breaks(error: Exception) -> Answer:
    """A download that ends with an error."""

    def answer(request: Request) -> Response:
        raise error

    return answer


async def ends(robots: RobotsMiddleware, *paths: str) -> list[str]:
    """Ask for paths of the site at once: what became of each."""
    requests = [Request(path if "//" in path else SITE + path) for path in paths]
    done = await asyncio.gather(*map(robots.process_request, requests), return_exceptions=True)
    return ["asked" if end is None else type(end).__name__ for end in done]


def test_every_waiting_request_is_given_the_rules() -> None:
    """Requests that come while robots.txt is on its way are refused like the first; it is asked once."""
    engine = Engine(says(200, "User-agent: *\nDisallow: /chinh-tri\n"))
    found = asyncio.run(ends(middleware(engine), *[f"/chinh-tri/{n}" for n in range(8)], "/tieu-diem"))

    assert found == [RobotsRefusal.__name__] * 8 + ["asked"]
    assert engine.asked == [f"{SITE}/robots.txt"]


def test_each_origin_is_asked() -> None:
    """Host, port and scheme make an origin; one's rules are not another's."""
    engine = Engine(says(200, "User-agent: *\nDisallow: /\n"), says(404))
    places = [f"{SITE}/a", "https://old.baolangson.vn/a", "http://baolangson.vn/a", f"{SITE}/b"]
    found = asyncio.run(ends(middleware(engine), *places))

    assert found == ["RobotsRefusal", "asked", "asked", "RobotsRefusal"]
    assert len(engine.asked) == 3


@pytest.mark.parametrize(
    "answer",
    [
        says(404, "User-agent: *\nDisallow: /"),
        says(410),
        says(401),
        says(403),
        says(200),
        says(200, "<html><body>Trang chủ</body></html>"),
        says(200, "\ufeffUser-agent: other\r\nDisallow: /\r\n"),
        says(200, "User-agent: langson\nAllow: /\n\nUser-agent: *\nDisallow: /"),
        says(200, "#" + "x" * 600_000 + "\nUser-agent: *\nDisallow: /\n"),
    ],
)
def test_allowed(answer: Answer) -> None:
    """No robots.txt, a forbidden one, one that does not speak to us: the pages may be asked."""
    assert asyncio.run(ends(middleware(Engine(answer)), "/a", "/b")) == ["asked", "asked"]


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /",
        "\ufeffUser-agent: *\r\nDisallow: /\r\n",
        "User-agent: *\rDisallow: /\r",
        "User-agent: LangSon\nDisallow: /\n\nUser-agent: *\nAllow: /",
        "User-agent: *\n" + "Allow: /never\n" * 25_000 + "Disallow: /\n",
    ],
)
def test_refused(text: str) -> None:
    """Whatever the line ends, a rule for us or for all holds, also one 350 KB down the file."""
    assert asyncio.run(ends(middleware(Engine(says(200, text))), "/a")) == ["RobotsRefusal"]


@pytest.mark.parametrize(
    "answer",
    [
        says(500),
        says(503, "User-agent: *\nAllow: /"),
        says(429),
        says(304),
        breaks(DownloadTimeoutError()),
        breaks(DownloadConnectionRefusedError()),
        breaks(CannotResolveHostError()),
        breaks(DownloadFailedError("certificate verify failed")),
        breaks(ResponseDataLossError()),
        breaks(IgnoreRequest("max redirections reached")),
        breaks(ForeignHost("elsewhere")),
        breaks(RuntimeError("whatever")),
    ],
)
def test_unreachable(answer: Answer) -> None:
    """Where the rules cannot be had, nothing is asked, by no request, and the reason is in words."""
    robots = middleware(Engine(answer))

    assert asyncio.run(ends(robots, "/a", "/b", "/c")) == [RobotsUnreachable.__name__] * 3
    with pytest.raises(RobotsUnreachable, match="cannot be had, so nothing is asked: "):
        asyncio.run(middleware(Engine(answer)).process_request(Request(f"{SITE}/a")))


@pytest.mark.parametrize(
    ("asked", "told"), [("0.2", [0.2]), ("10", [10.0]), ("3600", [30.0]), ("soon", []), ("0", [])]
)
def test_crawl_delay(asked: str, told: list[float]) -> None:
    """The gate, which keeps the longest pause, is told of a Crawl-delay: 30 s at most, and no junk."""
    engine = Engine(says(200, f"User-agent: *\nAllow: /\nCrawl-delay: {asked}\n"))
    asyncio.run(ends(middleware(engine), "/a"))

    assert engine.delays == [(f"{SITE}/a", seconds) for seconds in told]


class Clock:
    """A clock that goes when it is told to."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_rules_grow_old() -> None:
    """After a day robots.txt is read anew; where it cannot be had then, nothing is asked until it can."""
    engine, clock = Engine(says(200, "User-agent: *\nDisallow: /a\n"), says(503), says(404)), Clock()

    async def days() -> list[str]:
        robots, found = middleware(engine), []
        robots.clock = clock
        for wait in (0, MAX_AGE - 60, 120, MAX_AGE - 60, 120):
            clock.now += wait
            found += [*await ends(robots, "/a", "/b"), str(len(engine.asked))]
        return found

    refused, unreachable = "RobotsRefusal", "RobotsUnreachable"
    assert asyncio.run(days()) == [
        *(refused, "asked", "1"),
        *(refused, "asked", "1"),
        *(unreachable, unreachable, "2"),
        *(unreachable, unreachable, "2"),
        *("asked", "asked", "3"),
    ]


@pytest.mark.parametrize(
    ("age", "earlier", "found"),
    [
        (3600, RobotsText(0, 200, b"User-agent: *\nDisallow: /a"), ["RobotsRefusal", "asked"]),
        (3600, RobotsText(0, 404), ["asked", "asked"]),
        (MAX_AGE + 1, RobotsText(0, 404), ["RobotsUnreachable"] * 2),
        (3600, RobotsText(0, 503), ["RobotsUnreachable"] * 2),
    ],
)
def test_a_copy_of_an_earlier_run(age: float, earlier: RobotsText, found: list[str]) -> None:
    """Where robots.txt cannot be had, what a run of the same day received serves instead."""
    engine, clock = Engine(says(503)), Clock()
    robots = middleware(engine)
    robots.clock = clock
    text = RobotsText(clock.now - age, earlier.status, earlier.body)
    robots.remember(SITE, text)

    assert asyncio.run(ends(robots, "/a", "/b")) == found
    assert len(engine.asked) == 1  # it is asked for first
    assert robots.texts[SITE].status == 503


def test_a_copy_is_not_asked_when_the_rules_can_be_had() -> None:
    """What is received now counts, not what was received before."""
    robots = middleware(Engine(says(200, "User-agent: *\nDisallow: /a\n")))
    robots.remember(SITE, RobotsText(robots.clock() - 60, 404))

    assert asyncio.run(ends(robots, "/a")) == ["RobotsRefusal"]


def test_the_end_of_the_run_is_no_trouble_of_the_server() -> None:
    """Whoever waits for robots.txt when the run ends was not asked; nothing is said of the server."""
    robots = middleware(Engine(breaks(NotAsked())))

    assert asyncio.run(ends(robots, "/a", "/b")) == ["NotAsked", "NotAsked"]
    assert robots.texts == {}


RULES = "User-agent: *\nDisallow: /noi-bo\nDisallow: /*?in=\nAllow: /chinh-tri\n"


@pytest.mark.parametrize(
    ("answer", "path", "words"),
    [
        (says(200, RULES), "/chinh-tri/1-a.html", "allowed: Allow: /chinh-tri (line 4)"),
        (says(200, RULES), "/the-thao", "allowed: no rule matches"),
        (says(404), "/a", "allowed: no robots.txt (HTTP 404)"),
        (says(403), "/a", "allowed: no robots.txt (HTTP 403)"),
        (says(200, "<!doctype html>"), "/a", "allowed: robots.txt is a page in HTML without rules"),
    ],
)
def test_the_verdict_goes_with_the_request(answer: Answer, path: str, words: str) -> None:
    """The record can say under which rule the page was fetched."""
    request = Request(SITE + path)
    asyncio.run(middleware(Engine(answer)).process_request(request))

    assert request.meta["robots"] == words


@pytest.mark.parametrize(
    ("path", "rule"),
    [("/noi-bo/x", "Disallow: /noi-bo (line 2"), ("/chinh-tri?in=1", "Disallow: /*?in= (line 3")],
)
def test_a_refusal_names_its_rule(path: str, rule: str) -> None:
    """Rule, line and agent are said; another group's rules are not."""
    text = RULES.replace("/chinh-tri", "/c") + "User-agent: other\nDisallow: /\n"
    with pytest.raises(RobotsRefusal) as caught:
        asyncio.run(middleware(Engine(says(200, text))).process_request(Request(SITE + path)))

    assert str(caught.value) == f"robots.txt refuses it to the agent 'langson': {rule}, for everyone)"


def test_permission() -> None:
    """With a permission a refused address is asked, and the record names it; robots.txt is still read."""
    engine = Engine(says(200, RULES + "Crawl-delay: 7\n"))
    robots = middleware(engine, LANGSON_PERMISSION=" Toà soạn,\n24/11/2026: chính trị ")
    refused, allowed = Request(f"{SITE}/noi-bo/1"), Request(f"{SITE}/chinh-tri/1")

    async def both() -> None:
        await robots.process_request(refused)
        await robots.process_request(allowed)

    asyncio.run(both())
    assert refused.meta["robots"] == (
        "permission: Toà soạn, 24/11/2026: chính trị (refused: Disallow: /noi-bo (line 2))"
    )
    assert allowed.meta["robots"] == "allowed: Allow: /chinh-tri (line 4)"
    assert robots.texts[SITE].body == (RULES + "Crawl-delay: 7\n").encode()
    assert engine.delays[0] == (refused.url, 7.0)


@pytest.mark.parametrize("answer", [says(503), breaks(DownloadTimeoutError())])
def test_permission_is_none_for_a_server_in_trouble(answer: Answer) -> None:
    """A server that cannot give robots.txt is left alone, whoever permitted what."""
    robots = middleware(Engine(answer), LANGSON_PERMISSION="Toà soạn")
    assert asyncio.run(ends(robots, "/a")) == ["RobotsUnreachable"]


def test_robots_txt_is_asked_for_once_and_briefly() -> None:
    """Everything waits for it: fifteen seconds, no second try, five redirects at most, before all else."""
    engine = Engine(breaks(DownloadTimeoutError()))
    asyncio.run(ends(middleware(engine), "/a", "/b"))

    assert engine.asked == [f"{SITE}/robots.txt"]
    assert {name: engine.meta[name] for name in ("download_timeout", "dont_retry", "redirect_ttl")} == {
        "download_timeout": 15.0,
        "dont_retry": True,
        "redirect_ttl": 5,
    }


def test_what_was_received_is_kept() -> None:
    """The run can record each origin's robots.txt: when, status, text, or what went wrong."""
    clock = Clock()
    robots = middleware(
        Engine(says(200, "#" * 600_000), breaks(DownloadTimeoutError()), says(404, "không có"))
    )
    robots.clock = clock
    asyncio.run(ends(robots, "/a", "http://baolangson.vn/a", "https://old.baolangson.vn/a", f"{SITE}:443/a"))

    (first, second, third) = robots.texts.values()
    assert list(robots.texts) == [SITE, "http://baolangson.vn", "https://old.baolangson.vn"]
    assert (first.fetched_at, first.status, len(first.body)) == (clock.now, 200, 500 * 2**10 + 1)
    assert (second.status, second.body) == (None, b"")
    assert second.trouble.startswith("timeout, ")
    assert (third.status, third.body.decode()) == (404, "không có")
