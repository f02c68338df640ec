"""The replica newspaper with holes planted in it: what it serves is changed on the way out."""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.discover.scope import in_sections
from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from crawler.replica.reply import Ask
from crawler.replica.site import respond
from crawler.sites.baolangson.urls import POLITICS_SECTIONS
from tests.rim.site import Answer, Asked, Site, served

NOWHERE = b"/lien-he"
# A page like any other, but for the stamp: nobody can say when it was published.
_SENTENCE = (
    "Sáng nay, Huyện uỷ tổ chức hội nghị giao ban công tác tháng, đánh giá kết quả thực hiện nhiệm vụ và bàn "
    "phương hướng trong thời gian tới."
)
UNREADABLE = (
    '<!doctype html><html lang="vi"><head><title>Hội nghị giao ban công tác tháng</title></head><body><main>'
    f"<article><h1>Hội nghị giao ban công tác tháng</h1><p>{_SENTENCE}</p><p>{_SENTENCE}</p></article></main>"
    "</body></html>"
)


@dataclass
class PlantedPaper(Site):
    """The replica, but for some paths.

    Attributes:
        newspaper: The replica.
        unlisted: Paths that no listing shows; the sitemap does.
        unmapped: Paths that the sitemap lacks; listings show them.
        hidden: Paths that nothing shows.
        until: What was published later has not appeared yet; None: everything has.
    """

    newspaper: Newspaper = field(default_factory=lambda: Newspaper(1, 1))
    unlisted: set[str] = field(default_factory=set)
    unmapped: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    until: datetime | None = None

    def answer(self, asked: Asked) -> Answer:
        """Answer as the replica does, with what is planted."""
        self.log.append(asked)
        parts = urlsplit(asked.path)
        route = self.routes.get(unquote(parts.path))
        if route is not None:
            return route if isinstance(route, Answer) else route(asked)
        query = dict(parse_qsl(parts.query))
        ask = Ask(unquote(parts.path), query, asked.headers, self._count(), datetime.now(VIETNAM))
        reply = respond(self.newspaper.at(self.url), ask)
        headers = {name.lower(): value for name, value in reply.headers.items()}
        kind = headers.pop("content-type", "text/html")
        body = self._without(reply.body, xml="xml" in kind)
        return Answer(body, reply.status, kind, tuple(headers.items()))

    def _count(self) -> int:
        published, indexes = self.newspaper.chronicle.published, range(len(self.newspaper))
        return len(indexes) if self.until is None else bisect_left(indexes, self.until, key=published)

    def _without(self, body: bytes, *, xml: bool) -> bytes:
        away = self.hidden | (self.unmapped if xml else self.unlisted)
        if not away:
            return body
        paths = b"|".join(re.escape(path.encode()) for path in sorted(away))
        return re.sub(paths, NOWHERE, body)


@contextmanager
def planted(site: PlantedPaper) -> Iterator[PlantedPaper]:
    """Serve it."""
    with served(site):
        yield site


@dataclass(frozen=True)
class Politics:
    """A political article of the paper."""

    index: int
    key: str
    path: str
    day: date


def politics(paper: Newspaper) -> list[Politics]:
    """Its political articles, Vietnamese, in order of time."""
    found = []
    for index in range(len(paper)):
        story = paper.story(index)
        place = story.section
        if place.language == "vi" and in_sections(place.section, place.subsection, POLITICS_SECTIONS):
            day = paper.chronicle.published(index).date()
            found.append(Politics(index, f"main/{story.number}", paper.path(index), day))
    return found


def plant(site: PlantedPaper, articles: list[Politics], seed: int, each: int = 2) -> dict[str, str]:
    """Plant holes of every kind that a server makes, in articles chosen at random.

    Returns:
        Key -> the cause that is to be found.
    """
    chosen = iter(random.Random(seed).sample(articles, 6 * each))
    causes: dict[str, str] = {}
    refused = []
    for _ in range(each):
        for cause in ("gone", "we-broke", "site-failed", "forbidden", "robots", "never-asked"):
            article = next(chosen)
            causes[article.key] = "refused" if cause in ("robots", "forbidden") else cause
            if cause == "gone":
                site.routes[article.path] = Answer("<h1>404</h1>", status=404)
            elif cause == "we-broke":
                site.routes[article.path] = Answer(UNREADABLE)
            elif cause == "site-failed":
                site.routes[article.path] = Answer(status=302, headers=(("Location", article.path),))
            elif cause == "forbidden":
                site.routes[article.path] = Answer("<h1>403 Forbidden</h1>", status=403)
            elif cause == "robots":
                refused.append(article.path)
            else:
                site.unlisted.add(article.path)
    rules = "".join(f"Disallow: {path}\n" for path in refused)
    site.routes["/robots.txt"] = Answer(f"User-agent: *\nAllow: /\n{rules}", type="text/plain")
    return causes
