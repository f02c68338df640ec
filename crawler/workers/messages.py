"""What goes between parent and child.

To the child: `marshal`, for it trusts its parent. To the parent: JSON, checked against the types of
the answer, for what a child says was made from a hostile page by a library that may have been taken
over; it can make the parent neither run code nor hold something of another type.
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar, get_type_hints

import orjson
from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model

from crawler import errors
from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.window import Window
from crawler.errors import PageError
from crawler.items import Article, Page, RawArticle
from crawler.workers import tasks
from crawler.workers.tasks import ListingPage

_T = TypeVar("_T")

# To the child: sizes of the header and of the body. To the parent: size, kind.
ORDER: Final = struct.Struct(">II")
ANSWER: Final = struct.Struct(">Ic")
# No page is larger than 8 MiB, and JSON at most doubles a text's characters.
LARGEST_ANSWER: Final = 24 * 2**20

READY, DONE, REFUSED, FAILED = b"r", b"d", b"e", b"f"
# After this one the child would like to be replaced: its memory has grown.
WORN: Final = b"w"
# The exit status of a child that had not enough memory: an answer might need some.
HEAVY_EXIT: Final = 77


# --- to the child -------------------------------------------------------------------------------


def article_order(page: Page, task: str = "article") -> tuple[bytes, bytes]:
    """The order to read an article: header and body."""
    fetched_at = page.fetched_at.isoformat()
    header = (
        task, page.url, dict(page.headers), fetched_at, page.status, page.via, page.origin,
        page.fetched_url, page.robots,
    )  # fmt: skip
    return marshal.dumps(header), page.body


def listing_order(body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> tuple[bytes, bytes]:
    """The order to read a page of a listing: header and body."""
    return marshal.dumps(("listing", url, scope.base, scope.copy, tuple(wanted))), body


def source_order(name: str, body: bytes, url: str, question: Question) -> tuple[bytes, bytes]:
    """The order to read a page of a source of addresses: header and body."""
    since, before = (
        day.isoformat() if day else None for day in (question.window.since, question.window.before)
    )
    asked = (question.origin, question.sections, since, before, question.section, dict(question.headers))
    return marshal.dumps(("source", url, name, asked)), body


def carry_out(header: bytes, body: bytes) -> bytes:
    """Do what an order says, in the child.

    Returns:
        The answer as JSON.

    Raises:
        PageError: The page gives no answer.
    """
    task, url, *rest = marshal.loads(header)
    if task == "listing":
        base, copy, wanted = rest
        return orjson.dumps(tasks.read_listing(body, url, Scope(base, copy), wanted))
    if task == "source":
        name, asked = rest
        return orjson.dumps(tasks.read_source(name, body, url, _question(*asked)))
    headers, fetched_at, *others = rest
    page = Page(url, body, headers, datetime.fromisoformat(fetched_at), *others)
    if task == "record":
        return orjson.dumps(tasks.read_record(page))
    article = tasks.read_article(page)
    return orjson.dumps({name: getattr(article, name) for name in _raw_fields()})


def refusal(error: PageError) -> bytes:
    """A page's error as JSON."""
    return orjson.dumps([type(error).__name__, *error.args[1:]])


def _question(
    origin: str | None,
    sections: Sequence[str],
    since: str | None,
    before: str | None,
    section: str | None,
    headers: Mapping[str, str],
) -> Question:
    days = [datetime.fromisoformat(day) if day else None for day in (since, before)]
    return Question(origin, tuple(sections), Window(*days), section, headers)


# --- to the parent ------------------------------------------------------------------------------


def read_article_answer(answer: bytes, page: Page) -> RawArticle:
    """The article of an answer, with the page it was read from.

    Raises:
        ValueError: The answer is none.
    """
    return RawArticle(page=page, **vars(_raw_model().model_validate_json(answer)))


def read_record_answer(answer: bytes) -> Article:
    """The record of an answer.

    Raises:
        ValueError: The answer is none.
    """
    return _checked(Article, answer)


def read_listing_answer(answer: bytes) -> ListingPage:
    """The listing of an answer.

    Raises:
        ValueError: The answer is none.
    """
    return _checked(ListingPage, answer)


def read_source_answer(answer: bytes) -> SourcePage:
    """The page of a source, of an answer.

    Raises:
        ValueError: The answer is none.
    """
    return _checked(SourcePage, answer)


def read_refusal(answer: bytes, url: str) -> PageError:
    """The error of an answer, for the page that was asked for.

    Raises:
        ValueError: The answer is none.
    """
    name, *args = _checked(tuple[str, ...], answer)
    kind = _refusals().get(name)
    if kind is None:
        raise ValueError(f"no error {name[:50]!r}")
    try:
        return kind(url, *args)
    except TypeError as error:
        raise ValueError(f"no such {name}") from error


@cache
def _refusals() -> Mapping[str, Callable[..., PageError]]:
    return {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, PageError)
    }


def _checked(kind: Callable[..., _T], answer: bytes) -> _T:
    value: _T = _adapter(kind).validate_json(answer, strict=True)
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _raw_fields() -> dict[str, Any]:
    """The fields of a raw article that a child tells, with their types: all but the page."""
    hints = get_type_hints(RawArticle, include_extras=True)
    return {part.name: hints[part.name] for part in fields(RawArticle) if part.name != "page"}


@cache
def _raw_model() -> type[BaseModel]:
    config = ConfigDict(strict=True, extra="forbid")
    types: dict[str, Any] = {name: (kind, ...) for name, kind in _raw_fields().items()}
    return create_model("RawAnswer", __config__=config, **types)
