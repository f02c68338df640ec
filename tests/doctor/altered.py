"""The replica with its articles in a layout of the test's own: what a rebuilt site would look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.archive.exchange import Exchange
from crawler.fetch.robots_policy import RobotsText, read
from crawler.replica import Newspaper
from crawler.replica.reply import Ask, Reply, html
from crawler.replica.site import ROBOTS, SOURCES, respond
from crawler.replica.stamps import VIETNAM
from crawler.report.doctor.answers import read_answer
from crawler.report.doctor.diagnosis import Diagnosis, diagnose
from crawler.report.doctor.evidence import REFUSED, Asked, Evidence, Place
from crawler.report.doctor.plan import Reply as Reaction
from crawler.report.doctor.plan import steps
from crawler.sites.baolangson.paging import XHR_PATH
from crawler.store.replay.answer import REDIRECTS
from tests.rim.site import Answer, Site, served
from tests.rim.site import Asked as Request

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=VIETNAM)
SECTIONS = ("chinh-tri", "chinh-tri/xay-dung-dang")
PARAGRAPHS = [
    "Sáng 5/10, Ban Thường vụ Huyện uỷ tổ chức hội nghị giao ban công tác tháng, đánh giá kết quả.",
    "Phát biểu tại hội nghị, đồng chí Bí thư Huyện uỷ đề nghị các cơ quan, đơn vị tiếp tục rà soát.",
    "Các đại biểu đã thảo luận, đóng góp nhiều ý kiến vào dự thảo báo cáo và phương hướng thời gian tới.",
]
Twist = Callable[[str, Reply], Reply]
_MENU = '<ul><li><a href="/chinh-tri">Chính trị</a></li><li><a href="/kinh-te">Kinh tế</a></li></ul>'


def article(
    title: str,
    stamp: str = '<div class="t">Thứ tư, 05/10/2022 | 15:48:48</div>',
    heading: str = "<h1>{}</h1>",
    lead: str = '<p class="sapo"><b>{}</b></p>',
    text: str | None = None,
    foot: str = "",
    head: str = "",
    views: str = "<span>408 lượt xem</span>",
) -> str:
    """A page of the new layout; each part can be replaced."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[1:]) if text is None else text
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{head}'
        f"<title>{escape(title)}</title></head>"
        f"<body><header>Thứ ba, 24/11/2026</header>{_MENU}<main>{heading.format(escape(title))}{stamp}{views}"
        f"{lead.format(PARAGRAPHS[0])}<div class='w'>{body}<p><b>THANH HUYỀN</b></p></div></main>"
        f"<footer>Báo Lạng Sơn {foot}</footer><script>start()</script></body></html>"
    )


def in_layout(**parts: Any) -> Twist:
    """Give every article this layout."""

    def twist(path: str, reply: Reply) -> Reply:
        if not path.endswith(".html") or reply.status != 200:
            return reply
        found = re.search(r"<title>(.*?)(?: [–|-] .*?)?</title>", reply.body.decode())
        words = path.rpartition("/")[2].removesuffix(".html").replace("-", " ")
        return html(article(re.sub(r"&\w+;", "", found[1]) if found else words, **parts))

    return twist


def as_it_is(path: str, reply: Reply) -> Reply:
    """Change nothing."""
    return reply


@cache
def newspaper(origin: str, eras: tuple[int, ...] = (1, 2)) -> Newspaper:
    """The paper that is altered."""
    return Newspaper(1, 120, 40, eras, origin)


def answered(paper: Newspaper, target: str, twist: Twist, robots_txt: str, sources: frozenset[str]) -> Reply:
    """What the altered site says."""
    parts = urlsplit(target)
    headers = {"x-requested-with": "XMLHttpRequest"} if parts.path == XHR_PATH else {}
    ask = Ask(parts.path, dict(parse_qsl(parts.query)), headers, len(paper), NOW)
    return twist(parts.path, respond(paper, ask, robots_txt, sources))


def visit(
    twist: Twist = as_it_is,
    *,
    robots_txt: str = ROBOTS,
    sources: frozenset[str] = SOURCES,
    requests: int = 25,
    eras: tuple[int, ...] = (1, 2),
) -> tuple[Evidence, Diagnosis]:
    """A visit of the doctor without a network: the same plan, the same judgement."""
    paper = newspaper("http://127.0.0.1:8000", eras)
    place = Place(paper.origin, paper.origin, "langson", SECTIONS)
    rules = read(RobotsText(0.0, 200, robots_txt.encode()))
    exchanges, asked = [_exchange(f"{paper.origin}/robots.txt", html(robots_txt), {})], []
    answers = [read_answer(exchanges[0], place)]
    plan = steps(place)
    step = next(plan)
    with suppress(StopIteration):
        while True:
            answer = None
            if rules.judge(step.url.removeprefix(paper.origin), "langson").allowed:
                asked.append(Asked(step.url, step.way))
                for exchange in _hops(paper, step.url, step.way, twist, robots_txt, sources):
                    exchanges.append(exchange)
                    answer = read_answer(exchange, place)
                    answers.append(answer)
            else:
                asked.append(Asked(step.url, step.way, REFUSED, "robots", "robots.txt refuses it"))
            step = plan.send(Reaction(answer, requests - len(exchanges), robots=robots_txt.encode()))
    return Evidence(place, exchanges, asked), diagnose(place, answers, asked)


def _hops(
    paper: Newspaper, url: str, way: str, twist: Twist, robots_txt: str, sources: frozenset[str]
) -> Iterator[Exchange]:
    """The exchanges of a question: redirects, then the answer."""
    note = {"asked": url, "form": way}
    for _ in range(4):
        reply = answered(paper, url.removeprefix(paper.origin), twist, robots_txt, sources)
        yield _exchange(url, reply, note)
        if reply.status not in REDIRECTS:
            return
        url = reply.headers["Location"]


def _exchange(url: str, reply: Reply, note: dict[str, Any]) -> Exchange:
    headers = tuple(reply.headers.items())
    return Exchange(url=url, fetched_at=NOW, status=reply.status, headers=headers, body=reply.body, note=note)


@dataclass
class AlteredSite(Site):
    """The altered replica in place of written pages."""

    twist: Twist = as_it_is
    robots_txt: str = ROBOTS
    sources: frozenset[str] = SOURCES

    def answer(self, asked: Request) -> Answer:
        """What the altered site says."""
        self.log.append(asked)
        paper = newspaper(self.url)
        reply = answered(paper, asked.path, self.twist, self.robots_txt, self.sources)
        headers = tuple((k, v) for k, v in reply.headers.items() if k != "Content-Type")
        return Answer(reply.body, reply.status, reply.headers.get("Content-Type", ""), headers)


@contextmanager
def altered_site(
    twist: Twist = as_it_is, *, robots_txt: str = ROBOTS, sources: frozenset[str] = SOURCES
) -> Iterator[Site]:
    """The altered site on loopback."""
    with served(AlteredSite(twist=twist, robots_txt=robots_txt, sources=sources)) as site:
        yield site


def with_status(status: int, body: str = "", **headers: str) -> Twist:
    """Answer every page, but robots.txt, so."""

    def twist(path: str, reply: Reply) -> Reply:
        if path == "/robots.txt":
            return reply
        fields = {"Content-Type": "text/html; charset=UTF-8"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(html(body, status), headers=fields)

    return twist
