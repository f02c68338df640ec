"""The replica's truth: pages of both eras in random markups, read and compared field by field.

The short form runs by default; `-m torture` runs the long one: 2,000 articles in 200 markups.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import orjson
import pytest

from crawler.errors import PageError
from crawler.items import Article, Page, as_record
from crawler.normalise.text import fold
from crawler.process import process
from crawler.replica import Newspaper, Truth
from crawler.validate.rules import problems

NOW = datetime.fromisoformat("2026-11-03T09:41:07+07:00")
LAYOUTS = 200
SEED = 23
EXACT = "id url section subsection kicker title published_at view_count tags language".split()
NEARLY = "lead authors source".split()
PRINTED = "published view_count byline dateline".split()
SHOWN = 5
# The truth's stamp begins with the weekday and ends with the time; a page may print more round it.
ROUND_STAMP = re.compile(r"^(?:Đăng lúc|Ngày đăng|Xuất bản|Cập nhật)\s*:?\s*|[\s\[(]*GMT[\s+:\d]*[)\]]*$")

sizes = pytest.mark.parametrize(
    "articles", [pytest.param(300, id="short"), pytest.param(2000, id="long", marks=pytest.mark.torture)]
)


@dataclass(frozen=True)
class Reading:
    """One page of the paper: what is true of it, what was read, which texts and pictures stand beside it."""

    name: str
    truth: Truth
    article: Article | PageError
    foreign: frozenset[str]
    thumbs: frozenset[str]

    @property
    def record(self) -> dict[str, Any]:
        """The record; an unread page has none of the fields."""
        return {} if isinstance(self.article, PageError) else as_record(self.article)


@cache
def readings(articles: int) -> tuple[Reading, ...]:
    """Read every page that a newspaper of both eras serves: migrated articles in two forms."""
    paper = Newspaper(SEED, articles, LAYOUTS, (1, 2))
    served = ((index, era) for index in range(articles) for era in paper.served_eras(index))
    return tuple(read(paper, index, era) for index, era in served)


def read(paper: Newspaper, index: int, era: int) -> Reading:
    """Read one page."""
    page = Page(
        url=paper.address(index, era),
        body=paper.page(index, fetched_at=NOW, era=era),
        headers=paper.headers(index, era),
        fetched_at=NOW,
    )
    article: Article | PageError
    try:
        article = process(page)
    except PageError as error:
        article = error
    beside = paper.neighbours(index, era, len(paper))
    teasers = (*beside.newest, *beside.read, *beside.related)
    foreign = frozenset(fold(text) for teaser in teasers for text in (teaser.title, teaser.excerpt))
    thumbs = frozenset(teaser.thumb for teaser in teasers)
    return Reading(f"{index} of era {era}", paper.truth(index, era), article, foreign, thumbs)


def plain(value: Any) -> Any:
    """A value without keys that are null: absent and null mean the same in blocks and in `raw`."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def printed(page: Reading, key: str) -> str | None:
    """A string as printed, without the label before a stamp and the zone behind it."""
    text: str | None = page.record.get("raw", {}).get(key)
    return ROUND_STAMP.sub("", text) if text and key == "published" else text


def wrong(pages: Iterable[Reading], field: str) -> list[str]:
    """Each page whose field is not as it is in truth, with both."""
    missing = object()
    found = []
    for page in pages:
        true, got = plain(dict(page.truth)[field]), plain(page.record.get(field, missing))
        if true != got:
            found.append(f"{page.name}: {true!r} was read as {page.article if got is missing else got!r}")
    return found


def texts(value: Any) -> Iterator[str]:
    """Every text inside a body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


@sizes
def test_both_eras_and_most_markups_are_read(articles: int) -> None:
    """The pages are of both eras, and there are more of them than markups."""
    eras = Counter(page.name[-1] for page in readings(articles))

    assert min(eras.values()) > articles // 3
    assert eras.total() > LAYOUTS


@pytest.mark.parametrize("field", EXACT)
@sizes
def test_field_is_exact_on_all(articles: int, field: str) -> None:
    """Title, stamp, views, section, keywords and what the address says are right on every page."""
    assert wrong(readings(articles), field)[:SHOWN] == []


@pytest.mark.parametrize("field", NEARLY)
@sizes
def test_field_is_nearly_always_exact(articles: int, field: str) -> None:
    """Lead and byline are right on 99.5 % of the pages."""
    pages = readings(articles)
    failures = wrong(pages, field)

    assert len(failures) <= 0.005 * len(pages), failures[:SHOWN]


@pytest.mark.parametrize("key", PRINTED)
@sizes
def test_strings_as_printed(articles: int, key: str) -> None:
    """`raw` holds the strings as printed on 99.5 % of the pages; a label or zone may stay."""
    pages = readings(articles)
    pairs = ((page.name, dict(page.truth["raw"]).get(key), printed(page, key)) for page in pages)
    failures = [f"{name}: {true!r} was read as {got!r}" for name, true, got in pairs if true != got]

    assert len(failures) <= 0.005 * len(pages), failures[:SHOWN]


@sizes
def test_blocks(articles: int) -> None:
    """Over all pages the body's blocks have an F1 of at least 0.995, every key of a block counted."""
    true, read_, shared = 0, 0, 0
    differing = []
    for page in readings(articles):
        blocks = [
            Counter(orjson.dumps(plain(block), option=orjson.OPT_SORT_KEYS) for block in body)
            for body in (page.truth["body"], page.record.get("body", []))
        ]
        common = (blocks[0] & blocks[1]).total()
        true, read_, shared = true + blocks[0].total(), read_ + blocks[1].total(), shared + common
        if not blocks[0].total() == blocks[1].total() == common:
            differing.append(page.name)

    assert 2 * shared / (true + read_) >= 0.995, differing[:SHOWN]


@sizes
def test_blocks_stand_in_page_order(articles: int) -> None:
    """Where all blocks of a body were found, they stand in the order of the page."""
    for page in readings(articles):
        true, got = plain(page.truth["body"]), plain(page.record.get("body", []))
        keys = [sorted(orjson.dumps(block, option=orjson.OPT_SORT_KEYS) for block in b) for b in (true, got)]
        if keys[0] == keys[1]:
            assert got == true, page.name


@sizes
def test_no_text_of_other_articles(articles: int) -> None:
    """No title or excerpt of a related, newest or most-read article is in any body or lead."""
    leaked = [
        f"{page.name}: {text}"
        for page in readings(articles)
        for text in texts([page.record.get("lead"), page.record.get("body")])
        if fold(text) in page.foreign and text not in set(texts([page.truth["lead"], page.truth["body"]]))
    ]

    assert leaked[:SHOWN] == []


@sizes
def test_no_pictures_of_other_articles(articles: int) -> None:
    """No picture of a related, newest or most-read article is in any body."""
    leaked = [
        f"{page.name}: {block}"
        for page in readings(articles)
        for block in page.record.get("body", [])
        if any(block.get("src", "").endswith(thumb) for thumb in page.thumbs)
    ]

    assert leaked[:SHOWN] == []


@sizes
def test_unread_pages_say_why(articles: int) -> None:
    """A page gives a whole record or a reason, never a half record."""
    for page in readings(articles):
        if isinstance(page.article, PageError):
            assert page.article.reason, page.name
            assert page.article.detail, page.name
        else:
            assert list(problems(page.article)) == [], page.name
            assert page.article.body, page.name
