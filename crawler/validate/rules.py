"""The rules of the record's table. A record that breaks one is never published."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime

from crawler.errors import InvalidArticleError, MissingLandmarkError
from crawler.items import Article, Heading, Image, ListBlock, Paragraph, Quote, Table, Video
from crawler.normalise.text import clean

# One bad byte costs one character; more than a few, or one in a thousand, make a text untrustworthy.
_DAMAGED_AT_MOST = 10
_DAMAGED_SHARE = 1000
_OF_TEXT = ("kicker", "title", "lead", "body", "authors", "source", "tags")


def validate(article: Article) -> Article:
    """Give the article back if it keeps every rule.

    Raises:
        MissingLandmarkError: the body is empty.
        InvalidArticleError: a field breaks its rule; the error names the field.
    """
    if not article.body:
        raise MissingLandmarkError(
            article.url, "body", "no running text, picture or table was found below the title"
        )
    for field, problem in problems(article):
        raise InvalidArticleError(article.url, field, problem)
    return article


def problems(article: Article) -> Iterator[tuple[str, str]]:
    """Every (field, what is wrong) of a record."""
    if not article.id.isdigit():
        yield "id", f"“{article.id}” is no number"
    if not article.title:
        yield "title", "is empty"
    for name in ("published_at", "updated_at"):
        value = getattr(article, name)
        if value is not None and datetime.fromisoformat(value).utcoffset() is None:
            yield name, f"“{value}” has no zone"
    if article.view_count is not None and not 0 <= article.view_count < 2**63:
        yield "view_count", f"{article.view_count} is out of range"
    if not article.url.startswith(("http://", "https://")):
        yield "url", f"“{article.url}” is no web address"
    for index, block in enumerate(article.body):
        src = getattr(block, "src", None)
        if src is not None and not src.startswith(("http://", "https://")):
            yield f"body[{index}].src", f"“{src[:100]}” is no web address"
    yield from _text_problems(article)


def _text_problems(article: Article) -> Iterator[tuple[str, str]]:
    texts = {field: _texts(getattr(article, field)) for field in _OF_TEXT}
    every = [text for of_field in texts.values() for text in of_field]
    whole = " ".join(filter(None, every))
    if whole != clean(whole):  # only then is each asked for itself
        for field, of_field in texts.items():
            yield from ((field, problem) for text in of_field if (problem := _problem(text)))
    damaged = sum(text.count("\ufffd") for text in every if text == clean(text)) if "\ufffd" in whole else 0
    if damaged > _DAMAGED_AT_MOST + sum(map(len, every)) // _DAMAGED_SHARE:
        yield "body", f"{damaged} characters are damaged"


def _problem(text: str) -> str | None:
    if text == clean(text):
        return None
    if not unicodedata.is_normalized("NFC", text):
        return f"is not in Unicode NFC: “{text[:60]}”"
    return f"has stray blanks or invisible characters: “{text[:60]!a}”"


def _texts(value: object) -> list[str]:
    """Every text in a field: of blocks, all but their addresses."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Paragraph | Heading):
        return [value.text]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, Image):
        return [value.caption or "", value.credit or ""]
    if isinstance(value, Video):
        return [value.caption or ""]
    if isinstance(value, Quote):
        return [value.text, value.cite or ""]
    if isinstance(value, ListBlock):
        return list(value.items)
    return _texts(value.rows) if isinstance(value, Table) else []
