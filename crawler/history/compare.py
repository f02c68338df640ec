"""What changed between two records of an article: its fields, and its body block by block. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.history.blocks import BlockChange, block_changes, identity

# In the order in which a reader meets them. `view_count` is told apart, over time.
FIELDS = (
    *("title", "kicker", "lead", "authors", "source", "published_at", "updated_at"),
    *("section", "subsection", "tags", "language", "url"),
)
# A change of these is a new revision, see `crawl.content_hash`.
CONTENT = frozenset({"title", "lead", "authors"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the record that changed; its values as in the record."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two records.

    Attributes:
        fields: The fields that changed, the body apart.
        blocks: Every block of either body, also those that stayed the same.
        views: The view counts before and after.
        reader_changed: Whether another version of the extractor read the second one: what differs may be
            our reading, and not the paper's text.
    """

    fields: tuple[FieldChange, ...]
    blocks: tuple[BlockChange, ...]
    views: tuple[int | None, int | None]
    reader_changed: bool

    @property
    def changed_blocks(self) -> tuple[BlockChange, ...]:
        """The blocks that did not stay the same."""
        return tuple(change for change in self.blocks if change.fate != "same")

    def __bool__(self) -> bool:
        return bool(self.fields or self.changed_blocks)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Say what changed between two records of the same article, in their JSON form.

    The same text in another form of Unicode (NFD) has not changed.

    >>> compare({"title": "Họp", "body": []}, {"title": "Hội nghị", "body": []}).fields
    (FieldChange(field='title', old='Họp', new='Hội nghị'),)
    """
    extractors = [record.get("crawl", {}).get("extractor") for record in (old, new)]
    return Comparison(
        fields=tuple(_fields(old, new)),
        blocks=block_changes(old.get("body", ()), new.get("body", ())),
        views=(old.get("view_count"), new.get("view_count")),
        reader_changed=extractors[0] != extractors[1],
    )


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name in FIELDS:
        if identity(old.get(name)) != identity(new.get(name)):
            yield FieldChange(name, old.get(name), new.get(name))
