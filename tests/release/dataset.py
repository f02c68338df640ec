"""A data folder filled from the replica's pages, as crawls at some moments would have."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from crawler.discover.window import VIETNAM
from crawler.errors import PageError
from crawler.items import Article, Page, Paragraph
from crawler.process import process
from crawler.release.make import Made, Plan, make_release
from crawler.release.near_copies import Printed
from crawler.release.redaction import parse_redaction
from crawler.replica import Newspaper
from crawler.store.records import article_key
from crawler.store.state import State

FIRST = datetime(2026, 11, 20, 8, tzinfo=VIETNAM)
SECOND = datetime(2026, 11, 24, 8, tzinfo=VIETNAM)


def read_article(paper: Newspaper, index: int, seen: datetime) -> Article | None:
    """Give the record of an article's page at a moment; None where it cannot be read with certainty."""
    page = Page(
        url=paper.address(index),
        body=paper.page(index, fetched_at=seen),
        headers=paper.headers(index),
        fetched_at=seen,
        robots="allowed",
    )
    try:
        return process(page)
    except PageError:
        return None


def key_of(article: Article) -> str:
    """Give an article's key."""
    return article_key(article.crawl.layout, article.language, article.id)


def edited(article: Article, sentence: str, seen: datetime = SECOND) -> Article:
    """Give the article after the paper has added a paragraph."""
    body = (*article.body, Paragraph(text=sentence))
    digest = hashlib.sha256(f"{article.crawl.content_hash}{sentence}".encode()).hexdigest()
    crawl = replace(article.crawl, content_hash=digest, fetched_at=seen.isoformat())
    return replace(article, body=body, crawl=crawl)


def recounted(article: Article, views: int, seen: datetime = SECOND) -> Article:
    """Give the article with another view count."""
    return replace(article, view_count=views, crawl=replace(article.crawl, fetched_at=seen.isoformat()))


def nothing_alike(articles: Iterable[Printed]) -> list[tuple[str, ...]]:
    """Stand in for the finder of near-duplicates, which takes half of a small release's time."""
    for _ in articles:
        pass
    return []


class Dataset:
    """A data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = State(folder, create=True)

    def store(self, articles: Iterable[Article], seen: datetime) -> list[str]:
        """Store articles as they were seen at a moment. Returns their keys."""
        keys = []
        with self.state.transaction():
            for article in articles:
                self.state.articles.save(article, seen_at=seen.isoformat())
                keys.append(key_of(article))
        return keys

    def take_down(self, key: str, seen: datetime = SECOND) -> None:
        """Let the paper have taken an article down."""
        with self.state.transaction():
            row = (key, "https://baolangson.vn/", seen.isoformat())
            self.state.database.execute("INSERT INTO tombstone VALUES (?, ?, ?)", row)

    def lose(self, key: str) -> None:
        """Take an article out of the store, as after a run that misread it."""
        self.state.articles.restore(key, None)

    def release(self, *redact: str, **options: Any) -> Made:
        """Make a release."""
        options = {"near_copies": nothing_alike, "redaction": parse_redaction(redact), **options}
        return make_release(Plan(data=self.folder, **options))


@cache
def replica_articles(count: int) -> tuple[Article, ...]:
    """Give articles of a replica of so many, those that can be read."""
    paper = Newspaper(7, count)
    found = (read_article(paper, index, FIRST) for index in range(count))
    return tuple(article for article in found if article is not None)


def some_articles(count: int) -> tuple[Article, ...]:
    """Give up to eighty articles, of all years; read once for all tests."""
    every = replica_articles(80)
    return (*every[::3], *every[1::3], *every[2::3])[:count]


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file below a folder, by name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def json_file(folder: Path, name: str) -> Any:
    """Read a JSON file of a release."""
    return json.loads((folder / name).read_text("utf-8"))
