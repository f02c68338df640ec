"""What a line of the dataset must be. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from crawler.annotate import KEY, VERSION, annotate, without
from crawler.items import Article, as_record
from crawler.normalise.article import content_hash
from crawler.validate.rules import problems


@cache
def _adapter() -> TypeAdapter[Article]:
    return TypeAdapter(Article)


def record_problems(line: bytes) -> Iterator[str]:
    """Say what is wrong with a JSON line (without its end): form, schema, rules, hash, annotations.

    >>> list(record_problems(b"{"))
    ['it is no JSON']
    """
    try:
        record = orjson.loads(line)
    except ValueError:
        yield "it is no JSON"
        return
    if isinstance(record, dict) and KEY in record:
        yield from annotation_problems(record, line)
        line = orjson.dumps(without(record))
    try:
        article = _adapter().validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        yield f"it breaks the schema: {place or 'the record'}: {first['msg']}"
        return
    if orjson.dumps(as_record(article)) != line:
        yield "it is not written as records are: other fields, order or blanks"
    try:
        yield from (f"{field} {problem}" for field, problem in problems(article))
    except ValueError as error:
        yield f"a time cannot be read ({error})"
    if record["crawl"]["content_hash"] != _hash(article):
        yield "crawl.content_hash differs from title, lead, body and authors"


def annotation_problems(record: dict[str, Any], line: bytes) -> Iterator[str]:
    """Say what is wrong with an annotated record's last field; another version's cannot be judged."""
    if orjson.dumps({**without(record), KEY: record[KEY]}) != line:
        yield "it is not written as annotated records are: other fields, order or blanks"
    elif (found := record[KEY]) and isinstance(found, dict) and found.get("version") != VERSION:
        return
    else:
        try:
            expected = annotate(record)
        except (LookupError, TypeError, AttributeError):  # no record at all, which is told below
            return
        if found != expected:
            yield "annotations are not what title, lead and body give"


def _hash(article: Article) -> str:
    return content_hash(article.title, article.lead, article.body, article.authors)


def order_of(record: Any) -> tuple[str, int, str, str]:
    """What the lines of a file are sorted by."""
    fields = cast(dict[str, Any], record)
    return fields["published_at"], len(fields["id"]), fields["id"], fields["crawl"]["layout"]
