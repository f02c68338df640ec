"""An article's body as one plain text, which annotations count their offsets in (Parquet's `text`). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

CELL_BREAK = "\t"
Field = Literal["title", "lead", "body"]


def flat_text(record: Mapping[str, Any]) -> str:
    r"""Give the body's texts in page order, one line each.

    A paragraph, heading or quotation is a line, and so are whoever is quoted, each item of a list, each row
    of a table (cells parted by tabs) and the caption of an image or video. Not in it: title and lead, which
    are fields of their own, and the photographer's credit, which is no part of what the article says.

    >>> flat_text({"body": [{"type": "heading", "level": 3, "text": "A"},
    ...                     {"type": "table", "rows": [["1", "2"]]}]})
    'A\n1\t2'
    """
    return "\n".join(line for block in record["body"] for line in _lines(block))


def texts(record: Mapping[str, Any]) -> Iterator[tuple[Field, str]]:
    """Give what is looked through for names: title, lead and body, each that is not empty, in this order."""
    named: tuple[tuple[Field, str | None], ...] = (
        ("title", record["title"]),
        ("lead", record["lead"]),
        ("body", flat_text(record)),
    )
    return ((name, text) for name, text in named if text)


def compared_text(record: Mapping[str, Any]) -> str:
    r"""Give what is compared where copies are looked for: lead and body. Titles are the copyist's own.

    >>> compared_text({"lead": "A", "body": [{"type": "paragraph", "text": "B"}]})
    'A\nB'
    """
    return "\n".join(text for text in (record["lead"], flat_text(record)) if text)


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "list":
        yield from block["items"]
    elif kind == "table":
        yield from (CELL_BREAK.join(row) for row in block["rows"])
    elif kind in ("image", "video"):
        yield from [block["caption"]] if block.get("caption") else ()
    else:  # paragraph, heading, quote
        yield block["text"]
        if block.get("cite"):
            yield block["cite"]
