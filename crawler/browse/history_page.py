"""What the page of an article's history shows: each change of its content, word by word. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.history import BlockChange, Comparison, FieldChange, History, Piece
from crawler.history.blocks import block_text
from crawler.history.words import word_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A field or block that changed.

    Attributes:
        name: Which.
        fate: What became of it: added, removed, changed, moved.
        pieces: Its text, old and new in one.
    """

    name: str
    fate: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of an article's content.

    Attributes:
        before, after: Revisions, with the moments at which they were read.
        passages: What changed, in the order of the page.
        note: What else is to be known of it, or empty.
    """

    before: tuple[int, str]
    after: tuple[int, str]
    passages: tuple[Passage, ...]
    note: str


def steps(history: History) -> list[Step]:
    """Give the changes of an article, the newest first."""
    found = [
        Step(
            before=(before.revision, before.read_at),
            after=(after.revision, after.read_at),
            passages=tuple(_passages(comparison)),
            note=_note(comparison),
        )
        for before, after, comparison in history.changes()
    ]
    return found[::-1]


def _note(comparison: Comparison) -> str:
    if comparison.reader_changed:
        return "Another version of the extractor read the later one: part of this may be our reading."
    return ""


def _passages(comparison: Comparison) -> Iterator[Passage]:
    for field in comparison.fields:
        yield Passage(name=field.field, fate="changed", pieces=_of_field(field))
    for block in comparison.changed_blocks:
        place = block.new_place or block.old_place
        kind = (block.new or block.old or {}).get("type", "")
        yield Passage(name=f"{kind} {place}", fate=block.fate, pieces=_of_block(block))


def _of_field(change: FieldChange) -> tuple[Piece, ...]:
    return word_changes(_text(change.old), _text(change.new))


def _of_block(change: BlockChange) -> tuple[Piece, ...]:
    return word_changes(_block(change.old), _block(change.new))


def _block(block: Mapping[str, Any] | None) -> str:
    if block is None:
        return ""
    return block_text(block) or str(block.get("src", ""))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
