"""A harvest without processes and files: pages are read here and now, the state is in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import orjson

from crawler.discover.captures.content import Content
from crawler.discover.goal import Goal
from crawler.discover.scope import parse_sections
from crawler.discover.window import VIETNAM
from crawler.errors import PageError
from crawler.fetch.host_policy import Limits
from crawler.items import Article, Page
from crawler.process import process
from crawler.report.outcomes import FILTERED, STORED, Outcome
from crawler.report.page_end import end_of
from crawler.store.records import Record, article_key
from crawler.store.sightings import Sightings
from crawler.store.state import State, Visit
from crawler.store.web_captures import WebCaptures
from crawler.web_archives.client import Client
from crawler.web_archives.commoncrawl import CommonCrawl
from crawler.web_archives.endpoints import Endpoints, endpoints
from crawler.web_archives.harvest import Harvest
from crawler.web_archives.index import IndexReader
from crawler.web_archives.index_cache import IndexCache
from crawler.web_archives.wayback import Wayback
from crawler.web_archives.wish import Wish
from tests.web_archives.shelf import CommonCrawlServer, Server

POLITICS = Goal(parse_sections(None))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class Desk:
    """A data folder as far as a harvest needs one. `taken`: every page that came in, as (address, moment)."""

    folder: Path
    state: State = field(default_factory=lambda: State(None))
    taken: list[tuple[str, str]] = field(default_factory=list)
    goal: Goal = POLITICS
    now: datetime = NOW

    async def take(self, content: Content, source: Mapping[str, Any]) -> Outcome:
        """See `wish.Intake`."""
        self.taken.append((content.url, content.captured_at.strftime("%Y%m%d%H%M%S")))
        headers = {name.lower(): value for name, value in content.headers}
        fetched_at = content.captured_at.astimezone(VIETNAM)
        page = Page(content.url, content.body, headers, fetched_at, via=source["archive"])
        try:
            article = process(page)
        except PageError as error:
            return end_of(page, error)
        key = article_key(article.crawl.layout, article.language, article.id)
        if unwanted := self.goal.unwanted(article, in_main=True):
            outcome = Outcome(FILTERED, *unwanted)
            self._refuse(key, article, outcome)
            return outcome
        assert self.record(key) is None, f"{key} was taken in twice"
        self.state.articles.save(article, seen_at=article.crawl.fetched_at)
        return Outcome(STORED, "new")

    def _refuse(self, key: str, article: Article, outcome: Outcome) -> None:
        frontier, seen_at = self.state.frontier, article.crawl.fetched_at
        if not frontier.known([key]):
            goal = frontier.goal(self.goal.to_json())
            frontier.add_article(key, article.url, goal=goal, form="", found_at=seen_at)
        self.state.refuse(Visit(url=article.url, seen_at=seen_at), article, outcome)

    def record(self, key: str) -> Record | None:
        """The stored record of an article."""
        text = self.state.database.value("SELECT record FROM article WHERE key = ?", (key,))
        return orjson.loads(text) if text else None

    def keys(self) -> set[str]:
        """The stored articles."""
        return {row[0] for row in self.state.database.rows("SELECT key FROM article")}

    def ends(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The captures known, (address, moment) -> (state, reason)."""
        query = "SELECT url, captured_at, state, reason FROM web_capture"
        return {(row[0], row[1]): (row[2], row[3]) for row in self.state.database.rows(query)}

    def harvest(self, server: Server, *, lines: int = 10_000, **wish: Any) -> Harvest:
        """Run a harvest to its end.

        Args:
            server: The archive, served.
            lines: Of an answer of the Wayback Machine's index.
            wish: See `Wish`.
        """
        return asyncio.run(self._harvest(server, lines, wish))

    async def _harvest(self, server: Server, lines: int, wish: dict[str, Any]) -> Harvest:
        whom, wanted = endpoints_of(server), Wish(**{"goal": self.goal, **wish})
        limits, rng = Limits(backoff_unit=0.001), Random(1)
        client = Client(whom, "langson (desk@example.org)", 0.0, limits, rng=rng)
        async with client:
            reader = IndexReader(client, IndexCache(self.folder / whom.archive, lambda: self.now))
            commoncrawl = CommonCrawl(client, reader, wanted.origin)
            wayback = Wayback(client, reader, wanted.origin, lines)
            harvest = Harvest(
                commoncrawl if whom.archive == "commoncrawl" else wayback,
                WebCaptures(self.state.database, whom.archive),
                self,
                wanted,
                lambda seen: Sightings(self.state.database).note(whom.archive, seen, seen_at="2026-11-24"),
            )
            await harvest.run()
        return harvest


def endpoints_of(server: Server) -> Endpoints:
    """Where a served archive is asked."""
    if isinstance(server, CommonCrawlServer):
        return endpoints("commoncrawl", server.base, server.base, {})
    return endpoints("wayback", f"{server.base}/cdx", f"{server.base}/web", {})
