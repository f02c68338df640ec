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

from crawler.discover.robots import MAX_AGE
from crawler.middlewares.hosts import ForeignHost
from crawler.middlewares.robots import RobotsMiddleware, RobotsRefusal, RobotsUnreachable

SITE = "https://baolangson.vn"
Answer = Callable[[Request], Response]


class Engine:
    """An engine that answers the request for robots.txt after a moment, and counts."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.slot = SimpleNamespace(delay=1.0, concurrency=4, jitter=0.5)
        self.downloader = SimpleNamespace(
            slots={"baolangson.vn": self.slot},
            per_slot_settings={},
            get_slot_key=lambda request: request.url.split("/")[2],
        )

    async def download_async(self, request: Request) -> Response:
        """Answer as the next of `answers` does; the last one stays."""
        self.asked.append(request.url)
        await asyncio.sleep(0.01)
        return (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(request)


def middleware(engine: Engine) -> RobotsMiddleware:
    """The middleware as in a crawl, but for the engine."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    stats = SimpleNamespace(inc_value=lambda name: None)
    crawler: Any = SimpleNamespace(settings=settings, engine=engine, stats=stats, spider=None)
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


@pytest.mark.parametrize(("asked", "kept"), [("0.2", 1.0), ("10", 10.0), ("3600", 30.0), ("soon", 1.0)])
def test_crawl_delay(asked: str, kept: float) -> None:
    """A longer pause than ours is kept, also by a slot made anew, and then by one request at a time."""
    engine = Engine(says(200, f"User-agent: *\nAllow: /\nCrawl-delay: {asked}\n"))
    asyncio.run(ends(middleware(engine), "/a"))

    assert engine.slot.delay == kept
    new = {"baolangson.vn": {"delay": kept, "concurrency": 1, "jitter": 0.0}} if kept > 1 else {}
    assert engine.downloader.per_slot_settings == new


def test_rules_grow_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a day robots.txt is read anew; where it cannot be had then, the old rules serve on."""
    engine = Engine(says(200, "User-agent: *\nDisallow: /a\n"), says(503), says(404))

    async def days() -> list[str]:
        robots, loop = middleware(engine), asyncio.get_running_loop()
        now, found = loop.time(), []
        for day in range(3):
            with monkeypatch.context() as clock:
                clock.setattr(loop, "time", lambda moment=now + day * (MAX_AGE + 60): moment)
                task = robots._rules_for(Request(f"{SITE}/a"))
            await task
            with monkeypatch.context() as clock:
                clock.setattr(loop, "time", lambda moment=now + day * (MAX_AGE + 60): moment)
                same = robots._rules_for(Request(f"{SITE}/a"))
            assert same is task
            parser = task.result().parser
            found.append("asked" if parser is None or parser.allowed(f"{SITE}/a", "langson") else "refused")
        return found

    assert asyncio.run(days()) == ["refused", "refused", "asked"]
    assert len(engine.asked) == 3
