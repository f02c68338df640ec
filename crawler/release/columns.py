"""The tables' columns (Arrow), made from the one definition in `items`, and a record as their row.

Kinds of blocks share one struct: a block has what its kind has, null elsewhere. Times are timestamps with
Vietnam's zone. `evidence`, whose fields differ from record to record, is a list of pairs.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

import pyarrow as pa

from crawler.annotate.text import flat_text
from crawler.items import Article, Block

MOMENT: Final = pa.timestamp("us", tz="Asia/Ho_Chi_Minh")
_TIMES = frozenset({"published_at", "updated_at", "fetched_at"})
_PAIR = pa.struct([("field", pa.string()), ("source", pa.string())])
_SCALARS: Mapping[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}
_FIRST = (pa.field("key", pa.string()),)
_LAST = (pa.field("gone_at", MOMENT), pa.field("text", pa.string()))

VIEW_COUNTS: Final = pa.schema(
    [("key", pa.string()), ("id", pa.string()), ("seen_at", MOMENT), ("view_count", pa.int64())]
)


@cache
def article_columns(annotations: pa.DataType | None = None) -> pa.Schema:
    """Give the columns of `articles` and `revisions`.

    Args:
        annotations: Type of the column `annotations`; None where records are not annotated.
    """
    further = (pa.field("annotations", annotations),) if annotations is not None else ()
    return pa.schema([*_FIRST, *fields_of(Article), *further, *_LAST])


def article_row(key: str, record: Mapping[str, Any], gone_at: str | None) -> dict[str, Any]:
    """Give a record as a row of `articles` or `revisions`.

    Args:
        key: The article's, see `store.records`.
        record: In its JSON form.
        gone_at: When the paper was seen to have taken it down; None where it has not.
    """
    crawl = record["crawl"]
    return {
        **record,
        "key": key,
        "published_at": _moment(record["published_at"]),
        "updated_at": _moment(record["updated_at"]),
        "evidence": [{"field": name, "source": source} for name, source in record["evidence"].items()],
        "crawl": {**crawl, "fetched_at": _moment(crawl["fetched_at"])},
        "gone_at": _moment(gone_at),
        "text": flat_text(record),
    }


def views_row(key: str, seen_at: str, view_count: int) -> dict[str, Any]:
    """Give a row of `view_counts`."""
    return {"key": key, "id": key.partition("/")[2], "seen_at": _moment(seen_at), "view_count": view_count}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def fields_of(kind: Any) -> list[pa.Field]:
    """Give the columns of a dataclass."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return [pa.field(part.name, _named_type(part.name, hints[part.name])) for part in fields(kind)]


def _named_type(name: str, hint: Any) -> pa.DataType:
    return MOMENT if name in _TIMES else _type(hint)


def _type(hint: Any) -> pa.DataType:
    """Give the Arrow type of a field of `items`."""
    if hint == Block:
        return _block_type()
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return pa.string()
    if origin is types.UnionType or origin is typing.Union:
        (some,) = (argument for argument in arguments if argument is not type(None))
        return _type(some)
    if origin is tuple:  # tuple[str, ...]
        return pa.list_(_type(arguments[0]))
    if origin is dict:
        return pa.list_(_PAIR)
    if is_dataclass(hint):
        return pa.struct(fields_of(hint))
    return _SCALARS[hint]


def _block_type() -> pa.DataType:
    """One struct with the fields of every kind of block."""
    found: dict[str, pa.Field] = {}
    for kind in typing.get_args(typing.get_args(Block)[0]):
        for field in fields_of(kind):
            if found.setdefault(field.name, field) != field:
                raise TypeError(f"{kind.__name__}.{field.name}: another kind of block has it as another type")
    return pa.struct(list(found.values()))
