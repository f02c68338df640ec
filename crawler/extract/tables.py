"""Tables: of data, round a picture and its caption, or mere layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.captions import caption_text
from crawler.extract.lines_about import is_prose
from crawler.extract.page_lines import Line, Node
from crawler.items import Block, Table

if TYPE_CHECKING:
    from crawler.extract.blocks import BlockBuilder


def table_blocks(frame: Node, lines: list[Line], builder: BlockBuilder) -> list[Block] | None:
    """The blocks a table stands for, or None where it only lays out running text.

    Args:
        frame: The table. lines: Its content lines. builder: Makes the picture blocks.
    """
    rows = _rows(frame, lines)
    if any(line.kind != "text" for line in lines):
        return _pictures(rows, builder)
    widest = max((len(row) for row in rows), default=0)
    if widest < 2 or len(lines) < 2 or (len(rows) < 2 and any(is_prose(line) for line in lines)):
        return None
    return [Table(rows=tuple(tuple(" ".join(line.text for line in cell) for cell in row) for row in rows))]


def _rows(frame: Node, lines: list[Line]) -> list[list[list[Line]]]:
    """The lines by row and cell; empty cells are there too, empty rows are not."""
    by_cell: dict[int, list[Line]] = {}
    for line in lines:
        cell = line.node.within("td", "th")
        if cell is not None:
            by_cell.setdefault(id(cell.el), []).append(line)
    rows = []
    for row in frame.el.iter("tr"):
        cells = [by_cell.get(id(cell), []) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            rows.append(cells)
    return rows


def _pictures(rows: list[list[list[Line]]], builder: BlockBuilder) -> list[Block]:
    """Pictures with the captions below them, by column where a row of pictures has a row of texts."""
    start = len(builder.blocks)
    waiting: list[tuple[Line, list[Line]]] = []

    def finish() -> None:
        for picture, caption in waiting:
            builder.add_picture(picture, *caption_text(caption))
        waiting.clear()

    for row in rows:
        pictures = [line for cell in row for line in cell if line.kind != "text"]
        if pictures:
            finish()
            for cell in row:
                own = [line for line in cell if line.kind != "text"]
                texts = [line for line in cell if line.kind == "text"]
                waiting += [(picture, texts if picture is own[-1] else []) for picture in own]
        elif waiting:
            columns = [cell for cell in row if cell]
            if len(columns) == len(waiting) > 1:
                for (_, caption), cell in zip(waiting, columns, strict=True):
                    caption += cell
            else:
                waiting[-1][1].extend(line for cell in columns for line in cell)
    finish()
    made = builder.blocks[start:]
    del builder.blocks[start:]
    return made
