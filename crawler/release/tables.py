"""A table's files: Parquet and JSON lines (zstd), a pair for each split. Bounded memory.

Same rows, same bytes: the settings are pinned, and neither form holds the time of its making. (Another
version of pyarrow or zstd may pack the same rows otherwise; both are named in release.json.)
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from crawler.release.splits import NAMES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LINES_FOLDER: Final = "jsonl"
_LEVEL = 9
_ZSTD: Mapping[int, int] = {
    zstd.CompressionParameter.compression_level: _LEVEL,
    zstd.CompressionParameter.checksum_flag: 1,
}
ZSTD_VERSION: Final = zstd.zstd_version
# A group of rows is written when it has so many, or so many bytes of JSON: what is held in memory.
GROUP_ROWS = 1000
GROUP_BYTES = 16 * 2**20
_PARQUET: Mapping[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": _LEVEL,
    "use_dictionary": True,
    "write_statistics": True,
    "store_schema": True,  # the time zone stands there
}


@dataclass(slots=True)
class Table:
    """A table that is being written, at `<name>/<split>.parquet` and `jsonl/<name>/<split>.jsonl.zst`.

    Args:
        folder: The release's folder.
        name: The table's.
        columns: Its columns.
    """

    folder: Path
    name: str
    columns: pa.Schema
    rows: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)  # in Arrow's form
    _parts: dict[str, _Part] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            for split in NAMES:
                parquet = parquet_path(self.folder, self.name, split)
                part = _Part(parquet, lines_path(self.folder, self.name, split), self.columns)
                opened.callback(part.close)
                self._parts[split] = part
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for part in self._parts.values():
                part.write_group()
        self._open.close()
        self.sizes.update({split: part.size for split, part in self._parts.items()})

    def add(self, split: str, line: bytes, row: Mapping[str, Any]) -> None:
        """Add a row.

        Args:
            split: Where it belongs.
            line: It as JSON, without line end.
            row: It by column.
        """
        self._parts[split].add(line, row)
        self.rows[split] += 1


class _Part:
    """The two files of a split."""

    def __init__(self, parquet: Path, lines: Path, columns: pa.Schema) -> None:
        for path in (parquet, lines):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._columns = columns
        self._lines = zstd.ZstdFile(lines, "xb", options=_ZSTD)
        self._parquet = pq.ParquetWriter(parquet, columns, **_PARQUET)
        self._group: list[Mapping[str, Any]] = []
        self._held = 0
        self.size = 0

    def add(self, line: bytes, row: Mapping[str, Any]) -> None:
        self._lines.write(line + b"\n")
        self._group.append(row)
        self._held += len(line)
        if len(self._group) >= GROUP_ROWS or self._held >= GROUP_BYTES:
            self.write_group()

    def write_group(self) -> None:
        """Write what is held. Nothing where that is nothing: `datasets` cannot read an empty group."""
        if self._group:
            table = pa.Table.from_pylist(self._group, schema=self._columns)
            self._parquet.write_table(table, row_group_size=len(self._group))
            self.size += table.nbytes
            self._group, self._held = [], 0

    def close(self) -> None:
        try:
            self._lines.flush()  # a file without lines has a frame as well: not every tool takes it for empty
            self._parquet.close()
        finally:
            self._lines.close()


def parquet_path(folder: Path, table: str, split: str) -> Path:
    """Where a split's Parquet stands."""
    return folder / table / f"{split}.parquet"


def lines_path(folder: Path, table: str, split: str) -> Path:
    """Where a split's JSON lines stand; not beside the Parquet, whose folder is to be read as a whole."""
    return folder / LINES_FOLDER / table / f"{split}.jsonl.zst"
