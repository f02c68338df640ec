"""The card's front matter: what Hugging Face's `datasets` reads of a folder. Pure.

Source: https://huggingface.co/docs/hub/datasets-cards and …/docs/datasets/repository_structure. Strings are
written as JSON strings, which YAML 1.2 reads as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from crawler.release.splits import NAMES

_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_TASKS = ("text-generation", "text-classification", "summarization")


@dataclass(frozen=True, slots=True)
class Written:
    """A table that was written.

    Attributes:
        name: Its name, which is its folder's and its configuration's.
        columns: Its columns.
        rows: Split -> number of rows.
        bytes: Split -> size in memory, in Arrow's form.
        packed: Size of its Parquet files together.
    """

    name: str
    columns: pa.Schema
    rows: Mapping[str, int]
    bytes: Mapping[str, int]
    packed: int

    def splits(self) -> list[str]:
        """Give the splits that have rows: `datasets` refuses an empty one."""
        return [name for name in NAMES if self.rows.get(name, 0)]


def front_matter(tables: Sequence[Written], *, title: str, languages: Sequence[str]) -> Iterator[str]:
    """Give the lines of the front matter, with the marks around it.

    Args:
        tables: The tables; the first is the default. One without rows is left out.
        title: The dataset's name.
        languages: Codes of the languages, the most frequent first.
    """
    filled = [table for table in tables if table.splits()]
    articles = sum(tables[0].rows.values())
    yield "---"
    yield f"pretty_name: {json.dumps(title, ensure_ascii=False)}"
    yield from _list("language", languages)
    yield "license: other"
    yield "license_name: to-be-cleared-by-the-user"
    yield "license_link: README.md#licence"
    yield from _list("size_categories", [size_category(articles)])
    yield from _list("task_categories", _TASKS)
    yield from _list("source_datasets", ["original"])
    yield "configs:"
    for table in filled:
        yield from _config(table, default=table is filled[0])
    yield "dataset_info:"
    for table in filled:
        yield from _info(table)
    yield "---"


def size_category(articles: int) -> str:
    """Give Hugging Face's word for a size.

    >>> size_category(999), size_category(5000)
    ('n<1K', '1K<n<10K')
    """
    return next((word for limit, word in _SIZES if articles < limit), "1M<n<10M")


def _list(name: str, values: Sequence[str]) -> Iterator[str]:
    yield f"{name}:"
    yield from (f"- {json.dumps(value)}" for value in values)


def _config(table: Written, *, default: bool) -> Iterator[str]:
    yield f"- config_name: {table.name}"
    if default:
        yield "  default: true"
    yield "  data_files:"
    for split in table.splits():
        yield f"  - split: {split}"
        yield f"    path: {table.name}/{split}.parquet"


def _info(table: Written) -> Iterator[str]:
    yield f"- config_name: {table.name}"
    yield "  features:"
    yield from (f"  {line}" for line in features(table.columns))
    yield "  splits:"
    for split in table.splits():
        yield f"  - name: {split}"
        yield f"    num_bytes: {table.bytes[split]}"
        yield f"    num_examples: {table.rows[split]}"
    yield f"  download_size: {table.packed}"
    yield f"  dataset_size: {sum(table.bytes.values())}"


def features(columns: pa.Schema | pa.StructType) -> Iterator[str]:
    """Give the columns in the words of `datasets.Features`."""
    for field in columns:
        yield f"- name: {field.name}"
        yield from (f"  {line}" for line in _feature(field.type))


def _feature(kind: pa.DataType) -> Iterator[str]:
    if pa.types.is_struct(kind):
        yield "struct:"
        yield from features(kind)
    elif pa.types.is_list(kind):
        yield from _items(kind.value_type)
    else:
        yield f"dtype: {kind}"


def _items(kind: pa.DataType) -> Iterator[str]:
    if pa.types.is_struct(kind):
        yield "list:"
        yield from features(kind)
    elif pa.types.is_list(kind):
        yield "list:"
        yield from (f"  {line}" for line in _items(kind.value_type))
    else:
        yield f"list: {kind}"
