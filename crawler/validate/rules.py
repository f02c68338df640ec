"""The rules of the record's table. A record that breaks one is never published."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime

from crawler.errors import InvalidArticleError, MissingLandmarkError
from crawler.items import Article, as_record

# More damaged characters than one in a thousand make a text untrustworthy.
_DAMAGED_SHARE = 1000


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
    record = as_record(article)
    damaged = length = 0
    for field in ("kicker", "title", "lead", "body", "authors", "source", "tags"):
        for text in _texts(record[field]):
            length += len(text)
            damaged += text.count("\ufffd")
            if not unicodedata.is_normalized("NFC", text):
                yield field, "is not in Unicode NFC"
            elif text != " ".join(text.split()):
                yield field, f"has stray blanks: “{text[:60]}”"
    if damaged and damaged * _DAMAGED_SHARE > length + 10 * _DAMAGED_SHARE:
        yield "body", f"{damaged} characters are damaged"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("type", "src"):
                yield from _texts(item)
