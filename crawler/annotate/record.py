"""Annotate a record: what its title, lead and body name. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from crawler.annotate import documents, officials, places
from crawler.annotate.text import texts

VERSION: Final = "annotations/1"
KEY: Final = "annotations"  # the record's last field, where it is annotated


def annotate(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record's annotations, in their JSON form.

    Args:
        record: The JSON form of an article, see `items.as_record`. It is not changed.

    Returns:
        `version`, and by kind (`documents`, `officials`, `places`) what was found, in the order of title,
        lead and body. `start` and `end` count code points of the text that `field` names; the body's is
        `text.flat_text`.
    """
    named = tuple(texts(record))
    find_places = partial(places.find, published=str(record["published_at"])[:10])
    finders: tuple[tuple[str, Callable[[str], Sequence[Any]]], ...] = (
        ("documents", documents.find),
        ("officials", officials.find),
        ("places", find_places),
    )
    found: dict[str, Any] = {"version": VERSION}
    for kind, find in finders:
        found[kind] = [_as_dict(one, name) for name, text in named for one in find(text)]
    return found


def annotated(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record with its annotations as the last field; earlier ones are made anew."""
    plain = without(record)
    return {**plain, KEY: annotate(plain)}


def without(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record without annotations."""
    return {name: value for name, value in record.items() if name != KEY}


def _as_dict(found: Any, field: str) -> dict[str, Any]:
    return {**dict(_items(found)), "field": field}


def _items(found: Any) -> Iterator[tuple[str, Any]]:
    for name in found.__dataclass_fields__:
        value = getattr(found, name)
        yield name, [_plain(one) for one in value] if isinstance(value, tuple) else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
