"""The party and state documents that a record cites, as the index shows them: `Chỉ thị 05-CT/TW`. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.annotate import KEY, VERSION, documents
from crawler.annotate.text import texts

__all__ = ["VERSION", "cited"]


def cited(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the documents with a number that a record cites, each once, in the order of title, lead and body.

    They are those of its annotations where it is annotated, else they are looked for by the same rules.
    """
    annotations = record.get(KEY)
    if annotations is not None:
        found = iter([(one["kind"], one["number"]) for one in annotations["documents"]])
    else:
        found = _found(record)
    return tuple(dict.fromkeys(f"{kind} {number}" for kind, number in found if number))


def _found(record: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for _, text in texts(record):
        for one in documents.find(text):
            yield one.kind, one.number
