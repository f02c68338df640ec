"""A history in lines for people, readable without colour. Pure.

Words that were removed stand in `[-…-]`, added ones in `{+…+}`, whole blocks behind `-` and `+`, as in
`git diff --word-diff`. Each stretch carries the name of a style besides; who prints it may colour it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from crawler.discover.window import VIETNAM
from crawler.history.article import Address, History, Tombstone, Version
from crawler.history.blocks import BlockChange, block_text
from crawler.history.compare import CONTENT, Comparison, FieldChange
from crawler.history.view_plot import view_rows
from crawler.history.words import Piece, word_changes

Style = Literal["plain", "head", "dim", "removed", "added", "moved"]
Segment = tuple[str, Style]
LEGEND = "[-removed-] {+added+}"
_STAYED = 60  # characters of a longer stretch that stayed which are shown on either side of a change
_NAME = 80  # of a block that moved
_FACTS = ("type", "level", "ordered", "src")  # of a block, beside its text


@dataclass(frozen=True, slots=True)
class Line:
    """A line: how far it stands in, and its stretches."""

    indent: int
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The line without styles."""
        return " " * self.indent + "".join(text for text, _ in self.segments)


def history_lines(history: History) -> Iterator[Line]:
    """Give a history in lines: what it is, each revision, addresses, views, and whether it is gone."""
    record = history.record
    yield _line(0, f"{history.key}  {record['title']}", "head")
    yield _line(0, record["url"])
    read = f"read {moment(history.first_seen)} to {moment(history.last_seen)}"
    yield _line(0, f"published {moment(record['published_at'])}; {read}", "dim")
    if history.tombstone is not None:
        yield _line(0, _gone(history.tombstone), "removed")
    yield from _revisions(history)
    yield from _part("Addresses", (_line(2, _address(each)) for each in history.addresses))
    yield from _part("View counts", (_line(2, row) for row in view_rows(history.views, moment)))


def _part(title: str, lines: Iterator[Line]) -> Iterator[Line]:
    yield _line(0, "")
    yield _line(0, title, "head")
    yield from lines


def _revisions(history: History) -> Iterator[Line]:
    yield from _part("Revisions", iter([_line(2, LEGEND, "dim")] if len(history.versions) > 1 else []))
    first = history.versions[0]
    blocks = len(first.record["body"])
    yield _line(2, f"{_name(first)}: “{first.record['title']}”, {blocks} blocks")
    for before, after, comparison in history.changes():
        yield _line(2, f"{_name(after)}; changed after {moment(before.read_at)}", "head")
        yield from comparison_lines(comparison, indent=4)


def _name(version: Version) -> str:
    return f"revision {version.revision}, as read {moment(version.read_at)}"


# --- what changed -------------------------------------------------------------------------------


def comparison_lines(comparison: Comparison, *, indent: int = 0) -> Iterator[Line]:
    """Give what changed between two records in lines."""
    if comparison.reader_changed:
        yield _line(indent, "read by another version of the extractor: it may be our reading", "dim")
    for change in comparison.fields:
        yield from _field(change, indent)
    for block in comparison.changed_blocks:
        yield from _block(block, indent)
    if not comparison:
        yield _line(indent, "nothing but the form of its letters or its views", "dim")


def _field(change: FieldChange, indent: int) -> Iterator[Line]:
    old, new = (_value(value) for value in (change.old, change.new))
    if change.field in CONTENT | {"kicker"} and old and new:
        yield from _worded(f"{change.field}: ", old, new, indent)
        return
    yield _line(indent, f"{change.field}:")
    yield from (_line(indent + 2, f"- {old}", "removed"),) if old else ()
    yield from (_line(indent + 2, f"+ {new}", "added"),) if new else ()


def _value(value: Any) -> str:
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value or "")


def _block(change: BlockChange, indent: int) -> Iterator[Line]:
    block = change.new if change.new is not None else change.old
    assert block is not None
    place = change.new_place if change.new is not None else change.old_place
    came = f" from place {change.old_place}" if change.fate.startswith("moved") else ""
    fate = change.fate.replace("-changed", " and changed")
    was = "was " if change.new is None else ""
    yield _line(indent, f"{block['type']} {fate}{came}, {was}block {place}", _style(change))
    text = block_text(block)
    if change.old is not None and change.new is not None and change.fate != "moved":
        yield from _facts(change, indent + 2)
        if (old := block_text(change.old)) != text:
            yield from _worded("", old, text, indent + 2)
        return
    mark = {"added": "+ ", "removed": "- "}.get(change.fate, "")
    shown = text if mark else _shortened(text)
    for part in (shown or block.get("src") or "").split("\n"):
        yield _line(indent + 2, f"{mark}{part}", _style(change))


def _style(change: BlockChange) -> Style:
    styles: dict[str, Style] = {"added": "added", "removed": "removed", "moved": "moved"}
    return styles.get(change.fate, "plain")


def _facts(change: BlockChange, indent: int) -> Iterator[Line]:
    assert change.old is not None
    assert change.new is not None
    for name in _FACTS:
        old, new = change.old.get(name), change.new.get(name)
        if old != new:
            gone: list[Segment] = [(f"[-{old}-]", "removed")] if old is not None else []
            came: list[Segment] = [(f"{{+{new}+}}", "added")] if new is not None else []
            yield Line(indent, ((f"{name}: ", "plain"), *gone, *came))


def _worded(title: str, old: str, new: str, indent: int) -> Iterator[Line]:
    """A text with its changed words marked, a line for each of its own lines."""
    pieces = word_changes(old, new)
    segments: list[Segment] = [(title, "plain")] if title else []
    for number, piece in enumerate(pieces):
        before, after = number > 0, number + 1 < len(pieces)
        parts = _marked(piece, before=before, after=after).split("\n")
        for text in parts[:-1]:
            yield Line(indent, (*segments, (text, _piece_style(piece))))
            segments = []
        segments.append((parts[-1], _piece_style(piece)))
    yield Line(indent, tuple(segments))


def _marked(piece: Piece, *, before: bool, after: bool) -> str:
    if piece.kind == "removed":
        return f"[-{piece.text}-]"
    if piece.kind == "added":
        return f"{{+{piece.text}+}}"
    return _cut(piece.text, head=before, tail=after)


def _piece_style(piece: Piece) -> Style:
    return "plain" if piece.kind == "equal" else piece.kind


def _cut(text: str, *, head: bool, tail: bool) -> str:
    """Leave out the middle of a long stretch that stayed; whole words, whole lines stay apart."""
    if len(text) <= 2 * _STAYED + 20:
        return text
    first = text[:_STAYED].rpartition(" ")[0] or text[:_STAYED]
    last = text[-_STAYED:].partition(" ")[2] or text[-_STAYED:]
    return f"{f'{first} ' if head else ''}…{f' {last}' if tail else ''}"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _NAME else f"{line[:_NAME].rpartition(' ')[0] or line[:_NAME]} …"


# --- the rest -----------------------------------------------------------------------------------


def _address(address: Address) -> str:
    facts = [address.state] if address.state else []
    if address.sources:
        seen = f"{moment(address.first_seen or '')} to {moment(address.last_seen or '')}"
        facts.append(f"shown by {', '.join(address.sources)}, {seen}")
    about = f"  ({'; '.join(facts)})" if facts else ""
    return f"{address.form:9}  {address.url}{about}"


def _gone(tombstone: Tombstone) -> str:
    if tombstone.confirmed:
        return f"gone: noted {moment(tombstone.gone_at)}, at {tombstone.url}; its record is kept"
    return f"not there when asked {moment(tombstone.gone_at)}, at {tombstone.url}; it may come back"


def moment(text: str) -> str:
    """Give a moment for people, in Vietnam's time.

    >>> moment("2026-11-24T01:00:00+00:00")
    '2026-11-24 08:00'
    """
    return datetime.fromisoformat(text).astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M") if text else "?"


def _line(indent: int, text: str, style: Style = "plain") -> Line:
    return Line(indent, ((text, style),))
