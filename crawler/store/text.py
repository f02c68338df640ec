"""An article as a reader sees it: plain text, the layout of the paper's own page. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.store.records import Record

TAGS_LABEL = "  • Từ khóa"


def to_text(record: Record) -> str:
    """Print a record: title, stamp and views as printed, lead, body, byline, address, keywords.

    Images show as their captions. No line end at the end.
    """
    return "\n".join(_lines(record))


def _lines(record: Record) -> Iterator[str]:
    raw = record["raw"]
    if record["kicker"]:
        yield record["kicker"]
    yield from (record["title"], "")
    yield from (raw[name] for name in ("published", "view_count") if raw.get(name))
    lead = " ".join(part for part in (raw.get("dateline"), record["lead"]) if part)
    if lead:
        yield from ("", lead)
    for block in record["body"]:
        yield from _block(block)
    if raw.get("byline"):
        yield from ("", "", raw["byline"])
    tags = ", ".join(record["tags"])
    yield from ("", record["url"], "", f"{TAGS_LABEL}: {tags}" if tags else TAGS_LABEL)


def _block(block: dict[str, Any]) -> Iterator[str]:
    """A block's lines after the blank that parts it from what stands before; two before a caption."""
    kind = block["type"]
    if kind in ("image", "video"):
        caption = " ".join(part for part in (block.get("caption"), _credit(block)) if part)
        yield from ("", "", caption) if caption else ()
    elif kind == "list":
        marks = (f"{n}." if block["ordered"] else "-" for n, _ in enumerate(block["items"], start=1))
        yield from ("", *(f"{mark} {item}" for mark, item in zip(marks, block["items"], strict=True)))
    elif kind == "table":
        yield from ("", *(" | ".join(row) for row in block["rows"]))
    elif kind == "quote":
        yield from ("", block["text"], *([f"— {block['cite']}"] if block.get("cite") else []))
    else:  # paragraph, heading
        yield from ("", block["text"])


def _credit(block: dict[str, Any]) -> str | None:
    credit = block.get("credit")
    return f"Ảnh: {credit}" if credit else None
