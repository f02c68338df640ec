"""A history as JSON, for programs. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from crawler.history.article import History, Version
from crawler.history.blocks import BlockChange, block_text
from crawler.history.compare import Comparison, FieldChange
from crawler.history.words import word_changes

SCHEMA = "history/1"


def as_json(history: History) -> dict[str, Any]:
    """Give the JSON form of a history: dicts, lists and scalars, in a fixed order.

    Every version has its whole record; `changes` says for each pair of them what changed, texts with the
    pieces that stayed, were removed and were added.
    """
    return {
        "schema": SCHEMA,
        "key": history.key,
        "id": history.record["id"],
        "title": history.record["title"],
        "url": history.record["url"],
        "first_seen": history.first_seen,
        "last_seen": history.last_seen,
        "revisions": [_version(version) for version in history.versions],
        "changes": [
            {"from": before.revision, "to": after.revision, **comparison_json(comparison)}
            for before, after, comparison in history.changes()
        ],
        "addresses": [asdict(address) for address in history.addresses],
        "view_counts": [asdict(observation) for observation in history.views],
        "tombstone": asdict(history.tombstone) if history.tombstone else None,
    }


def _version(version: Version) -> dict[str, Any]:
    return {"revision": version.revision, "read_at": version.read_at, "record": version.record}


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Give the JSON form of what changed between two records; blocks that stayed the same are left out."""
    return {
        "reader_changed": comparison.reader_changed,
        "view_counts": list(comparison.views),
        "fields": [_field(change) for change in comparison.fields],
        "blocks": [_block(change) for change in comparison.changed_blocks],
    }


def _field(change: FieldChange) -> dict[str, Any]:
    form = {"field": change.field, "old": change.old, "new": change.new}
    if isinstance(change.old, str) and isinstance(change.new, str):
        form["pieces"] = pieces_json(change.old, change.new)
    return form


def _block(change: BlockChange) -> dict[str, Any]:
    form: dict[str, Any] = asdict(change)
    if change.old is not None and change.new is not None and change.fate != "moved":
        form["pieces"] = pieces_json(block_text(change.old), block_text(change.new))
    return form


def pieces_json(old: str, new: str) -> list[dict[str, str]]:
    """Give the pieces of two texts, see `words.word_changes`."""
    return [asdict(piece) for piece in word_changes(old, new)]
